"""Minimal cut sets: the kernel against brute force, worked examples, collapse and ban."""

from datetime import date
from itertools import combinations

import numpy as np
import pytest
from graph.analysis.dependency.all_cut_sets import cut_sets_of_all, smallest_bans
from graph.analysis.dependency.ban import Reach, ban
from graph.analysis.dependency.failure import failure
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.analysis.dependency.cut_sets import Action, cut_sets
from graph.analysis.dependency.kernels.bits import pack_columns, transpose, unpack
from graph.analysis.dependency.kernels.cut_sets import Budget, minimal_cut_sets
from graph.analysis.dependency.kernels.schedule import schedule
from graph.analysis.dependency.kernels.subsets import minimal_rows, small_subsets
from graph.analysis.dependency.readings import Reading, Semantics
from graph.analysis.dependency.universe import Over
from graph.errors import QuestionError
from graph.knowledge_graph import KnowledgeGraph
from tests.conftest import parse_facts
from tests.graph.analysis.dependency import reference
from tests.graph.analysis.dependency.random_graphs import as_arrays, graphs_and_scenarios, link_mask
from tests.graph.analysis.dependency.random_worlds import COUNTRIES, worlds

DAY = date(2026, 1, 1)


def members(found):
    return {frozenset(row.members) for row in found.cut_sets}


@pytest.mark.parametrize("certain", [False, True])
@pytest.mark.parametrize("bootstrap", [False, True])
@settings(max_examples=100, deadline=None)
@given(case=graphs_and_scenarios())
def test_kernel_is_brute_force(case, certain, bootstrap):
    graph, _, dead_links = case
    arrays = as_arrays(graph)
    universe = range(1, graph.size)
    deaths = {node: frozenset([frozenset([node])]) for node in universe}
    found = minimal_cut_sets(
        arrays, schedule(arrays, closed_only=certain), deaths, 0, 3, Budget(10_000, 60),
        dead_links=link_mask(graph, dead_links), bootstrap=bootstrap,
    )  # fmt: skip
    assert found == reference.minimal_cut_sets(
        lambda cut: 0 in reference.failed(graph, cut, dead_links, certain=certain, bootstrap=bootstrap),
        universe, 3,
    )  # fmt: skip


def test_m1(m1):
    snapshot = m1.snapshot(DAY)
    entities = {
        frozenset(f"company:{firm}" for firm in cut.split())
        for cut in ("asml", "tsmc samf", "skh sam mu", "snps cdns siem")
    }
    assert members(cut_sets(snapshot, "input:chip")) == entities
    assert members(cut_sets(snapshot, "input:chip", Over.COMPANY)) == entities
    countries = {
        frozenset(f"country:{country}" for country in cut.split()) for cut in ("NLD", "KOR TWN", "KOR USA", "USA DEU")
    }
    found = cut_sets(snapshot, "input:chip", Over.COUNTRY)
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
    found = members(cut_sets(world(m2).snapshot(DAY), "input:a"))
    assert found == {frozenset({b, c}), frozenset({c, d}), frozenset({d, e})}
    m3 = """
    input:chip REQUIRES input:euv tool .7
    input:chip REQUIRES input:old tool .3
    input:euv REQUIRES input:chip
    """
    snapshot = world(m3).snapshot(DAY)
    assert members(cut_sets(snapshot, "input:chip")) == {frozenset({"input:euv", "input:old"})}
    assert members(cut_sets(snapshot, "input:chip", semantics=Semantics.BOOTSTRAP)) == {frozenset({"input:old"})}


def test_only_certain_where_the_list_is_complete(world):
    snapshot = world("input:a SUPPLIED_BY company:b supplier .4").snapshot(DAY)
    (row,) = cut_sets(snapshot, "input:a").cut_sets
    assert not row.certain
    assert cut_sets(snapshot, "input:a", reading=Reading.CERTAIN).cut_sets == ()


@settings(max_examples=40, deadline=None)
@given(world=worlds(), over=st.sampled_from(list(Over)))
def test_every_set_cuts_and_no_part_of_it_does(world, over):
    snapshot = KnowledgeGraph.build(parse_facts(world)).snapshot(DAY)
    target = "model:m0"
    for row in cut_sets(snapshot, target, over, max_order=2).cut_sets:
        assert target in {fallen.id for fallen in failure(snapshot, row.members).failed}
        certain = failure(snapshot, row.members, reading=Reading.CERTAIN)
        assert row.certain == (target in {fallen.id for fallen in certain.failed})
        for part in combinations(row.members, row.order - 1):
            assert target not in {fallen.id for fallen in failure(snapshot, part).failed}


