from datetime import date

import pytest

from graph.facts.dates import first_day, interval, last_day


@pytest.mark.parametrize(
    ("text", "first", "after"),
    [
        ("2025", date(2025, 1, 1), date(2026, 1, 1)),
        ("2025-H1", date(2025, 1, 1), date(2025, 7, 1)),
        ("2025-H2", date(2025, 7, 1), date(2026, 1, 1)),
        ("2025-Q4", date(2025, 10, 1), date(2026, 1, 1)),
        ("2025-02", date(2025, 2, 1), date(2025, 3, 1)),
        ("2025-12", date(2025, 12, 1), date(2026, 1, 1)),
        ("2024-02-29", date(2024, 2, 29), date(2024, 3, 1)),
    ],
)
def test_a_period_expands_to_its_first_day_and_the_day_after_its_last(text, first, after):
    assert interval(text) == (first, after)
    assert (first_day(text), (after - last_day(text)).days) == (first, 1)


@pytest.mark.parametrize("text", ["", "25", "2025-13", "2025-Q5", "2025-H3", "2025-02-30", "next year", "2025-1"])
def test_what_is_no_date_is_refused(text):
    with pytest.raises(ValueError, match=r".+"):
        interval(text)
