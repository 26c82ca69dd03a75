"""Stated parts of countries bound what is lost without them, whoever their makers are (methods A1e, A2)."""

from datetime import date

import numpy as np
import pytest

from graph.analysis.dependency.cases.readings import Reading
from graph.analysis.dependency.concentration.along_stack import stack_concentration
from graph.analysis.dependency.concentration.market_shares import Grouping
from graph.analysis.dependency.exposure.exposure import exposure
from graph.analysis.dependency.exposure.targets import To
from graph.analysis.dependency.scenarios.scenarios import run_scenario
from graph.analysis.dependency.scenarios.spec import Scenario
from graph.knowledge_graph import KnowledgeGraph
from graph.ontology import Horizon, Lens
from tests.conftest import declare
from tests.graph.supply.claimed import claim

DAY = date(2026, 1, 1)
WORLD = {"basis": "production", "denominator": "world production", "period": "2023"}
SEATS = {"q1": "QAT", "q2": "QAT", "us": "USA", "dz": "DZA"}
STATED = {"QAT": 0.4, "USA": 0.5}


def world(*more, stated=STATED, figures=WORLD, seats=SEATS):
    """A lab on a chip of a gas: two makers in Qatar, one in America, one in Algeria, which the figures do not name."""
    claims = [
        claim("lab:l", "RUNS_ON", "cloud:c"), claim("cloud:c", "HOSTS", "chip:k"),
        claim("chip:k", "DESIGNED_BY", "company:d"), claim("company:d", "BASED_IN", "country:JPN"),
        claim("chip:k", "REQUIRES", "input:gas"),
        *(claim("input:gas", "SUPPLIED_BY", f"company:{firm}") for firm in seats),
        *(claim(f"company:{firm}", "BASED_IN", f"country:{seat}") for firm, seat in seats.items()),
        *(claim(f"country:{c}", "SHARE_OF", "input:gas", share=share, **figures) for c, share in stated.items()),
        *more,
    ]  # fmt: skip
    ids = dict.fromkeys(end for one in claims for end in (one.start, one.end))
    described = {
        "input:gas": {"subtype": "material"},
        "facility:q1": {"subtype": "plant"},
        "facility:q2": {"subtype": "plant"},
    }
    return KnowledgeGraph.build([*(declare(i, **described.get(i, {})) for i in ids), *claims])


def without(snapshot, who, to=To.COUNTRY, of="input:gas"):
    return {row.to: row.loss for row in exposure(snapshot, of, to).rows}.get(who, (0.0, 0.0, 0.0))


def test_without_a_country_its_part_is_lost_whoever_its_makers_are():
    snapshot = world().snapshot(DAY)
    assert without(snapshot, "country:QAT") == pytest.approx((0.4, 0.4, 0.4))
    assert without(snapshot, "country:USA", of="chip:k") == pytest.approx((0.5, 0.5, 0.5))
    assert without(snapshot, "country:DZA") == pytest.approx((0.0, 0.1, 0.1)), "one of those that are not named"
    nobody = world(seats={"us": "USA", "dz": "DZA"}, stated=STATED).snapshot(DAY)
    assert without(nobody, "country:QAT") == pytest.approx((0.4, 0.4, 0.4)), "of whom no maker is known"


def test_makers_of_a_country_lose_no_more_than_it_has():
    snapshot = world().snapshot(DAY)
    assert without(snapshot, "company:q1", To.COMPANY) == pytest.approx((0.0, 0.2, 0.4))
    both = run_scenario(snapshot, Scenario(remove=("company:q1", "company:q2")), Reading.KNOWN)
    (gas,) = [row for row in both.degraded if row.id == "input:gas"]
    assert gas.loss["0"] == pytest.approx((0.0, 0.4)), "there may be others in Qatar, and none beyond its part"


def test_a_ban_of_a_good_agrees_with_the_exposure_and_what_rests_on_it_loses_no_more():
    snapshot = world().snapshot(DAY)
    assert without(snapshot, "country:QAT", of="chip:k") == pytest.approx((0.4, 0.4, 0.4))
    banned = run_scenario(
        snapshot, Scenario.model_validate({"bans": [{"by": ["country:QAT"], "goods": ["input:gas"]}]}), Reading.LIKELY
    )
    found = {row.id: row.loss["0"] for row in banned.degraded}
    assert found["chip:k"] == pytest.approx((0.4, 0.4))
    assert found["lab:l"] == pytest.approx((0.0, 0.4)), "nobody is cut off himself, known or not"
    assert "Not excluded" not in banned.sentence
    maker = run_scenario(
        snapshot,
        Scenario.model_validate({"bans": [{"supplier": "company:q1", "customer": "country:USA"}]}),
        Reading.LIKELY,
    )
    assert {row.id: row.loss["0"] for row in maker.degraded}.get("input:gas") in (None, pytest.approx((0.0, 0.4)))


