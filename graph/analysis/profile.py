"""A profile: the ten things a reader wants to know of a country, lab, company, chip, input or cloud on one page.

Every line has a value, what it is of, and when it is not known it says so. Sections are listed by kind in one table.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from pydantic import Field

from graph.analysis.dependency.chokepoints import Stopped, stopped_by
from graph.analysis.dependency.cut_sets import Action, Cut
from graph.analysis.dependency.exposure import exposure
from graph.analysis.dependency.exposure_targets import To
from graph.analysis.dependency.known import is_known, unknown_reason
from graph.analysis.dependency.readings import Criterion
from graph.analysis.dependency.single_points import single_points_of_failure
from graph.analysis.dependency.stack import stack_exposure
from graph.analysis.dependency.targets import MEANING, TargetSet, members_of
from graph.analysis.dependency.universe import Over
from graph.analysis.results import Result, Row
from graph.edges import Edge
from graph.needs import need_name
from graph.ontology import ORGANISATIONS, EdgeKind, Horizon, Layer, NodeKind
from graph.snapshot import Snapshot

SHOWN = 8
"""Lines of a list; how many there are in all is said."""


class Line(Row):
    """One thing said of an entity."""

    section: str
    label: str
    id: str | None = Field(default=None, description="the entity that the line is about")
    value: float | None = Field(default=None, description="central value; none where it is not a number or not known")
    low: float | None = None
    high: float | None = None
    unit: str | None = Field(default=None, description="unit and denominator")
    detail: str | None = Field(default=None, description="why, or what is not known")


class Profile(Result):
    """An entity on one page."""

    id: str
    kind: NodeKind
    name: str
    lines: tuple[Line, ...]
    edge_ids: tuple[str, ...] = Field(default=(), exclude=True)


Section = Callable[[Snapshot, str], Iterable[Line]]


def profile(snapshot: Snapshot, node_id: str) -> Profile:
    """Return what a reader wants to know of an entity.

    Parameters
    ----------
    snapshot : Snapshot
    node_id : str

    Raises
    ------
    UnknownIdError
    """
    node_id = snapshot.require(node_id)
    node = snapshot.nodes[node_id]
    lines = [line for section in SECTIONS.get(node.kind, _OTHERS) for line in section(snapshot, node_id)]
    return Profile(
        id=node_id, kind=node.kind, name=node.name, lines=tuple(lines),
        edge_ids=tuple(edge.id for edge in snapshot.edges_at.get(node_id, ())),
        assumptions=(Criterion().said(),),
    )  # fmt: skip


def _facts(snapshot: Snapshot, node_id: str) -> Iterable[Line]:
    node = snapshot.nodes[node_id]
    for name, value in sorted(node.properties.items()):
        number = float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None
        yield Line(
            section="facts",
            label=name.replace("_", " "),
            value=number,
            detail=None if number is not None else str(value),
        )


def _control(snapshot: Snapshot, node_id: str) -> Iterable[Line]:
    holders = snapshot.controllers(node_id)
    for country, weight in sorted(holders.items()):
        yield Line(
            section="control", label=snapshot.nodes[country].name, id=country, value=weight,
            unit=f"of control, lens {snapshot.lens}",
        )  # fmt: skip
    if not holders and snapshot.nodes[node_id].kind in ORGANISATIONS:
        yield Line(section="control", label="country", detail="not known")


def _rests_on(to: To, title: str) -> Section:
    def section(snapshot: Snapshot, node_id: str) -> Iterable[Line]:
        found = exposure(snapshot, node_id, to)
        if found.reason:
            yield Line(section=title, label="not known", detail=found.reason)
        for row in [row for row in found.rows if not row.home][:SHOWN]:
            needs = ", ".join(_name(snapshot, need.need) for need in row.needs[:3])
            yield Line(
                section=title, label=row.name, id=row.to, low=row.loss[0], value=row.loss[1], high=row.loss[2],
                unit="of its capacity lost without it, nothing substituted", detail=f"through {needs}" if needs else None
            )  # fmt: skip

    return section


def _single_points(snapshot: Snapshot, node_id: str) -> Iterable[Line]:
    found = single_points_of_failure(snapshot, node_id, Criterion())
    if found.reason:
        yield Line(section="single points of failure", label="not known", detail=found.reason)
    for point in [point for point in found.points if not point.home][:SHOWN]:
        yield Line(
            section="single points of failure", label=point.name, id=point.id, low=point.loss[0], value=point.loss[1],
            high=point.loss[2], unit="of its capacity lost without it",
            detail="certain" if point.certain else "likely, by what is known",
        )  # fmt: skip


def _stack(snapshot: Snapshot, node_id: str) -> Iterable[Line]:
    for layer in stack_exposure(snapshot, node_id, To.SPHERE).layers:
        section = f"its {layer.layer}" if layer.layer is not Layer.COUNTRIES else "its people's use"
        if not layer.entities:
            yield Line(section=section, label="not known", detail=f"no need is known of any of {layer.not_known}")
        for row in layer.rows:
            yield Line(
                section=section, label=row.name, id=row.to, low=row.loss[0], value=row.loss[1], high=row.loss[2],
                unit=f"lost without it, mean over {layer.entities} whose needs are known, {layer.not_known} not known",
            )  # fmt: skip


def _only_supplier(snapshot: Snapshot, node_id: str) -> Iterable[Line]:
    """Inputs and chips of which a country or firm is known to be the whole supply, or nearly."""
    own = snapshot.controlled_by([node_id]) if snapshot.nodes[node_id].kind is NodeKind.COUNTRY else {node_id}
    for need in snapshot.at_horizon(Horizon.GROW).needs:
        if not need.maker or snapshot.nodes[need.of].kind is NodeKind.MODEL:
            continue
        share = sum(s.share for s in need.suppliers if s.id in own)
        whole = all(s.id in own for s in need.suppliers)
        if whole or share >= NEARLY:
            assumed = any(s.assumed for s in need.suppliers)
            yield Line(
                section="only it supplies", label=snapshot.nodes[need.of].name, id=need.of,
                value=None if assumed and not whole else share,
                unit=f"of supply, {need.basis}" if need.basis else "of known suppliers",
                detail="the list is complete" if need.closed else "as far as we know: the list may not be complete",
            )  # fmt: skip


NEARLY = 0.9
"""Share from which a supplier is as good as the only one."""


def _stops(snapshot: Snapshot, node_id: str) -> Iterable[Line]:
    """Whom the loss of an entity stops, and a ban by a country or firm, at each horizon."""
    kind = snapshot.nodes[node_id].kind
    over = {NodeKind.COUNTRY: Over.COUNTRY}.get(kind, Over.COMPANY if kind in ORGANISATIONS else Over.ENTITY)
    for horizon in Horizon:
        view = snapshot.at_horizon(horizon)
        for action in Action:
            if action is Action.BAN and over is Over.ENTITY:
                continue
            known = {
                targets: [i for i in members_of(view, targets) if i != node_id and is_known(view, i)] for targets in _RANKED
            }  # fmt: skip
            found = stopped_by(view, node_id, [i for ids in known.values() for i in ids], Cut(over, 1, action))
            for targets, ids in known.items():
                mine = [one for one in found if one.id in set(ids)]
                yield _stops_line(mine, f"{action.value}, {horizon.value}", MEANING[targets], len(ids))


_RANKED = (TargetSet.LABS, TargetSet.FRONTIER_MODELS)


def _stops_line(found: list[Stopped], label: str, of: str, known: int) -> Line:
    certain = sum(one.certain for one in found)
    names = ", ".join(one.name for one in found[:5])
    return Line(
        section="stops", label=f"{label}: {of}", value=float(len(found)), low=float(certain),
        unit=f"stopped of {known} that are known, its own left out; low is for certain",
        detail=(found[0].why or names) if found else "none",
    )  # fmt: skip


def _holdings(snapshot: Snapshot, node_id: str) -> Iterable[Line]:
    own = snapshot.controlled_by([node_id])
    for kind, count in sorted(Counter(snapshot.nodes[i].kind.value for i in own - {node_id}).items()):
        yield Line(
            section="what it controls", label=kind, value=float(count), unit=f"in the graph, lens {snapshot.lens}"
        )
    sized = [
        snapshot.nodes[i].properties.get("h100_equivalents") for i in own if snapshot.nodes[i].kind is NodeKind.FACILITY
    ]
    power = [float(size) for size in sized if isinstance(size, (int, float))]
    yield Line(
        section="what it controls", label="computing power", value=sum(power) if power else None,
        unit=f"H100 equivalents of {len(power)} sites whose size is known, of {len(sized)}",
        detail=None if power else "not known",
    )  # fmt: skip


def _linked(section: str, kinds: frozenset[EdgeKind], *, outward: bool) -> Section:
    """Return the section that lists an entity's relations of some kinds, largest or newest first."""

    def lines(snapshot: Snapshot, node_id: str) -> Iterable[Line]:
        edges = [
            edge for edge in snapshot.edges_at.get(node_id, ())
            if edge.kind in kinds and (edge.start if outward else edge.end) == node_id
        ]  # fmt: skip
        edges.sort(key=lambda edge: _weight(snapshot, edge))
        for edge in edges[: 2 * SHOWN]:
            yield _line_of(snapshot, section, edge, edge.end if outward else edge.start)
        if len(edges) > 2 * SHOWN:
            yield Line(
                section=section, label=f"and {len(edges) - 2 * SHOWN} more", value=float(len(edges)), unit="in all"
            )

    return lines