@settings(max_examples=40, deadline=None)
@given(world=worlds(), reach=st.sampled_from(list(Reach)), d=st.sampled_from([0.0, 0.25]))
def test_smallest_coalitions_are_those_of_trying_each_ban(world, reach, d):
    snapshot = KnowledgeGraph.build(parse_facts(world)).snapshot(DAY)
    if "lab:l0" not in snapshot.nodes:
        return
    (home,) = snapshot.controllers("lab:l0")
    others = [country for country in COUNTRIES if country in snapshot.nodes and country != home]
    stops = {
        frozenset(chosen)
        for size in range(1, 4)
        for chosen in combinations(others, size)
        if "lab:l0" in {row.id for row in ban(snapshot, chosen, [home], reach, d).failed}
    }
    expected = {cut for cut in stops if not any(smaller < cut for smaller in stops)}
    found = cut_sets(snapshot, "lab:l0", Over.COUNTRY, 3, Action.BAN, reach=reach, de_minimis=d)
    assert members(found) == expected
    assert found.on == (home,)


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

    def smallest(**options):
        return members(cut_sets(snapshot, "lab:lab", Over.COUNTRY, action=Action.BAN, **options))

    taiwan, netherlands = frozenset({"country:TWN"}), frozenset({"country:NLD"})
    assert smallest() == {taiwan}
    assert smallest(reach=Reach.FOREIGN_DIRECT_PRODUCT, de_minimis=0.0) == {taiwan, netherlands}
    assert smallest(reach=Reach.FOREIGN_DIRECT_PRODUCT, de_minimis=0.5) == {taiwan}
    by_company = cut_sets(snapshot, "lab:lab", Over.COMPANY, action=Action.BAN)
    assert by_company.cut_sets == (), "the fab is a place that no known firm owns"


def test_bans_that_make_no_sense_are_refused(world):
    snapshot = world(A1B).snapshot(DAY)
    with pytest.raises(QuestionError, match="by countries or companies"):
        cut_sets(snapshot, "lab:lab", action=Action.BAN)
    with pytest.raises(QuestionError, match="say on whom"):
        cut_sets(snapshot, "input:tool", Over.COUNTRY, action=Action.BAN)
    with pytest.raises(QuestionError, match="not judged on it"):
        cut_sets(snapshot, "lab:lab", Over.COUNTRY, action=Action.BAN, on=["country:NLD"])


def test_limits_are_said_and_what_is_returned_still_holds(m1):
    snapshot = m1.snapshot(DAY)
    found = cut_sets(snapshot, "input:chip", max_sets=2)
    assert (found.truncated, found.limits) == (True, {"sets": 2})
    assert members(found) <= members(cut_sets(snapshot, "input:chip"))
    assert cut_sets(snapshot, "input:chip", seconds=0).limits == {"seconds": 0}
    banned = cut_sets(snapshot, "input:chip", Over.COUNTRY, 2, Action.BAN, on=["country:DEU"], max_subsets=3)
    assert banned.limits == {"subsets": 3}


def test_small_subsets_in_order_and_their_minimal_rows():
    subsets, truncated = small_subsets(3, 2, 100)
    assert subsets.tolist() == [[0, -1], [1, -1], [2, -1], [0, 1], [0, 2], [1, 2]]
    assert not truncated
    assert small_subsets(3, 2, 4)[1]
    cuts = np.array([True, False, False, True, True, True])[:, None]
    minimal = [True, False, False, False, False, True]
    assert minimal_rows(cuts, subsets)[:, 0].tolist() == minimal
    assert unpack(minimal_rows(pack_columns(cuts), subsets), 1)[:, 0].tolist() == minimal


@given(bits=st.lists(st.lists(st.booleans(), min_size=70, max_size=70), min_size=1, max_size=5))
def test_bits_turn_and_come_back(bits):
    array = np.array(bits)
    packed = pack_columns(array)
    assert (unpack(packed, 70) == array).all()
    assert (unpack(transpose(packed), len(bits))[:70] == array.T).all()


@settings(max_examples=40, deadline=None)
@given(world=worlds(), over=st.sampled_from([Over.COUNTRY, Over.COMPANY]))
def test_all_targets_at_once_is_each_alone(world, over):
    snapshot = KnowledgeGraph.build(parse_facts(world)).snapshot(DAY)
    for target in cut_sets_of_all(snapshot, over=over, max_order=2).targets:
        alone = cut_sets(snapshot, target.id, over, 2)
        assert {(r.members, r.certain) for r in target.cut_sets} == {(r.members, r.certain) for r in alone.cut_sets}


def test_smallest_ban_of_every_lab(world):
    snapshot = world(A1B + "lab:nowhere RUNS_ON facility:site compute 1").snapshot(DAY)
    found = {target.id: target for target in smallest_bans(snapshot, de_minimis=0.0).targets}
    assert [row.members for row in found["lab:lab"].cut_sets] == [("country:TWN",)]
    assert found["lab:lab"].on == ("country:IND",)
    assert "not known" in found["lab:nowhere"].reason
    with pytest.raises(QuestionError):
        smallest_bans(snapshot, over=Over.ENTITY)
