"""Worked example M1 over HTTP: failure, capacity, exposure and cut sets, with their exact numbers."""

import pytest

M1_LOSSES = {
    "NLD": (True, 1, 1),
    "TWN": (False, 9 / 10, 9 / 20),
    "KOR": (False, 4 / 5, 2 / 5),
    "USA": (False, 3 / 4, 3 / 8),
    "DEU": (False, 1 / 4, 1 / 8),
}


def exactly(value):
    return pytest.approx(value, abs=1e-12)


@pytest.mark.parametrize("country", M1_LOSSES)
def test_m1_what_a_country_stops(serve, m1, country):
    client = serve(m1)
    falls, rigid, half = M1_LOSSES[country]
    scenario = {"remove": [f"country:{country}"], "targets": ["input:chip"], "loss": 1, "sigma": 1}
    body = client.post("/v1/scenarios/run", json=scenario, params={"reading": "known"}).json()
    assert [row["id"] for row in body["failed"]] == (["input:chip"] if falls else [])
    if falls:
        assert (body["failed"][0]["certain"], body["survives"]) == (True, [])
        assert "asml" in body["failed"][0]["reason"]
    else:
        (row,) = body["degraded"]
        assert row["loss"] == {"0": [exactly(rigid)] * 2, "0.5": [exactly(half)] * 2, "1": [0.0, 0.0]}
        assert [survivor["id"] for survivor in body["survives"]] == ["input:chip"]
    rows = {row["to"]: row for row in client.get("/v1/exposure/input:chip").json()["rows"]}
    assert rows[f"country:{country}"]["loss"] == [exactly(rigid)] * 3


def test_a_market_with_a_tenth_left_is_stopped_at_a_half(serve, m1):
    """Taiwan takes nine tenths of M1's fabrication: stopped at a loss of a half, not when any supplier suffices."""
    client = serve(m1)
    body = client.post("/v1/scenarios/run", json={"remove": ["country:TWN"], "targets": ["input:chip"]}).json()
    (row,) = body["failed"]
    assert (row["id"], row["certain"], row["total"]) == ("input:chip", True, False)
    assert row["loss"] == [exactly(9 / 10)] * 3
    assert row["chain"][-1]["remains"] == exactly(1 / 10)


def sets(client, **params):
    body = client.get(
        "/v1/cut-sets/input:chip", params={"max_order": 4, "loss": 1, "sigma": 1, "reading": "known"} | params
    ).json()
    return {frozenset(i.partition(":")[2] for i in row["members"]) for row in body["cut_sets"]}


def test_m1_cut_sets(serve, m1):
    client = serve(m1)
    assert sets(client, over="country") == {
        frozenset({"NLD"}), frozenset({"KOR", "TWN"}), frozenset({"KOR", "USA"}), frozenset({"USA", "DEU"}),
    }  # fmt: skip
    entities = {
        frozenset({"asml"}), frozenset({"tsmc", "samf"}), frozenset({"skh", "sam", "mu"}),
        frozenset({"snps", "cdns", "siem"}),
    }  # fmt: skip
    assert sets(client, over="entity") == entities
    assert sets(client, over="company") == entities


def test_unknown_ids_in_a_scenario_are_refused_with_near_matches(atlas):
    answer = atlas.post("/v1/scenarios/run", json={"remove": ["company:amsl"]})
    assert answer.status_code == 404
    assert answer.json()["field"] == "remove"
    assert "company:asml" in answer.json()["suggestions"]


@pytest.mark.parametrize("body", [{"removes": []}, {"remove": "country:TWN"}, {"sigma": 2}, {"bans": [{}]}])
def test_a_wrong_body_is_refused(atlas, body):
    answer = atlas.post("/v1/scenarios/run", json=body)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"


def test_every_template_runs_on_the_atlas(atlas):
    items = atlas.get("/v1/scenarios").json()["items"]
    assert len(items) >= 9
    for item in items:
        answer = atlas.post(f"/v1/scenarios/{item['name']}/run")
        assert answer.status_code == 200, item["name"]
        assert atlas.get(f"/v1/scenarios/{item['name']}").json() == item


def test_taiwan_cut_off_fells_chips_and_says_why_with_sources(atlas):
    body = atlas.post("/v1/scenarios/taiwan-cut-off/run").json()
    failed = {row["id"]: row for row in body["failed"]}
    assert {"company:tsmc", "chip:nvidia-h100"} <= set(failed)
    assert failed["chip:nvidia-h100"]["reason"]
    assert body["sources"]


def test_two_scenarios_side_by_side(serve, m1):
    pair = {"first": {"remove": ["country:NLD"]}, "second": {"remove": ["country:DEU"]}}
    body = serve(m1).post("/v1/scenarios/compare", json=pair).json()
    assert "input:chip" in body["only_first"]
    assert "company:siem" in body["only_second"]


def test_an_order_over_the_limit_is_refused(atlas):
    answer = atlas.get("/v1/cut-sets/model:glm-5", params={"max_order": 9})
    assert (answer.status_code, answer.json()["field"]) == (413, "max_order")


def test_the_smallest_ban_of_every_lab(atlas):
    body = atlas.get("/v1/cut-sets", params={"targets": "kind:lab", "action": "ban", "max_order": 1}).json()
    rows = {row["id"]: row for row in body["targets"]}
    assert rows["lab:zhipu-ai"]["on"] == ["country:CHN"]
    assert all(len(found["members"]) == 1 for row in rows.values() for found in row["cut_sets"])


def test_cut_sets_of_many_agree_with_those_of_one(serve, m1):
    client = serve(m1)
    many = client.get("/v1/cut-sets", params={"targets": "input:chip", "max_order": 2}).json()["targets"][0]
    one = client.get("/v1/cut-sets/input:chip", params={"over": "country", "max_order": 2}).json()
    key = "cut_sets"
    assert {frozenset(r["members"]) for r in many[key]} == {frozenset(r["members"]) for r in one[key]}


def test_what_is_only_degraded_has_its_sources(serve, m1, atlas):
    body = serve(m1).post("/v1/scenarios/run", json={"remove": ["country:KOR"], "loss": 1}).json()
    assert body["degraded"]
    assert body["sources"]
    banned = atlas.post("/v1/scenarios/us-clouds-withdrawn/run").json()
    assert banned["degraded"]
    assert banned["sources"], "what is banned falls for nobody, and is lost to its customers"
