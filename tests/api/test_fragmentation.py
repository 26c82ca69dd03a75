"""Fragmentation over HTTP: on the atlas, whole and honest; on small worlds, exact."""

import json
import math
from pathlib import Path

import pytest

from graph.analysis.blocs import presets
from graph.analysis.fragmentation.layers.weights import Weights
from graph.analysis.fragmentation.ties.table import TIES
from graph.analysis.series.table import SERIES
from graph.measures.declared import declared
from graph.measures.table import rows_of
from tests.graph.analysis.fragmentation.layer_worlds import cloud_world

DAY = "as_of=2026-11-25"


def numbers(value):
    if isinstance(value, dict):
        return [n for part in value.values() for n in numbers(part)]
    if isinstance(value, list):
        return [n for part in value for n in numbers(part)]
    return [value] if isinstance(value, float) else []


@pytest.fixture(scope="module")
def layers(atlas):
    return atlas.get(f"/v1/fragmentation?{DAY}").json()


def test_every_layer_answers_with_figures_or_a_reason_and_says_what_it_covers(layers):
    assert [row["layer"] for row in layers["layers"]] == [layer.value for layer in TIES]
    for row in layers["layers"]:
        coverage = row["coverage"]
        assert row["index"] is not None or row["reason"]
        assert {"countries", "suppliers", "share", "counted", "units", "too_little_known"} <= coverage.keys()
        assert coverage["units_covered"] <= coverage["units"]
        if row["index"] is not None:
            assert 0 <= row["index"] <= 1
            assert row["null"].keys() >= {"mean", "sd", "z", "p"}
            told = row["spheres"].values()
            assert None in told or sum(told) == pytest.approx(1, abs=1e-9)
            assert row["range"]["index"][0] <= row["range"]["index"][1]
            assert row["between_bits"] + row["within_bits"] == pytest.approx(row["bits"], abs=1e-9)
    assert all(math.isfinite(number) for number in numbers(layers))


def test_every_layer_of_the_atlas_has_data_or_says_what_is_missing(layers):
    without = {row["layer"]: row["reason"] for row in layers["layers"] if row["index"] is None}
    assert without.keys() <= {"models", "labs", "clouds"}
    assert all(reason.startswith("withheld: ") for reason in without.values())


def test_every_data_set_that_a_layer_rests_on_is_among_the_sources(layers):
    used = {name for row in layers["layers"] for name in row["coverage"]["datasets"]}
    assert used <= {source["dataset"] for source in layers["sources"].values()}
    assert layers["meta"]["coverage"].keys() == {row["layer"] for row in layers["layers"]}


def test_the_same_question_gets_the_same_answer(atlas, layers):
    again = atlas.get(f"/v1/fragmentation?{DAY}").json()
    assert again["layers"] == layers["layers"]


def test_countries_rank_by_contestedness_and_one_country_agrees(atlas):
    body = atlas.get(f"/v1/fragmentation/countries?{DAY}").json()
    rows = body["countries"]
    order = ["ranked", "pole", "too_little_known"]
    assert [row["standing"] for row in rows] == sorted((row["standing"] for row in rows), key=order.index)
    ranked = [row for row in rows if row["standing"] == "ranked"]
    assert len(ranked) == body["ranked"]
    known = [row["contestedness"] for row in ranked]
    assert known
    assert known == sorted(known, reverse=True)
    for row in rows:
        over = [layer for layer in row["layers"] if layer["layer"] in body["compared_on"]]
        enough = sum(layer["to_rank"] is None for layer in over) >= body["min_layers"]
        assert (row["standing"] == "ranked") == (enough and row["id"] not in ("country:USA", "country:CHN"))
        assert (row["unranked"] is None) == (row["standing"] == "ranked") == (row["rank"] is not None)
        for layer in row["layers"]:
            assert layer["to_rank"] or (layer["units"] >= body["min_units"] and layer["settled"] >= 0.5)
            if layer["alignment"] is not None:
                assert layer["alignment_range"][0] - 1e-9 <= layer["alignment"] <= layer["alignment_range"][1] + 1e-9
    (china,) = [row for row in rows if row["id"] == "country:CHN"]
    alone = atlas.get(f"/v1/fragmentation/countries/country:CHN?{DAY}").json()
    assert (alone["id"], alone["hedges_on"]) == (china["id"], china["hedges_on"])
    assert [row["layer"] for row in alone["layers"]] == [row["layer"] for row in china["layers"]]
    assert numbers(alone["layers"]) == pytest.approx(numbers(china["layers"]), abs=1e-12)
    figures = ("spheres", "alignment", "contestedness")
    settled = [row for row in china["layers"] if None not in [row[name] for name in figures]]
    assert settled
    for row in settled:
        assert abs(row["alignment"]) + row["contestedness"] == pytest.approx(1 - row["spheres"]["other"], abs=1e-9)


