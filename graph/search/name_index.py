"""What all nodes of a version are called, by columns: each name is folded once, and no node is made for it."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np

from graph.facts.columns import Column
from graph.facts.things import NodeTable
from graph.names import fold

IDENTIFIERS = ("ticker", "isin", "lei")
"""Properties that name one thing in other people's lists: found when given exactly."""


class NameIndex:
    """The names of nodes.

    Parameters
    ----------
    nodes : NodeTable
        All of a version.
    """

    def __init__(self, nodes: NodeTable) -> None:
        self.nodes = nodes
        of = nodes.facts.columns
        self._ids = of["id"]
        self._identifiers = _each(of["properties"], identifiers)
        self._folded = (
            _each(of["name"], lambda name: (fold(name),)),
            _each(of["aliases"], lambda names: tuple(map(fold, names))),
            _each(of["id"], lambda node_id: (fold(node_id.partition(":")[2]),)),
        )

    def likely(self, text: str, fits: Callable[[str], bool]) -> list[str]:
        """Return the ids of the nodes that may be meant, in the order of the graph: what one of their facts says fits.

        Parameters
        ----------
        text : str
            An id, or what another list calls the node.
        fits : callable
            Says whether a folded name does.
        """
        said = self._ids.array(text.__eq__, bool) | self._identifiers.array(lambda known: text in known, bool)
        for names in self._folded:
            said |= names.array(lambda called: any(map(fits, called)), bool)
        return [self.nodes.ids[place] for place in np.flatnonzero(self.nodes.any(said)).tolist()]


def identifiers(properties: Mapping[str, Any]) -> frozenset[str]:
    """Return what other lists call a node: its ticker, ISIN and LEI, where known.

    Parameters
    ----------
    properties : Mapping[str, Any]
        Of the node; ids of other lists are among them.
    """
    return frozenset(str(value) for name in IDENTIFIERS if (value := properties.get(name)))


def _each(column: Column, of: Callable[[Any], Iterable[str]]) -> Column:
    return Column([of(value) for value in column.values], column.numbers)
