"""Find nodes by id, name or alias: the nearest first, and of equals what most rests on."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from graph.budget import checked
from graph.facts.nodes import Node
from graph.names import fold
from graph.ontology import NodeKind

LOOKED_FOR = (
    NodeKind.COUNTRY, NodeKind.LAB, NodeKind.MODEL, NodeKind.COMPANY, NodeKind.CHIP, NodeKind.INPUT,
    NodeKind.CLOUD_PROVIDER,
)  # fmt: skip
"""Kinds that readers look for first, where all else is equal."""

IDENTIFIERS = ("ticker", "isin", "lei")
"""Properties that name one thing in other people's lists: found when given exactly."""


def rested_on(ends: Iterable[str]) -> Counter[str]:
    """Count, for each node, the relations that lead to it: how much rests on it directly.

    Parameters
    ----------
    ends : iterable of str
        Ids of the nodes that relations lead to, one each.
    """
    return Counter(ends)


def _rank(wanted: str, names: Iterable[str]) -> int | None:
    best: int | None = None
    for name in names:
        if name == wanted:
            return 0
        if name.startswith(wanted):
            rank = 1
        elif f" {wanted}" in name:
            rank = 2
        elif wanted in name:
            rank = 3
        else:
            continue
        best = rank if best is None else min(best, rank)
    return best


def without_legal_form(text: str) -> str:
    """Return the name of a firm without `Limited`, `Inc.` and the like.

    Parameters
    ----------
    text : str
        A name as its list writes it.

    Returns
    -------
    str
        Folded, as ``names.fold`` does.
    """
    from cleanco import basename  # only who searches waits for it

    return fold(basename(text))


def search(nodes: Iterable[Node], text: str, weight: Mapping[str, int] | None = None) -> list[Node]:
    """Return the nodes whose id, name or an alias matches a text, or that another list calls exactly so.

    Exact matches come first, then beginnings, beginnings of a word, and parts; where nothing contains the
    text, it is tried without its legal form, and then near misses (a typing error) are returned instead.

    Parameters
    ----------
    nodes : iterable of Node
        All that may be meant; in this order where nothing sets them apart.
    text : str
        In any case, with or without accents; an empty one finds every node.
    weight : Mapping[str, int], optional
        How much rests on each node: of equally near ones the most first. See ``rested_on``.
    """
    listed = list(nodes)
    wanted = fold(text)
    if not wanted:
        return listed
    known = {node.id: node.folded_names for node in checked(listed)}
    for form in dict.fromkeys((wanted, without_legal_form(text))):
        found = _containing(listed, known, form, text, weight or {})
        if form and found:
            return found
    return _near(listed, known, wanted)


def identifiers_of(node: Node) -> frozenset[str]:
    """Return what other lists call a node: its ticker, ISIN and LEI, where known.

    Parameters
    ----------
    node : Node
        Ids of other lists are among its properties.
    """
    return frozenset(str(value) for name in IDENTIFIERS if (value := node.properties.get(name)))


def _containing(
    nodes: Sequence[Node], known: Mapping[str, Sequence[str]], wanted: str, text: str, weight: Mapping[str, int]
) -> list[Node]:
    found = []
    for node in checked(nodes):
        rank = 0 if node.id == text or text in identifiers_of(node) else _rank(wanted, known[node.id])
        if rank is not None:
            kind = LOOKED_FOR.index(node.kind) if node.kind in LOOKED_FOR else len(LOOKED_FOR)
            found.append((rank, -weight.get(node.id, 0), kind, len(node.name), node.id, node))
    return [entry[-1] for entry in sorted(found, key=lambda entry: entry[:-1])]


def _near(nodes: Sequence[Node], known: Mapping[str, Sequence[str]], wanted: str) -> list[Node]:
    from rapidfuzz import fuzz, process  # only who errs waits for it

    names = {(node.id, at): name for node in nodes for at, name in enumerate(known[node.id])}
    matches = process.extract(wanted, names, scorer=fuzz.ratio, limit=20, score_cutoff=75)
    by_id = {node.id: node for node in nodes}
    return [by_id[node_id] for node_id in dict.fromkeys(match[2][0] for match in matches)][:10]
