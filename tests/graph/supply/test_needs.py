"""Needs that mean what they say (methods A1e): what makes one, and what proves it complete."""

from datetime import date

import pytest

from graph.analysis.dependency.cases.targets import TargetSet
from graph.analysis.dependency.cases.universe import Over
from graph.analysis.dependency.chokepoints.chokepoints import chokepoints
from graph.analysis.dependency.cut_sets.cut_sets import Cut, cut_sets
from graph.analysis.dependency.known import is_known
from graph.analysis.dependency.scenarios.scenarios import run_scenario
from graph.analysis.dependency.scenarios.spec import Scenario
from graph.knowledge_graph import KnowledgeGraph
from graph.ontology import Horizon
from tests.conftest import declare, parse_facts
from tests.graph.supply.claimed import DAY, claim, needs, page, shares, supplied


@pytest.mark.parametrize("subtype", ["cluster", "data-centre", "cloud-region"])
def test_a_company_needs_none_of_its_compute_sites(subtype):
    assert needs(claim("company:x", "OPERATES", "facility:a"), a={"subtype": subtype}) == {}


def test_fabs_and_packaging_plants_are_needs_of_their_own():
    found = needs(
        *(claim("company:x", "OPERATES", f"facility:{site}") for site in "abc"),
        a={"subtype": "fab"}, b={"subtype": "fab"}, c={"subtype": "packaging-plant"},
    )  # fmt: skip
    assert sorted(len(need.suppliers) for need in found.values()) == [1, 2]
    assert {supplier.id for need in found.values() for supplier in need.suppliers if len(need.suppliers) == 1} == {
        "facility:c"
    }


def test_a_cloud_rests_on_its_regions_and_not_on_clusters_beside_them():
    sites = {"a": {"subtype": "cloud-region"}, "b": {"subtype": "cloud-region"}, "c": {"subtype": "cluster"}}
    ((_, need),) = needs(*(claim("cloud:x", "OPERATES", f"facility:{s}") for s in sites), **sites).items()
    assert {supplier.id for supplier in need.suppliers} == {"facility:a", "facility:b"}


@pytest.mark.parametrize("status", ["planned", "decommissioned", "preview"])
def test_a_site_on_which_nothing_runs_is_no_supplier(status):
    a = {"properties": {"status": status, "h100_equivalents": 9_000}}
    found = needs(claim("lab:x", "RUNS_ON", "facility:a"), claim("lab:x", "RUNS_ON", "facility:b"), a=a)
    assert shares(found["lab:x", "compute"]) == {"facility:b": 1}
    assert needs(claim("lab:x", "RUNS_ON", "facility:a"), a=a) == {}


def test_what_ended_is_no_supplier():
    found = needs(
        claim("lab:x", "RUNS_ON", "facility:a", valid_from="2020-01-01", valid_to="2025-01-01"),
        claim("lab:x", "RUNS_ON", "facility:b"),
    )
    assert shares(found["lab:x", "compute"]) == {"facility:b": 1}


@pytest.mark.parametrize(
    ("rows", "closed"),
    [
        ([("a", 0.6, {}), ("b", 0.4, {})], True),
        ([("a", 0.6, {}), ("b", 0.35, {})], False),
        ([("a", 0.6, {}), ("b", 0.4, {}), ("c", None, {})], False),
        ([("a", 0.6, {"source": "one"}), ("b", 0.4, {"source": "two"})], False),
        ([("a", 0.6, {"properties": {"open": True}}), ("b", 0.4, {"properties": {"open": True}})], False),
        ([("a", 1.0, {"properties": {"open": True}})], False),
        ([("a", None, {"closed": True}), ("b", None, {})], True),
        ([("a", 0.6, {"unit": None}), ("b", 0.4, {"unit": None})], False),
        ([("a", 0.6, {"unit": "share of the market"}), ("b", 0.4, {"unit": "share of the market"})], False),
        ([("a", 0.6, {"denominator": "Chinese market"}), ("b", 0.4, {"denominator": "Chinese market"})], False),
    ],
    ids=[
        "whole",
        "a remainder",
        "one more is named",
        "two sources",
        "left open",
        "the only one named",
        "declared",
        "of nobody says what",
        "of some market",
        "of one country's market",
    ],
)
def test_only_proof_closes_a_list(rows, closed):
    assert supplied(*rows).closed is closed


