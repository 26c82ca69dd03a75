"""Models, hosts and prices from the llmledger snapshot, and Arena ratings.

Language models only: image, audio, video, embedding and search entries are counted out by their mode. The maker is
llmledger's own field; where it follows the base model instead of who made the model, names.csv says who did
(``developer``). Of the ratings, the overall one is loaded, at the best effort of each model.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from graph.facts import EdgeFact, Fact, NodeFact
from loaders.listings import Listing, count_out_nameless, declared, prices_of, served_by
from loaders.reading import Reader

_FILE = "snapshot.json"
_LANGUAGE = ("chat", "responses", "completion")
_USED = ("key", "maker", "name", "host", "mode", "input", "output", "retire")
_IGNORED = (
    "cache_read", "cache_write", "context", "skills", "effort", "effort_default", "added", "price_changes",
    "last_change", "outlook",
)  # fmt: skip
_ARENA = "benchmark:arena-text"


def load(reader: Reader) -> Iterator[Fact]:
    """Yield models with makers, hosts and ratings."""
    snapshot = reader.document(_FILE)
    evidence = reader.evidence("prices")
    titles = {raw.partition(" / ")[2]: _title(name) for raw, name, *_ in snapshot["ratings"]["tasks"]["overall"]}
    listings: list[Listing] = []
    models: dict[str, tuple[str, str, Mapping[str, Any]]] = {}
    hosts: dict[str, tuple[str, str, Mapping[str, Any]]] = {}
    makers: dict[str, tuple[str, str]] = {}
    for entry in sorted(snapshot["models"], key=lambda entry: str(entry.get("key"))):
        where = f"{_FILE}:{entry.get('key')}"
        row = reader.record(where, entry, _USED, _IGNORED)
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
    yield from _ratings(reader, snapshot["ratings"], models)
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


def _ratings(
    reader: Reader, ratings: Mapping[str, Any], models: dict[str, tuple[str, str, Mapping[str, Any]]]
) -> Iterator[Fact]:
    """Yield the overall Arena rating of each model: the best of its efforts."""
    evidence = reader.evidence("arena", "confirmed")
    rated: set[str] = set()
    for task, rows in sorted(ratings["tasks"].items()):
        if task != "overall":
            where = f"{_FILE}:ratings/{task}"
            reader.rows.add(where)
            reader.count_out(where, "Arena rating of one task or language: the overall one is loaded")
            continue
        for raw, name, score, *_ in sorted(rows, key=lambda row: (-row[2], row[1])):
            where = f"{_FILE}:ratings/overall/{name}"
            reader.rows.add(where)
            plain = raw.partition(" / ")[2]
            model = reader.resolve("model", plain, where, "ratings")
            if model is None:
                count_out_nameless(reader, where, plain)
                continue
            if model in rated:
                reader.count_out(where, "a lower effort of a model already rated")
                continue
            rated.add(model)
            models.setdefault(model, (where, _title(name), evidence))
            ends = {"from": model, "to": _ARENA, "quantity": score, "unit": "points", "basis": "Arena, overall"}
            yield from reader.fact(
                EdgeFact, where, kind="SCORED", **ends, period=ratings["date"], as_reported=name, **evidence
            )
    if rated:
        yield from reader.fact(
            NodeFact, f"{_FILE}:ratings", id=_ARENA, kind="Benchmark", name="Arena (text, overall)", **evidence
        )
