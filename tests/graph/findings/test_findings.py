"""Findings say what their measures answer, with what is needed to check it, and nothing where too little is known."""

import re
from datetime import date

import pytest

from graph.facts import EdgeFact
from graph.findings.asking import compared, findings_of, since
from graph.findings.finding import Topic
from graph.findings.table import KINDS
from graph.knowledge_graph import KnowledgeGraph
from graph.measures.declared import declared
from graph.measures.measure import Limits
from loaders.registry import collect
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


REGIONS = {"BRA": {"amazon": 3, "ali": 2}, "IDN": {"ali": 5}}


def test_a_change_is_another_number_over_the_same_dated_universe():
    before, after = dated(REGIONS), dated(REGIONS | {"BRA": {"amazon": 5}})
    assert compared(before, before) == ((), ())
    changed = {one.id: one for one in compared(before, after)[0]}
    assert changed["spheres-clouds"].before.value < changed["spheres-clouds"].after.value


def test_more_countries_known_are_no_change_of_the_world():
    changed, incomparable = compared(dated(REGIONS), dated(REGIONS | {"KEN": {"azure": 2}}))
    assert "spheres-clouds" not in {one.id for one in changed}
    (told,) = [one.reason for one in incomparable if one.id == "spheres-clouds"]
    assert told == "over 2 countries before and 3 after, 2 of them the same"


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
    snapshot = cloud_world({"BRA": {"amazon": 5}, "IDN": {"ali": 5}}).snapshot(DAY)
    found = since(snapshot, date(2020, 1, 1), Limits())
    assert found.changed == ()
    reasons = {one.id: one.reason for one in found.incomparable}
    assert reasons["spheres-clouds"].startswith("could not be said before: ")


def test_what_is_seen_and_why_too_little_is_are_one_number(shipped):
    """A reason never says `364 of 370 are known, too little` of a layer whose sphere is known for less."""
    for one in findings_of(shipped, Limits()).findings:
        if one.topic is Topic.SPHERES:
            assert one.coverage.startswith(f"the sphere of {one.covered:.0%} of the layer is known; ")


def test_names_are_told_and_not_ids(shipped):
    told = [one.statement for one in findings_of(shipped, Limits()).findings]
    assert any("Epoch Capabilities Index" in one for one in told)
    assert not [one for one in told if re.search(r"\b(benchmark|model|lab|country|company):", one)]
