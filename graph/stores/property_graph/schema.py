"""The labels, types, properties and constraints of the graph in Cypher, from the ontology and the models of facts."""

from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from types import NoneType
from typing import Annotated, Any, get_args, get_origin

from pydantic import BaseModel, ConfigDict

from graph.facts.dates import Period
from graph.facts.fact import Figure, Naming, Provenance, Source
from graph.ontology import EDGE_TYPES, NODE_TYPES, NodeKind, PropertyType

ENTITY, SOURCE, CLAIM, REDIRECT, VERSION = "Entity", "Source", "Claim", "Redirect", "GraphVersion"
OWN_LABELS = (ENTITY, SOURCE, CLAIM, REDIRECT)
"""Everything that a replacement deletes and writes again; the version node stays."""
STATED = "_stated"
"""Behind the name of a date: what the source says, where that is a month, a quarter or a year and not a day."""

_WORDS: dict[Any, str] = {
    str: "text", bool: "flag", float: "number", date: "date", Period: "period as text", tuple[str, ...]: "list of text",
}  # fmt: skip


def _word(annotation: Any) -> str:
    """Say what a field holds; None is left out of a row, so it is not said."""
    options = [annotation] if annotation in _WORDS else [part for part in get_args(annotation) if part is not NoneType]
    held = options[0] if options else annotation
    if held not in _WORDS and get_origin(held) is Annotated:
        held = get_args(held)[0]
    if isinstance(held, type) and issubclass(held, StrEnum):
        held = str
    return _WORDS[held]


def _columns(*parts: type[BaseModel]) -> dict[str, str]:
    """Return the columns that the fields of some models take; stated properties have columns of their own."""
    fields = {name: field for part in parts for name, field in part.model_fields.items()}
    return {name: _word(field.annotation) for name, field in fields.items() if name != "properties"}


ENTITY_PROPERTIES = {
    "id": "text", "kind": "text", "name": "text", "aliases": "list of text", "subtype": "text", "layer": "text",
    "sources": "list of source ids", "confidence": "text", "checked": "text", "valid_from": "date",
    "valid_to": "date",
}  # fmt: skip
"""What every entity has besides the properties of its kind. ``id`` is unique and for ever."""

CLAIM_PROPERTIES = {
    "id": "text", "of": "entity id", "source": "source id", **_columns(Naming, Provenance), "locator": "text",
    "stated": "list of property names",
}  # fmt: skip
"""One node per fact about an entity; ``stated`` names the properties that this source gives."""

SOURCE_PROPERTIES = {**_columns(Source), "published_from": "date"}

RELATIONSHIP_PROPERTIES = {
    "id": "text", "claim": "text", "from_id": "entity id", "to_id": "entity id", "need": "text", "source": "source id",
    **_columns(Figure, Provenance), "locator": "text", "current": "flag", "needed": "flag", "needed_as": "text",
    "preferred": "flag", "stated": "list of property names",
}  # fmt: skip
"""One relationship per claim; rivals share the ``id`` of the relation. ``current``: an answer of the day the graph was
built uses this claim. ``needed``: it makes a need, at some horizon; ``needed_as`` is its name. ``preferred``: no rival
that holds at the same time precedes it."""


class _Description(BaseModel):
    model_config = ConfigDict(frozen=True)


class NodeDescription(_Description):
    """A label and what its nodes carry."""

    label: str
    meaning: str
    properties: dict[str, str]


class RelationshipDescription(_Description):
    """A relationship type, the labels at its ends, and what it means for dependency."""

    type: str
    meaning: str
    start: list[str]
    end: list[str]
    need: str | None
    role: str
    properties: dict[str, str]


class SchemaDescription(_Description):
    """All that can be matched, for people and editors."""

    nodes: list[NodeDescription]
    relationships: list[RelationshipDescription]
    relationship_properties: dict[str, str]


def describe() -> SchemaDescription:
    """Return the labels, types and properties that queries can name."""
    kinds = [
        NodeDescription(
            label=row.kind.value, meaning=row.meaning, properties={**ENTITY_PROPERTIES, **_with_stated(row.properties)}
        )
        for row in NODE_TYPES.values()
    ]
    others = [
        NodeDescription(label=ENTITY, meaning="every node of every kind", properties=ENTITY_PROPERTIES),
        NodeDescription(label=SOURCE, meaning="a page or file cited by claims", properties=SOURCE_PROPERTIES),
        NodeDescription(label=CLAIM, meaning="a fact about one entity", properties=CLAIM_PROPERTIES),
        NodeDescription(label=REDIRECT, meaning="a merged id", properties={"id": "text", "to": "entity id"}),
    ]
    relationships = [
        RelationshipDescription(
            type=row.kind.value,
            meaning=row.meaning,
            start=sorted(kind.value for kind in row.sources),
            end=sorted(kind.value for kind in row.targets),
            need=row.need,
            role=row.role.value,
            properties=_with_stated(row.properties),
        )
        for row in EDGE_TYPES.values()
    ]
    return SchemaDescription(
        nodes=kinds + others,
        relationships=relationships,
        relationship_properties=RELATIONSHIP_PROPERTIES,
    )


def _with_stated(properties: Mapping[str, PropertyType]) -> dict[str, str]:
    """Return properties with what stands beside a date of which only the month or the year is known."""
    beside = {name + STATED: "period as text" for name, kind in properties.items() if kind == "date"}
    return {**properties, **beside}


def constraints() -> Iterator[str]:
    """Yield the statements that make ids unique, and so give them an index, on either engine."""
    for label in (*OWN_LABELS, VERSION):
        name = f"{label.lower()}_id"
        yield f"CREATE CONSTRAINT {name} IF NOT EXISTS FOR (n:{label}) REQUIRE n.id IS UNIQUE"


def labels_of(kind: NodeKind) -> str:
    """Return the labels of a kind as Cypher writes them.

    Parameters
    ----------
    kind : NodeKind
        Whose label is its own name.
    """
    return f"{ENTITY}:{kind.value}"