def _weight(snapshot: Snapshot, edge: Edge) -> tuple[float, float, int, str]:
    claim = edge.claim
    since = snapshot.nodes[edge.start].begins if edge.kind == EdgeKind.DEVELOPED_BY else claim.valid_from
    share = _used(snapshot, edge) or claim.share or 0.0
    return (-share, -(claim.quantity or 0.0), -(since or date.min).toordinal(), edge.id)


def _used(snapshot: Snapshot, edge: Edge) -> float | None:
    """Return the share that the analysis uses for a site or a cloud, None where the edge makes no such need."""
    if edge.kind not in (EdgeKind.RUNS_ON, EdgeKind.OPERATES, EdgeKind.HOSTS):
        return None
    used = snapshot.dependencies.get((edge.start, need_name(snapshot.nodes, edge), edge.end))
    return used.share if used else None


def _line_of(snapshot: Snapshot, section: str, edge: Edge, other: str) -> Line:
    claim = edge.claim
    share = _used(snapshot, edge)
    value = share if share is not None else claim.share if claim.share is not None else claim.quantity
    when = claim.period or (f"since {claim.valid_from}" if claim.valid_from else None)
    said = [edge.kind.replace("_", " ").lower(), when, claim.basis, claim.checked.value]
    return Line(
        section=section, label=snapshot.nodes[other].name, id=other, value=value,
        unit=claim.unit if share is None or claim.share is not None else "of what is known, by H100 equivalents or equally",
        detail=", ".join(part for part in said if part),
    )  # fmt: skip


