"""Since when a claim is known to hold: its own day, else that of its source (methods A1f, B4b)."""

from datetime import date

import pytest

from graph.facts.fact import Source
from graph.facts.since import known_from, source_days

OWN, DUE, PUBLISHED = date(2024, 5, 1), date(2027, 1, 1), date(2026, 3, 1)


def source(name, dataset="atlas", **days):
    given = {"title": name, "publisher": "p", "url": "https://example.org", "licence": "CC0-1.0"}
    return Source(id=name, dataset=dataset, **given, **days)


@pytest.mark.parametrize(
    ("valid_from", "measured_from", "published", "known"),
    [
        (OWN, DUE, PUBLISHED, OWN),
        (None, OWN, PUBLISHED, OWN),
        (None, DUE, PUBLISHED, PUBLISHED),
        (None, DUE, date.min, DUE),
        (None, None, PUBLISHED, PUBLISHED),
        (None, None, None, None),
    ],
    ids=["own day", "period", "due later", "due, source at its word", "source", "nobody says"],
)
def test_a_claim_is_known_from_its_own_day_else_from_that_of_its_source(valid_from, measured_from, published, known):
    assert known_from(valid_from, measured_from, published) == known


def test_a_source_without_a_day_counts_from_the_first_reading_of_its_data_set():
    sources = [
        source("published", published_on="2025-03"), source("read", retrieved_on=date(2025, 6, 1)), source("undated"),
        source("newest", "unread", published_on="2024"), source("beside", "unread"), source("own", "facts"),
    ]  # fmt: skip
    assert source_days(sources) == {
        "published": date(2025, 3, 1), "read": date(2025, 6, 1), "undated": date(2025, 6, 1),
        "newest": date(2024, 1, 1), "beside": date(2024, 1, 1), "own": date.min,
    }  # fmt: skip
