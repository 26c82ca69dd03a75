"""Who runs a site: without all of them it stops, and until then it loses nothing (methods A1e)."""

from datetime import date

import numpy as np
import pytest

from graph.analysis.dependency.cases.readings import Criterion, Reading
from graph.analysis.dependency.cases.universe import Over
from graph.analysis.dependency.cut_sets.cut_sets import Cut, cut_sets
from graph.analysis.dependency.exposure.exposure import exposure
from graph.analysis.dependency.exposure.targets import To
from graph.analysis.dependency.home import AtHome
from graph.analysis.dependency.kernels.loss import Bound, losses, need_loss
from graph.analysis.dependency.kernels.schedule import part, schedule
from graph.analysis.dependency.paths.closure import downstream, upstream
from graph.analysis.dependency.paths.paths import dependency_paths
from graph.analysis.dependency.scenarios.scenarios import run_scenario
from graph.analysis.dependency.scenarios.spec import Scenario
from graph.knowledge_graph import KnowledgeGraph
from graph.ontology import Horizon, Lens
from graph.snapshots.and_or_graph import AndOrGraph, NeedEntry
from tests.conftest import declare, parse_facts

DAY = date(2026, 1, 1)
SITES = "cloud:k OPERATES facility:a\ncloud:k OPERATES facility:b\ncloud:k PART_OF company:c\nlab:l RUNS_ON facility:a"


def lost(snapshot, *removed, sigma=0.0):
    """What each entity loses, low, central and high, by id."""
    question = Scenario(remove=removed, loss=1e-6, sigma=sigma)
    return {row.id: row.loss for row in run_scenario(snapshot, question, Reading.KNOWN).failed}


@pytest.mark.parametrize("lens", Lens)
def test_a_site_falls_with_the_owner_of_who_runs_it(world, lens):
    snapshot = world(SITES).snapshot(DAY, lens=lens, horizon=Horizon.RUN)
    found = lost(snapshot, "company:c")
    assert found["facility:a"] == found["lab:l"] == pytest.approx((0, 1, 1)), "others may run it: nothing is certain"
    (row,) = exposure(snapshot, "lab:l", To.COMPANY).rows
    assert (row.to, row.loss) == ("company:c", pytest.approx((0, 1, 1)))


def test_a_cloud_that_loses_a_site_takes_nothing_from_the_others(world):
    snapshot = world(SITES).snapshot(DAY, horizon=Horizon.RUN)
    found = lost(snapshot, "facility:b")
    assert found["cloud:k"][1] == pytest.approx(0.5)
    assert found.keys() == {"facility:b", "cloud:k"}


def test_a_site_that_two_run_falls_with_both(world):
    snapshot = world(f"{SITES}\ncompany:other OPERATES facility:a").snapshot(DAY, horizon=Horizon.RUN)
    assert "facility:a" not in lost(snapshot, "company:c")
    assert lost(snapshot, "company:c", "company:other")["lab:l"][1] == 1
    pairs = cut_sets(snapshot, "lab:l", Cut(Over.COMPANY, 2, criterion=Criterion(loss=0.75, sigma=0.0)))
    assert {frozenset(row.members) for row in pairs.cut_sets} == {
        frozenset({own, "company:other"}) for own in ("cloud:k", "company:c")
    }, "neither takes anything alone, so that no sum of losses finds them"


@pytest.mark.parametrize("lens", Lens)
def test_a_site_rests_on_who_runs_it_and_on_nothing_else_of_theirs(world, lens):
    """What it rests on ended at 199 entities, among them a region of the same cloud on another continent."""
    chips = "cloud:k HOSTS chip:h\nchip:h DESIGNED_BY company:n\ncompany:c BASED_IN country:USA"
    snapshot = world(f"{SITES}\n{chips}").snapshot(DAY, lens=lens)
    assert {row.id for row in upstream(snapshot, "facility:a").nodes} - {"country:USA"} == {
        "facility:a", "cloud:k", "company:c",
    }  # fmt: skip
    assert {"facility:a", "facility:b"} <= {row.id for row in downstream(snapshot, "cloud:k").nodes}
    found = lost(snapshot, "company:n")
    assert found["cloud:k"][1] == 1, "all its accelerators"
    assert "facility:a" not in found, "who runs it is still there"
    listed = cut_sets(snapshot, "facility:a", Cut(Over.ENTITY, 2, criterion=Criterion(loss=1e-6, sigma=0.0)))
    assert {row.members for row in listed.cut_sets} == {("cloud:k",), ("company:c",)}
    for row in listed.cut_sets:
        assert "facility:a" in lost(snapshot, *row.members), "a scenario says what the cut set says"


