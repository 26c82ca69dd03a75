"""Models, hosts and prices from the llmledger snapshot, and Arena ratings.

Language models only: image, audio, video, embedding and search entries are counted out by their mode. The maker is
llmledger's own field; where it follows the base model instead of who made the model, names.csv says who did
(``developer``). Of the ratings, the overall one is loaded, at the best effort of each model, with the version that
was rated: the last one of a model may be a year younger than the model.
"""

from collections.abc import Iterable, Iterator, Mapping
from operator import itemgetter
from typing import Any

from pydantic import TypeAdapter
from typing_extensions import TypedDict

from graph.facts.fact import EdgeFact, Fact, NodeFact
from loaders.documents import shaped
from loaders.listings import Listing, count_out_nameless, declared, prices_of, served_by
from loaders.llmledger.versions import version_of
from loaders.reading import Reader
from loaders.records import Fields

_FILE = "snapshot.json"
_LANGUAGE = ("chat", "responses", "completion")
_MODEL = Fields(
    {
        "key": str, "maker": str, "name": str, "host": str, "mode": str, "input": float | None,
        "output": float | None, "retire": str,
    },
    ignored=(
        "cache_read", "cache_write", "context", "skills", "effort", "effort_default", "added", "price_changes",
        "last_change", "outlook",
    ),
)  # fmt: skip


class _Ratings(TypedDict):
    date: str
    tasks: dict[str, list[list[Any]]]


class _Snapshot(TypedDict):
    models: list[dict[str, Any]]
    ratings: _Ratings


_SHAPE = TypeAdapter(_Snapshot)
_RATING = TypeAdapter(tuple[str, str, float])
_ARENA = "benchmark:arena-text"
_OF_ANOTHER_YEAR = {"alibaba / qwen-plus": "version 0125 is of 2025; the model came out on the same day of 2024"}
"""Ratings of a version whose year its name leaves out and whose model does not tell it."""


def load(reader: Reader) -> Iterator[Fact]:
    """Yield models with makers, hosts and ratings."""
    snapshot = reader.document(_FILE, _SHAPE)
    evidence = reader.evidence("prices")
    rated = _rated(snapshot["ratings"]["tasks"].get("overall", []))
    titles = {raw.partition(" / ")[2]: _title(name) for _, raw, name, _ in rated}
    listings: list[Listing] = []
    models: dict[str, tuple[str, str, Mapping[str, Any]]] = {}
    hosts: dict[str, tuple[str, str, Mapping[str, Any]]] = {}
    makers: dict[str, tuple[str, str]] = {}
    entries = [(f"{_FILE}:{entry.get('key')}", entry) for entry in snapshot["models"]]
    for where, row in reader.records(sorted(entries, key=itemgetter(0)), _MODEL):
        if row["mode"] not in _LANGUAGE:
            reader.count_out(where, f"not a language model: {row['mode'] or 'mode not given'}")
            continue
        model = reader.resolve("model", row["name"], where, "name")
        host = reader.resolve("host", row["host"], where, "host")
        if model is None or host is None:
            count_out_nameless(reader, where, row["name"])
            continue
        models.setdefault(model, (where, titles.get(row["name"], row["name"]), evidence))
        hosts.setdefault(host, (where, row["host"], evidence))
        makers.setdefault(model, (where, row["maker"]))
        prices = prices_of(reader, where, row)
        listings.append(Listing(where, model, host, row["key"], evidence, prices, row["retire"] or None))
    yield from served_by(reader, listings)
    labs: dict[str, tuple[str, str, Mapping[str, Any]]] = {}
    for model, (where, raw) in makers.items():
        yield from _maker(reader, where, model, raw, labs)
    _count_out_tasks(reader, snapshot["ratings"]["tasks"])
    yield from _ratings(reader, rated, snapshot["ratings"]["date"], models)
    yield from declared(reader, models | hosts | labs)


def _title(name: str) -> str:
    """Return a model's name without the effort or version in brackets behind it."""
    return name.partition(" (")[0]


def _maker(
    reader: Reader, where: str, model: str, raw: str, labs: dict[str, tuple[str, str, Mapping[str, Any]]]
) -> Iterator[Fact]:
    reviewed = reader.names.get(("developer", model))
    lab = reviewed or reader.resolve("maker", raw, where, "maker")
    if lab is None or lab == "-":
        return
    note = "from memory; the source names another maker (that of the base model), or none" if reviewed else None
    evidence = reader.evidence("prices") | ({"checked": "recalled"} if reviewed else {})
    labs.setdefault(lab, (where, raw, evidence))
    ends = {"from": model, "to": lab, "as_reported": raw, "note": note}
    yield from reader.fact(EdgeFact, where, kind="DEVELOPED_BY", **ends, **evidence)


def _rated(rows: Iterable[list[Any]]) -> list[tuple[str, str, str, float]]:
    """Return the overall ratings, best first: where each stands, raw name, name, score."""
    found = []
    for number, row in enumerate(rows, 1):
        raw, name, score = shaped(tuple(row[:3]), _RATING, f"{_FILE}:ratings/overall/{number}")
        found.append((f"{_FILE}:ratings/overall/{name}", raw, name, score))
    return sorted(found, key=lambda one: (-one[3], one[2]))


def _count_out_tasks(reader: Reader, tasks: Iterable[str]) -> None:
    for task in sorted(set(tasks) - {"overall"}):
        where = f"{_FILE}:ratings/{task}"
        reader.take(where)
        reader.count_out(where, "Arena rating of one task or language: the overall one is loaded")


def _ratings(
    reader: Reader,
    rows: Iterable[tuple[str, str, str, float]],
    day: str,
    models: dict[str, tuple[str, str, Mapping[str, Any]]],
) -> Iterator[Fact]:
    """Yield the overall Arena rating of each model: the best of its efforts."""
    evidence = reader.evidence("arena", "confirmed")
    rated: set[str] = set()
    for where, raw, name, score in rows:
        if not reader.take(where):
            continue
        plain = raw.partition(" / ")[2]
        model = reader.resolve("model", plain, where, "ratings")
        if model is None:
            count_out_nameless(reader, where, plain)
            continue
        if raw in _OF_ANOTHER_YEAR:
            reader.count_out(where, _OF_ANOTHER_YEAR[raw])
            continue
        if model in rated:
            reader.count_out(where, "a lower effort of a model already rated")
            continue
        rated.add(model)
        models.setdefault(model, (where, _title(name), evidence))
        ends = {"from": model, "to": _ARENA, "quantity": score, "unit": "points", "basis": "Arena, overall"}
        told = {"period": day, "as_reported": name, "properties": version_of(name)}
        yield from reader.fact(EdgeFact, where, kind="SCORED", **ends, **told, **evidence)
    if rated:
        yield from reader.fact(
            NodeFact, f"{_FILE}:ratings", id=_ARENA, kind="Benchmark", name="Arena (text, overall)", **evidence
        )
