"""Minimal sets at every threshold, by collapse and by ban, against trying every set on the definition (A1b, A1d)."""

from datetime import date
from functools import cache
from itertools import combinations, pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from graph.analysis.dependency.cases.readings import Criterion, Reading
from graph.analysis.dependency.cases.terms import Reach, Rules
from graph.analysis.dependency.cases.universe import Over
from graph.analysis.dependency.cut_sets.cut_sets import Action, Cut, cut_sets
from graph.analysis.dependency.cut_sets.minimal_sets import SearchLimits
from graph.analysis.dependency.scenarios.scenarios import run_scenario
from graph.analysis.dependency.scenarios.spec import Scenario
from graph.knowledge_graph import KnowledgeGraph
from graph.ontology import Horizon
from tests.conftest import parse_facts
from tests.graph.analysis.dependency import reference
from tests.graph.analysis.dependency.ban_reference import ban_losses, collapse_losses, countries, reaching, read
from tests.graph.analysis.dependency.random_worlds import COUNTRIES, markets

DAY = date(2026, 1, 1)
LAB = "lab:l0"
EXACT = 1e-9
BOUNDS = ("low", "central", "high")
LONG = SearchLimits(subsets=100_000, seconds=60)
CRITERIA = st.builds(
    Criterion, st.sampled_from([0.2, 0.5, 0.75, 1.0]), st.sampled_from([0.0, 0.5, 1.0]), st.sampled_from(Reading)
)
WIDTHS = st.sampled_from([None, 0.0, 0.1, 0.25, 0.5])
"""Content above which a foreign product is reached; none for a direct ban."""


def built(text):
    return KnowledgeGraph.build(parse_facts(text)).snapshot(DAY)


def rules(d):
    return Rules() if d is None else Rules(Reach.FOREIGN_DIRECT_PRODUCT, d)


def stops(loss, criterion):
    """Methods A1d, A2; a central value has to exceed the threshold, unless all is lost."""
    low, central, high = loss
    if low >= criterion.loss - EXACT:
        return True
    if criterion.reading is Reading.LIKELY:
        return central > criterion.loss + EXACT or central >= 1 - EXACT
    return criterion.reading is Reading.KNOWN and high >= criterion.loss - EXACT


def check(found, universe, loss_of, criterion):
    """The sets found are the minimal ones, with their losses."""
    expected = reference.minimal_cut_sets(
        lambda chosen: bool(chosen) and stops(loss_of(chosen), criterion), universe, 3
    )
    rows = {frozenset(row.members): row for row in found.cut_sets}
    assert set(rows) == expected
    for members, row in rows.items():
        low, central, high = loss_of(members)
        assert row.loss == pytest.approx((low, central, high), abs=EXACT)
        assert row.certain == (low >= criterion.loss - EXACT)
    assert not found.truncated


@settings(max_examples=60, deadline=None)
@given(text=markets(), criterion=CRITERIA, d=WIDTHS)
def test_bans(text, criterion, d):
    snapshot = built(text)
    world, made = read(snapshot), read(snapshot.at_horizon(Horizon.GROW))
    (home,) = world.holders[LAB]
    universe = [country for country in COUNTRIES if country in world.nodes and country != home]

    @cache
    def loss_of(members):
        terms = countries(world, members, [home])
        reached = [terms if d is None else reaching(world, made, terms, bound, d) for bound in BOUNDS]
        return tuple(
            ban_losses(world, one, criterion.sigma, bound)[LAB] for one, bound in zip(reached, BOUNDS, strict=True)
        )

    cut = Cut(Over.COUNTRY, 3, Action.BAN, rules=rules(d), criterion=criterion)
    check(cut_sets(snapshot, LAB, cut, LONG), universe, loss_of, criterion)
    terms = {"reach": cut.rules.reach, "de_minimis": cut.rules.de_minimis}
    for by in [*combinations(universe, 1), *combinations(universe, 2)]:
        ban = {"by": by, "on": [home], **terms}
        question = Scenario.model_validate(
            {"bans": [ban], "targets": [LAB], "loss": criterion.loss, "sigma": criterion.sigma}
        )
        result = run_scenario(snapshot, question, criterion.reading)
        loss = loss_of(frozenset(by))
        assert [row.id for row in result.failed] == ([LAB] if stops(loss, criterion) else [])
        for row in result.failed:
            assert row.loss == pytest.approx(loss, abs=EXACT)
            assert row.certain == (loss[0] >= criterion.loss - EXACT)


