"""The copies that sync leaves: one sync at a time, refused files kept for a person, files dated by themselves."""

import subprocess
import sys
from datetime import UTC, date, datetime

import pytest

from graph.errors import SourceError
from graph.facts.fact import NodeFact, Source
from loaders.checking import read_source
from loaders.resolving import propose
from loaders.syncing import HOLDER, LOCK
from tests.loaders.upstream import GOOD, NEWER, answer

HELD = """
import os, pathlib, sys
from filelock import FileLock
with FileLock(sys.argv[1]):
    pathlib.Path(sys.argv[2]).write_text(str(os.getpid()))
    print("held", flush=True)
    sys.stdin.read()
"""


def test_two_syncs_at_once_are_refused_and_a_killed_one_holds_nobody_up(run):
    run(answer(body=GOOD))
    lock = run.table.parents[1] / LOCK
    with subprocess.Popen(
        [sys.executable, "-c", HELD, str(lock), str(lock.with_name(HOLDER))],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as other:  # fmt: skip
        assert other.stdout.readline() == "held\n"
        with pytest.raises(SourceError, match=rf"another sync is at work .* \(process {other.pid}\)"):
            run(answer(body=NEWER))
        other.kill()
    assert run(answer(body=NEWER)).status == "fetched"


def load_dated(reader):
    source = Source(title="t", publisher="p", url="https://example.org", licence="CC0-1.0", published_on="2026-01")
    for where, row in reader.table("labs.csv", ("id", "name")):
        yield from reader.fact(NodeFact, where, kind="Lab", source=source, **row)


def load_named(reader):
    source = Source(title="t", publisher="p", url="https://example.org", licence="CC0-1.0")
    for where, row in reader.table("labs.csv", ("id", "name")):
        if lab := reader.resolve("lab", row["name"], where, "name"):
            yield from reader.fact(NodeFact, where, kind="Lab", source=source, id=lab, name=row["name"])


def test_a_refused_copy_is_kept_so_that_its_names_can_be_resolved(run):
    """The way of a person: sync refuses, resolve proposes, a row in names.csv, sync takes it."""
    names = run.room / "names.csv"
    names.write_text("kind,raw,id\nlab,A,lab:a\nlab,B,lab:b\n")
    assert run(answer(body=GOOD), load=load_named).status == "fetched"
    kept = run(answer(body=NEWER), load=load_named)
    assert kept.status == "kept"
    assert "unmapped lab name 'C'" in kept.reason
    assert "`supplygraph resolve labs`" in kept.reason
    assert run.table.read_bytes() == GOOD
    (proposal,) = propose(run.feeds, ["labs"], sources=[run.spec])
    assert (proposal.kind, proposal.raw, proposal.where) == ("lab", "C", "labs.csv:4")
    names.write_text(names.read_text() + "lab,C,lab:c\n")
    assert run(answer(body=NEWER), load=load_named).status == "fetched"
    assert not run.spec.refused(run.feeds).exists()
    assert propose(run.feeds, ["labs"], sources=[run.spec]) == []


def test_an_upstream_that_goes_back_leaves_no_refused_copy(run):
    run(answer(body=GOOD))
    assert run(answer(body=b"id,name,new\nlab:a,A,1\nlab:b,B,1\n", ETag='"2"')).status == "kept"
    assert run.spec.refused(run.feeds).is_dir()
    assert run(answer(304)).status == "unchanged"
    assert not run.spec.refused(run.feeds).exists()


def test_the_first_copy_that_is_refused_can_be_resolved_too(run):
    (run.room / "names.csv").write_text("kind,raw,id\nlab,A,lab:a\n")
    assert run(answer(body=GOOD), load=load_named).status == "failed"
    assert [one.raw for one in propose(run.feeds, ["labs"], sources=[run.spec])] == ["B"]


@pytest.mark.parametrize(
    ("headers", "expected"),
    [({"Last_Modified": "Wed, 30 Sep 2026 10:00:00 GMT"}, "2026-09-30"), ({}, None), ({"Last_Modified": "soon"}, None)],
    ids=["last-modified", "no-date", "nonsense"],
)
def test_a_fetched_file_has_its_own_date_so_that_known_at_cuts_rightly(run, headers, expected):
    """The loader states the date of the copy that it was written on; a file fetched since is not of that day."""
    run(answer(body=GOOD, **headers), load=load_dated)
    _, facts, _ = read_source(run.spec, run.table.parent)
    today = datetime.now(UTC).date().isoformat()
    assert {fact.source.published_on for fact in facts} == {expected or today}
    assert not any(fact.known_on(date(2026, 1, 31)) for fact in facts)
    run.table.write_bytes(NEWER)  # put there by hand: all that is known is what the loader states
    _, facts, _ = read_source(run.spec, run.table.parent)
    assert {fact.source.published_on for fact in facts} == {"2026-01"}
    assert all(fact.known_on(date(2026, 1, 31)) for fact in facts)


def test_rows_that_say_their_own_date_keep_it(run):
    run(answer(body=GOOD), load=load_dated, terms="rows_dated = true\n")
    _, facts, _ = read_source(run.spec, run.table.parent)
    assert {fact.source.published_on for fact in facts} == {"2026-01"}
