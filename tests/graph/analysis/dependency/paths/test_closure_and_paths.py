"""Closure, paths, failure and single points through facts, graph and snapshot."""

from datetime import date

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings

from graph.analysis.dependency.cases.readings import Criterion, Reading, Semantics
from graph.analysis.dependency.cut_sets.single_points import single_points_of_failure
from graph.analysis.dependency.kernels.breadth_first import breadth_first
from graph.analysis.dependency.paths.closure import downstream, upstream
from graph.analysis.dependency.paths.paths import dependency_paths
from graph.analysis.dependency.paths.strongest_first import PathLimits
from graph.errors import UnknownIdError
from tests.graph.analysis.dependency.criteria import BOOLEAN
from tests.graph.analysis.dependency.failing import failed_rows
from tests.graph.analysis.dependency.random_graphs import as_arrays, graphs

DAY = date(2026, 1, 1)

TWO_WAYS = """
model:m DEVELOPED_BY lab:l
lab:l RUNS_ON cloud:c compute
lab:l RUNS_ON cloud:d compute
lab:l RUNS_ON cloud:c backup
cloud:c PART_OF company:p
cloud:d PART_OF company:p
company:p BASED_IN country:USA
lab:l BASED_IN country:CHN
"""
"""A lab on two clouds of one owner; one of the clouds also for backup: parallel edges."""


def test_upstream_gives_depth_layer_and_the_need_that_binds(m1):
    found = upstream(m1.snapshot(DAY), "input:chip")
    members = {member.id: member for member in found.nodes}
    assert len(members) == 1 + 9 + 5
    assert (members["company:tsmc"].depth, members["company:tsmc"].need) == (1, "fabrication")
    assert (members["country:TWN"].depth, members["country:TWN"].via) == (2, "company:tsmc")
    assert len(found.edges) == 18
    assert not found.truncated


def test_depth_is_a_limit_that_is_said(m1):
    found = upstream(m1.snapshot(DAY), "input:chip", depth=1)
    assert {need.of for need in found.needs} == {"input:chip"}
    assert len(found.nodes) == 10
    assert (found.truncated, found.limits) == (True, {"depth": 1})


def test_downstream_reaches_every_dependent(m1):
    found = downstream(m1.snapshot(DAY), "country:KOR")
    assert [member.id for member in found.nodes][-1] == "input:chip"
    assert len(found.nodes) == 5


@settings(max_examples=200, deadline=None)
@given(graph=graphs(max_size=9))
def test_reach_is_that_of_networkx(graph):
    arrays = as_arrays(graph)
    links = nx.DiGraph((need.owner, v) for need in graph.needs for v, _ in need.suppliers)
    links.add_nodes_from(range(graph.size))
    for start in range(graph.size):
        for downstream_, view in ((False, links), (True, links.reverse())):
            expected = nx.single_source_shortest_path_length(view, start)
            depth = breadth_first(arrays, start, downstream=downstream_).depth
            assert {node: int(d) for node, d in enumerate(depth) if d >= 0} == expected


def test_parallel_edges_are_different_paths(world):
    found = dependency_paths(world(TWO_WAYS).snapshot(DAY), "model:m", "country:USA")
    assert [path.length for path in found.paths] == [4, 4, 4]
    assert len({tuple(edge.id for edge in path.edges) for path in found.paths}) == 3
    assert not found.truncated


def test_paths_stop_at_their_limits(world):
    snapshot = world(TWO_WAYS).snapshot(DAY)
    by_number = dependency_paths(snapshot, "model:m", "country:USA", PathLimits(paths=2))
    assert (len(by_number.paths), by_number.limits) == (2, {"limit": 2})
    by_length = dependency_paths(snapshot, "model:m", "country:USA", PathLimits(length=3))
    assert (by_length.paths, by_length.limits) == ((), {"max_length": 3})
    by_steps = dependency_paths(snapshot, "model:m", "country:USA", PathLimits(steps=2))
    assert by_steps.limits == {"max_steps": 2}
    assert dependency_paths(snapshot, "lab:l", "model:m").paths == ()


