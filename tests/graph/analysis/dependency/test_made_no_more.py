"""Models of long ago and chips that nobody makes are in no count of a what-if, unless somebody asks for them."""

from datetime import date

import pytest

from graph.analysis.dependency.cases.targets import TargetSet, members_of
from graph.analysis.dependency.cases.universe import Over
from graph.analysis.dependency.chokepoints.chokepoints import chokepoints
from graph.analysis.dependency.cut_sets.cut_sets import Cut
from graph.analysis.dependency.scenarios.scenarios import run_scenario
from graph.analysis.dependency.scenarios.spec import Scenario
from graph.knowledge_graph import KnowledgeGraph
from graph.ontology import Horizon
from graph.supply.current import is_past, past
from tests.conftest import declare, parse_facts

DAY = date(2026, 1, 1)
WORLD = """
model:old TRAINED_ON chip:new
model:new TRAINED_ON chip:new
model:undated TRAINED_ON chip:new
model:on-old-chips TRAINED_ON chip:old
chip:new DESIGNED_BY company:nv
chip:old DESIGNED_BY company:nv
"""
RELEASED = {"model:old": "2023-12", "model:new": "2024-03", "model:on-old-chips": "2025", "chip:old": "2017",
            "chip:new": "2023"}  # fmt: skip


@pytest.fixture(scope="module")
def graph() -> KnowledgeGraph:
    facts = [fact for fact in parse_facts(WORLD) if getattr(fact, "id", None) not in RELEASED]
    dated = [declare(i, properties={"released_on": day}) for i, day in RELEASED.items()]
    return KnowledgeGraph.build([*facts, *dated])


@pytest.mark.parametrize("day", [date(2019, 1, 1), date(2024, 6, 1), DAY, date(2031, 1, 1)])
def test_what_is_past_is_the_same_told_by_columns(graph, day):
    nodes = graph.snapshot(day).nodes
    assert past(nodes, day) == {node.id for node in nodes.values() if is_past(node, day)}


def lost(graph, horizon, day=DAY, **question):
    return run_scenario(graph.snapshot(day, horizon=horizon), Scenario(remove=("company:nv",), **question))


def split(rows):
    return [{row.id for row in rows if row.past is past} - {"company:nv"} for past in (False, True)]


@pytest.mark.parametrize("horizon", [Horizon.MAKE, Horizon.GROW])
def test_what_is_made_no_more_is_in_no_count_and_listed_last(graph, horizon):
    result = lost(graph, horizon)
    assert split(result.failed) == [
        {"model:new", "model:undated", "model:on-old-chips", "chip:new"}, {"model:old", "chip:old"}
    ]  # fmt: skip
    assert [row.past for row in result.failed] == sorted(row.past for row in result.failed)
    assert {tally.kind: tally.stopped for tally in result.in_all} == {"Model": 3, "Chip": 0, "Company": 0}
    said = [line.split(" released")[0] for line in result.assumptions if "made no more" in line]
    assert said == ["1 model", "1 chip"]


def test_what_goes_on_is_counted_the_same_way(graph):
    result = run_scenario(graph.snapshot(DAY), Scenario(remove=("chip:old",)))
    assert split(result.survives) == [{"model:new", "model:undated"}, {"model:old"}]
    assert {tally.kind: tally.go_on for tally in result.in_all}["Model"] == 2


def test_who_asks_by_name_is_answered(graph):
    result = lost(graph, Horizon.MAKE, targets=("model:old", "chip:old"))
    assert split(result.failed) == [{"model:old", "chip:old"}, set()]
    assert not [line for line in result.assumptions if "made no more" in line]


@pytest.mark.parametrize("horizon", Horizon)
def test_whether_a_thing_falls_does_not_depend_on_who_else_is_asked_about(graph, horizon):
    every = [node_id for node_id in graph.nodes if not node_id.startswith("company:")]
    by_name = {row.id for row in lost(graph, horizon, targets=tuple(every)).failed}
    assert by_name == set().union(*split(lost(graph, horizon).failed))


def test_on_an_earlier_day_it_was_still_made(graph):
    assert "model:old" in split(lost(graph, Horizon.MAKE, day=date(2024, 6, 1)).failed)[0]


def test_what_a_scenario_removes_by_name_counts(graph):
    result = run_scenario(graph.snapshot(DAY), Scenario(remove=("chip:old",)))
    assert split(result.failed) == [{"chip:old", "model:on-old-chips"}, set()]


def test_current_models_leave_out_those_of_long_ago(graph):
    found = {
        each: set(members_of(graph.snapshot(DAY), each)) for each in (TargetSet.CURRENT_MODELS, TargetSet.ALL_MODELS)
    }
    assert found[TargetSet.ALL_MODELS] - found[TargetSet.CURRENT_MODELS] == {"model:old"}


SITES = """
lab:l RUNS_ON facility:of-old
facility:of-old HOSTS chip:old
lab:m RUNS_ON facility:of-both
facility:of-both HOSTS chip:old
facility:of-both HOSTS chip:new
chip:new DESIGNED_BY company:nv
chip:old DESIGNED_BY company:gone
"""


def dated_facts(text):
    facts = [fact for fact in parse_facts(text) if getattr(fact, "id", None) not in RELEASED]
    return [*facts, *(declare(i, properties={"released_on": RELEASED[i]}) for i in ("chip:old", "chip:new"))]


def of_sites(horizon):
    """How each of two sites is divided among its chips."""
    needs = KnowledgeGraph.build(dated_facts(SITES)).snapshot(DAY, horizon=horizon).needs
    hosting = {need.of: need for need in needs if need.need == "accelerators"}
    return [{one.id: one.share for one in hosting[site].suppliers} for site in ("facility:of-old", "facility:of-both")]


@pytest.mark.parametrize("horizon", [Horizon.MAKE, Horizon.GROW])
def test_a_site_is_judged_by_the_chips_that_are_made_where_it_has_any(horizon):
    old, both = of_sites(horizon)
    assert both == {"chip:new": 1, "chip:old": 0}
    assert old == {"chip:old": 1}, "what follows the chips of a site that has only old ones is likely of their makers"


def test_an_example_goes_through_no_chip_that_is_made_no_more():
    made = "chip:old FABRICATED_WITH input:process\nchip:new FABRICATED_WITH input:process\n"
    facts = dated_facts(f"{SITES.strip()}\n{made}input:process SUPPLIED_BY company:foundry")
    found = chokepoints(KnowledgeGraph.build(facts).snapshot(DAY), TargetSet.LABS, Cut(Over.COMPANY, 1))
    (foundry,) = [row for row in found.chokepoints if row.members == ("company:foundry",)]
    assert [(one.id, one.caveats) for one in foundry.stops] == [("lab:m", ()), ("lab:l", ("made no more",))]
    assert "(made no more)" in str(foundry.stops[1].why)


def test_whatever_runs_counts_as_it_runs():
    assert of_sites(Horizon.RUN)[1] == {"chip:new": 0.5, "chip:old": 0.5}
