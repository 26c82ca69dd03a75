"""Needs that mean what they say (methods A1e): what makes one, what divides it, what proves it complete."""

from datetime import date

import pytest

from graph.analysis.dependency.chokepoints import chokepoints
from graph.analysis.dependency.cut_sets import Cut, cut_sets
from graph.analysis.dependency.known import is_known
from graph.analysis.dependency.scenario_spec import Scenario
from graph.analysis.dependency.scenarios import run_scenario
from graph.analysis.dependency.targets import TargetSet
from graph.analysis.dependency.universe import Over
from graph.facts.fact import EdgeFact, Source
from graph.knowledge_graph import KnowledgeGraph
from graph.ontology import Horizon
from tests.conftest import declare, parse_facts

DAY = date(2026, 1, 1)


def page(name):
    return Source(
        dataset="atlas",
        title=name,
        publisher="p",
        url=f"https://example.org/{name}",
        licence="CC0-1.0",
        retrieved_on=DAY,
    )


def claim(start, kind, end, source="one", **fields):
    content = {"kind": kind, "from": start, "to": end, "source": page(source), "locator": source, "checked": "read"}
    return EdgeFact.model_validate(content | fields)


def needs(*claims, horizon=Horizon.GROW, **described):
    """The needs of a world of claims, by dependent and name; ``described`` gives nodes subtype and properties."""
    ids = dict.fromkeys(end for one in claims for end in (one.start, one.end))
    nodes = [declare(node_id, **described.get(node_id.partition(":")[2], {})) for node_id in ids]
    snapshot = KnowledgeGraph.build([*nodes, *claims]).snapshot(DAY, horizon=horizon)
    return {(need.of, need.need): need for need in snapshot.needs}


def shares(need):
    return {supplier.id: pytest.approx(supplier.share) for supplier in need.suppliers}


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


def test_compute_is_weighed_by_what_it_can_do():
    found = needs(
        claim("lab:x", "RUNS_ON", "facility:a"),
        claim("lab:x", "RUNS_ON", "facility:b"),
        claim("facility:b", "HOSTS", "chip:half", quantity=2_000),
        a={"properties": {"h100_equivalents": 3_000}}, half={"properties": {"fp16_flops": 989.4e12 / 2}},
    )  # fmt: skip
    need = found["lab:x", "compute"]
    assert shares(need) == {"facility:a": 0.75, "facility:b": 0.25}
    assert all(supplier.assumed for supplier in need.suppliers), "no source states them: they are central values"
    assert (need.basis, need.known, need.closed) == ("H100 equivalents", pytest.approx(4_000), False)


def of_a_cloud(*more, **site):
    claims = [
        claim("lab:l", "RUNS_ON", "cloud:x"), claim("lab:l", "RUNS_ON", "facility:a", **site),
        claim("cloud:x", "OPERATES", "facility:a"), *more,
    ]  # fmt: skip
    sized = {"a": {"properties": {"h100_equivalents": 300}}}
    sized |= {"h": {"properties": {"fp16_flops": 989.4e12}}} if more else {}
    return shares(needs(*claims, **sized)["lab:l", "compute"])


def test_a_cloud_weighs_what_it_has_besides_its_sites_that_are_named():
    assert of_a_cloud() == {"cloud:x": 0, "facility:a": 1}
    assert of_a_cloud(claim("cloud:x", "HOSTS", "chip:h", quantity=1_200)) == {"cloud:x": 0.75, "facility:a": 0.25}
    assert of_a_cloud(confidence="speculative") == {"cloud:x": 0.5, "facility:a": 0.5}, "a guess is not all of it"


def test_where_nothing_is_known_the_split_is_equal_and_where_some_is_unknown_it_says_of_how_much():
    equal = needs(claim("lab:x", "RUNS_ON", "facility:a"), claim("lab:x", "RUNS_ON", "facility:b"))["lab:x", "compute"]
    assert (shares(equal), equal.known) == ({"facility:a": 0.5, "facility:b": 0.5}, None)
    partly = needs(
        *(claim("lab:x", "RUNS_ON", f"facility:{s}") for s in "abc"),
        a={"properties": {"h100_equivalents": 300}}, b={"properties": {"h100_equivalents": 100}},
    )["lab:x", "compute"]  # fmt: skip
    assert shares(partly) == {"facility:a": 0.5, "facility:b": 0.5 / 3, "facility:c": 1 / 3}
    assert partly.known == pytest.approx(400)


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


WORLD = {"unit": "share of the world market"}


def supplied(*rows):
    """The need for an input: rows of firm, share and further fields."""
    made = (claim("input:x", "SUPPLIED_BY", f"company:{firm}", share=s, **WORLD | f) for firm, s, f in rows)
    return needs(*made)["input:x", "supplier"]


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


def test_what_is_left_belongs_to_nobody_named():
    need = supplied(("deepseek", 0.43, {}))
    assert need.remainder == pytest.approx(0.57)
    silent = supplied(("deepseek", 0.43, {}), ("next", None, {}))
    assert [(s.id, s.assumed) for s in silent.suppliers] == [("company:deepseek", False), ("company:next", True)]


