"""Names of other people's lists matched to ours: ranked ids, each with how near it is and why."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz

from graph.facts.nodes import Node
from graph.names import fold
from graph.search.country_codes import country_of
from graph.search.name_index import NameIndex, identifiers
from graph.search.search import search, without_legal_form

SURE = 95.0
"""From this score on a candidate is taken for the thing itself, where it is alone there."""


@dataclass(frozen=True)
class NameMatch:
    """A node that a name may mean.

    Attributes
    ----------
    node : Node
        The node meant.
    score : float
        0 to 100; 100 is the same id, name or code.
    reason : str
        Why it may be meant, in words.
    sure : bool
        It is taken for the thing itself.
    """

    node: Node
    score: float
    reason: str
    sure: bool = False


def candidates(
    index: NameIndex, ids: Collection[str], text: str, weight: Mapping[str, int], most: int
) -> list[NameMatch]:
    """Return the nodes that a text may mean, the nearest first; of equally near ones the most rested on.

    Parameters
    ----------
    index : NameIndex
        Of the version.
    ids : collection of str
        Of all that may be meant.
    text : str
        A name, an alias, an id, or a code: of a country (alpha-2, alpha-3, numeric), ticker, ISIN or LEI.
    weight : mapping of str to int
        How much rests on each node, by id; one that is not in it weighs 0.
    most : int
        Matches returned.

    Returns
    -------
    list of NameMatch
        Each with how near it is, 0..100; only the first may be sure, and only where none is as near.
    """
    wanted = text.strip()
    if not fold(wanted):
        return []
    letters = fold(wanted).split()
    if len(letters) > 1 and all(len(letter) == 1 for letter in letters):
        wanted = "".join(letters)  # T.S.M.C.
    nearest = search(index, ids, wanted, weight)[: max(10 * most, 50)]
    found = {node.id: _judged(node, wanted) for node in nearest}
    coded = f"country:{country_of(wanted)}" if len(wanted) > 1 else ""
    if coded in ids:
        found[coded] = (100.0, f"{wanted} is its code")
    ranked = sorted(found.items(), key=lambda item: (-item[1][0], -weight.get(item[0], 0), item[0]))
    best = [score for _, (score, _) in ranked]
    alone = bool(best) and best[0] >= SURE and (len(best) == 1 or best[1] < best[0])
    return [
        NameMatch(index.nodes[node_id], score, reason, alone and number == 0)
        for number, (node_id, (score, reason)) in enumerate(ranked[:most])
    ]


def _judged(node: Node, text: str) -> tuple[float, str]:
    wanted = fold(text)
    if text == node.id or text in identifiers(node.properties):
        return 100.0, "its id" if text == node.id else "its identifier"
    if wanted == fold(node.name):
        return 100.0, "its name"
    for alias in node.aliases:
        if wanted == fold(alias):
            return 99.0, f"also called {alias}"
    if wanted == fold(node.id.partition(":")[2]):
        return 98.0, "its id without the kind"
    if without_legal_form(text) == without_legal_form(node.name):
        return 96.0, "its name but for the legal form"
    nearest = max((node.name, *node.aliases), key=lambda name: fuzz.ratio(wanted, fold(name)))
    score = max(fuzz.ratio(wanted, fold(nearest)), 0.9 * fuzz.token_set_ratio(wanted, fold(nearest)))
    return round(min(score, SURE - 1), 1), f"resembles {nearest}"
