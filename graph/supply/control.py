"""Control: which countries can reach a thing, through a lens.

* *ownership* - organisations: the seat of their ultimate owners; places: that of whoever operates or owns them. Where
  nobody says who does, a fab or plant falls with its ground; of compute, which is rented and run from anywhere, control
  is not known.
* *territory* - places: where they stand; organisations: where their production sites or cloud regions stand,
  by their seat where no site is known. Who stands where his sites do does not fall with an owner, whose seat that
  would be to count.
* *vendor* - as ownership for organisations; places and clouds: the seats of the designers of the chips inside,
  by their operator where the chips are not known.

Products (chips, inputs, models) are controlled by nobody: they fall with their suppliers.

Through every lens a site falls with all who run it.

What a firm runs and hosts counts from the day by which it is known (``Relations.is_later``): before, its sites are not
known. Its owner counts on every day: that a unit was on its own before no source says.
"""

from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property

from graph.facts.edges import CONTROL, Edge, edge_id
from graph.facts.nodes import Node
from graph.node_ids import kind_of
from graph.ontology import ORGANISATIONS, EdgeKind, Lens, NodeKind, Role
from graph.supply.needs import Need
from graph.supply.relations import Relations
from graph.supply.suppliers import Supplier

JURISDICTION, OPERATOR = "jurisdiction", "operator"
NOBODY_KNOWN = "who controls it is not known"
_PRODUCTION = frozenset({"fab", "packaging-plant", "plant"})
_CLOUD_SITES = frozenset({"cloud-region", "data-centre", "cluster"})
Trail = tuple[int, ...]
"""Places of the edges that lead from a thing to a country."""


