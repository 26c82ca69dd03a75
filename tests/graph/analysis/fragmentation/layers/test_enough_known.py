"""Ranked, withheld, comparable: what is not known is said, and decides what may be told."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.analysis.blocs import presets
from graph.analysis.fragmentation.countries.distances import By, distances
from graph.analysis.fragmentation.countries.standings import countries
from graph.analysis.fragmentation.figures.index import fragmentation
from graph.analysis.fragmentation.layers.ranking import Enough, Placed, ranks
from graph.analysis.fragmentation.layers.shares import Choice, measure
from graph.analysis.fragmentation.ties.membership import leaders
from graph.analysis.fragmentation.ties.table import TIES
from graph.analysis.fragmentation.timeline import timeline
from graph.facts.fact import EdgeFact
from graph.knowledge_graph import KnowledgeGraph
from graph.ontology import Layer, NodeKind
from tests.conftest import declare, parse_facts
from tests.graph.analysis.fragmentation.layer_worlds import SEATS, cloud_facts, cloud_world

DAY = date(2026, 1, 1)
CLOUDS = Choice(presets()["control"], (Layer.CLOUDS,))
FIGURES = ("index", "bits", "bipolarity", "coupling", "ei_index", "spheres", "interval", "null", "redrawn")


def exactly(value):
    return pytest.approx(value, abs=1e-12)


def counted(subject, value, unit="cloud regions", period="2025"):
    """A statement of how many units there are."""
    properties = {"topic": "reference-count", "subject": subject, "unit": unit, "value": value, "period": period}
    return declare(
        f"statement:{subject.replace(':', '-')}-{unit.replace(' ', '-')}",
        kind=NodeKind.STATEMENT,
        properties=properties,
    )


def layer(facts, day=DAY, choice=CLOUDS):
    (row,) = fragmentation(KnowledgeGraph.build(facts).snapshot(day), choice, draws=2).layers
    return row


def test_equal_values_share_a_rank_and_intervals_widen_it():
    found = ranks({"a": Placed(0.5, 0.4, 0.6), "b": Placed(0.5, 0.5, 0.5), "c": Placed(0.3, 0.1, 0.45)})
    assert {name: (r.rank, r.best, r.worst) for name, r in found.items()} == {
        "a": (1, 1, 3),
        "b": (1, 1, 2),
        "c": (3, 2, 3),
    }


def test_one_unit_more_or_less_moves_the_rank_of_few_units_and_not_of_many():
    """Five regions, three and two, beside fifty of the same mix: the least feed more moves the five past the fifty."""
    regions = {
        "IDN": {"amazon": 3, "ali": 2}, "SGP": {"amazon": 30, "ali": 20}, "BRA": {"amazon": 33, "ali": 17},
        "CHL": {"amazon": 5},
    }  # fmt: skip
    found = countries(cloud_world(regions).snapshot(DAY), CLOUDS)
    rows = {row.id[-3:]: row for row in found.countries}
    assert {name: row.units for name, row in rows.items()} == {
        "IDN": {"clouds": 5}, "SGP": {"clouds": 50}, "BRA": {"clouds": 50}, "CHL": {"clouds": 5},
    }  # fmt: skip
    few, many = rows["IDN"], rows["SGP"]
    assert few.layers[0].alignment_by_one == (exactly(0), exactly(1 / 2))
    assert few.layers[0].contestedness_by_one == (exactly(1 / 2), exactly(1))
    assert many.layers[0].contestedness_by_one == (exactly(2 * 19 / 49), exactly(2 * 21 / 51))
    assert (few.rank.low, few.rank.high) == few.layers[0].contestedness_by_one
    assert {name: (row.rank.rank, row.rank.best, row.rank.worst) for name, row in rows.items()} == {
        "IDN": (1, 1, 3), "SGP": (1, 1, 2), "BRA": (3, 2, 3), "CHL": (4, 4, 4),
    }  # fmt: skip
    assert few.contestedness_range == (exactly(0.8), exactly(0.8)), "the splits leave nothing open"


def test_a_country_of_few_units_is_listed_apart_with_what_is_missing():
    regions = {"BRA": {"amazon": 3, "ali": 2}, "PAK": {"ali": 1}, "KEN": {"amazon": 2, "mystery": 4}}
    found = countries(cloud_world(regions).snapshot(DAY), CLOUDS)
    assert [(row.id, row.rank is not None) for row in found.countries] == [
        ("country:BRA", True),
        ("country:KEN", False),
        ("country:PAK", False),
    ]
    told = {row.id: row.unranked for row in found.countries}
    assert "clouds: the suppliers of 5 cloud regions; 1 is known" in told["country:PAK"]
    assert "33% is settled" in told["country:KEN"]
    every = countries(cloud_world(regions).snapshot(DAY), CLOUDS, enough=Enough(units=1, settled=0.0))
    assert every.ranked == 3


def test_layers_that_only_some_countries_have_move_no_average_over_all():
    regions = {"BRA": {"amazon": 3, "ali": 2}, "IDN": {"amazon": 4, "ali": 4}}
    pacts = list(leaders())[:6]
    members = "\n".join(f"country:{code} MEMBER_OF {pact}" for code in ("BRA", "IDN", "USA", "CHN") for pact in pacts)
    labs = "\n".join(
        f"lab:{number} BASED_IN country:BRA\nlab:{number} RUNS_ON cloud:amazon compute 1" for number in range(8)
    )
    choice = Choice(presets()["control"], tuple(TIES))
    plain = countries(cloud_world(regions, members).snapshot(DAY), choice)
    more = countries(cloud_world(regions, f"{members}\n{labs}").snapshot(DAY), choice)
    assert more.compared_on == (Layer.CLOUDS, Layer.SECURITY)
    before, after = ({row.id: (row.rank, row.contestedness) for row in found.countries} for found in (plain, more))
    assert before["country:BRA"][0] is not None
    assert {name: after[name] for name in before} == before


def test_a_layer_whose_largest_supplier_is_missing_is_withheld_with_what_is_missing():
    """Thirteen American regions ship of 39: clouds are not 'China 41 %', and not 100 % known."""
    facts = cloud_facts({"BRA": {"amazon": 13, "ali": 20}, "IDN": {"ali": 9}})
    whole = layer(facts)
    assert (whole.coverage.seen.share, whole.spheres) == (
        None,
        {"US": exactly(13 / 66), "China": exactly(53 / 66), "other": 0},
    )
    short = layer([*facts, counted("cloud:amazon", 39)])
    assert (short.index, short.spheres) == (None, None)
    assert (
        short.reason
        == "withheld: too little of the layer is seen: the graph has 13 of amazon (a source counts 39 in 2025)"
    )
    assert short.coverage.seen.share == pytest.approx(13 / 39)
    assert layer([*facts, counted("cloud:amazon", 20)]).index == whole.index
    assert layer([*facts, counted("cloud:amazon", 39, period="2027")]).index == whole.index, "of a later day"
    assert layer([*facts, counted("cloud:amazon", 39, unit="clusters")]).index == whole.index, "of something else"


def test_an_outdated_count_is_no_denominator_and_still_says_what_is_missing():
    """Sixty regions counted in 2023 of which the graph has 63 do not make it whole; one known more takes none away."""
    facts = cloud_facts({"BRA": {"amazon": 13, "azure": 6, "ali": 20, "ovh": 2}, "IDN": {"ali": 9}})
    counts = [counted("cloud:amazon", 20), counted("cloud:azure", 5), counted("cloud:ali", 30, period="2023-01")]
    seen = layer([*facts, *counts]).coverage.seen
    assert (seen.share, seen.uncounted) == (exactly(18 / 25), 2)
    assert {one.name: one.outdated for one in seen.counts} == {
        "amazon": None,
        "azure": None,
        "ali": "counted more than two years before",
    }
    assert seen.told() == (
        "of those that sources count it has 72% (13 of amazon (a source counts 20 in 2025), "
        "6 of azure (a source counts 5 in 2025)); "
        "no denominator: 29 of ali (a source counts 30 in 2023-01), counted more than two years before; "
        "2 suppliers have no current count"
    )
    few = layer([*facts, counted("cloud:amazon", 13), counted("cloud:ovh", 30, period="2023-01")])
    assert (few.coverage.seen.share, few.index) == (1, None)
    assert "the graph has 2 of ovh (a source counts 30 in 2023-01)" in few.reason
    none = layer([*facts, counted("cloud:azure", 6, period="2023-01")]).coverage.seen
    assert (none.share, none.uncounted) == (None, 4)
    assert none.told().startswith("how many there are in the world no source in it says; no denominator: 6 of azure")


def test_a_layer_that_is_mostly_supposed_is_withheld_as_one_that_is_mostly_unknown():
    """Models of which no source states a base may be anybody's: they are no more known than labs without a cloud."""
    edges = parse_facts(
        """
        lab:bay BASED_IN country:USA
        lab:paris BASED_IN country:FRA
        model:a0 DERIVED_FROM model:b0
        model:b0 DEVELOPED_BY lab:paris
        """
        + "\n".join(f"model:a{number} DEVELOPED_BY lab:bay" for number in range(6))
    )
    models = {fact.id for fact in edges if getattr(fact, "id", "").startswith("model:")}
    facts = [fact for fact in edges if getattr(fact, "id", None) not in models]
    facts += [declare(model, properties={"released_on": "2025-06"}) for model in sorted(models)]
    choice = Choice(presets()["control"], (Layer.MODELS,))
    row = layer(facts, choice=choice)
    assert row.reason == (
        "withheld: of 6 models of USA the supplier of 1 is known; of the others it is supposed to be their own"
    )
    assert {name: getattr(row, name) for name in FIGURES} == dict.fromkeys(FIGURES)
    assert (row.coverage.units, row.coverage.units_covered, row.coverage.supposed) == (7, 1, 6)
    snapshot = KnowledgeGraph.build(facts).snapshot(DAY)
    (usa,) = [one for one in countries(snapshot, choice).countries if one.id == "country:USA"]
    (here,) = usa.layers
    assert (here.known, here.settled, here.units) == (exactly(1 / 6), exactly(1 / 6), 1)
    assert here.spheres_range == {"US": (0, exactly(5 / 6)), "China": (0, exactly(5 / 6)), "other": (exactly(1 / 6), 1)}


