"""Months until a loss bites: by stocks of what is used up, where they are known of every maker; else not known."""

from datetime import date

import pytest

from graph.analysis.dependency.cases.universe import Over
from graph.analysis.dependency.chokepoints.chokepoints import chokepoints
from graph.analysis.dependency.chokepoints.headlines import headlines
from graph.analysis.dependency.cut_sets.cut_sets import Cut
from graph.analysis.dependency.scenarios.scenarios import run_scenario
from graph.analysis.dependency.scenarios.spec import Scenario
from graph.analysis.dependency.stocks import MONTHS, run_out
from graph.facts.fact import EdgeFact
from graph.knowledge_graph import KnowledgeGraph
from graph.ontology import Horizon
from tests.conftest import SOURCE, declare, parse_facts

DAY = date(2026, 1, 1)
WORLD = """
lab:l RUNS_ON facility:site
facility:site HOSTS chip:c
chip:c FABRICATED_WITH input:process
input:process SUPPLIED_BY company:fab
company:fab BASED_IN country:TWN
input:process REQUIRES input:resist
input:process REQUIRES input:gas
input:resist SUPPLIED_BY company:r
company:r BASED_IN country:JPN
input:gas SUPPLIED_BY company:g
company:g BASED_IN country:QAT
"""


def stock(holder, item, months):
    return EdgeFact.model_validate(
        {
            "kind": "HOLDS", "from": holder, "to": item, "quantity": months, "unit": MONTHS, "period": "2025-06",
            "source": SOURCE.model_copy(update={"id": f"facts:test/{months}", "url": f"https://example.org/{months}"}),
            "checked": "read", "locator": f"{holder} {item}",
        }
    )  # fmt: skip


def world(*stocks, more="", **subtypes):
    nodes = [declare(f"input:{name}", subtype=subtype) for name, subtype in subtypes.items()]
    told = {node.id for node in nodes}
    facts = [fact for fact in parse_facts(WORLD + more) if getattr(fact, "id", None) not in told]
    return KnowledgeGraph.build([*facts, *nodes, *stocks])


def lab_without(graph, country, horizon=Horizon.MAKE):
    snapshot = graph.snapshot(DAY, horizon=horizon)
    result = run_scenario(snapshot, Scenario(remove=(country,), targets=("lab:l",)))
    return next(row for row in result.failed if row.id == "lab:l")


def test_a_stock_of_every_maker_delays_what_rests_on_it():
    graph = world(stock("company:fab", "input:resist", 2), stock("company:fab", "input:resist", 3))
    row = lab_without(graph, "country:JPN")
    assert row.months == (pytest.approx(2), None), "that of the process in stock is not known: no upper bound"
    assert row.chain[-2].stock == (pytest.approx(2), pytest.approx(3))
    assert row.reason.endswith("(bites after 2 months or more, by known stocks)")
    assert lab_without(graph, "country:QAT").months is None


def test_the_stock_of_a_country_is_that_of_the_makers_it_controls():
    row = lab_without(world(stock("country:TWN", "input:resist", 1)), "country:JPN")
    assert row.months == (pytest.approx(1), None)
    elsewhere = lab_without(world(stock("country:USA", "input:resist", 1), more="company:x BASED_IN country:USA"),
                            "country:JPN")  # fmt: skip
    assert elsewhere.months is None


def test_a_stock_that_not_every_maker_has_says_nothing():
    two = "input:process SUPPLIED_BY company:other\ncompany:other BASED_IN country:KOR"
    assert lab_without(world(stock("company:fab", "input:resist", 1), more=two), "country:JPN").months is None


def test_what_is_not_used_up_does_not_run_out():
    graph = world(stock("company:fab", "input:resist", 1), resist="tool")
    assert lab_without(graph, "country:JPN", Horizon.GROW).months is None


def test_chokepoints_and_headlines_give_the_same_months():
    graph = world(stock("company:fab", "input:resist", 2))
    snapshot = graph.snapshot(DAY)
    ranked = chokepoints(snapshot, ["lab:l"], Cut(Over.COUNTRY, 1))
    said = {row.members[0]: row.stops[0].months for row in ranked.chokepoints}
    assert said == {"country:JPN": (pytest.approx(2), None), "country:QAT": None, "country:TWN": None}
    (japan,) = (row for row in headlines(snapshot, ["lab:l"], Cut(Over.COUNTRY, 1)).rows if row.id == "country:JPN")
    assert (japan.run.months, japan.make.months) == (None, (pytest.approx(2), None))


def test_a_stock_in_months_lasts_as_long_as_its_source_says():
    (row,) = run_out(world(stock("company:fab", "input:resist", 3)).snapshot(DAY)).rows
    assert row.days == (pytest.approx(91.3125), pytest.approx(91.3125))
    assert (row.rate, row.assumption) == (None, "as long as the source says")
