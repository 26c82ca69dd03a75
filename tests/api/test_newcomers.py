"""Mistakes that newcomers make: each answer says the way out, by address and by command alike."""

import pytest

from api.cli import main

MISTAKES = [
    ("company:openai", "lab:openai"),
    ("company:opnai", "lab:openai"),
    ("lab:opnai", "lab:openai"),
    ("compny:asml", "company:asml"),
    ("FR", "country:FRA"),
    ("Opnai", "lab:openai"),
]


@pytest.fixture
def told(atlas_data, monkeypatch, capsys):
    """What a command that fails says."""
    monkeypatch.setenv("SUPPLYGRAPH_DATA", str(atlas_data))

    def run(*args):
        monkeypatch.setattr("sys.argv", ["supplygraph", *args])
        with pytest.raises(SystemExit) as left:
            main()
        assert left.value.code
        return capsys.readouterr().err

    return run


@pytest.mark.parametrize(("given", "meant"), MISTAKES)
def test_an_id_of_the_wrong_kind_or_misspelt_leads_to_what_is_meant(atlas, told, given, meant):
    for path in ("dependencies", "profile", "exposure", "cut-sets"):
        answer = atlas.get(f"/v1/{path}/{given}")
        assert answer.status_code == 404
        assert meant in answer.json()["suggestions"], path
        assert meant in answer.json()["detail"]
    assert atlas.get("/v1/why", params={"from": given, "to": "country:NLD"}).json()["suggestions"][0] == meant
    for command in ("show", "profile"):
        assert meant in told(command, given).partition("Did you mean ")[2]


def test_a_country_is_found_by_its_code_of_two_letters_behind_its_kind(atlas):
    for code in ("country:FR", "country:fr"):
        assert atlas.get(f"/v1/profile/{code}").json()["id"] == "country:FRA"
    assert atlas.get("/v1/profile/country:ZZ").status_code == 404


def test_an_empty_search_says_what_to_give(atlas, told):
    assert "leave it out" in atlas.get("/v1/nodes", params={"q": " "}).json()["detail"]
    assert "leave it out" in told("find", "")


def test_the_name_of_a_question_leads_to_its_address(atlas):
    assert "GET /v1/dependencies/{node_id}" in atlas.get("/v1/show/lab:openai").json()["detail"]
    assert "it has to be given" in atlas.get("/v1/why?from=lab:openai").json()["detail"]


def test_a_misspelt_command_says_what_is_near(told):
    assert "did you mean show?" in told("shwo", "asml")
    assert "--help" in told("qqqqqq")


def test_a_day_that_is_to_come_is_answered_with_what_is_known(atlas):
    answer = atlas.get("/v1/exposure/lab:openai", params={"as_of": "2040-01-01"}).json()
    assert any("no source was read after" in said for said in answer["meta"]["assumptions"])
