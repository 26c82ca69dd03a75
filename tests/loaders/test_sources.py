"""What holds of every source that reads upstream files. A new source adds a fixture folder and gets these tests."""

import csv
import json
import re
import shutil

import pytest

from graph.facts.fact import identity
from loaders.reading import Reader
from loaders.registry import SOURCES, collect
from scripts.golden_facts import FIXTURES, golden

FED = [pytest.param(spec, id=spec.dataset) for spec in SOURCES if spec.feed]
TABLES = [pytest.param(spec, path.name, id=f"{spec.dataset}-{path.name}") for spec in SOURCES if spec.feed
          for path in sorted((FIXTURES / spec.dataset).rglob("*.?sv"))]  # fmt: skip
BYTES = "latin-1"
"""Keeps every byte of a table as it is, whatever character set it is written in."""


def read(spec, folder):
    reader = spec.reader(folder)
    return list(spec.load(reader)), reader


@pytest.mark.parametrize("spec", FED)
def test_the_fixture_gives_exactly_the_golden_facts(spec):
    expected = json.loads((FIXTURES / spec.dataset / "facts.json").read_text(encoding="utf-8"))
    assert golden(spec) == expected, "if this is meant: python scripts/golden_facts.py, and read the difference"


@pytest.mark.parametrize("spec", FED)
def test_every_row_of_the_fixture_is_loaded_or_counted_out(spec):
    facts, reader = read(spec, FIXTURES / spec.dataset)
    assert reader.rows
    assert list(reader.unaccounted(facts)) == []


@pytest.mark.parametrize(("spec", "table"), TABLES)
def test_an_unknown_column_fails(spec, table, tmp_path):
    folder = shutil.copytree(FIXTURES / spec.dataset, tmp_path / "copy")
    path = next(folder.rglob(table))
    delimiter = "|" if path.suffix == ".psv" else ","
    header, *rows = path.read_text(encoding=BYTES).splitlines()
    wider = [f"{header}{delimiter}surprise", *(f"{row}{delimiter}1" for row in rows)]
    path.write_text("\n".join(wider), encoding=BYTES)
    _, reader = read(spec, folder)
    assert any(fault.field == "surprise" and "unknown column" in fault.message for fault in reader.faults)


@pytest.mark.parametrize("spec", FED)
def test_an_unmapped_name_fails_with_its_row(spec, tmp_path):
    reviewed = tmp_path / "names.csv"
    reviewed.write_text("kind,raw,id\n")
    reader = Reader(FIXTURES / spec.dataset, [reviewed], {}, spec.metadata.sources(spec.dataset))
    list(spec.load(reader))
    assert reader.unmapped
    assert {one.where for one in reader.unmapped} <= reader.rows


@pytest.mark.parametrize("spec", FED)
def test_the_order_of_rows_does_not_matter(spec, tmp_path):
    folder = shutil.copytree(FIXTURES / spec.dataset, tmp_path / "copy")
    for path in folder.rglob("*.?sv"):
        header, *rows = path.read_text(encoding=BYTES).splitlines()
        path.write_text("\n".join([header, *reversed(rows)]), encoding=BYTES)
    straight, _ = read(spec, FIXTURES / spec.dataset)
    turned, _ = read(spec, folder)
    assert sorted(map(identity, turned)) == sorted(map(identity, straight))


@pytest.mark.parametrize("spec", FED)
def test_names_are_written_once_and_well(spec):
    with (spec.home / "names.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len({(row["kind"], row["raw"]) for row in rows}) == len(rows)
    assert all(row["id"] for row in rows)


@pytest.mark.feeds
@pytest.mark.parametrize("spec", FED)
def test_the_real_files_are_loaded_whole(spec, feeds):
    """Nothing unresolved, nothing dropped, counts as expected: each of these would be a BuildError."""
    if not (feeds / spec.feed).is_dir():
        pytest.skip(f"no {spec.feed} in {feeds}")
    collected = collect(feeds, noncommercial=True, unverified=True, only={spec.dataset})
    (report,) = collected.reports
    assert report.status == "loaded"
    assert report.rows_read > 0
    assert set(spec.metadata.expected) <= set(report.facts), "each expected kind is there"


DOCUMENTS = [pytest.param(spec, path.relative_to(FIXTURES / spec.dataset), id=f"{spec.dataset}-{path.name}")
             for spec in SOURCES if spec.feed
             for path in sorted((FIXTURES / spec.dataset).rglob("*.json"))
             if path.name not in ("facts.json", "alibaba_regions_from_docs.json")]  # fmt: skip


@pytest.mark.parametrize(("spec", "document"), DOCUMENTS)
def test_an_unknown_key_of_a_record_fails(spec, document, tmp_path):
    """Every object gets a key that nobody knows; the rest of the document stays as it is."""
    folder = shutil.copytree(FIXTURES / spec.dataset, tmp_path / "copy")
    path = folder / document
    path.write_text(
        re.sub(r"\{(?=\s*\"(id|gid|key|partition|provider|model|month)\")", '{"surprise": 1, ', path.read_text())
    )
    _, reader = read(spec, folder)
    assert any(fault.field == "surprise" and "unknown key" in fault.message for fault in reader.faults)
