"""Who stops most, over many targets at once."""


def test_m1_ranks_the_netherlands_first(serve, m1):
    body = serve(m1).get("/v1/chokepoints", params={"targets": "input:chip", "max_order": 2, "sigma": 0}).json()
    rows = {frozenset(row["members"]): row for row in body["chokepoints"]}
    assert body["chokepoints"][0]["members"] == ["country:NLD"]
    (stopped,) = rows[frozenset({"country:NLD"})]["stops"]
    assert (stopped["id"], stopped["loss"], stopped["certain"]) == ("input:chip", [1, 1, 1], True)
    assert stopped["why"] == "chip ← lithography: asml"
    assert rows[frozenset({"country:NLD"})]["criticality"] == [1, 1, 1]
    alone = {next(iter(members)) for members in rows if len(members) == 1}
    assert alone == {f"country:{code}" for code in ("NLD", "TWN", "KOR", "USA")}, "Germany takes a quarter"


def test_m1_at_full_substitutability_is_boolean_failure(serve, m1):
    params = {"targets": "input:chip", "max_order": 2, "sigma": 1, "loss": 1, "reading": "known"}
    body = serve(m1).get("/v1/chokepoints", params=params).json()
    assert {frozenset(row["members"]) for row in body["chokepoints"]} == {
        frozenset(f"country:{code}" for code in cut.split()) for cut in ("NLD", "KOR TWN", "KOR USA", "USA DEU")
    }


def test_all_models_of_the_atlas_by_country(atlas):
    body = atlas.get("/v1/chokepoints", params={"targets": "kind:model", "over": "country"}).json()
    assert body["targets"] > 60
    counts = [(row["certain_stops"], len(row["stops"])) for row in body["chokepoints"]]
    assert counts == sorted(counts, reverse=True)
    assert counts[0][1] > 0
    assert all(0 <= low <= high <= 1 for row in body["chokepoints"] for low, _, high in [row["criticality"]])
    assert not {one["id"] for row in body["chokepoints"] for one in row["stops"]} & set(body["not_known"])


def test_an_unknown_kind_is_refused_with_the_list(atlas):
    answer = atlas.get("/v1/chokepoints", params={"targets": "kind:modle"})
    assert (answer.status_code, answer.json()["field"]) == (422, "targets")
    assert "kind:model" in answer.json()["suggestions"]
