from datetime import date

import numpy as np
import pytest

from graph.errors import UnknownIdError
from graph.facts.fact import EdgeFact, Source
from graph.knowledge_graph import KnowledgeGraph
from graph.ontology import Horizon, Lens
from tests.conftest import declare

DAY = date(2026, 1, 1)


def need(snapshot, of, name):
    (found,) = (n for n in snapshot.needs_of[of] if n.need == name)
    return found


def claim(start, end, source, **fields):
    page = Source(
        dataset="facts:t", title=source, publisher="p", url="https://example.org/" + source, licence="CC0",
        published_on=fields.pop("published_on", None), origin=fields.pop("origin", None),
    )  # fmt: skip
    return EdgeFact.model_validate(
        {"kind": "SUPPLIED_BY", "from": start, "to": end, "source": page, "locator": source} | fields
    )


def test_needs_are_and_and_suppliers_are_or(m1):
    snapshot = m1.snapshot(DAY)
    hbm = need(snapshot, "input:chip", "hbm")
    assert {s.id: s.share for s in hbm.suppliers} == {"company:skh": 0.5, "company:sam": 0.3, "company:mu": 0.2}
    assert hbm.closed
    assert hbm.remainder == 0
    assert len(snapshot.needs_of["input:chip"]) == 4


def test_arrays_follow_the_needs(m1):
    snapshot = m1.snapshot(DAY)
    arrays = snapshot.arrays
    assert [snapshot.ids[i] for i in arrays.owner] == [n.of for n in snapshot.needs]
    for position, wanted in enumerate(snapshot.needs):
        links = range(arrays.first[position], arrays.first[position + 1])
        assert [snapshot.ids[arrays.supplier[i]] for i in links] == [s.id for s in wanted.suppliers]
    weights = np.bincount(arrays.owner, arrays.weight, arrays.size)
    assert weights[snapshot.index["input:chip"]] == pytest.approx(1.0, abs=1e-12)
    assert weights[snapshot.index["company:asml"]] == 0, "jurisdiction carries no weight"


def test_unknown_shares_are_equal_and_said_to_be_assumed(world):
    graph = world("input:x SUPPLIED_BY company:a\ninput:x SUPPLIED_BY company:b")
    found = need(graph.snapshot(DAY), "input:x", "supplier")
    assert [(s.share, s.assumed) for s in found.suppliers] == [(0.5, True), (0.5, True)]
    assert not found.closed


def test_suppliers_without_a_figure_split_what_the_others_leave(world):
    graph = world(
        "input:x SUPPLIED_BY company:a supplier .6\ninput:x SUPPLIED_BY company:b\ninput:x SUPPLIED_BY company:c"
    )
    found = need(graph.snapshot(DAY), "input:x", "supplier")
    assert {s.id[-1]: (s.share, s.assumed) for s in found.suppliers} == {
        "a": (0.6, False), "b": (0.2, True), "c": (0.2, True)
    }  # fmt: skip
    assert (found.remainder, found.closed) == (0.0, False)


def test_a_remainder_is_kept_and_leaves_the_need_open(world):
    graph = world("input:x SUPPLIED_BY company:a supplier .5\ninput:x SUPPLIED_BY company:b supplier .25")
    found = need(graph.snapshot(DAY), "input:x", "supplier")
    assert (found.remainder, found.closed) == (0.25, False)


def test_a_declared_list_is_closed(world):
    graph = world("input:x SUPPLIED_BY company:a supplier - closed\ninput:x SUPPLIED_BY company:b")
    assert need(graph.snapshot(DAY), "input:x", "supplier").closed


def test_figures_of_two_bases_are_never_mixed_and_rivals_are_kept(facts_of):
    facts = facts_of("input:x SUPPLIED_BY company:a by_hand\ninput:x SUPPLIED_BY company:b by_hand")[:3]
    claims = [
        claim("input:x", "company:a", "old", share=0.7, basis="revenue", period="2023"),
        claim("input:x", "company:b", "old", share=0.3, basis="revenue", period="2023"),
        claim("input:x", "company:a", "new", share=0.4, basis="revenue", period="2025"),
        claim("input:x", "company:b", "new", share=0.6, basis="revenue", period="2025"),
        claim("input:x", "company:a", "units", share=0.1, basis="shipments", period="2024"),
    ]
    graph = KnowledgeGraph.build([*facts, *claims])
    today, then = graph.snapshot(DAY), graph.snapshot(date(2024, 6, 30))
    now = need(today, "input:x", "supplier")
    assert ({s.id[-1]: s.share for s in now.suppliers}, now.basis, now.period) == (
        {"a": 0.4, "b": 0.6}, "revenue", "2025"
    )  # fmt: skip
    before = need(then, "input:x", "supplier")
    assert {s.id[-1]: s.share for s in before.suppliers} == {"a": 0.7, "b": 0.3}, "2025 was not measured yet"
    edge = today.dependencies["input:x", "supplier", "company:a"]
    assert edge.claim.share == 0.4
    assert {rival.share for rival in edge.rivals} == {0.7, 0.1}


