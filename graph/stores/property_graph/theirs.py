"""What people keep in the Neo4j beside our graph, and how it is left alone when the graph is replaced.

Ours are the labels and types of the ontology, between nodes of ours, and the properties that the schema names or a fact
states. Everything else is theirs: nodes, labels and properties on our nodes, relationships of other types. Where a
node of ours goes and something of theirs hangs on it, only what is ours goes; it keeps its id under the label
``Former...``, so that it is found, and is ours again when the id comes back.
"""

from collections.abc import Iterable, Mapping

from graph.ontology import EDGE_TYPES, NODE_TYPES
from graph.stores.property_graph.projection import GraphRow, column
from graph.stores.property_graph.schema import (
    CLAIM,
    CLAIM_PROPERTIES,
    ENTITY,
    ENTITY_PROPERTIES,
    REDIRECT,
    RELATIONSHIP_PROPERTIES,
    SOURCE,
    SOURCE_PROPERTIES,
    STATED,
)

FORMER = "Former"
"""Begins the label of a node that was ours, and on which something of theirs hangs."""


def _columns(names: Iterable[str], reserved: Mapping[str, str]) -> frozenset[str]:
    """Return where properties may be kept, with what is said beside dates."""
    kept = [column(name, reserved) for name in names]
    return frozenset((*reserved, *kept, *(name + STATED for name in kept)))


_OF_NODES = [name for row in NODE_TYPES.values() for name in row.properties]
OURS: Mapping[str, frozenset[str]] = {
    ENTITY: _columns(_OF_NODES, {}) | frozenset(ENTITY_PROPERTIES),
    CLAIM: _columns(_OF_NODES, CLAIM_PROPERTIES),
    SOURCE: frozenset(SOURCE_PROPERTIES),
    REDIRECT: frozenset(("id", "to")),
}
"""Properties of the schema, by label."""
_OF_RELATIONSHIPS = _columns([name for row in EDGE_TYPES.values() for name in row.properties], RELATIONSHIP_PROPERTIES)


def ours_of_node(label: str, *rows: GraphRow) -> frozenset[str]:
    """Return the names of the properties that are ours, on nodes of a label.

    Parameters
    ----------
    label : str
        One of ``OURS``.
    rows : dict
        What is there, what is wanted.
    """
    return OURS[label].union(*(_stated(row, CLAIM_PROPERTIES) for row in rows), *rows[1:])


def ours_of_relationship(*rows: GraphRow) -> frozenset[str]:
    """Return the names of the properties that are ours, on relationships; facts may state others than the schema's."""
    return _OF_RELATIONSHIPS.union(*(_stated(row, RELATIONSHIP_PROPERTIES) for row in rows), *rows[1:])


def _stated(row: GraphRow, reserved: Mapping[str, str]) -> frozenset[str]:
    stated = row.get("stated", ())
    return _columns(stated, reserved) if isinstance(stated, list | tuple) else frozenset()
