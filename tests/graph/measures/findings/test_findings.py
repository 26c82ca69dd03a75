"""Findings say what their measures answer, with what is needed to check it, and nothing where too little is known."""

import re
from datetime import date

import pytest

from graph.analysis.fragmentation.ties.table import TIES
from graph.analysis.fragmentation.ties.unseen import UNSEEN
from graph.analysis.series.results import Series, SeriesPoint
from graph.facts.fact import EdgeFact
from graph.knowledge_graph import KnowledgeGraph
from graph.measures.declared import declared
from graph.measures.findings.sentences.asking import compared, findings_of, since
from graph.measures.findings.sentences.finding import Topic, told
from graph.measures.findings.sentences.table import KINDS
from graph.measures.measure import Limits
from loaders.registry import collect
from scripts.fragmentation_docs import TARGET, between, findings_table
from tests.conftest import parse_facts
from tests.graph.analysis.fragmentation.layer_worlds import cloud_facts, cloud_world

DAY = date(2026, 11, 25)


@pytest.fixture(scope="module")
def shipped():
    facts = collect(None, noncommercial=False, unverified=False, only={"countries", "atlas"}).facts
    return KnowledgeGraph.build(facts).snapshot(DAY)


def test_every_kind_is_told_or_withheld_with_a_reason(shipped):
    found = findings_of(shipped, Limits())
    told, withheld = ([one.id for one in rows] for rows in (found.findings, found.withheld))
    assert sorted(told + withheld) == sorted(kind.id for kind in KINDS)
    assert len(set(told + withheld)) == len(KINDS)
    for one in found.findings:
        assert one.statement.endswith(".")
        assert one.denominator
        assert one.coverage
        assert one.sources
        assert one.low is None or one.low <= one.value <= one.high
        assert one.link.startswith("/v1/")
    assert all(one.reason for one in found.withheld)


def test_every_finding_names_a_declared_measure():
    assert {declared(kind.measure).name for kind in KINDS} == {kind.measure for kind in KINDS}


def test_nothing_is_told_of_an_empty_world():
    snapshot = KnowledgeGraph.build(parse_facts("lab:x BASED_IN country:FRA")).snapshot(DAY)
    assert findings_of(snapshot, Limits()).findings == ()


def dated(regions):
    """Worlds of one universe in which every region has a day, so that the past is known."""
    facts = [
        fact.model_copy(update={"valid_from": date(2024, 1, 1)}) if isinstance(fact, EdgeFact) else fact
        for fact in cloud_facts(regions)
    ]
    return findings_of(KnowledgeGraph.build(facts).snapshot(DAY), Limits())


MORE = ("ARG", "CHL", "COL", "DEU", "ESP", "IND", "ITA", "JPN", "MEX", "PER", "POL", "THA")
REGIONS = {code: {"amazon": 3, "ali": 2} for code in MORE} | {"BRA": {"amazon": 3, "ali": 2}, "IDN": {"ali": 5}}


def test_a_change_is_another_number_over_the_same_dated_universe():
    before, after = dated(REGIONS), dated(REGIONS | {"BRA": {"amazon": 5}})
    assert compared(before, before) == ((), ())
    changed = {one.id: one for one in compared(before, after)[0]}
    assert changed["spheres-clouds"].before.value < changed["spheres-clouds"].after.value


def test_more_countries_known_are_no_change_of_the_world():
    changed, incomparable = compared(dated(REGIONS), dated(REGIONS | {"KEN": {"azure": 2}}))
    assert "spheres-clouds" not in {one.id for one in changed}
    (told,) = [one.reason for one in incomparable if one.id == "spheres-clouds"]
    assert told == "over 14 countries before and 15 after, 14 of them the same"


def test_the_models_of_another_year_are_another_population(shipped):
    before, after = findings_of(shipped, Limits(), Topic.OPENNESS), findings_of(shipped, Limits(), Topic.OPENNESS)
    (one,) = after.findings
    earlier = one.model_copy(update={"value": 0.9, "universe": ("the Chinese models that the graph has of 2022",)})
    changed, incomparable = compared(before.model_copy(update={"findings": (earlier,)}), after)
    assert changed == ()
    population = "over the Chinese models that the graph has of"
    assert [row.reason for row in incomparable] == [f"{population} 2022 before, {population} 2026 after"]


def test_what_no_source_dates_has_no_past():
    undated = findings_of(cloud_world(REGIONS).snapshot(DAY), Limits())
    changed, incomparable = compared(dated(REGIONS), undated)
    assert "spheres-clouds" not in {one.id for one in changed}
    assert {one.id: one.reason for one in incomparable}["spheres-clouds"].startswith("no source dates 100% of")


def test_what_is_known_now_only_is_said_to_be_so_and_is_no_change():
    snapshot = cloud_world(REGIONS).snapshot(DAY)
    found = since(snapshot, date(2020, 1, 1), Limits())
    assert found.changed == ()
    reasons = {one.id: one.reason for one in found.incomparable}
    assert reasons["spheres-clouds"].startswith("could not be said before: ")


def test_what_is_seen_and_why_too_little_is_are_one_number(shipped):
    """A reason never says `364 of 370 are known, too little` of a layer whose sphere is known for less."""
    for one in findings_of(shipped, Limits()).findings:
        if one.topic is Topic.SPHERES and one.covered is not None:
            assert f"of those that sources count it has {one.covered:.0%} (" in one.coverage
        elif one.topic is Topic.SPHERES:
            assert "no source in it says" in one.coverage


def test_names_are_told_and_not_ids(shipped):
    told = [one.statement for one in findings_of(shipped, Limits()).findings]
    assert any("Epoch Capabilities Index" in one for one in told)
    assert not [one for one in told if re.search(r"\b(benchmark|model|lab|country|company):", one)]


