"""``doctor`` names what is wrong and the way out; the metrics tell the same to machines."""

import json
import os

import pytest

from api.observability.checkup import look
from api.observability.synced import FILE, last_syncs, note_syncs
from api.settings import Settings
from graph.facts.source_report import SourceReport
from graph.stores.versions.files import LEFT_BEHIND
from graph.stores.versions.store import VersionStore
from tests.api.test_cli import run

NOWHERE = "http://127.0.0.1:9"
REFUSED = SourceReport(
    dataset="broken", title="t", publisher="p", url="u", licence="CC0", status="refused", reason="x:1"
)


def told(settings: Settings, level: str) -> dict[str, str]:
    return {found.what: f"{found.told} → {found.do}" for found in look(settings, NOWHERE) if found.level == level}


@pytest.fixture
def data(tmp_path, m1):
    VersionStore(tmp_path).write(m1, "2026-11-01T00:00:00+00:00")
    return tmp_path


def test_a_whole_installation_has_no_fault(data, m1):
    assert told(Settings(data=data), "fault") == {}
    assert m1.version[:12] in told(Settings(data=data), "good")["graph"]


def test_before_the_first_build_it_says_how(tmp_path):
    assert "supplygraph build" in told(Settings(data=tmp_path / "none"), "note")["data folder"]
    assert "supplygraph build" in told(Settings(data=tmp_path), "warning")["graph"]


def test_a_damaged_store_is_a_fault_and_the_command_leaves_with_2(data, m1):
    VersionStore(data).path(m1.version).write_bytes(b"x")
    assert "supplygraph use" in told(Settings(data=data), "fault")["graph"]
    rows = json.loads(run(data, "doctor", "--at", NOWHERE, "--json", code=2).stdout)
    assert [row["what"] for row in rows if row["level"] == "fault"] == ["graph"]


def test_what_else_is_wrong_is_named_with_its_way_out(data, m1, world):
    store = VersionStore(data)
    store.write(world("model:m DEVELOPED_BY lab:l"), "2020-01-01T00:00:00+00:00", [REFUSED]).chmod(0o644)
    store.path(m1.version).write_bytes(b"x")
    left = data / "graphs" / ".aside-x"
    left.write_text("x")
    os.utime(left, (left.stat().st_mtime - LEFT_BEHIND - 9,) * 2)
    keys = data / "keys.toml"
    keys.write_text("")
    keys.chmod(0o600)
    note_syncs(data, [("upstream", "kept", "HTTP 500"), ("other", "fetched", "")])
    settings = Settings(data=data, feeds=data, keys=keys, hosts="*", memory_mb=10_000_000)
    found = told(settings, "warning")
    assert set(found) == {"graph", "versions", "sources", "sync", "own facts", "keys", "names", "memory"}
    assert "days ago" in found["graph"]
    assert m1.version[:12] in found["versions"]
    assert "supplygraph sync upstream" in found["sync"]
    assert "chmod 600" in found["own facts"]
    assert "killed" in told(settings, "note")["versions"]
    keys.chmod(0o644)
    assert "chmod 600" in told(settings, "fault")["keys"]
    assert "SUPPLYGRAPH_PER_MINUTE" in told(Settings(data=data, hosts="graph.example.org"), "warning")["rates"]


def test_a_neo4j_that_is_away_is_a_fault(data):
    assert "Neo4j" in told(Settings(data=data, neo4j_uri="bolt://127.0.0.1:9"), "fault")


def test_syncs_are_noted_one_by_one_and_damage_is_no_note(tmp_path):
    note_syncs(tmp_path, [("a", "failed", "x"), ("b", "fetched", "")])
    note_syncs(tmp_path, [("a", "fetched", "")])
    assert {name: row.failed for name, row in last_syncs(tmp_path).items()} == {"a": False, "b": False}
    for damage in (b"[]", b"[" * 100_000, b"\xff", b"null"):
        (tmp_path / FILE).write_bytes(damage)
        assert last_syncs(tmp_path) == {}


def test_a_sync_leaves_its_note_and_the_metrics_tell_it(serve, tmp_path, m1, monkeypatch):
    monkeypatch.delenv("SUPPLYGRAPH_FEEDS", raising=False)  # the feeds of who runs the tests are elsewhere
    file = tmp_path / "broken" / "epoch-models-hardware" / "ml_hardware.csv"
    file.parent.mkdir(parents=True)
    file.write_text("no,such,columns")
    run(tmp_path, "sync", "epoch-hardware", "--from", str(tmp_path / "broken"), code=4)
    assert last_syncs(tmp_path / "feeds")["epoch-hardware"].failed
    client = serve(m1)
    client.get("/v1/nodes")
    text = client.get("/metrics").text
    assert 'supplygraph_sync_failed{dataset="epoch-hardware"} 1.0' in text
    assert 'supplygraph_queue_seconds_count{lane="short"} 1.0' in text
    assert 'supplygraph_request_seconds_bucket{le="0.01",operation="/v1/nodes"}' in text


@pytest.mark.parametrize(
    ("uri", "password"),
    [("bolt://neo4j:secret1@host", "secret1"), ("host:secret1", "secret1"), ("bolt://host:secret1", "secret1"),
     ("http://u:secret1@h", "secret1"), ("bolt://host/?secret1", "secret1")],
)  # fmt: skip
def test_a_wrong_address_of_neo4j_prints_no_password(tmp_path, uri, password, monkeypatch):
    monkeypatch.setattr(os, "environ", os.environ | {"NEO4J_URI": uri, "NEO4J_PASSWORD": "other-secret"})
    from api.settings import SettingsError

    with pytest.raises(SettingsError, match="bolt://host:7687") as error:
        Settings.from_environment()
    assert password not in str(error.value)
    assert error.value.__cause__ is None
    monkeypatch.undo()
    assert "other-secret" not in repr(Settings(neo4j_password="other-secret"))
