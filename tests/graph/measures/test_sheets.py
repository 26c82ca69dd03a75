"""Files of answers: what they are of stands in their last columns, and what was found is in them."""

import json
import re
from datetime import date
from pathlib import Path

import pytest
from pydantic import BaseModel

from api.commands.printing import PrintedAnswer, print_answer
from api.terminal import out
from graph.formats.tabular import WRITERS, TableFormat
from graph.knowledge_graph import KnowledgeGraph
from graph.measures.declared import declared
from graph.measures.measure import Limits, evaluate
from graph.measures.question import asked
from graph.measures.sheets import STAMP, filed, parts_of_file
from graph.measures.table import Table, columns
from tests.conftest import parse_facts

DAY = date(2026, 1, 1)
HALF = """
lab:a RUNS_ON cloud:gone
lab:a RUNS_ON cloud:other
lab:all RUNS_ON cloud:gone compute 1 closed
"""


def answer(text, name, **given):
    measure = declared(name)
    graph = KnowledgeGraph.build(parse_facts(text))
    found = evaluate(measure, graph, asked(measure.question, {"as_of": DAY, **given}), Limits())
    return measure, found.model_dump(mode="json", by_alias=True)


def file(measure, content, form=TableFormat.NDJSON, table=None):
    return filed(content, parts_of_file(content, measure.tables, table), measure.result, {}, form)


@pytest.mark.parametrize("remove", ["cloud:gone", "cloud:other"])
def test_a_file_of_a_scenario_has_what_is_degraded_and_what_is_not_excluded(remove):
    """A header alone read as "unaffected", although one laboratory might lose all."""
    made = file(*answer(HALF, "scenario", scenario={"remove": [remove]}))
    rows = {row["id"]: row for row in made.rows}
    if remove == "cloud:gone":
        assert rows["lab:all"]["status"] == "stopped"
    lost = rows["lab:a"]
    assert lost["status"] in ("degraded", "not excluded")
    assert (lost["loss_low"], lost["loss_central"], lost["loss_high"]) == (0, 0.5, 1)
    assert (lost["round"], lost["certain"]) == (None, None)
    assert all(list(row) == list(made.columns) for row in made.rows)


def test_a_table_that_is_named_is_alone_in_its_file():
    measure, content = answer(HALF, "scenario", scenario={"remove": ["cloud:gone"]})
    assert {row["status"] for row in file(measure, content, table="failed").rows} == {"stopped"}


def test_a_file_says_in_its_last_columns_what_it_is_of():
    measure, content = answer(HALF, "scenario", scenario={"remove": ["cloud:gone"]})
    made = file(measure, content)
    assert tuple(made.columns)[-len(STAMP) :] == STAMP
    assert {tuple(row[name] for name in STAMP) for row in made.rows} == {tuple(content["meta"][name] for name in STAMP)}
    read = WRITERS[TableFormat.MARKDOWN](file(measure, content, TableFormat.MARKDOWN)).decode()
    assert f"as of {DAY}" in read.splitlines()[-1]
    assert not set(STAMP) & set(file(measure, content, TableFormat.MARKDOWN).columns)


def test_the_page_writes_the_same_last_columns():
    script = (Path(__file__).parents[3] / "api" / "static" / "export" / "csv.js").read_text(encoding="utf-8")
    assert json.loads(re.search(r"const STAMP = (\[.*\]);", script).group(1)) == list(STAMP)


class Point(BaseModel):
    as_of: str
    index: float


class Points(BaseModel):
    points: tuple[Point, ...]


def test_a_day_that_rows_have_of_their_own_is_theirs():
    meta = dict.fromkeys(STAMP, "asked") | {"limits": {}}
    content = {"meta": meta, "points": [{"as_of": "2024-01-01", "index": 0.5}]}
    made = filed(content, [Table("points", columns("as_of", "index"))], Points, {}, TableFormat.CSV)
    assert list(made.columns) == ["as_of", "index", "known_at", "lens", "horizon", "graph_version"]
    assert made.rows[0]["as_of"] == "2024-01-01"


USED = """
country:MEX USES lab:a - 0.4
lab:a BASED_IN country:USA
"""


def test_an_answer_whose_first_table_is_empty_says_what_it_found():
    """It said "nothing in the graph answers this" above two tables that do."""
    measure, content = answer(USED, "uses", country_id="country:MEX")
    assert content["decisions"] == []
    assert content["stated"]
    assert [part.rows for part in parts_of_file(content, measure.tables)] == ["stated"]
    with out.capture() as told:
        print_answer(PrintedAnswer(measure, content, {}), {})
    assert "nothing in the graph" not in told.get()


def test_reasons_of_layers_are_printed():
    measure, content = answer(USED, "country", country_id="country:USA", layer="models")
    assert content["reasons"]
    with out.capture() as told:
        print_answer(PrintedAnswer(measure, content, {}), {})
    assert "nothing in the graph" not in told.get()
    for why in content["reasons"].values():
        assert why in " ".join(told.get().split())