def test_about_twenty_findings_are_told_and_none_names_an_id(shipped):
    found = findings_of(shipped, Limits())
    assert len(found.findings) + len(found.withheld) >= 20
    assert len(found.findings) >= 12
    for one in found.findings:
        assert "{" not in one.statement
    for text in [one.statement + one.coverage for one in found.findings] + [one.reason for one in found.withheld]:
        assert not re.search(r"\b(country|benchmark|model|lab|cloud|company|platform):[a-z0-9]", text), text


def test_a_share_that_may_be_anything_is_not_told():
    """Half of all regions are run by somebody of no known seat: the US sphere may have a quarter or three quarters."""
    found = dated({"BRA": {"amazon": 2, "mystery": 2}, "IDN": {"ali": 2, "mystery": 2}})
    (withheld,) = [one for one in found.withheld if one.id == "spheres-clouds"]
    assert "may be anything from" in withheld.reason


def test_the_page_of_the_docs_has_every_finding_and_what_every_tie_does_not_see():
    page = TARGET.read_text(encoding="utf-8")
    told = page.split("<!-- findings -->")[1].split("<!-- end of findings -->")[0]
    assert re.findall(r"^\| `([a-z-]+)` \|", told, re.MULTILINE) == [kind.id for kind in KINDS]
    layers = page.split("<!-- layers -->")[1].split("<!-- end of layers -->")[0]
    ties = [(layer.value, row.name) for layer, rows in TIES.items() for row in rows]
    assert re.findall(r"^\| ([a-z ]+), `([a-z-]+)` \|", layers, re.MULTILINE) == ties
    for layer, tie in ties:
        assert UNSEEN[f"{layer} {tie}"] in layers


def test_the_tables_are_written_between_their_markers(shipped):
    found = findings_of(shipped, Limits())
    page = between(
        "head\n<!-- findings -->\nold\n<!-- end of findings -->\ntail", "findings", findings_table(found, found)
    )
    assert "old" not in page
    assert page.startswith("head\n<!-- findings -->\n| finding |")
    assert page.endswith("<!-- end of findings -->\ntail")
    assert page.count("| `") == len(KINDS)


def _kind(name):
    return next(kind for kind in KINDS if kind.id == name)


def lags(**months):
    """A series of the newest lag on each benchmark."""
    points = tuple(
        SeriesPoint(at=DAY, group="China", value=value, basis=name, figures={"least": 1.0, "most": 9.0})
        for name, value in months.items()
    )
    series = Series(name="lag", title="", definition="", unit="months", population="all", points=points)
    what = _kind("lag-by-benchmark").read(series, DAY)
    return told(_kind("lag-by-benchmark"), what, "/v1", ("a/b",), {}).statement


def test_benchmarks_that_agree_are_not_said_to_differ():
    assert lags(arena=8.2, eci=7.9).startswith("The best Chinese model trails by 8 months on each of 2 benchmarks: 8")
    assert lags(arena=3.2, eci=7.9).startswith(
        "The best Chinese model trails by 3 to 8 months, depending on which of 2 benchmarks is asked: 3 months by "
        "arena (2026-11-25; 1 to 9 on the days since 2023), 8 months by eci"
    )


def test_a_lag_stands_beside_what_is_published_by_the_same_index(shipped):
    (lag,) = [one for one in findings_of(shipped, Limits(), Topic.CAPABILITY).findings if one.id == "capability-lag"]
    assert "published by the same index since 2023: average of seven months, minimum four, maximum 14" in lag.statement


def test_the_world_is_counted_with_its_day_what_it_counts_and_its_qualifier(shipped):
    """19.6 million were set beside 15 million for the world: a part larger than the whole."""
    told_of = [one.coverage for one in findings_of(shipped, Limits(), Topic.COMPUTE).findings]
    assert told_of
    for coverage in told_of:
        assert re.match(r"\d+\.\d million H100 equivalents in all \(20\d\d[-Q\d]*\); others count ", coverage)
        assert "more than 15 million (2025: chips of NVIDIA" in coverage
        assert "on other days and by other rules: this is no part of theirs" in coverage


def opened(group, known, unknown):
    flags = {"open": known * 0.5, "open on terms": 0.0, "known": known, "unknown": unknown}
    low, high = known * 0.5 / (known + unknown), 1 - known * 0.5 / (known + unknown)
    return SeriesPoint(period="2026", group=group, value=0.5, low=low, high=high, figures=flags)


def test_two_sides_are_told_each_with_its_own_coverage_and_range():
    kind = _kind("open-weights")
    both = (opened("China", 20.0, 0.0), opened("US", 20.0, 20.0))
    what = kind.read(_series(both), date(2026, 6, 1))
    said = told(kind, what, "/v1/series/open-weights", (), {}).statement
    assert "of the 20 of the United States 50% (25% to 75% of all 40)" in said
    assert "China 20 of 20, the United States 20 of 40" in what.coverage
    unknown = opened("US", 20.0, 60.0).model_copy(update={"value": None, "note": "may be anything"})
    assert "of the models of the United States" in kind.read(_series((both[0], unknown)), date(2026, 6, 1))


def test_tokens_of_both_sides_are_ranges():
    rest = SeriesPoint(period="2026-08", group="models that the ranking does not name", value=0.3, low=0.3, high=0.3)
    sides = [
        SeriesPoint(period="2026-08", group=group, value=None, low=low, high=low + 0.3)
        for group, low in (("China", 0.5), ("US", 0.2))
    ]
    what = _kind("tokens").read(_series((*sides, rest)), date(2026, 9, 1))
    assert (what.words["span"], what.words["us"]) == ("50% to 80%", "20% to 50%")


def _series(points):
    return Series(name="s", title="", definition="", unit="", population="", points=points)
