"""Models, hosts and prices from models.dev, with OpenRouter's own catalogue beside it.

Hosts relist one model under many ids; names.csv says which model each is. Maker, name and open weights are taken
from models.dev's own records of models (``models/<maker>/*.toml``), the maker also from OpenRouter's ids
(``maker/model``), never from a host's listing. Weights are open where the record, or every listing, says so.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from graph.facts import EdgeFact, Fact, NodeFact
from loaders.listings import Listing, count_out_nameless, declared, prices_of, served_by
from loaders.reading import Reader

_LISTED = "api.json"
_CATALOGUE = "openrouter-models.json"
_LISTING = ("id", "name", "open_weights", "release_date")
_LISTING_LEFT = (
    "attachment", "family", "knowledge", "last_updated", "limit", "modalities", "reasoning", "structured_output",
    "temperature", "tool_call", "interleaved", "provider", "status", "experimental",
)  # fmt: skip
_RECORD = ("name", "open_weights", "release_date")
_RECORD_LEFT = (
    "attachment", "benchmarks", "family", "knowledge", "last_updated", "license", "limit", "links", "modalities",
    "reasoning", "structured_output", "temperature", "tool_call", "weights",
)  # fmt: skip
_CATALOGUE_LEFT = (
    "architecture", "canonical_slug", "context_length", "created", "default_parameters", "description",
    "expiration_date", "hugging_face_id", "knowledge_cutoff", "links", "per_request_limits", "supported_parameters",
    "supported_voices", "top_provider",
)  # fmt: skip


class _Models:
    """What is gathered about each model over its records and listings."""

    def __init__(self) -> None:
        self.names: dict[str, list[tuple[int, str, str]]] = defaultdict(list)
        self.evidence: dict[str, Mapping[str, Any]] = {}
        self.open: dict[str, list[bool]] = defaultdict(list)
        self.released: dict[str, list[str]] = defaultdict(list)
        self.recorded: set[str] = set()

    def add(self, model: str, where: str, row: Mapping[str, Any], evidence: Mapping[str, Any]) -> None:
        """Note one record or listing; a model that has a record of its own is not described by its listings."""
        if model in self.recorded:
            return
        self.names[model].append((len(row["name"]), row["name"], where))
        self.evidence.setdefault(model, evidence)
        if row.get("open_weights") is not None:
            self.open[model].append(row["open_weights"])
        if row.get("release_date"):
            self.released[model].append(row["release_date"])


def load(reader: Reader) -> Iterator[Fact]:
    """Yield models with makers and hosts."""
    models = _Models()
    makers: dict[tuple[str, str], tuple[str, str, Mapping[str, Any]]] = {}
    hosts: dict[str, tuple[str, str, Mapping[str, Any]]] = {}
    _records(reader, models, makers)
    listings = [*_listings(reader, models, hosts), *_catalogue(reader, models, makers)]
    _reviewed_makers(reader, models, makers)
    yield from _nodes(reader, models)
    yield from served_by(reader, listings)
    labs: dict[str, tuple[str, str, Mapping[str, Any]]] = {}
    for (model, lab), (where, raw, evidence) in sorted(makers.items()):
        labs.setdefault(lab, (where, raw, evidence))
        reported = None if evidence["checked"] == "recalled" else raw
        ends = {"from": model, "to": lab, "as_reported": reported}
        yield from reader.fact(EdgeFact, where, kind="DEVELOPED_BY", **ends, **evidence)
    yield from declared(reader, hosts | labs)


def _records(reader: Reader, models: _Models, makers: dict[tuple[str, str], Any]) -> None:
    """Read models.dev's own records: a maker's folder, a file a model."""
    for path in sorted((reader.folder / "models").glob("*/*.toml")):
        where = f"models/{path.parent.name}/{path.name}"
        row = reader.record(where, reader.document(where), _RECORD, _RECORD_LEFT)
        model = reader.resolve("model", path.stem.casefold(), where, "file name")
        lab = reader.resolve("maker", path.parent.name, where, "folder")
        if model is None:
            count_out_nameless(reader, where, path.stem.casefold())
            continue
        if model in models.names:
            reader.count_out(where, "a dated record of a model that has one already")
            continue
        models.add(model, where, row, reader.evidence("models"))
        if lab:
            makers.setdefault((model, lab), (where, path.parent.name, reader.evidence("models")))
    models.recorded |= set(models.names)


def _reviewed_makers(reader: Reader, models: _Models, makers: dict[tuple[str, str], Any]) -> None:
    """Add the makers that names.csv gives models which only hosts list: from memory, and so they say."""
    known = {model for model, _ in makers}
    for (kind, model), lab in reader.names.items():
        if kind == "developer" and model in models.names and model not in known:
            *_, where = models.names[model][0]
            makers[model, lab] = (where, reader.names[("name", lab)], reader.evidence("api") | {"checked": "recalled"})


def _listings(
    reader: Reader, models: _Models, hosts: dict[str, tuple[str, str, Mapping[str, Any]]]
) -> Iterator[Listing]:
    for key, provider in sorted(reader.document(_LISTED).items()):
        host = reader.resolve("host", key, f"{_LISTED}:{key}", "provider")
        for name, entry in sorted(provider["models"].items()):
            where = f"{_LISTED}:{key}/{name}"
            row = reader.record(where, entry, _LISTING, _LISTING_LEFT, optional=("cost",))
            plain = str(row["id"]).split("/")[-1].casefold()
            model = reader.resolve("model", plain, where, "id")
            if model is None or host is None:
                count_out_nameless(reader, where, plain)
                continue
            hosts.setdefault(host, (where, provider["name"], reader.evidence("api")))
            models.add(model, where, row, reader.evidence("api"))
            yield Listing(
                where, model, host, str(row["id"]), reader.evidence("api"), prices_of(reader, where, row["cost"] or {})
            )


def _catalogue(reader: Reader, models: _Models, makers: dict[tuple[str, str], Any]) -> Iterator[Listing]:
    """Read OpenRouter's own catalogue; its ids begin with the maker, its prices are per token."""
    for entry in sorted(reader.document(_CATALOGUE)["data"], key=lambda entry: str(entry["id"])):
        where = f"{_CATALOGUE}:{entry['id']}"
        row = reader.record(where, entry, ("id", "name", "pricing"), _CATALOGUE_LEFT)
        maker, _, name = row["id"].partition("/")
        model = reader.resolve("model", name.casefold(), where, "id")
        lab = reader.resolve("maker", maker, where, "id")
        if model is None:
            count_out_nameless(reader, where, name.casefold())
            continue
        models.add(model, where, {"name": row["name"].partition(": ")[2] or row["name"]}, reader.evidence("openrouter"))
        if lab and not any(known == model for known, _ in makers):
            makers[model, lab] = (where, maker, reader.evidence("openrouter"))
        prices = {"input": row["pricing"].get("prompt"), "output": row["pricing"].get("completion")}
        yield Listing(
            where,
            model,
            "platform:openrouter",
            row["id"],
            reader.evidence("openrouter"),
            prices_of(reader, where, prices, 1e6),
        )


def _nodes(reader: Reader, models: _Models) -> Iterator[Fact]:
    for model in sorted(models.names):
        _, name, where = min(models.names[model])
        properties: dict[str, Any] = {}
        if len(set(models.open[model])) == 1:
            properties["open_weights"] = models.open[model][0]
        if models.released[model]:
            properties["released_on"] = min(models.released[model])
        fields = {"id": model, "kind": "Model", "name": name, "properties": properties}
        yield from reader.fact(NodeFact, where, **fields, **models.evidence[model])
