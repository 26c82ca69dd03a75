"""One verdict and one ``certain`` by address and by command, for every known lab against every country."""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.environment import unset

ROOT = Path(__file__).parents[2]
HORIZONS = ("run", "make", "grow")
ON = {"as_of": "2026-11-25"}


def command(data, *arguments):
    environment = unset()
    done = subprocess.run(
        [sys.executable, "-m", "api.cli", *arguments, "--as-of", ON["as_of"], "--json"],
        cwd=ROOT, env=environment | {"SUPPLYGRAPH_DATA": str(data)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def same(said, told):
    """Two answers agree in all but what is said of the asking."""
    assert {k: v for k, v in said.items() if k != "meta"} == {k: v for k, v in told.items() if k != "meta"}


@pytest.mark.parametrize("action", ["collapse", "ban"])
def test_the_ranking_of_countries_is_one_by_address_and_by_command(atlas, atlas_data, action):
    given = {"targets": "labs", "over": "country", "action": action, "limit": "500"}
    table = atlas.get("/v1/headlines", params=given | ON).json()
    options = ["--targets", "labs", "--over", "country", "--action", action, "--limit", "500"]
    same(table, command(atlas_data, "headlines", *options))
    for horizon in HORIZONS:
        at = given | ON | {"horizon": horizon}
        ranked = atlas.get("/v1/chokepoints", params=at).json()
        same(ranked, command(atlas_data, "chokepoints", *options, "--horizon", horizon))
        stops = {
            (row["members"][0], one["id"]): one["certain"] for row in ranked["chokepoints"] for one in row["stops"]
        }
        likely = Counter(country for country, _ in stops)
        assert {row["id"]: row[horizon]["likely"] for row in table["rows"] if row[horizon]["likely"]} == dict(likely)
        certain = Counter(country for (country, _), sure in stops.items() if sure)
        assert {row["id"]: row[horizon]["certain"] for row in table["rows"] if row[horizon]["certain"]} == dict(certain)


ASKED = [
    ("lab:deepseek", "country:CHN", "country:USA"), ("lab:deepseek", "country:CHN", "country:NLD"),
    ("lab:openai", "country:USA", "country:TWN"), ("lab:mistral-ai", "country:FRA", "country:KOR"),
    ("lab:huawei-noahs-ark", "country:CHN", "country:JPN"), ("lab:stepfun", "country:CHN", "country:USA"),
]  # fmt: skip


@pytest.mark.parametrize(("lab", "seat", "country"), ASKED)
@pytest.mark.parametrize("action", ["collapse", "ban"])
def test_a_lab_and_a_country_get_one_verdict_from_every_answer(atlas, lab, seat, country, action):
    at = ON | {"horizon": "grow"}
    ranked = atlas.get("/v1/chokepoints", params=at | {"targets": "labs", "action": action, "limit": "500"}).json()
    stops = {row["members"][0]: {one["id"]: one["certain"] for one in row["stops"]} for row in ranked["chokepoints"]}
    verdict = stops.get(country, {}).get(lab)
    cut = atlas.get(f"/v1/cut-sets/{lab}", params=at | {"over": "country", "action": action, "max_order": "1"}).json()
    said = {row["members"][0]: row["certain"] for row in cut["cut_sets"]}
    assert said.get(country) == verdict
    what = {"remove": [country]} if action == "collapse" else {"bans": [{"by": [country], "on": [seat]}]}
    run = atlas.post("/v1/scenarios/run", params=at, json=what | {"targets": [lab]}).json()
    assert {row["id"]: row["certain"] for row in run["failed"]}.get(lab) == verdict
    if action == "collapse":
        found = atlas.get(f"/v1/exposure/{lab}", params=at | {"to": "country"}).json()["rows"]
        low, central, _ = next((row["loss"] for row in found if row["to"] == country), (0, 0, 0))
        assert (None if central <= 0.5 and low < 0.5 else low >= 0.5) == verdict
    if lab in ranked["not_known"]:
        assert verdict is None
        assert [row["id"] for row in run["not_known"]] == [lab]
        assert run["survives"] == []
        assert "not known" in cut["reason"]


def test_the_command_line_says_of_one_lab_what_the_addresses_say(atlas, atlas_data):
    lab, at = "lab:deepseek", ON | {"horizon": "grow"}
    asked = {"over": "country", "action": "ban"}
    cut = command(atlas_data, "cut", lab, "--over", "country", "--action", "ban", "--horizon", "grow")
    same(atlas.get(f"/v1/cut-sets/{lab}", params=at | asked).json(), cut)
    exposed = command(atlas_data, "exposure", lab, "--horizon", "grow")
    same(atlas.get(f"/v1/exposure/{lab}", params=at).json(), exposed)
    fallen = command(atlas_data, "whatif", "country:NLD", "--target", lab, "--horizon", "grow")
    body = {"remove": ["country:NLD"], "targets": [lab]}
    run = atlas.post("/v1/scenarios/run", params=at, json=body).json()
    assert [(row["id"], row["certain"], row["loss"]) for row in fallen["failed"]] == [
        (row["id"], row["certain"], row["loss"]) for row in run["failed"]
    ]
    profile = command(atlas_data, "profile", "country:NLD", "--horizon", "grow")
    same(atlas.get("/v1/profile/country:NLD", params=at).json(), profile)