def test_who_is_only_said_to_make_it_is_no_equal_of_those_who_do():
    need = supplied(("a", None, {}), ("b", None, {}), ("samples", None, {"confidence": "speculative"}))
    assert shares(need) == {"company:a": 0.5, "company:b": 0.5, "company:samples": 0}
    assert [supplier.id for supplier in need.suppliers if supplier.unconfirmed] == ["company:samples"]
    beside = supplied(("a", 0.85, {}), ("samples", None, {"confidence": "disputed"}))
    assert (shares(beside), beside.remainder) == (
        {"company:a": 0.85, "company:samples": 0}, pytest.approx(0.15),
    )  # fmt: skip
    alone = supplied(("x", None, {"confidence": "speculative"}), ("y", None, {"confidence": "speculative"}))
    assert shares(alone) == {"company:x": 0.5, "company:y": 0.5}, "where nobody is vouched for all are alike"


def market_of(**of_whole_kind):
    """The makers of one kind of a product, of whose whole market the shares are known."""
    market = [claim("input:hbm", "SUPPLIED_BY", f"company:{f}", share=s, **WORLD) for f, s in of_whole_kind.items()]
    made = [claim("input:hbm3", "SUPPLIED_BY", f"company:{firm}") for firm in ("s", "m", "new")]
    kinds = [claim("input:hbm3", "VARIANT_OF", "input:hbm")]
    return needs(*market, *made, *kinds)["input:hbm3", "supplier"]


def test_makers_of_one_kind_weigh_as_in_the_market_for_all_kinds_where_that_is_known():
    need = market_of(s=0.6, m=0.2, other=0.2)
    assert shares(need) == {"company:s": 0.75, "company:m": 0.25, "company:new": 0}
    assert all(supplier.assumed for supplier in need.suppliers), "of this kind no source states them"
    assert str(need.basis).startswith("as of all hbm")
    assert shares(market_of(s=0.5, m=0.2))["company:new"] == pytest.approx(1 / 3), "too little of the market is known"


BY_SEAT = {"basis": "market share, by headquarters", "unit": "share of the world market"}


def of_countries(basis=BY_SEAT, **published):
    """Two Japanese makers, one American and one German, of whom only the shares of countries are published."""
    seats = {"a": "JPN", "b": "JPN", "c": "USA", "d": "DEU"}
    made = [claim("input:x", "SUPPLIED_BY", f"company:{firm}") for firm in seats]
    based = [claim(f"company:{firm}", "BASED_IN", f"country:{seat}") for firm, seat in seats.items()]
    told = [claim(f"country:{c}", "SHARE_OF", "input:x", share=share, **basis) for c, share in published.items()]
    return needs(*made, *based, *told)["input:x", "supplier"]


def test_makers_weigh_as_their_countries_where_only_these_are_published():
    need = of_countries(JPN=0.8, USA=0.1)
    assert shares(need) == {"company:a": 0.4, "company:b": 0.4, "company:c": 0.1, "company:d": 0.1}
    assert all(supplier.assumed for supplier in need.suppliers)
    assert str(need.basis).startswith("as the makers of a country")
    elsewhere = of_countries(JPN=0.6, USA=0.1, TWN=0.3)
    assert (shares(elsewhere)["company:a"], elsewhere.remainder) == (pytest.approx(0.3), pytest.approx(0.3))


@pytest.mark.parametrize(
    "published",
    [{"JPN": 0.3}, {"JPN": 1.0}, {"TWN": 0.9}, {"JPN": 0.9, "basis": {"basis": "wafer capacity by site"}}],
    ids=["too little", "the only one named", "of no maker", "by site"],
)
def test_shares_of_countries_that_say_nothing_of_the_makers_divide_nothing(published):
    assert set(shares(of_countries(**published))) == {"company:a", "company:b", "company:c", "company:d"}
    assert of_countries(**published).basis is None


def test_sites_weigh_as_the_firms_that_run_them():
    firms = [claim("input:x", "SUPPLIED_BY", f"company:{f}", share=s, **WORLD) for f, s in (("a", 0.9), ("b", 0.1))]
    sites = [claim("input:x", "SUPPLIED_BY", f"facility:{site}", need="site") for site in ("a1", "a2", "b1")]
    run = [claim(f"company:{site[0]}", "OPERATES", f"facility:{site}") for site in ("a1", "a2", "b1")]
    need = needs(*firms, *sites, *run)["input:x", "site"]
    assert shares(need) == {"facility:a1": 0.45, "facility:a2": 0.45, "facility:b1": 0.1}
    assert all(supplier.assumed for supplier in need.suppliers)


