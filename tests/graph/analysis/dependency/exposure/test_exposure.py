"""Exposure through facts, graph and snapshot: what is lost without a country, company or sphere (methods A3)."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings

from graph.analysis.dependency.cases.readings import Reading
from graph.analysis.dependency.exposure.exposure import exposure
from graph.analysis.dependency.exposure.stack import exposure_matrix, stack_exposure
from graph.analysis.dependency.exposure.targets import To
from graph.analysis.dependency.scenarios.scenarios import run_scenario
from graph.analysis.dependency.scenarios.spec import Scenario
from graph.errors import QuestionError
from graph.knowledge_graph import KnowledgeGraph
from graph.ontology import Layer, Lens
from tests.conftest import declare, parse_facts
from tests.graph.analysis.dependency.random_worlds import worlds

DAY = date(2026, 1, 1)
EXACT = 1e-12

M1_LOSS = {
    "country:NLD": Fraction(1),
    "country:TWN": Fraction(9, 10),
    "country:KOR": Fraction(4, 5),
    "country:USA": Fraction(3, 4),
    "country:DEU": Fraction(1, 4),
}


def test_m1_is_the_rigid_loss_of_the_worst_need(m1):
    found = {row.to: row for row in exposure(m1.snapshot(DAY), "input:chip").rows}
    assert set(found) == set(M1_LOSS)
    for to, expected in M1_LOSS.items():
        assert found[to].loss == pytest.approx((float(expected),) * 3, abs=EXACT)
    needs = {need.need: need for need in found["country:KOR"].needs}
    assert needs["hbm"].direct == pytest.approx(0.8, abs=EXACT), "its firms supply directly"
    assert needs["hbm"].look_through == pytest.approx(0.8, abs=EXACT)
    assert needs["fabrication"].look_through == pytest.approx(0.1, abs=EXACT)


def test_exposure_is_at_least_that_of_any_one_need_and_of_any_part(m1):
    snapshot = m1.snapshot(DAY)
    by_country = {row.to: row.loss[0] for row in exposure(snapshot, "input:chip").rows}
    by_firm = {row.to: row for row in exposure(snapshot, "input:chip", To.COMPANY).rows}
    for row in by_firm.values():
        assert row.loss[0] >= max(need.loss[0] for need in row.needs) - EXACT
    assert by_country["country:KOR"] >= by_firm["company:skh"].loss[0]
    assert by_firm["company:asml"].needs[0].direct == 1


def test_m2_looks_through(world):
    text = """
    input:a SUPPLIED_BY company:b supplier .5
    input:a SUPPLIED_BY company:c supplier .5
    company:b OPERATES facility:d sites 1
    company:c OPERATES facility:d sites .6
    company:c OPERATES facility:e sites .4
    facility:d LOCATED_IN country:DEU
    facility:e LOCATED_IN country:FRA
    """
    (germany,) = [row for row in exposure(world(text).snapshot(DAY), "input:a").rows if row.to == "country:DEU"]
    assert germany.loss[1] == pytest.approx(4 / 5, abs=EXACT)
    (need,) = germany.needs
    assert (need.direct, need.hidden) == (0, pytest.approx(4 / 5, abs=EXACT))


def test_what_nobody_states_is_an_interval(world):
    text = """
    input:a SUPPLIED_BY company:b supplier .6
    input:a SUPPLIED_BY company:c supplier
    company:b BASED_IN country:JPN
    company:c BASED_IN country:USA
    """
    found = {row.to: row.loss for row in exposure(world(text).snapshot(DAY), "input:a").rows}
    assert found["country:JPN"] == pytest.approx((0.6, 0.6, 1.0), abs=EXACT)
    assert found["country:USA"] == pytest.approx((0.0, 0.4, 0.4), abs=EXACT)


OWNED = """
model:m DEVELOPED_BY lab:l
lab:l RUNS_ON cloud:c compute 1
lab:l BASED_IN country:CHN
cloud:c PART_OF company:p
company:p BASED_IN country:USA
"""


def test_what_a_company_owns_counts_as_it(world):
    snapshot = world(OWNED).snapshot(DAY)
    found = {row.to: row for row in exposure(snapshot, "model:m", To.COMPANY).rows}
    assert found["company:p"].loss[1] == 1
    assert found["lab:l"].home
    spheres = {row.to: row.loss[1] for row in exposure(snapshot, "model:m", To.SPHERE).rows}
    assert spheres == {"US": 1, "China": 1}


def test_own_home_is_marked_and_judged_by_what_it_rests_on(world):
    snapshot = world(OWNED).snapshot(DAY)
    found = {row.to: row for row in exposure(snapshot, "lab:l").rows}
    assert set(found) == {"country:USA"}, "being Chinese is no exposure to China; it rests on a US cloud"
    model = {row.to: row for row in exposure(snapshot, "model:m").rows}
    assert model["country:CHN"].home
    assert not model["country:USA"].home


def test_of_what_nothing_is_known_nothing_is_said(world):
    snapshot = world(OWNED + "lab:k BASED_IN country:IND").snapshot(DAY)
    found = exposure(snapshot, "lab:k")
    assert found.rows == (), "no country at nothing, nothing and all beneath a sentence that nothing is known"
    assert "not known" in found.reason


@settings(max_examples=60, deadline=None)
@given(world=worlds())
def test_exposure_is_what_the_scenario_says(world):
    snapshot = KnowledgeGraph.build(parse_facts(world)).snapshot(DAY)
    for target in ("model:m0", "chip:c0"):
        if target not in snapshot.nodes:
            continue
        for row in exposure(snapshot, target).rows:
            low, central, high = row.loss
            assert 0 <= low <= central + EXACT <= high + 2 * EXACT <= 1 + 3 * EXACT
            body = Scenario(remove=(row.to,), targets=(target,), loss=1.0)
            result = run_scenario(snapshot, body, Reading.LIKELY)
            found = [one.loss for one in result.failed] or [
                (one.loss["0"][0], one.central["0"], one.loss["0"][1]) for one in result.degraded
            ]
            assert found[0] == pytest.approx(row.loss, abs=1e-9)


def test_a_country_layer_by_layer(world):
    text = OWNED + (
        "lab:k RUNS_ON cloud:d compute 1\nlab:k BASED_IN country:CHN\ncloud:d BASED_IN country:CHN\n"
        "lab:unheard BASED_IN country:CHN"
    )
    snapshot = world(text).snapshot(DAY)
    layers = {layer.layer: layer for layer in stack_exposure(snapshot, "country:CHN").layers}
    assert (layers[Layer.LABS].entities, layers[Layer.LABS].not_known) == (2, 1)
    assert {row.to: row.loss[1] for row in layers[Layer.LABS].rows} == {"country:USA": 0.5, "country:CHN": 0.5}
    assert {row.to: row.loss[1] for row in layers[Layer.MODELS].rows} == {"country:USA": 1, "country:CHN": 1}
    by_sphere = {layer.layer: layer for layer in stack_exposure(snapshot, "country:CHN", To.SPHERE).layers}
    assert {row.to: row.loss[1] for row in by_sphere[Layer.LABS].rows} == {"US": 0.5, "China": 0.5}
    with pytest.raises(QuestionError, match="not a country"):
        stack_exposure(snapshot, "lab:l")


def test_matrix_of_a_layer(world):
    found = exposure_matrix(world(OWNED).snapshot(DAY), Layer.MODELS)
    assert (found.rows, found.entities, found.not_known) == (("country:CHN",), (1,), (0,))
    assert found.columns == ("country:CHN", "country:USA")
    assert found.central == ((1.0, 1.0),)
    (most,) = found.largest
    assert (most.country, most.entities, most.without) == ("country:CHN", 1, {"country:USA": (1, 1, 1)}), "not itself"
    empty = exposure_matrix(world(OWNED).snapshot(DAY), Layer.CHIPS)
    assert (empty.rows, empty.columns) == ((), ())
    assert empty.reason == "no country controls an entity of the layer chips alone"


def test_what_only_firms_of_a_country_make_is_of_its_stack(world):
    """Taiwan's stack had no foundry process, and the matrix of inputs was empty."""
    made = """
    input:process SUPPLIED_BY company:foundry
    input:process REQUIRES input:tool
    input:tool SUPPLIED_BY company:optics
    input:tool SUPPLIED_BY company:rival
    company:foundry BASED_IN country:TWN
    company:optics BASED_IN country:NLD
    company:rival BASED_IN country:JPN
    """
    found = exposure_matrix(world(made).snapshot(DAY), Layer.INPUTS)
    assert found.rows == ("country:TWN",), "of no other input one country has all makers"
    assert found.largest[0].without == {"country:JPN": (0, 0.5, 1), "country:NLD": (0, 0.5, 1)}


