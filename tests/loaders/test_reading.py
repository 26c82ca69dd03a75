import gzip

import pytest

from graph.errors import SourceError
from graph.facts import NodeFact
from loaders.reading import Reader

SOURCE = {"title": "t", "publisher": "p", "url": "https://example.org", "licence": "CC0-1.0"}


def reader_of(folder, names=None, **files):
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    if names is not None:
        (folder / "names.txt").write_text(names, encoding="utf-8")
    return Reader(folder, folder / "names.txt" if names is not None else None)


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
    assert told(reader) == []
    assert reader.resolve("lab", "Zhipu A.I.", "t.csv:3", "Lab") is None
    assert "t.csv:3 [Lab]: unmapped lab name 'Zhipu A.I.'" in told(reader)[0]
    assert "Zhipu AI" in told(reader)[0]


def test_a_name_is_reviewed_once(tmp_path):
    reader = reader_of(tmp_path, names="kind,raw,id\nlab,A,lab:a\nlab,A,lab:b\n")
    reader.resolve("lab", "A", "t.csv:2", "Lab")
    assert "duplicate" in told(reader)[0]


@pytest.mark.parametrize(
    ("method", "text", "value"),
    [
        ("number", "1,036.5", 1036.5), ("number", "", None), ("flag", "True", True), ("flag", "no", False),
        ("flag", "", None), ("number", "about 3", None), ("flag", "maybe", None), ("day", "soon", None),
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
    assert [reader.document(file)["k"] for file in ("a.json", "a.json.gz", "a.toml")] == [1, 2, 3]
    with pytest.raises(SourceError, match="is broken"):
        reader.document("cut.json.gz")


def test_an_unknown_and_a_missing_key_are_faults(tmp_path):
    reader = Reader(tmp_path)
    record = reader.record("a.json:x", {"id": 1, "new": 2}, ["id", "name"], optional=["price"])
    assert (record["id"], record["price"]) == (1, None)
    assert told(reader) == [
        "a.json:x [new]: unknown key; use it or ignore it by name",
        "a.json:x [name]: missing key",
    ]


def test_each_row_is_loaded_or_counted_out_with_a_reason(tmp_path):
    reader = reader_of(tmp_path, t="a\n1\n2\n3\n")
    rows = [where for where, _ in reader.table("t.csv", ["a"])]
    fact = next(reader.fact(NodeFact, rows[0], id="lab:x", kind="Lab", name="X", source=SOURCE))
    reader.count_out(rows[1], "a total")
    assert [fault.where for fault in reader.unaccounted([fact])] == ["t.csv:4"]
    assert reader.counted_out == {"a total": 1}
