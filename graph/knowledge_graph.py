"""The checked, immutable graph: facts in, one version out.

``KnowledgeGraph.build`` checks all facts together and reports every fault at once. The version is a hash of
the content: the same facts in any order give the same version.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from graph.errors import BuildError, Fault
from graph.fact_base import FactBase
from graph.facts.checks import every_fault
from graph.facts.fact import EdgeFact, Fact, NodeFact, Redirect, final_ids, identity
from graph.facts.nodes import Node, merged, of_ranked
from graph.ontology import Horizon, Lens
from graph.snapshots.kept_snapshots import KeptSnapshots
from graph.snapshots.snapshot import Snapshot


@dataclass(frozen=True, eq=False)
class KnowledgeGraph(FactBase):
    """An immutable graph of facts, and its snapshots."""

    @classmethod
    def build(cls, facts: Iterable[Fact]) -> "KnowledgeGraph":
        """Check facts together and make a graph of them.

        Raises
        ------
        BuildError
            With every fault found: ends that do not fit the ontology, dangling ends, duplicate ids, unmarked
            contradictions, shares above one.
        """
        node_facts, edges, redirects = _parted(facts)
        faults = every_fault(node_facts, edges, redirects)
        if faults:
            raise BuildError(faults)
        moved = final_ids(redirects)
        edges.sort(key=lambda edge: (edge.relation, identity(edge)))
        nodes = {node_id: merged(node_facts[node_id]) for node_id in sorted(node_facts)}
        graph = cls._assemble("", nodes, edges, moved)
        return replace(graph, version=graph.content_hash())

    @classmethod
    def restore(cls, facts: Iterable[Fact], version: str) -> "KnowledgeGraph":
        """Make a graph again from what its ``facts`` gave, in that order; the store vouches for them."""
        node_facts, edges, redirects = _by_kind(facts)
        moved = final_ids(redirects)
        nodes = {node_id: of_ranked(group) for node_id, group in node_facts.items()}
        return cls._assemble(version, nodes, edges, moved)

    @classmethod
    def _assemble(
        cls, version: str, nodes: Mapping[str, Node], edges: list[EdgeFact], moved: Mapping[str, str]
    ) -> "KnowledgeGraph":
        every = [fact for node in nodes.values() for fact in node.facts]
        sources = {fact.source.id: fact.source for fact in (*edges, *every)}
        return cls(version, nodes, tuple(edges), dict(sorted(sources.items())), moved)

    def content_hash(self) -> str:
        """Return the hash of the content: the version that this graph must have."""
        digest = hashlib.sha256()
        for source in self.sources.values():
            digest.update(source.model_dump_json().encode() + b"\n")
        for line in sorted(identity(fact) for fact in self.facts()):
            digest.update(line.encode() + b"\n")
        return digest.hexdigest()

    @cached_property
    def kept_snapshots(self) -> KeptSnapshots:
        """The snapshots made so far, as many as may be kept."""
        return KeptSnapshots()

    def snapshot(
        self,
        as_of: date,
        known_at: date | None = None,
        lens: Lens = Lens.OWNERSHIP,
        horizon: Horizon = Horizon.MAKE,
    ) -> Snapshot:
        """Return the graph as of a day, through a lens and at a horizon.

        Parameters
        ----------
        as_of : date
            Valid time: facts that held on this day.
        known_at : date, optional
            Knowledge time: only facts whose source was public by this day.
        lens : Lens
            Whose control counts at country level.
        horizon : Horizon
            Which needs bind.
        """

        def other(day: date, at: Horizon) -> Snapshot:
            return self.snapshot(day, known_at, lens, at)

        key = (as_of, known_at, lens, horizon)
        return self.kept_snapshots.get(key, lambda: Snapshot(self, as_of, known_at, lens, horizon, other))


def check(facts: Iterable[Fact]) -> list[Fault]:
    """Return why facts make no graph together; nothing where they do."""
    return every_fault(*_parted(facts))


ByKind = tuple[dict[str, list[NodeFact]], list[EdgeFact], dict[str, Redirect]]
"""The facts of each node, the edges, and the redirects by old id."""


def _parted(facts: Iterable[Fact]) -> ByKind:
    """Return facts by kind, the edges with their ends as they are now."""
    nodes, edges, redirects = _by_kind(facts)
    moved = final_ids(redirects)
    return nodes, [_redirected(fact, moved) for fact in edges], redirects


def _by_kind(facts: Iterable[Fact]) -> ByKind:
    nodes: dict[str, list[NodeFact]] = defaultdict(list)
    edges: list[EdgeFact] = []
    redirects: dict[str, Redirect] = {}
    for fact in facts:
        if isinstance(fact, NodeFact):
            nodes[fact.id].append(fact)
        elif isinstance(fact, EdgeFact):
            edges.append(fact)
        else:
            redirects[fact.id] = fact
    return nodes, edges, redirects


def _redirected(fact: EdgeFact, moved: Mapping[str, str]) -> EdgeFact:
    if fact.start not in moved and fact.end not in moved:
        return fact
    update: dict[str, str] = {"start": moved.get(fact.start, fact.start), "end": moved.get(fact.end, fact.end)}
    if fact.need == fact.end:
        update["need"] = update["end"]
    return EdgeFact.model_validate(fact.model_dump() | update)
