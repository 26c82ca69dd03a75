"""Fragmentation end to end: facts, graph, snapshot, figures; what is unknown stays apart."""

from dataclasses import replace
from datetime import date
from itertools import permutations, product
from math import sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.analysis.blocs import Bloc, presets
from graph.analysis.fragmentation.countries.standings import countries
from graph.analysis.fragmentation.figures.index import fragmentation
from graph.analysis.fragmentation.figures.null_model import rewired_shares
from graph.analysis.fragmentation.layers.ranking import RankBy
from graph.analysis.fragmentation.layers.shares import Choice
from graph.analysis.fragmentation.layers.weights import Weights
from graph.analysis.fragmentation.ties.dating import Undated
from graph.analysis.fragmentation.ties.membership import leaders
from graph.analysis.fragmentation.ties.table import TIES
from graph.analysis.fragmentation.timeline import timeline
from graph.analysis.origin import Sphere
from graph.facts.fact import EdgeFact
from graph.knowledge_graph import KnowledgeGraph
from graph.ontology import Horizon, Layer, Lens
from tests.graph.analysis.fragmentation import fragmentation_reference as slow
from tests.graph.analysis.fragmentation.layer_worlds import SEATS, cloud_facts, cloud_world

DAY = date(2026, 1, 1)
CONTROL = presets()["control"]
CLOUDS = Choice(CONTROL, (Layer.CLOUDS,))


def exactly(value):
    return pytest.approx(value, abs=1e-12)


def clouds(regions, extra="", choice=CLOUDS, **of_snapshot):
    snapshot = cloud_world(regions, extra).snapshot(of_snapshot.pop("day", DAY), **of_snapshot)
    (row,) = fragmentation(snapshot, choice).layers
    return row


@pytest.mark.parametrize(
    ("regions", "index", "bits", "bipolarity"),
    [
        ({"BRA": {"amazon": 1}, "IDN": {"ali": 1}}, 1, 1, 1),
        ({"BRA": {"amazon": 2, "ali": 2}, "IDN": {"azure": 1, "tencent": 1}}, 0, 0, 0),
        ({"BRA": {"amazon": 3, "ali": 1}, "IDN": {"azure": 1, "tencent": 3}}, 0.188722, 0.188722, 0.25),
        ({"BRA": {"amazon": 1}, "IDN": {"azure": 1, "tencent": 1}}, 0.383689, 0.311278, 0.25),
    ],
)
def test_worked_examples_end_to_end(regions, index, bits, bipolarity):
    row = clouds(regions)
    assert [row.index, row.bits, row.bipolarity] == pytest.approx([index, bits, bipolarity], abs=5e-7)


def test_worked_alignment_and_contestedness_end_to_end():
    snapshot = cloud_world(
        {"BRA": {"amazon": 7, "ali": 2, "ovh": 1}, "IDN": {"amazon": 9, "ali": 9, "ovh": 2}}
    ).snapshot(DAY)
    rows = {row.id: row for row in countries(snapshot, CLOUDS).countries}
    bra, idn = (rows[f"country:{code}"].layers[0] for code in ("BRA", "IDN"))
    assert (bra.alignment, bra.contestedness) == (exactly(0.5), exactly(0.4))
    assert (idn.alignment, idn.contestedness) == (exactly(0), exactly(0.9))
    assert [row.id for row in countries(snapshot, CLOUDS).countries] == ["country:IDN", "country:BRA"]
    assert idn.spheres == {"US": exactly(0.45), "China": exactly(0.45), "other": exactly(0.1)}
    assert (bra.hedging, idn.hedging) == (True, True)


