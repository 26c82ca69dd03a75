"""Find nodes by id, name or alias: the nearest first, and of equals what most rests on."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from graph.budget import checked
from graph.facts.nodes import Node
from graph.names import fold
from graph.ontology import NodeKind
from graph.search.name_index import NameIndex, identifiers

LOOKED_FOR = (
    NodeKind.COUNTRY, NodeKind.LAB, NodeKind.MODEL, NodeKind.COMPANY, NodeKind.CHIP, NodeKind.INPUT,
    NodeKind.CLOUD_PROVIDER,
)  # fmt: skip
"""Kinds that readers look for first, where all else is equal."""


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


def called(index: NameIndex, text: str) -> list[Node]:
    """Return the nodes that are called exactly so, case and accents aside, in the order of the graph.

    Parameters
    ----------
    index : NameIndex
        Of the version.
    text : str
        A name, another name, a ticker, or the part of an id after its kind.
    """
    wanted = fold(text)
    likely = (index.nodes[node_id] for node_id in (index.likely(text, wanted.__eq__) if wanted else ()))
    return [node for node in likely if wanted in node.folded_names or text in identifiers(node.properties)]


def search(index: NameIndex, ids: Iterable[str], text: str, weight: Mapping[str, int] | None = None) -> list[Node]:
    """Return the nodes whose id, name or an alias matches a text, or that another list calls exactly so.

    Exact matches come first, then beginnings, beginnings of a word, and parts; where nothing contains the
    text, it is tried without its legal form, and then near misses (a typing error) are returned instead.

    Parameters
    ----------
    index : NameIndex
        Of the version.
    ids : iterable of str
        Of all that may be meant; in this order where nothing sets them apart.
    text : str
        In any case, with or without accents; an empty one finds every node.
    weight : Mapping[str, int], optional
        How much rests on each node: of equally near ones the most first. See ``rested_on``.
    """
    listed = list(ids)
    wanted = fold(text)
    if not wanted:
        return [index.nodes[node_id] for node_id in listed]
    found = _containing(index, frozenset(listed), wanted, text, weight or {})
    if not found and (shorter := without_legal_form(text)):
        found = _containing(index, frozenset(listed), shorter, text, weight or {})
    return found or _near([index.nodes[node_id] for node_id in checked(listed)], wanted)


def _containing(
    index: NameIndex, among: frozenset[str], wanted: str, text: str, weight: Mapping[str, int]
) -> list[Node]:
    found = []
    for node_id in index.likely(text, lambda name: wanted in name):
        if node_id not in among:
            continue
        node = index.nodes[node_id]
        exact = node_id == text or text in identifiers(node.properties)
        rank = 0 if exact else _rank(wanted, node.folded_names)
        if rank is not None:
            kind = LOOKED_FOR.index(node.kind) if node.kind in LOOKED_FOR else len(LOOKED_FOR)
            found.append((rank, -weight.get(node.id, 0), kind, len(node.name), node.id, node))
    return [entry[-1] for entry in sorted(found, key=lambda entry: entry[:-1])]


def _near(nodes: Sequence[Node], wanted: str) -> list[Node]:
    from rapidfuzz import fuzz, process  # only who errs waits for it

    names = {(node.id, at): name for node in nodes for at, name in enumerate(node.folded_names)}
    matches = process.extract(wanted, names, scorer=fuzz.ratio, limit=20, score_cutoff=75)
    by_id = {node.id: node for node in nodes}
    return [by_id[node_id] for node_id in dict.fromkeys(match[2][0] for match in matches)][:10]
