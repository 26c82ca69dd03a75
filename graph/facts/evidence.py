"""Facts as an answer shows them: nodes, relations and claims, each with its source id.

These models are part of every response; ``sources_of`` gives the sources that they name.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from graph.facts.dates import Period
from graph.facts.edges import Edge
from graph.facts.fact import EdgeFact, Evidence, Figure, Naming, NodeFact, Provenance, Source, fields_of
from graph.facts.nodes import Node
from graph.facts.preference import Stance, stance
from graph.node_ids import EntityId
from graph.ontology import Layer, NodeKind


class _EvidenceRow(BaseModel):
    model_config = ConfigDict(defer_build=True, frozen=True, populate_by_name=True)


class NodeRow(_EvidenceRow):
    """A node without its facts."""

    id: EntityId
    kind: NodeKind
    name: str
    aliases: tuple[str, ...] = ()
    subtype: str | None = None
    layer: Layer


class Claim(Provenance):
    """One fact as its source gives it."""

    model_config = ConfigDict(defer_build=True, extra="ignore")

    id: str
    source: str = Field(description="id of the source, see `sources`")
    published_on: Period | None = Field(default=None, description="when the source was published, as far as it says")
    own: bool = Field(default=False, description="from a user's own facts file, not from ours")
    where: str | None = Field(default=None, description="file and row of a data file")


class EdgeClaim(Figure, Claim):
    """One fact about a relation, with its figure; a rival seat may lead to another end."""

    end: EntityId = Field(alias="to")


class NodeClaim(Naming, Claim):
    """One fact about a node, with the name and properties that its source gives."""


class EdgeRow(_EvidenceRow):
    """A relation: the claim that the answer uses, and the others about it."""

    id: str
    kind: str
    start: EntityId = Field(alias="from")
    end: EntityId = Field(alias="to")
    need: EntityId = ""
    share: float | None = Field(default=None, description="share of the need that the analysis uses")
    assumed: bool = Field(default=False, description="no source states the share: `share_basis` says what stands in")
    share_basis: str | None = Field(
        default=None, description="what the share is taken from where no source of this relation states it"
    )
    share_source: str | None = Field(
        default=None, description="id of the source that states the share; the claim below may be of another"
    )
    claim: EdgeClaim
    rivals: tuple[EdgeClaim, ...] = Field(default=(), description="claims that differ from the one used")
    also_says: tuple[EdgeClaim, ...] = Field(default=(), description="claims that agree with it")
    other_measures: tuple[EdgeClaim, ...] = Field(
        default=(), description="claims with a figure of another basis, unit or period"
    )
    derived_from: tuple[str, ...] = Field(default=(), description="edges that a derived relation follows from")


def node_row(node: Node) -> NodeRow:
    """Show a node.

    Parameters
    ----------
    node : Node
        Merged over its facts.
    """
    return NodeRow(
        id=node.id, kind=node.kind, name=node.name, aliases=node.aliases, subtype=node.subtype, layer=node.layer
    )


def is_own(source: Source) -> bool:
    """Say whether a source is a user's own facts file.

    Parameters
    ----------
    source : Source
        Told by its data set, which begins with ``facts``.
    """
    return source.dataset.startswith("facts")


def edge_claim(fact: EdgeFact) -> EdgeClaim:
    """Show one fact about a relation.

    Parameters
    ----------
    fact : EdgeFact
        Its evidence is named by the id of its source; ``sources_of`` has the source.
    """
    return EdgeClaim(end=fact.end, **_evidence(fact), **fields_of(fact, Figure))


def node_claim(fact: NodeFact) -> NodeClaim:
    """Show one fact about a node.

    Parameters
    ----------
    fact : NodeFact
        Its evidence is named by the id of its source; ``sources_of`` has the source.
    """
    return NodeClaim(**_evidence(fact), **fields_of(fact, Naming))


def _evidence(fact: Evidence) -> dict[str, Any]:
    return {
        "id": fact.claim_id,
        "source": fact.source.id,
        "published_on": fact.source.published_on,
        "own": is_own(fact.source),
        "where": fact.locator or None,
        **fields_of(fact, Provenance),
    }


def edge_row(edge: Edge) -> EdgeRow:
    """Show a relation with the claim used and the others, by what they say of it.

    Parameters
    ----------
    edge : Edge
        Its rivals are parted into those that disagree, say the same, or measure something else.
    """
    others: dict[Stance, list[EdgeClaim]] = {one: [] for one in Stance}
    for fact in edge.rivals:
        others[stance(edge.claim, fact)].append(edge_claim(fact))
    return EdgeRow(
        id=edge.id, kind=edge.kind, start=edge.start, end=edge.end, need=edge.need, share=edge.share,
        assumed=edge.assumed, share_basis=edge.share_basis,
        share_source=edge.share_claim.source.id if edge.share_claim else None,
        claim=edge_claim(edge.claim), derived_from=edge.derived_from,
        rivals=tuple(others[Stance.DISAGREES]), also_says=tuple(others[Stance.ALSO_SAYS]),
        other_measures=tuple(others[Stance.OTHER_MEASURE]),
    )  # fmt: skip


def sources_of(edges: Iterable[Edge], nodes: Iterable[Node] = ()) -> Mapping[str, Source]:
    """Return the sources behind relations and nodes, by id, rivals included.

    Parameters
    ----------
    edges : Iterable[Edge]
        Their claims and rivals.
    nodes : Iterable[Node]
        All facts of each.
    """
    facts = [fact for edge in edges for fact in (edge.claim, *edge.rivals)]
    found = {fact.source.id: fact.source for fact in facts}
    found |= {fact.source.id: fact.source for node in nodes for fact in node.facts}
    return dict(sorted(found.items()))