@pytest.mark.parametrize("first", ["company:a", "company:b"])
def test_owners_in_a_circle_are_at_home_whoever_is_asked_first(world, first):
    circle = "company:a PART_OF company:b\ncompany:b PART_OF company:a\ncompany:a PART_OF company:m"
    at_home = AtHome(world(circle).snapshot(DAY), {"company:m"})
    assert at_home(first)
    assert at_home("company:a")
    assert at_home("company:b")


def test_who_is_asked_for_by_name_counts_and_is_marked_as_at_home(world):
    snapshot = world(SITES).snapshot(DAY, horizon=Horizon.RUN)
    result = run_scenario(snapshot, Scenario(remove=("company:c",), targets=("cloud:k",)))
    assert [(row.id, row.home) for row in result.failed] == [("cloud:k", True)]
    assert result.sentence.startswith("Stopped: 1 ")


def test_no_path_meets_who_runs_a_site_twice(world):
    snapshot = world(SITES).snapshot(DAY)
    of_cloud = dependency_paths(snapshot, "cloud:k", "company:c").paths
    assert [path.nodes for path in of_cloud] == [("cloud:k", "company:c")]
    assert [path.nodes for path in dependency_paths(snapshot, "lab:l", "cloud:k").paths] == [
        ("lab:l", "facility:a", "cloud:k"),
    ]  # fmt: skip


def test_the_needs_of_who_runs_a_site_are_told_once(world):
    snapshot = world(SITES).snapshot(DAY)
    assert len({(need.of, need.need) for need in snapshot.needs}) == len(list(snapshot.needs))
    assert snapshot.arrays.need_count == len(snapshot.needs) + 1, "the owner of k, for k as an operator"
    assert len(snapshot.dependencies) == len(set(snapshot.dependencies))
    rows = upstream(snapshot, "cloud:k").needs
    assert len(rows) == len({(row.of, row.need) for row in rows})


def test_a_need_without_parts_loses_nothing_before_all_is_lost():
    entry = NeedEntry(0, [(1, 0.5, False), (2, 0.5, False)], 0.0, False, undivided=True)
    graph = AndOrGraph.from_needs(3, [entry])
    given = np.array([[0.0, 0.0], [1.0, 1.0], [0.25, 1.0]])
    for bound in Bound:
        assert losses(graph, schedule(graph), given, 0.0, bound)[0].tolist() == [0, 0], "what has failed is given"
        needed = need_loss(graph, part(graph, np.arange(1)), bound, graph.share)
        assert needed(given[graph.supplier]).tolist() == [[0, 0]]


CHIPS = "cloud:k HOSTS chip:h\nchip:h DESIGNED_BY company:n"


def test_who_falls_and_goes_on_as_who_runs_its_sites_is_told_so(world):
    snapshot = world(f"{SITES}\n{CHIPS}").snapshot(DAY)
    for removed, goes_on in (("company:n", True), ("company:c", False)):
        result = run_scenario(snapshot, Scenario(remove=(removed,)))
        assert {row.id: row.operates for row in result.failed}["cloud:k"] is goes_on
    assert {row.id: row.as_operator for row in upstream(snapshot, "facility:a").nodes} == {  # c is nothing but an owner
        "facility:a": False, "cloud:k": True, "company:c": False,
    }  # fmt: skip
    both = world(f"{SITES}\n{CHIPS}\nlab:l RUNS_ON cloud:k").snapshot(DAY)
    assert not any(row.as_operator for row in upstream(both, "lab:l").nodes)


FABS = """
company:c OPERATES facility:f
company:c OPERATES facility:g
facility:f LOCATED_IN country:USA
facility:g LOCATED_IN country:KOR
lab:l PART_OF company:c
lab:l RUNS_ON cloud:k
platform:p PART_OF company:c
"""


def test_a_laboratory_does_not_run_on_the_fabs_of_its_owner():
    """Without American soil Samsung's Russian laboratory lost two fabs of five, and a daughter of Intel fell."""
    fabs = [declare(site, subtype="fab") for site in ("facility:f", "facility:g")]
    others = [fact for fact in parse_facts(FABS) if getattr(fact, "id", None) not in {fab.id for fab in fabs}]
    graph = KnowledgeGraph.build([*fabs, *others])
    snapshot = graph.snapshot(DAY, horizon=Horizon.RUN, lens=Lens.TERRITORY)
    without = lost(snapshot, "facility:f")
    assert without["company:c"][1] == without["platform:p"][1] == pytest.approx(0.5), "a platform runs on what it has"
    assert "lab:l" not in without
    assert lost(snapshot, "company:c")["lab:l"] == pytest.approx((1, 1, 1)), "it is its owner's all the same"
