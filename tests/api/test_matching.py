"""Names of other lists: by measure and by the service that OpenRefine asks, with queries of its specification."""

import json

import pytest

WANTED = {
    "T.S.M.C.": "company:tsmc", "Nvidia Corp.": "company:nvidia", "Holland": "country:NLD", "智谱": "lab:zhipu-ai",
    "158": "country:TWN", "490": "country:TWN", "KR": "country:KOR", "South Korea": "country:KOR",
    "North Korea": "country:PRK", "company:asml": "company:asml", "ASML Holding N.V.": "company:asml",
}  # fmt: skip


@pytest.mark.parametrize(("name", "node_id"), WANTED.items())
def test_a_name_is_matched_with_a_reason(atlas, name, node_id):
    first, *_ = atlas.post("/v1/match", json=[name]).json()["rows"]
    assert (first["asked"], first["id"]) == (name, node_id)
    assert first["reason"]


def test_nothing_is_guessed_where_nothing_is_near(atlas):
    (row,) = atlas.post("/v1/match", json=["qqqq zzzz wwww"]).json()["rows"]
    assert (row["id"], row["score"], row["match"]) == (None, None, False)


def test_near_names_are_offered_and_not_taken(atlas):
    rows = atlas.post("/v1/match?kind=Company", json=["Nvidea"]).json()["rows"]
    assert rows[0]["id"] == "company:nvidia"
    assert not any(row["match"] for row in rows)


def test_the_manifest_names_version_spaces_and_types(atlas):
    manifest = atlas.get("/v1/reconcile").json()
    assert "0.2" in manifest["versions"]
    assert manifest["name"]
    assert {"identifierSpace", "schemaSpace", "view", "defaultTypes"} <= set(manifest)
    assert "{{id}}" in manifest["view"]["url"]


@pytest.mark.parametrize("how", ["form", "parameter"])
def test_queries_are_answered_by_their_keys(atlas, how):
    queries = json.dumps(
        {
            "q0": {"query": "Netherlands"},
            "q1": {"query": "TSMC", "type": "Company", "limit": 2, "type_strict": "should", "properties": []},
            "q2": {"query": "qqqq zzzz wwww"},
        }
    )
    if how == "form":
        answer = atlas.post("/v1/reconcile", data={"queries": queries})
    else:
        answer = atlas.get("/v1/reconcile", params={"queries": queries})
    body = answer.json()
    assert set(body) == {"q0", "q1", "q2"}
    first = body["q0"]["result"][0]
    assert (first["id"], first["match"]) == ("country:NLD", True)
    assert first["type"] == [{"id": "Country", "name": "Country"}]
    assert len(body["q1"]["result"]) <= 2
    assert {row["type"][0]["id"] for row in body["q1"]["result"]} == {"Company"}
    assert body["q2"]["result"] == []


def test_wrong_queries_are_told(atlas):
    assert atlas.post("/v1/reconcile", data={"queries": "{"}).status_code == 422
    assert atlas.post("/v1/reconcile", data={"queries": '{"q0": {"limit": 2}}'}).status_code == 422


def test_the_manifest_leads_to_suggest_and_preview(atlas):
    manifest = atlas.get("/v1/reconcile").json()
    for what, prefix, wanted in (("entity", "nether", "country:NLD"), ("type", "com", "Company")):
        service = manifest["suggest"][what]
        address = service["service_url"] + service["service_path"]
        rows = atlas.get(address, params={"prefix": prefix}).json()["result"]
        assert wanted in [row["id"] for row in rows]
        assert all(row["id"] and row["name"] for row in rows)
        assert atlas.get(address, params={"prefix": prefix, "cursor": len(rows)}).json()["result"] == []
        assert atlas.get(address).status_code == 422, "the specification asks for a prefix"
    shown = atlas.get(manifest["preview"]["url"].replace("{{id}}", "company:asml"))
    assert "<strong>ASML" in shown.text
    assert shown.headers["content-type"].startswith("text/html")
    assert atlas.get(manifest["preview"]["url"].replace("{{id}}", "company:nobody")).status_code == 404
    assert {"width", "height"} <= set(manifest["preview"])


KOREAS = {
    "Korea, Republic of": "KOR", "Korea, Rep.": "KOR", "Republic of Korea": "KOR", "410": "KOR", "ROK": "KOR",
    "Korea, Dem. People's Rep.": "PRK", "Democratic People's Republic of Korea": "PRK", "408": "PRK", "DPRK": "PRK",
    "Kosovo": "XKX", "XK": "XKX", "XKX": "XKX",
}  # fmt: skip


@pytest.mark.parametrize(("name", "country"), KOREAS.items())
def test_the_koreas_and_kosovo_are_told_apart(atlas, name, country):
    first, *_ = atlas.post("/v1/match?kind=Country", json=[name]).json()["rows"]
    assert (first["id"], first["match"]) == (f"country:{country}", True)
