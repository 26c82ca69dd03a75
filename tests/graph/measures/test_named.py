"""No row of any table has an id as its only label, whether it is read or stands in a file."""

import json
from dataclasses import replace

import pytest

from graph.analysis.series.table import SERIES
from graph.formats.spread import FileColumn, laid_out
from graph.knowledge_graph import KnowledgeGraph
from graph.measures.declared import every
from graph.measures.measure import Limits, evaluate
from graph.measures.named import ids_in, named_columns, named_rows
from graph.measures.question import asked
from graph.measures.sheets import ids_of, sheet, tabular
from graph.measures.table import row_model, whole_rows
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
        FileColumn("owner", str, ["company:asml", "others", None, "lab:gone"], ids=True),
        FileColumn("members", list, [["country:NLD"], [], None, ["lab:gone"]], ids=True),
        FileColumn("note", str, ["less lab:x.ai-2"] * 4),
    ]
    found = {column.name: column.cells for column in named_columns(columns, NAMES)}
    assert list(found) == ["owner", "owner_name", "members", "members_name", "note"]
    assert found["owner_name"] == ["ASML", "others", None, None]
    assert found["members_name"] == [["Netherlands"], [], None, [None]]


@pytest.mark.parametrize(
    ("declared", "named"),
    [
        (["id", "to"], ["id", "name", "to", "to_name"]),
        (["to", "id", "name"], ["to", "to_name", "id", "name"]),
        (["to", "name", "via"], ["to", "name", "via", "via_name"]),
        (["to", "to_name"], ["to", "to_name"]),
    ],
)
@pytest.mark.parametrize("rows", [0, 2])
def test_what_a_column_of_names_is_called_follows_from_what_is_declared(declared, named, rows):
    columns = [FileColumn(name, str, ["lab:gone"] * rows, ids=not name.endswith("name")) for name in declared]
    assert [column.name for column in named_columns(columns, NAMES)] == named


def content_of(shipped, measure, question):
    found = evaluate(measure, shipped, asked(measure.question, question), Limits())
    return json.loads(found.model_dump_json(by_alias=True))


def labels(cell):
    """The texts that a cell is made of."""
    if isinstance(cell, list | tuple):
        return [text for part in cell for text in labels(part)]
    if isinstance(cell, dict):
        return labels([*cell, *cell.values()])
    return [cell] if isinstance(cell, str) else []


@pytest.mark.parametrize("measure", WITH_TABLES, ids=lambda measure: measure.name)
def test_every_row_that_has_an_id_has_the_name(shipped, measure):
    content = content_of(shipped, measure, measure.example)
    for table in measure.tables:
        names = shipped.names(ids_of(content, [table]))
        for read in (sheet, tabular):
            for row in read(content, table, measure.result, names).rows:
                for column, cell in row.items():
                    for label in labels(cell):
                        if label in shipped.nodes:
                            others = "\n".join(labels([other for one, other in row.items() if one != column]))
                            assert shipped.nodes[label].name in others, f"{table.rows}: {column} {label}"


def without_mappings(table, measure):
    """A table whose file leaves out what is a mapping: that has a column a key, which is content."""
    model = row_model(measure.result, table)
    paths = {name: path for name, path in (table.file or table.columns).items() if isinstance(path, str)}
    file = {name: path for name, path in paths.items() if model and laid_out([], model, {name: path}, table.each)}
    return replace(table, file=file)


@pytest.mark.parametrize("measure", WITH_TABLES, ids=lambda measure: measure.name)
def test_a_file_has_the_same_columns_whatever_its_rows(shipped, measure):
    content = content_of(shipped, measure, measure.example)
    for table in measure.tables:
        names = shipped.names(ids_of(content, [table]))
        rows = whole_rows(content, table)
        counted = row_model(measure.result, table) is None
        fixed = without_mappings(table, measure)
        whole = list(sheet(content, fixed, measure.result, names).columns)
        for number in (0, 1):
            kept = {row["what"]: row["count"] for row in rows[:number]} if counted else rows[:number]
            cut = sheet(content | {table.rows: kept}, fixed, measure.result, {}).columns
            assert list(cut) == whole, f"{table.rows}: {number} rows"


QUESTIONS = [(measure, measure.example) for measure in WITH_TABLES] + [
    (measure, {"name": name}) for measure in WITH_TABLES if measure.name == "series" for name in SERIES
]


@pytest.mark.parametrize(("measure", "question"), QUESTIONS, ids=lambda one: getattr(one, "name", str(one)))
def test_every_column_that_holds_ids_is_declared_to(shipped, measure, question):
    """Else it has a column of names in no file: its model declares it a text, and not an EntityId."""
    content = content_of(shipped, measure, question)
    for table in measure.tables:
        model = row_model(measure.result, table)
        if model is None:
            continue
        paths = table.file or table.columns
        for column in laid_out(whole_rows(content, table), model, paths, table.each):
            texts = {label for cell in column.cells for label in labels(cell)}
            assert column.ids or not texts & shipped.nodes.keys(), f"{table.rows}.{column.name}"


def test_which_columns_lack_names_is_seen_from_all_rows_of_which_the_first_are_returned():
    rows = [{"id": "others"}, {"id": "lab:openai"}]
    assert named_rows(rows, {"lab:openai": "OpenAI"}, 1) == [{"id": "others"}]
    assert named_rows(rows, {"lab:openai": "OpenAI"})[1] == {"id": "OpenAI (lab:openai)"}
