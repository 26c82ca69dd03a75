"""Unknown is not safe: what is known of an entity has to say of what a part is (methods A3)."""

from datetime import date

from graph.analysis.dependency.cases.universe import Over
from graph.analysis.dependency.cut_sets.cut_sets import Cut, cut_sets
from graph.analysis.dependency.exposure.exposure import exposure
from graph.analysis.dependency.exposure.targets import To
from graph.analysis.dependency.known import is_known, unknown_reason
from graph.analysis.dependency.scenarios.scenarios import run_scenario
from graph.analysis.dependency.scenarios.spec import Scenario
from graph.facts.fact import Confidence
from graph.knowledge_graph import KnowledgeGraph
from tests.conftest import parse_facts

DAY = date(2026, 1, 1)
USE = """
    country:FRA USES lab:a
    country:BRA USES lab:a use .6
    country:FRA MEMBER_OF security:nato
    lab:a BASED_IN country:USA
    lab:a RUNS_ON cloud:k
"""


def test_a_country_whose_use_nobody_measures_is_neither_stopped_nor_safe(world):
    snapshot = world(USE).snapshot(DAY)
    reason = unknown_reason(snapshot, "country:FRA")
    assert reason == (
        "not known: sources name some of what FRA rests on at horizon make, and none states a part of it for sure, "
        "so nothing is said to stop it or to spare it; of what stands in it and belongs to it, the exposure of its "
        "stack tells layer by layer"
    )
    found = cut_sets(snapshot, "country:FRA", Cut(Over.COUNTRY))
    assert (found.cut_sets, found.reason) == ((), reason)
    told = exposure(snapshot, "country:FRA", To.COUNTRY)
    assert (told.rows, told.reason) == ((), reason), "a central loss of 0 would be quoted"


def test_what_is_not_known_keeps_those_with_whom_it_falls_for_sure(world):
    snapshot = world("lab:a BASED_IN country:USA\nmodel:m DEVELOPED_BY lab:a").snapshot(DAY)
    told = exposure(snapshot, "model:m", To.COUNTRY)
    assert told.reason
    assert [(row.to, row.loss, row.home) for row in told.rows] == [("country:USA", (1, 1, 1), True)]


def test_a_country_whose_use_is_measured_loses_what_is_measured(world):
    snapshot = world(USE).snapshot(DAY)
    assert is_known(snapshot, "country:BRA")
    (row,) = [row for row in exposure(snapshot, "country:BRA", To.COUNTRY).rows if row.to == "country:USA"]
    assert row.loss == (0.6, 0.6, 1)


def test_what_a_country_is_a_member_of_says_nothing_of_what_it_rests_on(world):
    snapshot = world("country:FRA MEMBER_OF security:nato").snapshot(DAY)
    assert unknown_reason(snapshot, "country:FRA").startswith("not known: no source says what FRA rests on")


def test_a_what_if_about_a_country_of_which_nothing_is_known_says_so(world):
    """Without the United States nothing of France "was stopped", of whose use no part is known."""
    result = run_scenario(world(USE).snapshot(DAY), Scenario(remove=("country:USA",), targets=("country:FRA",)))
    assert result.sentence.startswith("Not known: no source tells the needs of 1 country")
    (row,) = result.degraded
    assert "a, how much of it nobody states" in row.reason
    told = run_scenario(world(USE).snapshot(DAY), Scenario(remove=("country:USA",), targets=("country:BRA",)))
    assert told.sentence.startswith("Stopped: 1 country.")


def test_what_is_not_known_is_not_also_not_excluded(world):
    """Sakana AI stood among the three "not excluded" and among those of which nothing is known."""
    guess = [
        fact.model_copy(update={"confidence": Confidence.SPECULATIVE})
        if getattr(fact, "kind", "") == "RUNS_ON"
        else fact
        for fact in parse_facts("lab:l RUNS_ON cloud:c\ncloud:c BASED_IN country:USA\nlab:l BASED_IN country:JPN")
    ]
    result = run_scenario(KnowledgeGraph.build(guess).snapshot(DAY), Scenario(remove=("country:USA",)))
    assert [row.id for row in result.not_known] == ["lab:l"]
    assert "lab:l" not in {row.id for row in result.degraded}
