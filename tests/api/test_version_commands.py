"""``versions``, ``use``, ``verify``, ``backup`` and ``restore`` as a user runs them, and a server beside them."""

import json
import time
import zipfile

import pytest

from graph.stores.versions.store import VersionStore
from tests.api.test_cli import run


@pytest.fixture
def data(tmp_path, m1, world):
    """Two versions; the one of m1 is in use."""
    folder = tmp_path / "data"
    VersionStore(folder).write(world("model:m DEVELOPED_BY lab:l"), "2026-01-01T00:00:00+00:00")
    VersionStore(folder).write(m1, "2026-01-02T00:00:00+00:00")
    return folder


def test_versions_are_listed_and_returned_to(data, m1):
    listed = json.loads(run(data, "versions", "--json").stdout)
    assert [(row["in_use"], row["built_at"][:10]) for row in listed["items"]] == [
        (True, "2026-01-02"),
        (False, "2026-01-01"),
    ]
    old = listed["items"][1]["version"]
    assert old[:12] in run(data, "use", old[:10]).stdout
    assert VersionStore(data).current() == old
    assert m1.version[:12] in run(data, "use", "zz", code=2).stderr


def test_the_changelog_is_written_between_cited_names(data, m1):
    now, old = json.loads(run(data, "versions", "--json").stdout)["items"]
    assert (now["nodes"], now["claims"]) == (len(m1.nodes), len(m1.claims))
    told = run(data, "changelog", old["name"], now["name"]).stdout
    assert told == run(data, "changelog", old["version"][:8]).stdout
    assert told.startswith(f"# Data {now['name']}\n")
    assert "`model:m DEVELOPED_BY lab:l`" in told.partition("## Removed")[2]


def test_the_counts_of_a_file_that_does_not_say_are_not_known(data, m1):
    path = VersionStore(data).path(m1.version)
    with zipfile.ZipFile(path) as archive:
        members = [(entry, archive.read(entry)) for entry in archive.infolist()]
    with zipfile.ZipFile(path, "w") as archive:
        for entry, content in members:
            archive.writestr(
                entry, content.replace(b'"counts"', b'"others"') if entry.filename == "header.json" else content
            )
    row = json.loads(run(data, "versions", "--json").stdout)["items"][0]
    assert (row["nodes"], row["claims"], row["fault"]) == (None, None, None)


def test_a_damaged_pointer_is_told_with_the_list_which_is_the_way_out(data, m1):
    (data / "current").write_text("[]")
    done = run(data, "versions", code=2)
    assert m1.version[:12] in done.stdout
    assert "supplygraph use" in done.stderr
    assert "supplygraph use" in run(data, "show", "input:chip", code=2).stderr
    run(data, "use", m1.version)
    run(data, "show", "input:chip")


def test_verify_finds_a_damaged_version(data, m1):
    assert [row["fault"] for row in json.loads(run(data, "verify", "--json").stdout)["items"]] == [None, None]
    VersionStore(data).path(m1.version).write_bytes(b"x")
    done = run(data, "verify", "--json", code=2)
    assert [bool(row["fault"]) for row in json.loads(done.stdout)["items"]] == [True, False]


def test_a_backup_restores_in_another_folder(data, tmp_path, m1):
    run(data, "backup", str(tmp_path / "backup.tar"))
    told = json.loads(run(tmp_path / "other", "restore", str(tmp_path / "backup.tar"), "--json").stdout)
    assert told["current"] == m1.version
    run(tmp_path / "other", "show", "input:chip")
    assert "no backup" in run(data, "restore", str(data / "current"), code=2).stderr


def test_a_server_says_that_it_refused_a_newer_version_and_takes_up_one_returned_to(serve, tmp_path, m1, world):
    client = serve(m1)
    assert client.get("/ready").json()["refused"] is False
    store = VersionStore(tmp_path)
    other = world("model:m DEVELOPED_BY lab:l")
    store.write(other, "later").write_bytes(b"x")
    ready = _until(client, lambda body: body["refused"])
    assert ready["graph_version"] == m1.version
    assert "supplygraph_graph_refused 1.0" in client.get("/metrics").text
    store.use(m1.version)
    assert _until(client, lambda body: not body["refused"])["graph_version"] == m1.version
    assert "supplygraph_graph_versions 2.0" in client.get("/metrics").text


def _until(client, wanted):
    for _ in range(300):
        body = client.get("/ready").json()
        if wanted(body):
            return body
        time.sleep(0.05)
    raise AssertionError(body)
