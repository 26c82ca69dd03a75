"""What a state could switch off of what a country uses, and what keeps running without it.

A service stops when its maker's state says so. Open weights that are out keep running on compute that the state does
not control: what stops is the service, the next model, and what the machines themselves rest on. That difference is the
heart of the argument for open models, so it is told for each thing and state. What a body has installed on machines
of its own is no service: it goes on, and what those machines rest on is not in the graph.
"""

from collections.abc import Collection, Sequence

import numpy as np
from pydantic import Field

from graph.analysis.dependency.exposure.exposure import losses_without
from graph.analysis.dependency.exposure.targets import controlled_mask
from graph.analysis.dependency.known import is_known
from graph.analysis.fragmentation.ties.ledger import incoming
from graph.analysis.origin import POLES, origin
from graph.analysis.results import Row, percent_told
from graph.facts.nodes import Node
from graph.node_ids import EntityId
from graph.ontology import EdgeKind, Horizon, NodeKind
from graph.snapshots.snapshot import Snapshot

NAMED = 5
"""Most models, and most things in its place, that are named."""
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
    controls: bool = Field(description="the maker is under the state's control: it can stop its service tomorrow")
    installed: bool = Field(
        default=False, description="all known use runs on the users' own machines: no service stops"
    )
    loss: dict[str, ThreeLosses | None] = Field(
        description="capacity of the service lost without the state by horizon: low, central, high; null: no need "
        "known, or no service"
    )
    open_weights: int = Field(description="its maker's models whose weights are out")
    models: int = Field(description="its maker's models of which it is known")
    newest_open: tuple[EntityId, ...] = Field(description="the newest of them")
    own_compute: OwnCompute | None = Field(description="where open weights would run; null where none stands there")
    in_its_place: tuple[EntityId, ...] = Field(description="what else the country uses or has adopted, not the state's")
    told: str = Field(default="", description="the same in a sentence")


def pressures(
    snapshot: Snapshot, country: str, used: Sequence[str], installed: Collection[str] = ()
) -> tuple[Pressure, ...]:
    """Return what each power, and each state behind a maker, could do; the country's own state is left out.

    Parameters
    ----------
    snapshot : Snapshot
        A power that it does not hold is left out.
    country : str
        Its id, ``country:ISO3``: whose use it is.
    used : sequence of str
        Ids of the models, labs and platforms that the country uses or has adopted.
    installed : collection of str
        Those of which all known use runs on the users' own machines.
    """
    behind = {what: origin(snapshot, what) for what in used}
    states = sorted({*POLES, *(state for makers in behind.values() for state in makers)} - {country})
    states = [state for state in states if state in snapshot.nodes]
    losses = _losses(snapshot, used, states)
    rows = []
    for what in used:
        models = _models(snapshot, what)
        opened = [model for model in models if model.properties.get("open_weights") is True]
        opened.sort(key=lambda model: str(model.properties.get("released_on", "")), reverse=True)
        others = [other for other in used if other != what]
        for state in (one for one in states if one in POLES or one in behind[what]):
            controls = behind[what].get(state, 0.0) > 0
            loss: dict[str, ThreeLosses | None] = {
                horizon: None if what in installed else (1.0, 1.0, 1.0) if controls else found[what, state]
                for horizon, found in losses.items()
            }
            if controls or any(one is not None and one[2] > 0 for one in loss.values()):
                row = Pressure(
                    what=what, name=snapshot.nodes[what].name, state=state, controls=controls,
                    installed=what in installed, loss=loss,
                    open_weights=len(opened), models=sum("open_weights" in model.properties for model in models),
                    newest_open=tuple(model.id for model in opened[:NAMED]),
                    own_compute=_own_compute(snapshot, country, state),
                    in_its_place=tuple(other for other in others if not behind[other].get(state))[:NAMED],
                )  # fmt: skip
                rows.append(row.model_copy(update={"told": _told(snapshot, country, row)}))
    return tuple(rows)


def _told(snapshot: Snapshot, country: str, row: Pressure) -> str:
    state, place = snapshot.nodes[row.state].name, snapshot.nodes[country].name
    if row.installed:
        return (
            f"{state} controls the maker of {row.name}: it could withhold every later model. What is in use there "
            "runs on the users' own machines, so that no service stops; what those rest on is not known here."
        )
    if row.controls:
        can = f"{state} controls the maker of {row.name}: it could stop the service tomorrow, and every later model."
    else:
        can = f"{row.name} is not under {state}; cut off from there, the service would lose {_spans(row.loss)}."
    names = ", ".join(snapshot.nodes[other].name for other in row.in_its_place)
    instead = f" Used or adopted there and not under {state}: {names}." if names else ""
    return f"{can} {_kept(row, place, of_model=snapshot.nodes[row.what].kind is NodeKind.MODEL)}{instead}"


def _spans(loss: dict[str, ThreeLosses | None]) -> str:
    told = []
    for name, one in loss.items():
        if one:
            low, central, high = one
            told.append(f"{percent_told(central, low, high)} {AT[Horizon(name)]}")
    return ", ".join(told)


def _kept(row: Pressure, place: str, *, of_model: bool) -> str:
    if row.open_weights:
        whose = "Its weights" if of_model else f"The weights of {row.open_weights} of its maker's models"
        if row.own_compute is None:
            return f"{whose} are out; no site is known in {place} on which they could run."
        sites = row.own_compute
        seen = f", of {sites.unknown} the operator is not known" if sites.unknown else ""
        beyond = f"{sites.beyond} of {sites.sites} known sites in {place} are others'{seen}"
        return f"{whose} are out and keep running: {beyond}."
    if row.models:
        return "No open weights of it are known: nothing of it keeps running."
    return "Whether there are open weights of it is not known."


def _models(snapshot: Snapshot, what: str) -> list[Node]:
    """Return the models of the maker of a thing: of the lab itself, of a model's labs; none of a platform."""
    node = snapshot.nodes[what]
    if node.kind is NodeKind.MODEL:
        return [node]
    made = incoming(snapshot, what, EdgeKind.DEVELOPED_BY)
    return [snapshot.nodes[edge.start] for edge in made if snapshot.nodes[edge.start].kind is NodeKind.MODEL]


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
