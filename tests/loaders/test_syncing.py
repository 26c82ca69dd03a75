"""Sync against a local server that misbehaves in every way that upstreams do."""

import time

import pytest

from graph.errors import SourceError
from loaders.fetching import DownloadLimits
from loaders.manifest import MANIFEST
from loaders.syncing import sync
from loaders.upstreams import Folder, Network
from tests.loaders.upstream import GOOD, NEWER, QUICK, answer, other_range, ranged, slow


def test_a_new_file_is_fetched_with_its_licence_and_progress(run):
    steps = []
    result = run(answer(body=GOOD), origin=Network(QUICK, lambda *step: steps.append(step)))
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

    limits = DownloadLimits(connect=1, read=0.3, total=0.5, attempts=1)
    assert "not done in 0.5 seconds" in run(drip, origin=Network(limits)).reason


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
    assert run(answer(404), url="", origin=Folder(tmp_path / "given")).status == "fetched"
    assert run(answer(404), url="", origin=Folder(given)).status == "unchanged"
    (given / "labs.csv").write_bytes(b"id,nom\nlab:a,A\n")
    assert run(answer(404), url="", origin=Folder(given)).status == "kept"
    assert run.table.read_bytes() == GOOD
    assert "is not a folder" in run(answer(404), url="", origin=Folder(tmp_path / "none")).reason


def test_a_switch_cut_between_its_renames_is_mended(run):
    run(answer(body=GOOD))
    folder = run.table.parent
    folder.rename(folder.with_name(".labs.before"))
    assert run(answer(304)).status == "unchanged"
    assert run.table.read_bytes() == GOOD


def test_an_unknown_source_is_refused(tmp_path):
    with pytest.raises(SourceError, match="no source with upstream files: atlas; there are ai-diffusion"):
        sync(tmp_path, ["atlas"])
