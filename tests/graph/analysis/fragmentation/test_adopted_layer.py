"""What a country uses: shares and decisions apart, what is open stays open, open weights keep running."""

from datetime import date

import pytest

from graph.analysis.blocs import presets
from graph.analysis.fragmentation.use.adopted_layer import adopted_layer
from graph.analysis.fragmentation.use.pressure import _lost
from graph.facts.fact import EdgeFact
from graph.knowledge_graph import KnowledgeGraph
from tests.conftest import SOURCE, declare, parse_facts

DAY = date(2026, 6, 1)
WORLD = """
lab:deepseek BASED_IN country:CHN
lab:anthropic BASED_IN country:USA
model:r1 DEVELOPED_BY lab:deepseek
model:claude DEVELOPED_BY lab:anthropic
cloud:amazon BASED_IN country:USA
cloud:ali BASED_IN country:CHN
cloud:amazon OPERATES facility:sgp-1
cloud:ali OPERATES facility:sgp-2
facility:sgp-1 LOCATED_IN country:SGP
facility:sgp-2 LOCATED_IN country:SGP
facility:sgp-3 LOCATED_IN country:SGP
country:SGP USES lab:deepseek - .43
"""


def decided(kind, start, end, day, **properties):
    stated = {"kind": kind, "from": start, "to": end, "properties": {"by": "Ministry", **properties}, "source": SOURCE}
    return EdgeFact.model_validate(stated | {"checked": "read", "valid_from": day})


def layer(*decisions, day=DAY, country="country:SGP", period=None, more=""):
    facts = [
        fact.model_copy(update={"period": period}) if period and getattr(fact, "kind", "") == "USES" else fact
        for fact in parse_facts(WORLD + more)
    ]
    facts = [fact for fact in facts if getattr(fact, "id", "") not in ("model:r1", "model:claude")]
    models = [
        declare("model:r1", properties={"open_weights": True}),
        declare("model:claude", properties={"open_weights": False}),
    ]
    sites = [f"facility:sgp-{number}" for number in (1, 2, 3)]
    facts = [fact for fact in facts if getattr(fact, "id", "") not in sites]
    places = [declare(site, subtype="cloud-region") for site in sites]
    graph = KnowledgeGraph.build([*facts, *models, *places, *decisions])
    return adopted_layer(graph.snapshot(day), country, presets()["control"])[0]


def test_what_no_source_states_is_nobodys():
    (survey,) = layer().shares
    assert survey.stated == {"US": 0, "China": 0.43, "other": 0}
    assert survey.open == pytest.approx(0.57)
    assert survey.range["US"] == (0, pytest.approx(0.57))
    assert survey.range["China"] == (0.43, pytest.approx(1))


def test_decisions_are_events_and_change_no_share():
    found = layer(
        decided("ADOPTED", "country:SGP", "lab:anthropic", date(2025, 3, 1)),
        decided("BANNED", "country:SGP", "lab:deepseek", date(2026, 2, 1)),
    )
    assert found.shares == layer().shares
    assert [(one.decision, one.what, one.sphere, one.by) for one in found.decisions] == [
        ("adopted", "lab:anthropic", "US", "Ministry"),
        ("banned", "lab:deepseek", "China", "Ministry"),
    ]
    counts = [(row.at, row.sphere, row.adopted, row.banned) for row in found.in_force]
    assert counts == [(date(2025, 12, 31), "US", 1, 0), (DAY, "US", 1, 0), (DAY, "China", 0, 1)]


def test_a_figure_of_a_later_period_is_not_known_yet():
    later = layer(country="country:SGP", day=date(2019, 1, 1), period="2025")
    assert (later.stated, later.pressure) == ((), ())


def test_a_decision_without_a_day_is_in_no_year():
    found = layer(decided("ADOPTED", "country:SGP", "lab:anthropic", None))
    assert (found.in_force, found.undated, len(found.decisions)) == ((), 1, 1)


def test_open_weights_keep_running_on_what_the_state_does_not_control():
    found = layer(decided("ADOPTED", "country:SGP", "lab:anthropic", date(2025, 3, 1)))
    rows = {(row.what, row.state): row for row in found.pressure}
    open_one, closed = rows["lab:deepseek", "country:CHN"], rows["lab:anthropic", "country:USA"]
    assert (open_one.controls, open_one.open_weights, open_one.newest_open) == (True, 1, ("model:r1",))
    assert (open_one.own_compute.sites, open_one.own_compute.beyond, open_one.own_compute.unknown) == (3, 1, 1)
    assert "keep running on what CHN does not control: 1 of 3 known sites" in open_one.told
    assert (closed.open_weights, closed.models) == (0, 1)
    assert "nothing of it keeps running" in closed.told
    assert closed.in_its_place == ("lab:deepseek",)
    assert closed.loss == dict.fromkeys(("run", "make", "grow"), (1.0, 1.0, 1.0))


