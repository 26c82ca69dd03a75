"""Two versions that are kept: listed, compared by address, and the delta as a file."""

import json

import pytest

from api.app import create_app
from api.settings import Settings
from graph.stores.versions.store import VersionStore

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
    assert body["reason"].startswith("nothing to compare: from and to are the same version; kept besides are ")
    assert body["reason"].endswith(before.version[:12])
    assert client.get("/v1/diff", params={"from": before.version}).json()["reason"] is None
    refused = client.get("/v1/diff?from=abcdef")
    assert refused.status_code == 422
    assert before.version[:12] in refused.json()["suggestions"]
    assert refused.json()["field"] == "from"


def test_a_version_has_a_name_to_cite_and_counts(two):
    client, before, after = two
    rows = {row["version"]: row for row in client.get("/v1/versions").json()["items"]}
    assert rows[before.version]["name"] == f"2026-01-01-{before.version[:12]}"
    for graph in (before, after):
        told = rows[graph.version]
        assert (told["nodes"], told["claims"]) == (len(graph.nodes), len(graph.claims))
    assert client.get("/v1/diff", params={"from": rows[before.version]["name"]}).json()["from"] == before.version


def test_the_changelog_tells_what_was_added_removed_and_changed(two):
    client, before, after = two
    answer = client.get("/v1/diff", params={"from": before.version, "format": "md"})
    assert answer.headers["content-type"].startswith("text/markdown")
    parts = {part.partition("\n")[0].partition(":")[0]: part for part in answer.text.split("## ")}
    assert f"| claims | {len(before.claims)} | {len(after.claims)} |" in answer.text
    assert "`company:b BASED_IN country:NLD`" in parts["Added"]
    assert "`input:x SUPPLIED_BY company:a`" in parts["Changed"]
    assert "| SUPPLIED_BY | 1 | 1 |" in parts["Facts by kind"]
    assert "Removed" not in parts
    back = client.get("/v1/diff", params={"from": after.version, "to": before.version, "format": "md", "limit": 1})
    assert "and 1 more" in back.text.partition("## Removed")[2]


def test_nothing_differs_in_the_changelog_of_a_version_from_itself(two):
    assert "Both hold the same facts." in two[0].get("/v1/diff?format=md").text
