"""The facts that headline answers rest on: what each ranking of who stops most would be without is read first.

A headline answer is one target that one country or company stops at one horizon (``graph/analysis/dependency/
headlines.py``). It rests on the relations through which the loss comes: from the target down to what is cut off,
along every need that loses at least half of what its dependent loses.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from graph.analysis.dependency.cases.case import Case
from graph.analysis.dependency.cases.judging import judge
from graph.analysis.dependency.cases.readings import Criterion
from graph.analysis.dependency.cases.targets import TargetSet, members_of
from graph.analysis.dependency.cases.universe import Over
from graph.analysis.dependency.chain import NOTHING, Worlds, worlds
from graph.analysis.dependency.cut_sets.cut_sets import Cut, case_of
from graph.analysis.dependency.cut_sets.minimal_sets import SearchLimits
from graph.analysis.dependency.home import home
from graph.analysis.dependency.kernels.adjacency import adjacency
from graph.analysis.dependency.known import is_known
from graph.facts.edges import Edge
from graph.facts.fact import Checked, Fact
from graph.knowledge_graph import KnowledgeGraph
from graph.ontology import Horizon
from graph.snapshots.arrays import BoolArray
from graph.snapshots.snapshot import Snapshot

ROWS = 10
"""Rows of a ranking that are headlines."""
_HALF = 0.5


@dataclass(frozen=True)
class HeadlineFact:
    """A relation, and how many headline answers it bears.

    Attributes
    ----------
    edge : Edge
        The relation, with the claim used and its rivals.
    answers : int
        Targets that somebody stops at some horizon through it.
    """

    edge: Edge
    answers: int

    @property
    def looked_up(self) -> bool:
        """Say whether somebody opened a page or a file that states it: the claim used, or one that agrees."""
        differing = {id(claim) for claim in self.edge.disagreeing}
        agreeing = (claim for claim in (self.edge.claim, *self.edge.rivals) if id(claim) not in differing)
        return any(claim.checked is not Checked.RECALLED for claim in agreeing)


def headline_facts(snapshot: Snapshot) -> list[HeadlineFact]:
    """Return the relations that headline answers rest on, those that bear most answers first.

    Parameters
    ----------
    snapshot : Snapshot
        Its own horizon is not used.
    """
    answers: Counter[str] = Counter()
    edges: dict[str, Edge] = {}
    stated = {edge.id: edge for edge in snapshot.edges}
    for horizon in Horizon:
        seen = snapshot.at_horizon(horizon)
        for board in _boards(seen):
            for edge in _borne(seen, board):
                for fact in [stated[name] for name in edge.derived_from] or [edge]:
                    answers[fact.id] += 1
                    edges[fact.id] = fact
    return [HeadlineFact(edges[name], number) for name, number in sorted(answers.items(), key=lambda o: (-o[1], o[0]))]


def changed_without(graph: KnowledgeGraph, edge: Edge, as_of: date) -> int:
    """Return how many headline answers appear or vanish when every claim about a relation is left out.

    Parameters
    ----------
    graph : KnowledgeGraph
        Restored without the relation, unchecked: what hung on it may be gone.
    edge : Edge
        The relation that is left out.
    as_of : date
        The day of the answers, at every horizon.
    """
    left = [claim for claim in graph.claims if claim.relation != edge.claim.relation]
    facts: list[Fact] = [*(fact for node in graph.nodes.values() for fact in node.facts), *left]
    without = KnowledgeGraph.restore(facts, f"{graph.version} without {edge.id}")
    return len(headline_answers(graph.snapshot(as_of)) ^ headline_answers(without.snapshot(as_of)))


def headline_answers(snapshot: Snapshot) -> frozenset[tuple[str, str, str]]:
    """Return what is stopped as (horizon, who is gone, target): every answer of every headline ranking.

    Parameters
    ----------
    snapshot : Snapshot
        Its horizon is not used.
    """
    return frozenset(
        (horizon.value, board.events[event], board.targets[place])
        for horizon in Horizon
        for board in _boards(snapshot.at_horizon(horizon))
        for event, place in zip(*(side.tolist() for side in np.nonzero(board.stopped)), strict=True)
    )


def looked_up_share(facts: list[HeadlineFact]) -> float | None:
    """Return the share of relations that somebody looked up, None where there are none.

    Parameters
    ----------
    facts : list[HeadlineFact]
        Each counts one.

    Returns
    -------
    float or None
        0..1.
    """
    return sum(fact.looked_up for fact in facts) / len(facts) if facts else None


@dataclass(frozen=True, eq=False)
class _Ranking:
    """One ranking at one horizon: ``stopped`` has the shape (who is gone, targets), a target's own home left out."""

    case: Case
    criterion: Criterion
    targets: list[str]
    stopped: BoolArray

    @property
    def events(self) -> tuple[str, ...]:
        return self.case.cut.events


def _boards(snapshot: Snapshot) -> Iterator[_Ranking]:
    for targets in (TargetSet.LABS, TargetSet.FRONTIER_MODELS):
        known = [target for target in members_of(snapshot, targets) if is_known(snapshot, target)]
        for over in (Over.COUNTRY, Over.COMPANY) if known else ():
            cut = Cut(over, 1)
            case = case_of(snapshot, cut, known, ())
            alone = np.arange(len(case.cut.events), dtype=np.int64)[:, None]
            stopped = judge(case, alone, cut.criterion, SearchLimits().budget()).stopped(cut.criterion)
            for place, target in enumerate(known):
                own = home(snapshot, target).members | {target}
                stopped[[event in own for event in case.cut.events], place] = False
            yield _Ranking(case, cut.criterion, known, stopped)


def _borne(snapshot: Snapshot, board: _Ranking) -> Iterator[Edge]:
    """Yield the relations behind every target that one of the first rows stops, once for each target and row."""
    first = np.argsort(-board.stopped.sum(axis=1), kind="stable")[:ROWS]
    after = worlds(snapshot, board.case, first[:, None], board.criterion)
    for column, event in enumerate(first.tolist()):
        for place in np.flatnonzero(board.stopped[event]).tolist():
            yield from _below(snapshot, after, int(board.case.roots[place]), column)


def _below(snapshot: Snapshot, after: Worlds, root: int, column: int) -> Iterator[Edge]:
    arrays, links, loss = after.case.arrays, adjacency(after.case.arrays), after.loss[:, column]
    reached, ahead = {root}, [root]
    while ahead:
        node = ahead.pop()
        for need in range(int(links.first_need[node]), int(links.first_need[node + 1])):
            span = np.arange(arrays.first[need], arrays.first[need + 1])
            suppliers = arrays.supplier[span]
            if float(arrays.parts("central")[span] @ loss[suppliers]) < max(_HALF * loss[node], NOTHING):
                continue
            known = snapshot.needs[need]
            named = suppliers[suppliers < snapshot.positions.first_pool]
            for supplier in named[loss[named] > NOTHING].tolist():
                yield snapshot.dependencies[known.of, known.need, snapshot.ids[supplier]]
                if supplier not in reached:
                    reached.add(supplier)
                    ahead.append(supplier)