@settings(max_examples=60, deadline=None)
@given(text=markets(), criterion=CRITERIA, over=st.sampled_from([Over.COUNTRY, Over.COMPANY]))
def test_collapses(text, criterion, over):
    snapshot = built(text)
    world = read(snapshot)
    if over is Over.COUNTRY:
        universe = [country for country in COUNTRIES if country in world.nodes]
    else:
        universe = sorted(i for i in world.nodes if i.partition(":")[0] in ("company", "cloud"))

    @cache
    def loss_of(members):
        dead = world.controlled_by(members) if over is Over.COUNTRY else members
        return tuple(collapse_losses(world, dead, criterion.sigma, bound)[LAB] for bound in BOUNDS)

    cut = Cut(over, 3 if over is Over.COUNTRY else 2, criterion=criterion)
    assume(over is Over.COUNTRY or len(universe) <= 7)
    found = cut_sets(snapshot, LAB, cut, LONG)
    expected = reference.minimal_cut_sets(
        lambda chosen: bool(chosen) and stops(loss_of(chosen), criterion), universe, cut.max_order
    )
    rows = {frozenset(row.members): row for row in found.cut_sets}
    assert set(rows) == expected
    for members, row in rows.items():
        loss = loss_of(members)
        assert row.loss == pytest.approx(loss, abs=EXACT)
        result = run_scenario(
            snapshot,
            Scenario(remove=tuple(members), targets=(LAB,), loss=criterion.loss, sigma=criterion.sigma),
            criterion.reading,
        )
        (fallen,) = result.failed
        assert (fallen.certain, fallen.loss) == (row.certain, pytest.approx(loss, abs=EXACT))


@settings(max_examples=40, deadline=None)
@given(text=markets(), over=st.sampled_from([Over.COUNTRY, Over.COMPANY]), reading=st.sampled_from(Reading))
def test_what_stops_shrinks_as_the_threshold_grows(text, over, reading):
    snapshot = built(text)

    def upwards(loss, sigma):
        """Whether each set of the universe holds a set that stops: ``{S : L >= loss}`` by its minimal sets."""
        found = cut_sets(snapshot, LAB, Cut(over, 2, criterion=Criterion(loss, sigma, reading)), LONG)
        return [frozenset(row.members) for row in found.cut_sets]

    steps = [upwards(loss, 0.0) for loss in (0.2, 0.5, 0.75, 1.0)]
    for milder, harder in pairwise(steps):
        assert all(any(less <= more for less in milder) for more in harder)
    boolean = [set(upwards(loss, 1.0)) for loss in (0.2, 0.5, 1.0)]
    assert boolean[0] == boolean[1] == boolean[2]


def test_a_coin_toss_between_two_that_nobody_weighs_is_no_likelihood(world):
    snapshot = world("lab:l0 RUNS_ON cloud:a\nlab:l0 RUNS_ON cloud:b\nlab:l0 BASED_IN country:CHN").snapshot(DAY)

    def single(loss, reading):
        found = cut_sets(snapshot, LAB, Cut(Over.COMPANY, 1, criterion=Criterion(loss, 0.0, reading)))
        return {row.members for row in found.cut_sets}

    assert single(0.5, Reading.LIKELY) == single(0.5, Reading.CERTAIN) == set()
    assert single(0.4, Reading.LIKELY) == {("cloud:a",), ("cloud:b",)}
    assert single(0.5, Reading.KNOWN) == {("cloud:a",), ("cloud:b",)}


JOINT = """
lab:l0 RUNS_ON cloud:k
lab:l0 BASED_IN country:CHN
cloud:k PART_OF company:f
cloud:k PART_OF company:g
company:f BASED_IN country:USA
company:g BASED_IN country:TWN
"""
MIXED = """
lab:l0 RUNS_ON cloud:k
lab:l0 BASED_IN country:CHN
cloud:k BASED_IN country:JPN
cloud:k HOSTS chip:c accelerators .5 closed
cloud:k HOSTS chip:d accelerators .5 closed
chip:c DESIGNED_BY company:f
chip:d DESIGNED_BY company:g
company:f BASED_IN country:USA
company:g BASED_IN country:TWN
"""


@pytest.mark.parametrize("sigma", [0.0, 0.5, 1.0])
@pytest.mark.parametrize(("text", "d"), [(JOINT, None), (MIXED, 0.5)], ids=["joint control", "content"])
def test_two_that_alone_take_nothing_are_found(text, d, sigma):
    cut = Cut(Over.COUNTRY, 2, Action.BAN, rules=rules(d), criterion=Criterion(0.5, sigma, Reading.KNOWN))
    found = cut_sets(built(text), LAB, cut)
    assert {row.members for row in found.cut_sets} - {("country:JPN",)} == {("country:TWN", "country:USA")}