def _dependents(snapshot: Snapshot, node_id: str) -> Iterable[Line]:
    kinds: Counter[str] = Counter()
    for dependent, _, supplier in snapshot.dependencies:
        if supplier == node_id:
            kinds[snapshot.nodes[dependent].kind.value] += 1
    for kind, count in kinds.most_common():
        yield Line(
            section="rests on it directly",
            label=kind,
            value=float(count),
            unit=f"in the graph, horizon {snapshot.horizon}",
        )


def _unknown(snapshot: Snapshot, node_id: str) -> Iterable[Line]:
    if reason := unknown_reason(snapshot, node_id):
        yield Line(section="not known", label=snapshot.nodes[node_id].name, detail=reason)


_K, _E = NodeKind, EdgeKind
_MEMBER = _linked("member of", frozenset({_E.MEMBER_OF}), outward=True)
_USES = _linked("its people use", frozenset({_E.USES}), outward=True)
_ADOPTED = _linked("adopted and banned", frozenset({_E.ADOPTED, _E.BANNED}), outward=True)
_POLICIES = _linked("policies it issued", frozenset({_E.ISSUED_BY}), outward=False)
_RESTRICTED = _linked("policies that restrict it", frozenset({_E.RESTRICTS}), outward=False)
_COMPUTE = _linked("compute", frozenset({_E.RUNS_ON, _E.OPERATES, _E.HOSTS}), outward=True)
_FUNDED = _linked("funded by", frozenset({_E.FUNDED_BY}), outward=True)
_MODELS = _linked("models", frozenset({_E.DEVELOPED_BY}), outward=False)
_USED = _linked("used, adopted and banned by", frozenset({_E.USES, _E.ADOPTED, _E.BANNED}), outward=False)
_MADE_WITH = _linked(
    "made with", frozenset({_E.FABRICATED_WITH, _E.REQUIRES, _E.TRAINED_ON, _E.DERIVED_FROM}), outward=True
)
_SUPPLIERS = _linked("suppliers", frozenset({_E.SUPPLIED_BY, _E.DESIGNED_BY, _E.DEVELOPED_BY}), outward=True)
_SUPPLIES = _linked("supplies", frozenset({_E.SUPPLIED_BY, _E.DESIGNED_BY}), outward=False)
_HELD = _linked("held by", frozenset({_E.HOLDS}), outward=False)
_HOSTED = _linked("hosted in", frozenset({_E.HOSTS}), outward=False)
_COUNTRIES = _rests_on(To.COUNTRY, "rests on countries")
_FIRMS = _rests_on(To.COMPANY, "rests on firms")
_ENDS: tuple[Section, ...] = (_COUNTRIES, _FIRMS, _single_points)
_OTHERS: tuple[Section, ...] = (_facts, _control, _dependents, *_ENDS, _unknown)
SECTIONS: Mapping[NodeKind, tuple[Section, ...]] = {
    _K.COUNTRY: (_stops, _only_supplier, _stack, _USES, _ADOPTED, _holdings, _MEMBER, _POLICIES, _RESTRICTED),
    _K.LAB: (_control, _COMPUTE, *_ENDS, _stops, _MODELS, _USED, _FUNDED, _RESTRICTED, _unknown),
    _K.COMPANY: (_control, _stops, _only_supplier, _SUPPLIES, *_ENDS, _dependents, _RESTRICTED, _unknown),
    _K.CLOUD_PROVIDER: (_control, _COMPUTE, *_ENDS, _stops, _dependents, _unknown),
    _K.CHIP: (_facts, _SUPPLIERS, _MADE_WITH, *_ENDS, _stops, _HOSTED, _HELD, _RESTRICTED, _unknown),
    _K.INPUT: (_SUPPLIERS, _MADE_WITH, *_ENDS, _stops, _dependents, _HELD, _RESTRICTED, _unknown),
    _K.MODEL: (_facts, _SUPPLIERS, _MADE_WITH, *_ENDS, _USED, _unknown),
}
"""What a profile says, by kind, in order."""
