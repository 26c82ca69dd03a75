"""What has to change in a database so that it holds another graph: computed from what is there, row by row.

A replacement then costs what differs and not the whole graph, and one transaction can hold it. What is there is
compared by content, so that leftovers of any kind are put right too.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from neo4j import Transaction

from graph.ontology import EdgeKind, NodeKind
from graph.stores.projection import GraphRow, Projection
from graph.stores.replace import BATCH, own
from graph.stores.schema import CLAIM, ENTITY, REDIRECT, SOURCE

_BESIDE = (SOURCE, CLAIM, REDIRECT)


@dataclass(frozen=True)
class Difference:
    """Rows to delete, by id, and rows to create."""

    nodes_gone: Mapping[str, list[str]]
    relationships_gone: Mapping[EdgeKind, list[GraphRow]]
    new: Projection

    def __len__(self) -> int:
        gone = sum(len(ids) for ids in self.nodes_gone.values())
        return len(self.new) + gone + sum(len(rows) for rows in self.relationships_gone.values())


def difference(transaction: Transaction, wanted: Projection) -> Difference:
    """Compare the database with the rows wanted."""
    there = {label: _nodes(transaction, label) for label in (ENTITY, *_BESIDE)}
    entities: dict[NodeKind, list[GraphRow]] = {}
    kept: set[str] = set()
    for kind, rows in wanted.entities.items():
        entities[kind] = [row for row in rows if there[ENTITY].get(row["id"]) != _content(row)]
        kept |= {row["id"] for row in rows} - {row["id"] for row in entities[kind]}
    beside = {SOURCE: wanted.sources, CLAIM: wanted.claims, REDIRECT: wanted.redirects}
    changed = {
        label: [row for row in rows if there[label].get(row["id"]) != _content(row)] for label, rows in beside.items()
    }
    stays = {label: {row["id"] for row in rows} - _ids(changed[label]) for label, rows in beside.items()}
    gone = {label: sorted(there[label].keys() - stays[label]) for label in _BESIDE}
    relationships_gone, relationships = _relationships(transaction, wanted, kept)
    return Difference(
        nodes_gone={ENTITY: sorted(there[ENTITY].keys() - kept), **gone},
        relationships_gone=relationships_gone,
        new=Projection(entities, changed[CLAIM], changed[SOURCE], changed[REDIRECT], relationships),
    )


def delete_rows(transaction: Transaction, gone: Difference) -> None:
    """Delete what is not wanted any more; relationships of a deleted entity go with it."""
    for label, ids in gone.nodes_gone.items():
        for batch in _cut(ids):
            query = f"UNWIND $ids AS id MATCH (n:{label} {{id: id}}) DETACH DELETE n"
            transaction.run(own(query), ids=batch).consume()
    for kind, rows in gone.relationships_gone.items():
        for batch in _cut(rows):
            query = (
                f"UNWIND $rows AS row MATCH (:{ENTITY} {{id: row.from}})-[r:{kind.value} {{claim: row.claim}}]->() "
                "DELETE r"
            )
            transaction.run(own(query), rows=batch).consume()


def _relationships(
    transaction: Transaction, wanted: Projection, kept: set[str]
) -> tuple[dict[EdgeKind, list[GraphRow]], dict[EdgeKind, list[GraphRow]]]:
    there: dict[tuple[str, str], tuple[str, str]] = {}
    query = (
        f"MATCH (a:{ENTITY})-[r]->(b:{ENTITY}) RETURN type(r) AS kind, a.id AS start, b.id AS end, properties(r) AS p"
    )
    gone: dict[EdgeKind, list[GraphRow]] = {}
    for record in transaction.run(own(query)):
        kind, start, end, row = record.values()
        if start in kept and end in kept and kind in set(EdgeKind):
            there[kind, row["claim"]] = (_content(row), start)
    new: dict[EdgeKind, list[GraphRow]] = {}
    for kind, rows in wanted.relationships.items():
        new[kind] = []
        for row in rows:
            key = (kind.value, row["properties"]["claim"])
            if there.get(key, ("", ""))[0] == _content(row["properties"]):
                del there[key]
            else:
                new[kind].append(row)
    for (kind_name, claim), (_, start) in there.items():
        gone.setdefault(EdgeKind(kind_name), []).append({"from": start, "claim": claim})
    return gone, new


def _nodes(transaction: Transaction, label: str) -> dict[str, str]:
    rows = transaction.run(own(f"MATCH (n:{label}) RETURN n.id AS id, properties(n) AS row"))
    return {record["id"]: _content(record["row"]) for record in rows}


def _ids(rows: Iterable[GraphRow]) -> set[str]:
    return {row["id"] for row in rows}


def _content(row: Mapping[str, Any]) -> str:
    return json.dumps(row, sort_keys=True, default=str)


def _cut(rows: list[Any]) -> Iterable[list[Any]]:
    return (rows[start : start + BATCH] for start in range(0, len(rows), BATCH))
