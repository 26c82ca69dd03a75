"""Find nodes by id, name or alias, best match first."""

import unicodedata
from collections.abc import Iterable

from rapidfuzz import fuzz, process

from graph.nodes import Node


def fold(text: str) -> str:
    """Fold case and accents, and treat hyphens, dots and underscores as spaces."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() else " " for c in plain).split())


def _rank(wanted: str, names: list[str]) -> int | None:
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


def search(nodes: Iterable[Node], text: str) -> list[Node]:
    """Return the nodes whose id, name or an alias matches a text.

    Exact matches come first, then beginnings, beginnings of a word, and parts; where nothing contains the
    text, near misses (a typing error) are returned instead.
    """
    listed = list(nodes)
    wanted = fold(text)
    if not wanted:
        return listed
    known = {node.id: [fold(n) for n in (node.name, node.id.partition(":")[2], *node.aliases)] for node in listed}
    found = []
    for node in listed:
        rank = 0 if node.id == text else _rank(wanted, known[node.id])
        if rank is not None:
            found.append((rank, len(node.name), node.id, node))
    if found:
        return [entry[-1] for entry in sorted(found, key=lambda entry: entry[:3])]
    near = process.extract(
        wanted, {i: names[0] for i, names in known.items()}, scorer=fuzz.WRatio, limit=10, score_cutoff=82
    )
    by_id = {node.id: node for node in listed}
    return [by_id[match[2]] for match in near]
