import json

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


def test_a_missing_and_an_empty_file_are_errors(tmp_path):
    with pytest.raises(SourceError, match="cannot read"):
        list(read_facts(tmp_path / "none.jsonl"))
    with pytest.raises(BuildError, match="has no facts"):
        list(read_facts(write(tmp_path)))
