"""Saved queries that have a twin in analysis give the same ids as it does, on either engine, over the atlas."""

import re
from datetime import date

import networkx as nx
import pytest

from graph.analysis.dependency.paths.paths import dependency_paths
from graph.analysis.dependency.paths.strongest_first import PathLimits
from graph.facts.edges import CONTROL
from graph.ontology import EDGE_TYPES, Horizon, NodeKind
from graph.queries.saved_queries import saved_queries, saved_query
from graph.snapshots.snapshot import Snapshot
from graph.supply.control import OPERATOR

BUILT = date(2026, 11, 23)
MODELS = ["model:glm-5", "model:claude-opus-4-5", "model:deepseek-v3"]


@pytest.fixture(scope="module")
def snapshot(atlas_graph) -> Snapshot:
    """The day of the build, which decides what is current for Cypher."""
    return atlas_graph.snapshot(BUILT, horizon=Horizon.GROW)


def ask(on_atlas_with_time, name: str, **given: str) -> list[list[object]]:
    """Run a saved query."""
    query = saved_query(name)
    return on_atlas_with_time.rows(query.cypher, **query.values(given))


def first(rows: list[list[object]]) -> list[object]:
    return [row[0] for row in rows]


def joined(snapshot: Snapshot) -> nx.DiGraph:
    """Who needs whom, without control: only a lens joins countries, and who runs a site is told of the firm."""
    links = nx.DiGraph()
    links.add_nodes_from(snapshot.nodes)
    links.add_edges_from((need.of, one.id) for need in snapshot.needs if need.counts for one in need.suppliers)
    return links


def rests_on(snapshot: Snapshot, node_id: str) -> set[str]:
    """The closure without control."""
    below = nx.descendants(joined(snapshot), node_id)
    return {one for one in below if snapshot.nodes[one].kind is not NodeKind.COUNTRY}


@pytest.mark.parametrize("node_id", [*MODELS, "chip:nvidia-h100", "cloud:aws", "cloud:bleu", "chip:huawei-ascend-910c"])
def test_what_an_entity_rests_on_is_its_closure(on_atlas_with_time, snapshot, node_id):
    expected = rests_on(snapshot, node_id)
    assert len(expected) > 2
    assert set(first(ask(on_atlas_with_time, "rests-on", id=node_id))) == expected


def test_queries_that_follow_needs_follow_every_kind_of_need():
    """A new kind that makes a need is added to each of them: closures lacked licensors, and whoever lays out a chip."""
    of_countries_and_users = {"BASED_IN", "LOCATED_IN", "USES", "MEMBER_OF"}
    followed = {kind.value for kind, row in EDGE_TYPES.items() if row.need} - of_countries_and_users
    lists = [
        (query.name, set(found.split("|")))
        for query in saved_queries().values()
        for found in re.findall(r"[A-Z_]+(?:\|[A-Z_]+)+", query.cypher)
        if "SERVED_BY|RUNS_ON" in found
    ]
    assert len(lists) > 6
    assert [(name, followed - kinds) for name, kinds in lists if followed - kinds] == []


@pytest.mark.parametrize("node_id", ["company:tsmc", "company:asml", "input:hbm3", "chip:nvidia-h100"])
def test_what_rests_on_an_entity_is_its_closure_downwards(on_atlas_with_time, snapshot, node_id):
    users = (NodeKind.COUNTRY, NodeKind.SECTOR)  # the query does not follow who uses a thing
    expected = {one for one in nx.ancestors(joined(snapshot), node_id) if snapshot.nodes[one].kind not in users}
    assert len(expected) > 10
    assert set(first(ask(on_atlas_with_time, "what-rests-on", id=node_id))) == expected


