"""Chokepoints and criticality: against brute force on random worlds, and M1."""

from datetime import date
from itertools import combinations

import pytest
from graph.analysis.dependency.capacity import capacity_loss
from graph.analysis.dependency.criticality import Weighting, chokepoints
from graph.analysis.dependency.failure import failure
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.analysis.dependency.home import home
from graph.analysis.dependency.universe import Over
from graph.errors import QuestionError
from graph.knowledge_graph import KnowledgeGraph
from graph.ontology import NodeKind
from tests.conftest import declare, parse_facts
from tests.graph.analysis.dependency.random_worlds import worlds

DAY = date(2026, 1, 1)


def test_m1_ranks_countries_by_what_they_stop(m1):
    found = chokepoints(m1.snapshot(DAY), ["input:chip"], max_order=2)
    assert [row.members for row in found.chokepoints] == [
        ("country:NLD",), ("country:DEU", "country:USA"), ("country:KOR", "country:TWN"),
        ("country:KOR", "country:USA"),
    ]  # fmt: skip
    assert {row.stops for row in found.chokepoints} == {("input:chip",)}
    assert all(row.criticality == 1 and row.certain for row in found.chokepoints)


@settings(max_examples=40, deadline=None)
@given(world=worlds(), over=st.sampled_from([Over.COUNTRY, Over.COMPANY]))
def test_stops_are_those_of_failure(world, over):
    snapshot = KnowledgeGraph.build(parse_facts(world)).snapshot(DAY)
    found = chokepoints(snapshot, NodeKind.MODEL, over, max_order=2, limit=1_000)
    models = [node.id for node in snapshot.nodes.values() if node.kind is NodeKind.MODEL]
    rows = {row.members: row for row in found.chokepoints}
    for row in found.chokepoints:
        fallen = {f.id for f in failure(snapshot, row.members).failed} & set(models)
        assert set(row.stops) | set(row.home) == fallen
        assert all(home(snapshot, target).members & set(row.members) for target in row.home)
        assert set(row.certain_stops) <= set(row.stops)
        assert 0 <= row.criticality <= 1
        assert row.criticality >= len(fallen) / len(models) - 1e-12
        for part in combinations(row.members, row.order - 1):
            if part in rows:
                assert row.criticality >= rows[part].criticality - 1e-12
                assert not set(row.adds) & set(rows[part].stops)


def test_criticality_is_the_weighted_loss_of_capacity(m1):
    snapshot = m1.snapshot(DAY)
    targets = ["input:chip", "company:tsmc"]
    weights = {"input:chip": 3.0, "company:tsmc": 1.0}
    found = chokepoints(snapshot, targets, sigma=0.5, weights=weights, limit=10)
    taiwan = {row.members: row for row in found.chokepoints}.get(("country:TWN",))
    assert taiwan is None, "it stops only its own TSMC, which is home; the chip is degraded"
    (asml,) = [row for row in found.chokepoints if row.members == ("country:NLD",)]
    assert asml.criticality == pytest.approx(3 / 4)
    loss = capacity_loss(snapshot, ["country:NLD"], targets=["input:chip"])
    assert loss.failed == ("company:asml", "country:NLD", "input:chip")
    assert found.weights == "given"


def test_weights_are_stated_and_refused_when_there_are_none(world):
    text = "model:a DEVELOPED_BY lab:l\nmodel:b DEVELOPED_BY lab:k\nlab:l RUNS_ON cloud:c\nlab:k RUNS_ON cloud:d"
    facts = [fact for fact in parse_facts(text) if getattr(fact, "id", "") != "model:a"]
    graph = KnowledgeGraph.build([declare("model:a", properties={"training_flop": 1e25}), *facts])
    found = chokepoints(graph.snapshot(DAY), NodeKind.MODEL, Over.ENTITY, weights=Weighting.COMPUTE, sigma=0)
    best = {row.members: row.criticality for row in found.chokepoints}
    assert (best[("cloud:c",)], best[("cloud:d",)]) == (1, 0)
    with pytest.raises(QuestionError, match="no target has a weight"):
        chokepoints(graph.snapshot(DAY), NodeKind.MODEL, weights=Weighting.USAGE)
    with pytest.raises(QuestionError, match="no such targets"):
        chokepoints(graph.snapshot(DAY), NodeKind.PLATFORM)


def test_limits_are_said(m1):
    snapshot = m1.snapshot(DAY)
    assert chokepoints(snapshot, ["input:chip"], max_order=2, max_subsets=3).limits == {"subsets": 3}
    assert chokepoints(snapshot, ["input:chip"], seconds=0).limits == {"seconds": 0}
