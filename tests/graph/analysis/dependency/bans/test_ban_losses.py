"""What bans take, in three values and with both reaches, against the definition on dictionaries (methods A1b, A2)."""

from dataclasses import replace
from datetime import date
from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from graph.analysis.dependency.bans.ban import ban_case, banned_nodes
from graph.analysis.dependency.cases.case import collapse_case
from graph.analysis.dependency.cases.judging import judge
from graph.analysis.dependency.cases.readings import Criterion
from graph.analysis.dependency.cases.terms import Reach, Rules
from graph.analysis.dependency.cases.universe import Over
from graph.analysis.dependency.cases.view import seen_from
from graph.analysis.dependency.cut_sets.cut_sets import as_subsets
from graph.analysis.dependency.cut_sets.minimal_sets import SearchLimits
from graph.knowledge_graph import KnowledgeGraph
from graph.ontology import Horizon
from tests.conftest import parse_facts
from tests.graph.analysis.dependency.ban_reference import ban_losses, countries, firms, reaching, read
from tests.graph.analysis.dependency.random_worlds import CLOUDS, COUNTRIES, FIRMS, markets
from tests.graph.analysis.dependency.test_horizons import OVERRIDES, SUBTYPED, staged

DAY = date(2026, 1, 1)
HOME = COUNTRIES[0]
BOUNDS = ("low", "central", "high")
EXACT = 1e-9
LONG = SearchLimits(subsets=100_000, seconds=60)
WIDTHS = st.sampled_from([None, 0.0, 0.1, 0.25, 0.5])
"""Direct, or foreign products over this content."""
SIGMAS = st.sampled_from([0.0, 0.5, 1.0])


def built(text, horizon=Horizon.MAKE):
    return KnowledgeGraph.build(parse_facts(text)).snapshot(DAY, horizon=horizon)


def rules(d):
    return Rules() if d is None else Rules(Reach.FOREIGN_DIRECT_PRODUCT, d)


def coalitions(snapshot):
    others = [country for country in COUNTRIES[1:] if country in snapshot.nodes]
    return [chosen for size in (1, 2, 3) for chosen in combinations(others, size)]


def parties(snapshot, world, coalition, d, bound, of=countries):
    """Who bans whom by the definition, foreign products included where ``d`` says so."""
    direct = of(world, coalition, [HOME])
    return direct if d is None else reaching(world, read(snapshot.at_horizon(Horizon.GROW)), direct, bound, d)


def losses_of(snapshot, over, chosen, d, sigma):
    """What sets of events take from all that the home country controls: ids, and three arrays of losses."""
    own = sorted(snapshot.controlled_by([HOME]) - {HOME})
    roots = np.array([snapshot.root(target) for target in own], dtype=np.int64)
    case = ban_case(snapshot, over, roots, snapshot.controlled_by([HOME]), rules(d))
    number = {event: at for at, event in enumerate(case.cut.events)}
    sets = as_subsets([frozenset(number[c] for c in one if c in number) for one in chosen])
    return own, judge(case, sets, Criterion(1, sigma), LONG.budget()).three


@settings(max_examples=60, deadline=None)
@given(text=markets(), d=WIDTHS, sigma=SIGMAS, horizon=st.sampled_from(Horizon), data=st.data())
def test_what_a_target_does_not_rest_on_changes_nothing(text, d, sigma, horizon, data):
    snapshot = built(text, horizon)
    assume(HOME in snapshot.nodes)
    own = snapshot.controlled_by([HOME])
    target = data.draw(st.sampled_from(sorted(own - {HOME}) or [HOME]))
    case = ban_case(snapshot, Over.COUNTRY, np.array([snapshot.root(target)]), own, rules(d))
    assume(case.cut.events)
    whole = seen_from(snapshot, own)
    over_all = replace(case, arrays=whole.arrays, view=whole, dead=banned_nodes(snapshot, whole, case.cut, rules(d)))
    sets = np.arange(len(case.cut.events), dtype=np.int64)[:, None]
    for few, every in zip(*(judge(one, sets, Criterion(1, sigma), LONG.budget()).three for one in (case, over_all)),
                          strict=True):  # fmt: skip
        assert np.array_equal(few, every)


