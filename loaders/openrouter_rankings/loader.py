"""Tokens by model on OpenRouter: the last full week of each month, and single weeks from the site's chart.

A share is of *all* tokens of the platform in that week, though the file names only fifteen models a month and the
chart nine a week: the denominator says so, and the rest stays unknown. January 2025 is a week that reaches into
February. Each week is a source of its own, public from the day it ended, so that ``known_at`` cuts rightly.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, NotRequired

from pydantic import Field, TypeAdapter
from typing_extensions import TypedDict

from graph.facts.dates import Period
from graph.facts.fact import EdgeFact, Fact, NodeFact
from loaders.listings import declared
from loaders.reading import Reader
from loaders.records import Fields

_MONTHLY, _WEEKLY = "rankings-monthly.json", "chart-weeks.json"
_PLATFORM = "platform:openrouter"
_Tokens = Annotated[float, Field(gt=0)]
_ENTRY = Fields({"model": str, "tokens": _Tokens}, ignored=("date", "share"))


class _Month(TypedDict):
    month: Period
    weekEnding: Period
    weekTotal: _Tokens
    modelsCounted: int
    models: list[dict[str, Any]]
    straddles: NotRequired[bool]
    earlyWeek: NotRequired[bool]


class _ChartWeek(TypedDict):
    weekEnding: Period
    total: _Tokens
    models: list[dict[str, Any]]


class _Months(TypedDict):
    months: list[_Month]


class _Weeks(TypedDict):
    weeks: list[_ChartWeek]


_MONTHS_SHAPE = TypeAdapter(_Months)
_WEEKS_SHAPE = TypeAdapter(_Weeks)
Recorded = dict[str, tuple[str, str, Mapping[str, Any]]]
"""id -> (record, raw name, evidence)"""


@dataclass(frozen=True)
class _Week:
    """A week of one of the files.

    Parameters
    ----------
    file : str
    period : str
        What it stands for: a month, or the week's last day.
    ending : str
        Last day.
    total : float
        Tokens of the whole platform.
    models : list of mapping
    counted : str
        How many models the file counts and names.
    note : str, optional
    """

    file: str
    period: str
    ending: str
    total: float
    models: list[dict[str, Any]]
    counted: str
    note: str | None = None

    def evidence(self, reader: Reader) -> dict[str, Any]:
        """Return the evidence of its facts: each week is a source of its own."""
        title = f"OpenRouter rankings, week to {self.ending}"
        name = f"openrouter-rankings/{self.period}"
        source = reader.source("week", id=name, title=title, published_on=self.ending)
        return reader.evidence("week") | {"source": source}


@dataclass(frozen=True)
class _Seen:
    """Models and makers met so far, each with the record that it is declared by."""

    models: Recorded = field(default_factory=dict)
    labs: Recorded = field(default_factory=dict)


def load(reader: Reader) -> Iterator[Fact]:
    """Yield shares of tokens, month by month and week by week."""
    seen = _Seen()
    for week in [*_months(reader), *_weeks(reader)]:
        yield from _shares(reader, week, seen)
    yield from declared(reader, seen.models | seen.labs)
    if seen.models:
        where, _, evidence = next(iter(seen.models.values()))
        yield from reader.fact(NodeFact, where, id=_PLATFORM, kind="Platform", name="OpenRouter", **evidence)


def _months(reader: Reader) -> Iterator[_Week]:
    months: list[_Month] = reader.document(_MONTHLY, _MONTHS_SHAPE)["months"]
    for month in sorted(months, key=lambda one: one["month"]):
        ending, note = month["weekEnding"], None
        if month.get("straddles"):
            note = f"the week to {ending} reaches into the next month"
        elif month.get("earlyWeek"):
            note = f"the week to {ending}: the last one captured, not the last of the month"
        counted = f"{month['modelsCounted']} models counted, {len(month['models'])} named"
        yield _Week(_MONTHLY, month["month"], ending, month["weekTotal"], month["models"], counted, note)


def _weeks(reader: Reader) -> Iterator[_Week]:
    weeks: list[_ChartWeek] = reader.document(_WEEKLY, _WEEKS_SHAPE)["weeks"]
    for week in sorted(weeks, key=lambda one: one["weekEnding"]):
        counted = f"{len(week['models'])} models named"
        yield _Week(_WEEKLY, week["weekEnding"], week["weekEnding"], week["total"], week["models"], counted)


def _shares(reader: Reader, week: _Week, seen: _Seen) -> Iterator[Fact]:
    """Yield the models of one week; several ids of one model are added up."""
    evidence = week.evidence(reader)
    tokens: dict[str, float] = defaultdict(float)
    first: dict[str, tuple[str, str]] = {}
    rows = sorted(week.models, key=lambda entry: str(entry.get("model")))
    entries = ((f"{week.file}:{week.period}/{entry.get('model')}", entry) for entry in rows)
    for where, row in reader.records(entries, _ENTRY):
        model = reader.resolve("model", row["model"], where, "model")
        if model is None:
            reader.count_out(where, "names no model of a known maker")
            continue
        if model in first:
            reader.count_out(where, "another version of the model, added to it")
        first.setdefault(model, (where, row["model"]))
        tokens[model] += row["tokens"]
        if model not in seen.models:
            maker, _, name = row["model"].partition("/")
            seen.models[model] = (where, name, evidence)
            yield from _maker(reader, where, model, maker, seen)
    for model, (where, raw) in first.items():
        yield from reader.fact(
            EdgeFact,
            where,
            kind="ROUTES",
            **{"from": _PLATFORM, "to": model},
            share=round(tokens[model] / week.total, 6),
            quantity=tokens[model],
            unit="tokens in the week",
            basis="tokens, prompt and completion",
            denominator=f"all tokens on OpenRouter in the week to {week.ending} ({week.counted})",
            period=week.period,
            as_reported=raw,
            note=week.note,
            **evidence,
        )


def _maker(reader: Reader, where: str, model: str, raw: str, seen: _Seen) -> Iterator[Fact]:
    """Yield the maker of a model, which its id begins with."""
    lab = reader.resolve("maker", raw, where, "model")
    if lab:
        _, _, evidence = seen.models[model]
        seen.labs.setdefault(lab, (where, raw, evidence))
        ends = {"from": model, "to": lab, "as_reported": raw}
        yield from reader.fact(EdgeFact, where, kind="DEVELOPED_BY", **ends, **evidence)
