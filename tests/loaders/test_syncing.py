"""Sync against a local server that misbehaves in every way that upstreams do."""

import subprocess
import sys
import threading
import time
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from graph.errors import SourceError
from graph.facts import NodeFact, Source
from loaders.fetching import MANIFEST, Limits
from loaders.registry import SourceSpec, read_source
from loaders.resolving import propose
from loaders.syncing import LOCK, sync

GOOD = b"id,name\nlab:a,A\nlab:b,B\n"
NEWER = b"id,name\nlab:a,A\nlab:b,B\nlab:c,C\n"
QUICK = Limits(connect=1, read=0.3, total=5, longest_wait=1)


def load(reader):
    source = Source(title="t", publisher="p", url="https://example.org", licence="CC0-1.0")
    for where, row in reader.table("labs.csv", ("id", "name")):
        yield from reader.fact(NodeFact, where, kind="Lab", source=source, **row)


@dataclass(frozen=True)
class LocalSpec(SourceSpec):
    """A source whose folder is the test's own."""

    room: Path = Path()

    @property
    def home(self):
        return self.room


class Upstream:
    """A server that answers as it is told: a list of answers, the last one for ever."""

    def __init__(self):
        self.answers, self.asked = [], []
        upstream = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                upstream.asked.append(dict(self.headers))
                answers = upstream.answers
                (answers.pop(0) if len(answers) > 1 else answers[0])(self)

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/labs.csv"
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()


def answer(status=200, body=b"", length=None, **headers):
    def send(handler):
        handler.send_response(status)
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        for name, value in ({"Content-Type": "text/csv", "ETag": '"1"'} | given).items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(body) if length is None else length))
        handler.end_headers()
        handler.wfile.write(body)
        handler.close_connection = length is not None

    return send


def slow(handler):
    answer(body=GOOD[:4], length=len(GOOD))(handler)
    handler.wfile.flush()
    time.sleep(1)


def ranged(handler):
    start = int(handler.headers["Range"].removeprefix("bytes=").removesuffix("-"))
    answer(206, GOOD[start:], Content_Range=f"bytes {start}-{len(GOOD) - 1}/{len(GOOD)}")(handler)


def other_range(start, body, total=len(GOOD)):
    return answer(206, body, Content_Range=f"bytes {start}-{start + len(body) - 1}/{total}")


@pytest.fixture
def upstream():
    one = Upstream()
    yield one
    one.server.shutdown()
    one.server.server_close()


@pytest.fixture
def run(upstream, tmp_path):
    """Run a sync of one source whose upstream answers as given."""
    room, feeds = tmp_path / "room", tmp_path / "feeds"
    room.mkdir()

    def go(*answers, terms="", url=upstream.url, limits=QUICK, load=load, **options):
        text = 'title="t"\npublisher="p"\nurl="u"\nlicence="CC0-1.0"\n' + terms
        files = f'[files]\n"labs.csv" = "{url}"\n' if url else ""
        (room / "source.toml").write_text(f"{text}{files}[expected]\nLab = {{ minimum = 2, maximum = 5 }}\n")
        upstream.answers, upstream.asked = list(answers), []
        go.spec = LocalSpec("labs", load, feed="labs", room=room)
        (result,) = sync(feeds, ["labs"], limits=limits, sources=[go.spec], **options)
        return result

    go.table, go.room, go.feeds = feeds / "labs" / "labs.csv", room, feeds
    return go


def test_a_new_file_is_fetched_with_its_licence_and_progress(run):
    steps = []
    result = run(answer(body=GOOD), progress=lambda *step: steps.append(step))
    assert (result.status, result.files, result.bytes, result.licence) == (
        "fetched", ("labs.csv",), len(GOOD), "CC0-1.0",
    )  # fmt: skip
    assert run.table.read_bytes() == GOOD
    assert steps[-1] == ("labs", "labs.csv", len(GOOD), len(GOOD))
    assert {path.name for path in run.table.parent.iterdir()} == {"labs.csv", MANIFEST}


def test_a_304_leaves_the_copy_at_hand(run, upstream):
    run(answer(body=GOOD))
    assert run(answer(304)).status == "unchanged"
    assert upstream.asked[0]["If-None-Match"] == '"1"'
    assert run.table.read_bytes() == GOOD


def test_the_same_bytes_under_a_new_tag_are_unchanged(run):
    run(answer(body=GOOD))
    assert run(answer(body=GOOD, ETag='"2"')).status == "unchanged"


def test_a_damaged_copy_is_fetched_again_without_conditions(run, upstream):
    run(answer(body=GOOD))
    run.table.write_bytes(b"damaged")
    assert run(answer(body=GOOD)).status == "fetched"
    assert "If-None-Match" not in upstream.asked[0]
    assert run.table.read_bytes() == GOOD


def test_a_cut_download_is_taken_up_where_it_stopped(run, upstream):
    assert run(answer(body=GOOD[:10], length=len(GOOD)), ranged).status == "fetched"
    assert upstream.asked[1]["Range"] == "bytes=10-"
    assert upstream.asked[1]["If-Range"] == '"1"'
    assert run.table.read_bytes() == GOOD


@pytest.mark.parametrize(
    "wrong",
    [
        other_range(0, GOOD),
        other_range(12, GOOD[12:]),
        other_range(10, GOOD[10:], total=len(GOOD) + 5),
        answer(206, GOOD[10:]),
        answer(416),
    ],
    ids=["from-zero", "from-later", "other-total", "no-range", "not-there"],
)
def test_a_rest_that_does_not_fit_is_thrown_away_and_the_whole_is_asked_for(run, upstream, wrong):
    assert run(answer(body=GOOD[:10], length=len(GOOD)), wrong, answer(body=GOOD)).status == "fetched"
    assert "Range" in upstream.asked[1]
    assert "Range" not in upstream.asked[2]
    assert run.table.read_bytes() == GOOD