def test_hedging_ranks_by_the_layers_hedged_on_and_then_by_evenness():
    """Spain rests on America in one layer and on nobody in the other: pulled apart, and hedging nowhere."""
    regions = {
        "ESP": {"amazon": 9, "ovh": 1}, "SAU": {"amazon": 5, "ali": 5}, "BRA": {"amazon": 6, "ali": 3},
        "IDN": {"amazon": 5, "ali": 4}, "CHL": {"amazon": 9, "ali": 1},
    }  # fmt: skip
    us, china, none = (
        [name for name, leader in leaders().items() if leader == led] for led in ("country:USA", "country:CHN", "none")
    )
    joined = {
        "ESP": none[:8], "SAU": none[:8], "CHL": us[:5], "BRA": [*us[:1], *china[:1], *none[:4]],
        "IDN": [*us[:2], *china[:2], *none[:2]],
    }  # fmt: skip
    members = "\n".join(f"country:{code} MEMBER_OF {pact}" for code, pacts in joined.items() for pact in pacts)
    extra = f"{members}\ncompany:x BASED_IN country:USA\ncompany:y BASED_IN country:CHN"
    choice = Choice(CONTROL, (Layer.CLOUDS, Layer.SECURITY))
    snapshot = cloud_world(regions, extra).snapshot(DAY)
    found = [row for row in countries(snapshot, choice, RankBy.HEDGING).countries if row.rank]
    assert [(row.id[-3:], row.rank.rank, row.hedging_degree) for row in found] == [
        ("IDN", 1, exactly(2 + (4 / 9 + 1 / 3) / 2)),
        ("BRA", 2, exactly(2 + (1 / 3 + 1 / 6) / 2)),
        ("SAU", 3, exactly(1 + 1 / 2)),
        ("CHL", 4, exactly(1 + 1 / 10)),
        ("ESP", 5, 0),
    ]
    assert [row.hedging_degree for row in found] == sorted((row.hedging_degree for row in found), reverse=True)
    apart = [row for row in countries(snapshot, choice, RankBy.PULLED_APART).countries if row.rank]
    assert apart[0].id == "country:ESP"
    assert {layer.rank for row in apart for layer in row.layers} == {None}, "one layer alone pulls nobody apart"


def test_hong_kong_and_macao_are_china_under_control():
    assert [CONTROL.sphere(f"country:{code}") for code in ("USA", "CHN", "HKG", "MAC", "TWN")] == [
        Sphere.US, Sphere.CHINA, Sphere.CHINA, Sphere.CHINA, Sphere.OTHER,
    ]  # fmt: skip


def test_unknown_control_is_kept_apart_and_never_counted_as_other():
    row = clouds({"BRA": {"amazon": 3, "mystery": 1}, "IDN": {"ali": 2}})
    assert row.spheres == {"US": exactly(0.5), "China": exactly(0.5), "other": 0}
    assert row.coverage.known == exactly((3 / 4 + 1) / 2)
    assert row.coverage.share == exactly(5 / 6)


def test_a_country_of_which_too_little_is_known_is_left_out_and_named():
    row = clouds({"BRA": {"amazon": 1, "mystery": 2}, "IDN": {"ali": 2}, "IND": {"azure": 1}})
    assert row.coverage.too_little_known == {"country:BRA": pytest.approx(1 / 3, abs=1e-4)}
    assert row.coverage.countries == 2
    known = clouds(
        {"BRA": {"amazon": 1, "mystery": 2}, "IDN": {"ali": 2}}, choice=Choice(CONTROL, (Layer.CLOUDS,), min_known=0.3)
    )
    assert known.coverage.countries == 2


def test_the_unknown_leaves_a_range_of_alignment():
    snapshot = cloud_world({"BRA": {"amazon": 1, "mystery": 3}}).snapshot(DAY)
    (row,) = countries(snapshot, CLOUDS).countries
    assert (row.layers[0].alignment, row.layers[0].known, row.layers[0].counted) == (None, 0.25, False)
    assert row.layers[0].alignment_range == (exactly(-0.5), exactly(1))
    assert row.alignment is None, "it enters no average"


