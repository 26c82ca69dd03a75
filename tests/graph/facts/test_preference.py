from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.facts.fact import EdgeFact
from graph.facts.preference import one_each, ranked, rivals, undisputed

DAY = date(2026, 1, 1)
SEATS = ("country:USA", "country:KOR")
YEARS = st.integers(2000, 2030).map(lambda year: date(year, 1, 1))


def claim(kind="SUPPLIED_BY", start="input:hbm", end="company:x", dataset="atlas", **fields):
    source = {"dataset": dataset, "title": "A page", "publisher": "P", "url": "https://example.org", "licence": "CC"}
    return EdgeFact.model_validate({"kind": kind, "from": start, "to": end, "source": source} | fields)


def test_two_seats_are_rivals_and_two_suppliers_are_not():
    seats = [claim("BASED_IN", "company:x", seat) for seat in SEATS]
    suppliers = [claim(end=firm) for firm in ("company:x", "company:y")]
    assert [len(group) for group in rivals([*seats, *suppliers])] == [2, 1, 1]


def test_a_seat_is_the_atlas_own_whatever_is_newer_and_a_users_own_comes_last():
    atlas = claim("BASED_IN", "company:x", "country:KOR", valid_from="2001-01-01")
    other = claim("BASED_IN", "company:x", "country:USA", dataset="other", valid_from="2020-01-01")
    own = claim("BASED_IN", "company:x", "country:USA", dataset="facts", valid_from="2025-01-01")
    assert ranked([own, other, atlas], DAY) == [atlas, other, own]


def test_a_users_own_figure_gives_way_to_a_newer_one():
    own, newer = claim(dataset="facts", valid_from="2001-01-01"), claim(valid_from="2020-01-01")
    assert ranked([own, newer], DAY) == [newer, own]


@pytest.mark.parametrize(("second", "kept"), [(0.41, ["one", "two"]), (0.42, ["one"])])
def test_shares_of_several_sources_that_exceed_the_whole_give_way_to_one_source(second, kept):
    claims = [
        claim(end="company:x", share=0.6, dataset="one", period="2025", checked="file"),
        claim(end="company:y", share=second, dataset="two", period="2024"),
    ]
    assert [one.source.dataset for one in one_each(claims, DAY).values()] == kept


def test_the_supplier_may_stand_at_the_start():
    shares = [claim("SHARE_OF", country, "input:hbm", share=0.4) for country in SEATS]
    assert set(one_each(shares, DAY, "start")) == set(SEATS)


@given(st.lists(st.tuples(YEARS, YEARS), min_size=1, max_size=6), YEARS)
def test_on_any_day_one_claim_is_undisputed_and_it_is_the_one_used(spans, day):
    spans = [span for span in spans if span[0] < span[1]]
    claims = [claim(valid_from=start, valid_to=end, note=str(number)) for number, (start, end) in enumerate(spans)]
    held = [one for one in claims if one.holds_on(day)]
    chosen = [one for one in undisputed(claims) if one.holds_on(day)] if claims else []
    assert len(chosen) <= 1
    if held and held[0] is ranked(claims, date(9999, 12, 31))[0]:
        assert chosen == held[:1]
