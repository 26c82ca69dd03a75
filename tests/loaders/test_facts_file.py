import json
import re

import pytest

from graph.errors import BuildError, SourceError
from loaders.facts_file import read_facts

SOURCE = {"title": "Books", "publisher": "Us", "url": "https://example.org", "licence": "private"}
NODE = {
    "type": "node",
    "id": "facility:fab-x",
    "kind": "Facility",
    "name": "Fab X",
    "aliases": [],
    "source": SOURCE,
}
EDGE = {
    "type": "edge", "kind": "SUPPLIED_BY", "from": "input:tool-y", "to": "company:z", "need": "supplier",
    "share": 0.4, "closed": False, "basis": "revenue", "unit": "share", "valid_from": "2025-01-01",
    "valid_to": None, "confidence": "likely", "checked": "read",
    "source": SOURCE | {"published_on": "2025-03-01", "retrieved_on": "2026-01-05"},
}  # fmt: skip


def write(folder, *rows):
    path = folder / "mine.jsonl"
    path.write_text("\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows))
    return path


def test_nodes_edges_and_redirects_are_read(tmp_path):
    redirect = {"type": "redirect", "id": "company:old", "to": "company:z"}
    node, edge, moved = read_facts(write(tmp_path, NODE, "", EDGE, redirect))
    assert (node.id, edge.share, moved.to) == ("facility:fab-x", 0.4, "company:z")
    assert edge.source.dataset == "facts:mine"
    assert edge.locator == "mine.jsonl:3"


def test_every_broken_line_is_reported_with_its_field(tmp_path):
    rows = [
        NODE | {"colour": "red"}, "{broken", {"type": "wish"}, EDGE | {"share": 1.4}, "[]",
        EDGE | {"valid_from": "2025-13-01"}, NODE | {"id": "Fab X"}, EDGE | {"source": {"title": "t"}},
        EDGE | {"kind": "LIKES"}, NODE | {"source": SOURCE | {"dataset": "atlas"}}, NODE | {"locator": "x"},
    ]  # fmt: skip
    with pytest.raises(BuildError) as caught:
        list(read_facts(write(tmp_path, *rows)))
    told = str(caught.value)
    assert "mine.jsonl:1 [colour]: unknown key" in told
    assert "mine.jsonl:4 [share]" in told
    assert "mine.jsonl:6 [valid_from]" in told
    assert "mine.jsonl:8 [source.publisher]" in told
    assert {fault.where.rpartition(":")[2] for fault in caught.value.faults} == {str(n) for n in range(1, 12)}


HOSTILE = [
    ("name", "a\x1b[31mb", "control character U+001B"), ("name", "a\x00b", "control character U+0000"),
    ("name", "\u202egnp.exe", "control character U+202E"), ("name", "x" * 501, "at most 500 characters"),
    ("name", "", "at least 1"), ("note", "x" * 10_001, "at most 10000 characters"),
    ("aliases", ["a\x07"], "control character U+0007"), ("valid_from", 0, "is not a day"),
    ("valid_from", "0", "is not a day"), ("valid_from", True, "is not a day"), ("valid_to", 1e9, "is not a day"),
    ("properties", {"power_mw": 2**63}, "not a number that can be written down"),
    ("properties", {"Power": 1}, "no name of a property"), ("properties", {"status": "\x9b"}, "U+009B"),
    ("source", SOURCE | {"url": "javascript:alert(1)"}, "is no address"),
    ("source", SOURCE | {"url": " JavaScript:alert(1)"}, "is no address"),
    ("source", SOURCE | {"url": "data:text/html,x"}, "is no address"),
    ("source", SOURCE | {"url": "//example.org"}, "is no address"),
    ("source", SOURCE | {"url": "https://"}, "is no address"),
    ("source", SOURCE | {"url": "https://a b"}, "is no address"),
    ("source", SOURCE | {"title": "\x1b]0;owned\x07"}, "control character U+001B"),
]  # fmt: skip


@pytest.mark.parametrize(("field", "value", "told"), HOSTILE)
def test_what_a_fact_may_not_hold_is_refused_with_its_field(field, value, told, tmp_path):
    with pytest.raises(BuildError, match=re.escape(told)) as caught:
        list(read_facts(write(tmp_path, NODE | {field: value})))
    (fault,) = caught.value.faults
    assert fault.where == "mine.jsonl:1"
    assert fault.field.startswith(field)


@pytest.mark.parametrize("figure", ["NaN", "Infinity", "-Infinity", "1e999", "true", '"0.4"', "1.4", "-1", "9" * 5_000])
@pytest.mark.parametrize("field", ["share", "quantity"])
def test_a_figure_is_a_number(field, figure, tmp_path):
    if field == "quantity" and figure in ("1.4", "-1"):
        pytest.skip("a quantity may be any number")
    line = json.dumps(EDGE | {field: "HERE"}).replace('"HERE"', figure)
    with pytest.raises(BuildError, match=r"mine\.jsonl:1"):
        list(read_facts(write(tmp_path, line)))


@pytest.mark.parametrize(
    "line",
    [
        "[" * 100_000, '{"a":' * 50_000, '{"type": []}', '{"type": {}}', "null", "1", '"\\ud800"',
        json.dumps(NODE).replace("Fab X", "\\ud800"), json.dumps(NODE | {"source": []}),
        json.dumps(NODE | {"source": None}),
        json.dumps(NODE | {"source": SOURCE | {"dataset": []}}), json.dumps(NODE | {"kind": {}}), '{"type": "node"',
        json.dumps(NODE | {"properties": []}), json.dumps(NODE | {"aliases": "a"}), json.dumps(NODE | {"id": None}),
    ],
    ids=range(16),
)  # fmt: skip
def test_any_broken_line_is_a_fault(line, tmp_path):
    with pytest.raises(BuildError, match=r"mine\.jsonl:1"):
        list(read_facts(write(tmp_path, line)))


@pytest.mark.parametrize("content", [b"\xff\xfe{}", b"\x00\x01\x02", b"\x1f\x8b broken", b"PK\x03\x04"])
def test_a_file_that_is_no_text_is_an_error(content, tmp_path):
    (tmp_path / "mine.jsonl").write_bytes(content)
    with pytest.raises((BuildError, SourceError), match=r"mine\.jsonl:1"):
        list(read_facts(tmp_path / "mine.jsonl"))


def test_ends_of_lines_within_a_string_are_part_of_it(tmp_path):
    path = tmp_path / "mine.jsonl"
    path.write_bytes(json.dumps(NODE | {"note": "a\u2028b\u0085c"}, ensure_ascii=False).encode() + b"\r\n")
    (fact,) = read_facts(path)
    assert fact.note == "a\u2028b\u0085c"


def test_a_source_may_be_words_and_no_page(tmp_path):
    (fact,) = read_facts(write(tmp_path, NODE | {"source": SOURCE | {"url": "ledger 2025, page 7: suppliers"}}))
    assert fact.source.url.startswith("ledger")


def test_a_missing_and_an_empty_file_are_errors(tmp_path):
    with pytest.raises(SourceError, match="cannot read"):
        list(read_facts(tmp_path / "none.jsonl"))
    with pytest.raises(BuildError, match="has no facts"):
        list(read_facts(write(tmp_path)))