def test_sites_of_firms_that_nobody_lists_are_left_to_the_unknown_and_packing_is_a_need_of_its_own():
    firms = [claim("input:x", "SUPPLIED_BY", f"company:{f}", share=s, **WORLD) for f, s in (("a", 0.7), ("b", 0.3))]
    sites = [claim("input:x", "SUPPLIED_BY", f"facility:{site}", need="site") for site in ("a1", "b1", "b2")]
    run = [claim(f"company:{site[0]}", "OPERATES", f"facility:{site}") for site in ("a1", "b1", "b2")]
    kinds = {site: {"subtype": "fab"} for site in ("a1", "b1")} | {"b2": {"subtype": "packaging-plant"}}
    found = needs(*firms, *sites, *run, **kinds)
    assert shares(found["input:x", "site"]) == {"facility:a1": 0.7, "facility:b1": 0.3}
    packed = found["input:x", "site: packaging-plant"]
    assert (shares(packed), packed.remainder) == ({"facility:b2": 0.3}, pytest.approx(0.7))


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


def test_where_a_labs_whole_compute_is_published_what_is_not_found_of_it_is_a_stated_share():
    sites = [claim("lab:x", "RUNS_ON", f"facility:{site}") for site in "ab"]
    sized = {"a": {"properties": {"h100_equivalents": 3_000}}, "b": {"properties": {"h100_equivalents": 1_000}}}
    need = needs(*sites, **sized, x={"properties": {"h100_equivalents": 16_000}})["lab:x", "compute"]
    assert shares(need) == {"facility:a": 3 / 16, "facility:b": 1 / 16}
    assert (need.remainder, need.closed) == (pytest.approx(0.75), False)
    assert not any(supplier.assumed for supplier in need.suppliers)
    less = needs(*sites, **sized, x={"properties": {"h100_equivalents": 2_000}})["lab:x", "compute"]
    assert shares(less) == {"facility:a": 0.75, "facility:b": 0.25}, "a total older than the sites says nothing"


def made_with(*rows):
    found = needs(*(claim("chip:x", "FABRICATED_WITH", f"input:{p}", p, **fields) for p, fields in rows))
    return found["chip:x", "fabrication"].closed


def test_a_chips_process_is_its_design_unless_disputed_or_a_second_one_is_reported():
    assert made_with(("n4", {}))
    assert not made_with(("n4", {"confidence": "disputed"}))
    assert not made_with(("n4", {"confidence": "speculative"}))
    assert not made_with(("n4", {}), ("n7", {}))
    assert not made_with(("n4", {"checked": "recalled"}))


def test_a_model_made_from_open_weights_is_not_bound_to_them_for_good():
    bases = {flag: {"properties": {"open_weights": flag}} for flag in (True, False)}
    found = {
        flag: needs(claim("model:m", "DERIVED_FROM", "model:base"), base=described)["model:m", "base model"].closed
        for flag, described in bases.items()
    }
    assert found == {True: False, False: True}


UNKNOWN = """
lab:known RUNS_ON cloud:a
cloud:a BASED_IN country:USA
lab:known BASED_IN country:CHN
lab:silent BASED_IN country:CHN
"""


@pytest.mark.parametrize(
    ("more", "central"),
    [
        ((), {"lister": 0.0}),
        ((claim("platform:lister", "PART_OF", "company:stranger"),), {"lister": 0.0}),
        (
            (claim("platform:lister", "PART_OF", "company:h"), claim("company:h", "PART_OF", "company:house")),
            {"lister": 1.0},
        ),
        (
            (claim("model:m", "SERVED_BY", "cloud:own"), claim("cloud:own", "PART_OF", "company:house")),
            {"lister": 0.0, "own": 1.0},
        ),
    ],
    ids=["no house known", "of another house", "of the developer's house", "beside a host of the house"],
)
def test_a_closed_model_is_served_by_its_developers_house_first(more, central):
    """How many gateways list a model says nothing of who serves it: none of them stops it by leaving."""
    world = [
        claim("model:m", "DEVELOPED_BY", "lab:l"),
        claim("lab:l", "PART_OF", "company:house"),
        claim("model:m", "SERVED_BY", "platform:lister"),
        *more,
    ]
    serving = needs(*world, m={"properties": {"open_weights": False}})["model:m", "serving"]
    assert {supplier.id.partition(":")[2]: supplier.share for supplier in serving.suppliers} == central
    assert serving.remainder == 1 - sum(central.values())
    assert all(supplier.assumed for supplier in serving.suppliers)


def test_unknown_is_neither_stopped_nor_safe():
    snapshot = KnowledgeGraph.build(parse_facts(UNKNOWN)).snapshot(DAY)
    result = run_scenario(snapshot, Scenario(remove=("cloud:a",)))
    assert {row.id for row in result.not_known} == {"lab:silent"}
    assert "lab:silent" not in {row.id for row in result.survives}
    ranked = chokepoints(snapshot, TargetSet.LABS, Cut(Over.COUNTRY, 1))
    assert (ranked.targets, ranked.not_known) == (1, ("lab:silent",))
    found = cut_sets(snapshot, "lab:silent", Cut(Over.COMPANY, 1))
    assert (found.cut_sets, "not known" in (found.reason or "")) == ((), True)
