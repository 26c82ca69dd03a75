"""What every result of analysis says about itself."""

from collections.abc import Mapping
from typing import Any, ClassVar, get_args

from pydantic import BaseModel, ConfigDict, Field, model_validator

ROUNDING = 1e-9
"""What sums of doubles are off by."""
WIDEST = 0.5
"""A figure whose interval is wider than this part of its scale may be anything, and is not told."""


def _may_be_figures(kind: Any) -> bool:
    """Say whether values of a type may be, or hold, doubles; rows in it have looked at their own."""
    return kind in (float, Any) or any(map(_may_be_figures, get_args(kind)))


class Row(BaseModel):
    """One row of a result; what is off from nothing by rounding alone is nothing."""

    model_config = ConfigDict(defer_build=True, frozen=True)

    _figures: ClassVar[frozenset[str]] = frozenset()
    """Fields that may hold figures, by what they are called where a row is made."""

    @classmethod
    def __pydantic_init_subclass__(cls, **_: Any) -> None:
        """Note which fields may hold figures: nothing else is looked at in each row."""
        fields = ((name, info.alias or name, info) for name, info in cls.model_fields.items())
        cls._figures = frozenset(one for *named, info in fields if _may_be_figures(info.annotation) for one in named)

    @model_validator(mode="before")
    @classmethod
    def _rounded(cls, given: Any) -> Any:
        if not isinstance(given, dict):
            return given
        return given | {name: _without_noise(given[name]) for name in cls._figures if name in given}


class Result(Row):
    """A result: frozen, and honest about its limits.

    ``truncated`` is True where a limit was reached, ``limits`` says which and how large it was.
    """

    truncated: bool = Field(default=False, description="a limit was reached; `limits` says which")
    limits: dict[str, float] = Field(default={}, description="limits reached, by name")
    assumptions: tuple[str, ...] = ()


def _without_noise(value: Any) -> Any:
    if isinstance(value, float):
        return 0.0 if abs(value) < ROUNDING else value
    if isinstance(value, tuple | list):
        return type(value)(map(_without_noise, value)) if type(value) in (tuple, list) else value
    if type(value) is dict:
        return {name: _without_noise(part) for name, part in value.items()}
    return value


def percent(share: float) -> str:
    """Return a share in words; what is not nothing is never said to be 0%, nor what is not all 100%.

    >>> percent(0.5), percent(0.002), percent(0.999), percent(1)
    ('50%', 'under 1%', 'over 99%', '100%')

    Parameters
    ----------
    share : float
        A part of 1; what is off by rounding alone is nothing, or all.
    """
    if ROUNDING < share < 0.005:
        return "under 1%"
    return "over 99%" if 0.995 <= share < 1 - ROUNDING else f"{share:.0%}"


def percent_range(low: float, high: float) -> str:
    """Return an interval of shares in words; of ends that round alike, one.

    >>> percent_range(0.25, 1), percent_range(0, 0.001)
    ('25% to 100%', '0% to under 1%')

    Parameters
    ----------
    low, high : float
        Parts of 1, the least first.
    """
    ends = percent(low), percent(high)
    return ends[0] if ends[0] == ends[1] else " to ".join(ends)


def is_told(low: float, high: float, scale: float = 1.0) -> bool:
    """Say whether an interval is narrow enough for its central value to say something.

    >>> is_told(0.5, 1), is_told(0.2, 0.9), is_told(-0.2, 0.7, scale=2)
    (True, False, True)

    Parameters
    ----------
    low, high : float
        The least first.
    scale : float
        From the least to the largest value that the figure can have: 1 of a share, 2 of what runs from -1 to 1.
    """
    return high - low <= WIDEST * scale + ROUNDING


def settled(central: float | None, span: tuple[float, float] | None, scale: float = 1.0) -> float | None:
    """Return a central value where its interval leaves it one: the rule of every figure that has an interval.

    >>> settled(0.6, (0.4, 0.8)), settled(0.6, (0.2, 0.9)), settled(0.6, None)
    (0.6, None, 0.6)

    Parameters
    ----------
    central : float or None
        What is known of it, or its likeliest value.
    span : tuple of float, optional
        All that it may be; nothing was worked out where None.
    scale : float
        From the least to the largest value that the figure can have.
    """
    return central if span is None or is_told(*span, scale) else None


def settled_shares(
    shares: Mapping[str, float | None] | None, spans: Mapping[str, tuple[float, float]] | None
) -> dict[str, float | None] | None:
    """Return shares by name, each where its interval leaves it a central value.

    >>> settled_shares({"US": 0.6, "China": 0.4}, {"US": (0.2, 0.9), "China": (0.1, 0.5)})
    {'US': None, 'China': 0.4}

    Parameters
    ----------
    shares : mapping, optional
        Parts of 1; None where nothing is known.
    spans : mapping, optional
        All that each may be; nothing was worked out where None.
    """
    if shares is None or spans is None:
        return None if shares is None else dict(shares)
    return {name: settled(share, spans.get(name)) for name, share in shares.items()}


def percent_told(central: float, low: float, high: float) -> str:
    """Return a share in words with its interval: where it may be anything, that comes first, and no central value.

    >>> percent_told(0.79, 0.6, 1), percent_told(1, 1, 1), percent_told(1, 0, 1)
    ('79% (60% to 100%)', '100%', 'anything from 0% to 100%')

    Parameters
    ----------
    central, low, high : float
        Parts of 1.
    """
    span = percent_range(low, high)
    if not is_told(low, high):
        return f"anything from {span}"
    value = percent(central)
    return value if value == span else f"{value} ({span})"


def percent_lost(central: float, low: float, high: float) -> str:
    """Return a loss in words as rankings and lists of losses have it: they are sorted by the central value.

    Where the interval is too wide for that to say something, the interval comes first, and the value after it by name.

    >>> percent_lost(0.79, 0.6, 1), percent_lost(1, 0.21, 1)
    ('79% (60% to 100%)', '21% to 100%, 100% in the likely reading')
    >>> percent_lost(0.96, 0, 1)
    'anything from 0% to 100%, 96% in the likely reading'

    Parameters
    ----------
    central, low, high : float
        Parts of 1.
    """
    if is_told(low, high):
        return percent_told(central, low, high)
    anything = "anything from " if low <= ROUNDING and high >= 1 - ROUNDING else ""
    return f"{anything}{percent_range(low, high)}, {percent(central)} in the likely reading"