def test_a_layer_of_which_one_power_is_unseen_is_withheld():
    row = layer(cloud_facts({"USA": {"amazon": 9}, "CHN": {"ali": 1, None: 5}, "BRA": {"ali": 2, "amazon": 2}}))
    assert row.reason == "withheld: of 6 cloud regions of CHN the supplier of 1 is known"


worlds = st.dictionaries(
    st.sampled_from(["BRA", "IDN", "IND", "FRA"]),
    st.dictionaries(st.sampled_from([*SEATS, "mystery"]), st.integers(1, 3), min_size=1, max_size=3),
    min_size=2,
    max_size=4,
)


@settings(deadline=None, max_examples=15)
@given(worlds, st.sampled_from(["BRA", "IDN", "ZAF"]))
def test_an_entity_of_which_nothing_is_known_changes_no_figure_but_coverage(regions, country):
    facts = cloud_facts(regions)
    place = "facility:unknown-0"
    there = [fact for fact in cloud_facts({country: {None: 1}}) if getattr(fact, "id", "") != f"country:{country}"]
    added = [
        fact.model_copy(update={"id": place} if getattr(fact, "id", None) else {"start": place}) for fact in there
    ]  # fmt: skip
    known = {fact.id for fact in facts if getattr(fact, "id", None)}
    missing = [] if f"country:{country}" in known else [declare(f"country:{country}")]
    before, after = layer(facts), layer([*facts, *added, *missing])
    assert after.coverage.units == before.coverage.units + 1
    if not (after.reason or "").startswith("withheld"):
        assert [getattr(after, name) for name in FIGURES] == [getattr(before, name) for name in FIGURES]


