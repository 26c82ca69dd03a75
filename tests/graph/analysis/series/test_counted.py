"""Compute by owner, notable models, accelerator regions, funding: small worlds whose answers are known."""

from datetime import date

import pytest

from graph.analysis.blocs import presets
from graph.analysis.series.accelerator_regions import accelerator_regions
from graph.analysis.series.compute_owners import OTHERS, compute_owners
from graph.analysis.series.funding import funding
from graph.analysis.series.notable_models import notable_models
from graph.analysis.series.sectors import sectors
from graph.analysis.series.usage import users_by_country
from graph.facts.fact import EdgeFact
from graph.knowledge_graph import KnowledgeGraph
from tests.conftest import SOURCE, declare, parse_facts

DAY = date(2026, 1, 1)
SEATS = """
company:msft BASED_IN country:USA
company:nvda BASED_IN country:USA
company:amd BASED_IN country:USA
cloud:core BASED_IN country:USA
lab:cn BASED_IN country:CHN
"""


def held(subject, maker, period, value, spread=10, **known):
    slug = f"{subject}-{maker}-{period}".replace(":", "-").replace(" ", "-")
    known |= {"topic": "compute-by-owner", "subject": subject, "maker": maker, "period": period, "value": value}
    ranged = {"low": value - spread, "high": value + spread} if spread else {}
    return declare(f"statement:{slug}", properties=known | ranged)


def quarter(period):
    return [
        held("company:msft", "company:nvda", period, 400),
        held("country:CHN", "company:nvda", period, 100),
        held(OTHERS, "company:nvda", period, 300),
        held("cloud:core", "company:nvda", period, 60, within=OTHERS),
    ]


def owners(*facts, day=DAY, **fields):
    graph = KnowledgeGraph.build([*parse_facts(SEATS), *facts])
    return compute_owners(graph.snapshot(day), **fields)[0]


def test_an_owner_among_the_others_is_taken_out_of_them_and_counts_once():
    found = owners(*quarter("2025-Q4"))
    rows = {row.owner: row for row in found.rows}
    assert {name: row.value for name, row in rows.items()} == {
        "company:msft": 400, "country:CHN": 100, "cloud:core": 60, OTHERS: 240,
    }  # fmt: skip
    assert sum(row.share for row in rows.values()) == pytest.approx(1)
    assert (rows[OTHERS].low, rows[OTHERS].note) == (None, "without cloud:core")


def test_a_country_has_what_its_named_owners_hold_and_at_most_that_and_all_that_is_unnamed():
    american, chinese = owners(*quarter("2025-Q4")).countries
    assert (american.country, american.share, american.at_most) == (
        "country:USA",
        pytest.approx(460 / 800),
        pytest.approx(700 / 800),
    )
    assert (chinese.share, chinese.at_most) == (pytest.approx(1 / 8), pytest.approx(340 / 800))


def test_a_quarter_of_which_a_maker_is_not_counted_yet_has_no_amount_that_reads_as_a_whole():
    whole = [*quarter("2025-Q3"), held("company:msft", "company:amd", "2025-Q3", 50)]
    found = owners(*whole, *quarter("2025-Q4"))
    newest = [row for row in found.rows if row.period == "2025-Q4"]
    assert {row.share for row in newest} == {None}
    assert newest[0].missing == ("company:amd",)
    assert (newest[0].value, newest[0].low) == (None, None), "a part would read as a decline"
    assert newest[0].note.endswith("of the makers that are counted")
    assert {row.value is None for row in newest[1:]} == {False}
    assert {row.period for row in found.countries} == {"2025-Q3"}


def test_what_is_counted_of_a_part_stays_in_the_sums():
    """What is told of no whole would have been missing from the world, and from its country, as if it were nothing."""
    before = [*quarter("2025-Q3"), held("cloud:core", "company:amd", "2025-Q3", 5, within=OTHERS)]
    found = owners(*before, *quarter("2025-Q4"))
    newest = [row for row in found.rows if row.period == "2025-Q4"]
    (part,) = [row for row in newest if row.value is None]
    assert (part.owner, part.counted, part.missing) == ("cloud:core", 60, ("company:amd",))
    assert sum(row.counted for row in newest) == 800
    (american,) = [row for row in found.countries if row.period == "2025-Q4" and row.country == "country:USA"]
    assert (american.value, american.share) == (460, pytest.approx(460 / 800))


