"""Minimal cut sets: the kernel against brute force, worked examples, collapse and ban."""

from datetime import date
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.analysis.dependency.cases.readings import Criterion, Reading, Semantics
from graph.analysis.dependency.cases.terms import Reach, Rules
from graph.analysis.dependency.cases.universe import Over
from graph.analysis.dependency.cut_sets.cut_sets import Action, Cut, cut_sets
from graph.analysis.dependency.cut_sets.minimal_sets import SearchLimits
from graph.analysis.dependency.cut_sets.of_many import cut_sets_of_all
from graph.analysis.dependency.kernels.bits import pack_columns, unpack
from graph.analysis.dependency.kernels.cut_sets import SearchBudget, minimal_cut_sets
from graph.analysis.dependency.kernels.schedule import schedule
from graph.analysis.dependency.kernels.subsets import minimal_rows, small_subsets
from graph.analysis.dependency.scenarios.scenarios import run_scenario
from graph.analysis.dependency.scenarios.spec import Scenario
from graph.errors import QuestionError
from graph.knowledge_graph import KnowledgeGraph
from tests.conftest import parse_facts
from tests.graph.analysis.dependency import reference
from tests.graph.analysis.dependency.criteria import BOOLEAN
from tests.graph.analysis.dependency.failing import failed_ids
from tests.graph.analysis.dependency.random_graphs import as_arrays, graphs_and_scenarios
from tests.graph.analysis.dependency.random_worlds import worlds

DAY = date(2026, 1, 1)


CERTAIN = Criterion(1.0, 1.0, Reading.CERTAIN)
AMPLE = SearchLimits(subsets=100_000, seconds=60.0)


def boolean(snapshot, target, over=Over.ENTITY, order=3, criterion=BOOLEAN, limits=AMPLE, **terms):
    return cut_sets(snapshot, target, Cut(over, order, criterion=criterion, **terms), limits)


def members(found):
    return {frozenset(row.members) for row in found.cut_sets}


@pytest.mark.parametrize("certain", [False, True])
@pytest.mark.parametrize("bootstrap", [False, True])
@settings(max_examples=100, deadline=None)
@given(case=graphs_and_scenarios())
def test_kernel_is_brute_force(case, certain, bootstrap):
    graph, _, _ = case
    arrays = as_arrays(graph)
    universe = range(1, graph.size)
    deaths = {node: frozenset([frozenset([node])]) for node in universe}
    found = minimal_cut_sets(
        schedule(arrays, closed_only=certain), deaths, 0, 3, SearchBudget(10_000, 60), bootstrap=bootstrap
    )  # fmt: skip
    assert found == reference.minimal_cut_sets(
        lambda cut: 0 in reference.failed(graph, cut, certain=certain, bootstrap=bootstrap),
        universe, 3,
    )  # fmt: skip


def test_m1(m1):
    snapshot = m1.snapshot(DAY)
    entities = {
        frozenset(f"company:{firm}" for firm in cut.split())
        for cut in ("asml", "tsmc samf", "skh sam mu", "snps cdns siem")
    }
    assert members(boolean(snapshot, "input:chip")) == entities
    assert members(boolean(snapshot, "input:chip", Over.COMPANY)) == entities
    countries = {
        frozenset(f"country:{country}" for country in cut.split()) for cut in ("NLD", "KOR TWN", "KOR USA", "USA DEU")
    }
    found = boolean(snapshot, "input:chip", Over.COUNTRY)
    assert members(found) == countries
    assert all(row.certain and not row.home for row in found.cut_sets)
    assert not found.truncated


def test_m2_and_m3(world):
    m2 = """
    input:a SUPPLIED_BY company:b supplier .5
    input:a SUPPLIED_BY company:c supplier .5
    company:b OPERATES facility:d sites 1
    company:c OPERATES facility:d sites .6
    company:c OPERATES facility:e sites .4
    """
    b, c, d, e = "company:b", "company:c", "facility:d", "facility:e"
    found = members(boolean(world(m2).snapshot(DAY), "input:a"))
    assert found == {frozenset({b, c}), frozenset({c, d}), frozenset({d, e})}
    m3 = """
    input:chip REQUIRES input:euv tool .7
    input:chip REQUIRES input:old tool .3
    input:euv REQUIRES input:chip
    """
    snapshot = world(m3).snapshot(DAY)
    assert members(boolean(snapshot, "input:chip")) == {frozenset({"input:euv", "input:old"})}
    assert members(
        boolean(snapshot, "input:chip", criterion=Criterion(1.0, 1.0, Reading.KNOWN, Semantics.BOOTSTRAP))
    ) == {frozenset({"input:old"})}


