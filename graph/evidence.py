"""Facts as an answer shows them: nodes, relations and claims, each with its source id.

These models are part of every response; ``sources_of`` gives the sources that they name.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from pydantic import BaseModel, ConfigDict, Field

from graph.edges import Edge
from graph.facts import Checked, Confidence, EdgeFact, NodeFact, Scalar, Source
from graph.nodes import Node
from graph.ontology import Layer, NodeKind


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, populate_by_name=True)


class NodeRow(_Row):
    """A node without its facts."""

    id: str
    kind: NodeKind
    name: str
    aliases: tuple[str, ...] = ()
    subtype: str | None = None
    layer: Layer


class Claim(_Row):
    """One fact as its source gives it."""

    id: str
    source: str = Field(description="id of the source, see `sources`")
    confidence: Confidence
    checked: Checked = Field(description="`recalled`: nobody opened the cited page")
    own: bool = Field(default=False, description="from a user's own facts file, not from ours")
    as_reported: str | None = None
    note: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    where: str | None = Field(default=None, description="file and row of a data file")


class EdgeClaim(Claim):
    """One fact about a relation, with its figure; a rival seat may lead to another end."""

    end: str = Field(alias="to")
    share: float | None = None
    quantity: float | None = None
    basis: str | None = None
    unit: str | None = None
    denominator: str | None = None
    period: str | None = None
    closed: bool = False
    properties: dict[str, Scalar] = {}


class NodeClaim(Claim):
    """One fact about a node, with the name and properties that its source gives."""

    name: str
    aliases: tuple[str, ...] = ()
    subtype: str | None = None
    properties: dict[str, Scalar] = {}


class EdgeRow(_Row):
    """A relation: the claim that the answer uses, and the rivals that it does not."""

    id: str
    kind: str
    start: str = Field(alias="from")
    end: str = Field(alias="to")
    need: str = ""
    share: float | None = Field(default=None, description="share of the need that the analysis uses")
    assumed: bool = Field(default=False, description="no source states the share; it is split equally")
    claim: EdgeClaim
    rivals: tuple[EdgeClaim, ...] = ()
    derived_from: tuple[str, ...] = Field(default=(), description="edges that a derived relation follows from")


def node_row(node: Node) -> NodeRow:
    """Show a node."""
    return NodeRow(
        id=node.id, kind=node.kind, name=node.name, aliases=node.aliases, subtype=node.subtype, layer=node.layer
    )


def is_own(source: Source) -> bool:
    """Say whether a source is a user's own facts file."""
    return source.dataset.startswith("facts")


def edge_claim(fact: EdgeFact) -> EdgeClaim:
    """Show one fact about a relation."""
    return EdgeClaim(
        id=fact.claim_id, end=fact.end, source=fact.source.id, confidence=fact.confidence, checked=fact.checked,
        own=is_own(fact.source), as_reported=fact.as_reported, note=fact.note, valid_from=fact.valid_from,
        valid_to=fact.valid_to, where=fact.locator or None, share=fact.share, quantity=fact.quantity,
        basis=fact.basis, unit=fact.unit, denominator=fact.denominator, period=fact.period, closed=fact.closed,
        properties=fact.properties,
    )  # fmt: skip


def node_claim(fact: NodeFact) -> NodeClaim:
    """Show one fact about a node."""
    return NodeClaim(
        id=fact.claim_id, source=fact.source.id, confidence=fact.confidence, checked=fact.checked,
        own=is_own(fact.source), as_reported=fact.as_reported, note=fact.note, valid_from=fact.valid_from,
        valid_to=fact.valid_to, where=fact.locator or None, name=fact.name, aliases=fact.aliases,
        subtype=fact.subtype, properties=fact.properties,
    )  # fmt: skip


def edge_row(edge: Edge) -> EdgeRow:
    """Show a relation with the claim used and its rivals."""
    return EdgeRow(
        id=edge.id, kind=edge.kind, start=edge.start, end=edge.end, need=edge.need, share=edge.share,
        assumed=edge.assumed, claim=edge_claim(edge.claim), derived_from=edge.derived_from,
        rivals=tuple(edge_claim(fact) for fact in edge.rivals),
    )  # fmt: skip


def sources_of(edges: Iterable[Edge], nodes: Iterable[Node] = ()) -> Mapping[str, Source]:
    """Return the sources behind relations and nodes, by id, rivals included."""
    facts = [fact for edge in edges for fact in (edge.claim, *edge.rivals)]
    found = {fact.source.id: fact.source for fact in facts}
    found |= {fact.source.id: fact.source for node in nodes for fact in node.facts}
    return dict(sorted(found.items()))
