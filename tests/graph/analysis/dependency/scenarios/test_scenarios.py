"""Scenarios through facts, graph and snapshot: worked examples, bans, policies, templates."""

from datetime import date
from fractions import Fraction

import pytest
from pydantic import ValidationError

from graph.analysis.dependency.cases.readings import Reading
from graph.analysis.dependency.scenarios.scenarios import compared
from graph.analysis.dependency.scenarios.scenarios import run_scenario as run
from graph.analysis.dependency.scenarios.spec import Scenario
from graph.analysis.dependency.scenarios.templates import template, templates
from graph.errors import QuestionError, UnknownIdError
from graph.knowledge_graph import KnowledgeGraph
from tests.conftest import declare, parse_facts

DAY = date(2026, 1, 1)
EXACT = 1e-12


def scenario(**body: object) -> Scenario:
    """A scenario in which stopped means that nothing is left and any live supplier would do."""
    return Scenario.model_validate({"loss": 1.0, "sigma": 1.0} | body)


def run_scenario(snapshot, question, reading=Reading.KNOWN):
    return run(snapshot, question, reading)


@pytest.mark.parametrize(
    ("country", "fails", "rigid", "half"),
    [
        ("NLD", True, Fraction(1), Fraction(1)),
        ("TWN", False, Fraction(9, 10), Fraction(9, 20)),
        ("KOR", False, Fraction(4, 5), Fraction(2, 5)),
        ("USA", False, Fraction(3, 4), Fraction(3, 8)),
        ("DEU", False, Fraction(1, 4), Fraction(1, 8)),
    ],
)
def test_m1(m1, country, fails, rigid, half):
    result = run_scenario(m1.snapshot(DAY), scenario(remove=[f"country:{country}"], targets=["input:chip"]))
    assert [row.id for row in result.failed] == (["input:chip"] if fails else [])
    assert [row.id for row in result.survives] == ([] if fails else ["input:chip"])
    if not fails:
        (row,) = result.degraded
        for key, expected in (("0", rigid), ("0.5", half), ("1", Fraction(0))):
            assert row.loss[key] == pytest.approx((float(expected),) * 2, abs=EXACT)


@pytest.mark.parametrize(
    ("cut", "told", "tallied"),
    [
        (
            "company:k",
            "Stopped: 1 of 2 known labs. For certain: 1 lab. "
            "Not counted, as removed or at home there: 1 cloud, 1 company.",
            {"Lab": (1, 1, 0, 1, 1), "CloudProvider": (0, 0, 0, None, None), "Company": (0, 0, 0, None, None)},
        ),
        ("security:s", "Nothing that is known is stopped: 0 of 2 known labs.", {"Lab": (0, 0, 0, 2, 1)}),
    ],
)
def test_what_is_stopped_is_told_by_kind(world, cut, told, tallied):
    """One laboratory of one cloud, one of two, one of which nothing is known."""
    snapshot = world(
        """
        lab:one RUNS_ON cloud:k - - closed
        lab:two RUNS_ON cloud:l - - closed
        cloud:k PART_OF company:k
        cloud:l PART_OF company:l
        country:USA ADOPTED lab:none
        country:USA MEMBER_OF security:s
        """
    ).snapshot(DAY)
    result = run_scenario(snapshot, scenario(remove=[cut]))
    assert result.sentence == told
    assert {t.kind: (t.stopped, t.certain, t.degraded, t.go_on, t.not_known) for t in result.in_all} == tallied


M2 = """
input:a SUPPLIED_BY company:b supplier .5
input:a SUPPLIED_BY company:c supplier .5
company:b OPERATES facility:d sites 1
company:c OPERATES facility:d sites .6
company:c OPERATES facility:e sites .4
"""


def test_m2(world):
    snapshot = world(M2).snapshot(DAY)
    (row,) = run_scenario(snapshot, scenario(remove=["facility:d"], targets=["input:a"], sigma=0.25)).degraded
    assert row.loss["0"] == pytest.approx((4 / 5, 4 / 5), abs=EXACT)
    assert row.loss["0.5"] == pytest.approx((13 / 40, 13 / 40), abs=EXACT)
    assert set(row.loss) == {"0", "0.25", "0.5", "1"}
    assert row.through == ("company:b", "company:c")
    (row,) = run_scenario(snapshot, scenario(remove=["facility:e"], targets=["input:a"])).degraded
    assert row.loss["0"] == pytest.approx((1 / 5, 1 / 5), abs=EXACT)


def test_an_open_need_makes_an_interval_and_is_not_certain(world):
    snapshot = world("input:a SUPPLIED_BY company:b supplier .4\ncompany:c PART_OF company:b").snapshot(DAY)
    result = run_scenario(snapshot, scenario(remove=["company:b"]))
    fallen = {row.id: row for row in result.failed}
    assert not fallen["input:a"].certain
    assert fallen["company:c"].certain
    certain = run_scenario(snapshot, scenario(remove=["company:b"]), reading=Reading.CERTAIN)
    assert "input:a" not in {row.id for row in certain.failed}
    (row,) = certain.degraded
    assert row.loss == {"0": (0.4, 1.0), "0.5": (0.2, 1.0), "1": (0.0, 1.0)}
    assert row.central == {"0": 0.4, "0.5": 0.2, "1": 0.0}