def test_what_several_sources_state_of_a_country_bounds_it():
    other = claim("country:QAT", "SHARE_OF", "input:gas", "two", share=0.3, **WORLD)
    assert without(world(other).snapshot(DAY), "country:QAT") in [
        pytest.approx((0.3, central, 0.4)) for central in (0.3, 0.4)
    ]


@pytest.mark.parametrize(
    ("figures", "day"), [(WORLD, date(2022, 1, 1)), (WORLD | {"denominator": "imports of China"}, DAY)]
)
def test_figures_of_a_later_day_or_of_less_than_the_market_bound_nothing(figures, day):
    low, central, high = without(world(figures=figures).snapshot(day), "country:QAT")
    assert (low, central, high) == pytest.approx((0.0, 0.4, 1.0))


def test_firms_by_their_seat_may_make_it_anywhere():
    by_seat = WORLD | {"basis": "revenue, by headquarters"}
    plants = [claim(f"company:{firm}", "OPERATES", f"facility:{firm}", need="sites") for firm in ("q1", "q2")] + [
        claim(f"facility:{firm}", "LOCATED_IN", "country:USA") for firm in ("q1", "q2")
    ]
    graph = world(*plants, figures=by_seat)
    assert without(graph.snapshot(DAY), "country:QAT") == pytest.approx((0.4, 0.4, 0.4))
    elsewhere = graph.snapshot(DAY, lens=Lens.TERRITORY)
    assert without(elsewhere, "country:QAT")[0] == 0


def test_concentration_and_losses_say_the_same():
    snapshot = world().snapshot(DAY)
    (row,) = stack_concentration(snapshot, "input:gas").rows
    assert row.hhi == pytest.approx((0.4**2 + 0.5**2, 0.4**2 + 0.5**2 + 0.1**2))
    (row,) = stack_concentration(snapshot, "input:gas", Grouping.COMPANY).rows
    assert row.hhi == pytest.approx((0.0, 0.4**2 + 0.5**2 + 0.1**2))


def test_countries_as_makers_are_no_entities_of_their_own():
    snapshot = world().snapshot(DAY, horizon=Horizon.GROW)
    assert len(snapshot.dependencies) == len(list(snapshot.dependencies))
    assert {snapshot.ids[at] for at in range(snapshot.positions.first_pool, len(snapshot.ids))} == {
        "country:QAT", "country:USA",
    }  # fmt: skip
    assert np.isclose(snapshot.arrays.parts("central")[snapshot.arrays.ranged.link].sum(), 0.9)


def owned(lens):
    """A foundry with a fab in America, which a fund of the Emirates owns."""
    claims = [
        claim("input:p", "SUPPLIED_BY", "company:f"), claim("company:f", "PART_OF", "company:fund"),
        claim("company:f", "BASED_IN", "country:USA"), claim("company:fund", "BASED_IN", "country:ARE"),
        claim("company:f", "OPERATES", "facility:fab"), claim("facility:fab", "LOCATED_IN", "country:USA"),
    ]  # fmt: skip
    ids = dict.fromkeys(end for one in claims for end in (one.start, one.end))
    nodes = [declare(i, **({"subtype": "fab"} if i == "facility:fab" else {})) for i in ids]
    snapshot = KnowledgeGraph.build([*nodes, *claims]).snapshot(DAY, lens=lens, horizon=Horizon.GROW)
    assert len(snapshot.dependencies) == len(list(snapshot.dependencies))
    return {row.to: row.loss[1] for row in exposure(snapshot, "input:p").rows}


def test_by_territory_a_plant_counts_where_it_stands_and_not_at_its_owners_home():
    assert owned(Lens.TERRITORY) == {"country:USA": 1.0}
    assert owned(Lens.OWNERSHIP) == {"country:ARE": 1.0}


def test_the_nearest_of_figures_that_cover_as_much_divides_and_bounds():
    """Molybdenum's production of 2018 stood before that of 2024: a country that had some then is listed first."""
    later = [
        claim("country:ARG", "SHARE_OF", "input:gas", share=0.01, **WORLD),
        *(claim(f"country:{c}", "SHARE_OF", "input:gas", share=share, **(WORLD | {"period": "2024"}))
          for c, share in (("QAT", 0.3), ("USA", 0.6))),
    ]  # fmt: skip
    assert without(world(*later).snapshot(DAY), "country:QAT") == pytest.approx((0.3, 0.3, 0.3))
    before = world(*later).snapshot(date(2023, 12, 1))
    assert without(before, "country:QAT") == pytest.approx((0.4, 0.4, 0.4)), "of a later year"
