"""Bans by a coalition: the worked example A1b exactly, and its properties on random worlds."""

from datetime import date

import pytest
from graph.analysis.dependency.ban import Reach, ban
from graph.analysis.dependency.failure import failure
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.analysis.dependency.exposure import content_of
from graph.errors import QuestionError
from graph.knowledge_graph import KnowledgeGraph
from tests.conftest import parse_facts
from tests.graph.analysis.dependency.random_worlds import COUNTRIES, worlds

DAY = date(2026, 1, 1)
FOREIGN = Reach.FOREIGN_DIRECT_PRODUCT


def a1b() -> KnowledgeGraph:
    """LAB (T): {CHIP}; CHIP: {FAB (W)}; FAB: {TOOL}, {LOCAL}; TOOL: {FIRM (C)}; LOCAL: {OTHER (W)}.

    A fab is a Facility here, so that it has needs of its own; the lab's need of chips is a site that hosts
    them and stands in T, which changes nothing: one need, one supplier.
    """
    return KnowledgeGraph.build(
        parse_facts(
            """
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
        )
    )


def test_a1b_collapse_and_ban():
    snapshot = a1b().snapshot(DAY)
    assert "lab:lab" in {row.id for row in failure(snapshot, ["country:NLD"]).failed}
    assert ban(snapshot, ["country:NLD"], ["country:IND"]).failed == ()
    assert content_of(snapshot, snapshot.controlled_by(["country:NLD"]))[snapshot.index["facility:fab"]] == 0.5
    reached = ban(snapshot, ["country:NLD"], ["country:IND"], FOREIGN, de_minimis=0)
    assert [row.id for row in reached.failed] == ["facility:site", "lab:lab"]
    assert {row.id for row in reached.unavailable} == {"chip:chip", "input:process"}
    assert ban(snapshot, ["country:NLD"], ["country:IND"], FOREIGN, de_minimis=0.5).failed == ()


def test_a1b_ban_on_the_supplier_itself_reaches_it_directly():
    snapshot = a1b().snapshot(DAY)
    direct = ban(snapshot, ["country:TWN"], ["country:IND"])
    assert [row.id for row in direct.failed] == ["facility:site", "lab:lab"]
    assert direct.de_minimis is None


def test_a_country_cannot_ban_itself():
    with pytest.raises(QuestionError):
        ban(a1b().snapshot(DAY), ["country:IND"], ["country:IND"])


COALITIONS = st.lists(st.sampled_from(COUNTRIES[1:]), min_size=1, max_size=2, unique=True)
T = COUNTRIES[0]


def banned(snapshot, coalition, reach=Reach.DIRECT, de_minimis=0.0):
    found = ban(snapshot, coalition, [T], reach, de_minimis)
    return {row.id for row in (*found.failed, *found.unavailable)}


@settings(max_examples=150, deadline=None)
@given(world=worlds(), coalition=COALITIONS, more=COALITIONS, d=st.sampled_from([0.0, 0.1, 0.25, 0.5]))
def test_bans_nest_stay_within_collapse_and_tighten_with_de_minimis(world, coalition, more, d):
    snapshot = KnowledgeGraph.build(parse_facts(world)).snapshot(DAY)
    present = [c for c in {*coalition, *more, T} if c in snapshot.nodes]
    coalition = [c for c in coalition if c in present]
    if not coalition or T not in present:
        return
    direct = banned(snapshot, coalition)
    assert direct <= {row.id for row in failure(snapshot, coalition).failed}
    wider = list({*coalition, *(c for c in more if c in present)})
    assert direct <= banned(snapshot, wider)
    assert banned(snapshot, coalition, FOREIGN, d) <= banned(snapshot, wider, FOREIGN, d)
    assert banned(snapshot, coalition, FOREIGN, d) <= banned(snapshot, coalition, FOREIGN, d / 2)
    assert banned(snapshot, coalition, FOREIGN, 1.0) == direct
    assert direct <= banned(snapshot, coalition, FOREIGN, d)
