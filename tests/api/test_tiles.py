"""The layout of the map: a square for every country that a measure reports, and never two in one place."""

import csv
from collections import Counter
from pathlib import Path

import pycountry
import pytest

LAYOUT = Path(__file__).parents[2] / "api" / "static" / "map" / "tiles.csv"


@pytest.fixture(scope="module")
def cells():
    rows = list(csv.reader(LAYOUT.read_text().splitlines()))
    assert len({len(row) for row in rows}) == 1, "a grid: every row as long as the others"
    return {(column, row): code for row, line in enumerate(rows) for column, code in enumerate(line) if code}


def test_no_country_has_two_squares_and_every_code_is_one_of_iso_3166(cells):
    assert [code for code, count in Counter(cells.values()).items() if count > 1] == []
    assert {code for code in cells.values() if pycountry.countries.get(alpha_3=code) is None} == set()
    assert len(cells) == 200


def test_every_country_that_a_measure_reports_has_a_square(cells, atlas):
    tiled = {f"country:{code}" for code in cells.values()}
    for tie in atlas.get("/v1/fragmentation/ties").json()["ties"]:
        for lens in ("ownership", "territory", "vendor"):
            query = {"layer": tie["layer"], "tie": tie["name"], "undated": "always", "lens": lens}
            rows = atlas.get("/v1/fragmentation/countries", params=query).json()["countries"]
            assert {row["id"] for row in rows} - tiled == set(), query


@pytest.mark.parametrize(
    ("west", "east"), [("USA", "GBR"), ("GBR", "DEU"), ("DEU", "RUS"), ("BRA", "NGA"), ("IND", "CHN"), ("CHN", "JPN")]
)
def test_west_is_left_of_east(cells, west, east):
    columns = {code: column for (column, _), code in cells.items()}
    assert columns[west] < columns[east]


@pytest.mark.parametrize(
    ("north", "south"), [("CAN", "USA"), ("USA", "BRA"), ("NOR", "DEU"), ("DEU", "ITA"), ("EGY", "ZAF"), ("CHN", "AUS")]
)
def test_north_is_above_south(cells, north, south):
    rows = {code: row for (_, row), code in cells.items()}
    assert rows[north] < rows[south]
