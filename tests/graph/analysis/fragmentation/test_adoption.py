from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from graph.analysis.blocs import presets
from graph.analysis.fragmentation.adoption import AdoptionSpec, adoption
from graph.analysis.fragmentation.layers.shares import Choice
from graph.errors import QuestionError, UnknownIdError
from graph.ontology import Layer
from tests.graph.analysis.fragmentation.layer_worlds import cloud_world

DAY = date(2026, 1, 1)
CHOICE = Choice(presets()["control"])
WORLD = {"BRA": {"amazon": 2, "ali": 2}, "IDN": {"amazon": 1, "azure": 1}, "USA": {"amazon": 1}, "CHN": {"ali": 1}}


def exactly(value):
    return pytest.approx(value, abs=1e-12)


def asked(regions=WORLD, **spec):
    snapshot = cloud_world(regions, "country:FRA MEMBER_OF security:nato\ncloud:ovh BASED_IN country:FRA").snapshot(DAY)
    return adoption(snapshot, AdoptionSpec(layer=Layer.CLOUDS, **spec), CHOICE)


def shift(countries, points, to, **fields):
    return {"countries": [f"country:{code}" for code in countries], "points": points, "to": to} | fields


def test_points_move_in_proportion_to_the_suppliers_of_a_sphere():
    found = asked(shifts=[shift(["IDN"], 20, "China")])
    (row,) = found.countries
    assert row.before.spheres == {"US": 1, "China": 0, "other": 0}
    assert row.after.spheres == {"US": exactly(0.8), "China": exactly(0.2), "other": 0}
    assert (row.before.alignment, row.after.alignment) == (1, exactly(0.6))
    assert (row.before.contestedness, row.after.contestedness) == (0, exactly(0.4))
    assert row.after.look_through["China"] > row.before.look_through["China"]
    assert found.after.index < found.before.index
    assert found.before.null.draws == found.after.null.draws == 200


def test_points_may_leave_one_supplier_for_one_new_to_the_layer():
    found = asked(shifts=[shift(["IDN"], 50, "cloud:ovh", **{"from": "cloud:azure"})])
    assert found.countries[0].after.spheres == {"US": exactly(0.5), "China": 0, "other": exactly(0.5)}


def test_who_has_too_little_to_move_stays_and_is_named():
    found = asked(shifts=[shift(["IDN", "BRA"], 40, "US", **{"from": "China"})])
    assert set(found.not_moved) == {"country:IDN"}
    assert "only 0.0 points" in found.not_moved["country:IDN"]
    assert found.countries[1].after.spheres["US"] == exactly(0.9)


def test_a_country_without_data_moves_nowhere_until_it_is_given_a_portfolio():
    found = asked(shifts=[shift(["FRA"], 10, "China")])
    assert "nothing is known" in found.not_moved["country:FRA"]
    given_one = asked(
        shares=[{"countries": ["country:FRA"], "suppliers": {"cloud:ovh": 0.6, "cloud:amazon": 0.2}}],
        shifts=[shift(["FRA"], 10, "China")],
    )
    (row,) = given_one.countries
    assert (row.before, row.after.known) == (None, exactly(0.82))
    assert row.after.spheres["China"] == exactly(0.1 / 0.82)
    assert given_one.after.countries == given_one.before.countries + 1


def test_nothing_but_the_scenario_changes_and_nothing_in_the_graph():
    graph = cloud_world(WORLD)
    snapshot = graph.snapshot(DAY)
    spec = AdoptionSpec(layer=Layer.CLOUDS, shifts=[shift(["IDN"], 100, "China")])
    first, again = adoption(snapshot, spec, CHOICE), adoption(snapshot, spec, CHOICE)
    assert first == again
    assert first.before.spheres["China"] == exactly((0.5 + 0 + 0 + 1) / 4)
    assert first.after.spheres["China"] == exactly((0.5 + 1 + 0 + 1) / 4)


@settings(deadline=None, max_examples=25)
@given(st.integers(1, 100), st.sampled_from(["US", "China"]), st.sampled_from(["BRA", "IDN", "USA", "CHN"]))
def test_a_shift_moves_what_it_says_or_says_why_not(points, to, country):
    found = asked(shifts=[shift([country], points, to)])
    (row,) = found.countries
    moved = row.after.spheres[to] - row.before.spheres[to]
    if found.not_moved:
        assert moved == exactly(0)
        assert 1 - row.before.spheres[to] < points / 100
    else:
        assert moved == exactly(points / 100)
    assert sum(row.after.spheres.values()) == exactly(1)


def test_bad_scenarios_are_refused_by_field():
    with pytest.raises(QuestionError, match="shifts, or shares"):
        asked()
    with pytest.raises(QuestionError, match="no supplier of sphere other"):
        asked(shifts=[shift(["IDN"], 10, "other")])
    with pytest.raises(QuestionError, match="at most 1"):
        asked(shares=[{"countries": ["country:IDN"], "suppliers": {"cloud:amazon": 1.2}}])
    with pytest.raises(UnknownIdError):
        asked(shifts=[shift(["XXX"], 10, "US")])
    with pytest.raises(UnknownIdError):
        asked(shifts=[shift(["IDN"], 10, "cloud:nowhere")])
    with pytest.raises(ValidationError):
        AdoptionSpec.model_validate({"shifts": [shift(["IDN"], 120, "US")]})