def test_where_anything_is_possible_no_verdict_is_given():
    (row,) = countries(cloud_world({"BRA": {"amazon": 2, "ali": 2}}).snapshot(DAY), CLOUDS).countries
    assert (row.layers[0].contestedness, row.layers[0].hedging) == (exactly(1), True)
    snapshot = cloud_world({"BRA": {"amazon": 1, "mystery": 9}}).snapshot(DAY)
    (row,) = countries(snapshot, replace(CLOUDS, min_known=0.0)).countries
    (one,) = row.layers
    assert (one.alignment, one.contestedness, one.hedging) == (None, None, None), "unknown, not 1, 0 and no"
    assert one.contestedness_range == (0, exactly(1))


def test_an_index_that_may_be_anything_is_told_as_its_range():
    regions = {"BRA": {"amazon": 1, "mystery": 2}, "IDN": {"ali": 1, "mystery": 2}}
    row = clouds(regions, choice=replace(CLOUDS, min_known=0.0))
    low, high = row.interval.index
    assert high - low > 0.5
    assert (row.index, row.null) == (None, None)
    assert row.reason == f"no central value: by what the facts leave open the index may be {low:.2f} to {high:.2f}"
    snapshot = cloud_world(regions).snapshot(DAY)
    (point,) = timeline(snapshot, [DAY], replace(CLOUDS, min_known=0.0), draws=1)[0].points
    assert (point.index, point.panel_index, point.reason) == (None, None, row.reason)
    assert point.interval.index == row.interval.index


def test_regions_without_an_operator_lower_the_coverage_of_the_layer_alone():
    row = clouds({"BRA": {"amazon": 1, None: 2}, "IDN": {"ali": 1}})
    assert (row.index, row.coverage.units, row.coverage.units_covered) == (1, 4, 2)
    assert row.coverage.share == exactly(2 / 4)
    unseen = {"BRA": {"amazon": 1, None: 3}, "IDN": {"ali": 1}}
    assert clouds(unseen).reason == "withheld: of 5 cloud regions the supplier of 2 is known"
    assert clouds(unseen, choice=Choice(CONTROL, (Layer.CLOUDS,), min_known=0)).index == 1


def test_an_empty_layer_says_so():
    row = clouds({}, "lab:x BASED_IN country:FRA")
    assert (row.index, row.bits, row.coupling, row.spheres, row.null) == (None,) * 5
    assert "no cloud regions are known on 2026-01-01" in row.reason


def test_one_country_has_nothing_to_be_compared_with():
    row = clouds({"BRA": {"amazon": 1, "ali": 1}})
    assert (row.index, row.bits, row.coupling) == (None,) * 3
    assert row.spheres == {"US": 0.5, "China": 0.5, "other": 0}
    assert "only country:BRA" in row.reason


def test_all_unknown_says_so():
    row = clouds({"BRA": {"mystery": 1}, "IDN": {"mystery": 1}})
    assert (row.index, row.spheres) == (None, None)
    assert "no country has at least 50% of its suppliers in a known sphere" in row.reason


def test_one_sphere_alone_cannot_be_divided():
    row = clouds({"BRA": {"amazon": 1}, "IDN": {"azure": 2}})
    assert (row.index, row.bits, row.coupling) == (None, 0, None)
    assert "one sphere alone (US)" in row.reason


def test_another_horizon_says_so():
    choice = Choice(CONTROL, (Layer.INPUTS,))
    row = clouds({"BRA": {"amazon": 1}}, choice=choice, horizon=Horizon.RUN)
    assert "bears at horizon make" in row.reason


def test_days_before_any_source_say_so_unless_undated_ties_count_always():
    regions = {"BRA": {"amazon": 1}, "IDN": {"ali": 1}}
    before = clouds(regions, day=date(2024, 12, 31))
    assert before.index is None
    assert "no source says that any tie of this layer held on 2024-12-31" in before.reason
    always = Choice(CONTROL, (Layer.CLOUDS,), undated=Undated.ALWAYS)
    assert clouds(regions, day=date(2024, 12, 31), choice=always).index == 1
    never = Choice(CONTROL, (Layer.CLOUDS,), undated=Undated.NEVER)
    assert clouds(regions, choice=never).index is None
    assert clouds(regions).coverage.undated == 1


