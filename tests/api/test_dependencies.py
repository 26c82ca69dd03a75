import pytest

FAMILIES = [
    "Claude",
    "GPT",
    "Gemini",
    "Llama",
    "Mistral",
    "DeepSeek",
    "Qwen",
    "Kimi",
    "GLM",
    "MiniMax",
    "ERNIE",
]


def test_m1_end_to_end(serve, m1):
    body = serve(m1).get("/v1/dependencies/input:chip").json()
    assert body["nodes"][0] == {
        "id": "input:chip", "kind": "Input", "name": "chip", "layer": "inputs", "depth": 0, "via": None, "need": None,
        "as_operator": False, "caveat": None,
    }  # fmt: skip
    assert {node["id"] for node in body["nodes"] if node["kind"] == "Country"} == {
        f"country:{code}" for code in ("NLD", "KOR", "TWN", "USA", "DEU")
    }
    (hbm,) = (need for need in body["needs"] if need["need"] == "hbm")
    assert (hbm["closed"], hbm["remainder"]) == (True, 0.0)
    assert {row["id"]: row["share"] for row in hbm["suppliers"]} == {
        "company:skh": 0.5, "company:sam": 0.3, "company:mu": 0.2,
    }  # fmt: skip
    points = {point["id"]: (point["loss"], point["total"]) for point in body["single_points_of_failure"]}
    assert {i: loss for i, (loss, total) in points.items() if total} == {
        "company:asml": [1, 1, 1], "country:NLD": [1, 1, 1],
    }  # fmt: skip
    assert points["company:tsmc"] == ([0.9, 0.9, 0.9], False)
    assert set(points) == {
        "company:asml",
        "company:tsmc",
        "company:skh",
        *(f"country:{c}" for c in ["NLD", "TWN", "KOR", "USA"]),
    }
    boolean = {"loss": 1, "sigma": 1, "reading": "known"}
    body = serve(m1).get("/v1/dependencies/input:chip", params=boolean).json()
    assert {point["id"] for point in body["single_points_of_failure"]} == {"company:asml", "country:NLD"}
    assert all(edge["claim"]["source"] in body["sources"] for edge in body["edges"])


def test_where_nothing_is_known_no_single_point_is_no_finding(atlas):
    """A vendor's own count says that people in France use it, and of how much of what they use nobody tells."""
    body = atlas.get("/v1/dependencies/country:FRA").json()
    assert body["single_points_of_failure"] == []
    assert body["reason"].startswith("not known: sources name some of what France rests on")
    assert atlas.get("/v1/dependencies/model:glm-5").json()["reason"] is None


def test_dependents_run_the_other_way(serve, m1):
    body = serve(m1).get("/v1/dependents/company:asml").json()
    assert [node["id"] for node in body["nodes"]] == ["company:asml", "input:chip"]


def test_a_chinese_model_rests_on_the_netherlands(atlas):
    body = atlas.get(
        "/v1/paths", params={"from": "model:glm-5", "to": "country:NLD", "limit": 200, "horizon": "grow"}
    ).json()
    assert body["paths"]
    through = [
        path["nodes"]
        for path in body["paths"]
        if any(n.startswith("chip:huawei") for n in path["nodes"])
        and any("lithography" in n for n in path["nodes"])
        and "company:asml" in path["nodes"]
    ]
    assert through, "through a Huawei chip, a process, a lithography input and ASML"
    for path in body["paths"]:
        assert path["length"] == len(path["edges"]) == len(path["nodes"]) - 1
        for edge, start, end in zip(path["edges"], path["nodes"], path["nodes"][1:], strict=False):
            assert (edge["from"], edge["to"]) == (start, end)
            assert body["sources"][edge["claim"]["source"]]["url"]
    ranks = [(sum(map(bool, path["caveats"])), -path["weight"]) for path in body["paths"]]
    assert ranks == sorted(ranks), "what is confirmed first, then the strongest"


def test_claude_reaches_taiwan_korea_and_the_netherlands(atlas):
    body = atlas.get("/v1/dependencies/model:claude-opus-4-5", params={"horizon": "grow"}).json()
    reached = {node["id"] for node in body["nodes"]}
    assert {"country:TWN", "country:KOR", "country:NLD"} <= reached
    points = {point["id"]: point for point in body["single_points_of_failure"]}
    assert "company:asml" in points
    assert points["lab:anthropic"]["home"]


@pytest.mark.parametrize("family", FAMILIES)
def test_every_family_traces_to_chips_processes_lithography_memory_and_countries(atlas, family):
    models = atlas.get("/v1/nodes", params={"q": family, "kind": "Model", "limit": 50}).json()["items"]
    models = [model for model in models if model["name"].casefold().startswith(family.casefold())]
    assert models
    for model in models:
        body = atlas.get(f"/v1/dependencies/{model['id']}", params={"horizon": "grow"}).json()
        reached = {node["id"] for node in body["nodes"]}
        if any(i.startswith("chip:") for i in reached) and any("lithography" in i for i in reached):
            assert any(i.startswith("input:hbm") or i == "input:huawei-hbm" for i in reached)
            assert any(i.startswith("country:") for i in reached)
            return
    pytest.fail(f"no model of {family} traces to a chip and lithography")


def test_depth_is_a_limit_and_is_said(atlas):
    body = atlas.get("/v1/dependencies/model:glm-5", params={"depth": 1}).json()
    assert max(node["depth"] for node in body["nodes"]) == 1
    assert body["meta"]["truncated"]
    assert body["meta"]["limits"] == {"depth": 1}


def test_assumed_shares_and_unread_pages_are_said(atlas):
    assumptions = " ".join(atlas.get("/v1/dependencies/model:glm-5").json()["meta"]["assumptions"])
    assert "no source states them" in assumptions
    assert "recalled" in assumptions


def test_paths_keep_out_of_what_is_excluded_and_within_what_alone_is_allowed(serve, m1):
    client = serve(m1)
    address = "/v1/paths?from=input:chip&to=country:KOR"
    through = {node for path in client.get(address).json()["paths"] for node in path["nodes"][1:-1]}
    assert through == {"company:skh", "company:sam", "company:samf"}
    fewer = client.get(address + "&exclude=company:sam,company:samf").json()["paths"]
    assert [path["nodes"] for path in fewer] == [["input:chip", "company:skh", "country:KOR"]]
    assert client.get(address + "&exclude=Company").json()["paths"] == []
    alone = client.get(address + "&only=company:sam").json()["paths"]
    assert [path["nodes"] for path in alone] == [["input:chip", "company:sam", "country:KOR"]]
    assert client.get(address + "&only=Company").json()["paths"] == client.get(address).json()["paths"]
    refused = client.get(address + "&exclude=Compny")
    assert (refused.status_code, refused.json()["field"]) == (404, "exclude")


def test_nothing_becomes_of_a_country_in_a_picture_by_the_models_that_it_uses(atlas):
    """What the United States use is not known: without Taiwan they stood "degraded" as the seat of OpenAI."""
    drawn = atlas.get("/v1/drawing/lab:openai", params={"out": "country:TWN"}).json()
    states = {box["id"]: box["state"] for box in drawn["boxes"]}
    assert states["lab:openai"] == "falls"
    assert {one for one, state in states.items() if one.startswith("country:") and state} <= {"country:TWN"}