def test_only_certain_where_the_list_is_complete(world):
    snapshot = world("input:a SUPPLIED_BY company:b supplier .4").snapshot(DAY)
    (row,) = boolean(snapshot, "input:a").cut_sets
    assert (row.certain, row.total, row.loss) == (False, True, (0.0, 0.0, 1.0))
    assert boolean(snapshot, "input:a", criterion=CERTAIN).cut_sets == ()
    (rigid,) = boolean(snapshot, "input:a", criterion=Criterion(0.4)).cut_sets
    assert (rigid.certain, rigid.total, rigid.loss) == (True, False, (0.4, 0.4, 1.0))


@settings(max_examples=40, deadline=None)
@given(world=worlds(), over=st.sampled_from(list(Over)))
def test_every_set_cuts_and_no_part_of_it_does(world, over):
    snapshot = KnowledgeGraph.build(parse_facts(world)).snapshot(DAY)
    target = "model:m0"
    for row in boolean(snapshot, target, over, 2).cut_sets:
        assert target in failed_ids(snapshot, row.members)
        assert row.certain == (target in failed_ids(snapshot, row.members, Reading.CERTAIN))
        for part in combinations(row.members, row.order - 1):
            assert target not in failed_ids(snapshot, part)


THETAS = (0.1, 0.34, 0.5, 0.75, 1.0)


@settings(max_examples=40, deadline=None)
@given(world=worlds(), over=st.sampled_from(list(Over)), reading=st.sampled_from(list(Reading)))
def test_sets_reach_the_threshold_no_part_does_and_they_shrink_as_it_grows(world, over, reading):
    snapshot = KnowledgeGraph.build(parse_facts(world)).snapshot(DAY)
    target = "model:m0"
    before = None
    for theta in THETAS:
        criterion = Criterion(theta, 0.0, reading)
        found = boolean(snapshot, target, over, 2, criterion).cut_sets
        for row in found:
            low, central, high = row.loss
            value = {Reading.CERTAIN: low, Reading.LIKELY: central, Reading.KNOWN: high}[reading]
            assert value >= theta - 1e-9
            assert low <= central + 1e-9 <= high + 2e-9
            assert row.certain == (low >= theta - 1e-9)
            body = {"remove": row.members, "targets": [target], "loss": theta}
            (stopped,) = run_scenario(snapshot, Scenario.model_validate(body), reading).failed
            assert stopped.loss == pytest.approx(row.loss, abs=1e-9)
            for part in combinations(row.members, row.order - 1):
                less = Scenario.model_validate({"remove": part, "targets": [target], "loss": theta})
                assert run_scenario(snapshot, less, reading).failed == ()
        sets = {frozenset(row.members) for row in found}
        assert before is None or all(any(smaller <= larger for smaller in before) for larger in sets)
        before = sets


@settings(max_examples=30, deadline=None)
@given(world=worlds(), theta=st.sampled_from(THETAS))
def test_at_full_substitutability_every_threshold_is_failure(world, theta):
    snapshot = KnowledgeGraph.build(parse_facts(world)).snapshot(DAY)
    criterion = Criterion(theta, 1.0, Reading.KNOWN)
    found = members(boolean(snapshot, "model:m0", Over.COUNTRY, 2, criterion))
    assert found == members(boolean(snapshot, "model:m0", Over.COUNTRY, 2))


A1B = """
lab:lab RUNS_ON facility:site compute 1
facility:site HOSTS chip:chip accelerators 1
chip:chip FABRICATED_WITH input:process fabrication 1
input:process SUPPLIED_BY facility:fab supplier 1
facility:fab REQUIRES input:tool
facility:fab REQUIRES input:local
input:tool SUPPLIED_BY company:firm supplier 1
input:local SUPPLIED_BY company:other supplier 1
lab:lab BASED_IN country:IND
facility:site LOCATED_IN country:IND
facility:fab LOCATED_IN country:TWN
company:firm BASED_IN country:NLD
company:other BASED_IN country:TWN
"""


