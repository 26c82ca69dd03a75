"""Ids that were given up lead to what they are now."""

import csv

import pytest

from graph.facts.fact import Redirect
from graph.knowledge_graph import KnowledgeGraph
from loaders.checking import read_source
from loaders.redirects import FILE
from loaders.registry import SOURCES, collect
from loaders.source import SourceSpec
from tests.loaders.local_source import load


def read(room, *rows):
    (room / "labs.csv").write_text("id,name\nlab:a,A\n")
    (room / "source.toml").write_text('title="t"\npublisher="p"\nurl="u"\nlicence="CC0-1.0"\n')
    (room / FILE).write_text("\n".join(["id,to,since,reason", *rows]) + "\n")
    return read_source(SourceSpec("labs", load, room), room)


def test_an_old_id_leads_to_the_new_one(tmp_path):
    reader, facts, faults = read(tmp_path, "lab:old,lab:a,2026-11-23,two names of one lab")
    assert faults == []
    assert reader.counted_out == {}
    assert KnowledgeGraph.build(facts).resolve("lab:old") == "lab:a"


def test_a_redirect_to_what_the_files_lost_is_counted_out_and_stops_nothing(tmp_path):
    reader, facts, faults = read(tmp_path, "lab:old,lab:gone,2026-11-23,two names of one lab")
    assert faults == []
    assert reader.counted_out == {"a redirect to what the files at hand do not have": 1}
    assert not any(isinstance(fact, Redirect) for fact in facts)


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("lab:old,lab:a,soon,why", "redirects.csv:2 [since]"),
        ("lab:old,lab:a,2026-11-23,why,more", "redirects.csv:2"),
    ],
)
def test_a_wrong_row_is_a_fault_with_its_place(tmp_path, row, told):
    _, _, faults = read(tmp_path, row)
    assert any(told in str(fault) for fault in faults)


def declared():
    for spec in SOURCES:
        if (spec.home / FILE).is_file():
            with (spec.home / FILE).open(encoding="utf-8", newline="") as stream:
                yield from ((spec.dataset, row) for row in csv.DictReader(stream))


def test_every_redirect_has_a_day_and_a_reason_and_its_old_id_names_nothing_any_more():
    names = set()
    for spec in SOURCES:
        if (spec.home / "names.csv").is_file():
            with (spec.home / "names.csv").open(encoding="utf-8", newline="") as stream:
                names |= {row["id"] for row in csv.DictReader(stream)}
        for path in (spec.home / "nodes").glob("*.csv"):
            with path.open(encoding="utf-8", newline="") as stream:
                names |= {row["id"] for row in csv.DictReader(stream)}
    rows = list(declared())
    assert len(rows) >= 17
    for dataset, row in rows:
        assert row["reason"], (dataset, row)
        assert row["id"] not in names, (dataset, row)
        assert row["to"] in names, (dataset, row)


@pytest.mark.feeds
def test_each_leads_to_a_node_of_the_real_graph(feeds):
    collected = collect(feeds, noncommercial=True, unverified=True)
    graph = KnowledgeGraph.build(collected.facts)
    for _, row in declared():
        assert graph.resolve(row["id"]) == row["to"]
        assert row["to"] in graph.nodes
