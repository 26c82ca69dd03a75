"""One country among all, two side by side, one over time."""

from datetime import date

import pytest

from graph.analysis.blocs import presets
from graph.analysis.fragmentation.countries.one_country import over_time, side_by_side, standing_of
from graph.analysis.fragmentation.countries.rows import CountryLayer, settled_row
from graph.analysis.fragmentation.layers.shares import Choice, measure
from graph.analysis.profile.leaning import leaning
from graph.analysis.results import percent
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
    assert row.not_comparable == "PAK: the suppliers of 5 cloud regions; 1 is known"
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


def test_what_is_missing_of_one_country_is_not_said_of_the_world():
    snapshot = cloud_world(REGIONS | {"FRA": {None: 1}, "DEU": {"nowhere": 2}}).snapshot(DAY)
    nothing, nobody, unseated = (
        measure(snapshot, CLOUDS.among_only(f"country:{code}"))[0].reason for code in ("USA", "FRA", "DEU")
    )
    assert nothing == "of USA no cloud regions that count are known on 2026-01-01"
    assert nobody == "of FRA 1 cloud region is known on 2026-01-01, the supplier of none"
    assert unseated == "of DEU the sphere of no supplier is known on 2026-01-01"
    (several,) = measure(cloud_world({"DEU": {"nowhere": 2, "ali": 1}}).snapshot(DAY), CLOUDS)
    assert several.reason == (
        "no country has at least 50% of its suppliers in a known sphere on 2026-01-01; the most is 33%, of DEU"
    )


def test_a_share_that_may_be_anything_has_no_central_value():
    row = CountryLayer(
        layer=Layer.LABS, tie="t", spheres={"US": 0.3, "China": 0.1, "other": 0.6},
        spheres_range={"US": (0.0, 1.0), "China": (0.0, 0.5), "other": (0.0, 1.0)}, alignment=0.2,
        alignment_range=(-0.5, 1.0), contestedness=0.2, contestedness_range=(0.0, 1.0), hedging=None, known=0.6,
        settled=0.0, units=2, counted=True, to_rank=None,
    )  # fmt: skip
    whole, _ = standing_of(cloud_world(REGIONS).snapshot(DAY), CLOUDS, "country:BRA")
    (told,) = settled_row(whole.model_copy(update={"layers": (row,)})).layers
    assert told.spheres == {"US": None, "China": 0.1, "other": None}


def test_profile_and_country_over_time_agree_on_which_years_compare():
    late = {"facility:bra-ali-2"}
    facts = [
        fact.model_copy(update={"valid_from": date(2025 if {fact.start, fact.end} & late else 2020, 1, 1)})
        if isinstance(fact, EdgeFact)
        else fact
        for fact in cloud_facts({"BRA": {"ali": 3, None: 1}})
    ]
    snapshot = KnowledgeGraph.build(facts).snapshot(DAY)
    years = [date(year, 1, 1) for year in (2024, 2025, 2026)]
    points = [
        one for one in over_time(snapshot, Choice(presets()["control"]), "country:BRA", years).points if one.spheres
    ]
    lines = {line.label: line for line in leaning(snapshot, "country:BRA")}
    assert len(points) == len(years)
    for point in points:
        line = lines[f"{point.layer.value}, {point.as_of}"]
        assert (line.value, line.low, line.high) == (point.alignment, *point.alignment_range)
        assert line.detail == f"{percent(point.known)} of its suppliers known", (
            "the part known moves, its ties are the same"
        )