def test_what_is_installed_on_own_machines_is_no_service_that_stops():
    own = decided("ADOPTED", "country:SGP", "model:claude", date(2025, 3, 1), runs_on="own", stage="use")
    rows = {(row.what, row.state): row for row in layer(own).pressure}
    installed = rows["model:claude", "country:USA"]
    assert (installed.controls, installed.installed) == (True, True)
    assert set(installed.loss.values()) == {None}
    assert "no service stops" in installed.told
    assert "tomorrow" not in installed.told
    served = decided("ADOPTED", "country:SGP", "model:claude", date(2025, 4, 1), by="School")
    rows = {(row.what, row.state): row for row in layer(own, served).pressure}
    assert rows["model:claude", "country:USA"].loss["run"] == (1.0, 1.0, 1.0)
    assert [(one.stage, one.runs_on) for one in layer(own, served).decisions] == [("use", "own"), (None, None)]


def test_open_weights_of_a_maker_count_for_its_platform_too():
    owners = """platform:chat PART_OF company:hedge
    lab:deepseek PART_OF company:hedge
    platform:app PART_OF lab:deepseek
    company:hedge BASED_IN country:CHN"""
    taken = [decided("ADOPTED", "country:SGP", f"platform:{name}", date(2025, 3, 1)) for name in ("chat", "app")]
    rows = {(row.what, row.state): row for row in layer(*taken, more=owners).pressure}
    for platform in ("platform:chat", "platform:app"):
        assert (rows[platform, "country:CHN"].open_weights, rows[platform, "country:CHN"].models) == (1, 1)
        assert "The weights of 1 of its maker's models are out" in rows[platform, "country:CHN"].told


def test_where_all_sites_are_the_states_nothing_is_said_to_keep_running():
    alone = "\n".join(line for line in WORLD.splitlines() if not any(f"sgp-{number}" in line for number in (1, 3)))
    facts = [fact for fact in parse_facts(alone) if getattr(fact, "id", "") not in ("facility:sgp-2", "model:r1")]
    facts += [declare("facility:sgp-2", subtype="cloud-region"), declare("model:r1", properties={"open_weights": True})]
    found = adopted_layer(KnowledgeGraph.build(facts).snapshot(DAY), "country:SGP", presets()["control"])[0]
    (told,) = [row.told for row in found.pressure if row.state == "country:CHN"]
    assert "none of the sites known in SGP (1) is known to be beyond CHN" in told
    assert "keep running" not in told


def test_a_plan_is_no_use_and_nothing_of_it_stops_tomorrow():
    plan = decided("ADOPTED", "country:SGP", "lab:anthropic", date(2025, 3, 1), stage="plan")
    rows = {(row.what, row.state): row for row in layer(plan).pressure}
    planned = rows["lab:anthropic", "country:USA"]
    assert planned.planned
    assert "only a plan is known there; once in use, it could stop the service" in planned.told
    assert "tomorrow" not in planned.told
    assert "anthropic (planned)" in rows["lab:deepseek", "country:CHN"].told.lower()
    own = decided("ADOPTED", "country:SGP", "model:claude", date(2025, 3, 1), stage="plan", runs_on="own")
    told = {(row.what, row.state): row.told for row in layer(own).pressure}["model:claude", "country:USA"]
    assert "Once in use, it would run on the users' own machines" in told
    assert "What is in use there" not in told


def test_a_ban_and_a_plan_do_not_say_that_a_service_is_used_beside_own_machines():
    own = decided("ADOPTED", "country:SGP", "model:claude", date(2025, 3, 1), runs_on="own", stage="use")
    ban = decided("BANNED", "country:SGP", "model:claude", date(2025, 4, 1))
    rows = {(row.what, row.state): row for row in layer(own, ban).pressure}
    assert rows["model:claude", "country:USA"].installed


def test_of_what_nothing_is_known_a_row_says_so():
    adopted = decided("ADOPTED", "country:SGP", "lab:quiet", date(2025, 3, 1))
    found = layer(adopted, more="lab:quiet BASED_IN country:JPN")
    rows = {row.state: row for row in found.pressure if row.what == "lab:quiet"}
    assert {state: row.controls for state, row in rows.items()} == {
        "country:CHN": False, "country:JPN": True, "country:USA": False,
    }  # fmt: skip
    assert "what it rests on is not known" in rows["country:USA"].told


def test_a_sentence_says_how_many_it_does_not_name():
    labs = [f"lab:n{number}" for number in range(7)]
    seats = "\n".join(f"{lab} BASED_IN country:JPN" for lab in labs)
    found = layer(*(decided("ADOPTED", "country:SGP", lab, date(2025, 3, 1)) for lab in labs), more=seats)
    (row,) = [row for row in found.pressure if (row.what, row.state) == ("lab:deepseek", "country:CHN")]
    assert len(row.in_its_place) == 7
    assert "and 2 more." in row.told


def test_a_country_of_which_nothing_is_told_says_so():
    found = layer(country="country:CHN")
    assert (found.stated, found.decisions, found.pressure) == ((), (), ())
    assert "no source" in found.reason


def test_a_loss_that_may_be_anything_is_told_as_everywhere_with_its_likely_reading():
    row = next(iter(layer().pressure)).model_copy(update={"loss": {"run": (0, 0, 0), "make": (0, 0.17, 1)}})
    assert _lost(row).endswith("would lose now 0%; in production anything from 0% to 100%, 17% in the likely reading")