def test_dated_ties_hold_from_their_day():
    facts = [
        fact.model_copy(update={"valid_from": date(2020, 6, 1)}) if isinstance(fact, EdgeFact) else fact
        for fact in cloud_facts({"BRA": {"amazon": 1}, "IDN": {"ali": 1}})
    ]
    graph = KnowledgeGraph.build(facts)
    early, late = (fragmentation(graph.snapshot(date(2020, month, 1)), CLOUDS).layers[0] for month in (5, 6))
    assert (early.index, late.index, late.coverage.undated) == (None, 1, 0)


def test_weights_are_those_asked_for_and_missing_ones_are_named():
    regions = {"BRA": {"amazon": 3}, "IDN": {"ali": 1}}
    by_regions = clouds(regions, choice=Choice(CONTROL, (Layer.CLOUDS,), weights=Weights.REGIONS))
    assert by_regions.spheres == {"US": 0.75, "China": 0.25, "other": 0}
    words = {Weights.TOKENS: "tokens", Weights.POPULATION: "population", Weights.H100_EQUIVALENTS: "computing power"}
    for weights, word in words.items():
        row = clouds(regions, choice=Choice(CONTROL, (Layer.CLOUDS,), weights=weights))
        assert row.index is None
        assert word in row.reason
        assert row.coverage.without_weight == ("country:BRA", "country:IDN")


def test_the_lens_says_whose_the_suppliers_are():
    extra = (
        "cloud:amazon HOSTS chip:ascend\nchip:ascend DESIGNED_BY company:huawei\ncompany:huawei BASED_IN country:CHN"
    )
    regions = {"BRA": {"amazon": 1}, "IDN": {"ali": 1}}
    assert clouds(regions, extra).spheres["US"] == 0.5
    assert clouds(regions, extra, lens=Lens.VENDOR).spheres == {"US": 0, "China": 1, "other": 0}
    assert "through this lens" in clouds(regions, extra, lens=Lens.TERRITORY).reason
    every = Choice(CONTROL, (Layer.CLOUDS,), min_known=0)
    placed = clouds(regions, extra, lens=Lens.TERRITORY, choice=every)
    assert placed.spheres["other"] == 1, "they stand in Brazil and Indonesia"


def test_a_country_on_few_layers_and_the_powers_are_not_ranked():
    """Asked over eight layers, Brazil is known on one; asked for that one alone, it is ranked there."""
    regions = {"BRA": {"amazon": 3, "ali": 2}, "USA": {"amazon": 3, "ali": 3}}
    snapshot = cloud_world(regions).snapshot(DAY)
    over_all = {row.id: row.unranked for row in countries(snapshot, Choice(CONTROL, tuple(TIES))).countries}
    assert over_all["country:BRA"] == "enough is known on 1 of at least 2 layers; on the others nothing is known"
    found = countries(snapshot, CLOUDS)
    assert [row.id for row in found.countries] == ["country:BRA", "country:USA"]
    assert found.ranked == 1, "a power is none of those between the two"


def test_only_some_countries():
    regions = {"BRA": {"amazon": 1}, "IDN": {"ali": 1}, "IND": {"ovh": 1}}
    chosen = frozenset({"country:BRA", "country:IND"})
    row = clouds(regions, choice=Choice(CONTROL, (Layer.CLOUDS,), among=chosen))
    assert row.spheres == {"US": 0.5, "China": 0, "other": 0.5}
    assert (row.coverage.countries, row.coverage.units) == (2, 2)


def test_a_bloc_moves_countries_and_suppliers_alike_and_the_range_covers_every_preset():
    regions = {"FRA": {"ovh": 1}, "USA": {"amazon": 1}, "CHN": {"ali": 1}}
    row = clouds(regions)
    assert (row.index, row.coupling) == (1, 1)
    with_france = Bloc(name="x", us=frozenset({"USA", "FRA"}), china=frozenset({"CHN"}))
    assert clouds(regions, choice=Choice(with_france, (Layer.CLOUDS,))).spheres == {
        "US": exactly(2 / 3),
        "China": exactly(1 / 3),
        "other": 0,
    }
    assert [preset.bloc for preset in row.range.presets] == list(presets())
    found = [preset.index for preset in row.range.presets]
    assert row.range.index == (min(found), max(found))


