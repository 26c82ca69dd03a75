"""What a snapshot covers: counts, and the facts that a reader should treat with care."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from graph.facts.columns import Column
from graph.facts.fact import Confidence
from graph.facts.things import Existing
from graph.node_ids import EntityId
from graph.ontology import NODE_TYPES, ORGANISATIONS, NodeKind
from graph.snapshots.snapshot import Snapshot


class Coverage(BaseModel):
    """Counts over one snapshot."""

    model_config = ConfigDict(defer_build=True, frozen=True)

    nodes_by_kind: dict[str, int]
    nodes_by_layer: dict[str, int]
    edges_by_kind: dict[str, int]
    claims_by_dataset: dict[str, int]
    nodes_by_country: dict[EntityId, int] = Field(description="organisations and places controlled, by country")
    checked: dict[str, int] = Field(description="claims by how they were checked")
    confidence: dict[str, int]
    rivals: int = Field(description="relations on which sources disagree or repeat each other")
    disputed: list[str] = Field(description="relations that a source disputes")
    needs: int
    needs_closed: int = Field(description="needs whose list of suppliers is known to be complete")
    shares_assumed: int = Field(description="supplier links whose share no source states")
    out_of_sight: dict[str, int] = Field(description="organisations and places that the lens cannot place, by kind")


def coverage(snapshot: Snapshot) -> Coverage:
    """Count what a snapshot holds, mostly without making a node or an edge.

    Parameters
    ----------
    snapshot : Snapshot
        Claims counted are those that it prefers and their rivals; who holds what goes by its lens.

    Returns
    -------
    Coverage
    """
    edges, nodes = snapshot.edges, snapshot.nodes
    kinds = {kind: nodes.ids_of(kind) for kind in NodeKind}
    placed = {node: snapshot.controllers(node) for kind in (*ORGANISATIONS, NodeKind.FACILITY) for node in kinds[kind]}
    of_claims = edges.facts.claims.columns
    preferred = of_claims["confidence"].take(edges.rows[edges.first[:-1]])
    disputed = np.flatnonzero(preferred.array(Confidence.DISPUTED.__eq__, bool))
    arrays, needs = snapshot.arrays, len(snapshot.needs)
    return Coverage(
        nodes_by_kind=_largest({kind.value: len(ids) for kind, ids in kinds.items()}),
        nodes_by_layer=_largest(_summed(_layers(nodes, kinds))),
        edges_by_kind=_largest(_counted(edges.kind)),
        claims_by_dataset=_largest(_summed(
            (source.dataset, count) for source, count in _numbered(of_claims["source"].take(edges.rows))
        )),
        nodes_by_country=_largest(Counter(country for weights in placed.values() for country in weights)),
        checked=_largest(_counted(of_claims["checked"].take(edges.rows))),
        confidence=_largest(_counted(of_claims["confidence"].take(edges.rows))),
        rivals=int((np.diff(edges.first) > 1).sum()),
        disputed=[edges[place].id for place in disputed.tolist()],
        needs=needs,
        needs_closed=int(arrays.closed[:needs].sum()),
        shares_assumed=int(arrays.silent[: arrays.first[needs]].sum()),
        out_of_sight=_largest(Counter(nodes.kind(node).value for node, weights in placed.items() if not weights)),
    )  # fmt: skip


def _layers(nodes: Existing, kinds: Mapping[NodeKind, list[str]]) -> Iterator[tuple[str, int]]:
    for kind, ids in kinds.items():
        row = NODE_TYPES[kind]
        if row.other_layers:  # of these alone nodes are made
            yield from ((nodes[node_id].layer.value, 1) for node_id in ids)
        else:
            yield row.layer.value, len(ids)


def _numbered(column: Column) -> Iterator[tuple[Any, int]]:
    return zip(column.values, np.bincount(column.numbers, minlength=len(column.values)).tolist(), strict=True)


def _counted(column: Column) -> dict[str, int]:
    return {value.value: count for value, count in _numbered(column)}


def _summed(counts: Iterable[tuple[str, int]]) -> dict[str, int]:
    found: Counter[str] = Counter()
    for name, count in counts:
        found[name] += count
    return found


def _largest(counts: Mapping[str, int]) -> dict[str, int]:
    return dict(Counter({name: count for name, count in sorted(counts.items()) if count}).most_common())