@pytest.mark.parametrize("narrow", [{"unit": "share of what Huawei buys"}, {"denominator": "what Huawei buys"}])
def test_a_share_of_something_narrower_divides_nothing(narrow):
    need = supplied(("a", 0.9, narrow), ("b", 0.1, narrow))
    assert not need.closed
    assert all(supplier.assumed for supplier in need.suppliers)
    assert shares(need) == {"company:a": 0.5, "company:b": 0.5}


@pytest.mark.parametrize(
    ("day", "dated", "known"),
    [(date(2019, 1, 1), {}, False), (date(2019, 1, 1), {"valid_from": "2018-01-01"}, True), (DAY, {}, True)],
    ids=["published later", "dated", "today"],
)
def test_what_is_used_now_is_not_projected_backwards(day, dated, known):
    recent = page("recent").model_copy(update={"published_on": "2025"})
    used = claim("lab:x", "RUNS_ON", "facility:a", **dated).model_copy(update={"source": recent})
    snapshot = KnowledgeGraph.build([declare("lab:x"), declare("facility:a"), used]).snapshot(day)
    assert is_known(snapshot, "lab:x") is known


def made_with(*rows):
    found = needs(*(claim("chip:x", "FABRICATED_WITH", f"input:{p}", p, **fields) for p, fields in rows))
    return found["chip:x", "fabrication"].closed


def test_a_chips_process_is_its_design_unless_disputed_or_a_second_one_is_reported():
    assert made_with(("n4", {}))
    assert not made_with(("n4", {"confidence": "disputed"}))
    assert not made_with(("n4", {"confidence": "speculative"}))
    assert not made_with(("n4", {}), ("n7", {}))
    assert not made_with(("n4", {"checked": "recalled"}))


def test_a_model_is_bound_to_the_one_it_is_made_from_where_those_weights_are_known_to_be_closed():
    bases = {None: {}, True: {"properties": {"open_weights": True}}, False: {"properties": {"open_weights": False}}}
    found = {
        flag: needs(claim("model:m", "DERIVED_FROM", "model:base"), base=described)["model:m", "base model"]
        for flag, described in bases.items()
    }
    assert {flag: need.closed for flag, need in found.items()} == {None: False, True: False, False: True}
    horizons = {flag: need.role.horizon for flag, need in found.items()}
    assert horizons == {None: Horizon.GROW, True: Horizon.GROW, False: Horizon.MAKE}


UNKNOWN = """
lab:known RUNS_ON cloud:a
cloud:a BASED_IN country:USA
lab:known BASED_IN country:CHN
lab:silent BASED_IN country:CHN
"""


def test_unknown_is_neither_stopped_nor_safe():
    snapshot = KnowledgeGraph.build(parse_facts(UNKNOWN)).snapshot(DAY)
    result = run_scenario(snapshot, Scenario(remove=("cloud:a",)))
    assert {row.id for row in result.not_known} == {"lab:silent"}
    assert "lab:silent" not in {row.id for row in result.survives}
    ranked = chokepoints(snapshot, TargetSet.LABS, Cut(Over.COUNTRY, 1))
    assert (ranked.targets, ranked.not_known) == (1, ("lab:silent",))
    found = cut_sets(snapshot, "lab:silent", Cut(Over.COMPANY, 1))
    assert (found.cut_sets, "not known" in (found.reason or "")) == ((), True)


def test_a_cloud_has_its_sites_of_a_country_in_which_no_region_of_it_is_listed():
    """CoreWeave, of whose regions a list has those in Europe, rested on Sweden and on the United States for nothing."""
    where = {"a": "SWE", "b": "USA", "c": "SWE"}
    sites = {"a": {"subtype": "cloud-region"}, "b": {"subtype": "data-centre"}, "c": {"subtype": "data-centre"}}
    claims = [claim("cloud:x", "OPERATES", f"facility:{site}") for site in where]
    claims += [claim(f"facility:{site}", "LOCATED_IN", f"country:{country}") for site, country in where.items()]
    need = needs(*claims, **sites)["cloud:x", "sites"]
    assert {supplier.id for supplier in need.suppliers} == {"facility:a", "facility:b"}
