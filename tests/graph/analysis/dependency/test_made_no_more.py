"""Models of long ago and chips that nobody makes are in no count of a what-if, unless somebody asks for them."""

from datetime import date

import pytest

from graph.analysis.dependency.scenario_spec import Scenario
from graph.analysis.dependency.scenarios import run_scenario
from graph.analysis.dependency.targets import TargetSet, members_of
from graph.knowledge_graph import KnowledgeGraph
from graph.ontology import Horizon
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


def stopped(graph, horizon, day=DAY, **question):
    result = run_scenario(graph.snapshot(day, horizon=horizon), Scenario(remove=("company:nv",), **question))
    return {row.id for row in result.failed} - {"company:nv"}, result.assumptions


@pytest.mark.parametrize("horizon", [Horizon.MAKE, Horizon.GROW])
def test_what_is_made_no_more_is_in_no_count(graph, horizon):
    ids, said = stopped(graph, horizon)
    assert ids == {"model:new", "model:undated", "model:on-old-chips", "chip:new"}
    assert [line.split(" released")[0] for line in said if "made no more" in line] == ["1 model", "1 chip"]


def test_who_asks_by_name_is_answered(graph):
    ids, said = stopped(graph, Horizon.MAKE, targets=("model:old", "chip:old"))
    assert ids == {"model:old", "chip:old"}
    assert not [line for line in said if "made no more" in line]


def test_on_an_earlier_day_it_was_still_made(graph):
    ids, _ = stopped(graph, Horizon.MAKE, day=date(2024, 6, 1))
    assert "model:old" in ids


def test_what_a_scenario_removes_by_name_is_listed(graph):
    result = run_scenario(graph.snapshot(DAY), Scenario(remove=("chip:old",)))
    assert {row.id for row in result.failed} == {"chip:old", "model:on-old-chips"}


def test_current_models_leave_out_those_of_long_ago(graph):
    found = {
        each: set(members_of(graph.snapshot(DAY), each)) for each in (TargetSet.CURRENT_MODELS, TargetSet.ALL_MODELS)
    }
    assert found[TargetSet.ALL_MODELS] - found[TargetSet.CURRENT_MODELS] == {"model:old"}
