"""The nodes of a graph as columns; a node is merged where one is asked for."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.facts.columns import Facts
from graph.facts.dates import first_day
from graph.facts.fact import NodeFact
from graph.facts.nodes import BEGINNINGS, Node, of_ranked
from graph.ontology import NodeKind


class NodeTable(Mapping[str, Node]):
    """The nodes of a graph, by id.

    Parameters
    ----------
    facts : Facts of NodeFact
        Those of one node together, the preferred first.

    Attributes
    ----------
    ids : tuple of str
        In the order of the facts; the place of a node in it is its number.
    first : NDArray of int64, shape (nodes + 1,)
        The facts of node ``i`` are ``facts[first[i]:first[i + 1]]``.
    """

    def __init__(self, facts: Facts[NodeFact]) -> None:
        self.facts = facts
        named = facts.columns["id"]
        starts = np.flatnonzero(np.diff(named.numbers.astype(np.int64), prepend=-1))
        self.first = np.append(starts, len(facts))
        self.ids: tuple[str, ...] = tuple(named.values[number] for number in named.numbers[starts].tolist())
        self._made: dict[str, Node] = {}

    @cached_property
    def number(self) -> Mapping[str, int]:
        """The number of each node."""
        return {node_id: place for place, node_id in enumerate(self.ids)}

    def __len__(self) -> int:
        return len(self.ids)

    def __iter__(self) -> Iterator[str]:
        return iter(self.ids)

    def __contains__(self, node_id: object) -> bool:
        return node_id in self.number

    def __getitem__(self, node_id: str) -> Node:
        node = self._made.get(node_id)
        if node is None:
            place = self.number[node_id]
            node = self._made.setdefault(node_id, of_ranked(self.facts[self.first[place] : self.first[place + 1]]))
        return node

    def any(self, of_facts: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Return for each node whether it is so of any of its facts."""
        found: NDArray[np.bool_] = np.logical_or.reduceat(of_facts, self.first[:-1]) if len(self) else of_facts
        return found

    def of_facts(self, values: NDArray[Any], unknown: Any) -> NDArray[Any]:
        """Return what the preferred fact of each node says, of those that say anything.

        Parameters
        ----------
        values : array, shape (facts,)
        unknown
            What a fact has that says nothing, and a node of which none does.
        """
        found = np.full(len(self), unknown, values.dtype)
        rows = np.flatnonzero(values != unknown)
        owners, place = np.unique(np.searchsorted(self.first, rows, side="right") - 1, return_index=True)
        found[owners] = values[rows[place]]
        return found

    def stated(self, *names: str) -> list[NDArray[np.object_]]:
        """Return properties of each node as ``Node.properties`` gives them, None where no fact has them."""
        column = self.facts.columns["properties"]
        table = np.full((len(names), len(column.values)), None, object)
        for place, properties in enumerate(column.values):
            for row, name in enumerate(names):
                if name in properties:
                    table[row, place] = properties[name]
        return [self.of_facts(row[column.numbers], None) for row in table]

    @cached_property
    def kinds(self) -> NDArray[np.int64]:
        """The kind of each node: its place in ``NodeKind``."""
        places = {kind: place for place, kind in enumerate(NodeKind)}
        found: NDArray[np.int64] = self.facts.columns["kind"].array(places.__getitem__, np.int64)[self.first[:-1]]
        return found

    @cached_property
    def subtypes(self) -> NDArray[np.object_]:
        """The subtype of each node, None where no fact has one."""
        return self.of_facts(self.facts.columns["subtype"].array(lambda value: value or None, object), None)

    @cached_property
    def begins(self) -> NDArray[np.int64]:
        """The ordinal of the day from which each thing exists (``Node.begins``), 0 where nobody says."""
        found = np.zeros(len(self), np.int64)
        for values in reversed(self.stated(*BEGINNINGS)):
            dated = [place for place in np.flatnonzero(values != None) if values[place]]  # noqa: E711 - of an array
            found[dated] = [first_day(str(values[place])).toordinal() for place in dated]
        return found
