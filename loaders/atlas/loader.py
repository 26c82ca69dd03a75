"""The atlas: sources, nodes, openings, edges and claims, a folder of tables each; the format is in README.md."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from graph.errors import Fault
from graph.facts.border import Scalar
from graph.facts.fact import OPEN, EdgeFact, Fact, NodeFact, Source
from graph.ontology import EDGE_TYPES, NODE_TYPES, NodeKind, PropertyType
from loaders.reading import Reader, Row

_SOURCE = ("id", "title", "publisher", "url", "published_on", "retrieved_on", "licence", "origin")
_EVIDENCE = ("valid_from", "valid_to", "confidence", "checked", "source", "as_reported", "note")
_NODE = ("id", "kind", "name", "aliases", *_EVIDENCE)
_EDGE = ("kind", "from", "to", *_EVIDENCE)
_OPENING = ("id", "opened_on", "confidence", "checked", "source", "as_reported", "note")
_FIGURE = ("need", "share", "closed", "quantity", "basis", "unit", "period", "denominator")
_CLAIM = ("id", "topic", "subject", "statement", "value", "unit", "denominator", "period", "confidence", "checked",
          "source", "as_reported", "note")  # fmt: skip
_CLAIM_MORE = ("low", "high", "maker", "within")
_PROPERTIES = tuple(dict.fromkeys(name for row in NODE_TYPES.values() for name in row.properties))
_EDGE_PROPERTIES = tuple(dict.fromkeys(name for row in EDGE_TYPES.values() for name in row.properties))


def load(reader: Reader) -> Iterator[Fact]:
    """Yield the facts of every table."""
    sources = _sources(reader)
    declared: dict[str, Row] = {}
    for file in _files(reader, "nodes"):
        for where, row in reader.table(file, _NODE, optional=("subtype", *_PROPERTIES)):
            declared[row["id"]] = row
            yield from reader.fact(
                NodeFact,
                where,
                **_dated(_evidence(reader, row, where, sources), reader, row, where),
                id=row["id"],
                kind=row["kind"],
                subtype=row["subtype"],
                name=row["name"],
                aliases=tuple(part.strip() for part in row["aliases"].split("|") if part.strip()),
                properties=_properties(reader, row, where, _of_node(row["kind"]), _PROPERTIES),
            )
    yield from _openings(reader, sources, declared)
    for file in _files(reader, "edges"):
        for where, row in reader.table(file, _EDGE, optional=(*_FIGURE, *_EDGE_PROPERTIES)):
            closed = reader.flag(row["closed"], where, "closed")
            yield from reader.fact(
                EdgeFact,
                where,
                **_evidence(reader, row, where, sources),
                **{name: row[name] for name in ("kind", "from", "to", "need", "basis", "unit", "period")},
                denominator=row["denominator"],
                share=reader.number(row["share"], where, "share"),
                quantity=reader.number(row["quantity"], where, "quantity"),
                closed=bool(closed),
                properties=_edge_properties(reader, row, where) | ({OPEN: True} if closed is False else {}),
            )
    yield from _statements(reader, sources)


def _openings(reader: Reader, sources: dict[str, Source], declared: dict[str, Row]) -> Iterator[Fact]:
    """Yield when sites opened: who tells that a site is there is seldom who tells since when, so each has its row."""
    for file in _files(reader, "openings"):
        for where, row in reader.table(file, _OPENING):
            site = declared.get(row["id"])
            if site is None:
                reader.faults.append(Fault(where, "id", f"no node {row['id']!r} in nodes/*.csv"))
                continue
            if not row["opened_on"]:
                reader.faults.append(Fault(where, "opened_on", "no date; a site that nobody dates has no row here"))
            yield from reader.fact(
                NodeFact,
                where,
                **_dated(_evidence(reader, {**row, "valid_to": site["valid_to"]}, where, sources), reader, row, where),
                **{name: site[name] for name in ("id", "kind", "subtype", "name")},
                properties={"opened_on": row["opened_on"]},
            )


def _statements(reader: Reader, sources: dict[str, Source]) -> Iterator[Fact]:
    """Yield published figures; their own date of publication is that of the page they cite."""
    rows = (
        row
        for file in _files(reader, "claims")
        for row in reader.table(file, _CLAIM, ("published_on",), optional=_CLAIM_MORE)
    )
    for where, row in rows:
        texts = ("topic", "subject", "unit", "denominator", "period", "maker", "within")
        properties: dict[str, Scalar] = {name: row[name] for name in texts if row[name]}
        numbers = {name: reader.number(row[name], where, name) for name in ("value", "low", "high")}
        properties |= {name: number for name, number in numbers.items() if number is not None}
        yield from reader.fact(
            NodeFact,
            where,
            **_evidence(reader, row, where, sources),
            id=f"statement:{row['id']}",
            kind=NodeKind.STATEMENT,
            name=row["statement"],
            properties=properties,
        )


def _files(reader: Reader, folder: str) -> list[str]:
    return sorted(f"{folder}/{path.name}" for path in (reader.folder / folder).glob("*.csv"))


def _sources(reader: Reader) -> dict[str, Source]:
    found: dict[str, Source] = {}
    pages = Reader(reader.folder)  # a reader of its own: a cited page is not a fact, so it owes none
    pages.faults = reader.faults
    for file in _files(reader, "sources"):
        for where, row in pages.table(file, _SOURCE):
            if row["id"] in found:
                reader.faults.append(Fault(where, "id", f"duplicate source {row['id']!r}"))
            content = {name: value for name, value in row.items() if value} | {
                "id": f"atlas/{row['id']}",
                "dataset": "atlas",
            }
            try:
                found[row["id"]] = Source.model_validate(content)
            except ValidationError as error:
                for problem in error.errors():
                    field = ".".join(str(part) for part in problem["loc"])
                    reader.faults.append(Fault(where, field, problem["msg"]))
    return found


def _evidence(reader: Reader, row: Row, where: str, sources: dict[str, Source]) -> dict[str, Any]:
    source = sources.get(row["source"])
    if source is None:
        reader.faults.append(Fault(where, "source", f"no source {row['source']!r} in sources/*.csv"))
    return {
        "source": source,
        "confidence": row["confidence"],
        "checked": row["checked"],
        "as_reported": row["as_reported"],
        "note": row["note"],
        "valid_from": reader.day(row.get("valid_from", ""), where, "valid_from"),
        "valid_to": reader.day(row.get("valid_to", ""), where, "valid_to"),
    }


_BEGINNINGS = ("released_on", "opened_on", "issued_on", "founded_on")


def _dated(evidence: dict[str, Any], reader: Reader, row: Row, where: str) -> dict[str, Any]:
    """Let a thing exist from its release, opening, issue or founding, where valid_from is left empty."""
    if evidence["valid_from"] is None:
        beginning = next((name for name in _BEGINNINGS if row.get(name)), None)
        if beginning:
            return evidence | {"valid_from": reader.day(row[beginning], where, beginning)}
    return evidence


def _of_node(kind: str) -> Mapping[str, PropertyType]:
    return NODE_TYPES[NodeKind(kind)].properties if kind in set(NodeKind) else {}


def _edge_properties(reader: Reader, row: Row, where: str) -> dict[str, Scalar]:
    declared = EDGE_TYPES[row["kind"]].properties if row["kind"] in EDGE_TYPES else {}
    for name in _EDGE_PROPERTIES:
        if row[name] and name not in declared:
            reader.faults.append(Fault(where, name, f"not a property of {row['kind']}"))
    return _properties(reader, row, where, declared, _EDGE_PROPERTIES)


def _properties(
    reader: Reader, row: Row, where: str, declared: Mapping[str, PropertyType], names: Iterable[str]
) -> dict[str, Scalar]:
    """Read cells as what the ontology declares of a kind; what it does not declare stays text, and is refused."""
    found: dict[str, Scalar] = {}
    for name in names:
        text = row[name]
        if not text:
            continue
        wanted = declared.get(name, "text")
        value: Scalar | None = text
        if wanted == "number":
            value = reader.number(text, where, name)
        elif wanted == "flag":
            value = reader.flag(text, where, name)
        if value is not None:
            found[name] = value
    return found
