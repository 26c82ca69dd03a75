"""Chokepoints and criticality: against the scenario on random worlds, and M1."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.analysis.dependency.cases.readings import Criterion
from graph.analysis.dependency.cases.targets import TargetSet, members_of
from graph.analysis.dependency.cases.universe import Over
from graph.analysis.dependency.cases.weighting import Weighting
from graph.analysis.dependency.chokepoints.chokepoints import chokepoints
from graph.analysis.dependency.chokepoints.headlines import headlines
from graph.analysis.dependency.cut_sets.cut_sets import Action, Cut
from graph.analysis.dependency.cut_sets.minimal_sets import SearchLimits
from graph.analysis.dependency.home import home
from graph.analysis.dependency.scenarios.scenarios import run_scenario
from graph.analysis.dependency.scenarios.spec import Scenario
from graph.errors import QuestionError
from graph.knowledge_graph import KnowledgeGraph
from graph.ontology import Horizon, NodeKind
from tests.conftest import declare, parse_facts
from tests.graph.analysis.dependency.criteria import BOOLEAN
from tests.graph.analysis.dependency.random_worlds import COUNTRIES, worlds

DAY = date(2026, 1, 1)


def test_m1_ranks_countries_by_what_they_stop(m1):
    cut = Cut(Over.COUNTRY, 2, criterion=BOOLEAN)
    found = chokepoints(m1.snapshot(DAY), ["input:chip"], cut)
    assert [row.members for row in found.chokepoints] == [
        ("country:NLD",), ("country:DEU", "country:USA"), ("country:KOR", "country:TWN"),
        ("country:KOR", "country:USA"),
    ]  # fmt: skip
    assert {one.id for row in found.chokepoints for one in row.stops} == {"input:chip"}
    assert all(row.criticality == (1, 1, 1) and row.certain for row in found.chokepoints)


def test_m1_by_what_is_left(m1):
    found = chokepoints(m1.snapshot(DAY), ["input:chip"], Cut(Over.COUNTRY, 1))
    assert {row.members[0]: row.stops[0].loss for row in found.chokepoints} == {
        "country:NLD": (1.0, 1.0, 1.0), "country:TWN": (0.9, 0.9, 0.9), "country:KOR": (0.8, 0.8, 0.8),
        "country:USA": (0.75, 0.75, 0.75),
    }  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(
    world=worlds(),
    over=st.sampled_from([Over.COUNTRY, Over.COMPANY]),
    criterion=st.sampled_from([BOOLEAN, Criterion(), Criterion(0.9, 0.5)]),
)
def test_stops_are_those_of_the_scenario(world, over, criterion):
    snapshot = KnowledgeGraph.build(parse_facts(world)).snapshot(DAY)
    found = chokepoints(snapshot, NodeKind.MODEL, Cut(over, 2, criterion=criterion), limit=1_000)
    models = [node.id for node in snapshot.nodes.values() if node.kind is NodeKind.MODEL]
    assert found.targets + len(found.not_known) == len(models)
    for row in found.chokepoints:
        body = {"remove": row.members, "targets": models, "loss": criterion.loss, "sigma": criterion.sigma}
        result = run_scenario(snapshot, Scenario.model_validate(body), criterion.reading)
        fallen = {one.id: (one.certain, one.loss) for one in result.failed if one.id not in found.not_known}
        assert {one.id for one in row.stops} | set(row.home) == set(fallen)
        for one in row.stops:
            assert fallen[one.id][0] == one.certain
            assert fallen[one.id][1] == pytest.approx(one.loss, abs=1e-9)
        assert row.certain_stops == sum(one.certain for one in row.stops)
        assert all(home(snapshot, target).members & set(row.members) for target in row.home)
        low, central, high = row.criticality
        assert 0 <= low <= central + 1e-12 <= high + 2e-12


@settings(max_examples=40, deadline=None)
@given(world=worlds(), criterion=st.sampled_from([BOOLEAN, Criterion()]))
def test_bans_are_those_of_the_scenario(world, criterion):
    snapshot = KnowledgeGraph.build(parse_facts(world)).snapshot(DAY)
    labs = [node.id for node in snapshot.nodes.values() if node.kind is NodeKind.LAB]
    if not labs:
        return
    found = chokepoints(snapshot, labs, Cut(Over.COUNTRY, 1, Action.BAN, criterion=criterion), limit=100)
    stopped = {(row.members[0], one.id): one for row in found.chokepoints for one in row.stops}
    for lab in set(labs) - set(found.not_known):
        (seat,) = snapshot.controllers(lab)
        for country in {c for c in COUNTRIES if c in snapshot.nodes} - {seat}:
            ban = {"by": [country], "on": [seat]}
            body = {"bans": [ban], "targets": [lab], "loss": criterion.loss, "sigma": criterion.sigma}
            rows = run_scenario(snapshot, Scenario.model_validate(body), criterion.reading).failed
            assert bool(rows) == ((country, lab) in stopped)
            if rows:
                assert rows[0].certain == stopped[country, lab].certain


def test_three_horizons_side_by_side_nest(world):
    text = """
    lab:l RUNS_ON facility:site compute 1
    facility:site HOSTS chip:c accelerators 1
    chip:c DESIGNED_BY company:d
    chip:c REQUIRES input:gas
    chip:c REQUIRES input:tool
    input:gas SUPPLIED_BY company:g supplier 1
    input:tool SUPPLIED_BY company:t supplier 1
    lab:l BASED_IN country:IND
    facility:site LOCATED_IN country:IND
    company:d BASED_IN country:IND
    company:g BASED_IN country:JPN
    company:t BASED_IN country:NLD
    """
    facts = [fact for fact in parse_facts(text) if getattr(fact, "id", "") != "input:tool"]
    snapshot = KnowledgeGraph.build([declare("input:tool", subtype="tool"), *facts]).snapshot(DAY)
    rows = {row.id: row for row in headlines(snapshot, ["lab:l"], Cut(Over.COUNTRY, 1)).rows}
    assert [at.likely for at in (rows["country:JPN"].run, rows["country:JPN"].make, rows["country:JPN"].grow)] == [
        0,
        1,
        1,
    ]
    assert [at.likely for at in (rows["country:NLD"].run, rows["country:NLD"].make, rows["country:NLD"].grow)] == [
        0,
        0,
        1,
    ]
    assert [(row.make.of, row.make.own) for row in rows.values()] == [(1, 0), (1, 0)]
    assert rows["country:NLD"].grow.why == "l ← compute: site ← accelerators: c ← tool ← supplier: t"


def test_a_headline_leaves_its_own_targets_out_of_the_denominator(world):
    """Two labs on one chip of Taiwan, one of them there: of the one elsewhere one is stopped."""
    text = """
    lab:l RUNS_ON facility:site
    lab:m RUNS_ON facility:site
    facility:site HOSTS chip:c
    chip:c DESIGNED_BY company:d
    facility:site LOCATED_IN country:IND
    company:d BASED_IN country:TWN
    lab:l BASED_IN country:IND
    lab:m BASED_IN country:TWN
    """
    found = headlines(world(text).snapshot(DAY), ["lab:l", "lab:m"], Cut(Over.COUNTRY, 1))
    at = {row.id: row for row in found.rows}["country:TWN"].make
    assert (at.likely, at.of, at.own) == (1, 1, 1)


@settings(max_examples=40, deadline=None)
@given(world=worlds(), tools=st.sets(st.sampled_from(["input:i0", "input:i1", "input:i2", "input:i3"])))
def test_what_fails_sooner_fails_later(world, tools):
    facts = parse_facts(world)
    facts = [
        fact.model_copy(update={"subtype": "tool"}) if getattr(fact, "id", "") in tools else fact for fact in facts
    ]
    graph = KnowledgeGraph.build(facts)
    for country in COUNTRIES:
        if country not in graph.nodes:
            continue
        body = Scenario(remove=(country,), loss=1.0, sigma=1.0)
        fallen = [
            {row.id for row in run_scenario(graph.snapshot(DAY, horizon=h), body, BOOLEAN.reading).failed}
            for h in Horizon
        ]  # fmt: skip
        assert fallen[0] <= fallen[1] <= fallen[2]


def test_weights_are_stated_and_refused_when_there_are_none(world):
    text = "model:a DEVELOPED_BY lab:l\nmodel:b DEVELOPED_BY lab:k\nlab:l RUNS_ON cloud:c\nlab:k RUNS_ON cloud:d"
    facts = [fact for fact in parse_facts(text) if getattr(fact, "id", "") != "model:a"]
    graph = KnowledgeGraph.build([declare("model:a", properties={"training_flop": 1e25}), *facts])
    found = chokepoints(graph.snapshot(DAY), NodeKind.MODEL, Cut(Over.ENTITY, 1), Weighting.COMPUTE)
    best = {row.members: row.criticality[1] for row in found.chokepoints}
    assert (best["cloud:c",], best["cloud:d",]) == (1, 0)
    with pytest.raises(QuestionError, match="no target has a weight"):
        chokepoints(graph.snapshot(DAY), NodeKind.MODEL, Cut(Over.COUNTRY, 1), Weighting.USAGE)
    with pytest.raises(QuestionError, match="no such targets"):
        chokepoints(graph.snapshot(DAY), NodeKind.PLATFORM, Cut(Over.COUNTRY, 1))


def test_limits_are_said(m1):
    snapshot, cut = m1.snapshot(DAY), Cut(Over.COUNTRY, 2, criterion=BOOLEAN)
    assert chokepoints(snapshot, ["input:chip"], cut, limits=SearchLimits(subsets=3)).limits == {"subsets": 3}
    assert chokepoints(snapshot, ["input:chip"], cut, limits=SearchLimits(seconds=0)).limits == {"seconds": 0}


UNWEIGHED = """
lab:l RUNS_ON facility:site
facility:site HOSTS chip:c
chip:c REQUIRES input:tool
input:tool SUPPLIED_BY company:a
input:tool SUPPLIED_BY company:b
input:tool SUPPLIED_BY company:c
company:a BASED_IN country:NLD
company:b BASED_IN country:JPN
company:c BASED_IN country:JPN
"""


def test_what_nobody_weighs_is_an_interval_and_no_row_is_left_out_for_it():
    """Two thirds of three makers are Japan's by equal parts: likely. The Dutch third may be all of it: possible."""
    snapshot = KnowledgeGraph.build(parse_facts(UNWEIGHED)).snapshot(DAY)
    rows = {row.members[0]: row for row in chokepoints(snapshot, ["lab:l"], Cut(Over.COUNTRY, 1)).chokepoints}
    assert (rows["country:JPN"].certain_stops, len(rows["country:JPN"].stops)) == (0, 1)
    assert (len(rows["country:NLD"].stops), rows["country:NLD"].possible_stops) == (0, 1)
    told = {row.id: row.make for row in headlines(snapshot, ["lab:l"], Cut(Over.COUNTRY, 1)).rows}
    dutch, japanese = told["country:NLD"], told["country:JPN"]
    assert (dutch.certain, dutch.likely, dutch.possible, dutch.example) == (0, 0, 1, None)
    assert dutch.why == "not known: shares, makers or machines that no source states decide about 1"
    assert japanese.example == "lab:l"
    assert "b and c, 33% remains elsewhere (equal parts assumed)" in str(japanese.why)


