"""How a need is divided among its suppliers: shares that sources state, and the central value of the others.

Of a supplier whose share no source states only the bounds are known (methods, notation). Its central value follows

* computing power, for sites, clouds and accelerators;
* the first shares that are published of a later day, where there are none of the day or before;
* the shares of the firms that run them, for the sites at which a product is made;
* the shares of the market for the whole kind of product, of when it was largely of this kind, where they cover it;
* the shares of the countries of the makers, where these cover most of it;
* one half, for the only site that is listed of a cloud: lists have the large ones;
* nothing, for whose models a country uses: a vendor's own count names its customers, and no share of what they use;
* the house of its developer, for who serves a closed model: gateways that list it say nothing of how much they serve;
* else it is an equal part.

Whoever is only known to supply on later days has no part on this one. Whoever is only said to make a product by
speculation, or in dispute, is no equal of those who do make it: beside others it has no part of the central value, and
where nobody else is named, others make it. Where somebody computes is divided among guesses too beside what is known,
unless that is of the own house; where there are but guesses, it is elsewhere. The bounds reckon with all of them.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from graph.facts.fact import EdgeFact
from graph.facts.preference import usable_figure
from graph.facts.things import Existing
from graph.ontology import EDGE_TYPES, EdgeKind, NodeKind
from graph.supply.compute import BASIS, ComputePower
from graph.supply.country_shares import CountryShares
from graph.supply.relations import Relations
from graph.supply.shares import total
from graph.supply.suppliers import Alternative, Division, Groups, NeedKey, Supplier, only_later
from graph.supply.varieties import Varieties

ROUNDED = 0.005
"""What published shares may lack to one by their rounding."""
BY_HOUSE = "its developer's own house first"
UNSTATED_USE = "used, and nobody states how much"
LONE_SITE = "one site listed, others likely"
AS_MARKET = "as of the whole market"
AS_FIRMS = "as the firms that run them"
MAKING = frozenset(map(EdgeKind, ("SUPPLIED_BY", "IMPLEMENTED_BY", "TRAINED_ON", "FABRICATED_WITH")))
"""Who makes or lays out a product, which chips trained a model, which process makes a chip: a guess is no equal."""
ALL_DOUBTED = "nobody is known for sure to supply it"


class Divisions:
    """How the needs of a day are divided.

    Parameters
    ----------
    nodes : Existing
        Those that existed on the day, by id.
    groups : Groups
        The alternatives of each need.
    edges : Relations
        All edges of the day.
    """

    def __init__(self, nodes: Existing, groups: Groups, edges: Relations) -> None:
        self._nodes, self._groups, self._edges = nodes, groups, edges
        self._power = ComputePower(nodes, edges)
        self._by_country, self._varieties = CountryShares(edges), Varieties(edges, groups)
        self._known: dict[NeedKey, Division | None] = {}

    def of(self, key: NeedKey) -> Division:
        """Return how a need is divided.

        Parameters
        ----------
        key : tuple of str
            Who needs, and the name of the need.
        """
        if key in self._known:
            return self._known[key] or self._equal(key)  # what a taxonomy that runs in a circle finds
        self._known[key] = None
        self._known[key] = division = self._stated(key) if self._groups.chosen(key) else self._central(key)
        return division

    def _stated(self, key: NeedKey) -> Division:
        chosen = self._groups.chosen(key)
        past = self._varieties.is_past(key[0], next(iter(chosen.values())).period)
        vague = any(one.assumed for kind in self._varieties.unnamed(key) for one in self.of(kind).suppliers)
        return self._as_figures(key, chosen, "as earlier" if past else AS_MARKET if vague else "")

    def _as_figures(self, key: NeedKey, chosen: Mapping[str, EdgeFact], when: str = "") -> Division:
        """Divide by published shares; those of another time are stated for none."""
        suppliers, stated = self._suppliers(key), total(chosen)
        silent = [supplier for supplier in suppliers if supplier not in chosen]
        # Rounded shares, and the shares of a complete list, are brought to sum to one.
        whole = stated > 1 or (not silent and stated > 0 and (self._groups.is_closed(key) or stated > 1 - ROUNDED))
        scale = stated if whole else 1.0
        rest = max(0.0, 1.0 - stated / scale)
        unconfirmed = self._unconfirmed(key)
        sharing = [supplier for supplier in silent if supplier not in unconfirmed]
        sharing = sharing or (silent if self._groups.is_closed(key) else [])
        if self._is_open_use(key):
            sharing = []
        settled = tuple(
            Supplier(s, (chosen[s].share or 0.0) / scale, bool(when))
            if s in chosen
            else Supplier(s, rest / len(sharing) if s in sharing else 0.0, True, s in unconfirmed)
            for s in suppliers
        )  # fmt: skip
        figure = next(iter(chosen.values()))
        basis = f"{when}: {figure.basis or 'basis not stated'}" if when else figure.basis
        return Division(settled, 0.0 if sharing else rest, basis, figure.period)

    def _by_later_figures(self, key: NeedKey) -> Division | None:
        """Divide as the first figures do that are of a later day: equal parts say less of this one."""
        figures, later = self._groups.later(key), only_later(self._groups[key])
        return self._as_figures(key, figures, "as later") if figures and later.isdisjoint(figures) else None

    def _central(self, key: NeedKey) -> Division:
        return (
            self._by_use(key)
            or self._by_house(key)
            or self._lone_site(key)
            or self._by_power(key)
            or self._by_later_figures(key)
            or self._by_firms(key)
            or self._by_kind(key)
            or self._by_seat(key)
            or self._equal(key)
        )

    def _by_use(self, key: NeedKey) -> Division | None:
        """Leave undivided whose models a country uses, where no source states a share of it."""
        if not self._is_open_use(key):
            return None
        unconfirmed = self._unconfirmed(key)
        used = tuple(Supplier(s, 0.0, True, s in unconfirmed) for s in self._suppliers(key))
        return Division(used, 1.0, UNSTATED_USE)

    def _is_open_use(self, key: NeedKey) -> bool:
        return self._groups.first_kind(key) is EdgeKind.USES and not self._groups.is_closed(key)

    def _by_house(self, key: NeedKey) -> Division | None:
        """Divide the serving of a closed model: its developer's house serves it first, named among the hosts or not."""
        if self._groups.first_kind(key) is not EdgeKind.SERVED_BY or self._groups.is_closed(key):
            return None
        own = self._own(key) - only_later(self._groups[key])
        shared = (Supplier(s, 1.0 / len(own) if s in own else 0.0, True) for s in self._suppliers(key))
        return Division(tuple(shared), 0.0 if own else 1.0, BY_HOUSE)

    def _lone_site(self, key: NeedKey) -> Division | None:
        """Divide a cloud of which one site is listed: as much stands elsewhere, for all that anybody lists."""
        later = only_later(self._groups[key])
        lone = self._groups.first_kind(key) is EdgeKind.OPERATES and len(self._suppliers(key)) - len(later) == 1
        if not lone or self._groups.is_closed(key) or self._nodes.kind(key[0]) is not NodeKind.CLOUD_PROVIDER:
            return None
        parts = (Supplier(s, 0.0 if s in later else 0.5, True, s in later) for s in self._suppliers(key))
        return Division(tuple(parts), 0.5, LONE_SITE)

    def _own(self, key: NeedKey) -> set[str]:
        """Return the suppliers of the dependent's own house."""
        number, one = self._edges.facts.nodes.number, self._edges.houses.one
        return {end for end in self._suppliers(key) if one(number[key[0]], number[end])}

    def _by_power(self, key: NeedKey) -> Division | None:
        """Divide compute by H100 equivalents; where a total is published, what is not found is a stated remainder."""
        group = self._groups[key]
        unconfirmed = self._unconfirmed(key)
        powers = {end: power for end, power in self._power.powers(key, group).items() if end not in unconfirmed}
        found = self._power.weights(key[0], powers, {one.end for one in group if one.doubted})
        if found is None:
            return None
        weights = dict.fromkeys(unconfirmed, 0.0) | dict(found[0])
        known = sum(power or 0.0 for power in powers.values())
        whole = self._power.published_total(key[0], group)
        if not whole or whole <= known:
            return self._weighed(key, weights, found[1], known=known or None)
        sized = {end: power for end, power in powers.items() if power}
        others = {supplier: weight for supplier, weight in weights.items() if supplier not in sized and weight}
        rest = max(0.0, 1.0 - sum(sized.values()) / whole)
        suppliers = tuple(
            Supplier(s, sized[s] / whole, self._power.part(key[0], s) < 1)  # a part of a shared site is assumed
            if s in sized
            else Supplier(s, rest * others[s] / sum(others.values()) if s in others else 0.0, True, s in unconfirmed)
            for s in self._suppliers(key)
        )  # fmt: skip
        return Division(suppliers, 0.0 if others else rest, f"{BASIS} of the published total", known=known)

    def _by_firms(self, key: NeedKey) -> Division | None:
        """Divide the sites of a product as its firms do, each firm's alike; a firm of no known site has others."""
        group = self._groups[key]
        firms_need = (key[0], EDGE_TYPES[EdgeKind.SUPPLIED_BY].need or "")
        sites = [one.end for one in group if self._nodes.kind(one.end) is NodeKind.FACILITY]
        if len(sites) != len(group) or not _made(group) or firms_need == key or firms_need not in self._groups:
            return None
        shares = {supplier.id: supplier.share for supplier in self.of(firms_need).suppliers}
        unconfirmed = self._unconfirmed(key)
        running: dict[str, list[str]] = defaultdict(list)
        for site in sites:
            firms = self._firms(site) & shares.keys()
            if not firms:
                return None
            if site not in unconfirmed:
                running[min(firms)].append(site)
        weights = dict.fromkeys(sites, 0.0)
        for firm, its in running.items():
            weights |= dict.fromkeys(its, shares[firm] / len(its))
        if self._groups.is_closed(key):
            return self._weighed(key, weights, AS_FIRMS)
        shared = tuple(Supplier(site, weights[site], True, site in unconfirmed) for site in self._suppliers(key))
        return Division(shared, max(0.0, 1.0 - sum(weights.values())), AS_FIRMS)

    def _by_kind(self, key: NeedKey) -> Division | None:
        """Divide what is made as the market for its whole kind, where nearly all of that is known."""
        if not _made(self._groups[key]):
            return None
        found = self._varieties.market(key)
        if found is None:
            return None
        of_the_day = usable_figure(next(iter(found[1].values())), self._edges.as_of)
        division = self._as_figures(*found, "" if of_the_day else "as later")
        shares = {supplier.id: supplier.share for supplier in division.suppliers}
        unconfirmed = self._unconfirmed(key)
        weights = {s: 0.0 if s in unconfirmed else shares.get(s, 0.0) for s in self._suppliers(key)}
        basis = f"as of all {self._nodes[found[0][0]].name}: {division.basis or 'basis not stated'}"
        return self._weighed(key, weights, basis, division.period)

    def _by_seat(self, key: NeedKey) -> Division | None:
        """Divide what is made as the countries of the makers do; what firms of no named country make is unknown."""
        suppliers, unconfirmed = self._suppliers(key), self._unconfirmed(key)
        if not _made(self._groups[key]) or key[1] != EDGE_TYPES[EdgeKind.SUPPLIED_BY].need:
            return None
        found = self._by_country.weights(key[0], [s for s in suppliers if s not in unconfirmed], unconfirmed)
        if found is None:
            return None
        weights = dict.fromkeys(suppliers, 0.0) | dict(found.weights)
        if self._groups.is_closed(key):
            return self._weighed(key, weights, found.basis)
        shared = tuple(Supplier(s, weights[s], True, s in unconfirmed) for s in suppliers)
        return Division(shared, max(0.0, 1.0 - sum(weights.values())), found.basis, pools=found.pools)

    def _weighed(
        self,
        key: NeedKey,
        weights: Mapping[str, float],
        basis: str,
        period: str | None = None,
        known: float | None = None,
    ) -> Division | None:
        whole = sum(weights.values())
        if whole <= 0:
            return None
        unconfirmed = self._unconfirmed(key)
        shared = tuple(Supplier(s, weights[s] / whole, True, s in unconfirmed) for s in self._suppliers(key))
        return Division(shared, 0.0, basis, period, known)

    def _equal(self, key: NeedKey) -> Division:
        suppliers, unconfirmed = self._suppliers(key), self._unconfirmed(key)
        sharing = [supplier for supplier in suppliers if supplier not in unconfirmed]
        if not sharing and (self._groups.is_closed(key) or self._is_one_of_those(key)):
            sharing = suppliers
        part = 1.0 / max(1, len(sharing))
        shared = (Supplier(s, part if s in sharing else 0.0, True, s in unconfirmed) for s in suppliers)
        return Division(tuple(shared), 0.0 if sharing else 1.0, None if sharing else ALL_DOUBTED)

    def _is_one_of_those(self, key: NeedKey) -> bool:
        """Say whether the doubt is which of those it is: some process makes a chip, a dispute is between claims."""
        group = self._groups[key]
        rivals = len(group) > 1 and all(one.disputed for one in group)
        return group[0].kind == EdgeKind.FABRICATED_WITH or (group[0].kind == EdgeKind.TRAINED_ON and rivals)

    def _firms(self, node_id: str) -> set[str]:
        """Return who runs or owns a thing."""
        return {*self._edges.starts(node_id, EdgeKind.OPERATES), *self._edges.ends(node_id, EdgeKind.PART_OF)}

    def _suppliers(self, key: NeedKey) -> list[str]:
        return self._groups.suppliers(key)

    def _unconfirmed(self, key: NeedKey) -> frozenset[str]:
        """Return what is only said to supply by speculation, in dispute, or of later days."""
        group = self._groups[key]
        kinds, guessed = {one.kind for one in group}, frozenset(one.end for one in group if one.unconfirmed)
        if kinds <= MAKING or (kinds == {EdgeKind.RUNS_ON} and all(one.unconfirmed for one in group)):
            return guessed
        abroad = guessed and kinds == {EdgeKind.RUNS_ON}
        return only_later(group) | (self._guessed_abroad(key, guessed) if abroad else frozenset())

    def _guessed_abroad(self, key: NeedKey, guessed: frozenset[str]) -> frozenset[str]:
        """Return guesses at compute outside the house of who computes, where compute of its own house is known."""
        own = self._own(key)
        return guessed - own if own - guessed else frozenset()


def _made(group: Sequence[Alternative]) -> bool:
    return all(one.kind == EdgeKind.SUPPLIED_BY for one in group)
