"""No row of any table has an id as its only label, whether it is read or stands in a file."""

import json

import pytest

from graph.formats.spread import FileColumn
from graph.knowledge_graph import KnowledgeGraph
from graph.measures.declared import every
from graph.measures.measure import Limits, evaluate
from graph.measures.named import ids_in, named_columns, named_rows
from graph.measures.question import asked
from graph.measures.sheets import ids_of, sheet, tabular
from loaders.registry import collect

NAMES = {"company:asml": "ASML", "country:NLD": "Netherlands", "lab:x.ai-2": "X"}
WITH_TABLES = [measure for measure in every() if measure.tables]


@pytest.fixture(scope="module")
def shipped():
    return KnowledgeGraph.build(collect(None, noncommercial=False, unverified=False).facts)


def test_an_id_is_found_in_what_says_it_and_in_no_source():
    said = {"a": ["without lab:x.ai-2."], "company:asml": 1, "b": "atlas/company:other", "c": "note: none"}
    assert ids_in(said) == {"lab:x.ai-2", "company:asml"}


def test_a_name_stands_before_each_id_that_has_none_beside_it():
    rows = [{"id": "company:asml", "name": "ASML", "of": ["country:NLD", "lab:gone"], "note": "less lab:x.ai-2"}]
    assert named_rows(rows, NAMES) == [
        {"id": "company:asml", "name": "ASML", "of": ["Netherlands (country:NLD)", "lab:gone"],
         "note": "less X (lab:x.ai-2)"}
    ]  # fmt: skip


def test_a_column_of_names_follows_one_of_ids():
    columns = [
        FileColumn("owner", str, ["company:asml", "others", None, "lab:gone"]),
        FileColumn("members", list, [["country:NLD"], [], None, ["lab:gone"]]),
        FileColumn("note", str, ["less lab:x.ai-2"] * 4),
    ]
    found = {column.name: column.cells for column in named_columns(columns, NAMES)}
    assert list(found) == ["owner", "owner_name", "members", "members_name", "note"]
    assert found["owner_name"] == ["ASML", "others", None, None]
    assert found["members_name"] == [["Netherlands"], [], None, [None]]


def labels(cell):
    """The texts that a cell is made of."""
    if isinstance(cell, list | tuple):
        return [text for part in cell for text in labels(part)]
    if isinstance(cell, dict):
        return labels([*cell, *cell.values()])
    return [cell] if isinstance(cell, str) else []


@pytest.mark.parametrize("measure", WITH_TABLES, ids=lambda measure: measure.name)
def test_every_row_that_has_an_id_has_the_name(shipped, measure):
    found = evaluate(measure, shipped, asked(measure.question, measure.example), Limits())
    content = json.loads(found.model_dump_json(by_alias=True))
    for table in measure.tables:
        names = shipped.names(ids_of(content, [table]))
        for read in (sheet, tabular):
            for row in read(content, table, measure.result, names).rows:
                for column, cell in row.items():
                    for label in labels(cell):
                        if label in shipped.nodes:
                            others = "\n".join(labels([other for one, other in row.items() if one != column]))
                            assert shipped.nodes[label].name in others, f"{table.rows}: {column} {label}"
