"""What may be cut off: single entities, companies, or countries through the lens of the snapshot."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

import numpy as np

from graph.analysis.dependency.kernels.bits import ALL, BitArray, subset_columns
from graph.ontology import ORGANISATIONS, PRODUCTS, Horizon, NodeKind
from graph.snapshots.arrays import IntArray
from graph.snapshots.snapshot import Snapshot


class Over(StrEnum):
    """What the members of a cut set are."""

    ENTITY = "entity"
    COMPANY = "company"
    COUNTRY = "country"


@dataclass(frozen=True)
class Universe:
    """Events, and the nodes that die of them.

    Attributes
    ----------
    events : tuple[str, ...]
        Ids of what may be cut off.
    deaths : tuple of (int, tuple[int, ...])
        A node, and the events that together kill it: one where it is the event itself, several where several
        countries control it jointly.
    """

    events: tuple[str, ...]
    deaths: tuple[tuple[int, tuple[int, ...]], ...]

    def dead(self, size: int, subsets: IntArray) -> BitArray:
        """Return which nodes die at once when the events of each subset happen.

        Parameters
        ----------
        size : int
            Nodes of the graph.
        subsets : IntArray, shape (subsets, order)
            Numbers of events, filled up with -1.

        Returns
        -------
        BitArray, shape (size, words)
        """
        happening = subset_columns(len(self.events), subsets)
        dead = np.zeros((size, happening.shape[1]), dtype=np.uint64)
        nodes, events = self._alone
        np.bitwise_or.at(dead, nodes, happening[events])
        for node, together in self.deaths:
            if len(together) != 1:
                dead[node] |= np.bitwise_and.reduce(happening[list(together)], axis=0, initial=ALL)
        return dead

    @cached_property
    def _alone(self) -> tuple[IntArray, IntArray]:
        """The nodes that one event kills by itself, and that event."""
        pairs = [(node, events[0]) for node, events in self.deaths if len(events) == 1]
        nodes, events = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
        return nodes, events

    def only(self, event: str) -> "Universe":
        """Return the universe of one event; what only several kill together no longer dies.

        Parameters
        ----------
        event : str
            One that is not among the events kills nothing.
        """
        if event not in self.events:
            return Universe((), ())
        nodes, events = self._alone
        dying = nodes[events == self.events.index(event)].tolist()
        return Universe((event,), tuple((node, (0,)) for node in dying))

    def sparing(self, nodes: IntArray) -> "Universe":
        """Return the universe in which no event kills some nodes at once.

        Parameters
        ----------
        nodes : IntArray
            Positions; they can still fall with their suppliers.
        """
        spared = set(nodes.tolist())
        return Universe(self.events, tuple(death for death in self.deaths if death[0] not in spared))


def universe(snapshot: Snapshot, over: Over, within: IntArray, without: Iterable[str] = ()) -> Universe:
    """Return what may be cut off among some nodes.

    Parameters
    ----------
    snapshot : Snapshot
        At horizon run what works already stays, so that products are no events.
    over : Over
        Entities: everything but countries. Companies: organisations, each by itself. Countries: with what they control.
    within : IntArray
        Nodes, as positions in ``snapshot.arrays``.
    without : iterable of str
        Ids that are no events; of an entity asked about, that is the entity itself.
    """
    if over == Over.COUNTRY:
        return _countries(snapshot, within.tolist(), frozenset(without))
    apart = frozenset(without)
    installed = (
        PRODUCTS if snapshot.horizon is Horizon.RUN else frozenset()
    )  # what works already stays, whoever made it
    wanted = [
        position
        for position in sorted(within.tolist(), key=lambda position: snapshot.ids[position])
        if (node := snapshot.nodes[snapshot.ids[position]]).id not in apart
        and (node.kind in ORGANISATIONS if over == Over.COMPANY else node.kind not in {NodeKind.COUNTRY, *installed})
    ]
    events = tuple(dict.fromkeys(snapshot.ids[position] for position in wanted))
    number = {event: at for at, event in enumerate(events)}
    return Universe(events, tuple((position, (number[snapshot.ids[position]],)) for position in wanted))


def _countries(snapshot: Snapshot, within: Sequence[int], apart: frozenset[str]) -> Universe:
    holders: list[tuple[int, list[str]]] = []
    for position in within:
        node = snapshot.nodes[snapshot.ids[position]]
        if node.kind is NodeKind.COUNTRY:
            holders.append((position, [node.id]))
        elif controllers := snapshot.controllers(node.id):
            holders.append((position, sorted(controllers)))
    events = sorted({country for _, countries in holders for country in countries} - apart)
    number = {country: position for position, country in enumerate(events)}
    deaths = tuple(
        (position, tuple(number[country] for country in countries))
        for position, countries in holders
        if apart.isdisjoint(countries)
    )
    return Universe(tuple(events), deaths)