def test_a_country_without_any_tie_answers_with_reasons(atlas):
    body = atlas.get(f"/v1/fragmentation/countries/country:ATA?{DAY}").json()
    assert (body["layers"], body["alignment"]) == ([], None)
    assert set(body["reasons"]) == {layer.value for layer in TIES}


@pytest.mark.parametrize(
    ("address", "status", "field"),
    [
        ("/v1/fragmentation?layer=clowds", 422, "layer"),
        ("/v1/fragmentation?layer=clouds&tie=x", 422, "tie"),
        ("/v1/fragmentation?bloc=nato", 422, "bloc"),
        ("/v1/fragmentation?bloc=USA|XXX", 404, "bloc"),
        ("/v1/fragmentation?among=XXX", 404, "among"),
        ("/v1/fragmentation?draws=10", 422, "draws"),
        ("/v1/fragmentation?colour=red", 422, "colour"),
        ("/v1/fragmentation/countries/country:ZZZ", 404, "country_id"),
        ("/v1/fragmentation/countries/lab:openai", 422, "country_id"),
        ("/v1/fragmentation/distances", 422, "layer"),
        ("/v1/fragmentation/timeline?layer=clouds&from=2026-01-01&to=2025-01-01", 422, "from"),
        ("/v1/fragmentation/timeline?layer=clouds&from=1990-01-01&to=2025-01-01", 413, "from"),
        ("/v1/fragmentation/timeline?explain=true&from=2026-01-01&to=2026-01-01", 422, "layer"),
        ("/v1/series/weather", 422, "name"),
        ("/v1/series/capability-lag?benchmark=benchmark:none", 404, "benchmark"),
    ],
)
def test_wrong_questions_name_their_field(atlas, address, status, field):
    response = atlas.get(address)
    assert (response.status_code, response.json()["field"]) == (status, field)
    assert response.headers["content-type"].startswith("application/problem+json")


def test_layers_may_be_written_with_hyphens_and_asked_together(atlas):
    body = atlas.get(f"/v1/fragmentation?layer=compute-sites,chips&{DAY}").json()
    assert [row["layer"] for row in body["layers"]] == ["compute sites", "chips"]


def test_worked_matrix_over_http(serve):
    client = serve(cloud_world({"USA": {"amazon": 4, "ali": 1}, "CHN": {"amazon": 1, "ali": 4}}))
    (layer,) = client.get("/v1/fragmentation/matrix?layer=clouds&as_of=2026-01-01").json()["layers"]
    assert layer["coupling"] == pytest.approx(0.6, abs=1e-12)
    rows = {row["sphere"]: row["direct"] for row in layer["rows"]}
    assert rows["US"] == {"US": pytest.approx(0.8), "China": pytest.approx(0.2), "other": 0}


def test_a_timeline_is_explained_down_to_edges_and_sources(serve):
    client = serve(cloud_world({"BRA": {"amazon": 1}, "IDN": {"ali": 1}}))
    address = "/v1/fragmentation/timeline?layer=clouds&from=2025-12-01&to=2026-01-01&explain=true"
    body = client.get(address).json()
    assert [(point["as_of"], point["index"]) for point in body["points"]] == [("2025-12-01", 1), ("2026-01-01", 1)]
    edges = {edge["id"]: edge for edge in body["edges"]}
    for point in body["points"]:
        for tie in point["ties"]:
            for edge_id in tie["edges"]:
                assert edges[edge_id]["claim"]["source"] in body["sources"]


