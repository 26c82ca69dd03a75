"""What comes and goes is not known before its source's day: neither stated nor excluded (methods A1f)."""

import re
from datetime import date
from pathlib import Path

import pytest

from graph.analysis.dependency.cases.targets import TargetSet
from graph.analysis.dependency.cases.universe import Over
from graph.analysis.dependency.chokepoints.chokepoints import chokepoints
from graph.analysis.dependency.cut_sets.cut_sets import Cut
from graph.analysis.dependency.exposure.exposure import exposure
from graph.analysis.dependency.known import is_known, unknown_reason
from graph.analysis.dependency.paths.why import why
from graph.analysis.dependency.scenarios.scenarios import run_scenario
from graph.analysis.dependency.scenarios.spec import Scenario
from graph.analysis.profile.profile import profile
from graph.comes_and_goes import COMES_AND_GOES
from graph.knowledge_graph import KnowledgeGraph
from graph.ontology import Lens
from tests.conftest import declare
from tests.graph.supply.claimed import DAY, claim, needs, page, shares

PAST = date(2021, 6, 1)
DATED = {"valid_from": "2020-01-01"}
SINCE = {"properties": {"opened_on": "2020-01-01"}}
FOUNDED = {"properties": {"founded_on": "2010"}, "valid_from": "2010-01-01"}


def snapshot(*claims, day=PAST, lens=Lens.OWNERSHIP, **described):
    ids = dict.fromkeys(end for one in claims for end in (one.start, one.end))
    nodes = [declare(node_id, **described.get(node_id.partition(":")[2], {})) for node_id in ids]
    return KnowledgeGraph.build([*nodes, *claims]).snapshot(day, lens=lens)


def test_compute_that_no_source_dates_is_a_guess_before_the_day_its_source_was_read():
    used = claim("lab:x", "RUNS_ON", "cloud:a")
    assert used.source.published_on is None, "only read, as a page that was recalled"
    need = needs(used, as_of=PAST)["lab:x", "compute"]
    assert (shares(need), need.remainder, need.closed) == ({"cloud:a": 0}, 1, False)
    assert all(supplier.unconfirmed for supplier in need.suppliers)
    assert not is_known(snapshot(used), "lab:x")
    assert shares(needs(used, as_of=DAY)["lab:x", "compute"]) == {"cloud:a": 1}


def test_beside_what_is_dated_it_has_no_part_and_is_not_excluded():
    claims = claim("lab:x", "RUNS_ON", "cloud:a"), claim("lab:x", "RUNS_ON", "cloud:b", **DATED)
    assert shares(needs(*claims, as_of=PAST)["lab:x", "compute"]) == {"cloud:a": 0, "cloud:b": 1}
    seats = [claim(f"cloud:{end}", "BASED_IN", f"country:{seat}") for end, seat in (("a", "USA"), ("b", "CHN"))]
    lost = {row.to: row.loss for row in exposure(snapshot(*claims, *seats), "lab:x").rows}
    assert lost == {"country:USA": (0, 0, 1), "country:CHN": (0, 1, 1)}


def test_what_is_speculation_even_now_is_said_of_a_day_before_by_nobody():
    """OpenAI of 2019 was shown with data centres of 2026, of which it is only surmised that it uses them."""
    surmised = claim("lab:x", "RUNS_ON", "facility:s", confidence="speculative")
    known = claim("lab:x", "RUNS_ON", "cloud:b", **DATED)
    site = {"s": {"subtype": "data-centre"}}
    assert ("lab:x", "compute") not in needs(surmised, as_of=PAST, **site)
    assert shares(needs(surmised, known, as_of=PAST, **site)["lab:x", "compute"]) == {"cloud:b": 1}
    assert "facility:s" in shares(needs(surmised, known, as_of=DAY, **site)["lab:x", "compute"])


@pytest.mark.parametrize(
    ("lasting", "need"),
    [
        (claim("input:n5", "REQUIRES", "input:euv"), "input:euv"),
        (claim("input:x", "SUPPLIED_BY", "company:a"), "supplier"),
        (claim("chip:x", "FABRICATED_WITH", "input:n5"), "fabrication"),
        (claim("company:a", "OPERATES", "facility:fab"), "sites: fab"),
    ],
    ids=lambda one: one if isinstance(one, str) else one.kind,
)
def test_what_lasts_is_taken_to_have_been_there(lasting, need):
    then, now = (needs(lasting, as_of=day, fab={"subtype": "fab"})[lasting.start, need] for day in (PAST, DAY))
    assert (shares(then), then.closed) == (shares(now), now.closed)


@pytest.mark.parametrize(
    ("came", "need", "described"),
    [
        (claim("facility:s", "HOSTS", "chip:x"), "accelerators", {"s": {"subtype": "cluster"} | SINCE}),
        (claim("cloud:a", "OPERATES", "facility:s"), "sites", {"s": {"subtype": "cloud-region"} | SINCE}),
        (claim("lab:x", "PART_OF", "company:a"), "owner", {"x": FOUNDED}),
    ],
    ids=["chips of a site", "operator of a region", "owner of a laboratory"],
)
def test_it_counts_from_the_day_of_the_thing_that_it_came_with(came, need, described):
    assert not any(one.unconfirmed for one in needs(came, as_of=PAST, **described)[came.start, need].suppliers)
    without = {
        name: {field: value for field, value in fields.items() if field == "subtype"}
        for name, fields in described.items()
    }
    undated = needs(came, as_of=PAST, **without)[came.start, need]
    assert (undated.remainder, undated.closed) == (1, False), "an owner's list is complete by nature, and not of then"


