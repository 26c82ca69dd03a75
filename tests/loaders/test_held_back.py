"""A name that nobody has reviewed holds its rows back, up to a bound; the others are loaded as if it were not there."""

import csv
import re
from dataclasses import replace

import pytest

from graph.errors import SourceError
from graph.facts.fact import NodeFact, Redirect, Source
from loaders.checking import read_source
from loaders.names import read_names
from loaders.registry import SOURCES, collect, with_own_names
from loaders.resolving import propose
from loaders.source import SourceSpec
from scripts.golden_facts import FIXTURES

FED = [spec for spec in SOURCES if spec.feed]
TOML = 'title="t"\npublisher="p"\nurl="https://example.org"\nlicence="CC0-1.0"\nfeed="labs"\nheld_back = 0.2\n'


class Asked(dict):
    """A table of names that keeps which of them were asked for."""

    def __init__(self, names):
        super().__init__(names)
        self.kept = set()

    def get(self, key, default=None):
        self.kept.add(key)
        return super().get(key, default)


def lenient(spec, home):
    """Let any share of a source's rows be held back, as few facts as may be left."""
    (home / "source.toml").write_text((spec.home / "source.toml").read_text(encoding="utf-8"), encoding="utf-8")
    found = replace(spec, home=home)
    found.__dict__["metadata"] = spec.metadata.model_copy(update={"held_back": 1.0, "expected": {}})
    return found


def write_names(path, names):
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([("kind", "raw", "id"), *((*key, value) for key, value in names.items())])


def names_used(spec):
    reader = spec.reader(FIXTURES / spec.dataset)
    asked = Asked(reader.names)
    reader.__dict__["names"] = asked
    list(spec.load(reader))
    return sorted(asked.kept & asked.keys())


@pytest.fixture(scope="module")
def shipped():
    return collect(None, noncommercial=False, unverified=False, only={"atlas", "countries"}).facts


@pytest.mark.parametrize("spec", FED, ids=lambda spec: spec.dataset)
def test_any_name_may_be_new(spec, tmp_path, shipped):
    """Of each name that the fixture has: without its row, all is as if upstream had not given the rows that use it."""
    one, names = lenient(spec, tmp_path), read_names(spec.home / "names.csv")
    write_names(tmp_path / "names.csv", names)
    _, whole, faults = read_source(one, FIXTURES / spec.dataset)
    assert faults == []
    known = {fact.id for fact in whole if isinstance(fact, NodeFact)}
    tried = 0
    for key in names_used(spec):
        write_names(tmp_path / "names.csv", {other: node for other, node in names.items() if other != key})
        reader, facts, faults = read_source(one, FIXTURES / spec.dataset, shipped)
        if not reader.held:
            continue  # a name that only mends what a row says itself
        tried += 1
        assert faults == [], key
        assert not {fact.locator for fact in facts} & reader.held.keys(), key
        assert key in {(held.kind, held.raw) for held in reader.held.values()}
        assert {fact.id for fact in facts if isinstance(fact, NodeFact)} <= known, key
    assert tried


def load_named(reader):
    source = Source(title="t", publisher="p", url="https://example.org", licence="CC0-1.0")
    for where, row in reader.table("labs.csv", ("name",)):
        if lab := reader.resolve("lab", row["name"], where, "name"):
            yield from reader.fact(NodeFact, where, kind="Lab", source=source, id=lab, name=row["name"])


@pytest.fixture
def labs(tmp_path):
    """Give a source of ten labs, some of which are new."""

    def make(new):
        home, feed = tmp_path / "labs_home", tmp_path / "feeds" / "labs"
        home.mkdir(exist_ok=True)
        feed.mkdir(parents=True, exist_ok=True)
        (home / "source.toml").write_text(TOML)
        rows = [f"L{number}" for number in range(10)]
        (feed / "labs.csv").write_text("\n".join(["name", *rows]) + "\n")
        (home / "names.csv").write_text("kind,raw,id\n" + "".join(f"lab,{row},lab:{row}\n" for row in rows[new:]))
        return SourceSpec("labs", load_named, home)

    return make


def collected(tmp_path, *specs):
    return collect(tmp_path / "feeds", noncommercial=False, unverified=False, sources=[*SOURCES[:2], *specs])


def test_rows_are_held_back_named_and_counted(labs, tmp_path):
    spec = labs(new=2)
    found = collected(tmp_path, spec)
    (report,) = [report for report in found.reports if report.dataset == "labs"]
    assert (report.status, report.rows_read, report.facts) == ("loaded", 10, {"Lab": 8})
    assert [(held.kind, held.raw, held.rows) for held in report.held_back] == [("lab", "L0", 1), ("lab", "L1", 1)]
    assert [proposal.raw for proposal in propose(tmp_path / "feeds", ["labs"], sources=[spec])] == ["L0", "L1"]


def test_beyond_the_bound_the_source_is_refused_and_the_others_go_on(labs, tmp_path):
    found = collected(tmp_path, labs(new=3))
    assert {report.dataset: report.status for report in found.reports} == {
        "atlas": "loaded", "countries": "loaded", "labs": "refused",
    }  # fmt: skip
    (report,) = [report for report in found.reports if report.dataset == "labs"]
    assert "labs/labs.csv:2 [name]: unmapped lab name 'L0'" in report.reason
    told = [fault.message for fault in found.faults if fault.field == "held_back"]
    assert told == [
        "3 of 10 rows have a name that nobody has reviewed, and source.toml lets a share of 0.2 be held back; "
        "`supplygraph resolve labs` proposes ids"
    ]
    assert {fact.source.dataset for fact in found.facts if not isinstance(fact, Redirect)} == {"atlas", "countries"}


def test_a_persons_own_names_go_before_ours(labs, tmp_path):
    spec, own = labs(new=3), tmp_path / "own"
    own.mkdir()
    (own / "labs.csv").write_text("kind,raw,id\nlab,L0,lab:mine\nlab,L9,lab:nine\n")
    found = collected(tmp_path, *with_own_names(own, [spec]))
    ids = {fact.id for fact in found.facts if isinstance(fact, NodeFact) and fact.id.startswith("lab:")}
    assert {"lab:mine", "lab:nine"} <= ids
    assert "lab:L9" not in ids
    (report,) = [report for report in found.reports if report.dataset == "labs"]
    assert [held.raw for held in report.held_back] == ["L1", "L2"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("kind,raw\nlab,L0\n", r"labs.csv:1 \[id\]: missing column"),
        ("kind,raw,id\nlab,L0\n", "a row has as many cells as the header"),
        ("kind,raw,id\nlab,L0,lab:a\nlab,L0,lab:b\n", r"labs.csv:3 \[raw\]: duplicate"),
        ('kind,raw,id\nlab,"L0,lab:a\n', "unexpected end of data"),
    ],
    ids=["column", "cells", "twice", "quote"],
)
def test_own_names_are_read_strictly(labs, tmp_path, text, told):
    spec, own = labs(new=1), tmp_path / "own"
    own.mkdir()
    (own / "labs.csv").write_text(text)
    (only,) = collected(tmp_path, *with_own_names(own, [spec])).faults
    assert re.search(told, str(only))


def test_own_names_of_no_data_set_are_an_error(tmp_path):
    with pytest.raises(SourceError, match="is not a folder"):
        with_own_names(tmp_path / "none")
    (tmp_path / "labz.csv").write_text("kind,raw,id\n")
    with pytest.raises(SourceError, match=r"labz.csv: no data set of this name; there are"):
        with_own_names(tmp_path)
