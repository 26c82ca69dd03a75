"""Of what a scenario speaks, what it cannot judge, and what the facts do not exclude: what its sentence says."""

from datetime import date

from graph.analysis.dependency.scenarios.scenarios import run_scenario as run
from graph.analysis.dependency.scenarios.spec import Scenario
from graph.facts.fact import Confidence
from graph.knowledge_graph import KnowledgeGraph
from graph.ontology import Horizon
from tests.conftest import declare, parse_facts
from tests.graph.analysis.dependency.scenarios.test_scenarios import run_scenario, scenario

DAY = date(2026, 1, 1)


def test_what_a_scenario_cannot_stop_is_said(world):
    text = "country:CHN SHARE_OF input:gallium\ninput:x SUPPLIED_BY company:b\ncompany:b BASED_IN country:CHN"
    snapshot = world(text).snapshot(DAY)
    halted = run_scenario(snapshot, scenario(bans=[{"by": ["country:CHN"], "goods": ["input:gallium"]}]))
    assert halted.nothing == (
        "nothing in the graph rests on gallium, so that 0 stopped is no finding",
        "no supplier by firm is known of gallium, so that no ban stops it",
    )
    assert halted.sentence == f"Not judged: {'; '.join(halted.nothing)}."


def test_what_binds_at_a_longer_horizon_is_told():
    lines = ("chip:a REQUIRES input:t", "input:t SUPPLIED_BY company:t", "company:t BASED_IN country:NLD")
    facts = [fact for fact in parse_facts("\n".join(lines)) if getattr(fact, "id", None) != "input:t"]
    graph = KnowledgeGraph.build([*facts, declare("input:t", subtype="tool")])
    banned = scenario(bans=[{"by": ["country:NLD"], "goods": ["input:t"]}])
    made = run_scenario(graph.snapshot(DAY), banned)
    said = "othing rests on t at horizon make, only from horizon grow on"
    assert made.nothing == (f"n{said}",)
    assert made.sentence.endswith(f" N{said}.")
    assert run_scenario(graph.snapshot(DAY, horizon=Horizon.GROW), banned).nothing == ()


def test_the_nearest_horizon_at_which_it_binds_is_told(world):
    snapshot = world("chip:a REQUIRES input:gas\ninput:gas SUPPLIED_BY company:g").snapshot(DAY, horizon=Horizon.RUN)
    said = "nothing rests on g at horizon run, only from horizon make on"
    assert run_scenario(snapshot, scenario(remove=["company:g"])).nothing == (said,)


def test_what_can_be_judged_is_told_beside_what_cannot(world):
    text = "country:CHN SHARE_OF input:gallium\ninput:x SUPPLIED_BY company:b\nlab:a RUNS_ON cloud:k - - closed"
    snapshot = world(f"{text}\ncloud:k PART_OF company:k\ncountry:USA MEMBER_OF security:s").snapshot(DAY)
    unjudged = {"by": ["country:CHN"], "goods": ["input:gallium"]}
    both = run_scenario(snapshot, scenario(remove=["country:USA"], bans=[unjudged, {"by": ["country:CHN"]}]))
    assert both.sentence.startswith("Nothing that is known is stopped: 0 of 1 known lab. Not judged: nothing")
    alone = run_scenario(snapshot, scenario(bans=[unjudged]))
    assert alone.sentence.startswith("Not judged: nothing")


def test_what_the_facts_do_not_exclude_is_no_all_clear(world):
    text = "model:a TRAINED_ON chip:k - - closed\nchip:k REQUIRES input:x\ninput:x SUPPLIED_BY company:b\n"
    snapshot = world(f"{text}input:x SUPPLIED_BY company:c\ninput:x SUPPLIED_BY company:d").snapshot(DAY)
    result = run(snapshot, Scenario(remove=("company:b",)))
    assert result.sentence == (
        "Nothing that is known is stopped: 0 of 1 known model. Not excluded, as nobody states the shares: 1 model. "
        "Not counted, as removed or at home there: 1 company."
    )
    assert {row.id for row in result.degraded if row.not_excluded} >= {"model:a"}
    assert {tally.kind: tally.not_excluded for tally in result.in_all}["Model"] == 1


def test_a_ban_counts_the_labs_of_those_it_bans(world):
    text = "company:fr BASED_IN country:FRA\nlab:de BASED_IN country:DEU\nlab:in BASED_IN country:IND\n"
    text += "company:us BASED_IN country:USA\n"
    text += "lab:de RUNS_ON cloud:k - - closed\nlab:in RUNS_ON cloud:k - - closed\ncloud:k PART_OF company:us"
    snapshot = world(text).snapshot(DAY)
    banned = run_scenario(snapshot, scenario(bans=[{"by": ["country:USA"], "on": ["country:DEU"]}]))
    assert {row.id for row in banned.failed} == {"lab:de"}
    assert not banned.survives
    assert "counted: labs and models of the customers of the bans, no others" in banned.assumptions
    named = run_scenario(snapshot, scenario(bans=[{"by": ["country:USA"], "on": ["country:DEU"]}], targets=["lab:in"]))
    assert [row.id for row in named.survives] == ["lab:in"], "who asks by name is told"
    assert not [line for line in named.assumptions if line.startswith("counted:")]
    everywhere = run_scenario(snapshot, scenario(remove=["country:USA"]))
    assert {row.id for row in everywhere.failed} >= {"lab:de", "lab:in"}
    assert not [line for line in everywhere.assumptions if line.startswith("counted:")]
    nobody = run_scenario(snapshot, scenario(bans=[{"by": ["country:USA"], "on": ["country:FRA"]}]))
    assert nobody.sentence == "Not judged: no lab and no model is known of those whom it bans."


