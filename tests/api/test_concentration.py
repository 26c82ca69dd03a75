"""Concentration and stocks over HTTP."""

import pytest

A5 = """
input:x SUPPLIED_BY company:a supplier .5
input:x SUPPLIED_BY company:b supplier .3
input:x SUPPLIED_BY company:c supplier .2
input:y SUPPLIED_BY company:a supplier .5
input:y SUPPLIED_BY company:b supplier .3
"""


def test_a5_exact_and_as_an_interval(serve, world):
    body = serve(world(A5)).get("/v1/concentration").json()
    rows = {row["input"]: row for row in body["rows"]}
    assert rows["input:x"]["hhi"] == pytest.approx([19 / 50, 19 / 50], abs=1e-12)
    assert rows["input:x"]["effective"] == pytest.approx([50 / 19, 50 / 19], abs=1e-9)
    assert rows["input:y"]["hhi"] == pytest.approx([17 / 50, 19 / 50], abs=1e-12)
    assert body["sources"]


def test_the_basis_and_period_of_every_published_share_are_named(atlas):
    body = atlas.get("/v1/concentration", params={"input": "input:hbm"}).json()
    assert len(body["rows"]) >= 2, "rival bases stand side by side"
    assert all(row["basis"] and row["period"] for row in body["rows"])
    assert all(source in body["sources"] for row in body["rows"] for source in row["sources"])


def test_along_a_stack(serve, m1):
    rows = serve(m1).get("/v1/concentration/input:chip").json()["rows"]
    assert {row["need"] for row in rows} >= {"lithography", "hbm", "fabrication", "eda"}


def test_a_stock_lasts_a_range_of_days_with_its_assumption(atlas):
    params = {"item": "chip:huawei-ascend-910c", "rate_low": 500_000, "rate_high": 1_000_000}
    (row,) = atlas.get("/v1/stocks", params=params).json()["rows"]
    low, high = row["days"]
    assert low == 0 < high, "how many of the dies became 910C is not given"
    assert row["assumption"]


def test_half_a_rate_is_refused(atlas):
    answer = atlas.get("/v1/stocks", params={"rate_low": 5})
    assert (answer.status_code, answer.json()["field"]) == (422, "rate_low")


def test_a_whole_stack_and_the_matrix(atlas):
    stack = atlas.get("/v1/exposure-of-stack/country:FRA", params={"to": "sphere"}).json()
    assert stack["layers"]
    matrix = atlas.get("/v1/exposure-matrix", params={"layer": "models"}).json()
    assert len(matrix["rows"]) == len(matrix["central"]) == len(matrix["entities"])
    for parts in zip(matrix["low"], matrix["central"], matrix["high"], strict=True):
        assert all(0 <= low <= central <= high <= 1 for low, central, high in zip(*parts, strict=True))