SERVED = """
model:m DEVELOPED_BY lab:l
lab:l BASED_IN country:CHN
model:m SERVED_BY cloud:c
cloud:c BASED_IN country:CHN
"""


def test_a_models_own_country_is_its_home_at_every_horizon():
    """At ``run`` nobody needs the developer of a released model; its country is no finding even so."""
    model = declare("model:m", properties={"open_weights": False})
    facts = [fact for fact in parse_facts(SERVED) if getattr(fact, "id", None) != "model:m"]
    graph = KnowledgeGraph.build([model, *facts])
    for horizon in Horizon:
        snapshot = graph.snapshot(DAY, horizon=horizon)
        assert {"lab:l", "country:CHN"} <= home(snapshot, "model:m").members
        (row,) = chokepoints(snapshot, ["model:m"], Cut(Over.COUNTRY, 1)).chokepoints or (None,)
        assert row is None or (row.stops, row.home) == ((), ("model:m",))


def test_known_computing_power_is_weighed_beside_the_count():
    """Three sites on one chip of Taiwan, one of them there, one planned: what stops elsewhere is that of one site."""
    text = """
    facility:large HOSTS chip:c closed
    facility:own HOSTS chip:c
    facility:planned HOSTS chip:c
    facility:sizeless HOSTS chip:c
    chip:c DESIGNED_BY company:d designer 1 closed
    facility:large LOCATED_IN country:IND
    facility:planned LOCATED_IN country:IND
    facility:sizeless LOCATED_IN country:IND
    facility:own LOCATED_IN country:TWN
    company:d OPERATES facility:own
    company:d BASED_IN country:TWN
    """
    sizes: dict[str, dict[str, object]] = {
        "facility:large": {"h100_equivalents": 3000.0},
        "facility:own": {"h100_equivalents": 500.0},
        "facility:planned": {"h100_equivalents": 9000.0, "status": "planned"},
        "facility:sizeless": {},
    }
    facts = [
        fact.model_copy(update={"subtype": "data-centre", "properties": sizes[fact.id]})
        if getattr(fact, "id", "") in sizes
        else fact
        for fact in parse_facts(text)
    ]
    snapshot = KnowledgeGraph.build(facts).snapshot(DAY)
    assert members_of(snapshot, TargetSet.LARGE_SITES) == ["facility:large", "facility:own"]
    found = headlines(snapshot, TargetSet.LARGE_SITES, Cut(Over.COUNTRY, 1), Weighting.COMPUTE)
    at = {row.id: row for row in found.rows}["country:TWN"].make
    assert at.weight is not None
    weight = at.weight
    assert (weight.certain, weight.likely, weight.possible) == pytest.approx((3000, 3000, 3000))
    assert (weight.of, weight.own) == (3000, 500)
    assert (at.likely, at.of, at.own) == (1, 1, 1)
    counted = headlines(snapshot, TargetSet.LARGE_SITES, Cut(Over.COUNTRY, 1)).rows[0]
    assert counted.make.weight is None