def test_a_remainder_that_nothing_touches_is_no_finding(world):
    snapshot = world("input:a SUPPLIED_BY company:b supplier .4\ninput:z SUPPLIED_BY company:y").snapshot(DAY)
    assert run_scenario(snapshot, scenario(remove=["company:y"])).degraded == ()


def test_pair_between_entities_is_a_link_and_with_a_country_a_ban(m1):
    snapshot = m1.snapshot(DAY)
    link = scenario(bans=[{"supplier": "company:asml", "customer": "input:chip"}])
    assert [row.id for row in run_scenario(snapshot, link).failed] == ["input:chip"]
    world = """
    lab:l RUNS_ON facility:site compute 1
    facility:site HOSTS chip:h accelerators 1
    chip:h DESIGNED_BY company:nv designer 1
    lab:l BASED_IN country:CHN
    lab:other RUNS_ON facility:there compute 1
    facility:there HOSTS chip:h accelerators 1
    facility:site LOCATED_IN country:CHN
    facility:there LOCATED_IN country:TWN
    lab:other BASED_IN country:TWN
    company:nv BASED_IN country:USA
    company:user PART_OF company:parent
    company:parent OPERATES facility:site sites 1
    company:parent BASED_IN country:CHN
    lab:friend RUNS_ON facility:site compute 1
    lab:friend BASED_IN country:TWN
    """
    snapshot = KnowledgeGraph.build(parse_facts(world)).snapshot(DAY)
    result = run_scenario(snapshot, scenario(bans=[{"supplier": "company:nv", "customer": "country:CHN"}]))
    fallen = {row.id: row for row in result.failed}
    assert set(fallen) == {"facility:site", "lab:l", "company:parent"}, "a daughter does not run on its owner's sites"
    assert "nv stops supplying CHN" in fallen["facility:site"].reason
    assert not result.survives, "third countries are not looked into, so that nothing is said of them"


def test_degraded_by_a_ban_says_through_whom(world):
    snapshot = world(
        """
        lab:l RUNS_ON cloud:us compute .75
        lab:l RUNS_ON cloud:cn compute .25
        lab:l BASED_IN country:CHN
        cloud:us BASED_IN country:USA
        cloud:cn BASED_IN country:CHN
        """
    ).snapshot(DAY)
    (row,) = run_scenario(snapshot, scenario(bans=[{"by": ["country:USA"], "on": ["country:CHN"]}])).degraded
    assert (row.id, row.through) == ("lab:l", ("cloud:us",))
    assert row.loss == {"0": (0.75, 0.75), "0.5": (0.375, 0.375), "1": (0.0, 0.0)}
    body = {"bans": [{"by": ["country:USA"], "on": ["country:CHN"]}], "loss": 0.5, "sigma": 0.0}
    (stopped,) = run_scenario(snapshot, scenario(**body), Reading.LIKELY).failed
    assert (stopped.id, stopped.certain, stopped.total, stopped.loss) == ("lab:l", True, False, (0.75, 0.75, 0.75))


POLICY_WORLD = """
policy:p ISSUED_BY country:USA
policy:p RESTRICTS chip:h
facility:site HOSTS chip:h accelerators 1
chip:h DESIGNED_BY company:nv designer 1
facility:site LOCATED_IN country:CHN
company:nv BASED_IN country:USA
"""


def policy_graph(**properties: object) -> KnowledgeGraph:
    facts = [fact for fact in parse_facts(POLICY_WORLD) if getattr(fact, "id", "") != "policy:p"]
    return KnowledgeGraph.build([declare("policy:p", properties=properties), *facts])


def test_a_policy_kills_links_from_its_date():
    graph = policy_graph(on="country:CHN", effective_on="2025-06-01", ended_on="2026-06-01")
    question = scenario(policy=["policy:p"])
    during = run_scenario(graph.snapshot(DAY), question)
    assert {row.id for row in during.failed} == {"facility:site"}
    for day, said in ((date(2025, 5, 31), "in force from"), (date(2026, 6, 1), "ended on")):
        outside = run_scenario(graph.snapshot(day), question)
        assert outside.failed == ()
        assert any(said in text for text in outside.assumptions)


def test_a_policy_without_customers_bans_everyone_but_its_issuer():
    assert {row.id for row in run_scenario(policy_graph().snapshot(DAY), scenario(policy=["policy:p"])).failed} == {
        "facility:site"
    }


NOBODYS = """
lab:us RUNS_ON facility:us
lab:ch RUNS_ON facility:ch
facility:us HOSTS chip:c
facility:ch HOSTS chip:c
chip:c DESIGNED_BY company:d
company:d BASED_IN country:USA
facility:us LOCATED_IN country:USA
facility:ch LOCATED_IN country:CHE
lab:us BASED_IN country:USA
lab:ch BASED_IN country:CHE
"""


