"""What a state could switch off of what a country uses, and what keeps running without it.

A service stops when its maker's state says so. Open weights that are out keep running on compute that the state does
not control: what stops is the service, the next model, and what the machines themselves rest on. That difference is the
heart of the argument for open models, so it is told for each thing and state. What a body has installed on machines
of its own is no service: it goes on, and what those machines rest on is not in the graph.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from pydantic import Field

from graph.analysis.dependency.exposure.exposure import losses_without
from graph.analysis.dependency.exposure.targets import controlled_mask
from graph.analysis.dependency.known import is_known
from graph.analysis.fragmentation.ties.ledger import incoming
from graph.analysis.origin import POLES, WHOLE, origin
from graph.analysis.results import Row, percent_lost
from graph.facts.nodes import Node
from graph.node_ids import EntityId
from graph.ontology import EdgeKind, Horizon, NodeKind
from graph.snapshots.snapshot import Snapshot

NAMED = 5
"""Most models, and most things in its place in a sentence, that are named."""
AT = {Horizon.RUN: "now", Horizon.MAKE: "in production", Horizon.GROW: "in growth"}
SITES = frozenset({"cloud-region", "cluster", "data-centre"})
ThreeLosses = tuple[float, float, float]


class OwnCompute(Row):
    """Cloud regions, clusters and data centres that stand in a country."""

    sites: int
    beyond: int = Field(description="operated by somebody whom the state does not control")
    unknown: int = Field(description="whose operator, or its seat, is not known")


class Pressure(Row):
    """What one state could do about one thing that a country uses."""

    what: EntityId
    name: str
    state: EntityId
    controls: bool | None = Field(
        description="the maker is under the state's control: it can stop its service tomorrow; null: who controls it "
        "is not known"
    )
    planned: bool = Field(default=False, description="no use of it is known, only a plan")
    installed: bool = Field(
        default=False, description="all known use, or all that is planned, is on the users' own machines: no service "
        "stops"
    )  # fmt: skip
    loss: dict[str, ThreeLosses | None] = Field(
        description="capacity of the service lost without the state by horizon: low, central, high; null: no need "
        "known, or no service"
    )
    open_weights: int = Field(description="its maker's models whose weights are out; of a platform, its owner's models")
    models: int = Field(description="its maker's models of which it is known")
    unknown_models: int = Field(default=0, description="its maker's models of which it is not known")
    newest_open: tuple[EntityId, ...] = Field(description="the newest of those that are out")
    own_compute: OwnCompute | None = Field(description="where open weights would run; null where none stands there")
    in_its_place: tuple[EntityId, ...] = Field(description="what else the country uses or has adopted, not the state's")
    told: str = Field(default="", description="the same in a sentence")


@dataclass(frozen=True)
class Used:
    """What a country uses or has adopted.

    Attributes
    ----------
    things : tuple of str
        Ids of models, labs and platforms.
    planned : frozenset of str
        Those of which no use is known, only a plan.
    installed : frozenset of str
        Those of which all known use, or all that is planned, is on the users' own machines.
    """

    things: tuple[str, ...]
    planned: frozenset[str] = frozenset()
    installed: frozenset[str] = frozenset()


def pressures(snapshot: Snapshot, country: str, used: Used) -> tuple[Pressure, ...]:
    """Return what each power, and each state behind a maker, could do; the country's own state is left out.

    A row that is missing says that the state has no part in a thing; where that is not known, there is a row.

    Parameters
    ----------
    snapshot : Snapshot
        A power that it does not hold is left out.
    country : str
        Its id, ``country:ISO3``: whose use it is.
    used : Used
        What the country uses or has adopted.
    """
    behind = {what: origin(snapshot, what) for what in used.things}
    states = sorted({*POLES, *(state for makers in behind.values() for state in makers)} - {country})
    states = [state for state in states if state in snapshot.nodes]
    losses = _losses(snapshot, used.things, states)
    rows = []
    for what in used.things:
        models = _models(snapshot, what)
        known = [model for model in models if "open_weights" in model.properties]
        opened = [model for model in known if model.properties["open_weights"] is True]
        opened.sort(key=lambda model: str(model.properties.get("released_on", "")), reverse=True)
        for state in (one for one in states if one in POLES or one in behind[what]):
            controls = _under(behind[what], state)
            loss: dict[str, ThreeLosses | None] = {
                horizon: None if what in used.installed else (1.0, 1.0, 1.0) if controls else found[what, state]
                for horizon, found in losses.items()
            }
            if controls is not False or any(one is None or one[2] > 0 for one in loss.values()):
                row = Pressure(
                    what=what, name=snapshot.nodes[what].name, state=state, controls=controls,
                    planned=what in used.planned, installed=what in used.installed, loss=loss,
                    open_weights=len(opened), models=len(known), unknown_models=len(models) - len(known),
                    newest_open=tuple(model.id for model in opened[:NAMED]),
                    own_compute=_own_compute(snapshot, country, state),
                    in_its_place=tuple(
                        other for other in used.things if other != what and _under(behind[other], state) is False
                    ),
                )  # fmt: skip
                rows.append(row.model_copy(update={"told": _told(snapshot, country, row, used.planned)}))
    return tuple(rows)


def _under(makers: Mapping[str, float], state: str) -> bool | None:
    """Say whether a state is behind a thing; None where not all who are behind it are known."""
    if makers.get(state, 0.0) > 0:
        return True
    return False if sum(makers.values()) >= WHOLE else None


def _told(snapshot: Snapshot, country: str, row: Pressure, planned: Collection[str]) -> str:
    state, place = snapshot.nodes[row.state].name, snapshot.nodes[country].name
    if row.installed:
        runs = "Once in use, it would run" if row.planned else "What is in use there runs"
        installed = (
            f"{runs} on the users' own machines, so that no service stops; what those rest on is not known here."
        )
        return f"{_whose(row, state)}{': it could withhold every later model' if row.controls else ''}. {installed}"
    once = "; once in use, it" if row.planned else ": it"
    if row.controls:
        when = "at any time" if row.planned else "tomorrow"
        can = f"{_whose(row, state)}{once} could stop the service {when}, and every later model."
    else:
        can = f"{_whose(row, state)}; {_lost(row)}."
    kept = _kept(row, place, state, of_model=snapshot.nodes[row.what].kind is NodeKind.MODEL)
    return f"{can} {kept}{_instead(snapshot, row, state, planned)}"


def _whose(row: Pressure, state: str) -> str:
    name = f"{row.name}, of which only a plan is known there" if row.planned else row.name
    if row.controls:
        return f"{state} controls the maker of {name}"
    if row.controls is None:
        return f"Who controls the maker of {name}{', is' if row.planned else ' is'} not known"
    return f"{name}{', is' if row.planned else ' is'} not under {state}"


def _lost(row: Pressure) -> str:
    if not any(row.loss.values()):
        return "what it rests on is not known, so that nothing is said to stop it or to spare it"
    spans = "; ".join(
        f"{AT[Horizon(name)]} {percent_lost(one[1], one[0], one[2]) if one else 'what is not known'}"
        for name, one in row.loss.items()
    )
    return f"{'once in use, ' if row.planned else ''}cut off from there, the service would lose {spans}"


def _instead(snapshot: Snapshot, row: Pressure, state: str, planned: Collection[str]) -> str:
    if not row.in_its_place:
        return ""
    names = [
        f"{snapshot.nodes[other].name}{' (planned)' if other in planned else ''}" for other in row.in_its_place[:NAMED]
    ]
    left = len(row.in_its_place) - len(names)
    return f" Used or adopted there and not under {state}: {', '.join(names)}{f' and {left} more' if left else ''}."


def _kept(row: Pressure, place: str, state: str, *, of_model: bool) -> str:
    if row.open_weights:
        whose = "Its weights" if of_model else f"The weights of {row.open_weights} of its maker's models"
        return f"{whose} are out{_where(row.own_compute, place, state)}."
    if row.unknown_models or not row.models:
        known = (
            "Whether there are open weights of it is not known" if not row.models else "No open weights of it are known"
        )
        more = f"; of {row.unknown_models} of its maker's models it is not known" if row.models else ""
        return f"{known}{more}."
    return "No open weights of it are known: nothing of it keeps running."


def _where(sites: OwnCompute | None, place: str, state: str) -> str:
    """Say on what open weights would keep running: on sites there which the state does not control."""
    if sites is None:
        return f"; no site is known in {place} on which they could run"
    seen = f", of {sites.unknown} the operator is not known" if sites.unknown else ""
    count = f"{sites.beyond} of {sites.sites} known sites in {place}"
    if sites.beyond:
        return f" and keep running on what {state} does not control: {count}{seen}"
    return f", but none of the sites known in {place} ({sites.sites}) is known to be beyond {state}{seen}"


def _models(snapshot: Snapshot, what: str) -> list[Node]:
    """Return the models of the maker of a thing: of the lab itself, of a model itself, of who owns a platform."""
    if snapshot.nodes[what].kind is NodeKind.MODEL:
        return [snapshot.nodes[what]]
    makers = [what]
    if snapshot.nodes[what].kind is NodeKind.PLATFORM:
        owners = snapshot.edges.ends(what, EdgeKind.PART_OF)
        makers += [*owners, *(edge.start for owner in owners for edge in incoming(snapshot, owner, EdgeKind.PART_OF))]
    made = {edge.start for maker in makers for edge in incoming(snapshot, maker, EdgeKind.DEVELOPED_BY)}
    return [snapshot.nodes[one] for one in sorted(made) if snapshot.nodes[one].kind is NodeKind.MODEL]


def _own_compute(snapshot: Snapshot, country: str, state: str) -> OwnCompute | None:
    sites = beyond = unknown = 0
    for stands in incoming(snapshot, country, EdgeKind.LOCATED_IN):
        site = snapshot.nodes[stands.start]
        if site.kind is not NodeKind.FACILITY or site.subtype not in SITES:
            continue
        sites += 1
        operators = [edge.start for edge in incoming(snapshot, site.id, EdgeKind.OPERATES)]
        control = [snapshot.controllers(operator) for operator in operators]
        if not control or not any(control):
            unknown += 1
        elif not any(state in one for one in control):
            beyond += 1
    return OwnCompute(sites=sites, beyond=beyond, unknown=unknown) if sites else None


def _losses(
    snapshot: Snapshot, used: Sequence[str], states: Sequence[str]
) -> dict[str, dict[tuple[str, str], ThreeLosses | None]]:
    """Return what each thing loses without each state, by horizon."""
    found: dict[str, dict[tuple[str, str], ThreeLosses | None]] = {}
    for horizon in Horizon:
        at = snapshot.at_horizon(horizon)
        masks = {state: controlled_mask(at, [state]) for state in states}
        told = losses_without(at, masks, np.array([at.root(what) for what in used], dtype=np.int64))
        by_thing: dict[tuple[str, str], ThreeLosses | None] = {}
        for row, what in enumerate(used):
            of = told.three(row)
            for column, state in enumerate(masks):
                low, central, high = (float(np.clip(of[bound, column], 0, 1)) for bound in range(3))
                by_thing[what, state] = (low, central, high) if is_known(at, what) else None
        found[horizon.value] = by_thing
    return found
