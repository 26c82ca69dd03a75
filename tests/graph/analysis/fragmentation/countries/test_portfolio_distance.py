from datetime import date
from math import isclose

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.analysis.blocs import presets
from graph.analysis.fragmentation.countries.distances import By, distances
from graph.analysis.fragmentation.kernels.jensen_shannon import root_jsd
from graph.analysis.fragmentation.layers.shares import Choice, measure
from graph.facts.fact import EdgeFact
from graph.knowledge_graph import KnowledgeGraph
from graph.ontology import Layer
from tests.graph.analysis.fragmentation import fragmentation_reference as slow
from tests.graph.analysis.fragmentation.layer_worlds import cloud_facts, cloud_world

DAY = date(2026, 1, 1)
CLOUDS = Choice(presets()["control"], (Layer.CLOUDS,))
portfolios = st.lists(st.integers(0, 9), min_size=4, max_size=4).filter(any)


@given(portfolios, portfolios, portfolios)
def test_the_distance_equals_the_slow_reference_and_is_a_metric(a, b, c):
    rows = np.array([a, b, c], dtype=float)
    rows /= rows.sum(axis=1, keepdims=True)
    found = root_jsd(rows, rows)
    for i in range(3):
        for j in range(3):
            assert isclose(found[i, j], slow.root_jsd(rows[i], rows[j]), abs_tol=1e-7)
    assert found == pytest.approx(found.T, abs=1e-12)
    assert found[0, 2] <= found[0, 1] + found[1, 2] + 1e-9


@given(portfolios, st.integers(2, 9))
def test_scaling_a_portfolio_moves_it_nowhere(row, times):
    left = np.array([row], dtype=float)
    assert root_jsd(left, left * times)[0, 0] == pytest.approx(0, abs=1e-7)


def test_nothing_in_common_is_one_and_half_in_common_is_between():
    rows = np.array([[1.0, 0], [0, 1], [0.5, 0.5]])
    assert root_jsd(rows, rows)[0].tolist() == pytest.approx([0, 1, slow.root_jsd([1, 0], [0.5, 0.5])], abs=1e-12)


def test_countries_may_differ_in_suppliers_and_not_in_spheres():
    snapshot = cloud_world({"BRA": {"amazon": 1}, "IND": {"azure": 2}, "IDN": {"ali": 1}}).snapshot(DAY)
    (one,) = measure(snapshot, CLOUDS)
    assert one.countries == ("country:BRA", "country:IDN", "country:IND")
    apart = distances(snapshot, one, By.SUPPLIERS)
    assert apart.matrix[0] == pytest.approx((0, 1, 1), abs=1e-12)
    assert [(row.country, row.distance, row.farthest_distance) for row in apart.neighbours] == [
        (country, pytest.approx(1), pytest.approx(1)) for country in one.countries
    ]
    brazil = distances(snapshot, one, By.SPHERES).neighbours[0]
    assert (brazil.nearest, brazil.distance, brazil.farthest) == ("country:IND", pytest.approx(0), "country:IDN")
    assert distances(snapshot, one, By.SPHERES).matrix[0] == pytest.approx((0, 1, 0), abs=1e-12)


def test_who_moved_between_two_days():
    facts = [
        fact.model_copy(update={"valid_from": date(2025, 6 if "azure" in fact.start else 1, 1)})
        if isinstance(fact, EdgeFact) and fact.kind == "OPERATES"
        else fact
        for fact in cloud_facts({"BRA": {"ali": 1, "azure": 1}, "IDN": {"ali": 1}})
    ]
    graph = KnowledgeGraph.build(facts)
    before, after = graph.snapshot(date(2025, 3, 1)), graph.snapshot(DAY)
    found = distances(after, measure(after, CLOUDS)[0], By.SPHERES, (before, measure(before, CLOUDS)[0]))
    moved, still = found.moved
    assert (moved.country, moved.come, moved.gone) == ("country:BRA", ("cloud:azure",), ())
    assert (moved.alignment_before, moved.alignment_after) == (-1, 0)
    assert moved.by_spheres == pytest.approx(slow.root_jsd([0, 1], [0.5, 0.5]), abs=1e-12)
    assert (still.country, still.by_spheres, still.by_suppliers) == ("country:IDN", 0, 0)
    assert (found.only_before, found.only_after) == ((), ())


def test_a_country_that_only_one_day_knows_is_named_and_does_not_move():
    graph = KnowledgeGraph.build(cloud_facts({"BRA": {"ali": 1}, "IDN": {"ali": 1}}))
    before, after = graph.snapshot(date(2024, 1, 1)), graph.snapshot(DAY)
    found = distances(after, measure(after, CLOUDS)[0], By.SPHERES, (before, measure(before, CLOUDS)[0]))
    assert (found.moved, found.only_after) == ((), ("country:BRA", "country:IDN"))


def test_one_country_has_nobody_to_be_compared_with():
    snapshot = cloud_world({"BRA": {"amazon": 1}}).snapshot(DAY)
    found = distances(snapshot, measure(snapshot, CLOUDS)[0], By.SPHERES)
    assert found.matrix == ((0.0,),)
    assert "nobody to be compared with" in found.reason