def test_the_example_goes_through_no_guess_nor_is_it_at_the_threshold_and_a_guess_is_said():
    text = """
    lab:a RUNS_ON facility:guessed compute .9
    lab:b RUNS_ON facility:site compute .6
    lab:c RUNS_ON facility:site
    facility:guessed HOSTS chip:one
    facility:site HOSTS chip:one
    chip:one DESIGNED_BY company:maker
    """
    guess = {"confidence": "speculative", "checked": "read"}
    facts = [
        fact.model_copy(update=guess) if getattr(fact, "end", "") == "facility:guessed" else fact
        for fact in parse_facts(text)
    ]
    snapshot = KnowledgeGraph.build(facts).snapshot(DAY)
    row = chokepoints(snapshot, NodeKind.LAB, Cut(Over.ENTITY, 1)).chokepoints
    stops = next(one.stops for one in row if one.members == ("company:maker",))
    assert [one.id for one in stops] == ["lab:c", "lab:b", "lab:a"]
    assert [one.caveats for one in stops] == [(), (), ("a guess",)]
    assert str(stops[-1].why).startswith("a ← compute: guessed (a guess), 10% remains elsewhere")


def test_a_chain_says_that_others_lose_with_the_one_that_it_goes_through():
    """It read as if the site were all that the laboratory runs on."""
    graph = KnowledgeGraph.build(parse_facts("""
        lab:a RUNS_ON facility:one compute .6
        lab:a RUNS_ON facility:two compute .4
        facility:one HOSTS chip:x
        facility:two HOSTS chip:x
        chip:x REQUIRES input:memory
        input:memory SUPPLIED_BY company:k supplier .8
        input:memory SUPPLIED_BY company:m supplier .2"""))  # fmt: skip
    found = chokepoints(graph.snapshot(DAY), ["lab:a"], Cut(Over.COMPANY, 1)).chokepoints
    (why,) = [one.why for row in found if row.members == ("company:k",) for one in row.stops]
    assert str(why).startswith("a ← compute: one and others")
