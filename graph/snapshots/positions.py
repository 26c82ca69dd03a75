"""Where each entity stands in the arrays of a day: most once, some twice.

* A country that has needs: as a jurisdiction, a leaf that supplies, and as a consumer, which supplies nobody.
* A firm that runs sites, or owns whoever does, and needs more than its own owners: as what it supplies, with all of its
  needs, and as an operator, which needs whoever controls it and is all that its sites and subsidiaries need of it.
* A country of whose makers it is stated what they have of a product together: for each such product once more, as all
  of its makers, which need those that are known.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

import numpy as np

from graph.facts.arrays import EDGE_KINDS
from graph.ontology import EdgeKind, NodeKind
from graph.snapshots.arrays import BoolArray, IntArray, distinct
from graph.supply.control import JURISDICTION, OPERATOR, Control
from graph.supply.gathering import Gathered
from graph.supply.needs import Need
from graph.supply.suppliers import CountryPool


class Positions:
    """Where each entity stands.

    Parameters
    ----------
    nodes : iterable of str
        Ids of those that exist, in the order of their positions.
    gathered : Gathered
        Who needs what, without control.
    control : sequence of Need
        By countries and by who runs a site, in the order of the nodes.
    lens : Control
        Who controls what.

    Attributes
    ----------
    ids : tuple of str
        Of each position: the nodes, then consumers, then operators, then the makers of countries.
    index : dict
        The first position of each node: of a country that as a jurisdiction, of a firm that with all its needs.
    consumers, operators : dict
        The second position of a country, and of a firm.
    pools : sequence of (int, CountryPool)
        The makers of countries: the need that they meet, by its place among those gathered, and what they have of it.
    first_pool : int
        The position of the first of ``pools``; theirs are the last.
    owners : IntArray
        The position of who needs, for each need that is gathered.
    """

    def __init__(self, nodes: Iterable[str], gathered: Gathered, control: Sequence[Need], lens: Control) -> None:
        self._gathered, self._control = gathered, control
        named = tuple(nodes)
        self.index = {node_id: place for place, node_id in enumerate(named)}
        every = gathered.edges.facts.nodes
        self.place: IntArray = np.array([self.index.get(node_id, -1) for node_id in every.ids], np.int64)
        country = every.kinds.array(lambda kind: kind is NodeKind.COUNTRY, bool)
        consuming = sorted(every.ids[node] for node in distinct(gathered.of[country[gathered.of]]).tolist())
        self.consumers = {node_id: len(named) + at for at, node_id in enumerate(consuming)}
        running = self._running()
        self.operators = {node_id: len(named) + len(consuming) + at for at, node_id in enumerate(running)}
        self.pools = [(place, pool) for place, pools in gathered.pools.items() for pool in pools]
        self.first_pool = len(named) + len(consuming) + len(running)
        reached = [pool.country in self.index and _is_of(lens, pool) for _, pool in self.pools]
        of = [pool.country if own else gathered.key(at)[0] for (at, pool), own in zip(self.pools, reached, strict=True)]
        self.ids = (*named, *consuming, *running, *of)
        self._making: dict[str, list[int]] = {}
        for at, (within, node_id) in enumerate(zip(reached, of, strict=True)):
            if within:
                self._making.setdefault(node_id, []).append(self.first_pool + at)
        owners = self.place.copy()
        owners[[every.number[node_id] for node_id in consuming]] = list(self.consumers.values())
        self.owners: IntArray = owners[gathered.of]

    def root(self, node_id: str) -> int:
        """Return the position to analyse an entity at: a country's as consumer where it has needs.

        Parameters
        ----------
        node_id : str
            Has to exist.
        """
        return self.consumers.get(node_id, self.index[node_id])

    def needing(self, node_id: str) -> list[int]:
        """Return the positions at which an entity has needs: of a firm that runs sites both.

        Parameters
        ----------
        node_id : str
            Has to exist.
        """
        again = self.operators.get(node_id)
        return [self.root(node_id)] if again is None else [self.index[node_id], again]

    def supplying(self, node_ids: Iterable[str]) -> list[int]:
        """Return the positions at which some entities supply others: of a firm that runs sites both, of a country as
        all makers of a product too.

        Parameters
        ----------
        node_ids : Iterable[str]
            Have to exist; the second positions come last.
        """
        listed = list(node_ids)
        return [
            *(self.index[i] for i in listed),
            *(self.operators[i] for i in listed if i in self.operators),
            *(at for i in listed for at in self._making.get(i, ())),
        ]

    def every(self, node_ids: Iterable[str]) -> list[int]:
        """Return every position of some entities.

        Parameters
        ----------
        node_ids : Iterable[str]
            Have to exist; the second positions come last.
        """
        listed = list(node_ids)
        return self.supplying(listed) + [self.consumers[i] for i in listed if i in self.consumers]

    def once(self, followed: BoolArray) -> BoolArray:
        """Return a mask without the makers of countries, and the operators whose firm is in it with all of its needs.

        Parameters
        ----------
        followed : BoolArray, shape (positions,)
            Whose needs are told.
        """
        told = followed.copy()
        told[self.first_pool :] = False
        told[[again for firm, again in self.operators.items() if followed[self.index[firm]]]] = False
        return told

    def told(self, owner: BoolArray, supplier: IntArray) -> BoolArray:
        """Return which links are told: of whose needs, and not to a country as all makers of a product.

        Parameters
        ----------
        owner : BoolArray, shape (links,)
            Whether the needs of who needs are told.
        supplier : IntArray, shape (links,)
            Positions.
        """
        told: BoolArray = owner & (supplier < self.first_pool)
        return told

    def controlling_again(self) -> Iterator[tuple[int, int]]:
        """Yield the needs that say who controls an operator: their places, those of control last, and its position."""
        number = self._gathered.edges.facts.nodes.number
        for node_id, position in self.operators.items():
            for need in self._by_owner.get(number[node_id], ()):
                yield need, position
        for at, held in enumerate(self._control):
            if held.need == JURISDICTION and held.of in self.operators:
                yield len(self._gathered) + at, self.operators[held.of]

    def _running(self) -> list[str]:
        nodes = self._gathered.edges.facts.nodes
        busy = set(self._gathered.of[~self._owning].tolist())
        running = [one.id for need in self._control if need.need == OPERATOR for one in need.suppliers]
        found: set[int] = set()
        near = {nodes.number[node_id] for node_id in running}
        while near:
            found |= near
            above = {owner for node in near for need in self._by_owner.get(node, ()) for owner in self._named(need)}
            near = above - found
        return sorted(nodes.ids[node] for node in found & busy)

    @cached_property
    def owned(self) -> BoolArray:
        """Which needs an owner meets as an operator: no laboratory runs on its fabs; a platform on all that it has."""
        kinds = self._gathered.edges.facts.nodes.kinds
        platform = kinds.array(lambda kind: kind is NodeKind.PLATFORM, bool)[self._gathered.of]
        owned: BoolArray = self._owning & ~platform
        return owned

    @property
    def _owning(self) -> BoolArray:
        owning: BoolArray = self._gathered.kind == EDGE_KINDS.index(EdgeKind.PART_OF)
        return owning

    @cached_property
    def _by_owner(self) -> dict[int, list[int]]:
        """The needs of each node that its owners supply."""
        found: dict[int, list[int]] = {}
        for need in np.flatnonzero(self._owning).tolist():
            found.setdefault(int(self._gathered.of[need]), []).append(need)
        return found

    def _named(self, need: int) -> list[int]:
        first = self._gathered.link_first
        return [int(node) for node in self._gathered.supplier[first[need] : first[need + 1]]]


def _is_of(lens: Control, pool: CountryPool) -> bool:
    """Say whether all that the makers of a country have is lost without it.

    It is where a thing is made there. Firms that are counted by their seat may be of somebody else through the lens, as
    their owners are, or their plants.
    """
    return not pool.by_seat or all(set(lens.controllers(maker)) == {pool.country} for maker in pool.members)