def test_a_rest_that_is_short_again_is_taken_up_again(run, upstream):
    assert run(answer(body=GOOD[:10], length=len(GOOD)), other_range(10, GOOD[10:15]), ranged).status == "fetched"
    assert upstream.asked[2]["Range"] == "bytes=15-"
    assert run.table.read_bytes() == GOOD


def test_a_changed_file_that_comes_instead_of_a_rest_is_taken_whole(run):
    assert run(answer(body=GOOD[:10], length=len(GOOD)), answer(body=NEWER, ETag='"2"')).status == "fetched"
    assert run.table.read_bytes() == NEWER


def test_a_server_that_asks_to_wait_is_asked_again(run, upstream):
    assert run(answer(429, Retry_After="0"), answer(body=GOOD)).status == "fetched"
    assert len(upstream.asked) == 2


@pytest.mark.parametrize(
    ("trouble", "told"),
    [
        (answer(404), "HTTP 404"),
        (answer(429, Retry_After="9999"), "come back in 9999 seconds"),
        (answer(500), "HTTP 500"),
        (answer(204), "HTTP 204"),
        (other_range(0, GOOD), "a part, though the whole was asked for"),
        (other_range(5, GOOD[5:]), "a part, though the whole was asked for"),
        (answer(302, Location="http://example.invalid/labs.csv"), "only https"),
        (answer(body=b"<html>", Content_Type="text/html; charset=utf-8"), "a web page came"),
        (answer(body=GOOD * 11), "more than"),
        (answer(body=GOOD[:4], length=len(GOOD), ETag=""), "labs.csv"),
        (slow, "labs.csv"),
        (answer(body=b"id,name,new\nlab:a,A,1\nlab:b,B,1\n"), "[new]: unknown column"),
        (answer(body=b"id,name\nlab:a,A\n"), "1 facts of kind Lab, expected 2 to 5"),
        (answer(body=b""), "the file is empty"),
    ],
    ids=[
        "404",
        "429",
        "500",
        "204",
        "part",
        "later-part",
        "redirect",
        "web-page",
        "ten-times",
        "cut",
        "slow",
        "column",
        "too-few",
        "empty",
    ],
)
def test_whatever_goes_wrong_the_last_good_copy_stays(run, trouble, told):
    run(answer(body=GOOD))
    result = run(trouble)
    assert result.status == "kept"
    assert told in result.reason
    assert run.table.read_bytes() == GOOD
    assert run(answer(body=NEWER)).status == "fetched", "and the next sync goes on from there"


def test_without_a_copy_the_same_trouble_is_a_failure(run):
    result = run(answer(404))
    assert (result.status, run.table.exists()) == ("failed", False)


def test_a_download_that_never_ends_is_stopped(run):
    def drip(handler):
        answer(body=b"", length=10**6)(handler)
        for _ in range(40):
            handler.wfile.write(b"x")
            handler.wfile.flush()
            time.sleep(0.05)

    limits = Limits(connect=1, read=0.3, total=0.5, attempts=1)
    assert "not done in 0.5 seconds" in run(drip, limits=limits).reason


def test_only_https_is_fetched_from_elsewhere(run):
    assert "only https" in run(answer(body=GOOD), url="http://example.org/labs.csv").reason


def test_terms_are_admitted_by_a_flag(run, upstream):
    left = run(answer(body=GOOD), terms="noncommercial = true\n")
    assert (left.status, upstream.asked) == ("left out", [])
    assert "--noncommercial" in left.reason
    assert run(answer(body=GOOD), terms="noncommercial = true\n", noncommercial=True).status == "fetched"
    assert run(answer(body=GOOD), terms="unverified = true\n").status == "left out"


def test_files_at_hand_take_the_same_way(run, tmp_path):
    given = tmp_path / "given" / "labs"
    given.mkdir(parents=True)
    assert run(answer(404), url="").status == "by hand"
    (given / "labs.csv").write_bytes(GOOD)
    assert run(answer(404), url="", from_dir=tmp_path / "given").status == "fetched"
    assert run(answer(404), url="", from_dir=given).status == "unchanged"
    (given / "labs.csv").write_bytes(b"id,nom\nlab:a,A\n")
    assert run(answer(404), url="", from_dir=given).status == "kept"
    assert run.table.read_bytes() == GOOD
    assert "is not a folder" in run(answer(404), url="", from_dir=tmp_path / "none").reason


def test_a_switch_cut_between_its_renames_is_mended(run):
    run(answer(body=GOOD))
    folder = run.table.parent
    folder.rename(folder.with_name(".labs.before"))
    assert run(answer(304)).status == "unchanged"
    assert run.table.read_bytes() == GOOD


def test_an_unknown_source_is_refused(tmp_path):
    with pytest.raises(SourceError, match="no source with upstream files: atlas; there are eto"):
        sync(tmp_path, ["atlas"])


HELD = """
import fcntl, os, sys
with open(sys.argv[1], "a+") as lock:
    fcntl.flock(lock, fcntl.LOCK_EX)
    lock.truncate(0); lock.write(str(os.getpid())); lock.flush()
    print("held", flush=True)
    sys.stdin.read()
"""


def test_two_syncs_at_once_are_refused_and_a_killed_one_holds_nobody_up(run):
    run(answer(body=GOOD))
    lock = run.table.parents[1] / LOCK
    with subprocess.Popen(
        [sys.executable, "-c", HELD, str(lock)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
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
    run(answer(body=GOOD), load=load_dated)
    _, facts, _ = read_source(replace(run.spec, rows_dated=True), run.table.parent)
    assert {fact.source.published_on for fact in facts} == {"2026-01"}
