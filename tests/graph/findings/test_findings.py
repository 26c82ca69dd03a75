"""Findings say what their measures answer, with what is needed to check it, and nothing where too little is known."""

from datetime import date

import pytest

from graph.findings.asking import changes, findings_of, since
from graph.findings.table import KINDS
from graph.knowledge_graph import KnowledgeGraph
from graph.measures.declared import declared
from graph.measures.measure import Limits
from loaders.registry import collect
from tests.conftest import parse_facts
from tests.graph.analysis.fragmentation.layer_worlds import cloud_world

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


def test_changes_name_what_is_new_gone_or_different():
    regions = {"BRA": {"amazon": 3, "ali": 2}, "IDN": {"ali": 5}}
    before = findings_of(cloud_world(regions).snapshot(DAY), Limits())
    after = findings_of(cloud_world(regions | {"BRA": {"amazon": 5}}).snapshot(DAY), Limits())
    assert changes(before, before) == ()
    changed = {one.id: one for one in changes(before, after)}
    assert changed["spheres-clouds"].before.value < changed["spheres-clouds"].after.value
    gone = {one.id: one for one in changes(after, findings_of(cloud_world({}).snapshot(DAY), Limits()))}
    assert gone["spheres-clouds"].after is None


def test_what_changed_since_a_day_is_told():
    snapshot = cloud_world({"BRA": {"amazon": 5}, "IDN": {"ali": 5}}).snapshot(DAY)
    (one,) = [row for row in since(snapshot, date(2020, 1, 1), Limits()).changed if row.id == "spheres-clouds"]
    assert one.before is None
    assert one.statement.startswith("New:")