def dated(facts, day):
    return [
        fact.model_copy(update={"valid_from": day}) if isinstance(fact, EdgeFact) else fact for fact in facts
    ]  # fmt: skip


def published(facts, day):
    """The same with sources that have a day, and ties that have none."""
    return [
        fact.model_copy(update={"source": fact.source.model_copy(update={"id": "s/late", "published_on": day})})
        if isinstance(fact, EdgeFact)
        else fact
        for fact in facts
    ]


@settings(deadline=None, max_examples=15)
@given(worlds, worlds)
def test_an_undated_tie_changes_no_figure_for_days_before_its_source(old, new):
    known = dated(cloud_facts(old), date(2020, 1, 1))
    taken = {fact.id for fact in known if getattr(fact, "id", None)}
    undated = [
        fact
        for fact in published(_renamed(cloud_facts(new)), "2025-06")
        if getattr(fact, "id", None) is None or fact.id not in taken
    ]
    choice = Choice(presets()["control"], (Layer.CLOUDS,), min_known=0.0)
    early = date(2024, 1, 1)
    before, after = layer(known, early, choice), layer([*known, *undated], early, choice)
    assert [getattr(after, name) for name in FIGURES] == [getattr(before, name) for name in FIGURES]
    assert after.coverage.not_yet is not None
    late = layer([*known, *undated], choice=choice)
    assert late.coverage.units_covered > before.coverage.units_covered
    assert late.coverage.not_yet == 0


