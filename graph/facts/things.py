"""The nodes of a graph as columns; a node is merged where one is asked for."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.facts.columns import Column, Distinct
from graph.facts.dates import first_day
from graph.facts.fact import NodeFact
from graph.facts.facts import Facts
from graph.facts.nodes import BEGINNINGS, Node
from graph.ontology import NodeKind

OF_EVERY_NODE = (*BEGINNINGS, "open_weights", "status", "h100_equivalents", "fp16_flops", "standard_analysis")
"""Properties that the graph of a day is made by."""


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
        ids = list(named.values)  # all of them are parsed at once
        self.ids: tuple[str, ...] = tuple(ids[number] for number in named.numbers[starts].tolist())
        self._made: dict[str, Node] = {}
        self._properties: dict[str, Column] = {}

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
            node = self._made.setdefault(node_id, self._node(self.number[node_id]))
        return node

    def _node(self, place: int) -> Node:
        first, end = int(self.first[place]), int(self.first[place + 1])
        kinds, names = self.facts.columns["kind"], self.facts.columns["name"]
        kind, name = kinds.values[kinds.numbers[first]], names.values[names.numbers[first]]
        return Node(self.ids[place], kind, name, lambda: self.facts[first:end])

    def any(self, of_facts: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Return for each node whether it is so of any of its facts.

        Parameters
        ----------
        of_facts : NDArray[np.bool_], shape (facts,)
            Facts of one node together.

        Returns
        -------
        NDArray of bool, shape (nodes,)
        """
        found: NDArray[np.bool_] = np.logical_or.reduceat(of_facts, self.first[:-1]) if len(self) else of_facts
        return found

    def of_facts(self, values: NDArray[Any], unknown: Any) -> NDArray[Any]:
        """Return what the preferred fact of each node says, of those that say anything.

        Parameters
        ----------
        values : array, shape (facts,)
            Facts of one node together and the preferred first.
        unknown
            What a fact has that says nothing, and a node of which none does.

        Returns
        -------
        NDArray, shape (nodes,)
        """
        found = np.full(len(self), unknown, values.dtype)
        rows = np.flatnonzero(values != unknown)
        owners, place = np.unique(np.searchsorted(self.first, rows, side="right") - 1, return_index=True)
        found[owners] = values[rows[place]]
        return found

    def property(self, name: str) -> Column:
        """Return a property of each node as ``Node.properties`` gives it, None where no fact has it.

        Parameters
        ----------
        name : str
            Of a property; worked out once and kept.
        """
        if name not in self._properties:
            given = self.facts.columns["properties"]
            names = OF_EVERY_NODE if name in OF_EVERY_NODE else (name,)
            said = [[properties.get(one) for one in names] for properties in given.values]  # parsed once for all
            for at, one in enumerate(names):
                stated = np.empty(len(said), object)
                stated[:] = [row[at] for row in said]
                values = Distinct((None,))
                values.add(self.of_facts(stated[given.numbers], None).tolist())
                self._properties[one] = values.column()
        return self._properties[name]

    @cached_property
    def kinds(self) -> Column:
        """The kind of each node."""
        column = self.facts.columns["kind"]
        return Column(tuple(column.values), column.numbers[self.first[:-1]])

    @cached_property
    def subtypes(self) -> Column:
        """The subtype of each node, None where no fact has one."""
        column = self.facts.columns["subtype"]
        names = [None, *sorted({value for value in column.values if value})]
        return Column(names, self.of_facts(column.array(lambda value: names.index(value or None), np.int16), 0))

    @cached_property
    def ranks(self) -> NDArray[np.int64]:
        """The place of each node among all by id."""
        ranks = np.empty(len(self), np.int64)
        ranks[sorted(range(len(self)), key=self.ids.__getitem__)] = np.arange(len(self))
        return ranks

    @cached_property
    def ranked(self) -> tuple[str, ...]:
        """The ids in their order: ``ranks`` are places in it."""
        return tuple(sorted(self.ids))

    @cached_property
    def is_dated(self) -> NDArray[np.bool_]:
        """Of which things a fact says since when they are there, by its validity or as a property."""
        stated = self.any(self.facts.columns["valid_from"].array(lambda day: day is not None, bool))
        for name in ("released_on", "opened_on"):
            stated = stated | self.property(name).array(lambda day: day is not None, bool)
        return stated

    @cached_property
    def dated(self) -> frozenset[str]:
        """The ids of things of which a fact says since when they are there."""
        return frozenset(self.ids[place] for place in np.flatnonzero(self.is_dated).tolist())

    @cached_property
    def begins(self) -> NDArray[np.int64]:
        """The ordinal of the day from which each thing exists (``Node.begins``), 0 where nobody says."""
        found = np.zeros(len(self), np.int64)
        for name in reversed(BEGINNINGS):
            stated = self.property(name).array(lambda day: first_day(str(day)).toordinal() if day else 0, np.int64)
            found = np.where(stated > 0, stated, found)
        return found

    @cached_property
    def released(self) -> NDArray[np.int64]:
        """The ordinal of the day on which each thing was released (``Node.released``), 0 where nobody says."""
        stated = self.property("released_on").array(
            lambda day: first_day(day).toordinal() if isinstance(day, str) else 0, np.int64
        )
        never = date.max.toordinal() + 1
        since = self.facts.columns["valid_from"].array(lambda day: day.toordinal() if day else never, np.int64)
        first = np.minimum.reduceat(since, self.first[:-1]) if len(self) else since
        return np.where(stated > 0, stated, np.where(first < never, first, 0))


