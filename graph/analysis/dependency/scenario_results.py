"""What a scenario's answer holds: what is stopped, what is degraded, what stands, and what is not known."""

from pydantic import Field

from graph.analysis.dependency.chain import UNTIL_IT_BITES, ChainStep, Months
from graph.analysis.dependency.readings import Criterion, Reading
from graph.analysis.dependency.stocks import RunOut
from graph.analysis.results import Result, Row
from graph.ontology import NodeKind
from graph.snapshots.arrays import Interval, Triple


class FailedRow(Row):
    """An entity that is stopped, and why."""

    id: str
    kind: NodeKind
    name: str
    reason: str
    round: int = Field(description="0: cut off itself; n: n steps from what is cut off")
    certain: bool = Field(description="it is stopped whoever else there may be; else as far as we know")
    loss: Triple = Field(description="share of capacity lost: low, central, high")
    total: bool = Field(description="nothing is left, in the reading asked for")
    need: str | None = Field(default=None, description="the need that is lost")
    through: tuple[str, ...] = Field(default=(), description="its suppliers that lose something, most first")
    chain: tuple[ChainStep, ...] = Field(default=(), description="from the entity to what is cut off")
    months: Months | None = Field(default=None, description=UNTIL_IT_BITES)


class Degraded(Row):
    """An entity that keeps running with less."""

    id: str
    kind: NodeKind
    name: str
    loss: dict[str, Interval] = Field(description="share lost, by substitutability: low and high")
    central: dict[str, float] = Field(description="share lost, by substitutability: central value")
    reason: str
    need: str | None = Field(default=None, description="the need that loses most")
    through: tuple[str, ...] = Field(default=(), description="its suppliers that lose something, most first")


class Survivor(Row):
    """An entity that is not stopped."""

    id: str
    kind: NodeKind
    name: str


class ScenarioResult(Result):
    """What a scenario does."""

    reading: Reading
    criterion: Criterion
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

    only_first: tuple[str, ...] = Field(description="what is stopped in the first alone")
    only_second: tuple[str, ...]
    both: tuple[str, ...]
    worse_in_first: tuple[str, ...] = Field(description="degraded in both or one, losing more in the first")
    worse_in_second: tuple[str, ...]