def test_a_newest_figure_for_one_small_supplier_does_not_hide_the_market(facts_of):
    facts = facts_of("input:x SUPPLIED_BY company:a h\ninput:x SUPPLIED_BY company:b h")[:3]
    claims = [
        claim("input:x", "company:a", "all", share=0.9, period="2024"),
        claim("input:x", "company:b", "one", share=0.05, period="2025"),
    ]
    found = need(KnowledgeGraph.build([*facts, *claims]).snapshot(DAY), "input:x", "supplier")
    assert found.suppliers[0].share == 0.9


def test_known_at_hides_what_was_not_published(facts_of):
    facts = facts_of("input:x SUPPLIED_BY company:a h")[:2]
    graph = KnowledgeGraph.build([*facts, claim("input:x", "company:a", "late", share=1.0, published_on="2025-07")])
    node_day = date(2025, 2, 1)
    assert not graph.snapshot(DAY, known_at=node_day).edges
    assert len(graph.snapshot(DAY, known_at=date(2025, 8, 1)).edges) == 1


def test_a_node_that_did_not_exist_yet_is_refused_with_a_way_out(facts_of):
    facts = facts_of("model:m DEVELOPED_BY lab:l")
    facts[0] = facts[0].model_copy(update={"valid_from": date(2025, 6, 1)})
    with pytest.raises(UnknownIdError, match="it is there from 2025-06-01 on"):
        KnowledgeGraph.build(facts).snapshot(date(2025, 1, 1)).require("model:m")


def test_horizon_chooses_the_needs(world):
    graph = world("lab:l RUNS_ON cloud:k\nchip:c DESIGNED_BY company:d\nchip:c REQUIRES input:i")
    tool = declare("input:i", subtype="tool")
    facts = [fact for fact in graph.facts() if getattr(fact, "id", "") != "input:i"]
    graph = KnowledgeGraph.build([tool, *facts])
    names = {horizon: {n.need for n in graph.snapshot(DAY, horizon=horizon).needs} for horizon in Horizon}
    assert names[Horizon.RUN] == {"compute"}
    assert names[Horizon.MAKE] == {"compute", "designer"}
    assert names[Horizon.GROW] == {"compute", "designer", "input:i"}


LENSES = """
cloud:k PART_OF company:owner
cloud:k BASED_IN country:IRL
company:owner BASED_IN country:USA
cloud:k OPERATES facility:region
facility:region LOCATED_IN country:SAU
facility:region HOSTS chip:ascend
chip:ascend DESIGNED_BY company:huawei
company:huawei BASED_IN country:CHN
"""
"""An American firm's cloud, run from Ireland, with a region in Saudi Arabia full of Chinese chips."""


@pytest.mark.parametrize(
    ("lens", "cloud", "region"),
    [
        (Lens.OWNERSHIP, {"country:USA": 1.0}, {"country:USA": 1.0}),
        (Lens.TERRITORY, {"country:IRL": 1.0}, {"country:SAU": 1.0}),
        (Lens.VENDOR, {"country:CHN": 1.0}, {"country:CHN": 1.0}),
    ],
)
def test_three_lenses_on_the_same_place(facts_of, lens, cloud, region):
    snapshot = KnowledgeGraph.build(facts_of(LENSES)).snapshot(DAY, lens=lens)
    assert snapshot.controllers("facility:region") == region
    assert snapshot.controllers("cloud:k") == cloud
    assert snapshot.controllers("chip:ascend") == {}


@pytest.mark.parametrize("lens", [Lens.OWNERSHIP, Lens.VENDOR])
def test_a_site_of_no_known_operator_is_not_its_hosts_own(facts_of, lens):
    told = facts_of("facility:dc LOCATED_IN country:MYS\nlab:l RUNS_ON facility:dc")
    rented = {"subtype": "data-centre"}
    facts = [fact.model_copy(update=rented) if getattr(fact, "id", "") == "facility:dc" else fact for fact in told]
    graph = KnowledgeGraph.build(facts)
    snapshot = graph.snapshot(DAY, lens=lens)
    assert snapshot.controllers("facility:dc") == {}
    assert "facility:dc" not in snapshot.controlled_by(["country:MYS"])
    may = need(snapshot, "facility:dc", "jurisdiction")
    assert ([one.id for one in may.suppliers], may.closed) == (["country:MYS"], False), "it may fall with it"
    behind = snapshot.control.edge("facility:dc", "country:MYS", 1.0)
    assert (behind.start, behind.end) == ("facility:dc", "country:MYS")
    assert (may.suppliers[0].share, may.suppliers[0].assumed, may.remainder) == (0.0, True, 1.0), "no part is anybody's"
    used = snapshot.dependencies["facility:dc", "jurisdiction", "country:MYS"]
    assert (used.share, used.assumed, used.share_basis) == (0.0, True, "who controls it is not known")
    there = graph.snapshot(DAY, lens=Lens.TERRITORY)
    assert there.controllers("facility:dc") == {"country:MYS": 1.0}
    assert need(there, "facility:dc", "jurisdiction").closed


