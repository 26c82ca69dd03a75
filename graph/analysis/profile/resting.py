"""What an entity rests on, what only it supplies, and whom its loss stops."""

from collections.abc import Iterable

from graph.analysis.dependency.cases.readings import Criterion
from graph.analysis.dependency.cases.targets import MEANING, TargetSet, members_of
from graph.analysis.dependency.cases.universe import Over
from graph.analysis.dependency.chokepoints.chokepoints import Stopped
from graph.analysis.dependency.chokepoints.stopped_by import example, stopped_by
from graph.analysis.dependency.cut_sets.cut_sets import Action, Cut
from graph.analysis.dependency.cut_sets.single_points import single_points_of_failure
from graph.analysis.dependency.exposure.exposure import exposure
from graph.analysis.dependency.exposure.stack import stack_exposure
from graph.analysis.dependency.exposure.targets import To
from graph.analysis.dependency.home import AtHome
from graph.analysis.dependency.known import is_known
from graph.analysis.dependency.scenarios.scope import unused
from graph.analysis.profile.line import SHOWN, Line, Section, need_label, supplied_label
from graph.ontology import ORGANISATIONS, Horizon, Layer, NodeKind
from graph.snapshots.snapshot import Snapshot


def rests_on(to: To, title: str) -> Section:
    """Return the section on what the entity loses without each country or firm, largest first, its home left out.

    Parameters
    ----------
    to : To
        What is taken to be gone, one after the other.
    title : str
        Of the section.
    """

    def section(snapshot: Snapshot, node_id: str) -> Iterable[Line]:
        found = exposure(snapshot, node_id, to)
        if found.reason:
            yield Line(section=title, label="not known", detail=found.reason)
        lost = [(row, row.besides_home if row.home else row.loss) for row in found.rows]
        for row, loss in [(row, loss) for row, loss in lost if loss and loss[2] > 0][:SHOWN]:
            needs = ", ".join(need_label(snapshot, need.need) for need in row.needs[:3])
            said = ["besides being its home"] * row.home + [f"through {needs}"] * bool(needs)
            yield Line(
                section=title, label=row.name, id=row.to, low=loss[0], value=loss[1], high=loss[2],
                assumed=loss[0] < loss[2], unit="of its capacity lost without it, nothing substituted",
                detail=", ".join(said) or None,
            )  # fmt: skip

    return section


def single_points(snapshot: Snapshot, node_id: str) -> Iterable[Line]:
    """What alone stops it, firms and places first.

    Parameters
    ----------
    snapshot : Snapshot
        Its lens says what a country controls, its horizon which needs bind.
    node_id : str
        What is stopped, by the default criterion.
    """
    found = single_points_of_failure(snapshot, node_id, Criterion())
    if found.reason:
        yield Line(section="single points of failure", label="not known", detail=found.reason)
    for point in [point for point in found.points if not point.only_as_home][:SHOWN]:
        yield Line(
            section="single points of failure", label=point.name, id=point.id, low=point.loss[0], value=point.loss[1],
            high=point.loss[2], assumed=point.loss[0] < point.loss[2], unit="of its capacity lost without it",
            detail="certain" if point.certain else "likely",
        )  # fmt: skip


def stack(snapshot: Snapshot, node_id: str) -> Iterable[Line]:
    """What a country's labs, models, clouds, sites and people lose without each sphere.

    Parameters
    ----------
    snapshot : Snapshot
        Its lens says what the country controls, its horizon which needs bind.
    node_id : str
        A country.
    """
    for layer in stack_exposure(snapshot, node_id, To.SPHERE).layers:
        section = f"its {layer.layer}" if layer.layer is not Layer.COUNTRIES else "its people's use"
        if not layer.entities:
            yield Line(section=section, label="not known", detail=f"no need is known of any of {layer.not_known}")
        for row in layer.rows:
            yield Line(
                section=section, label=row.name, id=row.to, low=row.loss[0], value=row.loss[1], high=row.loss[2],
                unit=f"lost without it, mean over {layer.entities} whose needs are known, {layer.not_known} not known",
            )  # fmt: skip


