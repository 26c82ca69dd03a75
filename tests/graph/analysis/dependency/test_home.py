"""Home: that an entity falls with its own developer, owner, house or country is no finding."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.analysis.dependency.cases.readings import Criterion
from graph.analysis.dependency.cases.universe import Over
from graph.analysis.dependency.chokepoints.chokepoints import chokepoints
from graph.analysis.dependency.cut_sets.cut_sets import Cut, cut_sets
from graph.analysis.dependency.cut_sets.single_points import single_points_of_failure
from graph.analysis.dependency.exposure.exposure import exposure
from graph.analysis.dependency.exposure.targets import To
from graph.analysis.dependency.home import AtHome, home
from graph.analysis.dependency.scenarios.scenarios import run_scenario
from graph.analysis.dependency.scenarios.spec import Scenario
from graph.facts.fact import Confidence
from graph.knowledge_graph import KnowledgeGraph
from graph.ontology import Horizon
from tests.conftest import parse_facts

DAY = date(2026, 1, 1)
HOUSE = """
    lab:own PART_OF company:house
    cloud:k PART_OF company:house
    lab:own RUNS_ON cloud:k
    lab:other RUNS_ON cloud:k
"""


def test_a_cloud_that_stops_the_laboratory_of_its_own_house_alone_is_no_chokepoint(world):
    snapshot = world(HOUSE).snapshot(DAY, horizon=Horizon.RUN)
    found = chokepoints(snapshot, ["lab:other", "lab:own"], Cut(Over.COMPANY, 1))
    stops = {row.members: [one.id for one in row.stops] for row in found.chokepoints}
    assert stops["cloud:k",] == stops["company:house",] == ["lab:other"]
    result = run_scenario(snapshot, Scenario(remove=("cloud:k",)))
    assert {row.id: row.home for row in result.failed} == {"cloud:k": True, "lab:own": True, "lab:other": False}


APART = HOUSE.replace("    cloud:k PART_OF company:house\n", "")
THROUGH = "cloud:k PART_OF company:own\ncompany:own PART_OF company:house"
SHARED = "cloud:k PART_OF company:house\ncloud:k PART_OF company:partner"


@pytest.mark.parametrize(("owned", "of_one_house"), [(THROUGH, True), (SHARED, False)])
def test_a_house_is_what_its_owners_own_altogether(world, owned, of_one_house):
    snapshot = world(APART + owned).snapshot(DAY)
    assert ("cloud:k" in home(snapshot, "lab:own").members) is of_one_house
    assert AtHome(snapshot, {"cloud:k"})("lab:own") is of_one_house


FIRMS = ("company:a", "company:b", "company:c", "lab:l", "cloud:k")


@given(st.sets(st.tuples(st.sampled_from(FIRMS), st.sampled_from(FIRMS[:3])), max_size=6), st.sampled_from(FIRMS))
def test_who_is_at_home_with_a_member_has_it_in_its_home(owned, member):
    lines = [f"{below} PART_OF {above}" for below, above in sorted(owned) if below != above]
    text = "\n".join([*lines, *(f"{firm} BASED_IN country:USA" for firm in FIRMS)])
    snapshot = KnowledgeGraph.build(parse_facts(text)).snapshot(DAY)
    at_home = AtHome(snapshot, {member})
    for firm in FIRMS:
        assert at_home(firm) is (firm == member or member in home(snapshot, firm).members), firm


def test_a_cut_set_gives_what_is_lost_besides_the_home_as_exposure_does(world):
    """The United States stop OpenAI for certain by nothing but being its home."""
    clouds = "\n".join(f"lab:own RUNS_ON cloud:{one}" for one in "jkl")
    seats = "\n".join(f"{one} BASED_IN country:USA" for one in ("lab:own", "cloud:k", "cloud:l"))
    snapshot = world(f"{clouds}\n{seats}").snapshot(DAY, horizon=Horizon.RUN)
    cut = Cut(Over.COUNTRY, 1, criterion=Criterion(loss=0.5, sigma=0.0))
    (row,) = [row for row in cut_sets(snapshot, "lab:own", cut).cut_sets if row.members == ("country:USA",)]
    (exposed,) = [row for row in exposure(snapshot, "lab:own", To.COUNTRY).rows if row.to == "country:USA"]
    assert row.besides_home == exposed.loss == pytest.approx((0, 2 / 3, 1))
    assert (row.loss, row.certain, row.home, row.only_as_home) == ((1, 1, 1), True, True, False)
    assert (exposed.home, exposed.besides_home) == (row.home, row.besides_home)
    (point,) = [
        one for one in single_points_of_failure(snapshot, "lab:own", cut.criterion).points if not one.only_as_home
    ]
    assert (point.id, point.certain, point.besides_home) == ("country:USA", False, row.besides_home)


LAID_OUT = """
    lab:l RUNS_ON cloud:k
    cloud:k HOSTS chip:c
    chip:c DESIGNED_BY company:whose
    company:whose BASED_IN country:USA
    company:hired BASED_IN country:TWN
"""


def guessed(text, confidence):
    """A world of which the last line is only said so."""
    *facts, last = parse_facts(text)
    return KnowledgeGraph.build([*facts, last.model_copy(update={"confidence": Confidence(confidence)})]).snapshot(DAY)


def test_whom_a_designer_hires_is_no_home(world):
    snapshot = world(f"{LAID_OUT}    chip:c IMPLEMENTED_BY company:hired").snapshot(DAY)
    assert home(snapshot, "chip:c").members == {"company:whose", "country:USA"}
    result = run_scenario(snapshot, Scenario(remove=("country:TWN",)))
    assert {row.id: row.home for row in result.failed}["chip:c"] is False


@pytest.mark.parametrize("confidence", ["speculative", "disputed"])
def test_a_designer_or_an_owner_who_is_only_guessed_at_is_no_home(confidence):
    snapshot = guessed(f"{LAID_OUT}    chip:c DESIGNED_BY company:hired", confidence)
    assert home(snapshot, "chip:c").members == {"company:whose", "country:USA"}
    assert AtHome(snapshot, {"country:USA"})("chip:c")
    assert not AtHome(snapshot, {"country:TWN"})("chip:c")
    snapshot = guessed("company:b PART_OF company:house\ncompany:a PART_OF company:house", confidence)
    assert "company:house" not in home(snapshot, "company:a").members
    assert "company:a" not in home(snapshot, "company:b").members
    assert not AtHome(snapshot, {"company:house"})("company:a")
