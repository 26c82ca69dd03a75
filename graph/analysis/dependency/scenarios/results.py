"""What a scenario's answer holds: what is stopped, what is degraded, what stands, and what is not known."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

from pydantic import Field

from graph.analysis.dependency.cases.readings import Criterion, Reading
from graph.analysis.dependency.chain import UNTIL_IT_BITES, ChainStep, Months
from graph.analysis.dependency.home import HOME
from graph.analysis.dependency.stocks import RunOut
from graph.analysis.results import Result, Row
from graph.node_ids import EntityId
from graph.ontology import NodeKind
from graph.snapshots.arrays import Interval, Triple

AT_HOME = f"it is removed itself, or what is removed is {HOME}: no finding"
OPERATES = "as who runs or owns its sites it loses nothing: they do not fall with what it supplies itself"
PAST = "a model or chip released so long ago that nobody makes more of it: in no count, and listed last"


class FailedRow(Row):
    """An entity that is stopped, and why."""

    id: EntityId
    kind: NodeKind
    name: str
    status: Literal["stopped"] = "stopped"
    reason: str
    round: int = Field(description="0: cut off itself; n: n steps from what is cut off")
    certain: bool = Field(description="it is stopped whoever else there may be; else as far as we know")
    loss: Triple = Field(description="share of capacity lost: low, central, high")
    total: bool = Field(description="nothing is left, in the reading asked for")
    need: EntityId | None = Field(default=None, description="the need that is lost")
    through: tuple[EntityId, ...] = Field(default=(), description="its suppliers that lose something, most first")
    chain: tuple[ChainStep, ...] = Field(default=(), description="from the entity to what is cut off")
    months: Months | None = Field(default=None, description=UNTIL_IT_BITES)
    past: bool = Field(default=False, description=PAST)
    home: bool = Field(default=False, description=AT_HOME)
    operates: bool = Field(default=False, description=OPERATES)


class Degraded(Row):
    """An entity that keeps running with less."""

    id: EntityId
    kind: NodeKind
    name: str
    loss: dict[str, Interval] = Field(description="share lost, by substitutability: low and high")
    central: dict[str, float] = Field(description="share lost, by substitutability: central value")
    reason: str
    not_excluded: bool = Field(default=False, description="the facts do not keep it from being stopped")
    status: Literal["degraded", "not excluded"] = Field(
        default="degraded", description="not excluded: from being stopped"
    )
    need: EntityId | None = Field(default=None, description="the need that loses most")
    through: tuple[EntityId, ...] = Field(default=(), description="its suppliers that lose something, most first")
    past: bool = Field(default=False, description=PAST)
    operates: bool = Field(default=False, description=OPERATES)


class Survivor(Row):
    """An entity that is not stopped."""

    id: EntityId
    kind: NodeKind
    name: str
    past: bool = Field(default=False, description=PAST)


class KindTally(Row):
    """How many of a kind are stopped, degraded, and go on; what is at home with what is removed is told apart."""

    kind: NodeKind
    stopped: int
    certain: int = Field(description="of those stopped")
    degraded: int
    not_excluded: int = Field(
        description="of those degraded, how many the facts do not keep from being stopped: nobody states the shares"
    )
    go_on: int | None = Field(description="known, and neither; null where survivors of the kind are not asked for")
    not_known: int | None = Field(description="of which no need is known: in none of the others")
    own: int = Field(default=0, description="removed, or at home with what is removed: in none of the others")


TALLIED = {
    NodeKind.LAB: ("lab", "labs"), NodeKind.MODEL: ("model", "models"), NodeKind.PLATFORM: ("platform", "platforms"),
    NodeKind.CLOUD_PROVIDER: ("cloud", "clouds"), NodeKind.FACILITY: ("site", "sites"),
    NodeKind.CHIP: ("chip", "chips"), NodeKind.INPUT: ("input", "inputs"), NodeKind.COMPANY: ("company", "companies"),
    NodeKind.COUNTRY: ("country", "countries"),
}  # fmt: skip
"""Kinds in the order in which a reader asks for them, and what one and many of each are called."""


COUNTED = (NodeKind.LAB, NodeKind.MODEL)
"""Kinds of which a sentence says how many are not excluded from being stopped."""


class Unjudged(NamedTuple):
    """Of which parts of a scenario nothing can be said.

    Attributes
    ----------
    reasons : tuple of str
        Why nothing can be said, without their stop.
    later : tuple of str
        Which parts bind at a longer horizon only.
    wholly : bool
        Nothing of the scenario can be judged.
    """

    reasons: tuple[str, ...] = ()
    later: tuple[str, ...] = ()
    wholly: bool = False


def told(tallies: Sequence[KindTally], unjudged: Unjudged = Unjudged()) -> str:
    """Return in a sentence what is stopped, and what of it for certain; or that nothing can be said of it.

    Parameters
    ----------
    tallies : sequence of KindTally
        How many of each kind are stopped, degraded, standing and not known.
    unjudged : Unjudged
        Parts of the scenario of which nothing can be said: no part of what stops nothing.
    """
    stopped = any(tally.stopped for tally in tallies)
    sentences = [] if unjudged.wholly and not stopped else [_stopped(tallies)]
    sentences += [f"Not judged: {'; '.join(unjudged.reasons)}."] if unjudged.reasons else []
    return " ".join((*sentences, *(f"{one[0].upper()}{one[1:]}." for one in unjudged.later)))


def _stopped(tallies: Sequence[KindTally]) -> str:
    listed = [tally for tally in tallies if tally.stopped or _known(tally)]
    stopped = ", ".join(_counted(tally.kind, tally.stopped, _known(tally)) for tally in listed)
    certain = [_counted(tally.kind, tally.certain) for tally in tallies if tally.certain]
    open_ones = [
        _counted(tally.kind, tally.not_excluded) for tally in tallies if tally.not_excluded and tally.kind in COUNTED
    ]
    besides = f" Not excluded, as nobody states the shares: {', '.join(open_ones)}." if open_ones else ""
    own = [_counted(tally.kind, tally.own) for tally in tallies if tally.own]
    besides += f" Not counted, as removed or at home there: {', '.join(own)}." if own else ""
    if any(tally.stopped for tally in tallies):
        return f"Stopped: {stopped}. For certain: {', '.join(certain) or 'none of them'}.{besides}"
    if listed:
        return f"Nothing that is known is stopped: {stopped}.{besides}"
    unknown = [_counted(tally.kind, tally.not_known) for tally in tallies if tally.not_known]
    if unknown:
        return f"Not known: no source tells the needs of {', '.join(unknown)}, so that it is neither stopped nor safe."
    return f"Nothing else is stopped.{besides}" if own else "Nothing is stopped."


def _known(tally: KindTally) -> int | None:
    return None if tally.go_on is None else tally.stopped + tally.degraded + tally.go_on


def _counted(kind: NodeKind, count: int, known: int | None = None) -> str:
    of = "" if known is None else f" of {known} known"
    return f"{count:,}{of} {TALLIED[kind][(count if known is None else known) != 1]}"


class ScenarioResult(Result):
    """What a scenario does."""

    reading: Reading
    criterion: Criterion
    sentence: str = Field(description="what is stopped, by kind, laboratories first")
    in_all: tuple[KindTally, ...] = Field(description="the same as numbers")
    failed: tuple[FailedRow, ...] = Field(description="nearest to what is cut off first")
    degraded: tuple[Degraded, ...] = Field(description="worst first; what is stopped is not repeated here")
    survives: tuple[Survivor, ...] = Field(
        description="targets that are known and not stopped; labs and models, where no targets are named"
    )
    not_known: tuple[Survivor, ...] = Field(description="targets of which no need is known: neither stopped nor safe")
    stocks: tuple[RunOut, ...] = Field(description="known stocks of what is used up and runs short")
    nothing: tuple[str, ...] = Field(
        default=(), description="parts of the scenario that the graph knows no dependents of: no finding"
    )


class Comparison(Result):
    """Two scenarios side by side."""

    only_first: tuple[EntityId, ...] = Field(description="what is stopped in the first alone")
    only_second: tuple[EntityId, ...]
    both: tuple[EntityId, ...]
    worse_in_first: tuple[EntityId, ...] = Field(description="degraded in both or one, losing more in the first")
    worse_in_second: tuple[EntityId, ...]
