import pytest

from api.formats import quality


@pytest.mark.parametrize(
    ("accept", "media", "welcome"),
    [
        ("*/*", "text/csv", 1.0),
        ("text/*;q=0.3", "text/csv", 0.3),
        ("text/*;q=0.3, text/csv;q=0.9", "text/csv; charset=utf-8", 0.9),
        ("text/csv;q=0, */*", "text/csv", 0.0),
        ("TEXT/CSV ; Q=0.4", "text/csv", 0.4),
        ("application/json", "text/csv", 0.0),
        ("text/csv;q=much", "text/csv", 0.0),
        ("text/csv;q=7", "text/csv", 1.0),
        ("", "text/csv", 0.0),
    ],
)
def test_the_most_specific_range_decides(accept, media, welcome):
    assert quality(accept, media) == welcome
