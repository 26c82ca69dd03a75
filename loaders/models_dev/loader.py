"""Models, hosts and prices from models.dev, with OpenRouter's own catalogue beside it.

Hosts relist one model under many ids; names.csv says which model each is. Maker, name and open weights are taken
from models.dev's own records of models (``models/<maker>/*.toml``), the maker also from OpenRouter's ids
(``maker/model``), never from a host's listing. Weights are open where the record, or every listing, says so, and
closed where the record does: "not open" is also what a host writes who did not look (OLMo, the distillates of
DeepSeek-R1). Where there is no record, a model was released on the day that most listings name.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from operator import itemgetter
from typing import Any

from pydantic import TypeAdapter
from typing_extensions import TypedDict

from graph.facts.fact import EdgeFact, Fact, NodeFact
from loaders.listings import Listing, count_out_nameless, declared, prices_of, served_by
from loaders.reading import Reader
from loaders.records import Fields

_LISTED = "api.json"
_CATALOGUE = "openrouter-models.json"
_LISTING = Fields(
    {"id": str, "name": str, "open_weights": bool, "release_date": str},
    {"cost": dict[str, Any] | None},
    ignored=(
        "attachment", "family", "knowledge", "last_updated", "limit", "modalities", "reasoning", "structured_output",
        "temperature", "tool_call", "interleaved", "provider", "status", "experimental",
    ),
)  # fmt: skip
_RECORD = Fields(
    {"name": str, "open_weights": bool, "release_date": str},
    ignored=(
        "attachment", "benchmarks", "family", "knowledge", "last_updated", "license", "limit", "links", "modalities",
        "reasoning", "structured_output", "temperature", "tool_call", "weights",
    ),
)  # fmt: skip
_ENTRY = Fields(
    {"id": str, "name": str, "pricing": dict[str, Any]},
    ignored=(
        "architecture", "canonical_slug", "context_length", "created", "default_parameters", "description",
        "expiration_date", "hugging_face_id", "knowledge_cutoff", "links", "per_request_limits",
        "supported_parameters", "supported_voices", "top_provider",
    ),
)  # fmt: skip

_FIRST = "2017"
"""A listing dated before the first transformer (1970: no date at all) says nothing of its model's release."""


class _Provider(TypedDict):
    name: str
    models: dict[str, dict[str, Any]]


class _Catalogue(TypedDict):
    data: list[dict[str, Any]]


_RECORD_SHAPE = TypeAdapter(dict[str, Any])
_LISTED_SHAPE = TypeAdapter(dict[str, _Provider])
_CATALOGUE_SHAPE = TypeAdapter(_Catalogue)


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
        if (day := row.get("release_date")) and day >= _FIRST:
            self.released[model].append(day)


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
    files = sorted(f"models/{path.parent.name}/{path.name}" for path in (reader.folder / "models").glob("*/*.toml"))
    for where, row in reader.records(((file, reader.document(file, _RECORD_SHAPE)) for file in files), _RECORD):
        _, maker, file = where.split("/")
        name = file.removesuffix(".toml").casefold()
        model = reader.resolve("model", name, where, "file name")
        lab = reader.resolve("maker", maker, where, "folder")
        if model is None:
            count_out_nameless(reader, where, name)
            continue
        if model in models.names:
            reader.count_out(where, "a dated record of a model that has one already")
            continue
        models.add(model, where, row, reader.evidence("models"))
        if lab:
            makers.setdefault((model, lab), (where, maker, reader.evidence("models")))
    models.recorded |= set(models.names)


def _reviewed_makers(reader: Reader, models: _Models, makers: dict[tuple[str, str], Any]) -> None:
    """Add the makers that names.csv gives models which only hosts list: from memory, and so they say."""
    known = {model for model, _ in makers}
    for (kind, model), lab in reader.names.items():
        if kind == "developer" and model in models.names and model not in known:
            *_, where = models.names[model][0]
            makers[model, lab] = (
                where,
                reader.names.get(("name", lab), lab),
                reader.evidence("api") | {"checked": "recalled"},
            )


def _listings(
    reader: Reader, models: _Models, hosts: dict[str, tuple[str, str, Mapping[str, Any]]]
) -> Iterator[Listing]:
    for key, provider in sorted(reader.document(_LISTED, _LISTED_SHAPE).items()):
        entries = ((f"{_LISTED}:{key}/{name}", entry) for name, entry in sorted(provider["models"].items()))
        for where, row in reader.records(entries, _LISTING):
            host = reader.resolve("host", key, where, "provider")
            plain = row["id"].split("/")[-1].casefold()
            model = reader.resolve("model", plain, where, "id")
            if model is None or host is None:
                count_out_nameless(reader, where, plain)
                continue
            hosts.setdefault(host, (where, provider["name"], reader.evidence("api")))
            models.add(model, where, row, reader.evidence("api"))
            yield Listing(
                where, model, host, row["id"], reader.evidence("api"), prices_of(reader, where, row["cost"] or {})
            )


def _catalogue(reader: Reader, models: _Models, makers: dict[tuple[str, str], Any]) -> Iterator[Listing]:
    """Read OpenRouter's own catalogue; its ids begin with the maker, its prices are per token."""
    data = reader.document(_CATALOGUE, _CATALOGUE_SHAPE)["data"]
    entries = [(f"{_CATALOGUE}:{entry.get('id')}", entry) for entry in data]
    for where, row in reader.records(sorted(entries, key=itemgetter(0)), _ENTRY):
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
        if len(told := set(models.open[model])) == 1 and (told == {True} or model in models.recorded):
            properties["open_weights"] = models.open[model][0]
        if models.released[model]:
            days = Counter(models.released[model])
            properties["released_on"] = min(days, key=lambda day: (-days[day], day))
        fields = {"id": model, "kind": "Model", "name": name, "properties": properties}
        yield from reader.fact(NodeFact, where, **fields, **models.evidence[model])
