"""The seats in epoch_models/names.csv hold to the file wherever it pairs organisations with countries."""

import csv
from collections import Counter, defaultdict

import pytest
from pycountry import countries

from loaders.epoch_models.loader import parts
from loaders.names import read_names
from loaders.registry import SOURCES

(SPEC,) = (spec for spec in SOURCES if spec.dataset == "epoch-models")
OWN_WORDS = {
    "Korea (Republic of)": "KOR", "Iran (Islamic Republic of)": "IRN", "Russia": "RUS", "Multinational": "-",
}  # fmt: skip
"""Epoch's names of countries that ISO 3166-1 words otherwise."""


def code(country):
    return OWN_WORDS.get(country) or countries.lookup(country).alpha_3


@pytest.mark.feeds
def test_every_seat_is_the_country_that_the_file_pairs_it_with(feeds):
    path = feeds / SPEC.feed / "notable_ai_models.csv"
    if not path.is_file():
        pytest.skip(f"no {path}")
    names = read_names(SPEC.home / "names.csv")
    seats = {raw: node.partition(":")[2] for (kind, raw), node in names.items() if kind == "seat"}
    paired = defaultdict(Counter)
    with path.open(encoding="utf-8-sig", newline="") as stream:
        for row in csv.DictReader(stream):
            labs = parts(row["Organization"])
            places = parts(row["Country (of organization)"].replace(" of Great Britain and Northern Ireland", ""))
            if len(labs) == len(places):
                for lab, place in zip(labs, places, strict=True):
                    # A row with one organisation leaves no doubt about which country is whose.
                    paired[lab][code(place)] += 100 if len(labs) == 1 else 1
    told = {lab: counted.most_common(1)[0][0] for lab, counted in paired.items()}
    assert {lab: (seats[lab], told[lab]) for lab in seats.keys() & told.keys() if seats[lab] != told[lab]} == {}
    assert len(seats.keys() & told.keys()) > 300
