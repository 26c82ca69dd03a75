"""Exposure through facts, graph and snapshot: M1 exactly, owners, spheres, stacks and the matrix."""

from datetime import date
from fractions import Fraction

import pytest
from graph.analysis.dependency.capacity import capacity_loss
from hypothesis import given, settings

from graph.analysis.dependency.exposure import To, exposure
from graph.analysis.dependency.stack import exposure_matrix, stack_exposure
from graph.errors import QuestionError
from graph.knowledge_graph import KnowledgeGraph
from graph.ontology import Layer
from tests.conftest import parse_facts
from tests.graph.analysis.dependency.random_worlds import worlds

DAY = date(2026, 1, 1)
EXACT = 1e-12

M1_EXPOSURE = {
    "country:NLD": Fraction(1, 4),
    "country:TWN": Fraction(9, 40),
    "country:KOR": Fraction(9, 40),
    "country:USA": Fraction(19, 80),
    "country:DEU": Fraction(1, 16),
}


def test_m1(m1):
    found = {row.to: row for row in exposure(m1.snapshot(DAY), "input:chip").rows}
    assert {to: row.look_through for to, row in found.items()} == pytest.approx(
        {to: float(share) for to, share in M1_EXPOSURE.items()}, abs=EXACT
    )
    assert all(row.hidden == pytest.approx(0, abs=EXACT) for row in found.values()), "suppliers are immediate"


def test_m2_looks_through(world):
    text = """
    input:a SUPPLIED_BY company:b supplier .5
    input:a SUPPLIED_BY company:c supplier .5
    company:b OPERATES facility:d sites 1
    company:c OPERATES facility:d sites .6
    company:c OPERATES facility:e sites .4
    """
    found = {row.to: row for row in exposure(world(text).snapshot(DAY), "input:a", To.COMPANY).rows}
    assert set(found) == {"company:b", "company:c"}
    text += "facility:d LOCATED_IN country:DEU\nfacility:e LOCATED_IN country:FRA"
    lens_territory = world(text).snapshot(DAY)
    rows = {row.to: row for row in exposure(lens_territory, "input:a").rows}
    assert rows["country:DEU"].look_through == pytest.approx(4 / 5, abs=EXACT)
    assert rows["country:DEU"].direct == 0
    assert rows["country:DEU"].hidden == pytest.approx(4 / 5, abs=EXACT)


OWNED = """
model:m DEVELOPED_BY lab:l
model:m SERVED_BY cloud:c serving 1
lab:l RUNS_ON cloud:c compute 1
lab:l BASED_IN country:CHN
cloud:c PART_OF company:p
company:p BASED_IN country:USA
"""


def test_what_a_company_owns_counts_as_it(world):
    snapshot = world(OWNED).snapshot(DAY)
    found = {row.to: row for row in exposure(snapshot, "model:m", To.COMPANY).rows}
    assert (found["company:p"].direct, found["company:p"].look_through) == (0.5, 1.0)
    assert found["lab:l"].home
    spheres = {row.to: (row.direct, row.look_through) for row in exposure(snapshot, "model:m", To.SPHERE).rows}
    assert spheres == {"US": (0.5, 1.0), "China": (0.5, 0.5)}


def test_own_home_is_marked_and_judged_by_what_it_rests_on(world):
    snapshot = world(OWNED).snapshot(DAY)
    found = {row.to: row for row in exposure(snapshot, "lab:l").rows}
    assert set(found) == {"country:USA"}, "being Chinese is no exposure to China; it rests on a US cloud"
    model = {row.to: row for row in exposure(snapshot, "model:m").rows}
    assert model["country:CHN"].home
    assert not model["country:USA"].home


def test_joint_control_is_one_more_need(world):
    text = """
    facility:site REQUIRES input:i
    company:a OPERATES facility:site
    company:b OPERATES facility:site
    company:a BASED_IN country:USA
    company:b BASED_IN country:JPN
    lab:l RUNS_ON facility:site compute 1
    """
    found = {row.to: row.look_through for row in exposure(world(text).snapshot(DAY), "lab:l").rows}
    assert found == {"country:USA": 0.25, "country:JPN": 0.25}


@settings(max_examples=60, deadline=None)
@given(world=worlds())
def test_exposure_never_exceeds_the_rigid_loss_and_is_zero_only_where_unreachable(world):
    snapshot = KnowledgeGraph.build(parse_facts(world)).snapshot(DAY)
    for target in ("model:m0", "lab:l0", "chip:c0"):
        if target not in snapshot.nodes:
            continue
        for row in exposure(snapshot, target).rows:
            assert 0 <= row.direct <= row.look_through + EXACT
            loss = capacity_loss(snapshot, [row.to], targets=[target])
            lost = 1.0 if target in loss.failed else loss.degraded[0].loss["0"][0]
            assert row.look_through <= lost + 1e-9


def test_a_country_layer_by_layer(world):
    text = OWNED + "lab:k RUNS_ON cloud:d compute 1\nlab:k BASED_IN country:CHN\ncloud:d BASED_IN country:CHN"
    snapshot = world(text).snapshot(DAY)
    found = stack_exposure(snapshot, "country:CHN")
    layers = {layer.layer: layer for layer in found.layers}
    assert layers[Layer.LABS].entities == 2
    labs = {row.to: row.look_through for row in layers[Layer.LABS].rows}
    assert labs == {"country:USA": 0.5, "country:CHN": 0.5}
    models = {row.to: row.look_through for row in layers[Layer.MODELS].rows}
    assert models == {"country:USA": 1.0, "country:CHN": 0.5}
    whole = {row.to: (row.look_through, row.home) for row in found.whole}
    assert set(whole) == {"country:USA", "country:CHN"}
    by_sphere = {row.to: row.look_through for row in stack_exposure(snapshot, "country:CHN", To.SPHERE).whole}
    assert by_sphere["US"] == pytest.approx(whole["country:USA"][0])
    assert stack_exposure(snapshot, "country:CHN", To.COMPANY).whole[0].to == "company:p"
    with pytest.raises(QuestionError, match="not a country"):
        stack_exposure(snapshot, "lab:l")


def test_matrix_of_a_layer(world):
    found = exposure_matrix(world(OWNED).snapshot(DAY), Layer.MODELS)
    assert (found.rows, found.entities) == (("country:CHN",), (1,))
    assert found.columns == ("country:CHN", "country:USA")
    assert (found.direct, found.look_through) == (((0.5, 0.5),), ((0.5, 1.0),))
    empty = exposure_matrix(world(OWNED).snapshot(DAY), Layer.CHIPS)
    assert (empty.rows, empty.columns) == ((), ())
