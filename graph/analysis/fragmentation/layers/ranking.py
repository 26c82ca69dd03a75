"""Who is ranked and who is not (methods B4c): enough units, enough of the portfolio, enough layers; poles apart.

A rank is an interval too: a country stands before those whose whole interval lies below its own, and behind those whose
whole interval lies above. The interval is that of every split that the facts allow, with one unit more or less of any
sphere on each layer: where five regions are known, one that a list misses moves a place. Equal values share a rank.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from pydantic import Field

from graph.analysis.results import Row, percent
from graph.ontology import Layer
from graph.snapshots.arrays import Interval

MIN_UNITS = 5
"""Units of a country on a layer that must be known, for it to be ranked there."""
MIN_SETTLED = 0.5
"""Part of its portfolio there whose sphere must be settled whatever the split."""
COMMON = (Layer.CLOUDS, Layer.SECURITY)
"""Layers on which any country can stand. Countries are compared over these: laboratories, chips, inputs and sites of
compute are had by some only, and an average over other layers than another's is another figure."""
CLOSE = 1e-12
A_POLE = "a pole: the others are measured between the two"
"""Why neither of the two powers is ranked."""


class RankBy(StrEnum):
    """What countries are ranked by, the most first."""

    CONTESTED = "contested"
    HEDGING = "hedging"
    PULLED_APART = "pulled-apart"
    ALIGNED_US = "aligned-us"
    ALIGNED_CHINA = "aligned-china"


class Standing(StrEnum):
    """Whether a country is in the ranking."""

    RANKED = "ranked"
    POLE = "pole"
    TOO_LITTLE_KNOWN = "too_little_known"


@dataclass(frozen=True)
class Enough:
    """How much has to be known to rank a country; see the module for the defaults."""

    units: int = MIN_UNITS
    settled: float = MIN_SETTLED
    layers: int | None = None

    def lacking(self, units: int, settled: float, counted: str) -> str | None:
        """Say what would have to be known for a country to be ranked on a layer; None where enough is.

        Parameters
        ----------
        units : int
            With a known supplier.
        settled : float
            Part of the portfolio whose sphere is the same whatever the split.
        counted : str
            What a unit is.
        """
        if units < self.units:
            return f"the suppliers of {self.units} {counted}; {units} {'is' if units == 1 else 'are'} known"
        if settled < self.settled - CLOSE:
            asked = percent(self.settled)
            return f"the sphere of {asked} of its suppliers whatever the split; {percent(settled)} is settled"
        return None


def compared(asked: Collection[Layer], every: Collection[Layer]) -> tuple[Layer, ...]:
    """Return the layers that countries are ranked over.

    Parameters
    ----------
    asked, every : collection of Layer
        Whoever asks for some of all means just those; else those that any country can have.
    """
    return tuple(layer for layer in asked if layer in COMMON or set(asked) != set(every))


@dataclass(frozen=True)
class Compared:
    """The layers that countries are ranked over, and on how many of them enough must be known."""

    layers: tuple[Layer, ...]
    needed: int


class Rank(Row):
    """A place in a ranking."""

    rank: int = Field(description="by the central value; equal values share it")
    best: int = Field(description="the best place that the intervals allow")
    worst: int = Field(description="the worst")
    low: float = Field(description="the least of the figure ranked by: other splits, and one unit more or less")
    high: float = Field(description="the largest")


@dataclass(frozen=True)
class Placed:
    """A value to rank by, with its interval."""

    value: float
    low: float
    high: float


def ranks(values: Mapping[str, Placed]) -> dict[str, Rank]:
    """Return the rank of each, the largest value first.

    Parameters
    ----------
    values : Mapping[str, Placed]
        Name -> its value and interval; values within ``CLOSE`` of each other are equal.
    """
    every: Sequence[Placed] = list(values.values())
    return {
        name: Rank(
            rank=1 + sum(other.value > one.value + CLOSE for other in every),
            best=1 + sum(other.low > one.high + CLOSE for other in every),
            worst=1 + sum(other is not one and other.high > one.low + CLOSE for other in every),
            low=one.low,
            high=one.high,
        )
        for name, one in values.items()
    }


def mean_range(ranges: Sequence[Interval]) -> Interval | None:
    """Return the range of the average: layers may be at their ends independently of each other.

    Parameters
    ----------
    ranges : Sequence[Interval]
        Low and high end for each layer; None is returned where there is no layer.
    """
    if not ranges:
        return None
    return sum(low for low, _ in ranges) / len(ranges), sum(high for _, high in ranges) / len(ranges)


def widest_difference(ranges: Sequence[Interval]) -> Interval:
    """Return the range of the widest difference between values that each lie in an interval.

    Parameters
    ----------
    ranges : Sequence[Interval]
        Low and high end for each layer, at least two. The least is the gap that no choice inside the intervals closes.
    """
    least = max(max(low for low, _ in ranges) - min(high for _, high in ranges), 0.0)
    most = max(
        other[1] - one[0] for number, one in enumerate(ranges) for place, other in enumerate(ranges) if place != number
    )  # fmt: skip
    return least, max(most, least)
