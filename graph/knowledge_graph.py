"""The checked, immutable graph: facts in, one version out.

``KnowledgeGraph.build`` checks all facts together and reports every fault at once. The version is a hash of
the content: the same facts in any order give the same version.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import islice
from weakref import WeakValueDictionary

import numpy as np

from graph.errors import BuildError, Fault
from graph.fact_base import FactBase
from graph.facts.checks import every_fault
from graph.facts.claims import edge_order, identities, in_order, node_order, with_derived
from graph.facts.fact import EdgeFact, Fact, NodeFact, Redirect, identity
from graph.facts.facts import AT_ONCE, Apart, Facts
from graph.facts.redirects import final_ids
from graph.facts.things import NodeTable
from graph.ontology import Horizon, Lens
from graph.snapshots.day_graph import DayGraph
from graph.snapshots.kept_snapshots import KeptSnapshots
from graph.snapshots.snapshot import Snapshot


@dataclass(frozen=True, eq=False)
class KnowledgeGraph(FactBase):
    """An immutable graph of facts, and its snapshots."""

    @classmethod
    def build(cls, facts: Iterable[Fact]) -> "KnowledgeGraph":
        """Check facts together and make a graph of them; the facts themselves may go as they come.

        Parameters
        ----------
        facts : Iterable[Fact]
            Of all sources, in any order; read once.

        Raises
        ------
        BuildError
            With every fault found: ends that do not fit the ontology, dangling ends, duplicate ids, unmarked
            contradictions, shares above one.
        """
        nodes, edges, redirects = _parted(facts)
        faults = every_fault(nodes, edges, redirects)
        if faults:
            raise BuildError(faults)
        nodes, node_texts = in_order(nodes, node_order)
        edges, edge_texts = in_order(edges, edge_order)
        graph = cls.of("", nodes, with_derived(edges, edge_texts), final_ids(redirects))
        return replace(graph, version=graph._hashed([*node_texts, *edge_texts]))

    @classmethod
    def restore(cls, facts: Iterable[Fact], version: str) -> "KnowledgeGraph":
        """Make a graph again from what its ``facts`` gave, in that order; the store vouches for them.

        Parameters
        ----------
        facts : Iterable[Fact]
            As ``facts`` gave them; nothing is checked.
        version : str
            The hash that they had.
        """
        nodes, edges, redirects = _by_kind(facts)
        together = nodes.take(np.argsort(nodes.columns["id"].numbers, kind="stable"))
        return cls.of(version, together, with_derived(edges, identities(edges)), final_ids(redirects))

    @classmethod
    def of(
        cls, version: str, nodes: Facts[NodeFact], claims: Facts[EdgeFact], moved: Mapping[str, str]
    ) -> "KnowledgeGraph":
        """Return the graph of facts that were checked.

        Parameters
        ----------
        version : str
            The hash of their content.
        nodes : Facts of NodeFact
            Those of one node together, the preferred first.
        claims : Facts of EdgeFact
            With what is derived (``claims.with_derived``).
        moved : Mapping[str, str]
            Merged ids and where they lead.
        """
        sources = {source.id: source for facts in (claims, nodes) for source in facts.columns["source"].values}
        return cls(version, NodeTable(nodes), claims, dict(sorted(sources.items())), moved)

    def content_hash(self) -> str:
        """Return the hash of the content: the version that this graph must have."""
        return self._hashed([*identities(self.nodes.facts), *identities(self.claims)])

    def _hashed(self, texts: list[str]) -> str:
        """Return the hash of the content, of which the canonical texts of nodes and edges are given."""
        digest = hashlib.sha256()
        for source in self.sources.values():
            digest.update(source.model_dump_json().encode() + b"\n")
        for line in sorted([*texts, *(identity(Redirect(id=old, to=new)) for old, new in self.redirects.items())]):
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

        def made() -> Snapshot:
            day = self._days.get((as_of, known_at)) or DayGraph(self, as_of, known_at)
            return Snapshot(self, self._days.setdefault((as_of, known_at), day), lens, horizon, other)

        return self.kept_snapshots.get((as_of, known_at, lens, horizon), made)

    @cached_property
    def _days(self) -> WeakValueDictionary[tuple[date, date | None], DayGraph]:
        """What the snapshots of a day share, as long as there are any."""
        return WeakValueDictionary()


def check(facts: Iterable[Fact]) -> list[Fault]:
    """Return why facts make no graph together; nothing where they do.

    Parameters
    ----------
    facts : Iterable[Fact]
        Of all sources, in any order.
    """
    return every_fault(*_parted(facts))


ByKind = tuple[Facts[NodeFact], Facts[EdgeFact], dict[str, Redirect]]
"""The facts of nodes, the edges, and the redirects by old id."""


def _parted(facts: Iterable[Fact]) -> ByKind:
    """Return facts by kind, the edges with their ends as they are now."""
    nodes, edges, redirects = _by_kind(facts)
    moved = final_ids(redirects)
    leads = edges.columns["start"].array(moved.__contains__, bool) | edges.columns["end"].array(
        moved.__contains__, bool
    )
    if leads.any():
        edges = edges.but(leads, [_redirected(fact, moved) for fact in edges.take(leads)])
    return nodes, edges, redirects


def _by_kind(facts: Iterable[Fact]) -> ByKind:
    nodes, edges = Apart(NodeFact), Apart(EdgeFact)
    redirects: dict[str, Redirect] = {}
    left = iter(facts)
    while some := list(islice(left, AT_ONCE)):
        nodes.add([fact for fact in some if isinstance(fact, NodeFact)])
        edges.add([fact for fact in some if isinstance(fact, EdgeFact)])
        redirects.update({fact.id: fact for fact in some if isinstance(fact, Redirect)})
    return nodes.facts(), edges.facts(), redirects


def _redirected(fact: EdgeFact, moved: Mapping[str, str]) -> EdgeFact:
    update: dict[str, str] = {"start": moved.get(fact.start, fact.start), "end": moved.get(fact.end, fact.end)}
    if fact.need == fact.end:
        update["need"] = update["end"]
    return EdgeFact.model_validate(fact.model_dump() | update)
