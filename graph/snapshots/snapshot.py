"""The graph as of a day, through a lens and at a horizon. Immutable.

Each relation has one preferred claim; the others are kept beside it as rivals. Edges of one dependent are
grouped into needs; countries enter as a need ``jurisdiction``, made by the lens, and who runs a site
as a need ``operator`` (graph/supply/control.py).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from graph.errors import UnknownIdError
from graph.fact_base import FactBase
from graph.facts.arrays import EDGE_KINDS
from graph.facts.edges import Edge
from graph.kept import Kept
from graph.ontology import EDGE_TYPES, EdgeKind, Horizon, Lens
from graph.snapshots.and_or_graph import AndOrGraph
from graph.snapshots.compiled import Compiled, DependencyEdges, DependencyKey, Needs
from graph.snapshots.day_graph import DayGraph
from graph.snapshots.edges_at import EdgesAt
from graph.snapshots.needs_of import NeedsOf
from graph.snapshots.positions import Positions
from graph.supply.gathering import Gathered
from graph.supply.needs import Need

if TYPE_CHECKING:
    import networkx as nx

MOST_BYTES = 100_000_000
"""Of what is derived from one snapshot and kept with it."""


class NeedStructure(NamedTuple):
    """Who needs what on a day, in its forms."""

    compiled: Compiled
    needs: Needs
    dependencies: DependencyEdges


class Snapshot:
    """A frozen view of the facts.

    Parameters
    ----------
    graph : FactBase
        The version that it is of.
    day : DayGraph
        What was there.
    lens : Lens
        Whose control counts.
    horizon : Horizon
        Which needs bind.
    other : callable
        The snapshot of another day and horizon, all else equal.

    Attributes
    ----------
    nodes : Existing
        Nodes that existed that day, by id.
    edges : Sequence of Edge
        Relations that held that day, all horizons, one each.
    kept : Kept
        What analysis has derived from it.
    """

    def __init__(
        self,
        graph: FactBase,
        day: DayGraph,
        lens: Lens,
        horizon: Horizon,
        other: Callable[[date, Horizon], "Snapshot"],
    ) -> None:
        self.graph = graph
        self._day = day
        self.as_of, self.known_at = day.as_of, day.known_at
        self.lens = lens
        self.horizon = horizon
        self._other = other
        self.kept = Kept(MOST_BYTES)
        self._once = Kept(0, lambda _: 0)
        self._structure: NeedStructure | None = None
        self.nodes, self.edges = day.nodes, day.edges
        self.control = day.control(lens)

    @property
    def structure(self) -> NeedStructure:
        """Who needs what: made when first asked for, since what looks up names and facts does without."""
        if self._structure is None:
            self._structure = self._once.get("structure", self._made)
        return self._structure

    @cached_property
    def gathered(self) -> Gathered:
        """Who needs what, without control by countries."""
        return self._day.gathered(self.horizon)

    def _made(self) -> NeedStructure:
        compiled = Compiled(self.nodes, self.gathered, self._day.controlled(self.lens), self.control)
        return NeedStructure(compiled, Needs(compiled), DependencyEdges(compiled, self.control))

    @property
    def rows(self) -> int:
        """Relations and nodes, and needs where they have been made: what it takes memory for."""
        needs = len(self._structure.needs) if self._structure else 0
        return len(self.edges) + len(self.nodes) + needs

    @property
    def objects(self) -> int:
        """Edges and needs that have been made because an answer asked for them."""
        made = self.edges.made
        return made + self._structure.needs.made + self._structure.dependencies.made if self._structure else made

    @property
    def derived_bytes(self) -> int:
        """Size of what has been derived from it and is kept with it."""
        return self.kept.bytes + (self._structure.compiled.arrays.kept.bytes if self._structure else 0)

    @property
    def needs(self) -> Needs:
        """What everything needs, in the order of ``arrays.owner``."""
        return self.structure.needs

    @property
    def dependencies(self) -> Mapping[DependencyKey, Edge]:
        """The edge behind each (dependent, need, supplier)."""
        return self.structure.dependencies

    @property
    def arrays(self) -> AndOrGraph:
        """The same as arrays."""
        return self.structure.compiled.arrays

    @property
    def positions(self) -> Positions:
        """Where each entity stands in ``arrays``: some twice."""
        return self.structure.compiled.positions

    @property
    def ids(self) -> tuple[str, ...]:
        """Id of each position."""
        return self.positions.ids

    @property
    def index(self) -> Mapping[str, int]:
        """First position of each node: of a country that as a jurisdiction, of a firm that with all its needs."""
        return self.positions.index

    def require(self, node_id: str, field: str = "id") -> str:
        """Return a node's id, redirects followed.

        Parameters
        ----------
        node_id : str
            A merged id is taken for what it was merged into.
        field : str
            Named in the error: which part of a question the id is.

        Raises
        ------
        UnknownIdError
            When the id is unknown, or did not exist on the day of the snapshot.
        """
        node_id = self.graph.resolve(node_id, field)
        if node_id not in self.nodes:
            raise self._absent(node_id, field)
        return node_id

    def _absent(self, node_id: str, field: str) -> UnknownIdError:
        node = self.graph.nodes[node_id]
        first = node.begins or min((fact.valid_from for fact in node.facts if fact.valid_from), default=None)
        dated = f": it is there from {first} on" if first and first > self.as_of else ""
        error = UnknownIdError(node_id, (), field)
        error.args = (f"{node.name} did not exist, or was not known, on {self.as_of}{dated}; try a later as_of.",)
        return error

    def at_horizon(self, horizon: Horizon) -> "Snapshot":
        """Return the same day through the same lens at another horizon.

        Parameters
        ----------
        horizon : Horizon
            The graph keeps the other as it keeps this one.
        """
        return self._other(self.as_of, horizon)

    def on(self, day: date) -> "Snapshot":
        """Return another day through the same lens at the same horizon.

        Parameters
        ----------
        day : date
            Valid time; what is known stays as of the snapshot's own ``known_at``.
        """
        return self._other(day, self.horizon)

    def root(self, node_id: str) -> int:
        """Return the position to analyse an entity at: a country's as consumer where it has needs.

        Parameters
        ----------
        node_id : str
            Has to be in the snapshot.
        """
        return self.positions.root(node_id)

    def indices(self, node_ids: Iterable[str]) -> list[int]:
        """Return every position of some entities.

        Parameters
        ----------
        node_ids : Iterable[str]
            Have to be in the snapshot; second positions come after all others.
        """
        return self.positions.every(node_ids)

    def controllers(self, node_id: str) -> Mapping[str, float]:
        """Return the countries that control an organisation or a place through the lens, with weights.

        Parameters
        ----------
        node_id : str
            A product is controlled by nobody.

        Returns
        -------
        Mapping[str, float]
            Country -> weight, summing to at most 1; empty where nobody is known to control it.
        """
        return self.control.controllers(node_id)

    def controlled_by(self, country_ids: Iterable[str]) -> frozenset[str]:
        """Return what a set of countries controls altogether through the lens, the countries included.

        Parameters
        ----------
        country_ids : Iterable[str]
            What is controlled jointly with a country that is not among them is left out.
        """
        countries = frozenset(country_ids)
        held = (nodes for holders, nodes in self._held_by.items() if countries.issuperset(holders))
        return countries.union(*held)

    @cached_property
    def _held_by(self) -> Mapping[frozenset[str], tuple[str, ...]]:
        """What each set of countries that control something together controls."""
        grouped: dict[frozenset[str], list[str]] = defaultdict(list)
        for node_id in self.nodes:
            if holders := self.controllers(node_id):
                grouped[frozenset(holders)].append(node_id)
        return {holders: tuple(nodes) for holders, nodes in grouped.items()}

    @cached_property
    def needs_of(self) -> Mapping[str, tuple[Need, ...]]:
        """The needs of each dependent."""
        return NeedsOf(self.needs, self.arrays.owner[: len(self.needs)], self.ids)

    @cached_property
    def makers(self) -> Mapping[str, frozenset[str]]:
        """The makers of each product, whatever the horizon."""
        return self.edges.ends_by_start(*(kind for kind in EDGE_KINDS if EDGE_TYPES[kind].maker))

    @cached_property
    def owners(self) -> Mapping[str, frozenset[str]]:
        """The immediate owners of everything that has any."""
        return self.edges.ends_by_start(EdgeKind.PART_OF)

    @cached_property
    def owned(self) -> Mapping[str, frozenset[str]]:
        """What everybody who owns anything owns directly, alone or with others."""
        found: dict[str, set[str]] = defaultdict(set)
        for below, owners in self.owners.items():
            for owner in owners:
                found[owner].add(below)
        return {owner: frozenset(below) for owner, below in found.items()}

    @cached_property
    def edges_at(self) -> EdgesAt:
        """The edges at each node, both directions, those without dependency included."""
        return EdgesAt(self.edges)

    def networkx(self) -> "nx.MultiDiGraph[str]":
        """Return the dependency structure as a networkx graph: dependent -> supplier, key = edge id."""
        import networkx as nx  # takes a tenth of a second to load

        view: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        for node in self.nodes.values():
            view.add_node(node.id, kind=node.kind.value, name=node.name, layer=node.layer.value)
        for (dependent, need, supplier), edge in self.dependencies.items():
            view.add_edge(dependent, supplier, key=edge.id, kind=edge.kind, need=need, share=edge.share, edge=edge)
        return view