def test_a_fab_is_no_compute_site_of_its_country():
    sites = [declare("facility:fab", subtype="fab"), declare("facility:hall", subtype="data-centre")]
    lines = "facility:fab LOCATED_IN country:FRA\nfacility:hall LOCATED_IN country:FRA\nfacility:hall HOSTS chip:c"
    others = [fact for fact in parse_facts(lines) if not getattr(fact, "id", "").startswith("facility:")]
    snapshot = KnowledgeGraph.build([*sites, *others]).snapshot(DAY, lens=Lens.TERRITORY)
    (row,) = [one for one in stack_exposure(snapshot, "country:FRA").layers if one.layer is Layer.COMPUTE_SITES]
    assert (row.entities, row.not_known) == (1, 0)


def test_exposure_to_inputs_is_what_each_takes_by_itself(world):
    """What falls without helium, HBM or a kind of tool, one after the other; as a what-if that removes it says."""
    text = """
    lab:l RUNS_ON facility:a compute .75
    lab:l RUNS_ON facility:b compute .25
    facility:a HOSTS chip:one
    facility:b HOSTS chip:two
    chip:one REQUIRES input:hbm3e
    chip:two REQUIRES input:hbm2
    chip:one FABRICATED_WITH input:process
    chip:two FABRICATED_WITH input:process
    input:process REQUIRES input:helium
    """
    snapshot = world(text).snapshot(DAY)
    found = {row.to: row.loss for row in exposure(snapshot, "lab:l", To.INPUT).rows}
    assert {one: loss[1] for one, loss in found.items()} == {
        "input:helium": 1, "input:process": 1, "input:hbm3e": 0.75, "input:hbm2": 0.25
    }  # fmt: skip
    for removed, loss in found.items():
        result = run_scenario(snapshot, Scenario(remove=(removed,), targets=("lab:l",)))
        stopped = {row.id: row.loss for row in result.failed if row.id == "lab:l"}
        assert stopped == ({"lab:l": loss} if loss[1] > 0.5 else {})
    assert all(not row.home and row.besides_home is None for row in exposure(snapshot, "lab:l", To.INPUT).rows)
