"""The ontology as data."""

from fastapi import APIRouter
from pydantic import BaseModel

from graph.comes_and_goes import COMES_AND_GOES
from graph.ontology import EDGE_TYPES, NODE_TYPES, EdgeKind, Horizon, Layer, Lens, NodeKind, PropertyType, Role

router = APIRouter(tags=["What there is"])


class NodeKindRow(BaseModel):
    """One kind of node."""

    kind: NodeKind
    prefix: str
    layer: Layer
    meaning: str
    subtypes: tuple[str, ...]
    other_layers: dict[str, Layer]
    properties: dict[str, PropertyType]


class EdgeKindRow(BaseModel):
    """One kind of edge."""

    kind: EdgeKind
    sources: list[NodeKind]
    targets: list[NodeKind]
    meaning: str
    need: str | None
    role: Role
    each_target_a_need: bool
    complete: bool
    properties: dict[str, PropertyType]
    told_apart_by: tuple[str, ...]
    comes_and_goes: bool


class OntologyAnswer(BaseModel):
    """All kinds, layers and lenses."""

    nodes: list[NodeKindRow]
    edges: list[EdgeKindRow]
    layers: list[Layer]
    lenses: list[Lens]
    horizons: list[Horizon]


@router.get("/ontology", summary="Kinds of node and edge, layers, lenses")
def ontology() -> OntologyAnswer:
    """Return the tables that validation, Cypher labels and the docs are derived from."""
    return OntologyAnswer(
        nodes=[NodeKindRow(**dict(row)) for row in NODE_TYPES.values()],
        edges=[
            EdgeKindRow(
                **dict(row) | {"sources": sorted(row.sources), "targets": sorted(row.targets)},
                comes_and_goes=kind in COMES_AND_GOES,
            )
            for kind, row in EDGE_TYPES.items()
        ],
        layers=list(Layer),
        lenses=list(Lens),
        horizons=list(Horizon),
    )
