"""Who is ranked and who is not (methods B4c): enough units, enough of the portfolio, enough layers; poles apart.

A rank is an interval too: a country stands before those whose whole interval lies below its own, and behind those whose
whole interval lies above. Equal values share a rank.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from pydantic import Field

from graph.analysis.results import Row

MIN_UNITS = 5
"""Units of a country on a layer that must be known, for it to be ranked there."""
MIN_SETTLED = 0.5
"""Part of its portfolio there whose sphere must be settled whatever the split."""
MIN_LAYERS = 3
"""Layers on which it must be ranked, to be ranked over layers; all where fewer are asked."""
CLOSE = 1e-12


class RankBy(StrEnum):
    """What countries are ranked by, the most first."""

    CONTESTED = "contested"
    HEDGING = "hedging"
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
    layers: int = MIN_LAYERS

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
            return f"the suppliers of {self.units} {counted}; {units} are known"
        if settled < self.settled - CLOSE:
            return f"the sphere of {self.settled:.0%} of its suppliers whatever the split; {settled:.0%} is settled"
        return None


class Rank(Row):
    """A place in a ranking."""

    rank: int = Field(description="by the central value; equal values share it")
    best: int = Field(description="the best place that the intervals allow")
    worst: int = Field(description="the worst")


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
    """
    every: Sequence[Placed] = list(values.values())
    return {
        name: Rank(
            rank=1 + sum(other.value > one.value + CLOSE for other in every),
            best=1 + sum(other.low > one.high + CLOSE for other in every),
            worst=1 + sum(other is not one and other.high > one.low + CLOSE for other in every),
        )
        for name, one in values.items()
    }
