"""Bans by a coalition: the worked examples of A1b exactly, an independent reference, and the properties."""

from datetime import date
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.analysis.dependency.cases.readings import Criterion, Reading
from graph.analysis.dependency.cases.terms import Reach, Rules
from graph.analysis.dependency.cases.universe import Over
from graph.analysis.dependency.cut_sets.cut_sets import Action, Cut, cut_sets
from graph.analysis.dependency.cut_sets.minimal_sets import SearchLimits
from graph.analysis.dependency.scenarios.scenarios import run_scenario
from graph.analysis.dependency.scenarios.spec import Scenario
from graph.errors import QuestionError
from graph.knowledge_graph import KnowledgeGraph
from tests.conftest import parse_facts
from tests.graph.analysis.dependency.ban_reference import banned
from tests.graph.analysis.dependency.criteria import BOOLEAN
from tests.graph.analysis.dependency.random_worlds import COUNTRIES, worlds

DAY = date(2026, 1, 1)
FOREIGN = Reach.FOREIGN_DIRECT_PRODUCT
LAB, T, C, W = "lab:lab", "country:IND", "country:NLD", "country:TWN"

WORKED_1 = """
lab:lab RUNS_ON facility:site compute 1
facility:site HOSTS chip:chip accelerators 1
chip:chip DESIGNED_BY company:designer
chip:chip FABRICATED_WITH input:proc
input:proc SUPPLIED_BY company:fab supplier 1
input:proc REQUIRES input:tool
input:tool SUPPLIED_BY company:firm supplier 1
lab:lab BASED_IN country:IND
facility:site LOCATED_IN country:IND
company:designer BASED_IN country:IND
company:fab BASED_IN country:TWN
company:firm BASED_IN country:NLD
"""
"""LAB (T): {CHIP}; CHIP maker {DESIGNER (T)}, fabrication {PROC}; PROC maker {FAB (W)}, needs {TOOL (C)}."""
FOUND = SearchLimits(subsets=100_000, seconds=60)


def scenario(by, on=T, reach=Reach.DIRECT, d=0.0, **body):
    ban = {"by": [by] if isinstance(by, str) else list(by), "on": [on], "reach": reach, "de_minimis": d}
    return Scenario.model_validate({"bans": [ban], "loss": 1.0, "sigma": 1.0} | body)


def stops(snapshot, by, **terms) -> tuple[bool, bool]:
    """Whether a ban stops the lab, and whether for certain: by the scenario and by the cut sets, which agree."""
    result = run_scenario(snapshot, scenario(by, targets=[LAB], **terms), Reading.KNOWN)
    rules = Rules(terms.get("reach", Reach.DIRECT), terms.get("d", 0.0))
    cut = Cut(Over.COUNTRY, 1, Action.BAN, rules=rules, criterion=BOOLEAN)
    rows = {row.members: row for row in cut_sets(snapshot, LAB, cut, FOUND).cut_sets}
    assert bool(result.failed) == ((by,) in rows)
    if not result.failed:
        return False, False
    assert result.failed[0].certain == rows[by,].certain
    return True, rows[by,].certain


def test_worked_1(world):
    snapshot = world(WORKED_1).snapshot(DAY)
    collapse = run_scenario(snapshot, Scenario(remove=(C,), loss=1.0, sigma=1.0), Reading.KNOWN)
    assert LAB in {row.id for row in collapse.failed}
    assert stops(snapshot, C) == (False, False)
    assert stops(snapshot, C, reach=FOREIGN, d=0.0)[0]
    assert not stops(snapshot, C, reach=FOREIGN, d=1.0)[0]


def test_worked_2_the_fab_among_the_customers(world):
    snapshot = world(WORKED_1.replace("company:fab BASED_IN country:TWN", "company:fab BASED_IN country:IND")).snapshot(
        DAY
    )
    assert stops(snapshot, C) == (True, True)