@pytest.mark.parametrize("node_id", [*MODELS, "chip:nvidia-h100", "company:tsmc", "input:hbm"])
def test_direct_needs_are_the_needs_and_their_suppliers(on_atlas_with_time, snapshot, node_id):
    expected = {(need.need, supplier.id) for need in snapshot.needs_of[node_id] for supplier in need.suppliers}
    assert expected
    assert {(row[0], row[1]) for row in ask(on_atlas_with_time, "direct-needs", id=node_id)} == expected
    direct = {(row[1], row[2]) for row in ask(on_atlas_with_time, "what-a-model-rests-on", id=node_id)}
    assert direct == expected


def test_two_models_share_the_intersection_of_their_closures(on_atlas_with_time, snapshot):
    expected = rests_on(snapshot, MODELS[1]) & rests_on(snapshot, MODELS[2])
    assert set(first(ask(on_atlas_with_time, "shared-foundations", one=MODELS[1], other=MODELS[2]))) == expected


@pytest.mark.parametrize(
    ("start", "end"), [("chip:huawei-ascend-910c", "company:asml"), ("chip:nvidia-h100", "company:asml")]
)
def test_paths_are_the_dependency_paths(on_atlas_with_time, snapshot, start, end):
    found = dependency_paths(snapshot, start, end, PathLimits(6, 10_000))
    expected = [list(path.nodes) for path in found.paths if all(link.need != OPERATOR for link in path.edges)]
    assert 0 < len(expected) < 1_000
    query = saved_query("paths")
    text = query.cypher.replace("LIMIT 50", "LIMIT 1000")
    rows = on_atlas_with_time.rows(text, **query.values({"from": start, "to": end}))
    assert sorted(row[1] for row in rows) == sorted(expected)


@pytest.mark.parametrize("start", MODELS)
def test_shortest_paths_agree_with_networkx(on_atlas_with_time, snapshot, start):
    joined = nx.MultiDiGraph()
    for edge in snapshot.dependencies.values():
        if edge.kind != CONTROL:
            joined.add_edge(edge.start, edge.end)
    expected = sorted(nx.all_shortest_paths(nx.DiGraph(joined), start, "country:NLD"))
    rows = ask(on_atlas_with_time, "all-shortest-paths", **{"from": start, "to": "country:NLD"})
    assert len(expected[0]) <= 7, "the saved query looks six steps far"
    assert sorted(row[1] for row in rows) == expected
    (one,) = ask(on_atlas_with_time, "shortest-path", **{"from": start, "to": "country:NLD"})
    assert one[1] in expected


def test_countries_behind_a_model_are_the_seats_and_sites_of_its_closure(on_atlas_with_time, snapshot):
    closure = rests_on(snapshot, MODELS[0])
    expected: dict[str, set[str]] = {}
    for edge in snapshot.edges:
        if edge.kind in ("BASED_IN", "LOCATED_IN") and edge.start in closure:
            expected.setdefault(edge.end, set()).add(edge.start)
    rows = ask(on_atlas_with_time, "countries-behind-a-model", id=MODELS[0])
    assert {row[0]: row[2] for row in rows} == {country: len(firms) for country, firms in expected.items()}


def test_members_on_a_day_are_the_snapshot_of_that_day(on_atlas_with_time, atlas_graph):
    for day in (date(2022, 6, 1), date(2026, 1, 1), BUILT):
        edges = atlas_graph.snapshot(day).edges
        expected = {e.start for e in edges if e.kind == "MEMBER_OF" and e.end == "security:nato"}
        assert (
            set(first(ask(on_atlas_with_time, "members-of-a-structure", id="security:nato", day=str(day)))) == expected
        )


def test_single_suppliers_are_inputs_with_one_maker(on_atlas_with_time, snapshot):
    makers: dict[str, set[str]] = {}
    for edge in snapshot.edges:
        if edge.kind == "SUPPLIED_BY" and edge.start.startswith("input:"):
            makers.setdefault(edge.start, set()).add(edge.end)
    expected = {node_id for node_id, firms in makers.items() if len(firms) == 1}
    assert expected
    assert set(first(ask(on_atlas_with_time, "single-suppliers"))) == expected