def test_a_quarter_that_has_not_ended_is_not_told():
    assert {row.period for row in owners(*quarter("2025-Q3"), *quarter("2025-Q4"), day=date(2025, 12, 30)).rows} == {
        "2025-Q3"
    }
    assert owners(day=DAY).reason


def notable(labs_of, released="2024-05-01", **node):
    source = SOURCE.model_copy(update={"dataset": "epoch-models", "id": "epoch-models/x"})
    facts = [*parse_facts("company:us BASED_IN country:USA\nlab:gb BASED_IN country:GBR\nlab:us BASED_IN country:USA")]
    facts += [edge("PART_OF", "lab:gb", "company:us")]
    facts += [
        edge("BASED_IN", lab, seat, source=source)
        for lab, seat in (("lab:gb", "country:GBR"), ("lab:us", "country:USA"))
    ]
    for name, labs in labs_of.items():
        facts.append(declare(f"model:{name}", properties={"released_on": released}, source=source))
        facts += [edge("DEVELOPED_BY", f"model:{name}", lab, source=source) for lab in labs]
    facts.append(declare("model:listed-only", properties={"released_on": released}))
    facts += [
        declare("model:base", properties={"released_on": released}),
        declare("model:base", source=source, locator="b"),
    ]
    return notable_models(KnowledgeGraph.build(facts).snapshot(DAY))[0]


def edge(kind, start, end, **fields):
    content = {"kind": kind, "from": start, "to": end, "source": SOURCE, "checked": "read"}
    return EdgeFact.model_validate(content | {"locator": f"{kind}{start}{end}{sorted(fields)}"} | fields)


def test_a_model_of_two_countries_counts_in_each_and_once_in_all():
    found = notable({"one": ["lab:gb", "lab:us"], "two": ["lab:us"]})
    rows = {row.country: row for row in found.rows}
    assert (rows["country:USA"].models, rows["country:GBR"].models) == (2, 1)
    assert {row.of for row in found.rows} == {2}, "neither a listing elsewhere nor a base that is only named counts"
    assert rows["country:USA"].models_by_owner == 2
    assert "country:GBR" not in {row.country for row in found.rows if row.models_by_owner}


def test_without_the_data_set_there_is_a_reason_and_no_count():
    empty = notable_models(KnowledgeGraph.build(parse_facts(SEATS)).snapshot(DAY))[0]
    assert (empty.rows, bool(empty.reason)) == ((), True)


def test_regions_of_which_nothing_is_said_may_have_accelerators():
    facts = parse_facts("cloud:a OPERATES facility:x\ncloud:a OPERATES facility:y\ncloud:a OPERATES facility:z")
    facts = [fact for fact in facts if getattr(fact, "kind", "") != "Facility"]
    facts += [edge("LOCATED_IN", f"facility:{name}", "country:FRA") for name in "xyz"] + [declare("country:FRA")]
    for name, flag in (("x", True), ("y", False), ("z", None)):
        known = {} if flag is None else {"accelerators": flag}
        facts.append(declare(f"facility:{name}", subtype="cloud-region", properties=known))
    (row,) = accelerator_regions(KnowledgeGraph.build(facts).snapshot(DAY))[0].rows
    assert (row.with_accelerators, row.without, row.not_known, row.at_most, row.regions) == (1, 1, 1, 2, 3)
    assert (row.country, row.operator, row.known) == ("country:FRA", "cloud:a", ("facility:x",))