def test_worked_3_a_second_fab_elsewhere_halves_the_loss(world):
    text = WORKED_1.replace("company:fab BASED_IN country:TWN", "company:fab BASED_IN country:IND").replace(
        "company:fab supplier 1",
        "company:fab supplier .5\ninput:proc SUPPLIED_BY company:fab2 supplier .5\ncompany:fab2 BASED_IN country:TWN",
    )
    snapshot = world(text).snapshot(DAY)
    assert stops(snapshot, C) == (False, False)
    (row,) = run_scenario(snapshot, scenario(C, targets=[LAB], loss=1.0, sigma=0.0), Reading.LIKELY).degraded
    assert row.loss["0"] == pytest.approx((0.5, 0.5), abs=1e-12)
    assert row.central["0"] == pytest.approx(0.5, abs=1e-12)


def test_worked_4_a_designer_of_a_third_country_is_still_supplied(world):
    text = WORKED_1.replace("company:designer BASED_IN country:IND", "company:designer BASED_IN country:TWN").replace(
        "company:fab BASED_IN country:TWN", "company:fab BASED_IN country:NLD"
    )
    assert stops(world(text).snapshot(DAY), C) == (False, False)


def test_a_product_of_no_known_maker_is_judged_as_if_the_customers_made_it(world):
    text = (
        WORKED_1.replace("chip:chip DESIGNED_BY company:designer\n", "")
        .replace("company:fab BASED_IN country:TWN", "company:fab BASED_IN country:NLD")
        .replace("company:designer BASED_IN country:IND\n", "")
    )
    assert stops(world(text).snapshot(DAY), C) == (True, False)


def test_foreign_content_counts_the_recipe_and_the_maker_alike(world):
    text = WORKED_1 + "company:fab OPERATES facility:plant\nfacility:plant LOCATED_IN country:TWN\n"
    snapshot = world(text).snapshot(DAY)
    assert stops(snapshot, C, reach=FOREIGN, d=0.4)[0], "one of the two needs is all of it from the coalition"
    likely = run_scenario(snapshot, scenario(C, targets=[LAB], reach=FOREIGN, d=0.5), Reading.LIKELY)
    assert not likely.failed, "of needs that weigh the same it is half, and half is not over half"
    assert stops(snapshot, C, reach=FOREIGN, d=0.5) == (True, False), "by value the one need may be nearly all of it"


def test_a_country_cannot_ban_itself(world):
    with pytest.raises(QuestionError, match="share no country"):
        run_scenario(world(WORKED_1).snapshot(DAY), scenario(T))


COALITIONS = st.lists(st.sampled_from(COUNTRIES[1:]), min_size=1, max_size=2, unique=True)
HOME = COUNTRIES[0]


def fallen(snapshot, by, reach=Reach.DIRECT, d=0.0, reading=Reading.KNOWN):
    result = run_scenario(snapshot, scenario(by, HOME, reach, d), reading)
    return {row.id for row in result.failed}


@settings(max_examples=120, deadline=None)
@given(world=worlds(), coalition=COALITIONS)
def test_scenarios_and_cut_sets_are_the_reference(world, coalition):
    snapshot = KnowledgeGraph.build(parse_facts(world)).snapshot(DAY)
    present = [country for country in COUNTRIES if country in snapshot.nodes]
    coalition = [country for country in coalition if country in present]
    if not coalition or HOME not in present:
        return
    known, certain = (banned(snapshot, coalition, [HOME], certain=sure) for sure in (False, True))
    judged = fallen(snapshot, coalition)
    own = {i for i in snapshot.nodes if i == HOME or set(snapshot.controllers(i)) == {HOME}}
    assert {i for i in judged if i in own} == {i for i in known if i in own}
    rows = run_scenario(snapshot, scenario(coalition, HOME), Reading.KNOWN).failed
    assert {row.id for row in rows if row.certain and row.id in own} == {i for i in certain if i in own}
    for lab in ("lab:l0", "lab:l1"):
        if lab not in own:
            continue
        found = cut_sets(snapshot, lab, Cut(Over.COUNTRY, 2, Action.BAN, criterion=BOOLEAN), FOUND).cut_sets
        others = [country for country in present if country != HOME]
        cutting = {
            frozenset(chosen)
            for size in (1, 2)
            for chosen in combinations(others, size)
            if lab in banned(snapshot, chosen, [HOME])
        }
        assert {frozenset(r.members) for r in found} == {c for c in cutting if not any(d < c for d in cutting)}
        for row in found:
            assert row.certain == (lab in banned(snapshot, row.members, [HOME], certain=True))


