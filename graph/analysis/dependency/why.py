"""Why one thing rests on another, in a sentence: the strongest chain, the share at each step, what would replace it."""

from pydantic import Field

from graph.analysis.dependency.closure import DependencyLink
from graph.analysis.dependency.paths import Path, PathLimits, dependency_paths
from graph.analysis.results import Result, Row
from graph.ontology import Horizon
from graph.snapshot import Snapshot

SHOWN = 5
"""Alternatives named at a step."""


class WhyStep(Row):
    """One step of the chain."""

    id: str = Field(description="the supplier at this step")
    name: str
    of: str = Field(description="who needs it")
    need: str
    share: float | None = Field(description="its share of the need; none where no source states one")
    closed: bool = Field(description="the list of who supplies the need is known to be complete")
    alternatives: tuple[str, ...] = Field(description="who else supplies the need, by name; what would replace it")


class WhyResult(Result):
    """Why an entity rests on another, or that it does not as far as we know."""

    start: str
    end: str
    horizon: Horizon = Field(description="the shortest horizon, from the one asked for, at which it does")
    sentence: str
    weight: float | None = Field(default=None, description="share of the entity that rests on the chain")
    chain: tuple[WhyStep, ...] = ()
    links: tuple[DependencyLink, ...] = Field(default=(), exclude=True)
    path: Path | None = Field(default=None, exclude=True)


def why(snapshot: Snapshot, start: str, end: str) -> WhyResult:
    """Return the strongest chain by which one entity rests on another.

    Where nothing binds at the horizon asked for, the longer ones are tried, and the answer says so.

    Parameters
    ----------
    snapshot : Snapshot
    start, end : str

    Raises
    ------
    UnknownIdError
    """
    start, end = snapshot.require(start, "from"), snapshot.require(end, "to")
    horizons = list(Horizon)
    for horizon in horizons[horizons.index(snapshot.horizon) :]:
        view = snapshot.at_horizon(horizon)
        found = dependency_paths(view, start, end, PathLimits(length=20, paths=1)).paths
        if found:
            return _told(view, start, end, found[0], asked=snapshot.horizon)
    names = snapshot.nodes[start].name, snapshot.nodes[end].name
    return WhyResult(
        start=start, end=end, horizon=Horizon.GROW,
        sentence=f"Nothing in the graph says that {names[0]} rests on {names[1]}, at any horizon; that is no proof "
        "that it does not.",
    )  # fmt: skip


def _told(snapshot: Snapshot, start: str, end: str, path: Path, asked: Horizon) -> WhyResult:
    steps = []
    closed = {(need.of, need.need): need.closed for need in snapshot.needs}
    for edge, others in zip(path.edges, path.alternatives, strict=True):
        steps.append(
            WhyStep(
                id=edge.supplier, name=snapshot.nodes[edge.supplier].name, of=edge.dependent, need=edge.need,
                share=None if edge.assumed else edge.share, closed=closed[edge.dependent, edge.need],
                alternatives=tuple(snapshot.nodes[other].name for other in others),
            )
        )  # fmt: skip
    later = "" if snapshot.horizon is asked else f" (not at horizon {asked}; only at {snapshot.horizon})"
    said = ", which ".join(_clause(snapshot, step) for step in steps)
    return WhyResult(
        start=start, end=end, horizon=snapshot.horizon, weight=path.weight, chain=tuple(steps), links=path.edges,
        path=path, sentence=f"{snapshot.nodes[start].name} {said}{later}.",
    )  # fmt: skip


def _clause(snapshot: Snapshot, step: WhyStep) -> str:
    need = snapshot.nodes[step.need].name if step.need in snapshot.nodes else step.need
    for_what = "" if need == step.name else f" for its {need}"
    if step.need in _CONTROL:
        return f"is {_CONTROL[step.need]} {step.name}"
    if not step.alternatives:
        alone = "alone" if step.closed else "(no other is known)"
        return f"rests on {step.name} {alone}{for_what}"
    share = f" ({step.share:.0%})" if step.share is not None else ""
    others = ", ".join(step.alternatives[:SHOWN]) + (" and others" if len(step.alternatives) > SHOWN else "")
    return f"rests on {step.name}{share}{for_what}, beside {others}"


_CONTROL = {"jurisdiction": "controlled from", "owner": "owned by", "developer": "made by", "designer": "designed by"}
