"""Dependencies as GraphML, for Gephi, yEd, networkx, igraph: evidence included.

An edge leads from a dependent to a supplier. Edges of one dependent with the same ``need`` are alternatives: any
of them will do. Different needs must all be met.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import Enum
from typing import Any

import networkx as nx

from graph.edges import Edge
from graph.facts import Figure, Provenance, fields_of
from graph.nodes import Node
from graph.snapshot import Snapshot

Attribute = str | float | int | bool


def graphml(snapshot: Snapshot) -> Iterator[str]:
    """Yield the whole dependency structure of the day as GraphML."""
    rows = ((key[0], key[2], edge) for key, edge in snapshot.dependencies.items())
    return _written(snapshot, snapshot.nodes.values(), rows, {})


def part_graphml(
    snapshot: Snapshot,
    nodes: Mapping[str, Mapping[str, Attribute]],
    edges: Iterable[tuple[str, str, Edge]],
    name: str,
) -> Iterator[str]:
    """Yield a part of the dependency structure as GraphML.

    Parameters
    ----------
    snapshot : Snapshot
    nodes : mapping
        Further attributes of each node, by its id.
    edges : iterable of (str, str, Edge)
        Dependent, supplier, and the edge with its evidence.
    name : str
        What the part is of.
    """
    return _written(snapshot, (snapshot.nodes[node_id] for node_id in nodes), edges, nodes, name)


def _written(
    snapshot: Snapshot,
    nodes: Iterable[Node],
    edges: Iterable[tuple[str, str, Edge]],
    further: Mapping[str, Mapping[str, Attribute]],
    name: str = "",
) -> Iterator[str]:
    plain: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    plain.graph |= {
        "name": name or "dependencies", "graph_version": snapshot.graph.version, "as_of": snapshot.as_of.isoformat(),
        "lens": snapshot.lens.value, "horizon": snapshot.horizon.value,
    }  # fmt: skip
    for node in nodes:
        own = {"kind": node.kind.value, "name": node.name, "layer": node.layer.value}
        plain.add_node(node.id, **own, **further.get(node.id, {}))
    for dependent, supplier, edge in edges:
        plain.add_edge(dependent, supplier, key=edge.id, **_evidence(edge))
    for line in nx.generate_graphml(plain):
        yield line + "\n"


def _evidence(edge: Edge) -> dict[str, Attribute]:
    """Return what is known of an edge; what is not known is left out, since GraphML has no null."""
    known: dict[str, Any] = {
        "kind": edge.kind,
        "need": edge.need,
        **fields_of(edge.claim, Figure),
        **fields_of(edge.claim, Provenance),
        "share": edge.share,
        "assumed": edge.assumed,
        "rivals": len(edge.disagreeing),
        "source": edge.claim.source.id,
        **{f"source_{name}": value for name, value in edge.claim.source if name not in ("id", "dataset")},
    }
    del known["properties"]
    return {name: _attribute(value) for name, value in known.items() if value is not None}


def _attribute(value: Any) -> Attribute:
    match value:
        case Enum():
            return str(value.value)
        case date():
            return value.isoformat()
        case bool() | int() | float():
            return value
        case _:
            return str(value)
