"""What has to change in a Neo4j so that it holds another graph: computed from what is there, row by row.

A replacement then costs what differs and not the whole graph, and one transaction can hold it. What is there of ours is
compared by content, so that leftovers of any kind are put right too. What is not ours
(graph/stores/property_graph/theirs.py) is not compared, and stays: elements are changed where they are.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from neo4j import Transaction

from graph.ontology import EdgeKind, NodeKind
from graph.stores.property_graph.projection import GraphRow, Projection
from graph.stores.property_graph.replace import BATCH, own
from graph.stores.property_graph.schema import CLAIM, ENTITY, OWN_LABELS, REDIRECT, SOURCE, labels_of
from graph.stores.property_graph.theirs import FORMER, OURS, ours_of_node, ours_of_relationship


@dataclass(frozen=True)
class Difference:
    """What goes, by element id; what changes, with its columns and None for those that go; what is new."""

    new: Projection
    nodes_gone: Mapping[str, list[str]]
    nodes_changed: list[GraphRow]
    nodes_back: Mapping[str, list[GraphRow]]
    """Nodes that were ours before, by the labels that they get again."""
    relationships_gone: list[str]
    relationships_changed: list[GraphRow]


@dataclass
class _Nodes:
    """What is found out about the nodes of one label."""

    gone: list[str] = field(default_factory=list)
    changed: list[GraphRow] = field(default_factory=list)
    back: dict[str, list[GraphRow]] = field(default_factory=dict)
    new: dict[str, list[GraphRow]] = field(default_factory=dict)


def difference(transaction: Transaction, wanted: Projection) -> Difference:
    """Compare the database with the rows wanted.

    Parameters
    ----------
    transaction : Transaction
        In which the rows are changed afterwards, so that both see one state.
    wanted : Projection
        The whole graph.
    """
    entities = {labels_of(kind): rows for kind, rows in wanted.entities.items()}
    groups: dict[str, Mapping[str, list[GraphRow]]] = {
        ENTITY: entities, SOURCE: {SOURCE: wanted.sources}, CLAIM: {CLAIM: wanted.claims},
        REDIRECT: {REDIRECT: wanted.redirects},
    }  # fmt: skip
    found = {label: _nodes(transaction, label, groups[label]) for label in OWN_LABELS}
    gone, changed, new = _relationships(transaction, wanted)
    return Difference(
        new=Projection(
            {kind: found[ENTITY].new[labels_of(kind)] for kind in wanted.entities},
            found[CLAIM].new[CLAIM], found[SOURCE].new[SOURCE], found[REDIRECT].new[REDIRECT], new,
        ),
        nodes_gone={label: nodes.gone for label, nodes in found.items()},
        nodes_changed=[row for nodes in found.values() for row in nodes.changed],
        nodes_back={labels: rows for nodes in found.values() for labels, rows in nodes.back.items()},
        relationships_gone=gone,
        relationships_changed=changed,
    )  # fmt: skip


def _nodes(transaction: Transaction, label: str, groups: Mapping[str, list[GraphRow]]) -> _Nodes:
    there: dict[str, tuple[str, GraphRow]] = {}
    found = _Nodes()
    for element, row in _rows(transaction, label):
        if isinstance(row.get("id"), str):
            there[row["id"]] = element, row
        else:
            found.gone.append(element)  # somebody gave a node of theirs a label of ours
    former = {row.get("id"): (element, row) for element, row in _rows(transaction, FORMER + label)}
    for labels, rows in groups.items():
        found.new[labels], found.back[labels] = [], []
        for row in rows:
            if row["id"] in there:
                element, old = there.pop(row["id"])
                found.changed += _change(element, old, row, ours_of_node(label, old, row))
            elif row["id"] in former:
                found.back[labels].append({"element": former[row["id"]][0], "columns": row})
            else:
                found.new[labels].append(row)
    found.gone += [element for element, _ in there.values()]
    return found


def _relationships(
    transaction: Transaction, wanted: Projection
) -> tuple[list[str], list[GraphRow], dict[EdgeKind, list[GraphRow]]]:
    there: dict[tuple[str, str], list[tuple[str, str, str, GraphRow]]] = {}
    query = (
        f"MATCH (a:{ENTITY})-[r]->(b:{ENTITY}) WHERE type(r) IN $kinds "
        "RETURN elementId(r) AS element, type(r) AS kind, a.id AS start, b.id AS end, properties(r) AS row"
    )
    for record in transaction.run(own(query), kinds=[kind.value for kind in EdgeKind]):
        element, kind, start, end, row = record.values()
        there.setdefault((kind, str(row.get("claim"))), []).append((element, start, end, row))
    changed: list[GraphRow] = []
    new: dict[EdgeKind, list[GraphRow]] = {}
    for kind, rows in wanted.relationships.items():
        new[kind] = []
        for row in rows:
            same = there.get((kind.value, row["properties"]["claim"]), [])
            place = next((i for i, one in enumerate(same) if one[1:3] == (row["from"], row["to"])), None)
            if place is None:
                new[kind].append(row)
                continue
            element, _, _, old = same.pop(place)
            changed += _change(element, old, row["properties"], ours_of_relationship(old, row["properties"]))
    return [one[0] for group in there.values() for one in group], changed, new


def _rows(transaction: Transaction, label: str) -> Iterator[tuple[str, GraphRow]]:
    query = f"MATCH (n:{label}) RETURN elementId(n) AS element, properties(n) AS row"
    for record in transaction.run(own(query)):
        yield record["element"], record["row"]


def _change(element: str, old: GraphRow, wanted: GraphRow, ours: frozenset[str]) -> list[GraphRow]:
    """Return what has to be set, as one row, or none where what is there of ours is as wanted."""
    kept = {name: value for name, value in old.items() if name in ours}
    if _content(kept) == _content(wanted):
        return []
    return [{"element": element, "columns": {**dict.fromkeys(kept.keys() - wanted.keys()), **wanted}}]


def _content(row: Mapping[str, Any]) -> str:
    return json.dumps(row, sort_keys=True, default=str)


def let_go(transaction: Transaction, gone: Difference) -> None:
    """Delete what is not wanted any more; of nodes on which something of theirs hangs only what is ours.

    Parameters
    ----------
    transaction : Transaction
        The one of ``difference``.
    gone : Difference
        What is there and not wanted.
    """
    query = "UNWIND $rows AS element MATCH ()-[r]->() WHERE elementId(r) = element DELETE r"
    _run(transaction, query, gone.relationships_gone)
    kinds = [kind.value for kind in NodeKind]
    for label, elements in gone.nodes_gone.items():
        names = sorted(OURS[label])
        free = (
            "UNWIND $rows AS element MATCH (n) WHERE elementId(n) = element "
            "AND all(label IN labels(n) WHERE label IN $labels) AND all(key IN keys(n) WHERE key IN $names) "
            "AND NOT EXISTS { (n)--() } DELETE n"
        )
        _run(transaction, free, elements, labels=[label, *kinds], names=[*names, "stated"])
        hung = (
            f"UNWIND $rows AS element MATCH (n:{label}) WHERE elementId(n) = element "
            f"REMOVE n:{':'.join((label, *kinds) if label == ENTITY else (label,))} SET n += $blank, n:{FORMER}{label}"
        )
        _run(transaction, hung, elements, blank={name: None for name in names if name != "id"})


def change(transaction: Transaction, changed: Difference) -> None:
    """Set what differs, where it is; nothing that is theirs is looked at.

    Parameters
    ----------
    transaction : Transaction
        The one of ``difference``.
    changed : Difference
        What is there and differs.
    """
    nodes = "UNWIND $rows AS row MATCH (n) WHERE elementId(n) = row.element SET n += row.columns"
    _run(transaction, nodes, changed.nodes_changed)
    for labels, rows in changed.nodes_back.items():
        former = "".join(f":{FORMER}{label}" for label in OWN_LABELS if label in labels.split(":"))
        _run(transaction, f"{nodes}, n:{labels} REMOVE n{former}", rows)
    links = "UNWIND $rows AS row MATCH ()-[r]->() WHERE elementId(r) = row.element SET r += row.columns"
    _run(transaction, links, changed.relationships_changed)


def _run(transaction: Transaction, query: str, rows: list[Any], **values: Any) -> None:
    for start in range(0, len(rows), BATCH):
        transaction.run(own(query), rows=rows[start : start + BATCH], **values).consume()