def test_a1b_smallest_ban(world):
    snapshot = world(A1B).snapshot(DAY)

    def smallest(rules=Rules(), criterion=BOOLEAN):
        asked = {"action": Action.BAN, "rules": rules, "criterion": criterion}
        return members(boolean(snapshot, "lab:lab", Over.COUNTRY, **asked))

    taiwan, netherlands = frozenset({"country:TWN"}), frozenset({"country:NLD"})
    assert smallest() == {taiwan}
    assert smallest(Rules(Reach.FOREIGN_DIRECT_PRODUCT, 0.0)) == {taiwan, netherlands}
    half = Rules(Reach.FOREIGN_DIRECT_PRODUCT, 0.5)
    assert smallest(half, Criterion(1.0, 1.0, Reading.LIKELY)) == {taiwan}, "of needs that weigh the same"
    assert smallest(half) == {taiwan, netherlands}, "by value the scanner may be more than half of the process"
    by_company = boolean(snapshot, "lab:lab", Over.COMPANY, action=Action.BAN)
    assert by_company.cut_sets == (), "the fab is a place that no known firm owns"


def test_bans_that_make_no_sense_are_refused(world):
    snapshot = world(A1B).snapshot(DAY)
    with pytest.raises(QuestionError, match="by countries or companies"):
        Cut(Over.ENTITY, action=Action.BAN)
    with pytest.raises(QuestionError, match="not known"):
        boolean(snapshot, "chip:chip", Over.COUNTRY, action=Action.BAN)
    with pytest.raises(QuestionError, match="not judged on it"):
        boolean(snapshot, "lab:lab", Over.COUNTRY, action=Action.BAN, on=("country:NLD",))
    with pytest.raises(QuestionError, match="sigma=1"):
        Criterion(semantics=Semantics.BOOTSTRAP)


def test_limits_are_said_and_what_is_returned_still_holds(m1):
    snapshot = m1.snapshot(DAY)
    found = boolean(snapshot, "input:chip", limits=SearchLimits(sets=2))
    assert (found.truncated, found.limits) == (True, {"sets": 2})
    assert members(found) <= members(boolean(snapshot, "input:chip"))
    assert boolean(snapshot, "input:chip", limits=SearchLimits(seconds=0)).limits == {"seconds": 0}
    few = SearchLimits(subsets=3)
    assert boolean(snapshot, "input:chip", criterion=Criterion(0.9), limits=few).limits == {"subsets": 3}


def test_small_subsets_in_order_and_their_minimal_rows():
    subsets, truncated = small_subsets(3, 2, 100)
    assert subsets.tolist() == [[0, -1], [1, -1], [2, -1], [0, 1], [0, 2], [1, 2]]
    assert not truncated
    assert small_subsets(3, 2, 4)[1]
    cuts = np.array([True, False, False, True, True, True])[:, None]
    minimal = [True, False, False, False, False, True]
    assert minimal_rows(cuts, subsets)[:, 0].tolist() == minimal


@given(bits=st.lists(st.lists(st.booleans(), min_size=70, max_size=70), min_size=1, max_size=5))
def test_bits_come_back(bits):
    array = np.array(bits)
    packed = pack_columns(array)
    assert (unpack(packed, 70) == array).all()


@settings(max_examples=40, deadline=None)
@given(
    world=worlds(),
    over=st.sampled_from([Over.COUNTRY, Over.COMPANY]),
    criterion=st.sampled_from([BOOLEAN, Criterion()]),
)
def test_all_targets_at_once_is_each_alone(world, over, criterion):
    snapshot = KnowledgeGraph.build(parse_facts(world)).snapshot(DAY)
    models = [node for node in snapshot.nodes if node.startswith("model:")]
    for target in cut_sets_of_all(snapshot, models, Cut(over, 2, criterion=criterion), AMPLE).targets:
        alone = boolean(snapshot, target.id, over, 2, criterion)
        assert {(r.members, r.certain) for r in target.cut_sets} == {(r.members, r.certain) for r in alone.cut_sets}


def test_smallest_ban_of_every_lab(world):
    text = A1B + "lab:nowhere RUNS_ON facility:site compute 1\nlab:unheard BASED_IN country:IND"
    snapshot = world(text).snapshot(DAY)
    labs = ["lab:lab", "lab:nowhere", "lab:unheard"]
    cut = Cut(Over.COUNTRY, 3, Action.BAN, criterion=BOOLEAN)
    found = {target.id: target for target in cut_sets_of_all(snapshot, labs, cut).targets}
    assert [row.members for row in found["lab:lab"].cut_sets] == [("country:TWN",)]
    assert found["lab:lab"].on == ("country:IND",)
    assert "not known" in found["lab:nowhere"].reason
    assert found["lab:unheard"].cut_sets == ()
    assert "not known" in found["lab:unheard"].reason, "unknown is not safe"
