"""Bans from their definition (methods A1b, A2, A3), slow and obvious, on dictionaries. No engine, no arrays.

``World`` holds what the definition speaks of: needs, who controls what, which nodes are products, who makes them.
Whoever runs a site is there a second time as its operator, which needs only its owners and its country. Its sites need
it as that, and so do those it owns, but for platforms.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from tests.graph.analysis.dependency.reference import Need, held

AT_REST = 1e-14
ROUNDS = 20_000


@dataclass(frozen=True)
class World:
    """``needs`` by dependent, each with whether its suppliers make the product; ``joint``: a need of joint control."""

    nodes: frozenset[str]
    needs: Mapping[str, list[Need]]
    maker_needs: Mapping[str, list[Need]]
    holders: Mapping[str, frozenset[str]]
    products: frozenset[str]
    makers: Mapping[str, frozenset[str]]
    owners: Mapping[str, frozenset[str]]
    places: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def delivered_to(self, countries: Collection[str]) -> frozenset[str]:
        """All that countries control, and what stands there that nobody known controls."""
        here = {i for i, places in self.places.items() if not self.holders.get(i) and not places.isdisjoint(countries)}
        return self.controlled_by(countries) | here

    def controlled_by(self, countries: Collection[str]) -> frozenset[str]:
        every = frozenset(countries)
        return every | {i for i in self.nodes if self.holders.get(i) and self.holders[i] <= every}


def as_operator(node: str) -> str:
    """The name under which a firm runs its sites; a country has none of its own."""
    return node if node.startswith("country:") else f"{node} as operator"


def running_sites(snapshot) -> frozenset[str]:
    """Whoever runs a site, and whoever owns one who does."""
    found = {s.id for need in snapshot.needs if need.need == "operator" for s in need.suppliers}
    while above := {e.end for e in snapshot.edges if e.kind == "PART_OF" and e.start in found} - found:
        found |= above
    return frozenset(found)


def needed(need, supplier: str, running: Collection[str]) -> str:
    """The name under which a need asks for a supplier: sites ask for operators, and so do daughters of who runs some.

    A platform runs on what its owner has, so that it asks for all of it.
    """
    daughter = need.need == "owner" and not need.of.startswith("platform:") and supplier in running
    return as_operator(supplier) if need.need == "operator" or daughter else supplier


def read(snapshot) -> World:
    """Read what a snapshot says of needs and control, by id; countries are leaves."""
    plain: dict[str, list[Need]] = {}
    making: dict[str, list[Need]] = {}
    owned = {e.start for e in snapshot.edges if e.kind == "PART_OF"}
    owners = {i: frozenset(e.end for e in snapshot.edges if e.kind == "PART_OF" and e.start == i) for i in owned}
    running = {as_operator(i): i for i in snapshot.nodes if not i.startswith("country:")}
    sites_run_by = running_sites(snapshot)
    for need in snapshot.needs:
        if need.of.startswith("country:"):
            continue  # a country supplies as a jurisdiction, whatever it needs itself
        suppliers = tuple((s.id, s.share) for s in need.suppliers)
        held_by = tuple((as_operator(i), share) for i, share in suppliers)
        silent = frozenset(at for at, s in enumerate(need.suppliers) if s.assumed)
        joint = need.need == "jurisdiction" and len(suppliers) > 1
        runs = need.need == "operator"
        named = tuple((needed(need, i, sites_run_by), share) for i, share in suppliers)
        row = Need(need.of, named, need.remainder, need.closed, need.counts or joint, silent, runs)
        (making if need.maker else plain).setdefault(need.of, []).append(row)
        if need.need in ("owner", "jurisdiction"):
            plain.setdefault(as_operator(need.of), []).append(
                replace(row, owner=as_operator(need.of), suppliers=held_by)
            )
    return World(
        nodes=frozenset(snapshot.nodes) | running.keys(), needs=plain, maker_needs=making,
        holders={i: frozenset(snapshot.controllers(running.get(i, i))) for i in {*snapshot.nodes, *running}},
        products=frozenset(i for i in snapshot.nodes if i.partition(":")[0] in ("chip", "input", "model")),
        makers=snapshot.makers, owners=owners | {again: frozenset({i}) for again, i in running.items()},
        places={e.start: frozenset({e.end}) for e in snapshot.edges if e.kind == "LOCATED_IN"},
    )  # fmt: skip


def banned(snapshot, by: Collection[str], on: Collection[str], *, certain: bool = False) -> frozenset[str]:
    """The least set F of a direct ban: what fails, seen from the customers."""
    world = read(snapshot)
    coalition, customers = world.controlled_by(by), world.delivered_to(on)
    failed = set(coalition)

    def empties(need: Need) -> bool:
        return (need.closed or not certain) and all(s in failed for s, _ in need.suppliers)

    def falls(node: str) -> bool:
        if node not in world.products:
            return node in customers and any(empties(need) for need in world.needs.get(node, ()))
        others = any(empties(need) for need in world.needs.get(node, ()))
        if node not in world.maker_needs:
            if makers := world.makers.get(node):  # makers do not bind at this horizon
                return others and makers <= customers
            return others and not certain
        return any(
            (need.closed or not certain)
            and all(m in coalition or (m in customers and (m in failed or others)) for m, _ in need.suppliers)
            for need in world.maker_needs[node]
        )

    while fresh := {node for node in world.nodes - failed if falls(node)}:
        failed |= fresh
    return frozenset(failed - coalition) & frozenset(snapshot.nodes)


@dataclass(frozen=True)
class Parties:
    """Who bans whom, all that they control included; ``tainted`` and ``stopped`` are out by their content."""

    coalition: frozenset[str]
    customers: frozenset[str]
    tainted: frozenset[str] = frozenset()
    stopped: frozenset[tuple[str, str]] = frozenset()


def countries(world: World, by: Collection[str], on: Collection[str]) -> Parties:
    """A direct ban by countries on countries."""
    return Parties(world.controlled_by(by), world.delivered_to(on))


def firms(world: World, by: Collection[str], on: Collection[str]) -> Parties:
    """A direct ban by firms, each with what it owns altogether, on countries, who keep what they control."""
    customers = world.delivered_to(on)
    coalition: set[str] = set()
    for firm in by:
        owned = {firm}
        while more := {i for i, above in world.owners.items() if i not in owned and above <= owned}:
            owned |= more
        coalition |= owned
    return Parties(frozenset(coalition - customers), customers)


def reaching(world: World, made: World, parties: Parties, bound: str, de_minimis: float) -> Parties:
    """The same ban with the foreign products that it reaches; ``made`` holds all needs, those of tools included."""
    content = contents(made, parties.coalition, bound, de_minimis)

    def exceeds(needs: Collection[Need]) -> bool:
        counting = [need for need in needs if need.counts]
        if not counting:
            return False
        return _weighed([_holding(need, content, bound) for need in counting], bound, de_minimis) > de_minimis + 1e-12

    def needs_of(node: str) -> list[Need]:
        return [*made.needs.get(node, ()), *made.maker_needs.get(node, ())]

    tainted = {
        node
        for node in world.nodes - parties.customers - world.products
        if world.holders.get(node) and exceeds(needs_of(node))
    }
    stopped = {
        (product, maker)
        for product, needs in world.maker_needs.items()
        for need in needs
        for maker, _ in need.suppliers
        if maker not in parties.customers and exceeds([*made.needs.get(product, ()), *needs_of(maker)])
    }
    return replace(parties, tainted=frozenset(tainted), stopped=frozenset(stopped))


def ban_losses(world: World, parties: Parties, sigma: float, bound: str) -> Mapping[str, float]:
    """What everything loses under a ban, seen from the customers.

    The greatest capacities of A1b. A maker of the coalition gives nothing, one of a third country everything (nothing
    where it is out by its content), one of the customers what it can. And what third countries do not give can be made
    only as far as the recipe is met: of what those who are out no longer use, the customers' own makers may take.
    """
    coalition, customers = parties.coalition, parties.customers
    standing = None if sigma == 1 else {i: 1 - lost for i, lost in ban_losses(world, parties, 1, bound).items()}

    def needs_of(node: str) -> list[Need]:
        return [*world.needs.get(node, ()), *world.maker_needs.get(node, ())]

    def capacity(node: str, a: Mapping[str, float]) -> float:
        def least(needs: Collection[Need]) -> float:
            return min((held(need, _alive(need, a, standing), sigma, bound) for need in needs), default=1)

        if node in coalition:
            return 0
        if node not in world.products:
            return least(needs_of(node)) if node in customers else float(node not in parties.tainted)
        recipe = least(world.needs.get(node, ()))
        if node not in world.maker_needs:
            if makers := world.makers.get(node):
                return recipe if makers <= customers else 1
            return 1 if bound == "low" else recipe

        def given(maker: str) -> float:
            if maker in customers:
                return a[maker]
            return float(maker not in coalition and (node, maker) not in parties.stopped)

        def of_makers(need: Need) -> float:
            return held(need, [given(maker) for maker, _ in need.suppliers], sigma, bound)

        def made_here(need: Need) -> float:
            if not any(maker in customers for maker, _ in need.suppliers) or not world.needs.get(node):
                return 1
            met = [1.0 if maker not in customers and given(maker) else recipe for maker, _ in need.suppliers]
            return held(need, met, sigma, bound, like_the_worst=True)

        return min(min(of_makers(need), made_here(need)) for need in world.maker_needs[node])

    a: dict[str, float] = dict.fromkeys(world.nodes, 1)
    for _ in range(ROUNDS):
        after = {node: capacity(node, a) for node in world.nodes}
        if max(abs(after[node] - a[node]) for node in world.nodes) < AT_REST:
            break
        a = after
    return {node: 1 - value for node, value in a.items()}


def _alive(need: Need, a: Mapping[str, float], standing: Mapping[str, float] | None) -> list[float]:
    """What each supplier gives; of a need without parts, whether it stands at all, as where any substitute does."""
    given = standing if need.undivided and standing is not None else a
    return [given[supplier] for supplier, _ in need.suppliers]


def collapse_losses(world: World, dead: Collection[str], sigma: float, bound: str) -> Mapping[str, float]:
    """What everything loses when some nodes are gone (methods A2)."""
    dead = {*dead, *map(as_operator, dead)}
    a: dict[str, float] = {node: float(node not in dead) for node in world.nodes}
    standing = None if sigma == 1 else {i: 1 - lost for i, lost in collapse_losses(world, dead, 1, bound).items()}
    for _ in range(ROUNDS):
        after = dict(a)
        for node in world.nodes - frozenset(dead):
            needs = (*world.needs.get(node, ()), *world.maker_needs.get(node, ()))
            after[node] = min((held(n, _alive(n, a, standing), sigma, bound) for n in needs), default=1)
        if max(abs(after[node] - a[node]) for node in world.nodes) < AT_REST:
            break
        a = after
    return {node: 1 - value for node, value in a.items()}


def contents(world: World, coalition: Collection[str], bound: str, de_minimis: float) -> Mapping[str, float]:
    """Content from a coalition in everything: 1 on it, else over the needs, of weights that nobody states."""
    content: dict[str, float] = {node: float(node in coalition) for node in world.nodes}
    for _ in range(ROUNDS):
        after = dict(content)
        for node in world.nodes - frozenset(coalition):
            needs = [n for n in (*world.needs.get(node, ()), *world.maker_needs.get(node, ())) if n.counts]
            if needs:
                after[node] = _weighed([_holding(need, content, bound) for need in needs], bound, de_minimis)
        if max(abs(after[node] - content[node]) for node in world.nodes) < AT_REST:
            break
        content = after
    return content


def _weighed(parts: Sequence[float], bound: str, de_minimis: float) -> float:
    """The mean, or what the weights that give least or most leave; any content at all is there whatever they are."""
    if bound == "central" or not de_minimis:
        return sum(parts) / len(parts)
    return min(parts) if bound == "low" else max(parts)


def _holding(need: Need, content: Mapping[str, float], bound: str) -> float:
    return 1 - held(need, [1 - content[s] for s, _ in need.suppliers], Fraction(0), bound)
