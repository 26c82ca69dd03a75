"""Tokens by model on OpenRouter: the last full week of each month, and single weeks from the site's chart.

A share is of *all* tokens of the platform in that week, though the file names only fifteen models a month and the
chart nine a week: the denominator says so, and the rest stays unknown. January 2025 is a week that reaches into
February. Each week is a source of its own, public from the day it ended, so that ``known_at`` cuts rightly.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from operator import itemgetter
from typing import Any

from graph.facts import EdgeFact, Fact, NodeFact
from loaders.listings import declared
from loaders.reading import Reader

_MONTHLY, _WEEKLY = "rankings-monthly.json", "chart-weeks.json"
_PLATFORM = "platform:openrouter"
Named = dict[str, tuple[str, str, Mapping[str, Any]]]
"""id -> (record, raw name, evidence)"""


def load(reader: Reader) -> Iterator[Fact]:
    """Yield shares of tokens, month by month and week by week."""
    models: Named = {}
    labs: Named = {}
    for month in sorted(reader.document(_MONTHLY)["months"], key=itemgetter("month")):
        note = None
        if month.get("straddles"):
            note = f"the week to {month['weekEnding']} reaches into the next month"
        elif month.get("earlyWeek"):
            note = f"the week to {month['weekEnding']}: the last one captured, not the last of the month"
        counted = f"{month['modelsCounted']} models counted, {len(month['models'])} named"
        yield from _week(
            reader, models, labs, f"{_MONTHLY}:{month['month']}", month["models"], total=month["weekTotal"],
            ending=month["weekEnding"], period=month["month"], counted=counted, note=note,
        )  # fmt: skip
    for week in sorted(reader.document(_WEEKLY)["weeks"], key=itemgetter("weekEnding")):
        yield from _week(
            reader, models, labs, f"{_WEEKLY}:{week['weekEnding']}", week["models"], total=week["total"],
            ending=week["weekEnding"], period=week["weekEnding"], counted=f"{len(week['models'])} models named",
            note=None,
        )  # fmt: skip
    yield from declared(reader, models | labs)
    if models:
        where, _, evidence = next(iter(models.values()))
        yield from reader.fact(NodeFact, where, id=_PLATFORM, kind="Platform", name="OpenRouter", **evidence)


def _week(
    reader: Reader,
    models: Named,
    labs: Named,
    place: str,
    rows: list[Mapping[str, Any]],
    *,
    total: float,
    ending: str,
    period: str,
    counted: str,
    note: str | None,
) -> Iterator[Fact]:
    """Yield the models of one week; several ids of one model are added up."""
    evidence = _evidence(reader, place, ending)
    tokens: dict[str, float] = defaultdict(float)
    first: dict[str, tuple[str, str]] = {}
    for entry in sorted(rows, key=lambda entry: str(entry["model"])):
        where = f"{place}/{entry['model']}"
        row = reader.record(where, entry, ("model", "tokens"), ("date", "share"))
        model = reader.resolve("model", row["model"], where, "model")
        if model is None:
            reader.count_out(where, "names no model of a known maker")
            continue
        if model in first:
            reader.count_out(where, "another version of the model, added to it")
        first.setdefault(model, (where, row["model"]))
        tokens[model] += row["tokens"]
        if model not in models:
            maker, _, name = row["model"].partition("/")
            models[model] = (where, name, evidence)
            yield from _maker(reader, where, model, maker, labs, evidence)
    for model, (where, raw) in first.items():
        yield from reader.fact(
            EdgeFact,
            where,
            kind="ROUTES",
            **{"from": _PLATFORM, "to": model},
            share=round(tokens[model] / total, 6),
            quantity=tokens[model],
            unit="tokens in the week",
            basis="tokens, prompt and completion",
            denominator=f"all tokens on OpenRouter in the week to {ending} ({counted})",
            period=period,
            as_reported=raw,
            note=note,
            **evidence,
        )


def _maker(reader: Reader, where: str, model: str, raw: str, labs: Named, evidence: dict[str, Any]) -> Iterator[Fact]:
    """Yield the maker of a model, which its id begins with."""
    lab = reader.resolve("maker", raw, where, "model")
    if lab:
        labs.setdefault(lab, (where, raw, evidence))
        ends = {"from": model, "to": lab, "as_reported": raw}
        yield from reader.fact(EdgeFact, where, kind="DEVELOPED_BY", **ends, **evidence)


def _evidence(reader: Reader, place: str, ending: str) -> dict[str, Any]:
    week = place.partition(":")[2]
    title = f"OpenRouter rankings, week to {ending}"
    source = reader.source("week", id=f"openrouter-rankings/{week}", title=title, published_on=ending)
    return reader.evidence("week") | {"source": source}