@settings(max_examples=200, deadline=None)
@given(graph=graphs(max_size=6))
def test_paths_are_those_of_networkx(graph):
    from graph.analysis.dependency.paths.strongest_first import StrongestFirst

    links = nx.MultiDiGraph()
    links.add_nodes_from(range(graph.size))
    number = 0
    for need in graph.needs:
        for v, _ in need.suppliers:
            links.add_edge(need.owner, v, key=number)
            number += 1
    for end in range(1, graph.size):
        arrays = as_arrays(graph)
        weighed = -np.log(np.maximum(arrays.share, 1e-6)) + 1e-9
        search = StrongestFirst(arrays, 0, end, PathLimits(graph.size, 100_000, 1_000_000), weighed)
        found = [tuple(path) for path in search.paths()]
        expected = {tuple(key for _, _, key in path) for path in nx.all_simple_edge_paths(links, 0, end)}
        assert set(found) == expected
        cost = [sum(-np.log(max(arrays.share[link], 1e-6)) for link in path) for path in found]
        assert cost == pytest.approx(sorted(cost), abs=1e-6), "strongest first"
        assert len(found) == len(expected)


def test_single_points_of_m1(m1):
    found = single_points_of_failure(m1.snapshot(DAY), "input:chip", BOOLEAN)
    assert [(p.id, p.certain, p.home) for p in found.points] == [
        ("company:asml", True, False), ("country:NLD", True, False)
    ]  # fmt: skip


def test_single_points_of_m6_where_no_dominator_is(world):
    snapshot = world(
        """
        input:u REQUIRES input:p either .5
        input:u REQUIRES input:q either .5
        input:u REQUIRES input:r
        input:p REQUIRES input:l1
        input:q REQUIRES input:l2
        """
    ).snapshot(DAY)
    assert [point.id for point in single_points_of_failure(snapshot, "input:u", BOOLEAN).points] == ["input:r"]


def test_home_is_listed_apart_unless_it_also_stops_the_entity_otherwise(world):
    snapshot = world(TWO_WAYS).snapshot(DAY)
    found = {p.id: p for p in single_points_of_failure(snapshot, "model:m", BOOLEAN).points}
    assert {i for i, p in found.items() if p.only_as_home} == {"lab:l", "country:CHN"}
    assert {i for i, p in found.items() if not p.only_as_home} == {"cloud:c", "company:p", "country:USA"}
    assert {i for i, p in found.items() if p.certain} == {"lab:l", "country:CHN"}, "compute is open"
    american = world(TWO_WAYS.replace("country:CHN", "country:USA")).snapshot(DAY)
    usa = {p.id: p for p in single_points_of_failure(american, "model:m", BOOLEAN).points}["country:USA"]
    assert usa.home
    assert not usa.only_as_home, "its clouds are American too"


def test_certain_reading_keeps_what_holds_whoever_else_there_is(world):
    snapshot = world(TWO_WAYS).snapshot(DAY)
    found = single_points_of_failure(snapshot, "model:m", Criterion(1.0, 1.0, Reading.CERTAIN))
    assert {p.id for p in found.points} == {"lab:l", "country:CHN"}


def test_failure_tells_why_and_how_far(world):
    rows = failed_rows(world(TWO_WAYS).snapshot(DAY), ["country:USA"])
    assert set(rows) == {"country:USA", "company:p", "cloud:c", "cloud:d", "lab:l", "model:m"}
    assert [rows[i].round for i in ("company:p", "cloud:c", "lab:l", "model:m")] == [0, 0, 1, 2]
    assert rows["cloud:c"].reason == "controlled by USA"
    assert rows["lab:l"].reason == "l ← backup: c"
    assert rows["model:m"].reason == "m ← developer: l ← backup: c"
    assert [rows[i].certain for i in ("cloud:c", "lab:l")] == [True, False]


def test_bans_kill_links_not_nodes(world):
    rows = failed_rows(world(TWO_WAYS).snapshot(DAY), bans=[("cloud:c", "lab:l")])
    assert set(rows) == {"lab:l", "model:m"}


def test_m3_operational_and_bootstrap(world):
    snapshot = world(
        """
        input:chip REQUIRES input:euv tool .7
        input:chip REQUIRES input:old tool .3
        input:euv REQUIRES input:chip
        """
    ).snapshot(DAY)
    assert set(failed_rows(snapshot, ["input:old"])) == {"input:old"}
    bootstrap = failed_rows(snapshot, ["input:old"], semantics=Semantics.BOOTSTRAP)
    assert set(bootstrap) == {"input:old", "input:chip", "input:euv"}


def test_an_unknown_id_is_refused_with_near_matches(m1):
    with pytest.raises(UnknownIdError) as refused:
        failed_rows(m1.snapshot(DAY), ["company:tsmcc"])
    assert "company:tsmc" in refused.value.suggestions
    assert refused.value.field == "remove"
