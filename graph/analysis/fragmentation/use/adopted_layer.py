"""The layer of adoption of one country: what its people use, and what its bodies have adopted or banned.

Shares only where a source states them, decisions as dated events; the two are never added: a decision does not say how
many follow it, and a share does not say who decided.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from pydantic import Field

from graph.analysis.blocs import Bloc
from graph.analysis.fragmentation.use.pressure import Pressure, Used, pressures
from graph.analysis.origin import Sphere, origin
from graph.analysis.results import Result, Row
from graph.facts.edges import Edge
from graph.facts.fact import EdgeFact
from graph.node_ids import EntityId
from graph.ontology import EdgeKind
from graph.snapshots.snapshot import Snapshot

UNKNOWN = "shared or not known"
DECISIONS = {EdgeKind.ADOPTED: "adopted", EdgeKind.BANNED: "banned"}


class StatedUse(Row):
    """A figure of use as its source states it."""

    what: EntityId
    name: str
    sphere: str
    share: float | None
    quantity: float | None
    unit: str | None
    basis: str | None
    denominator: str | None
    period: str | None


class SphereUse(Row):
    """The shares of one survey and period by sphere: what is stated, and what it leaves open."""

    period: str | None
    unit: str | None
    basis: str | None
    stated: dict[str, float] = Field(description="sums of the stated shares")
    range: dict[str, tuple[float, float]] = Field(description="the same, had the sphere nothing or all that is open")
    open: float = Field(description="share of which nobody says whose it is")


class Decision(Row):
    """A body adopted or banned something."""

    day: date | None
    decision: str
    what: EntityId
    name: str
    sphere: str
    by: str | None = None
    sector: str | None = None
    scope: str | None = None
    stage: str | None = Field(default=None, description="plan, trial or use; null where a source does not say")
    runs_on: str | None = Field(
        default=None, description="own: on the adopter's machines, from open weights; null: by the maker, or not said"
    )
    note: str | None = Field(default=None, description="what is to be known of it: a day that is not sure, a court")


class InForce(Row):
    """Decisions in force at the end of a year, or on the day asked about."""

    at: date
    sphere: str
    adopted: int
    banned: int


class AdoptedLayer(Result):
    """What a country uses, has adopted and banned, and the pressure that this allows."""

    id: EntityId
    name: str
    shares: tuple[SphereUse, ...] = Field(description="by survey and period, newest first; never joined with decisions")
    stated: tuple[StatedUse, ...]
    decisions: tuple[Decision, ...] = Field(description="oldest first; undated ones last")
    in_force: tuple[InForce, ...] = Field(description="dated decisions by year and sphere")
    undated: int = Field(description="decisions without a day: in no year")
    pressure: tuple[Pressure, ...] = Field(description="what states could switch off, and what keeps running")
    reason: str | None = Field(default=None, description="why nothing is known")


def adopted_layer(snapshot: Snapshot, country: str, bloc: Bloc) -> tuple[AdoptedLayer, tuple[Edge, ...]]:
    """Return the layer of adoption of a country, with the edges that it rests on.

    Parameters
    ----------
    snapshot : Snapshot
        A use counts once some source says that it had begun by its day; decisions of later days are not in it.
    country : str
        Its id, ``country:ISO3``; decisions are of bodies that it controls, through the lens.
    bloc : Bloc
        Names the sphere of what is used.
    """
    used = snapshot.edges.out(country, EdgeKind.USES)
    uses = [edge for edge in used if any(_begun(snapshot, claim) for claim in (edge.claim, *edge.rivals))]
    taken = [edge for edge in snapshot.edges.of(*DECISIONS) if country in origin(snapshot, edge.start)]
    stated = [_use(snapshot, bloc, edge.end, claim) for edge in uses for claim in _told(snapshot, edge)]
    decisions = sorted(
        (_decision(snapshot, bloc, edge) for edge in taken),
        key=lambda one: (one.day is None, one.day or date.max, one.what),
    )
    name = snapshot.nodes[country].name
    result = AdoptedLayer(
        id=country,
        name=name,
        shares=tuple(_by_survey(stated)),
        stated=tuple(stated),
        decisions=tuple(decisions),
        in_force=tuple(_in_force(decisions, snapshot.as_of)),
        undated=sum(one.day is None for one in decisions),
        pressure=pressures(snapshot, country, _used(uses, taken)),
        reason=None if stated or decisions else f"no source of this graph says what {name} uses or has decided",
    )
    return result, (*uses, *taken)


def sphere_of(snapshot: Snapshot, what: str, bloc: Bloc) -> str:
    """Return the sphere behind a model, lab or platform, by who controls its makers.

    Parameters
    ----------
    snapshot : Snapshot
        Its lens decides who controls a maker.
    what : str
        Id of a model, lab or platform.
    bloc : Bloc
        Which sphere a country belongs to.

    Returns
    -------
    str
        A sphere where all of the thing is of it; ``UNKNOWN`` where it is of several, or not all is known.
    """
    spread = [float(part) for part in bloc.spread(origin(snapshot, what).items())]
    whole = [sphere.value for sphere, part in zip(Sphere, spread, strict=True) if part > 1 - 1e-9]
    return whole[0] if whole else UNKNOWN


def _used(uses: Sequence[Edge], taken: Sequence[Edge]) -> Used:
    """Return what is used or adopted: what is only planned, and what runs on the adopters' own machines alone.

    A plan is no use: it does not say that a service is used beside what runs on own machines.
    """
    adopted = [edge for edge in taken if edge.kind == EdgeKind.ADOPTED]
    carried_out = [edge for edge in adopted if edge.claim.properties.get("stage") != "plan"]
    in_use = {edge.end for edge in (*uses, *carried_out)}
    planned = frozenset(edge.end for edge in adopted) - in_use
    told = [edge for edge in adopted if edge.end in planned or edge in carried_out]
    own = {edge.end for edge in told if edge.claim.properties.get("runs_on") == "own"}
    served = {edge.end for edge in told if edge.claim.properties.get("runs_on") != "own"}
    things = dict.fromkeys(edge.end for edge in (*uses, *adopted))
    return Used(tuple(things), planned, frozenset(own - served - {edge.end for edge in uses}))


def _told(snapshot: Snapshot, edge: Edge) -> Iterator[EdgeFact]:
    """Yield the figures of a relation whose period had begun: each period is one of its own, no rival."""
    for claim in (edge.claim, *edge.rivals):
        if _begun(snapshot, claim) and (claim.share is not None or claim.quantity is not None):
            yield claim


def _begun(snapshot: Snapshot, claim: EdgeFact) -> bool:
    return claim.measured_from is None or claim.measured_from <= snapshot.as_of


def _use(snapshot: Snapshot, bloc: Bloc, what: str, claim: EdgeFact) -> StatedUse:
    return StatedUse(
        what=what, name=snapshot.nodes[what].name, sphere=sphere_of(snapshot, what, bloc), share=claim.share,
        quantity=claim.quantity, unit=claim.unit, basis=claim.basis, denominator=claim.denominator, period=claim.period,
    )  # fmt: skip


def _decision(snapshot: Snapshot, bloc: Bloc, edge: Edge) -> Decision:
    known = edge.claim.properties
    told = {name: str(known[name]) for name in ("by", "sector", "scope", "stage", "runs_on") if name in known}
    decision, name = DECISIONS[EdgeKind(edge.kind)], snapshot.nodes[edge.end].name
    return Decision(
        day=edge.claim.measured_from, decision=decision, what=edge.end, name=name,
        sphere=sphere_of(snapshot, edge.end, bloc), note=edge.claim.note, **told,
    )  # fmt: skip


def _by_survey(stated: list[StatedUse]) -> Iterator[SphereUse]:
    surveys: dict[tuple[str | None, str | None, str | None], list[StatedUse]] = defaultdict(list)
    for one in stated:
        if one.share is not None:
            surveys[one.period, one.unit, one.basis].append(one)
    for (period, unit, basis), rows in sorted(surveys.items(), key=lambda item: str(item[0][0] or ""), reverse=True):
        sums = dict.fromkeys([*(sphere.value for sphere in Sphere), UNKNOWN], 0.0)
        for row in rows:
            sums[row.sphere] += row.share or 0.0
        left = max(1 - sum(sums[sphere.value] for sphere in Sphere), 0.0)
        spheres = [sphere.value for sphere in Sphere]
        yield SphereUse(
            period=period, unit=unit, basis=basis, stated={sphere: sums[sphere] for sphere in spheres},
            range={sphere: (sums[sphere], min(sums[sphere] + left, 1.0)) for sphere in spheres}, open=left,
        )  # fmt: skip


def _in_force(decisions: list[Decision], day: date) -> Iterator[InForce]:
    """Yield what stood at each year's end since the first decision; a decision without an end stands."""
    dated = [one for one in decisions if one.day is not None]
    if not dated:
        return
    first = min(one.day for one in dated if one.day).year
    ends = [*(date(year, 12, 31) for year in range(first, day.year)), day]
    for end in ends:
        standing = [one for one in dated if one.day and one.day <= end]
        for sphere in dict.fromkeys(one.sphere for one in standing):
            kinds = Counter(one.decision for one in standing if one.sphere == sphere)
            yield InForce(at=end, sphere=sphere, adopted=kinds["adopted"], banned=kinds["banned"])
