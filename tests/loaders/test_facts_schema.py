"""The published schema, the documents that show it and the reader agree."""

import json
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from graph.errors import BuildError
from loaders.facts_file import read_facts
from loaders.registry import SOURCES
from scripts.facts_schema import TARGET, schema

DOCS = Path(__file__).parents[2] / "docs"
SOURCE = {"title": "Books", "publisher": "Us", "url": "https://example.org", "licence": "private"}
NODE = {"type": "node", "id": "facility:fab-x", "kind": "Facility", "name": "Fab X", "source": SOURCE}
EDGE = {"type": "edge", "kind": "SUPPLIED_BY", "from": "input:y", "to": "company:z", "source": SOURCE}


@pytest.fixture(scope="module")
def validator():
    return Draft202012Validator(json.loads(TARGET.read_text(encoding="utf-8")))


def test_the_schema_is_current():
    assert json.loads(TARGET.read_text(encoding="utf-8")) == schema(), "run: python scripts/facts_schema.py"


def test_the_documented_lines_are_valid_and_are_read(validator, tmp_path):
    text = (DOCS / "own-facts.md").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line.startswith('{"type"')]
    assert len(lines) >= 2
    for line in lines:
        validator.validate(json.loads(line))
    path = tmp_path / "mine.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    assert len(list(read_facts(path))) == len(lines)


@pytest.mark.parametrize(
    "broken",
    [
        NODE | {"colour": "red"}, NODE | {"locator": "x"}, NODE | {"id": "Fab X"}, NODE | {"kind": "Wish"},
        NODE | {"source": {"title": "t"}}, EDGE | {"share": 1.4}, EDGE | {"confidence": "sure"},
        EDGE | {"kind": "LIKES"}, {key: value for key, value in EDGE.items() if key != "to"},
        {key: value for key, value in NODE.items() if key != "type"}, {"type": "redirect", "id": "company:a"},
    ],
)  # fmt: skip
def test_what_the_schema_refuses_the_reader_refuses_too(validator, broken, tmp_path):
    assert list(validator.iter_errors(broken))
    path = tmp_path / "mine.jsonl"
    path.write_text(json.dumps(broken), encoding="utf-8")
    with pytest.raises(BuildError):
        list(read_facts(path))


def test_the_page_of_sources_has_every_source_with_its_licence():
    text = (DOCS / "sources.md").read_text(encoding="utf-8")
    rows = {cells[0]: cells for line in text.splitlines() if line.startswith("| `")
            for cells in [[cell.strip(" `") for cell in line.strip("|").split("|")]]}  # fmt: skip
    assert set(rows) == {spec.dataset for spec in SOURCES}
    for spec in SOURCES:
        licence = re.split(r"[ (,]", spec.metadata.licence)[0]
        assert licence in rows[spec.dataset][2], f"{spec.dataset}: {spec.metadata.licence}"
