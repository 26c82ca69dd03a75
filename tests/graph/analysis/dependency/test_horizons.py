"""What stops when (methods A1c): run within make within grow, and which needs bind at each."""

from datetime import date
from itertools import cycle, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.analysis.dependency.cases.readings import Reading
from graph.analysis.dependency.scenarios.scenarios import run_scenario
from graph.analysis.dependency.scenarios.spec import Scenario
from graph.facts.fact import EdgeFact
from graph.knowledge_graph import KnowledgeGraph
from graph.ontology import Horizon, Role
from tests.conftest import declare, parse_facts
from tests.graph.analysis.dependency.random_worlds import COUNTRIES, INPUTS, markets

DAY = date(2026, 1, 1)
SUBTYPES = [None, "process", "packaging", "tool", "material", "software", "component", "design"]


SUBTYPED = st.lists(st.sampled_from(SUBTYPES), min_size=len(INPUTS), max_size=len(INPUTS))
OVERRIDES = st.lists(st.sampled_from([None, None, *Role]), min_size=1, max_size=4)
"""Roles that rows give, with their reason; dealt out to the rows in turn."""


def staged(text, subtypes, overrides):
    """Build a world whose inputs have subtypes and some of whose rows say another role."""
    turn = cycle(overrides)
    facts = [
        fact.model_copy(update={"role": next(turn), "note": "the row says why"})
        if isinstance(fact, EdgeFact) and fact.kind == "REQUIRES"
        else fact
        for fact in parse_facts(text)
        if getattr(fact, "id", None) not in INPUTS
    ]
    inputs = [declare(i, subtype=subtype) for i, subtype in zip(INPUTS, subtypes, strict=True)]
    return KnowledgeGraph.build([*facts, *inputs])


def fallen(graph, horizon, question, reading):
    result = run_scenario(graph.snapshot(DAY, horizon=horizon), Scenario.model_validate(question), reading)
    return {row.id for row in result.failed}


@pytest.mark.parametrize("reading", Reading)
@settings(max_examples=40, deadline=None)
@given(
    text=markets(),
    subtypes=SUBTYPED,
    overrides=OVERRIDES,
    country=st.sampled_from(COUNTRIES),
    at=st.sampled_from([(0.5, 0.0), (1.0, 0.0), (0.5, 0.5), (1.0, 1.0)]),
)
def test_what_fails_at_a_shorter_horizon_fails_at_a_longer_one(reading, text, subtypes, overrides, country, at):
    graph = staged(text, subtypes, overrides)
    present = [other for other in COUNTRIES if other in graph.nodes]
    if country not in present:
        return
    criterion = {"loss": at[0], "sigma": at[1]}
    bans = [{"bans": [{"by": [country], "on": [other]}]} for other in present if other != country]
    for question in ({"remove": [country]}, *bans):
        found = [fallen(graph, horizon, question | criterion, reading) for horizon in Horizon]
        for shorter, longer in pairwise(found):
            assert shorter <= longer


FAB = """
facility:fab REQUIRES input:scanner
facility:fab REQUIRES input:gas
facility:fab REQUIRES input:eda
input:scanner SUPPLIED_BY company:asml
input:gas SUPPLIED_BY company:air
input:eda SUPPLIED_BY company:snps
facility:fab LOCATED_IN country:TWN
company:owner OPERATES facility:fab
company:owner BASED_IN country:TWN
"""


def fab(scanner_role=None):
    facts = [fact for fact in parse_facts(FAB) if getattr(fact, "kind", None) != "Input"]
    subtypes = {"input:scanner": "tool", "input:gas": "material", "input:eda": "software"}
    facts = [
        fact.model_copy(update={"role": scanner_role, "note": "tools stop within months without service"})
        if isinstance(fact, EdgeFact) and fact.end == "input:scanner"
        else fact
        for fact in facts
    ]
    return KnowledgeGraph.build([*facts, *(declare(i, subtype=s) for i, s in subtypes.items())])


def hits(graph, firm):
    """At which horizons the loss of a firm stops the fab."""
    return [
        h.value for h in Horizon if "facility:fab" in fallen(graph, h, {"remove": [firm], "sigma": 1}, Reading.KNOWN)
    ]


def test_a_tool_binds_in_growth_a_gas_in_production_a_site_now():
    assert hits(fab(), "company:asml") == ["grow"]
    assert hits(fab(), "company:snps") == ["grow"]
    assert hits(fab(), "company:air") == ["make", "grow"]
    assert hits(fab(), "country:TWN") == ["run", "make", "grow"]


def test_a_row_that_says_why_overrides_the_role():
    assert hits(fab(Role.CONSUMED), "company:asml") == ["make", "grow"]
    assert hits(fab(Role.OPERATION), "input:scanner") == ["run", "make", "grow"]


def test_alternatives_of_one_need_bind_together():
    """A second source that is a tool keeps a fab going at the horizon at which the first one counts."""
    text = "facility:fab REQUIRES input:gas feed .5\nfacility:fab REQUIRES input:maker feed .5"
    facts = [fact for fact in parse_facts(text) if getattr(fact, "kind", None) != "Input"]
    graph = KnowledgeGraph.build(
        [*facts, declare("input:gas", subtype="material"), declare("input:maker", subtype="tool")]
    )
    assert hits(graph, "input:gas") == []
    needs = [graph.snapshot(DAY, horizon=h).needs_of.get("facility:fab", ()) for h in Horizon]
    assert [len(found) for found in needs] == [0, 1, 1]
    assert [len(found[0].suppliers) for found in needs[1:]] == [2, 2]
