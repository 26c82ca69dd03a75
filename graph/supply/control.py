"""Control: which countries can reach a thing, through a lens.

* *ownership* - organisations: the seat of their ultimate owners; places: that of whoever operates them.
* *territory* - places: where they stand; organisations: where their production sites or cloud regions stand,
  by their seat where no site is known.
* *vendor* - as ownership for organisations; places and clouds: the seats of the designers of the chips inside,
  by their operator where the chips are not known.

Products (chips, inputs, models) are controlled by nobody: they fall with their suppliers.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from graph.facts.edges import CONTROL, Edge, edge_id
from graph.facts.nodes import Node
from graph.ontology import ORGANISATIONS, EdgeKind, Lens, NodeKind, Role
from graph.supply.division import Supplier
from graph.supply.needs import Need

JURISDICTION = "jurisdiction"
_PRODUCTION = frozenset({"fab", "packaging-plant", "plant"})
_CLOUD_SITES = frozenset({"cloud-region", "data-centre", "cluster"})
_FOLLOWED = frozenset(
    kind.value
    for kind in (EdgeKind.BASED_IN, EdgeKind.LOCATED_IN, EdgeKind.PART_OF, EdgeKind.OPERATES, EdgeKind.HOSTS,
                 EdgeKind.DESIGNED_BY)
)  # fmt: skip


class Control:
    """Who controls what on one day, through one lens.

    Parameters
    ----------
    nodes : Mapping[str, Node]
    edges : iterable of Edge
        The relations of the day.
    lens : Lens
    """

    def __init__(self, nodes: Mapping[str, Node], edges: Iterable[Edge], lens: Lens) -> None:
        self._nodes = nodes
        self._lens = lens
        self._out: dict[tuple[str, str], list[Edge]] = defaultdict(list)
        self._operators: dict[str, list[Edge]] = defaultdict(list)
        for edge in edges:
            if edge.kind in _FOLLOWED:
                self._out[edge.start, edge.kind].append(edge)
                if edge.kind == EdgeKind.OPERATES:
                    self._operators[edge.end].append(edge)
        self._known: dict[str, Mapping[str, float]] = {}
        self._behind: dict[tuple[str, str], tuple[Edge, ...]] = {}

    def controllers(self, node_id: str) -> Mapping[str, float]:
        """Return the controlling countries of a node with weights that sum to 1; empty for products."""
        if node_id not in self._known:
            trails = self._trails(node_id)
            for country, trail in trails:
                self._behind.setdefault((node_id, country), trail)
            weights: dict[str, float] = defaultdict(float)
            for country, _ in trails:
                weights[country] += 1 / len(trails)
            self._known[node_id] = dict(weights)
        return self._known[node_id]

    def trail(self, node_id: str, country: str) -> tuple[Edge, ...]:
        """Return the edges that lead from a node to a country that controls it; empty where it does not."""
        self.controllers(node_id)
        return self._behind.get((node_id, country), ())

    def need(self, node_id: str) -> Need | None:
        """Return control as a need, or None where no country reaches the node directly.

        An organisation that has an owner falls with it, and one whose sites are known falls with them, so
        neither needs a jurisdiction of its own under the lens that says so.
        """
        kind = self._nodes[node_id].kind
        if kind is NodeKind.COUNTRY or not self._reached_directly(node_id, kind):
            return None
        holders = self.controllers(node_id)
        if not holders:
            return None
        return Need(
            of=node_id,
            need=JURISDICTION,
            role=Role.OPERATION,
            suppliers=tuple(Supplier(country, weight, False) for country, weight in sorted(holders.items())),
            remainder=0.0,
            closed=True,
            closed_because="control through the lens is complete by nature",
            counts=False,
        )

    def edges_of(self, needs: Iterable[Need]) -> dict[tuple[str, str, str], Edge]:
        """Return the edge behind each jurisdiction, derived where no single fact states it."""
        found: dict[tuple[str, str, str], Edge] = {}
        for need in needs:
            for supplier in need.suppliers:
                trail = self._behind[need.of, supplier.id]
                last = trail[-1]
                if len(trail) == 1:
                    edge = Edge(last.id, last.kind, need.of, supplier.id, JURISDICTION, last.claim, last.rivals,
                                share=supplier.share)  # fmt: skip
                else:
                    edge = Edge(
                        edge_id(CONTROL, need.of, supplier.id, JURISDICTION), CONTROL, need.of, supplier.id,
                        JURISDICTION, trail[0].claim, share=supplier.share,
                        derived_from=tuple(step.id for step in trail),
                    )  # fmt: skip
                found[need.of, JURISDICTION, supplier.id] = edge
        return found

    def _reached_directly(self, node_id: str, kind: NodeKind) -> bool:
        if kind is NodeKind.FACILITY:
            return True
        if kind not in ORGANISATIONS:
            return False
        if self._lens is Lens.TERRITORY:
            return not self._sites(node_id)
        return not self._out.get((node_id, EdgeKind.PART_OF))

    def _trails(self, node_id: str) -> list[tuple[str, tuple[Edge, ...]]]:
        kind = self._nodes[node_id].kind
        if kind is NodeKind.COUNTRY:
            return []
        if kind is NodeKind.FACILITY:
            return self._of_place(node_id)
        if kind not in ORGANISATIONS:
            return []
        if self._lens is Lens.TERRITORY:
            sites = [
                (country, (site, *trail))
                for site in self._sites(node_id)
                for country, trail in self._seats(site.end, EdgeKind.LOCATED_IN)
            ]
            return sites or self._seats(node_id, EdgeKind.BASED_IN)
        if self._lens is Lens.VENDOR and kind is NodeKind.CLOUD_PROVIDER:
            return self._designers(node_id) or self._owners(node_id)
        return self._owners(node_id)

    def _of_place(self, node_id: str) -> list[tuple[str, tuple[Edge, ...]]]:
        stands = self._seats(node_id, EdgeKind.LOCATED_IN)
        if self._lens is Lens.TERRITORY and stands:
            return stands
        if self._lens is Lens.VENDOR and (designers := self._designers(node_id)):
            return designers
        owned = [
            (country, (owner, *trail))
            for owner in self._out.get((node_id, EdgeKind.PART_OF), ())
            for country, trail in self._owners(owner.end)
        ]
        operated = [
            (country, (operator, *trail))
            for operator in self._operators.get(node_id, ())
            for country, trail in self._owners(operator.start)
        ]
        return operated or owned or stands

    def _sites(self, node_id: str) -> list[Edge]:
        kind = self._nodes[node_id].kind
        wanted = _CLOUD_SITES if kind is NodeKind.CLOUD_PROVIDER else _PRODUCTION
        return [
            edge for edge in self._out.get((node_id, EdgeKind.OPERATES), ()) if self._nodes[edge.end].subtype in wanted
        ]

    def _seats(self, node_id: str, kind: EdgeKind) -> list[tuple[str, tuple[Edge, ...]]]:
        return [(edge.end, (edge,)) for edge in self._out.get((node_id, kind), ())]

    def _owners(self, node_id: str, seen: frozenset[str] = frozenset()) -> list[tuple[str, tuple[Edge, ...]]]:
        parents = [edge for edge in self._out.get((node_id, EdgeKind.PART_OF), ()) if edge.end not in seen | {node_id}]
        above = [
            (country, (edge, *trail)) for edge in parents for country, trail in self._owners(edge.end, seen | {node_id})
        ]
        # Under an owner whose seat nobody states, control is not known: it is not that of the subsidiary's own seat.
        return above if parents else self._seats(node_id, EdgeKind.BASED_IN)

    def _designers(self, node_id: str) -> list[tuple[str, tuple[Edge, ...]]]:
        inside = list(self._out.get((node_id, EdgeKind.HOSTS), ()))
        for site in self._out.get((node_id, EdgeKind.OPERATES), ()):
            inside += self._out.get((site.end, EdgeKind.HOSTS), ())
        return [
            (country, (hosted, designed, *trail))
            for hosted in inside
            for designed in self._out.get((hosted.end, EdgeKind.DESIGNED_BY), ())
            for country, trail in self._owners(designed.end)
        ]