class Existing(Mapping[str, Node]):
    """Some nodes of a graph, by id.

    Parameters
    ----------
    nodes : NodeTable
        All of a version.
    there : NDArray of bool, shape (nodes,)
        Which.
    """

    def __init__(self, nodes: NodeTable, there: NDArray[np.bool_]) -> None:
        self._every = nodes
        self._there = there
        self._each = there.tobytes()  # a place of it is read in a fifth of the time

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """Their ids, in the order of the graph."""
        ids = self._every.ids
        return tuple(ids[place] for place in np.flatnonzero(self._there).tolist())

    def __len__(self) -> int:
        return len(self.ids)

    def __iter__(self) -> Iterator[str]:
        return iter(self.ids)

    def __contains__(self, node_id: object) -> bool:
        place = self._every.number.get(node_id)  # type: ignore[call-overload]
        return place is not None and self._each[place] == 1

    def __getitem__(self, node_id: str) -> Node:
        if not self._each[self._every.number[node_id]]:
            raise KeyError(node_id)
        return self._every[node_id]

    def kind(self, node_id: str) -> NodeKind:
        """Return the kind of a node; the node is not made.

        Parameters
        ----------
        node_id : str
            Of any node of the graph.

        Raises
        ------
        KeyError
            There is none.
        """
        kinds = self._every.kinds
        found: NodeKind = kinds.values[kinds.numbers[self._every.number[node_id]]]
        return found

    def property(self, node_id: str, name: str) -> Any:
        """Return a property of a node, None where no fact has it; the node is not made.

        Parameters
        ----------
        node_id : str
            Of any node of the graph.
        name : str
            Of the property.

        Raises
        ------
        KeyError
            There is none.
        """
        column = self._every.property(name)
        return column.values[column.numbers[self._every.number[node_id]]]

    def ids_of(self, *kinds: NodeKind) -> list[str]:
        """Return the ids of some kinds, in the order of the graph; no node is made."""
        ids = self._every.ids
        return [ids[place] for place in self.places_of(*kinds).tolist()]

    def places_of(self, *kinds: NodeKind) -> NDArray[np.int64]:
        """Return the numbers of the nodes of some kinds, ascending."""
        return np.flatnonzero(self._every.kinds.array(lambda kind: kind in kinds, bool) & self._there)

    def released_before(self, day: date, kind: NodeKind) -> list[str]:
        """Return the ids of a kind that are known to have been released before a day; no node is made.

        Parameters
        ----------
        day : date
            The first on which a release is not before it.
        kind : NodeKind
            Of all that are given.
        """
        known = (self._every.released > 0) & (self._every.released < day.toordinal())
        wanted = known & self._there & self._every.kinds.array(kind.__eq__, bool)
        return [self._every.ids[place] for place in np.flatnonzero(wanted).tolist()]

    def of(self, *kinds: NodeKind) -> Iterator[Node]:
        """Yield the nodes of some kinds, in the order of the graph; no other node is made."""
        return (self._every[node_id] for node_id in self.ids_of(*kinds))