def test_bits_split_between_and_within_blocs():
    row = clouds({"FRA": {"ovh": 1}, "USA": {"amazon": 1}, "CHN": {"ali": 1}, "BRA": {"amazon": 1, "ali": 1}})
    assert row.between_bits + row.within_bits == exactly(row.bits)
    assert row.within_bits > 0


def test_the_null_keeps_degrees_and_places_the_figure():
    regions = {
        "USA": {"amazon": 1, "azure": 1},
        "CAN": {"amazon": 1, "azure": 1},
        "CHN": {"ali": 1, "tencent": 1},
        "PAK": {"ali": 1, "tencent": 1},
    }
    row = clouds(regions)
    assert (row.index, row.null.draws) == (1, 200)
    assert row.null.mean < 1
    assert row.null.p < 0.2
    assert row.null.z > 1
    assert row == clouds(regions), "the same question gives the same draws"


def test_a_world_that_could_not_be_otherwise_has_no_z():
    row = clouds({"BRA": {"amazon": 1}, "IDN": {"amazon": 1, "ali": 1}})
    assert (row.null.z, row.null.sd, row.null.p) == (None, 0, 1)


def test_the_null_mean_is_that_of_all_worlds_with_the_same_degrees():
    amounts = np.array([[3.0, 1, 0, 0], [0, 0, 2, 0], [0, 1, 0, 1]])
    mixes = np.array([[1.0, 0, 0], [0, 1, 0], [0, 0, 1], [0.5, 0.5, 0]])
    rows = [np.flatnonzero(row) for row in amounts]
    degrees = (amounts > 0).sum(axis=0).tolist()
    exact = []
    for world in slow.binary_matrices([len(row) for row in rows], degrees):
        orders = [[list(kept) for kept in _orders(sorted(world[c]))] for c in range(3)]
        for dealt in product(*orders):
            shares = []
            for c, suppliers in enumerate(dealt):
                held = amounts[c][amounts[c] > 0]
                shares.append((sum(a * mixes[v] for a, v in zip(held, suppliers, strict=True)) / held.sum()).tolist())
            weight = 1 / np.prod([len(order) for order in orders])
            exact.append((slow.mutual_information(shares, [1, 1, 1]), weight))
    mean = sum(bits * w for bits, w in exact) / sum(w for _, w in exact)
    worlds = np.concatenate(list(rewired_shares(amounts, mixes, 3_000, 3)))
    drawn = [slow.mutual_information(shares.tolist(), [1, 1, 1]) for shares in worlds]
    assert abs(np.mean(drawn) - mean) < 5 * np.std(drawn) / sqrt(len(drawn))


def _orders(items):
    return list(permutations(items))


@settings(deadline=None, max_examples=40)
@given(
    st.dictionaries(
        st.sampled_from(["BRA", "IDN", "IND", "USA", "CHN"]),
        st.dictionaries(st.sampled_from([*SEATS, "mystery", None]), st.integers(1, 3), min_size=1, max_size=4),
        min_size=1,
        max_size=5,
    )
)
def test_every_answer_has_figures_or_a_reason_and_never_nan(regions):
    row = clouds(regions)
    for figure in (row.index, row.bits, row.bipolarity, row.coupling, row.ei_index):
        assert figure is None or np.isfinite(figure)
    assert row.index is not None or row.reason
    assert row.spheres is None or sum(row.spheres.values()) == exactly(1)
    assert row.coverage.units == sum(sum(held.values()) for held in regions.values())
    named = sum(n for held in regions.values() for p, n in held.items() if p in SEATS)
    assert row.coverage.share == exactly(named / row.coverage.units)