@settings(max_examples=100, deadline=None)
@given(text=markets(), d=WIDTHS, sigma=SIGMAS, horizon=st.sampled_from(Horizon), data=st.data())
def test_a_coalition_takes_what_the_definition_says(text, d, sigma, horizon, data):
    snapshot = built(text, horizon)
    assume(HOME in snapshot.nodes)
    world = read(snapshot)
    own = snapshot.controlled_by([HOME]) - {HOME}
    reached = ban_case(snapshot, Over.COUNTRY, np.array([snapshot.root(i) for i in own]), own, rules(d)).cut.events
    chosen = [one for one in coalitions(snapshot) if set(one) <= set(reached)]
    assume(chosen)
    chosen = [data.draw(st.sampled_from(chosen)), chosen[-1]]
    own, found = losses_of(snapshot, Over.COUNTRY, chosen, d, sigma)
    for row, coalition in enumerate(chosen):
        for bound, values in zip(BOUNDS, found, strict=True):
            expected = ban_losses(world, parties(snapshot, world, coalition, d, bound), sigma, bound)
            assert values[row] == pytest.approx([expected[target] for target in own], abs=EXACT), (coalition, bound)


@settings(max_examples=100, deadline=None)
@given(text=markets(), d=WIDTHS, sigma=SIGMAS, horizon=st.sampled_from(Horizon), data=st.data())
def test_firms_take_what_the_definition_says(text, d, sigma, horizon, data):
    """A firm that bans stops all that it owns altogether too, wherever that is seated."""
    snapshot = built(text, horizon)
    abroad = [i for i in (*FIRMS, *CLOUDS) if i in snapshot.nodes and set(snapshot.controllers(i)) != {HOME}]
    assume(HOME in snapshot.nodes and abroad)
    world = read(snapshot)
    chosen = data.draw(st.lists(st.lists(st.sampled_from(abroad), min_size=1, max_size=3, unique=True), min_size=1))
    own, found = losses_of(snapshot, Over.COMPANY, chosen, d, sigma)
    for row, coalition in enumerate(chosen):
        for bound, values in zip(BOUNDS, found, strict=True):
            expected = ban_losses(world, parties(snapshot, world, coalition, d, bound, firms), sigma, bound)
            assert values[row] == pytest.approx([expected[target] for target in own], abs=EXACT), (coalition, bound)


@settings(max_examples=150, deadline=None)
@given(text=markets(), sigma=SIGMAS, horizon=st.sampled_from(Horizon))
def test_a_direct_ban_takes_no_more_than_the_collapse(text, sigma, horizon):
    """In all three values, from all that the customers control (methods A1b)."""
    snapshot = built(text, horizon)
    assume(HOME in snapshot.nodes and len(coalitions(snapshot)) > 0)
    chosen = coalitions(snapshot)
    own, banned = losses_of(snapshot, Over.COUNTRY, chosen, None, sigma)
    roots = np.array([snapshot.root(target) for target in own], dtype=np.int64)
    case = collapse_case(snapshot, Over.COUNTRY, roots)
    number = {event: at for at, event in enumerate(case.cut.events)}
    sets = as_subsets([frozenset(number[c] for c in one if c in number) for one in chosen])
    gone = judge(case, sets, Criterion(1, sigma), LONG.budget()).three
    for ban, collapse, bound in zip(banned, gone, BOUNDS, strict=True):
        assert (ban <= collapse + EXACT).all(), bound


@settings(max_examples=150, deadline=None)
@given(text=markets(), d=WIDTHS, sigma=SIGMAS, subtypes=SUBTYPED, overrides=OVERRIDES)
def test_what_a_ban_takes_grows_with_the_horizon(text, d, sigma, subtypes, overrides):
    """Whatever it reaches: the content of foreign products does not depend on how far ahead one looks."""
    graph = staged(text, subtypes, overrides)
    now = graph.snapshot(DAY, horizon=Horizon.RUN)
    assume(HOME in now.nodes and len(coalitions(now)) > 0)
    found = [losses_of(now.at_horizon(h), Over.COUNTRY, coalitions(now), d, sigma) for h in Horizon]
    for (_, shorter), (_, longer) in pairwise(found):
        for before, after, bound in zip(shorter, longer, BOUNDS, strict=True):
            assert (before <= after + EXACT).all(), bound