def only_supplier(snapshot: Snapshot, node_id: str) -> Iterable[Line]:
    """Inputs and chips of which a country or firm is known to be the whole supply, or nearly.

    Parameters
    ----------
    snapshot : Snapshot
        Needs of every horizon are looked at.
    node_id : str
        A country stands for all that it controls; needs of models are left out.
    """
    own = snapshot.controlled_by([node_id]) if snapshot.nodes[node_id].kind is NodeKind.COUNTRY else {node_id}
    for need in snapshot.at_horizon(Horizon.GROW).needs:
        if not need.maker or snapshot.nodes[need.of].kind is NodeKind.MODEL:
            continue
        share = sum(s.share for s in need.suppliers if s.id in own)
        whole = all(s.id in own for s in need.suppliers)
        if whole or share >= NEARLY:
            assumed = any(s.assumed for s in need.suppliers if s.id in own)
            others = [snapshot.nodes[s.id].name for s in need.suppliers if s.id not in own and not s.unconfirmed]
            yield Line(
                section="only it supplies", label=supplied_label(snapshot, need.of, need.need), id=need.of,
                value=None if assumed and not whole else share,
                unit=f"of supply, {need.basis}" if need.basis else "of known suppliers",
                detail=_beside(others, complete=need.closed),
            )  # fmt: skip


def _beside(others: list[str], *, complete: bool) -> str:
    told = "the list is complete" if complete else "as far as we know: the list may not be complete"
    return f"nearly all; beside {', '.join(others)}; {told}" if others else told


NEARLY = 0.9
"""Share from which a supplier is as good as the only one."""


def stops(snapshot: Snapshot, node_id: str) -> Iterable[Line]:
    """Whom the loss of an entity stops, and a ban by a country or firm, at each horizon.

    Parameters
    ----------
    snapshot : Snapshot
        Asked at every horizon, whichever it has.
    node_id : str
        What is gone, or bans; it is no target itself.
    """
    kind = snapshot.nodes[node_id].kind
    over = {NodeKind.COUNTRY: Over.COUNTRY}.get(kind, Over.COMPANY if kind in ORGANISATIONS else Over.ENTITY)
    for horizon in Horizon:
        view = snapshot.at_horizon(horizon)
        if unused(view, [node_id]):
            yield Line(section="stops", label=f"at horizon {horizon.value}: not known", detail=IDLE)
            continue
        at_home = AtHome(view, [node_id])
        known = {
            targets: [i for i in members_of(view, targets) if not at_home(i) and is_known(view, i)]
            for targets in _RANKED
        }  # fmt: skip
        for action in Action:
            if action is Action.BAN and over is Over.ENTITY:
                continue
            found, possible, why = stopped_by(
                view, node_id, [i for ids in known.values() for i in ids], Cut(over, 1, action)
            )
            for targets, ids in known.items():
                mine = [one for one in found if one.id in set(ids)]
                told = example(mine, why)
                reason = told.sentence if told else "none likely"
                label = f"{action.value}, {horizon.value}: {MEANING[targets]}"
                yield _stops_line(mine, len(possible.intersection(ids)), label, len(ids), reason)


IDLE = "nothing in the graph rests on it, so that 0 stopped would be no finding"
_RANKED = (TargetSet.LABS, TargetSet.FRONTIER_MODELS)


def _stops_line(found: list[Stopped], possible: int, label: str, known: int, reason: str) -> Line:
    certain = sum(one.certain for one in found)
    return Line(
        section="stops", label=label, value=float(len(found)), low=float(certain), high=float(possible),
        unit=f"likely stopped of {known} that are known, its own left out; low is for certain, high possibly",
        detail=reason,
    )  # fmt: skip
