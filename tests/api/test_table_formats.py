"""Answers as files: each form is read again by another library, and says what the JSON says."""

import csv
import io
import json

import polars
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from graph.formats.tabular import Tabular, arrow_table, csv_text
from graph.measures.declared import every

NODES = "/v1/nodes?kind=Country&limit=20"
WITH_TABLES = {measure.name: measure for measure in every() if measure.tables}


def address(measure):
    given = dict(measure.example)
    path = "/v1" + measure.path
    for name in measure.in_path:
        path = path.replace(f"{{{name}}}", str(given.pop(name)))
    return path, given


@pytest.mark.parametrize("name", WITH_TABLES)
def test_every_table_has_as_many_rows_and_the_same_columns_in_every_form(atlas, name):
    measure = WITH_TABLES[name]
    path, given = address(measure)
    body = given.pop(measure.body, None) if measure.body else None

    def ask(form):
        answer = atlas.request(measure.method, path, params=given | {"format": form}, json=body)
        assert answer.status_code == 200, answer.text
        return answer

    columns = list(measure.tables[0].columns)
    lines = [json.loads(line) for line in ask("ndjson").text.splitlines()]
    sheet = list(csv.DictReader(io.StringIO(ask("csv").text.removeprefix("\ufeff"))))
    frame = polars.read_parquet(io.BytesIO(ask("parquet").content))
    table = pa.ipc.open_file(io.BytesIO(ask("arrow").content)).read_all()
    assert frame.columns == table.column_names == columns
    assert len(lines) == len(sheet) == frame.height == table.num_rows
    for column in columns:
        unknown = [line[column] is None for line in lines]
        assert frame[column].is_null().to_list() == unknown, f"{column}: not known is null, never zero"


def test_parquet_says_which_graph_day_and_limit_it_is_of(atlas):
    answer = atlas.get(NODES + "&format=parquet")
    metadata = pq.read_schema(io.BytesIO(answer.content)).metadata
    assert metadata[b"graph_version"].decode() == atlas.get(NODES).json()["meta"]["graph_version"]
    assert metadata[b"limits"] == b"limit=20"
    assert answer.headers["x-limits"] == "limit=20"


def test_a_formula_is_guarded_and_a_negative_number_is_left_alone():
    rows = [{"a": "=1+1", "b": -0.5, "c": "-0.5"}, {"a": "-x", "b": None, "c": "+3"}]
    text = csv_text(Tabular({"a": str, "b": float, "c": str}, rows, {})).decode()
    assert text.splitlines() == ["\ufeffa,b,c", "'=1+1,-0.5,-0.5", "'-x,,+3"]


def test_a_column_without_values_keeps_its_declared_type():
    made = arrow_table(Tabular({"share": float, "name": str}, [{"share": None, "name": None}], {}))
    assert made.schema.types == [pa.float64(), pa.string()]


def test_another_table_of_an_answer_is_chosen_by_name(atlas):
    path = "/v1/dependencies/model:glm-5?depth=2&format=csv&table="
    assert "home" in atlas.get(path + "single_points_of_failure").text.splitlines()[0]
    refused = atlas.get(path + "nonsense")
    assert (refused.status_code, refused.json()["field"]) == (422, "table")


def test_forms_are_negotiated_and_named(atlas):
    assert atlas.get(NODES, headers={"Accept": "*/*"}).headers["content-type"] == "application/json"
    chosen = atlas.get(NODES, headers={"Accept": "text/csv"})
    assert chosen.headers["content-type"].startswith("text/csv")
    assert chosen.headers["vary"].startswith("Accept")
    assert 'format=parquet>; rel="alternate"; type="application/vnd.apache.parquet"' in chosen.headers["link"]
    assert atlas.get(NODES, headers={"Accept": "image/png"}).status_code == 406
    assert atlas.get(NODES + "&format=pdf").status_code == 400


def test_an_answer_that_the_caller_has_is_not_sent_again(atlas):
    first = atlas.get(NODES)
    tag = first.headers["etag"]
    again = atlas.get(NODES, headers={"If-None-Match": f'"other", {tag}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert atlas.get("/v1/nodes?limit=20&kind=Country").headers["etag"] == tag, "the order of parameters is no question"
    assert atlas.get(NODES + "&format=csv").headers["etag"] != tag
    assert atlas.get(NODES + "&lens=territory", headers={"If-None-Match": tag}).status_code == 200


def test_exported_shares_of_relations_that_are_no_needs_are_as_stated(atlas):
    rows = list(csv.DictReader(io.StringIO(atlas.get("/v1/export?format=csv").text.removeprefix("\ufeff"))))
    stated = {
        (fact["kind"], fact["from"], fact["to"]): fact["share"]
        for fact in map(json.loads, atlas.get("/v1/export?format=jsonl").text.splitlines())
        if fact["type"] == "edge" and fact.get("share") is not None and not fact.get("need")
    }
    assert stated
    given = {(row["kind"], row["from"], row["to"]) for row in rows if row["share"]}
    assert stated.keys() <= given


def test_a_pair_of_numbers_is_not_declared_as_a_number():
    from pydantic import BaseModel

    from graph.measures.table import Table, columns, tabular

    class Line(BaseModel):
        interval: tuple[float, float] | None
        share: float | None

    class Lines(BaseModel):
        rows: tuple[Line, ...]

    meta = {"graph_version": "v", "as_of": "d", "known_at": None, "lens": "l", "horizon": "h", "limits": {}}
    content = {"meta": meta, "rows": [{"interval": [0.1, 0.2], "share": None}]}
    assert tabular(content, Table("rows", columns("interval", "share")), Lines).columns == {
        "interval": None,
        "share": float,
    }
