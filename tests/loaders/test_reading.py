import gzip

import pytest
from pydantic import TypeAdapter

from graph.errors import FileFaultError, SourceError
from graph.facts.fact import NodeFact
from loaders.reading import Reader
from loaders.records import Fields

OBJECT = TypeAdapter(dict[str, object])
SOURCE = {"title": "t", "publisher": "p", "url": "https://example.org", "licence": "CC0-1.0"}


def reader_of(folder, names=None, **files):
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    if names is not None:
        (folder / "names.txt").write_text(names, encoding="utf-8")
    return Reader(folder, [folder / "names.txt"] if names is not None else [])


def told(reader):
    return [str(fault) for fault in reader.faults]


def test_a_missing_file_says_what_to_do(tmp_path):
    with pytest.raises(SourceError, match="supplygraph sync"):
        list(Reader(tmp_path).table("chips.csv", ["a"]))


def test_an_unknown_and_a_missing_column_are_faults(tmp_path):
    reader = reader_of(tmp_path, t="a,new\n1,2\n")
    assert list(reader.table("t.csv", ["a", "b"])) == []
    assert told(reader) == [
        "t.csv:1 [new]: unknown column; use it or ignore it by name",
        "t.csv:1 [b]: missing column",
    ]


def test_ignored_columns_are_ignored_by_name(tmp_path):
    reader = reader_of(tmp_path, t="a,b\n1,2\n")
    assert [row["a"] for _, row in reader.table("t.csv", ["a"], ignored=["b"])] == ["1"]
    assert told(reader) == []


def test_a_ragged_row_is_a_fault_and_the_others_are_read(tmp_path):
    reader = reader_of(tmp_path, t="a,b\n1\n1,2\n")
    assert [where for where, _ in reader.table("t.csv", ["a", "b"])] == ["t.csv:3"]
    assert told(reader) == ["t.csv:2: 1 cells in a row of 2 columns"]


def test_an_unmapped_name_is_a_fault_with_candidates(tmp_path):
    reader = reader_of(tmp_path, names="kind,raw,id\nlab,Zhipu AI,lab:zhipu-ai\nlab,nobody,-\n")
    assert reader.resolve("lab", "Zhipu AI", "t.csv:2", "Lab") == "lab:zhipu-ai"
    assert reader.resolve("lab", "nobody", "t.csv:2", "Lab") is None
    assert reader.unmapped == []
    assert reader.resolve("lab", "Zhipu A.I.", "t.csv:3", "Lab") is None
    (unmapped,) = reader.unmapped
    assert str(unmapped.fault(reader.names)).startswith("t.csv:3 [Lab]: unmapped lab name 'Zhipu A.I.'")
    assert str(unmapped.fault(reader.names)).endswith("similar names: Zhipu AI")


def test_a_name_is_reviewed_once(tmp_path):
    reader = reader_of(tmp_path, names="kind,raw,id\nlab,A,lab:a\nlab,A,lab:b\n")
    with pytest.raises(FileFaultError, match=r"names.txt:3 \[raw\]: duplicate"):
        reader.resolve("lab", "A", "t.csv:2", "Lab")


@pytest.mark.parametrize(
    ("method", "text", "value"),
    [
        ("number", "1,036.5", 1036.5), ("number", "", None), ("flag", "True", True), ("flag", "no", False),
        ("flag", "", None), ("number", "about 3", None), ("flag", "maybe", None), ("day", "soon", None),
        ("number", "-3", -3), ("number", "1e6", 1e6), ("number", ".5", 0.5), ("number", "7.", 7),
        ("number", "nan", None), ("number", "inf", None), ("number", "1e999", None), ("number", "1,5", None),
        ("number", "1_000", None), ("number", "٣", None), ("day", "9999-12-31", None), ("day", "0000", None),
    ],
)  # fmt: skip
def test_cells_are_read_or_are_faults(tmp_path, method, text, value):
    reader = Reader(tmp_path)
    assert getattr(reader, method)(text, "t.csv:2", "column") == value
    assert len(reader.faults) == (value is None and text != "")


def test_a_broken_fact_names_file_row_and_field(tmp_path):
    reader = Reader(tmp_path)
    assert list(reader.fact(NodeFact, "t.csv:9", id="No Id", kind="Lab", name="x")) == []
    assert {fault.field for fault in reader.faults} == {"id", "source"}
    assert all(fault.where == "t.csv:9" for fault in reader.faults)


def test_a_document_is_json_packed_json_or_toml(tmp_path):
    (tmp_path / "a.json").write_text('{"k": 1}')
    (tmp_path / "a.json.gz").write_bytes(gzip.compress(b'{"k": 2}'))
    (tmp_path / "a.toml").write_text("k = 3")
    (tmp_path / "cut.json.gz").write_bytes(gzip.compress(b'{"k": 2}')[:9])
    reader = Reader(tmp_path)
    assert [reader.document(file, OBJECT)["k"] for file in ("a.json", "a.json.gz", "a.toml")] == [1, 2, 3]
    with pytest.raises(SourceError, match=r"cut.json.gz: the file is broken"):
        reader.document("cut.json.gz", OBJECT)


def test_an_unknown_and_a_missing_key_are_faults(tmp_path):
    reader = Reader(tmp_path)
    fields = Fields({"id": int, "name": str}, optional={"price": float | None}, ignored=("note",))
    entries = [("a.json:x", {"id": 1, "new": 2}), ("a.json:y", {"id": 1, "name": "n", "note": 3})]
    (found,) = reader.records(entries, fields)
    assert found == ("a.json:y", {"id": 1, "name": "n", "note": 3, "price": None})
    assert told(reader) == [
        "a.json:x [new]: unknown key; use it or ignore it by name",
        "a.json:x [name]: missing key",
    ]


def test_a_value_of_another_form_is_a_fault_with_its_key(tmp_path):
    reader = Reader(tmp_path)
    fields = Fields({"id": str, "prices": dict[str, float]})
    assert list(reader.records([("a.json:x", {"id": 1, "prices": {"input": "dear"}})], fields)) == []
    assert [(fault.where, fault.field) for fault in reader.faults] == [("a.json:x", "id"), ("a.json:x", "prices.input")]
    assert "not 'dear'" in told(reader)[1]


def test_each_row_is_loaded_or_counted_out_with_a_reason(tmp_path):
    reader = reader_of(tmp_path, t="a\n1\n2\n3\n")
    rows = [where for where, _ in reader.table("t.csv", ["a"])]
    fact = next(reader.fact(NodeFact, rows[0], id="lab:x", kind="Lab", name="X", source=SOURCE))
    reader.count_out(rows[1], "a total")
    assert [fault.where for fault in reader.unaccounted([fact])] == ["t.csv:4"]
    assert reader.counted_out == {"a total": 1}
