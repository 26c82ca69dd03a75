"""Answers as files: each form is read again by another library, and says what the JSON says."""

import csv
import io
import json
import re

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

    lines = [json.loads(line) for line in ask("ndjson").text.splitlines()]
    sheet = list(csv.DictReader(io.StringIO(ask("csv").text.removeprefix("\ufeff"))))
    frame = polars.read_parquet(io.BytesIO(ask("parquet").content))
    table = pa.ipc.open_file(io.BytesIO(ask("arrow").content)).read_all()
    columns = frame.columns
    assert table.column_names == columns
    assert all(list(row) == columns for row in (*lines, *sheet))
    assert len(lines) == len(sheet) == frame.height == table.num_rows
    for column in columns:
        unknown = [line[column] is None for line in lines]
        assert frame[column].is_null().to_list() == unknown, f"{column}: not known is null, never zero"


TABLES = [(name, table.rows) for name, measure in WITH_TABLES.items() for table in measure.tables]
SENTENCES = {"detail", "gap", "changes"}
BETWEEN_NUMBERS = re.compile(r"\d[\d.]* / [\d.]*\d")


@pytest.mark.parametrize(("name", "table"), TABLES)
def test_a_cell_of_a_file_holds_one_thing(atlas, name, table):
    """A list, a triple or a share in words cannot be sorted by a spreadsheet."""
    measure = WITH_TABLES[name]
    path, given = address(measure)
    body = given.pop(measure.body, None) if measure.body else None
    wanted = {"table": table} if len(measure.tables) > 1 else {}
    answer = atlas.request(measure.method, path, params=given | wanted | {"format": "csv"}, json=body)
    head, *rows = csv.reader(io.StringIO(answer.text.removeprefix("\ufeff")))
    assert len(set(head)) == len(head)
    for row in rows:
        for column, cell in zip(head, row, strict=True):
            assert not cell.startswith(("[", "{")), f"{column}: {cell}"
            assert column in SENTENCES or not cell.endswith("%"), f"{column}: {cell}"
            assert not BETWEEN_NUMBERS.search(cell), f"{column}: {cell}"


def rows_of_csv(atlas, path, **given):
    text = atlas.get(path, params=given | {"format": "csv"}).text
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_a_file_holds_the_numbers_of_the_answer(atlas):
    for told, row in zip(
        atlas.get("/v1/headlines?limit=500").json()["rows"], rows_of_csv(atlas, "/v1/headlines"), strict=True
    ):
        assert (row["id"], row["name"]) == (told["id"], told["name"])
        for horizon in ("run", "make", "grow"):
            for count in ("certain", "likely", "possible", "of", "own"):
                assert int(row[f"{horizon}_{count}"]) == told[horizon][count]
    for told, row in zip(
        atlas.get("/v1/exposure/model:glm-5").json()["rows"],
        rows_of_csv(atlas, "/v1/exposure/model:glm-5"),
        strict=True,
    ):
        assert [float(row[f"loss_{end}"]) for end in ("low", "central", "high")] == told["loss"]
        assert row["needs"] == ";".join(one["need"] for one in told["needs"])
    found = atlas.get("/v1/chokepoints", params={"max_order": 2, "limit": 500}).json()["chokepoints"]
    sheet = rows_of_csv(atlas, "/v1/chokepoints", max_order=2)
    assert [(row["members"], int(row["likely"]), int(row["of"])) for row in sheet] == [
        (";".join(one["members"]), len(one["stops"]), one["of"]) for one in found
    ]
    assert {row["of"] for row in sheet if row["members"] == "country:TWN"} == {
        str(row["make"]["of"]) for row in atlas.get("/v1/headlines").json()["rows"] if row["id"] == "country:TWN"
    }


def test_parts_of_a_row_are_rows_of_a_file_and_a_value_stands_between_its_ends(atlas):
    inputs = atlas.get("/v1/concentration?input=input:hbm").json()["rows"]
    sheet = rows_of_csv(atlas, "/v1/concentration", input="input:hbm")
    assert [(row["hhi_low"], row["supplier"]) for row in sheet] == [
        (str(round(one["hhi"][0], 12)), part["id"]) for one in inputs for part in one["suppliers"]
    ]
    every = rows_of_csv(atlas, "/v1/cut-sets", targets="labs")
    assert {row["id"] for row in every} == {row["id"] for row in atlas.get("/v1/cut-sets").json()["targets"]}
    layer = rows_of_csv(atlas, "/v1/fragmentation", layer="clouds")[0]
    place = list(layer).index("index_low")
    assert list(layer)[place : place + 3] == ["index_low", "index_central", "index_high"]
    assert float(layer["index_low"]) <= float(layer["index_central"]) <= float(layer["index_high"])


def test_arrow_says_what_a_column_is(atlas):
    content = atlas.get("/v1/exposure/model:glm-5", params={"format": "parquet"}).content
    field = pq.read_schema(io.BytesIO(content)).field("loss_central")
    assert field.type == pa.float64()
    assert b"share of capacity lost without it" in field.metadata[b"description"]


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

    from graph.measures.sheets import tabular
    from graph.measures.table import Table, columns

    class Line(BaseModel):
        interval: tuple[float, float] | None
        share: float | None

    class Lines(BaseModel):
        rows: tuple[Line, ...]

    meta = {"graph_version": "v", "as_of": "d", "known_at": None, "lens": "l", "horizon": "h", "limits": {}}
    content = {"meta": meta, "rows": [{"interval": [0.1, 0.2], "share": None}]}
    assert tabular(content, Table("rows", columns("interval", "share")), Lines, {}).columns == {
        "interval": None,
        "share": float,
    }