def test_the_day_a_firm_was_founded_dates_nothing_that_it_uses():
    uses = [
        (claim("cloud:x", "HOSTS", "chip:a"), "accelerators"),
        (claim("lab:x", "RUNS_ON", "cloud:a"), "compute"),
    ]
    for used, need in uses:
        assert needs(used, as_of=PAST, x=FOUNDED)[used.start, need].remainder == 1


def test_every_kind_that_comes_and_goes_says_so_of_an_undated_claim():
    ends = {
        "RUNS_ON": ("lab:x", "cloud:a"), "SERVED_BY": ("model:x", "platform:a"), "OPERATES": ("cloud:x", "facility:a"),
        "HOSTS": ("facility:x", "chip:a"), "PART_OF": ("lab:x", "company:a"), "USES": ("country:USA", "model:a"),
        "ROUTES": ("platform:x", "model:a"), "FUNDED_BY": ("lab:x", "company:a"),
        "MEMBER_OF": ("country:USA", "security:a"),
    }  # fmt: skip
    assert set(ends) == set(COMES_AND_GOES)
    for kind, (start, end) in ends.items():
        described = {"model:x": {"properties": {"open_weights": False}}}
        for day, later in ((PAST, True), (DAY, False)):
            nodes = [declare(node_id, **described.get(node_id, {})) for node_id in (start, end)]
            found = KnowledgeGraph.build([*nodes, claim(start, kind, end)]).snapshot(day)
            assert found.edges.is_later.tolist() == [later], kind
            assert not any(need.closed or not need.remainder for need in found.needs if need.counts and later)


def test_a_region_that_is_not_known_yet_makes_no_dated_site_beside_it_disappear():
    claims = [
        claim("cloud:a", "OPERATES", "facility:region"), claim("cloud:a", "OPERATES", "facility:site", **DATED),
        claim("facility:region", "LOCATED_IN", "country:USA"), claim("facility:site", "LOCATED_IN", "country:USA"),
    ]  # fmt: skip
    described = {"region": {"subtype": "cloud-region"}, "site": {"subtype": "data-centre"}}
    then = needs(*claims, as_of=PAST, **described)["cloud:a", "sites"]
    assert shares(then) == {"facility:region": 0, "facility:site": 0.5}, "the only one that is known: others are likely"


def test_by_territory_a_cloud_whose_sites_are_not_known_yet_is_controlled_from_its_seat():
    claims = [
        claim("cloud:a", "OPERATES", "facility:region"), claim("facility:region", "LOCATED_IN", "country:BRA"),
        claim("cloud:a", "BASED_IN", "country:USA"),
    ]  # fmt: skip
    held = {
        day: snapshot(*claims, day=day, lens=Lens.TERRITORY, region={"subtype": "cloud-region"}).controllers("cloud:a")
        for day in (PAST, DAY)
    }
    assert held == {PAST: {"country:USA": 1}, DAY: {"country:BRA": 1}}


def test_shares_of_later_days_divide_nothing_among_whom_nobody_knows_yet():
    claims = [
        claim("lab:x", "RUNS_ON", f"cloud:{end}", share=share, period="2025", basis="compute", denominator="all of it")
        for end, share in (("a", 0.75), ("b", 0.25))
    ]
    assert shares(needs(*claims, as_of=PAST)["lab:x", "compute"]) == {"cloud:a": 0, "cloud:b": 0}
    assert page("one").retrieved_on == DAY


def test_it_is_said_wherever_the_supplier_is_named_and_why_nothing_is_known():
    then = snapshot(claim("lab:x", "RUNS_ON", "cloud:a"), claim("cloud:a", "BASED_IN", "country:USA"))
    assert why(then, "lab:x", "cloud:a").sentence == "Compute of x: a (known of later days only)."
    (line,) = (line for line in profile(then, "lab:x").lines if line.section == "compute")
    assert line.detail == "runs on, known of later days only, read"
    assert str(unknown_reason(then, "lab:x")).startswith("not known: sources say of later days only what x rests on")
    late = "1 of the 1 that are not known: sources say of later days only what they rest on, and not since when"
    assert late in chokepoints(then, TargetSet.LABS, Cut(Over.COUNTRY, 1)).assumptions
    assert late in run_scenario(then, Scenario(remove=("country:USA",))).assumptions


def test_the_methods_name_every_kind_that_comes_and_goes():
    methods = (Path(__file__).parents[3] / "docs" / "methods.md").read_text()
    table = methods.partition("### A1f")[2].partition("###")[0]
    rows = [row for row in table.splitlines() if row.startswith("| `")]
    assert {kind for row in rows for kind in re.findall(r"`(\w+)`", row.split("|")[1])} == set(COMES_AND_GOES)
