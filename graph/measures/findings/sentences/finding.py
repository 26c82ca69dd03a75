"""What a finding is: one sentence with its number, and everything a reader needs to check it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from pydantic import Field

from graph.analysis.results import Result, Row, percent, percent_range


class Topic(StrEnum):
    """What findings are about."""

    SPHERES = "spheres"
    DIVISION = "division"
    CAPABILITY = "capability"
    USE = "use"
    OPENNESS = "openness"
    COMPUTE = "compute"
    MONEY = "money"
    COUNTRIES = "countries"


SOURCES_NAMED = 8
"""Most sources named by one finding; its link has them all."""


class Finding(Row):
    """A sentence, its number and interval, what it is a share of, how much of that is seen, and who says so."""

    id: str
    topic: Topic
    title: str = Field(description="what it is about, in a few words")
    statement: str = Field(description="the sentence")
    value: float
    low: float | None = Field(
        description="least value by what the facts leave open and by other draws of the units; null: none worked out"
    )
    high: float | None = Field(description="largest value that the facts allow; null likewise")
    unit: str
    about: str = Field(description="the day or period that the number is of")
    denominator: str = Field(description="what the number is a share of, or which population it counts")
    coverage: str = Field(description="how much of that our sources see")
    covered: float | None = Field(description="the same as a share; null where no source claims the whole")
    measure: str = Field(description="name of the measure that gives the number")
    link: str = Field(description="the address that answers with the number, its edges and all its sources")
    sources: tuple[str, ...] = Field(description="ids of sources, see `sources` of the answer")
    sources_in_all: int
    undated: float | None = Field(description="part of what it rests on that no source dates; null where all is dated")
    universe: tuple[str, ...] = Field(
        default=(), exclude=True, description="what the number is over: countries, or a population"
    )


class Withheld(Row):
    """A sentence that is not told, because too little is known for it."""

    id: str
    topic: Topic
    title: str
    reason: str
    link: str


class Change(Row):
    """A finding with another number on another day or in another version, over the same universe."""

    id: str
    title: str
    statement: str
    before: Finding
    after: Finding


class Incomparable(Row):
    """A finding of which nobody can say whether the world changed or what is known of it."""

    id: str
    title: str
    reason: str


class Findings(Result):
    """What the graph says of the world's division, in sentences."""

    findings: tuple[Finding, ...]
    withheld: tuple[Withheld, ...] = Field(description="what cannot be said, and why")
    since: date | None = None
    changed: tuple[Change, ...] = Field(default=(), description="what differs from the day `since`")
    incomparable: tuple[Incomparable, ...] = Field(
        default=(), description="what cannot be compared with the day `since`, and why"
    )


@dataclass(frozen=True)
class Told:
    """What a finding reads out of an answer.

    Attributes
    ----------
    value : float
        The number of the sentence, in the unit of its kind.
    low, high : float or None
        Its interval: what the facts leave open, and other draws of the units; None where none was worked out.
    about, denominator, coverage : str
        The day or period that it is of; what it is a share of, or counts; how much of that our sources see.
    covered : float or None
        The last as a share, 0..1; None where no source claims the whole.
    words : Mapping[str, str]
        What the template says besides the number.
        An id among them is told by its name.
    sources : tuple of str
        Sources of the number, where they are fewer than those of the whole answer.
    undated : float or None
        Part of what it rests on that no source dates.
    universe : tuple of str
        What it is over: ids of countries, or a population in words. Numbers over others are no change of it.
    """

    value: float
    about: str
    denominator: str
    coverage: str
    low: float | None = None
    high: float | None = None
    covered: float | None = None
    words: Mapping[str, str] = field(default_factory=dict)
    sources: tuple[str, ...] = ()
    undated: float | None = None
    universe: tuple[str, ...] = ()


@dataclass(frozen=True)
class FindingKind:
    """A finding: the measure it rests on, how it reads the answer, and the sentence.

    Attributes
    ----------
    id, title, unit : str
        What tells it from others, what it is about in a few words, and the unit of its number.
    topic : Topic
        Under which it is listed.
    measure : str
        Name of a declared measure.
    query : Mapping[str, str]
        The question to it, besides day, lens and horizon.
    template : str
        Filled with ``words``, ``value``, ``low``, ``high`` and ``about``.
    read : callable
        ``(result, day) -> Told``, or the reason why nothing can be said.
    """

    id: str
    topic: Topic
    title: str
    unit: str
    measure: str
    query: Mapping[str, Any]
    template: str
    read: Callable[[Any, date], Told | str]


def told(kind: FindingKind, what: Told, link: str, sources: Iterable[str], names: Mapping[str, str]) -> Finding:
    """Return the finding that a kind makes of what it read; ``names`` are those of ids among its words.

    Parameters
    ----------
    kind : FindingKind
        Has the template of the sentence.
    what : Told
        What was read from the answer.
    link : str
        Address of the answer.
    sources : iterable of str
        Ids of the sources that it rests on.
    names : mapping of str to str
        Names of the ids among its words.
    """
    listed = tuple(dict.fromkeys(what.sources or sources))
    words = {name: names.get(word, word) for name, word in what.words.items()}
    words = {name: word.format(**words) if "{" in word else word for name, word in words.items()}
    numbers = {"value": what.value, "low": what.low, "high": what.high, "about": what.about}
    ends = "not known" if what.low is None or what.high is None else percent_range(what.low, what.high)
    words |= {"percent": percent(what.value), "ends": ends}
    return Finding(
        id=kind.id, topic=kind.topic, title=kind.title, unit=kind.unit, measure=kind.measure, link=link,
        statement=kind.template.format(**numbers, **words), value=what.value, low=what.low, high=what.high,
        about=what.about, denominator=what.denominator, coverage=what.coverage, covered=what.covered,
        sources=listed[:SOURCES_NAMED], sources_in_all=len(listed),
        undated=what.undated or None, universe=what.universe,
    )  # fmt: skip
