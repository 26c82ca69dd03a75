"""The dependency structure as nodes and edges with plain attributes: what files for graph programs are written from.

An edge leads from a dependent to a supplier. Edges of one dependent with the same ``need`` are alternatives: any of
them will do. Different needs must all be met. What is not known is left out, since most of these forms have no null:
never 0.0. ``weight`` is the share that the analysis uses; ``assumed`` says that no source states it, ``share_basis``
what it is taken from then.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Any

from graph.facts.edges import Edge
from graph.facts.fact import Figure, Provenance, Source, fields_of
from graph.facts.nodes import Node
from graph.snapshots.snapshot import Snapshot

Attribute = str | float | int | bool

NODE_TYPES: Mapping[str, type] = {
    "label": str, "kind": str, "name": str, "layer": str, "subtype": str, "depth": int,
    "what_if": str,
}  # fmt: skip
EDGE_TYPES: Mapping[str, type] = {
    "label": str, "weight": float, "kind": str, "need": str, "share": float, "assumed": bool, "share_basis": str,
    "closed": bool, "quantity": float, "basis": str, "unit": str, "denominator": str, "period": str, "role": str,
    "confidence": str,
    "checked": str, "as_reported": str, "note": str, "valid_from": str, "valid_to": str, "rivals": int, "source": str,
    "source_title": str, "source_publisher": str, "source_url": str, "source_published_on": str,
    "source_retrieved_on": str, "source_licence": str, "source_origin": str,
}  # fmt: skip
"""Every attribute with its type, so that a file can declare them before its first row."""


@dataclass(frozen=True)
class Vertex:
    """A node with what is known of it."""

    id: str
    attributes: Mapping[str, Attribute]


@dataclass(frozen=True)
class NodeLink:
    """An edge with what is known of it."""

    id: str
    start: str
    end: str
    attributes: Mapping[str, Attribute]
    source: Source


@dataclass(frozen=True)
class NodeLinkGraph:
    """What is written.

    Attributes
    ----------
    about : mapping of str to str
        What it is of: name, graph version, day, lens, horizon.
    vertices, ties : iterable
        Read once.
    """

    about: Mapping[str, str]
    vertices: Iterable[Vertex] = field(repr=False)
    ties: Iterable[NodeLink] = field(repr=False)


def whole(snapshot: Snapshot) -> NodeLinkGraph:
    """Return the whole dependency structure of the day.

    Parameters
    ----------
    snapshot : Snapshot
        Needs that bind at its horizon, control through its lens.
    """
    ties = (_tie(key[0], key[2], edge) for key, edge in snapshot.dependencies.items())
    return NodeLinkGraph(about(snapshot), (_vertex(node) for node in snapshot.nodes.values()), ties)


def part(
    snapshot: Snapshot,
    depths: Mapping[str, int],
    edges: Iterable[tuple[str, str, Edge]],
    name: str,
    states: Mapping[str, str] | None = None,
) -> NodeLinkGraph:
    """Return a part of the dependency structure.

    Parameters
    ----------
    snapshot : Snapshot
        Has every node of the part.
    depths : mapping of str to int
        Steps to each node from the one that the part is of.
    edges : iterable of (str, str, Edge)
        Dependent, supplier, and the edge with its evidence.
    name : str
        What the part is of.
    states : mapping of str to str, optional
        What becomes of nodes in a what-if: out, falls or degraded.
    """
    became = states or {}
    vertices = (_vertex(snapshot.nodes[one], depth, became.get(one)) for one, depth in depths.items())
    return NodeLinkGraph(about(snapshot, name), vertices, (_tie(*edge) for edge in edges))


def about(snapshot: Snapshot, name: str = "dependencies") -> Mapping[str, str]:
    """Return what a file is of.

    Parameters
    ----------
    snapshot : Snapshot
        Its version, day, lens and horizon.
    name : str
        What the file shows.
    """
    return {
        "name": name, "graph_version": snapshot.graph.version, "as_of": snapshot.as_of.isoformat(),
        "lens": snapshot.lens.value, "horizon": snapshot.horizon.value,
    }  # fmt: skip


def _vertex(node: Node, depth: int | None = None, state: str | None = None) -> Vertex:
    known = {
        "label": node.name, "kind": node.kind, "name": node.name, "layer": node.layer, "subtype": node.subtype,
        "depth": depth, "what_if": state,
    }  # fmt: skip
    return Vertex(node.id, _plain(known))


def _tie(dependent: str, supplier: str, edge: Edge) -> NodeLink:
    claim = edge.claim
    known: dict[str, Any] = {
        "label": edge.need, "weight": edge.share, "kind": edge.kind, "need": edge.need,
        **fields_of(claim, Figure), **fields_of(claim, Provenance),
        "share": edge.share, "assumed": edge.assumed, "share_basis": edge.share_basis,
        "rivals": len(edge.disagreeing), "source": claim.source.id,
        **{f"source_{name}": value for name, value in claim.source if name not in ("id", "dataset")},
    }  # fmt: skip
    del known["properties"]
    return NodeLink(edge.id, dependent, supplier, _plain(known), claim.source)


def _plain(known: Mapping[str, Any]) -> Mapping[str, Attribute]:
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


def batched(parts: Iterable[str], size: int = 64 * 1024) -> Iterator[str]:
    """Yield text in batches of about a size: a line at a time is what makes a large file slow.

    Parameters
    ----------
    parts : Iterable[str]
        Of any length; none is cut.
    size : int
        Characters.
    """
    kept: list[str] = []
    held = 0
    for text in parts:
        kept.append(text)
        held += len(text)
        if held >= size:
            yield "".join(kept)
            kept, held = [], 0
    if kept:
        yield "".join(kept)
