"""Who stops most, over many targets at once."""


def test_m1_ranks_the_netherlands_first(serve, m1):
    body = serve(m1).get("/v1/chokepoints", params={"targets": "input:chip", "max_order": 2, "sigma": 0}).json()
    rows = {frozenset(row["members"]): row for row in body["chokepoints"]}
    assert body["chokepoints"][0]["members"] == ["country:NLD"]
    assert rows[frozenset({"country:NLD"})]["stops"] == ["input:chip"]
    assert rows[frozenset({"country:NLD"})]["criticality"] == 1.0
    assert {frozenset(m) for m in ({"country:KOR", "country:TWN"}, {"country:USA", "country:DEU"})} <= set(rows)


def test_all_models_of_the_atlas_by_country(atlas):
    body = atlas.get("/v1/chokepoints", params={"targets": "kind:model", "over": "country"}).json()
    assert body["targets"] > 60
    counts = [len(row["stops"]) for row in body["chokepoints"]]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] > 0
    assert all(0 <= row["criticality"] <= 1 for row in body["chokepoints"])


def test_an_unknown_kind_is_refused_with_the_list(atlas):
    answer = atlas.get("/v1/chokepoints", params={"targets": "kind:modle"})
    assert (answer.status_code, answer.json()["field"]) == (422, "targets")
    assert "kind:model" in answer.json()["suggestions"]
