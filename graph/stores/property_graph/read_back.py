"""A graph read back from a property graph: the facts as they were written, and the version they must have."""

from collections.abc import Mapping
from datetime import date
from typing import Any, LiteralString

from neo4j import ManagedTransaction, Transaction
from pydantic import BaseModel

from graph.errors import StoreError
from graph.facts.fact import EdgeFact, Fact, Figure, Naming, NodeFact, Provenance, Redirect, Source
from graph.knowledge_graph import KnowledgeGraph
from graph.node_ids import kind_of
from graph.ontology import EdgeKind
from graph.stores.property_graph.projection import column
from graph.stores.property_graph.schema import CLAIM_PROPERTIES, RELATIONSHIP_PROPERTIES, STATED

# People keep things of their own beside the graph: what has no id or claim of ours is passed over.
_SOURCES: LiteralString = "MATCH (n:Source) WHERE n.id IS NOT NULL RETURN properties(n) AS row ORDER BY row.id"
_CLAIMS: LiteralString = "MATCH (n:Claim) WHERE n.of IS NOT NULL RETURN properties(n) AS row ORDER BY row.of, row.id"
_EDGES: LiteralString = (
    "MATCH (:Entity)-[r]->(:Entity) WHERE r.claim IS NOT NULL AND type(r) IN $kinds "
    "RETURN type(r) AS kind, properties(r) AS row"
)
_REDIRECTS: LiteralString = "MATCH (n:Redirect) WHERE n.id IS NOT NULL RETURN properties(n) AS row ORDER BY row.id"


def read_graph(transaction: Transaction | ManagedTransaction, version: str) -> KnowledgeGraph:
    """Read the graph of one version in one transaction.

    Parameters
    ----------
    transaction : Transaction or ManagedTransaction
        Everything is read in it.
    version : str
        The hash that the content must have.

    Raises
    ------
    StoreError
        When what is there does not have the version that it should: damaged, or replaced meanwhile.
    """
    sources = {
        row["id"]: Source.model_validate(row)
        for row in (_plain(record["row"], Source) for record in transaction.run(_SOURCES))
    }
    facts: list[Fact] = [_node(_plain(record["row"]), sources) for record in transaction.run(_CLAIMS)]
    edges = transaction.run(_EDGES, kinds=[kind.value for kind in EdgeKind])
    facts += [_edge(record["kind"], _plain(record["row"]), sources) for record in edges]
    facts += [Redirect.model_validate(_plain(record["row"], Redirect)) for record in transaction.run(_REDIRECTS)]
    graph = KnowledgeGraph.build(facts)
    if graph.version != version:
        raise StoreError(
            f"the database says version {version[:12]} and holds {graph.version[:12]}; run `supplygraph build`"
        )
    return graph


def _plain(row: Mapping[str, Any], only: type[BaseModel] | None = None) -> dict[str, Any]:
    names = row.keys() if only is None else row.keys() & only.model_fields.keys()
    return {name: _native(row[name]) for name in names}


def _native(value: Any) -> Any:
    return value.to_native() if hasattr(value, "to_native") else value


def _fields(row: dict[str, Any], content: type[BaseModel], sources: Mapping[str, Source]) -> dict[str, Any]:
    names = (*content.model_fields, *Provenance.model_fields, "locator")
    return {name: row[name] for name in names if name in row} | {"source": sources[row["source"]]}


def _properties(row: dict[str, Any], reserved: Mapping[str, str]) -> dict[str, Any]:
    return {"properties": {name: _as_stated(row, column(name, reserved)) for name in row.get("stated", ())}}


def _as_stated(row: dict[str, Any], kept: str) -> Any:
    """Return a property as its source states it: a day that stands for a month or a year has the words beside it."""
    value = row.get(kept + STATED, row[kept])
    return value.isoformat() if isinstance(value, date) else value


def _node(row: dict[str, Any], sources: Mapping[str, Source]) -> NodeFact:
    own = {"id": row["of"], "kind": kind_of(row["of"])}
    return NodeFact.model_validate(own | _fields(row, Naming, sources) | _properties(row, CLAIM_PROPERTIES))


def _edge(kind: str, row: dict[str, Any], sources: Mapping[str, Source]) -> EdgeFact:
    own = {"kind": kind, "from": row["from_id"], "to": row["to_id"], "need": row.get("need", "")}
    return EdgeFact.model_validate(own | _fields(row, Figure, sources) | _properties(row, RELATIONSHIP_PROPERTIES))