def test_two_rounds_are_two_investments_and_a_second_account_of_one_is_a_rival():
    first = {"quantity": 4, "unit": "billion US dollars", "properties": {"round": "A"}, "valid_from": "2025-01-01"}
    other = SOURCE.model_copy(update={"id": "facts:test/other"})
    facts = [
        *parse_facts("lab:cn BASED_IN country:CHN\ncompany:msft BASED_IN country:USA"),
        edge("FUNDED_BY", "lab:cn", "company:msft", **first),
        edge("FUNDED_BY", "lab:cn", "company:msft", **first | {"quantity": 5, "source": other, "locator": "o"}),
        edge("FUNDED_BY", "lab:cn", "company:msft", quantity=1, unit="x", properties={"round": "B"}, locator="b"),
    ]
    found = funding(KnowledgeGraph.build(facts).snapshot(DAY))[0]
    assert [(row.round, row.rival) for row in found.rows] == [("A", False), ("A", True), ("B", False)]
    assert found.with_amount == 2
    assert {(row.lab_country, row.investor_country) for row in found.rows} == {("country:CHN", "country:USA")}


def test_use_by_country_leaves_out_what_a_sector_uses():
    facts = [
        *parse_facts("lab:us BASED_IN country:USA"), declare("country:FRA"), declare("sector:health"),
        edge("USES", "sector:health", "lab:us", quantity=83, unit="percent of physicians", period="2025"),
        edge("USES", "country:FRA", "lab:us", quantity=3, unit="index", period="2025"),
    ]  # fmt: skip
    found = users_by_country(KnowledgeGraph.build(facts).snapshot(DAY), presets()["control"], "")
    assert [(point.group, point.value) for point in found.points] == [("country:FRA", 3)]


def test_decisions_count_by_the_sector_of_who_decided_and_no_sector_is_made_up():
    told = {"by": "a ministry", "sector": "local government"}
    facts = [
        *parse_facts("lab:cn BASED_IN country:CHN\nlab:us BASED_IN country:USA"),
        declare("country:FRA"), declare("country:DEU"),
        declare("sector:health"), declare("sector:government"), declare("sector:software"),
        edge("ADOPTED", "country:FRA", "lab:us", properties=told),
        edge("ADOPTED", "country:FRA", "lab:us", properties=told | {"by": "another"}, locator="b"),
        *(
            edge("ADOPTED", f"country:{place}", "lab:us", properties=told | {"by": "a firm"}, valid_from="2025-11-13",
                 as_reported="in both", locator=place)
            for place in ("FRA", "DEU")
        ),
        edge("ADOPTED", "country:DEU", "lab:us", properties=told, locator="another ministry"),
        edge("BANNED", "country:FRA", "lab:cn", properties=told),
        edge("USES", "sector:software", "lab:us", share=0.4, unit="share of spending", period="2025"),
        edge("USES", "sector:software", "lab:us", quantity=81, unit="percent", period="2026", locator="c"),
    ]  # fmt: skip
    found = sectors(KnowledgeGraph.build(facts).snapshot(DAY), presets()["control"])[0]
    (row,) = found.rows
    assert (row.sector, row.adopted, row.banned, row.countries) == ("sector:government", {"US": 4}, {"China": 1}, 2)
    assert {(use.sector, use.used, use.share, use.quantity, use.period) for use in found.uses} == {
        ("sector:software", "lab:us", 0.4, None, "2025"), ("sector:software", "lab:us", None, 81, "2026"),
    }  # fmt: skip
    assert found.silent == ("sector:health",)
    assert row.at_home == {}, "neither of them is a power"


def test_what_a_power_decides_to_use_of_its_own_is_told_apart():
    """Six of thirteen decisions for Chinese models were China's own."""
    facts = [
        *parse_facts("lab:cn BASED_IN country:CHN\nlab:us BASED_IN country:USA"), declare("country:FRA"),
        *(
            edge("ADOPTED", f"country:{place}", f"lab:{lab}", properties={"by": place, "sector": "government"})
            for place, lab in (("CHN", "cn"), ("USA", "us"), ("FRA", "cn"))
        ),
    ]  # fmt: skip
    (row,) = sectors(KnowledgeGraph.build(facts).snapshot(DAY), presets()["control"])[0].rows
    assert (row.adopted, row.at_home) == ({"China": 2, "US": 1}, {"China": 1, "US": 1})
