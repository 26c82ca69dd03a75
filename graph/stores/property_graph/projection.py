"""A knowledge graph as rows for a property graph; nothing is lost, so that reading back gives the same version.

* an entity is a node with ``:Entity``, its kind's label, and its merged properties;
* each fact about it is a ``:Claim`` node, joined by ``of``; each page is a ``:Source`` node, joined by ``source``.
  They are joined by id and not by relationships: a path through a shared citation would be no dependency;
* a date is a day: where a source gives the year or the month it is the first day, and ``<name>_stated`` beside it has
  what the source says;
* each edge fact is one relationship, rivals included. ``current`` marks those that an answer of the day the graph
  was built rests on; ``preferred`` marks, for any other day, those that no overlapping rival precedes.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any

from pydantic import BaseModel

from graph.facts.border import Scalar
from graph.facts.dates import first_day
from graph.facts.edges import CONTROL, edge_id
from graph.facts.fact import EdgeFact, Figure, Naming, NodeFact, Provenance, Source, fields_of
from graph.facts.nodes import Node
from graph.facts.preference import rivals, undisputed
from graph.knowledge_graph import KnowledgeGraph
from graph.ontology import EDGE_TYPES, NODE_TYPES, EdgeKind, Horizon, NodeKind, PropertyType
from graph.stores.property_graph.schema import CLAIM_PROPERTIES, RELATIONSHIP_PROPERTIES, STATED

GraphRow = dict[str, Any]


@dataclass(frozen=True)
class Projection:
    """The rows of a graph; None is left out of every row."""

    entities: Mapping[NodeKind, list[GraphRow]]
    claims: list[GraphRow]
    sources: list[GraphRow]
    redirects: list[GraphRow]
    relationships: Mapping[EdgeKind, list[GraphRow]]

    def __len__(self) -> int:
        rows = (*self.entities.values(), self.claims, self.sources, self.redirects, *self.relationships.values())
        return sum(len(group) for group in rows)


def project(graph: KnowledgeGraph, built_at: str) -> Projection:
    """Return the rows of a graph.

    Parameters
    ----------
    graph : KnowledgeGraph
        All of it, whatever the day; ``current`` says what holds on the day of building.
    built_at : str
        When it was built, ISO 8601; that day decides what is ``current``. Today if it is not a time.
    """
    entities: dict[NodeKind, list[GraphRow]] = defaultdict(list)
    for node in graph.nodes.values():
        entities[node.kind].append(_entity(node))
    preferred = {claim.claim_id for group in rivals(graph.claims) for claim in undisputed(group)}
    today = graph.snapshot(_day(built_at), horizon=Horizon.GROW)
    current = {edge.claim.claim_id for edge in today.edges}
    needed = {edge.claim.claim_id: edge.need for edge in today.dependencies.values() if edge.kind != CONTROL}
    relationships: dict[EdgeKind, list[GraphRow]] = defaultdict(list)
    for claim in graph.claims:
        row = _relationship(claim, preferred) | {
            "current": claim.claim_id in current,
            "needed": claim.claim_id in needed,
            **({"needed_as": needed[claim.claim_id]} if claim.claim_id in needed else {}),
        }
        relationships[claim.kind].append({"from": claim.start, "to": claim.end, "properties": row})
    return Projection(
        entities=entities,
        claims=[_claim(fact) for node in graph.nodes.values() for fact in node.facts],
        sources=[_source(source) for source in graph.sources.values()],
        redirects=[{"id": old, "to": new} for old, new in sorted(graph.redirects.items())],
        relationships=relationships,
    )


def column(name: str, reserved: Mapping[str, str]) -> str:
    """Return where a stated property is kept: under its name, unless a field of its own stands there.

    Parameters
    ----------
    name : str
        As facts state it.
    reserved : Mapping[str, str]
        Fields of our own, of which only the names matter.
    """
    return f"{name}_" if name in reserved or name.endswith(STATED) else name


def _day(built_at: str) -> date:
    try:
        return datetime.fromisoformat(built_at).date()
    except ValueError:
        return datetime.now(UTC).date()


def _present(row: GraphRow) -> GraphRow:
    return {name: value for name, value in row.items() if value is not None}


def _stated(
    properties: Mapping[str, Scalar], reserved: Mapping[str, str], types: Mapping[str, PropertyType]
) -> GraphRow:
    if not properties:
        return {}
    return {"stated": list(properties), **_columns(properties, reserved, types)}


def _columns(
    properties: Mapping[str, Scalar], reserved: Mapping[str, str], types: Mapping[str, PropertyType]
) -> GraphRow:
    """Return properties as columns: dates as dates, so that they compare as such."""
    row: GraphRow = {}
    for name, value in properties.items():
        kept = column(name, reserved)
        if types.get(name) != "date":
            row[kept] = value
            continue
        row[kept] = first_day(str(value))
        if row[kept].isoformat() != value:
            row[kept + STATED] = value
    return row


def _entity(node: Node) -> GraphRow:
    starts = [fact.valid_from for fact in node.facts]
    ends = [fact.valid_to for fact in node.facts]
    best = node.facts[0]
    return _present(
        {
            **_columns(node.properties, {}, NODE_TYPES[node.kind].properties),
            "id": node.id,
            "kind": node.kind.value,
            "name": node.name,
            "aliases": list(node.aliases),
            "subtype": node.subtype,
            "layer": node.layer.value,
            "sources": list(dict.fromkeys(fact.source.id for fact in node.facts)),
            "confidence": best.confidence.value,
            "checked": best.checked.value,
            "valid_from": None if None in starts else min(day for day in starts if day),
            "valid_to": None if None in ends else max(day for day in ends if day),
        }
    )


def _fields(fact: NodeFact | EdgeFact, content: type[BaseModel]) -> GraphRow:
    """Return the columns of a fact's content and evidence; its stated properties have columns of their own."""
    fields = fields_of(fact, content) | fields_of(fact, Provenance)
    del fields["properties"]
    columns = {name: _stored(value) for name, value in fields.items()}
    return {**columns, "source": fact.source.id, "locator": fact.locator or None}


def _stored(value: Any) -> Any:
    match value:
        case Enum():
            return value.value
        case tuple():
            return list(value)
        case _:
            return value


def _claim(fact: NodeFact) -> GraphRow:
    row = {"id": fact.claim_id, "of": fact.id, **_fields(fact, Naming)}
    return _present(row | _stated(fact.properties, CLAIM_PROPERTIES, NODE_TYPES[fact.kind].properties))


def _relationship(claim: EdgeFact, preferred: set[str]) -> GraphRow:
    row = {
        "id": edge_id(*claim.relation, claim.told_apart),
        "claim": claim.claim_id,
        "from_id": claim.start,
        "to_id": claim.end,
        "need": claim.need or None,
        "preferred": claim.claim_id in preferred,
        **_fields(claim, Figure),
    }
    return _present(row | _stated(claim.properties, RELATIONSHIP_PROPERTIES, EDGE_TYPES[claim.kind].properties))


def _source(source: Source) -> GraphRow:
    row = source.model_dump()
    published = first_day(source.published_on) if source.published_on else None
    return _present({**row, "published_from": published})