def test_derived_control_names_the_edges_it_follows_from(facts_of):
    snapshot = KnowledgeGraph.build(facts_of(LENSES)).snapshot(DAY)
    edge = snapshot.dependencies["facility:region", "jurisdiction", "country:USA"]
    assert edge.kind == "CONTROLLED_BY"
    assert edge.derived_from == (
        "cloud:k|OPERATES|facility:region", "cloud:k|PART_OF|company:owner", "company:owner|BASED_IN|country:USA",
    )  # fmt: skip


def test_a_country_is_a_leaf_as_jurisdiction_and_has_needs_as_consumer(world):
    graph = world("country:FRA USES model:m\nmodel:m DEVELOPED_BY lab:l\nlab:l BASED_IN country:FRA")
    snapshot = graph.snapshot(DAY)
    place, consumer = snapshot.index["country:FRA"], snapshot.root("country:FRA")
    assert place != consumer
    assert snapshot.ids[consumer] == "country:FRA"
    assert consumer in snapshot.arrays.owner
    assert place not in snapshot.arrays.owner
    assert consumer not in snapshot.arrays.supplier
    assert sorted(snapshot.indices(["country:FRA"])) == sorted([place, consumer])


def test_a_joint_venture_is_controlled_only_by_all_its_owners_together(world):
    graph = world(
        "company:jv PART_OF company:a owner .5\ncompany:jv PART_OF company:b owner .5\n"
        "company:a BASED_IN country:USA\ncompany:b BASED_IN country:JPN"
    )
    snapshot = graph.snapshot(DAY)
    assert "company:jv" not in snapshot.controlled_by(["country:USA"])
    assert "company:jv" in snapshot.controlled_by(["country:USA", "country:JPN"])


def test_the_networkx_face_has_one_edge_per_need_and_supplier(m1):
    view = m1.snapshot(DAY).networkx()
    assert view.number_of_edges() == 18
    assert view.has_edge("input:chip", "company:asml")
    assert view.nodes["country:NLD"]["layer"] == "countries"


def test_a_firm_has_one_seat_and_a_differing_source_is_a_rival(facts_of):
    facts = facts_of("company:linde BASED_IN country:IRL\ncompany:other BASED_IN country:DEU")
    rival = facts[-2].model_dump() | {"end": "country:DEU", "checked": "file"}
    rival["source"] = {"dataset": "eto", "title": "t", "publisher": "p", "url": "u", "licence": "l"}
    snapshot = KnowledgeGraph.build([*facts, EdgeFact.model_validate(rival)]).snapshot(DAY)
    (edge,) = (e for e in snapshot.edges if e.start == "company:linde")
    assert (edge.end, [claim.end for claim in edge.rivals]) == ("country:DEU", ["country:IRL"])
    assert snapshot.controllers("company:linde") == {"country:DEU": 1.0}, "a private line moves nobody"


def test_a_sum_of_one_closes_no_list_that_its_source_or_another_one_leaves_open(facts_of):
    world = "input:x SUPPLIED_BY company:a - .6\ninput:x SUPPLIED_BY company:b - .4"

    def need(*facts):
        (found,) = KnowledgeGraph.build(facts).snapshot(DAY).needs_of["input:x"]
        return found

    whole = facts_of(world)
    assert need(*whole).closed
    part = [EdgeFact.model_validate(f.model_dump() | {"properties": {"open": True}}) for f in whole[-2:]]
    assert not need(*whole[:-2], *part).closed
    assert not need(*facts_of(f"{world}\ninput:x SUPPLIED_BY company:c")).closed, "another source names a third maker"
    said = {"closed": True, "share": None, "period": "2024", "note": "said so"}
    declared = EdgeFact.model_validate(part[0].model_dump() | said)
    assert need(*whole[:-2], *part, declared).closed_because == "said so"


def test_the_edges_at_a_node_are_those_that_start_or_end_there(m1):
    snapshot = m1.snapshot(DAY)
    linked = {end for edge in snapshot.edges for end in (edge.start, edge.end)}
    assert set(snapshot.edges_at) == linked
    for node_id in linked:
        assert snapshot.edges_at[node_id] == tuple(e for e in snapshot.edges if node_id in (e.start, e.end))
    assert "company:nobody" not in snapshot.edges_at