def test_the_kinds_of_an_input_that_stay_are_named(world):
    snapshot = world("chip:a REQUIRES input:new - - closed\ninput:new VARIANT_OF input:any").snapshot(DAY)
    assert (
        "Kinds of any stay, as they are inputs of their own: new."
        in run_scenario(snapshot, scenario(remove=["input:any"])).sentence
    )
    both = run_scenario(snapshot, scenario(remove=["input:any", "input:new"]))
    assert "Kinds" not in both.sentence


def test_of_what_nothing_is_known_is_not_said_to_be_safe(world):
    snapshot = world("country:USA ADOPTED lab:none\nlab:one RUNS_ON cloud:k").snapshot(DAY)
    asked = run_scenario(snapshot, scenario(remove=["cloud:k"], targets=["lab:none"]))
    assert asked.sentence == "Not known: no source tells the needs of 1 lab, so that it is neither stopped nor safe."


def test_what_of_a_ban_is_in_force_already_is_told():
    lines = (
        "policy:p ISSUED_BY country:USA", "policy:p RESTRICTS country:CHN", "policy:g ISSUED_BY country:USA",
        "policy:g RESTRICTS chip:g", "policy:other ISSUED_BY country:JPN", "policy:other RESTRICTS country:CHN",
        "chip:g DESIGNED_BY company:d", "company:d BASED_IN country:USA", "lab:l BASED_IN country:CHN",
    )  # fmt: skip
    snapshot = KnowledgeGraph.build(parse_facts("\n".join(lines))).snapshot(DAY)

    def told(**ban: object) -> list[str]:
        asked = scenario(bans=[{"by": ["country:USA"], "on": ["country:CHN"], **ban}])
        return [line for line in run_scenario(snapshot, asked).assumptions if "in force already" in line]

    (of_country,) = told()
    assert "already, by p. What" in of_country
    (of_goods,) = told(goods=["chip:g"])
    assert "already, by g. What" in of_goods
    by_itself = run_scenario(snapshot, scenario(policy=["policy:p"]))
    assert not any("in force already" in line for line in by_itself.assumptions)


def test_a_policy_that_may_be_in_force_is_told_as_that():
    """A ban that was suspended, and of whose end nobody knows, "was in force already"."""
    lines = ("policy:p ISSUED_BY country:CHN", "chip:g DESIGNED_BY company:d", "company:d BASED_IN country:CHN")
    (*_, restricts) = parse_facts("policy:p RESTRICTS chip:g")
    doubted = restricts.model_copy(update={"confidence": Confidence.SPECULATIVE})
    snapshot = KnowledgeGraph.build([*parse_facts("\n".join(lines)), doubted]).snapshot(DAY)
    asked = scenario(bans=[{"by": ["country:CHN"], "goods": ["chip:g"]}])
    (line,) = [line for line in run_scenario(snapshot, asked).assumptions if "in force" in line]
    assert "part of it may be in force already, by p (not confirmed for this day). What" in line


def test_what_is_removed_by_description_and_binds_later_is_told():
    """Without Chinese open models "nothing was stopped", though models of others are derived from them."""
    facts = parse_facts(
        "lab:cn BASED_IN country:CHN\nmodel:base DEVELOPED_BY lab:cn\nmodel:child DERIVED_FROM model:base"
    )
    others = [fact for fact in facts if getattr(fact, "id", "") != "model:base"]
    graph = KnowledgeGraph.build([*others, declare("model:base", properties={"open_weights": True})])
    where = [{"kind": "Model", "country": "country:CHN", "properties": {"open_weights": True}}]
    made = run_scenario(graph.snapshot(DAY), scenario(remove_where=where))
    told = "on 1 of the 1 that are removed something rests only from horizon grow on: ask with that horizon"
    assert told in made.nothing
    assert {row.id for row in made.failed} == {"model:base"}
    grown = run_scenario(graph.snapshot(DAY, horizon=Horizon.GROW), scenario(remove_where=where))
    assert {row.id for row in grown.failed} == {"model:base", "model:child"}
    assert told not in grown.nothing


def test_a_scenario_that_asks_for_nothing_is_told_so(world):
    asked = run_scenario(world("lab:l RUNS_ON cloud:k").snapshot(DAY), scenario())
    assert asked.sentence == "Not judged: the scenario removes nobody, bans nobody and changes no share."