@settings(max_examples=80, deadline=None)
@given(world=worlds(), coalition=COALITIONS, more=COALITIONS, d=st.sampled_from([0.0, 0.1, 0.25, 0.5]))
def test_bans_nest_stay_within_collapse_and_tighten_with_de_minimis(world, coalition, more, d):
    snapshot = KnowledgeGraph.build(parse_facts(world)).snapshot(DAY)
    present = [c for c in {*coalition, *more, HOME} if c in snapshot.nodes]
    coalition = [c for c in coalition if c in present]
    if not coalition or HOME not in present:
        return
    wider = sorted({*coalition, *(c for c in more if c in present)})
    direct = fallen(snapshot, coalition)
    collapse = run_scenario(snapshot, Scenario(remove=tuple(coalition), loss=1.0, sigma=1.0), Reading.KNOWN)
    assert direct <= {row.id for row in collapse.failed}
    assert direct <= fallen(snapshot, wider)
    assert fallen(snapshot, coalition, FOREIGN, d) <= fallen(snapshot, wider, FOREIGN, d)
    assert fallen(snapshot, coalition, FOREIGN, d) <= fallen(snapshot, coalition, FOREIGN, d / 2)
    assert fallen(snapshot, coalition, FOREIGN, 1.0) == direct
    assert direct <= fallen(snapshot, coalition, FOREIGN, d)
    assert fallen(snapshot, coalition, reading=Reading.CERTAIN) <= direct


@settings(max_examples=60, deadline=None)
@given(world=worlds(), coalition=COALITIONS, product=st.sampled_from(["input:i0", "input:i1"]))
def test_one_more_maker_elsewhere_never_enlarges_what_fails(world, coalition, product):
    graph = KnowledgeGraph.build(parse_facts(world))
    more = f"{world}\n{product} SUPPLIED_BY company:elsewhere\ncompany:elsewhere BASED_IN country:JPN"
    if product not in graph.nodes or HOME not in graph.nodes or any(c not in graph.nodes for c in coalition):
        return
    before = fallen(graph.snapshot(DAY), coalition)
    assert fallen(KnowledgeGraph.build(parse_facts(more)).snapshot(DAY), coalition) <= before
    plant = "company:elsewhere OPERATES facility:p9\nfacility:p9 REQUIRES input:extra"
    recipe = f"{more}\ninput:extra SUPPLIED_BY company:f0\n{plant}"
    first = KnowledgeGraph.build(parse_facts(more)).snapshot(DAY)
    assert fallen(KnowledgeGraph.build(parse_facts(recipe)).snapshot(DAY), coalition) == fallen(first, coalition)


def test_a_threshold_counts_a_market_with_little_left_as_stopped(world):
    text = """
    lab:lab RUNS_ON cloud:us compute .95
    lab:lab RUNS_ON cloud:cn compute .05
    lab:lab BASED_IN country:IND
    cloud:us BASED_IN country:USA
    cloud:cn BASED_IN country:CHN
    """
    snapshot = world(text).snapshot(DAY)

    def cutting(loss, sigma=0.0):
        cut = Cut(Over.COUNTRY, 1, Action.BAN, criterion=Criterion(loss, sigma))
        return {row.members: (row.total, row.certain) for row in cut_sets(snapshot, "lab:lab", cut, FOUND).cut_sets}

    assert cutting(0.5) == {("country:USA",): (False, True)}
    assert cutting(0.05) == {("country:USA",): (False, True), ("country:CHN",): (False, True)}
    assert cutting(1.0) == {}
    assert cutting(1.0, sigma=1.0) == cutting(0.1, sigma=1.0) == {}
