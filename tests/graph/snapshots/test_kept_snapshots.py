"""What snapshots take is counted as they grow, and what no answer asks for is not made."""

from datetime import date

import pytest

from graph.knowledge_graph import KnowledgeGraph
from graph.measures.declared import declared
from graph.measures.measure import Limits, evaluate
from graph.snapshots.kept_snapshots import KeptSnapshots, size_of
from loaders.registry import collect

DAY, OTHER = date(2026, 7, 1), date(2026, 6, 1)


@pytest.fixture
def graph() -> KnowledgeGraph:
    return KnowledgeGraph.build(collect(None, noncommercial=False, unverified=False).facts)


def test_finding_a_name_makes_no_need(graph):
    find = declared("find")
    evaluate(find, graph, find.question(q="TSMC", as_of=DAY), Limits())
    before = size_of(graph.snapshot(DAY))
    assert graph.snapshot(DAY).rows == len(graph.snapshot(DAY).edges) + len(graph.snapshot(DAY).nodes)
    assert len(graph.snapshot(DAY).needs) > 0
    assert size_of(graph.snapshot(DAY)) > before


def test_a_snapshot_that_has_grown_gives_way_to_the_next(graph):
    first = graph.snapshot(DAY)
    bare = size_of(first)
    graph.kept_snapshots.bound(6 * bare)
    assert graph.snapshot(DAY) is not first
    first = graph.snapshot(DAY)
    assert len(list(first.needs)) + len(list(first.edges)) + len(list(first.dependencies.values())) > 0
    assert size_of(first) > 2 * bare
    graph.snapshot(OTHER)
    assert graph.kept_snapshots.bytes >= size_of(first), "what has grown since it was kept counts"
    _ = list(graph.snapshot(OTHER).edges), graph.snapshot(OTHER).arrays
    graph.snapshot(date(2026, 5, 1))
    assert first not in graph.kept_snapshots.values(), "the least lately asked for is dropped"


def test_measuring_again_keeps_the_order_in_which_snapshots_go():
    kept = KeptSnapshots()
    super(KeptSnapshots, kept).__init__(30, lambda value: len(value))
    kept.get("a", lambda: [0] * 10)
    kept.get("b", lambda: [0] * 10)
    kept.get("a", list)
    kept.measure()
    kept.get("c", lambda: [0] * 15)
    assert kept.get("a", list) == [0] * 10
    assert kept.get("b", list) == []