class Control:
    """Who controls what on one day, through one lens.

    Parameters
    ----------
    nodes : Mapping[str, Node]
        Those that existed on the day, by id.
    edges : Relations
        Of the day.
    lens : Lens
        Whose control counts.
    """

    def __init__(self, nodes: Mapping[str, Node], edges: Relations, lens: Lens) -> None:
        self._nodes, self._edges, self._lens = nodes, edges, lens
        every = edges.facts.nodes
        self._number, self._ids = every.number, every.ids
        self._kinds, self._subtypes = every.kinds, every.subtypes
        self._later = edges.is_later.tobytes()  # a place of it is read in a fifth of the time
        self._known: dict[str, Mapping[str, float]] = {}
        self._behind: dict[tuple[str, str], Trail] = {}

    def controllers(self, node_id: str) -> Mapping[str, float]:
        """Return the controlling countries of a node with weights that sum to 1; empty for products.

        Parameters
        ----------
        node_id : str
            Any node of the day.
        """
        if node_id not in self._known:
            if node_id not in self._nodes:
                raise KeyError(node_id)
            trails = self._trails(self._number[node_id])
            weights: dict[str, float] = defaultdict(float)
            for trail in trails:
                country = self._ids[self._edges.end[trail[-1]]]
                self._behind.setdefault((node_id, country), trail)
                weights[country] += 1 / len(trails)
            self._known[node_id] = dict(weights)
        return self._known[node_id]

    @cached_property
    def placed(self) -> frozenset[str]:
        """Who stands where his sites do, through the lens of territory; nobody through the others."""
        if self._lens is not Lens.TERRITORY:
            return frozenset()
        return frozenset(i for i in self._nodes if kind_of(i) in ORGANISATIONS and self._sites(self._number[i]))

    def trail(self, node_id: str, controller: str) -> tuple[Edge, ...]:
        """Return the edges that lead from a node to whoever controls it; empty where it does not.

        Parameters
        ----------
        node_id : str
            What is controlled.
        controller : str
            Id of a country, or of an operator of a site.
        """
        return tuple(self._edges[place] for place in self.behind(node_id, controller))

    def behind(self, node_id: str, controller: str) -> Trail:
        """Return the places of the edges that lead from a node to whoever controls it; empty where it does not.

        Parameters
        ----------
        node_id : str
            What is controlled.
        controller : str
            Id of a country, of an operator of a site, or of the country where a site stands.
        """
        self.controllers(node_id)
        if trail := self._behind.get((node_id, controller)):
            return trail
        number = self._number[node_id]
        operating = [(edge, self._edges.start[edge]) for edge in self._running(number)]
        standing = [(edge, self._edges.end[edge]) for edge in self._edges.leaving(number, EdgeKind.LOCATED_IN)]
        return tuple(edge for edge, end in (*operating, *standing) if self._ids[end] == controller)[:1]

    def needs(self, node_id: str) -> list[Need]:
        """Return control as needs, in the order of their names.

        Of a country, where it reaches the node directly: an organisation that has an owner falls with it, and one whose
        sites are known falls with them, so neither needs a jurisdiction of its own under the lens that says so. A site
        that nobody known controls may need the country where it stands: that list is open. And of a site, its
        operators: whoever else might run it is not known, so that the list is open; and it has no parts, so that a
        cloud that loses one site loses no part of the others.

        Parameters
        ----------
        node_id : str
            Any node of the day.
        """
        number = self._number[node_id]
        found = []
        holders = self.controllers(node_id) if self._reached_directly(number) else {}
        if holders:
            suppliers = tuple(Supplier(country, weight, False) for country, weight in sorted(holders.items()))
            proof = "control through the lens is complete by nature"
            found.append(Need(node_id, JURISDICTION, Role.OPERATION, suppliers, 0.0, True, proof, counts=False))
        elif self._is_rented(number):
            # Who controls it is not known: it may be somebody of the country where it stands, or of another. No part is
            # anybody's, so that it may be lost with that country, and is not likely to be.
            near = tuple(Supplier(place, 0.0, True) for place in sorted(self._edges.ends(node_id, EdgeKind.LOCATED_IN)))
            standing = Need(node_id, JURISDICTION, Role.OPERATION, near, 1.0, False, counts=False, basis=NOBODY_KNOWN)
            found += [standing] if near else []
        if running := self._running(number):
            named = sorted({self._ids[self._edges.start[edge]] for edge in running})
            shared = tuple(Supplier(operator, 1 / len(named), False) for operator in named)
            found.append(Need(node_id, OPERATOR, Role.OPERATION, shared, 0.0, False, counts=False))
        return found

    def edge(self, node_id: str, controller: str, weight: float, basis: str | None = None) -> Edge:
        """Return the edge behind control, derived where no single fact states it in that direction.

        Parameters
        ----------
        node_id : str
            What is controlled.
        controller : str
            One of the countries that control it, or of its operators.
        weight : float
            Its part of the control, 0..1.
        basis : str, optional
            What stands in for a part that is not known; None where the lens says the part.
        """
        trail = self.trail(node_id, controller)
        last = trail[-1]
        if len(trail) == 1 and last.start == node_id:
            return Edge(
                last.id, last.kind, node_id, controller, JURISDICTION, last.claim, last.rivals, share=weight,
                assumed=basis is not None, share_basis=basis, later=last.later,
            )  # fmt: skip
        need = JURISDICTION if kind_of(controller) is NodeKind.COUNTRY else OPERATOR
        return Edge(
            edge_id(CONTROL, node_id, controller, need), CONTROL, node_id, controller, need, trail[0].claim,
            last.rivals if len(trail) == 1 else (), share=weight, derived_from=tuple(step.id for step in trail),
            later=trail[0].later,
        )  # fmt: skip

    def _kind(self, node: int) -> NodeKind:
        kind: NodeKind = self._kinds.values[self._kinds.numbers[node]]
        return kind

    def _reached_directly(self, node: int) -> bool:
        kind = self._kind(node)
        if kind is NodeKind.FACILITY:
            return True
        if kind not in ORGANISATIONS:
            return False
        if self._lens is Lens.TERRITORY:
            return not self._sites(node)
        return not self._edges.leaving(node, EdgeKind.PART_OF)

    def _trails(self, node: int) -> list[Trail]:
        kind = self._kind(node)
        if kind is NodeKind.FACILITY:
            return self._of_place(node)
        if kind not in ORGANISATIONS:
            return []
        if self._lens is Lens.TERRITORY:
            sites = [
                (site, *trail)
                for site in self._sites(node)
                for trail in self._seats(self._end(site), EdgeKind.LOCATED_IN)
            ]
            return sites or self._seats(node, EdgeKind.BASED_IN)
        if self._lens is Lens.VENDOR and kind is NodeKind.CLOUD_PROVIDER:
            return self._designers(node) or self._owners(node)
        return self._owners(node)

    def _of_place(self, node: int) -> list[Trail]:
        if self._lens is Lens.TERRITORY and (stands := self._seats(node, EdgeKind.LOCATED_IN)):
            return stands
        if self._lens is Lens.VENDOR and (designers := self._designers(node)):
            return designers
        owned = [
            (owner, *trail)
            for owner in self._edges.leaving(node, EdgeKind.PART_OF)
            for trail in self._owners(self._end(owner))
        ]
        operated = [
            (operator, *trail)
            for operator in self._running(node)
            for trail in self._owners(int(self._edges.start[operator]))
        ]
        # Compute of which nobody says who runs it is not its host's own.
        return operated or owned or ([] if self._is_rented(node) else self._seats(node, EdgeKind.LOCATED_IN))

    def _is_rented(self, node: int) -> bool:
        return self._subtypes.values[self._subtypes.numbers[node]] in _CLOUD_SITES

    def _running(self, site: int) -> list[int]:
        """Return who is known to run a site on the day."""
        return [edge for edge in self._edges.entering(site, EdgeKind.OPERATES) if not self._later[edge]]

    def _sites(self, node: int) -> list[int]:
        wanted = _CLOUD_SITES if self._kind(node) is NodeKind.CLOUD_PROVIDER else _PRODUCTION
        subtypes = self._subtypes
        return [
            edge
            for edge in self._edges.leaving(node, EdgeKind.OPERATES)
            if subtypes.values[subtypes.numbers[self._end(edge)]] in wanted and not self._later[edge]
        ]

    def _end(self, edge: int) -> int:
        return int(self._edges.end[edge])

    def _seats(self, node: int, kind: EdgeKind) -> list[Trail]:
        return [(edge,) for edge in self._edges.leaving(node, kind)]

    def _owners(self, node: int, seen: frozenset[int] = frozenset()) -> list[Trail]:
        here = seen | {node}
        parents = [edge for edge in self._edges.leaving(node, EdgeKind.PART_OF) if self._end(edge) not in here]
        above = [(edge, *trail) for edge in parents for trail in self._owners(self._end(edge), here)]
        # Under an owner whose seat nobody states, control is not known: it is not that of the subsidiary's own seat.
        return above if parents else self._seats(node, EdgeKind.BASED_IN)

    def _designers(self, node: int) -> list[Trail]:
        sites = [self._end(edge) for edge in self._edges.leaving(node, EdgeKind.OPERATES) if not self._later[edge]]
        hosting = [edge for host in (node, *sites) for edge in self._edges.leaving(host, EdgeKind.HOSTS)]
        inside = [edge for edge in hosting if not self._later[edge]]
        return [
            (hosted, designed, *trail)
            for hosted in inside
            for designed in self._edges.leaving(self._end(hosted), EdgeKind.DESIGNED_BY)
            for trail in self._owners(self._end(designed))
        ]
