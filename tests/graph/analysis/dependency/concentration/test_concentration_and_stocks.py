"""Concentration as an interval, and stocks as a range of days."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.analysis.dependency.concentration.along_stack import stack_concentration
from graph.analysis.dependency.concentration.concentration import concentration
from graph.analysis.dependency.concentration.market_shares import Grouping, hhi_interval
from graph.analysis.dependency.stocks import run_out
from graph.errors import BuildError, QuestionError
from graph.facts.fact import EdgeFact
from graph.knowledge_graph import KnowledgeGraph
from tests.conftest import SOURCE, declare, parse_facts
from tests.graph.analysis.dependency import reference

DAY = date(2026, 1, 1)
EXACT = 1e-12


def test_a5_exactly():
    (low, high), rest = hhi_interval([0.5, 0.3, 0.2])
    assert (low, high, rest) == (pytest.approx(19 / 50, abs=EXACT), pytest.approx(19 / 50, abs=EXACT), 0)
    (low, high), rest = hhi_interval([0.5, 0.3])
    assert (low, high) == (pytest.approx(17 / 50, abs=EXACT), pytest.approx(19 / 50, abs=EXACT))


def test_a_share_that_is_a_lower_bound_may_be_all():
    made = [fact.model_copy(update={"basis": "market share, lower bound"}) if isinstance(fact, EdgeFact) else fact
            for fact in parse_facts("input:film SUPPLIED_BY company:one supplier .9")]  # fmt: skip
    (row,) = concentration(KnowledgeGraph.build(made).snapshot(DAY), ["input:film"]).rows
    assert row.hhi == (pytest.approx(0.81, abs=EXACT), pytest.approx(1, abs=EXACT)), "over 90% may be all of it"
    assert (hhi_interval([0.95], at_least=True)[0][1], row.effective[0]) == (1, 1), "no rounding noise"


parts = st.lists(st.integers(1, 9), min_size=1, max_size=6)


@given(parts=parts, rest=st.integers(0, 5))
def test_is_the_reference_and_effective_suppliers_lie_between_one_and_n(parts, rest):
    total = sum(parts) + rest
    shares = [Fraction(part, total) for part in parts]
    (low, high), _ = hhi_interval([float(share) for share in shares])
    expected = reference.hhi(shares)
    assert (low, high) == (pytest.approx(float(expected[0])), pytest.approx(float(expected[1])))
    assert 1 / high >= 1 - EXACT
    if rest == 0:
        assert 1 / low <= len(parts) + 1e-9


@given(parts=st.lists(st.integers(1, 9), min_size=2, max_size=6))
def test_a_merger_lowers_the_effective_number(parts):
    shares = [part / sum(parts) for part in parts]
    merged = [shares[0] + shares[1], *shares[2:]]
    assert hhi_interval(merged)[0][0] > hhi_interval(shares)[0][0]


def figure(start: str, kind: str, end: str, share: float | None, **fields: object) -> EdgeFact:
    content = {"kind": kind, "from": start, "to": end, "share": share, "source": SOURCE, "checked": "read"}
    return EdgeFact.model_validate(content | fields)


HBM = "input:hbm"


@pytest.fixture
def hbm():
    """Three makers; two bases, two periods; one maker without a figure; shares of countries as reported."""
    facts = [
        figure(HBM, "SUPPLIED_BY", "company:skh", 0.5, basis="revenue", period="2025"),
        figure(HBM, "SUPPLIED_BY", "company:sam", 0.3, basis="revenue", period="2025"),
        figure(HBM, "SUPPLIED_BY", "company:skh", 0.6, basis="revenue", period="2024"),
        figure(HBM, "SUPPLIED_BY", "company:skh", 0.7, basis="bits", period="2024"),
        figure(HBM, "SUPPLIED_BY", "company:mu", None),
        figure("country:KOR", "SHARE_OF", HBM, 0.9, basis="by site", period="2023"),
        figure("company:skh", "BASED_IN", "country:KOR", None),
        figure("company:sam", "BASED_IN", "country:KOR", None),
        figure("input:other", "SUPPLIED_BY", "company:mu", None),
    ]
    ids = dict.fromkeys(end for fact in facts for end in (fact.start, fact.end))
    return KnowledgeGraph.build([declare(node_id) for node_id in ids] + facts).snapshot(DAY)


def test_bases_and_periods_are_never_mixed(hbm):
    found = concentration(hbm, [HBM])
    assert [(row.basis, row.period, row.used) for row in found.rows] == [
        ("revenue", "2025", True), ("bits", "2024", False), ("revenue", "2024", False)
    ]  # fmt: skip
    best = found.rows[0]
    assert best.hhi == (pytest.approx(0.34, abs=EXACT), pytest.approx(0.38, abs=EXACT))
    assert best.effective == (pytest.approx(1 / 0.38), pytest.approx(1 / 0.34))
    assert best.above_screening is False
    assert [(s.id, s.share) for s in best.suppliers] == [
        ("company:skh", 0.5), ("company:sam", 0.3), ("company:mu", None)
    ]  # fmt: skip
    assert best.sources == (SOURCE.id,)


def test_countries_from_firms_and_as_reported(hbm):
    found = concentration(hbm, [HBM], Grouping.COUNTRY)
    derived = next(row for row in found.rows if row.used)
    assert derived.hhi == (pytest.approx(0.64), pytest.approx(0.68))
    reported = next(row for row in found.rows if row.reported)
    assert (reported.basis, reported.hhi[0]) == ("by site", pytest.approx(0.81))


def test_names_without_figures_are_listed_not_guessed(hbm):
    found = concentration(hbm)
    assert [(row.input, row.suppliers) for row in found.without_figures] == [("input:other", ("company:mu",))]


def test_a_figure_measured_later_is_not_used(hbm):
    early = concentration(hbm.graph.snapshot(date(2024, 6, 1)), [HBM])
    assert {row.period for row in early.rows} == {"2024"}


def test_along_a_stack(m1):
    found = stack_concentration(m1.snapshot(DAY), "input:chip")
    assert [(row.need, round(row.hhi[0], 4)) for row in found.rows] == [
        ("lithography", 1.0), ("fabrication", 0.82), ("hbm", 0.68), ("eda", 0.625)
    ]  # fmt: skip
    firms = stack_concentration(m1.snapshot(DAY), "input:chip", Grouping.COMPANY)
    assert firms.rows[-1].need == "eda"
    assert not any(row.assumed for row in found.rows)


@pytest.mark.parametrize(
    ("claims", "hhi", "central"),
    [
        ([("a", None), ("b", None)], (0.0, 1.0), 0.5),
        ([("a", None), ("b", None), ("closed", True)], (0.5, 1.0), 0.5),
        ([("a", 0.6), ("b", None)], (0.36, 0.52), 0.52),
        ([("a", 0.6), ("b", None), ("c", None), ("closed", True)], (0.36 + 2 * 0.04, 0.36 + 0.16), 0.44),
        ([("a", 0.5)], (0.25, 0.5), 0.25),
        ([("a", None)], (0.0, 1.0), 1.0),
    ],
)
def test_along_a_stack_what_no_source_states_makes_an_interval(claims, hhi, central):
    closed = ("closed", True) in claims
    facts = [
        figure("input:x", "SUPPLIED_BY", f"company:{name}", share, closed=closed, basis="world", period="2025")
        for name, share in claims
        if name != "closed"
    ]
    nodes = [declare("input:x"), *(declare(fact.end) for fact in facts)]
    (row,) = stack_concentration(KnowledgeGraph.build([*nodes, *facts]).snapshot(DAY), "input:x", Grouping.COMPANY).rows
    assert (row.hhi, row.central) == (pytest.approx(hhi), pytest.approx(central))
    assert row.effective[1] == (None if hhi[0] == 0 else pytest.approx(1 / hhi[0]))


def stock(quantity: float, period: str, basis: str = "delivered") -> EdgeFact:
    fields = {"quantity": quantity, "period": period, "basis": basis, "unit": "stacks"}
    return figure("country:CHN", "HOLDS", HBM, None, **fields)


def stocks(*claims: EdgeFact):
    ids = ("country:CHN", HBM)
    return KnowledgeGraph.build([declare(node_id) for node_id in ids] + list(claims)).snapshot(DAY)


def test_a_stock_runs_out_within_a_range():
    snapshot = stocks(stock(11.4e6, "2025-09"), stock(13e6, "2025-09", "delivered by all"))
    (row,) = run_out(snapshot, [HBM], rate=(10e6, 20e6)).rows
    assert row.quantity == (11.4e6, 13e6)
    assert row.days == (pytest.approx(11.4 / 20 * 365.25), pytest.approx(13 / 10 * 365.25))
    assert row.runs_out == (date(2026, 7, 28), date(2027, 4, 20))
    assert set(row.bases) == {"delivered", "delivered by all"}
    later = run_out(snapshot, rate=(10e6, 20e6), cut_off=date(2026, 2, 1)).rows[0]
    assert later.runs_out[0] == date(2026, 8, 28)


def test_a_stock_is_the_whole_range_that_its_source_gives():
    ranged = stock(10e6, "2025-09").model_copy(update={"properties": {"quantity_low": 8e6, "quantity_high": 15e6}})
    (row,) = run_out(stocks(ranged), rate=(1e6, 1e6)).rows
    assert (row.quantity, row.stated) == ((8e6, 15e6), (10e6,))
    assert row.days == (pytest.approx(8 * 365.25), pytest.approx(15 * 365.25))
    within = ranged.model_copy(update={"quantity": None, "note": "how many are HBM3 is not given"})
    (row,) = run_out(stocks(within)).rows
    assert (row.quantity, row.stated, row.notes) == ((8e6, 15e6), (), ("how many are HBM3 is not given",))


@pytest.mark.parametrize("ends", [{"quantity_low": 11e6}, {"quantity_high": 9e6}])
def test_a_quantity_outside_its_range_is_refused(ends):
    with pytest.raises(BuildError, match="is above"):
        stocks(stock(10e6, "2025-09").model_copy(update={"properties": ends}))


def test_a_published_figure_outside_its_range_is_refused():
    figures = {"value": 3.0, "low": 1.0, "high": 2.0, "topic": "users"}
    with pytest.raises(BuildError, match="value 3 is above high 2"):
        KnowledgeGraph.build([declare("statement:s").model_copy(update={"properties": figures})])


def test_without_a_rate_it_is_what_was_added_or_nothing():
    (row,) = run_out(stocks(stock(10e6, "2025-09"))).rows
    assert (row.days, row.assumption) == (None, "no rate is known: give one")
    (row,) = run_out(stocks(stock(10e6, "2025-Q3"), stock(6e6, "2024-Q3"))).rows
    assert row.rate == (pytest.approx(4e6 / 365 * 365.25), pytest.approx(4e6 / 365 * 365.25))
    assert row.days == (pytest.approx(912.5), pytest.approx(912.5))


def test_accelerators_in_place_are_not_used_up():
    chip = "chip:c"
    counts = [figure("country:CHN", "HOLDS", chip, None, quantity=n, period=p, unit="units") for n, p in COUNTED]
    snapshot = KnowledgeGraph.build([declare("country:CHN"), declare(chip), *counts]).snapshot(DAY)
    (row,) = run_out(snapshot).rows
    assert (row.rate, row.days, row.runs_out) == (None, None, None)
    assert "not used up" in row.assumption
    (put_to_work,) = run_out(snapshot, rate=(1.0, 1.0)).rows
    assert put_to_work.runs_out is not None


COUNTED = ((2.0, "2024-Q3"), (3.0, "2025-Q3"))


@pytest.mark.parametrize(("cut_off", "told"), [(date(2026, 9, 30), True), (date(2026, 10, 2), False)])
def test_what_is_left_of_a_stock_counted_long_before_is_not_known(cut_off, told):
    (row,) = run_out(stocks(stock(10e6, "2025-09")), rate=(1e6, 1e6), cut_off=cut_off).rows
    assert row.days == (pytest.approx(3652.5), pytest.approx(3652.5))
    assert (row.runs_out is not None) is told
    assert ("what is left is not known" in row.assumption) is not told


def test_rates_that_make_no_sense_are_refused():
    with pytest.raises(QuestionError):
        run_out(stocks(stock(1, "2025")), rate=(0, 1))


def test_facts_of_the_small_worlds_have_no_stocks():
    graph = KnowledgeGraph.build(parse_facts("lab:l BASED_IN country:CHN"))
    assert run_out(graph.snapshot(DAY)).rows == ()


def test_one_maker_of_everything_beside_others_that_exist_is_an_interval_and_no_market_of_one(world):
    snapshot = world(
        """
        input:furnace SUPPLIED_BY company:pva supplier 1
        input:furnace SUPPLIED_BY company:ferrotec supplier
        input:furnace SUPPLIED_BY company:linton supplier
        input:scanner SUPPLIED_BY company:asml supplier 1
        input:memory SUPPLIED_BY company:skh supplier .6
        input:memory SUPPLIED_BY company:mu supplier .4
        input:memory SUPPLIED_BY company:cxmt supplier
        company:pva BASED_IN country:DEU
        company:ferrotec BASED_IN country:JPN
        company:linton BASED_IN country:USA
        company:asml BASED_IN country:NLD
        """
    ).snapshot(DAY)
    furnace, scanner, memory = concentration(snapshot, ["input:furnace", "input:scanner", "input:memory"]).rows
    assert furnace.hhi == pytest.approx((1 / 3, 1))
    assert furnace.above_screening is None
    assert furnace.uncounted == ("company:ferrotec", "company:linton")
    assert (scanner.hhi, scanner.uncounted) == ((1, 1), ())
    assert memory.hhi == pytest.approx((0.52, 0.52))
    assert memory.uncounted == ("company:cxmt",)
    by_country = concentration(snapshot, ["input:furnace"], Grouping.COUNTRY).rows[0]
    assert by_country.hhi == pytest.approx((1 / 3, 1))


def test_where_shares_are_published_of_countries_alone_it_says_so():
    facts = [
        figure("country:CHN", "SHARE_OF", "input:gallium", 0.98, basis="refined", period="2025"),
        figure("input:x", "SUPPLIED_BY", "company:b", 0.5, basis="revenue", period="2025"),
    ]
    ids = ("country:CHN", "input:gallium", "input:x", "company:b")
    snapshot = KnowledgeGraph.build([declare(node_id) for node_id in ids] + facts).snapshot(DAY)
    said = "no share of a firm is known of gallium; of countries there are some: ask by=country"
    assert concentration(snapshot, ["input:gallium"]).assumptions[1:] == (said,)
    assert concentration(snapshot, ["input:x"]).assumptions[1:] == ()
    by_country = concentration(snapshot, ["input:gallium"], Grouping.COUNTRY)
    assert ([row.hhi for row in by_country.rows], by_country.assumptions[1:]) == ([pytest.approx((0.9604, 0.9608))], ())
