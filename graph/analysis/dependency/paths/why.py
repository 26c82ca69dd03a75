"""Why one thing rests on another, in a sentence: the best chain, the share at each step, what would replace it."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from itertools import pairwise

import numpy as np
from pydantic import Field

from graph.analysis.dependency.caveats import CAVEAT, Caveat, caveats
from graph.analysis.dependency.chain import NOTHING
from graph.analysis.dependency.kernels.breadth_first import breadth_first
from graph.analysis.dependency.paths.closure import DependencyLink
from graph.analysis.dependency.paths.paths import FoundPaths, Path, dependency_paths
from graph.analysis.dependency.paths.strongest_first import PathLimits
from graph.analysis.dependency.products import making_edges, products_of
from graph.analysis.results import Result, Row, percent
from graph.facts.edges import Edge
from graph.facts.fact import EdgeFact
from graph.node_ids import EntityId
from graph.ontology import EdgeKind, Horizon
from graph.snapshots.snapshot import Snapshot
from graph.supply.control import JURISDICTION, NOBODY_KNOWN, OPERATOR
from graph.supply.division import UNSTATED_USE
from graph.supply.needs import Need

MAKES = "makes"
TRIED = 6
"""Products of a firm whose chains are compared: those that meet most needs."""
SHOWN = 5
"""Alternatives named at a step."""
LIMITS = PathLimits(length=20, paths=1)


class WhyStep(Row):
    """One step of the chain."""

    id: EntityId = Field(description="the supplier at this step")
    name: str
    of: EntityId = Field(description="who needs it")
    need: EntityId
    share: float | None = Field(description="its share of the need that is used; none where nobody states a part")
    assumed: bool = Field(default=False, description="no source states the share: `share_basis` says what stands in")
    share_basis: str | None = Field(default=None, description="what the share is taken from where no source states it")
    share_source: str | None = Field(default=None, description="id of the source that states the share")
    confirmed: bool = Field(
        default=True, description="false: that it supplies is speculation, disputed or of later days"
    )
    caveat: Caveat | None = Field(default=None, description=CAVEAT)
    closed: bool = Field(description="the list of who supplies the need is known to be complete")
    alternatives: tuple[str, ...] = Field(description="who else supplies the need, by name; what would replace it")
    unconfirmed: tuple[str, ...] = Field(
        default=(),
        description="who is only said to supply it, by speculation, in dispute or of later days: no equal alternative",
    )
    alike: tuple[str, ...] = Field(default=(), description="those of the alternatives that the next step controls too")


class WhyResult(Result):
    """Why an entity rests on another, or that it does not as far as we know."""

    start: EntityId
    end: EntityId
    product: EntityId | None = Field(
        default=None, description="what a firm makes, through which it does; the first step leads to it"
    )
    horizon: Horizon = Field(description="the shortest horizon, from the one asked for, at which it does")
    sentence: str
    weight: float | None = Field(
        default=None,
        description="share of the entity that rests on the chain: the product of the shares of its steps, assumed ones "
        "included; null where one of them is not known",
    )
    chain: tuple[WhyStep, ...] = ()
    links: tuple[DependencyLink, ...] = Field(default=(), exclude=True)
    path: Path | None = Field(default=None, exclude=True)
    shares: tuple[Edge, ...] = Field(default=(), exclude=True)


def why(snapshot: Snapshot, start: str, end: str) -> WhyResult:
    """Return the best chain by which one entity rests on another: what is confirmed first, then the strongest.

    Where nothing binds at the horizon asked for, the longer ones are tried, and the answer says so.

    Parameters
    ----------
    snapshot : Snapshot
        Its horizon is tried first.
    start, end : str
        Ids of the dependent, and of what it rests on.

    Raises
    ------
    UnknownIdError
    """
    start, end = snapshot.require(start, "from"), snapshot.require(end, "to")
    horizons = list(Horizon)
    for horizon in horizons[horizons.index(snapshot.horizon) :]:
        view = snapshot.at_horizon(horizon)
        found = dependency_paths(view, start, end, LIMITS)
        if found.paths:
            return _answer(view, found, asked=snapshot.horizon)
    if start == end:
        told = f"{snapshot.nodes[start].name} is asked about itself: name what it may rest on."
        return WhyResult(start=start, end=end, horizon=Horizon.GROW, sentence=told)
    if made := _through_products(snapshot, start, end):
        return made
    names = snapshot.nodes[start].name, snapshot.nodes[end].name
    held = tuple(edge for edge in snapshot.edges.out(end, EdgeKind.SHARE_OF) if edge.end == start and edge.claim.share)
    sentence = _by_country(held[0].claim, *names) if held else (
        f"Nothing in the graph says that {names[0]} rests on {names[1]} on {snapshot.as_of}, at any horizon; that is "
        f"no proof that it does not.{_the_other_way(snapshot, start, end)}{_before(snapshot, start, end)}"
    )  # fmt: skip
    return WhyResult(start=start, end=end, horizon=Horizon.GROW, sentence=sentence, shares=held)


def _through_products(snapshot: Snapshot, start: str, end: str) -> WhyResult | None:
    """Say how what a firm makes rests on it, by one of its products; None where nothing does."""
    horizons = list(Horizon)
    for horizon in horizons[horizons.index(snapshot.horizon) :]:
        view = snapshot.at_horizon(horizon)
        linked = _linked(view, start, end)
        asked = [dependency_paths(view, one, end, LIMITS) for one in linked[:TRIED]]
        found = [listed for listed in asked if listed.paths]
        if found:
            best = min(found, key=lambda one: (one.paths[0].caveats, -one.paths[0].weight))
            product, told = best.start, _answer(view, best, asked=snapshot.horizon)
            names = snapshot.nodes[start].name, snapshot.nodes[end].name
            made = WhyStep(
                id=product, name=snapshot.nodes[product].name, of=start, need=MAKES, share=None, closed=False,
                alternatives=(),
            )  # fmt: skip
            sentence = f"What {names[0]} makes rests on {names[1]}, not the firm itself. {told.sentence}"
            others = f"{len(linked)} of its products do; the chain is that of one of which much does"
            return told.model_copy(
                update={
                    "start": start, "weight": None, "sentence": sentence, "product": product,
                    "chain": (made, *told.chain), "shares": making_edges(snapshot, product, start),
                    "assumptions": (*told.assumptions, *([others] if len(linked) > 1 else [])),
                }
            )  # fmt: skip
    return None


def _linked(snapshot: Snapshot, start: str, end: str) -> list[str]:
    """Return the products of a firm that rest on something, however far up; what meets most needs first."""
    ends = np.array(snapshot.positions.supplying([end]), dtype=np.int64)
    resting = breadth_first(snapshot.arrays, ends, downstream=True).depth >= 0
    return [one for one in products_of(snapshot, start) if resting[snapshot.root(one)]]


def _the_other_way(snapshot: Snapshot, start: str, end: str) -> str:
    """Say that it is the other that rests on it, where that is so."""
    view = snapshot.at_horizon(Horizon.GROW)
    if not dependency_paths(view, end, start, LIMITS).paths:
        return ""
    return f" {snapshot.nodes[end].name} rests on {snapshot.nodes[start].name}: ask the other way round."


def _before(snapshot: Snapshot, start: str, end: str) -> str:
    """Say how it rested on it before the last of its own relations ended, where it did."""
    claims = snapshot.graph.claims.columns
    own = claims["start"].array(start.__eq__, bool)
    ends = {claims["valid_to"].values[number] for number in set(claims["valid_to"].numbers[own].tolist())}
    day = max((one for one in ends if one is not None and one <= snapshot.as_of), default=None)
    before = snapshot.on(day - timedelta(days=1)).at_horizon(Horizon.GROW) if day else None
    if before is None or not {start, end} <= before.nodes.keys():
        return ""
    found = dependency_paths(before, start, end, LIMITS)
    told = _answer(before, found, asked=Horizon.GROW).sentence if found.paths else ""
    return f" As of {before.as_of}: {told}" if told else ""


def _by_country(figure: EdgeFact, start: str, end: str) -> str:
    """Say that only the share of a whole country is known: the chain has no link for it."""
    told = ", ".join(str(part) for part in (figure.basis, figure.period) if part)
    return (
        f"No firm is named through which {start} rests on {end}, at any horizon; but a source gives {end} "
        f"{percent(figure.share or 0.0)} of it ({told})."
    )


def _answer(snapshot: Snapshot, found: FoundPaths, asked: Horizon) -> WhyResult:
    path = found.paths[0]
    needs = {(need.of, need.need): need for link in path.edges for need in snapshot.needs_of[link.dependent]}
    then = [edge.supplier for edge in path.edges[1:]]
    steps, said = [], []
    for edge, others, after in zip(path.edges, path.alternatives, [*then, None], strict=True):
        need, behind = needs[edge.dependent, edge.need], snapshot.dependencies[edge.dependent, edge.need, edge.supplier]
        said_of = caveats(snapshot, need.of, need.need)
        doubtful = {one: why for one, why in said_of.items() if why is not Caveat.PAST}
        alike = tuple(other for other in others if after and after in snapshot.control.controllers(other))
        steps.append(
            WhyStep(
                id=edge.supplier, name=snapshot.nodes[edge.supplier].name, of=edge.dependent, need=edge.need,
                share=None if need.remainder >= 1 - NOTHING else edge.share, assumed=edge.assumed,
                share_basis=behind.share_basis, share_source=behind.share_claim and behind.share_claim.source.id,
                caveat=edge.caveat, closed=need.closed,
                confirmed=edge.supplier not in doubtful,
                alternatives=tuple(snapshot.nodes[other].name for other in others if other not in doubtful),
                unconfirmed=tuple(snapshot.nodes[other].name for other in others if other in doubtful),
                alike=tuple(snapshot.nodes[other].name for other in alike),
            )
        )  # fmt: skip
        said.append(_clause(snapshot, steps[-1], _told(need, {edge.supplier, *alike}, doubtful)))
    later = "" if snapshot.horizon is asked else f" {_LATER[asked, snapshot.horizon]}"
    return WhyResult(
        start=found.start, end=found.end, horizon=snapshot.horizon, chain=tuple(steps),
        weight=None if any(step.share is None for step in steps) else path.weight,
        links=path.edges, path=path, sentence=_capital(f"{'; '.join(said)}.{later}"),
        assumptions=(*found.assumptions, *_assumptions(snapshot, steps)),
    )  # fmt: skip


def _assumptions(snapshot: Snapshot, steps: Sequence[WhyStep]) -> tuple[str, ...]:
    """Say what the makers of an input are: those of the input, not those of one product that holds it."""
    held = [
        snapshot.nodes[step.of].name
        for before, step in pairwise(steps)
        if before.id == step.of == before.need and len(step.alternatives) + len(step.unconfirmed) > 0
    ]
    return tuple(
        f"suppliers of {name} are those of all of it: which of them supplies a certain product is another question"
        for name in held
    )


UNSTATED = "nobody states how much"


def _told(need: Need, group: set[str], doubtful: Mapping[str, Caveat]) -> str:
    """Say the share of some suppliers together, and what it is taken from where no source states it."""
    parts = [supplier for supplier in need.suppliers if supplier.id in group]
    share = sum(part.share for part in parts)
    if group <= doubtful.keys():
        doubt = str(Caveat.LATER) if {doubtful[one] for one in group} == {Caveat.LATER} else "unconfirmed"
        return f"{doubt}, counted as {percent(share)}" if share else doubt
    if not any(part.assumed for part in parts):
        return percent(share)
    if need.basis == UNSTATED_USE:
        return UNSTATED
    if need.basis is None or not share or not all(supplier.assumed for supplier in need.suppliers):
        return "share not stated"
    return f"about {percent(share)} {need.basis if need.basis.startswith('as ') else f'by {need.basis}'}"


def _capital(sentence: str) -> str:
    return sentence[0].upper() + sentence[1:]


def _clause(snapshot: Snapshot, step: WhyStep, told: str) -> str:
    of = snapshot.nodes[step.of].name
    if step.need == JURISDICTION and not step.closed:
        return f"{of} stands in {step.name}; {NOBODY_KNOWN}"
    if step.need in _CONTROL:
        return f"{of} is {_CONTROL[step.need]} {step.name}"
    if step.need == step.id:
        return f"{of} needs {step.name}"
    label = snapshot.nodes[step.need].name if step.need in snapshot.nodes else step.need.replace("-", " ")
    name = f"{step.name} ({step.caveat})" if step.caveat is Caveat.PAST else step.name
    together = " and ".join((", ".join((name, *step.alike[:-1])), *step.alike[-1:]))
    others = [name for name in step.alternatives if name not in step.alike]
    also = "also unconfirmed" if not step.confirmed else "unconfirmed"
    doubtful = f"; {also}: {', '.join(step.unconfirmed)}" if step.unconfirmed else ""
    if not others:
        only = "only " if step.closed else ""
        open_ = "no other known" if told != UNSTATED and step.confirmed else told
        return f"{label} of {of}: {only}{together}{'' if step.closed else f' ({open_})'}{doubtful}"
    shown = ", ".join(others[:SHOWN]) + (f" and {len(others) - SHOWN} more" if len(others) > SHOWN else "")
    return f"{label} of {of}: {together} ({told}), or else {shown}{doubtful}"


_LATER = {
    (Horizon.RUN, Horizon.MAKE): "This binds only where more is made: what runs now goes on without it.",
    (Horizon.RUN, Horizon.GROW): "This binds only where capacity grows: what runs and is made now goes on without it.",
    (Horizon.MAKE, Horizon.GROW): "This binds only where capacity grows: what is made now goes on without it.",
}
_CONTROL = {
    JURISDICTION: "controlled from", OPERATOR: "run by", "owner": "owned by", "developer": "made by",
    "designer": "designed by",
}  # fmt: skip
