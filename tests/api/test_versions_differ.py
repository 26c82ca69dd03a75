"""Two versions that are kept: listed, compared by address, and the delta as a file."""

import json

import pytest

from api.app import create_app
from api.settings import Settings
from graph.stores.versions import VersionStore

BEFORE = "input:x SUPPLIED_BY company:a supplier .5\ncompany:a BASED_IN country:NLD"
AFTER = "input:x SUPPLIED_BY company:a supplier .6\ncompany:a BASED_IN country:NLD\ncompany:b BASED_IN country:NLD"


@pytest.fixture
def two(world, tmp_path):
    from fastapi.testclient import TestClient

    before, after = world(BEFORE), world(AFTER)
    store = VersionStore(tmp_path)
    store.write(before, "2026-01-01T00:00:00+00:00")
    store.write(after, "2026-02-01T00:00:00+00:00")
    with TestClient(create_app(Settings(data=tmp_path)), base_url="http://127.0.0.1:8123") as client:
        yield client, before, after


def test_versions_are_listed_with_the_one_in_use(two):
    client, before, after = two
    body = client.get("/v1/versions").json()
    assert body["current"] == after.version
    assert {row["version"]: row["in_use"] for row in body["items"]} == {before.version: False, after.version: True}
    assert {row["built_at"] for row in body["items"]} == {"2026-01-01T00:00:00+00:00", "2026-02-01T00:00:00+00:00"}


def test_what_differs_is_counted_named_and_given_as_facts(two):
    client, before, after = two
    body = client.get("/v1/diff", params={"from": before.version[:12]}).json()
    assert (body["from"], body["to"]) == (before.version, after.version)
    assert "input:x SUPPLIED_BY company:a" in body["only_in_from"]
    assert "company:b BASED_IN country:NLD" in body["only_in_to"]
    head, *facts = map(json.loads, client.get(f"/v1/diff?from={before.version}&format=jsonl").text.splitlines())
    assert head == {"type": "delta", "from": before.version, "to": after.version}
    changes = [fact["change"] for fact in facts]
    assert (changes.count("gone"), changes.count("new")) == (body["gone"], body["new"])
    assert {fact["share"] for fact in facts if fact.get("from") == "input:x"} == {0.5, 0.6}


def test_nothing_differs_from_itself_and_an_unknown_version_is_told(two):
    client, before, _ = two
    body = client.get("/v1/diff").json()
    assert (body["gone"], body["new"], body["truncated"]) == (0, 0, False)
    refused = client.get("/v1/diff?from=abcdef")
    assert refused.status_code == 422
    assert before.version[:12] in refused.json()["suggestions"]
    assert refused.json()["field"] == "from"
