"""Only sets that can matter are tried: the answer is that of trying every set."""

from datetime import date

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.analysis.dependency.cases.case import Case
from graph.analysis.dependency.cases.judging import judge
from graph.analysis.dependency.cases.readings import Criterion, Reading, Semantics
from graph.analysis.dependency.cases.terms import Reach, Rules
from graph.analysis.dependency.cases.universe import Over
from graph.analysis.dependency.cut_sets.candidates import alone, candidates
from graph.analysis.dependency.cut_sets.cut_sets import Action, Cut, case_of
from graph.analysis.dependency.cut_sets.minimal_sets import SearchLimits, try_sets
from graph.analysis.dependency.kernels.subsets import minimal_rows, small_subsets
from graph.knowledge_graph import KnowledgeGraph
from graph.ontology import NodeKind
from graph.snapshots.snapshot import Snapshot
from tests.conftest import parse_facts
from tests.graph.analysis.dependency.random_worlds import worlds

DAY = date(2026, 1, 1)
LONG = SearchLimits(subsets=1_000_000, seconds=1_000)
CRITERIA = st.builds(
    Criterion, loss=st.sampled_from([0.2, 0.5, 0.9, 1.0]), sigma=st.sampled_from([0.0, 0.3, 1.0]),
    reading=st.sampled_from(Reading),
)  # fmt: skip
REACHES = st.builds(Rules, reach=st.sampled_from(Reach), de_minimis=st.sampled_from([0.0, 0.25]))


def stopped_by_every_set(case: Case, order: int, criterion: Criterion) -> set[tuple[tuple[str, ...], int]]:
    """Every set of the universe on every target, none left out."""
    subsets, _ = small_subsets(len(case.cut.events), order, 1_000_000)
    minimal = minimal_rows(judge(case, subsets, criterion).stopped(criterion), subsets)
    return {(case.members(subsets[row]), column) for row, column in np.argwhere(minimal).tolist()}


def cases(snapshot: Snapshot, cut: Cut) -> list[Case]:
    """The case over all models, or one for each country's."""
    models = [node.id for node in snapshot.nodes.values() if node.kind in {NodeKind.MODEL, NodeKind.LAB}]
    if cut.action is Action.COLLAPSE:
        return [case_of(snapshot, cut, models, ())] if models else []
    countries = [node.id for node in snapshot.nodes.values() if node.kind is NodeKind.COUNTRY]
    return [case_of(snapshot, cut, models, [country]) for country in countries if models]


@settings(max_examples=60, deadline=None)
@given(world=worlds(), over=st.sampled_from(Over), criterion=CRITERIA, order=st.sampled_from([2, 3]))
def test_a_collapse_finds_the_sets_that_trying_all_of_them_finds(world, over, criterion, order):
    snapshot = KnowledgeGraph.build(parse_facts(world)).snapshot(DAY)
    for case in cases(snapshot, Cut(over, order)):
        tried = try_sets(case, order, criterion, LONG, LONG.budget())
        found = {(case.members(tried.subsets[row]), column) for row, column in np.argwhere(tried.minimal).tolist()}
        assert found == stopped_by_every_set(case, order, criterion)


@settings(max_examples=60, deadline=None)
@given(world=worlds(), over=st.sampled_from([Over.COUNTRY, Over.COMPANY]), criterion=CRITERIA, rules=REACHES)
def test_a_ban_finds_the_sets_that_trying_all_of_them_finds(world, over, criterion, rules):
    snapshot = KnowledgeGraph.build(parse_facts(world)).snapshot(DAY)
    for case in cases(snapshot, Cut(over, 2, Action.BAN, rules=rules)):
        tried = try_sets(case, 2, criterion, LONG, LONG.budget())
        found = {(case.members(tried.subsets[row]), column) for row, column in np.argwhere(tried.minimal).tolist()}
        assert found == stopped_by_every_set(case, 2, criterion)


@settings(max_examples=40, deadline=None)
@given(world=worlds(), criterion=CRITERIA)
def test_losses_with_nothing_substituted_add_up_to_no_less_than_that_of_the_set(world, criterion):
    snapshot = KnowledgeGraph.build(parse_facts(world)).snapshot(DAY)
    for case in cases(snapshot, Cut(Over.ENTITY, 2)):
        singles = np.arange(len(case.cut.events))[:, None]
        most = alone(case, judge(case, singles, criterion).stopped(criterion), criterion).most
        pairs, _ = small_subsets(len(case.cut.events), 2, 1_000_000)
        pairs = pairs[pairs[:, 1] >= 0] if pairs.shape[1] > 1 else pairs[:0]
        if len(pairs):
            together = judge(case, pairs, criterion).at(criterion.reading.bound)
            assert (together <= most[pairs[:, 0]] + most[pairs[:, 1]] + 1e-9).all()


def test_a_bootstrap_leaves_no_set_out(m1):
    case = case_of(m1.snapshot(DAY), Cut(Over.ENTITY, 2), ["input:chip"], ())
    criterion = Criterion(1, 1, Reading.KNOWN, Semantics.BOOTSTRAP)
    events = len(case.cut.events)
    by_one = judge(case, np.arange(events)[:, None], criterion).stopped(criterion)
    sets, complete = candidates(alone(case, by_one, criterion), 2, criterion, 1_000)
    assert complete
    assert len(sets) == events * (events - 1) // 2
