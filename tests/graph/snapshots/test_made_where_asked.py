"""What is made where it is asked for is what going through everything finds, in the same order."""

from collections import defaultdict
from datetime import date
from itertools import combinations

import pytest

from graph.facts.arrays import EDGE_KINDS
from graph.ontology import EDGE_TYPES, EdgeKind, NodeKind

DAY = date(2026, 1, 1)


@pytest.fixture
def snapshot(m1):
    return m1.snapshot(DAY)


def test_edges_of_kinds_are_those_of_the_whole_list(snapshot):
    for kinds in combinations(EDGE_KINDS, 2):
        assert list(snapshot.edges.of(*kinds)) == [edge for edge in snapshot.edges if edge.kind in kinds]


def test_edges_of_other_kinds_are_not_made(m1, monkeypatch):
    made = []
    snapshot = m1.snapshot(date(2026, 1, 2))  # nobody else asks of this day, so that nothing of it is made yet
    one = type(snapshot.edges)._edge
    monkeypatch.setattr(type(snapshot.edges), "_edge", lambda self, at: made.append(one(self, at)) or made[-1])
    list(snapshot.edges.of(EdgeKind.BASED_IN))
    assert {edge.kind for edge in made} == {EdgeKind.BASED_IN}
    made.clear()
    assert snapshot.makers
    assert snapshot.owners is not None
    assert not made, "makers and owners are read from arrays"


def test_a_relation_that_is_the_same_on_two_days_is_one_edge(m1, snapshot):
    earlier = {edge.id: edge for edge in m1.snapshot(date(2025, 12, 1)).edges}
    both = [(edge, earlier[edge.id]) for edge in snapshot.edges if edge.id in earlier]
    same = [(one, other) for one, other in both if (one.claims, one.role) == (other.claims, other.role)]
    assert same
    assert all(one is other for one, other in same)


def test_suppliers_of_a_need_are_the_edges_behind_it(snapshot):
    gathered = snapshot.gathered
    for need in snapshot.needs:
        if need.counts:
            place = gathered.place((need.of, need.need))
            found = [gathered.edge(link) for link in gathered.links(place)]
            assert found == [snapshot.dependencies[need.of, need.need, one.id] for one in need.suppliers]
            assert gathered.suppliers_of(place) == [one.id for one in need.suppliers]
            assert {gathered.kind_of(link) for link in gathered.links(place)} == {edge.kind for edge in found}


def test_makers_are_the_ends_of_edges_that_say_who_makes(snapshot):
    found = defaultdict(set)
    for edge in snapshot.edges:
        if EDGE_TYPES[edge.kind].maker:
            found[edge.start].add(edge.end)
    assert snapshot.makers == found
    assert list(snapshot.makers) == list(found)


def test_needs_of_a_dependent_are_those_of_the_whole_list(snapshot):
    grouped = defaultdict(list)
    for need in snapshot.needs:
        grouped[need.of].append(need)
    assert {node_id: list(needs) for node_id, needs in snapshot.needs_of.items()} == grouped
    assert list(snapshot.needs_of) == list(grouped)
    assert len(snapshot.needs_of) == len(grouped)
    assert snapshot.needs_of.get("input:nothing") is None


def test_nodes_of_kinds_are_those_of_the_whole_list(snapshot):
    for kinds in combinations(NodeKind, 2):
        wanted = [node for node in snapshot.nodes.values() if node.kind in kinds]
        assert list(snapshot.nodes.of(*kinds)) == wanted
        assert snapshot.nodes.ids_of(*kinds) == [node.id for node in wanted]