def test_a_coalition_reaches_sites_of_nobody_known_elsewhere_and_none_at_home():
    """A delivery goes to a place: who bans everyone else delivers to what stands on his own soil."""
    rented = {"subtype": "data-centre"}
    facts = [
        fact.model_copy(update=rented) if getattr(fact, "id", "").startswith("facility:") else fact
        for fact in parse_facts(NOBODYS)
    ]
    snapshot = KnowledgeGraph.build(facts).snapshot(DAY)
    for ban in ({"by": ["country:USA"]}, {"by": ["country:USA"], "on": ["country:CHE"]}):
        found = {row.id for row in run_scenario(snapshot, scenario(bans=[ban])).failed}
        assert "facility:ch" in found, ban
        assert found.isdisjoint({"facility:us", "lab:us"}), ban


def test_shares_can_be_changed(m1):
    snapshot = m1.snapshot(DAY)
    change = {"of": "input:chip", "need": "fabrication", "supplier": "company:tsmc", "share": 0.5}
    body = {"remove": ["country:TWN"], "targets": ["input:chip"], "shares": [change]}
    (row,) = run_scenario(snapshot, scenario(**body)).degraded
    assert row.loss["0"] == pytest.approx((0.5, 0.5), abs=EXACT)
    with pytest.raises(QuestionError, match="no need 'x'"):
        run_scenario(snapshot, scenario(shares=[change | {"need": "x"}]))


def test_removal_by_description(world):
    text = "model:a DEVELOPED_BY lab:l\nmodel:b DEVELOPED_BY lab:l\nlab:l BASED_IN country:CHN"
    facts = [fact for fact in parse_facts(text) if getattr(fact, "id", "") != "model:a"]
    graph = KnowledgeGraph.build([declare("model:a", properties={"open_weights": True}), *facts])
    result = run_scenario(graph.snapshot(DAY), template("chinese-open-models-withdrawn").fill())
    assert {row.id for row in result.failed} == {"model:a"}


def test_compare(m1):
    snapshot = m1.snapshot(DAY)
    netherlands, asia, taiwan, germany = (
        run(snapshot, scenario(remove=remove), Reading.LIKELY)
        for remove in (["country:NLD"], ["country:TWN", "country:KOR"], ["country:TWN"], ["country:DEU"])
    )
    found = compared(netherlands, asia)
    assert found.both == ("input:chip",)
    assert found.only_first == ("company:asml", "country:NLD")
    assert compared(taiwan, germany).worse_in_first == ("input:chip",)


def test_unknown_is_neither_stopped_nor_safe(world):
    text = "lab:l RUNS_ON cloud:k compute 1\nlab:l BASED_IN country:CHN\nlab:unheard BASED_IN country:CHN"
    result = run_scenario(world(text).snapshot(DAY), scenario(remove=["cloud:k"]))
    assert {row.id for row in result.failed} == {"cloud:k", "lab:l"}
    assert result.survives == ()
    assert [row.id for row in result.not_known] == ["lab:unheard"]


def test_only_what_is_used_up_runs_out(world):
    text = """
    company:b HOLDS input:used
    company:b HOLDS chip:held
    chip:c REQUIRES input:used
    input:used SUPPLIED_BY company:z
    chip:held DESIGNED_BY company:z
    facility:f HOSTS chip:held
    """
    facts = [
        fact.model_copy(update={"quantity": 10.0, "unit": "units", "period": "2025"})
        if getattr(fact, "kind", "") == "HOLDS" else fact
        for fact in parse_facts(text)
    ]  # fmt: skip
    result = run_scenario(KnowledgeGraph.build(facts).snapshot(DAY), scenario(remove=["company:z"]))
    assert {"input:used", "chip:held"} <= {row.id for row in result.failed}
    assert [row.item for row in result.stocks] == ["input:used"], "installed chips work on"


def test_wrong_questions_are_refused(m1):
    snapshot = m1.snapshot(DAY)
    with pytest.raises(UnknownIdError) as refused:
        run_scenario(snapshot, scenario(remove=["company:asmll"]))
    assert "company:asml" in refused.value.suggestions
    with pytest.raises(QuestionError, match="share no country"):
        run_scenario(snapshot, scenario(bans=[{"by": ["country:USA"], "on": ["country:USA"]}]))
    with pytest.raises(ValidationError):
        scenario(remov=["company:asml"])


def test_templates_are_complete_and_valid():
    assert len(templates()) == 10
    for found in templates().values():
        assert found.fill()
        assert found.title
        assert found.question.endswith("?")
    assert template("nvidia-embargo").fill({"country": "country:ARE"}).bans[0].customer == "country:ARE"
    with pytest.raises(QuestionError, match="taiwan-cut-off"):
        template("taiwan")
    with pytest.raises(QuestionError, match="no parameter"):
        template("taiwan-cut-off").fill({"country": "country:ARE"})


def test_bans_are_read_by_their_old_name_too():
    rows = [{"by": ["country:USA"], "on": ["country:CHN"]}]
    assert Scenario.model_validate({"embargo": rows}) == Scenario.model_validate({"bans": rows})
    assert set(Scenario.model_json_schema()["properties"]) >= {"remove", "bans"}