def test_one_country_and_days_before_any_data_over_http(serve):
    client = serve(cloud_world({"BRA": {"amazon": 1}}))
    (row,) = client.get("/v1/fragmentation?layer=clouds&as_of=2026-01-01").json()["layers"]
    assert (row["index"], row["null"]) == (None, None)
    assert "only country:BRA" in row["reason"]
    (row,) = client.get("/v1/fragmentation?layer=clouds&as_of=1990-01-01").json()["layers"]
    assert (row["index"], row["spheres"]) == (None, None)
    assert "1990-01-01" in row["reason"]


def test_adoption_before_and_after_over_http(serve):
    client = serve(cloud_world({"BRA": {"amazon": 1}, "IDN": {"ali": 1}}))
    scenario = {"layer": "clouds", "shifts": [{"countries": ["country:BRA"], "points": 20, "to": "China"}]}
    body = client.post("/v1/fragmentation/adoption?as_of=2026-01-01", json=scenario).json()
    assert (body["before"]["index"], body["after"]["index"] < 1) == (1, True)
    assert body["countries"][0]["after"]["alignment"] == pytest.approx(0.6)
    changes = {row["figure"]: row for row in body["changes"]}
    assert [changes["index"][end] for end in ("before", "after")] == [body[end]["index"] for end in ("before", "after")]
    assert changes["share of China"]["change"] == pytest.approx(0.1), "a fifth of one of two countries"
    told = {row["figure"] for row in rows_of(body, declared("adoption").tables[1])}
    assert {"index", "bipolarity", "coupling", "look-through exposure to China"} <= told
    (country,) = rows_of(body, declared("adoption").tables[0])
    assert country["look_through_after"]["China"] > country["look_through_before"]["China"]
    refused = client.post("/v1/fragmentation/adoption", json={"layer": "clouds", "shift": []})
    assert (refused.status_code, "shift" in refused.text) == (422, True)


def test_distances_and_moves_over_http(serve):
    client = serve(cloud_world({"BRA": {"amazon": 1}, "IDN": {"ali": 1}}))
    body = client.get("/v1/fragmentation/distances?layer=clouds&as_of=2026-01-01&since=2025-06-01").json()
    assert body["matrix"] == [[0, 1], [1, 0]]
    assert [(move["country"], move["by_spheres"]) for move in body["moved"]] == [("country:BRA", 0), ("country:IDN", 0)]


def test_ties_and_blocs_are_told(atlas):
    ties = atlas.get("/v1/fragmentation/ties").json()["ties"]
    assert {row["layer"] for row in ties if row["default"]} == {layer.value for layer in TIES}
    blocs = atlas.get("/v1/fragmentation/blocs").json()["blocs"]
    assert blocs[0]["name"] == "control"
    assert json.dumps(blocs) == json.dumps(atlas.get("/v1/fragmentation/blocs").json()["blocs"])


def test_series_show_published_figures_beside_ours(atlas):
    for row in atlas.get("/v1/series").json()["items"]:
        body = atlas.get(f"/v1/series/{row['name']}?{DAY}").json()
        assert body["points"] or body["reason"]
        assert {figure["source"] for figure in body["published"]} <= body["sources"].keys()
    lag = atlas.get(f"/v1/series/capability-lag?{DAY}").json()
    assert lag["published"]
    assert lag["points"]


def test_the_docs_name_every_layer_tie_weight_series_and_preset():
    text = (Path(__file__).parents[2] / "docs" / "fragmentation.md").read_text(encoding="utf-8")
    for layer, rows in TIES.items():
        assert f"| {layer.value} | `{rows[0].name}` |" in text
        assert all(f"`{row.name}`" in text for row in rows)
    names = [*Weights, *SERIES, *(name.replace("_", "-") for name in presets())]
    assert [name for name in names if f"`{name}`" not in text] == []