def _renamed(facts):
    """Give the sites of a world names of their own."""
    new = {fact.id: f"{fact.id}-late" for fact in facts if getattr(fact, "id", "").startswith("facility:")}
    return [
        fact.model_copy(update={"start": new.get(fact.start, fact.start), "end": new.get(fact.end, fact.end)})
        if isinstance(fact, EdgeFact)
        else fact.model_copy(update={"id": new.get(fact.id, fact.id)})
        for fact in facts
    ]


def test_regions_that_enter_with_a_list_are_no_move_and_tear_the_line():
    facts = dated(cloud_facts({"BRA": {"ali": 3}, "IDN": {"ali": 1, "amazon": 1}}), date(2020, 1, 1))
    listed = published(_renamed(cloud_facts({"BRA": {"amazon": 3}})), "2025-06")
    known = {fact.id for fact in facts if getattr(fact, "id", None)}
    graph = KnowledgeGraph.build([*facts, *(f for f in listed if getattr(f, "id", None) not in known or not f.id)])
    days = [date(2025, 1, 1), date(2026, 1, 1)]
    shots = [graph.snapshot(day) for day in days]
    was, now = (measure(shot, CLOUDS)[0] for shot in shots)
    found = distances(shots[1], now, By.SPHERES, (shots[0], was))
    assert [move.country for move in found.moved] == ["country:IDN"]
    assert "3 of its 6 ties have no date" in found.not_comparable["country:BRA"]
    points = timeline(graph.snapshot(days[-1]), days, CLOUDS, draws=2)[0].points
    assert [point.gap is None for point in points] == [True, False]
    assert "3 ties that no source dates" in points[1].gap


def test_a_slow_drift_of_what_is_known_tears_the_line_whatever_the_step():
    """One more known region a month: no month moves by five points, and the year does."""
    facts = cloud_facts({"BRA": {"amazon": 16, None: 10}, "IDN": {"ali": 2}})
    opened = {f"facility:bra-amazon-{number}": date(2025, max(number - 8, 1), 1) for number in range(16)}
    grown = [
        fact.model_copy(update={"valid_from": opened.get(getattr(fact, "id", None), date(2020, 1, 1))})
        for fact in facts
    ]
    snapshot = KnowledgeGraph.build(grown).snapshot(DAY)
    months = [date(2025, month, 1) for month in range(1, 8)]
    by_month = timeline(snapshot, months, CLOUDS, draws=2)[0].points
    shares = [point.coverage.share for point in by_month]
    assert all(after - before < 0.05 for before, after in pairwise(shares))
    assert [point.gap for point in by_month[:3]] == [None] * 3
    torn = [point for point in by_month if point.gap]
    assert [point.as_of.month for point in torn] == [4]
    assert torn[0].gap == (
        "not comparable with 2025-01-01: the part of the whole layer that is known goes from 55% to 60%"
    )
    (_, last) = timeline(snapshot, [months[0], months[-1]], CLOUDS, draws=2)[0].points
    assert "goes from 55% to" in last.gap


def test_a_page_that_is_read_later_changes_nothing_of_the_days_before():
    """Whoever added a page took all that is recalled from the days before it: its data set had become newer."""

    def of(facts, **source):
        return [fact.model_copy(update={"source": fact.source.model_copy(update=source)}) for fact in facts]

    nobody = {"published_on": None, "retrieved_on": None}
    recalled = of(cloud_facts({"BRA": {"amazon": 2, "ali": 1}}), id="a/site", dataset="a", **nobody)
    read = of(parse_facts("lab:one BASED_IN country:AUT"), id="a/page", dataset="a", retrieved_on=date(2025, 5, 1))
    new = nobody | {"retrieved_on": date(2026, 5, 1)}
    later = of(parse_facts("lab:two BASED_IN country:CHE"), id="a/new", dataset="a", **new)
    day = date(2025, 6, 1)

    def known(*facts):
        (one,) = measure(KnowledgeGraph.build([fact for some in facts for fact in some]).snapshot(day), CLOUDS)
        return one.coverage.ties, one.coverage.not_yet

    assert known(recalled, read) == known(recalled, read, later) == (3, 0)
