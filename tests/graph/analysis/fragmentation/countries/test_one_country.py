"""One country among all, two side by side, one over time."""

from datetime import date

import pytest

from graph.analysis.blocs import presets
from graph.analysis.fragmentation.countries.one_country import over_time, side_by_side, standing_of
from graph.analysis.fragmentation.layers.shares import Choice
from graph.facts.fact import EdgeFact
from graph.knowledge_graph import KnowledgeGraph
from graph.ontology import Layer
from tests.graph.analysis.fragmentation.layer_worlds import cloud_facts, cloud_world

DAY = date(2026, 1, 1)
CLOUDS = Choice(presets()["control"], (Layer.CLOUDS,))
REGIONS = {"BRA": {"amazon": 4, "ali": 1}, "IDN": {"ali": 3, "amazon": 2}, "PAK": {"ali": 1}}


def test_a_country_has_its_rank_among_all_though_it_alone_is_asked_for():
    row, _ = standing_of(cloud_world(REGIONS).snapshot(DAY), CLOUDS, "country:BRA")
    assert (row.rank.rank, row.layers[0].rank.rank) == (2, 2)


def test_two_countries_side_by_side_with_what_sets_them_apart():
    pair = side_by_side(cloud_world(REGIONS).snapshot(DAY), CLOUDS, "country:BRA", "country:IDN")
    (row,) = pair.layers
    assert (row.alignment_gap, row.not_comparable) == (pytest.approx(0.8), None)
    assert row.alignment_gap_range == (pytest.approx(0.8), pytest.approx(0.8))
    assert row.shared_suppliers == ("cloud:ali", "cloud:amazon")
    assert row.distance_range[0] <= row.distance <= row.distance_range[1]


def test_a_country_of_few_units_is_shown_and_not_compared():
    (row,) = side_by_side(cloud_world(REGIONS).snapshot(DAY), CLOUDS, "country:BRA", "country:PAK").layers
    assert row.alignment_gap == pytest.approx(1.6)
    assert row.not_comparable == "PAK: the suppliers of 5 cloud regions; 1 are known"
    (none,) = side_by_side(cloud_world(REGIONS).snapshot(DAY), CLOUDS, "country:BRA", "country:USA").layers
    assert (none.second, none.alignment_gap, none.not_comparable) == (None, None, "USA: nothing of it is in the graph")


def test_over_time_undated_ties_give_no_past_and_tear_the_line():
    dated = [
        fact.model_copy(update={"valid_from": date(2020, 1, 1)}) if isinstance(fact, EdgeFact) else fact
        for fact in cloud_facts({"BRA": {"ali": 3}})
    ]
    late = {f"facility:bra-amazon-{number}" for number in range(9)}
    source = {"id": "s/late", "published_on": "2025-06"}
    listed = [
        fact.model_copy(update={"source": fact.source.model_copy(update=source)})
        for fact in cloud_facts({"BRA": {"amazon": 9}})
        if getattr(fact, "id", None) in late | {"cloud:amazon", "country:USA"} or isinstance(fact, EdgeFact)
    ]
    snapshot = KnowledgeGraph.build([*dated, *listed]).snapshot(DAY)
    found = over_time(snapshot, CLOUDS, "country:BRA", [date(2024, 1, 1), DAY])
    then, now = found.points
    assert (then.alignment, then.counted) == (None, False), "nine of twelve regions have no date"
    assert "have no date" in then.to_rank
    assert (now.alignment, now.units) == (pytest.approx(0.5), 12)
    assert "9 of its 12 ties have no date" in now.gap
