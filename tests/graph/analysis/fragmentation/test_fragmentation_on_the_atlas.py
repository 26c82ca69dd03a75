"""On the data that is shipped: every figure follows again, slowly, from the ties that explain it."""

from collections import defaultdict
from datetime import date

import numpy as np
import pytest

from graph.analysis.blocs import presets
from graph.analysis.fragmentation.explanation import edges_behind, tie_rows
from graph.analysis.fragmentation.figures.index import fragmentation
from graph.analysis.fragmentation.layers.shares import Choice, measure
from graph.analysis.fragmentation.ties.membership import leaders
from graph.analysis.fragmentation.ties.table import TIES
from graph.analysis.results import is_told
from graph.knowledge_graph import KnowledgeGraph
from graph.ontology import Horizon, Lens, NodeKind
from loaders.registry import collect
from tests.graph.analysis.fragmentation import fragmentation_reference as slow

DAY = date(2026, 11, 25)
SPHERES = ("US", "China", "other")
EVERY_TIE = [
    pytest.param(layer, row.name, id=f"{layer.value}-{row.name}") for layer, rows in TIES.items() for row in rows
]


@pytest.fixture(scope="module")
def atlas():
    return KnowledgeGraph.build(collect(None, noncommercial=False, unverified=False, only={"countries", "atlas"}).facts)


@pytest.mark.parametrize("bloc", presets())
@pytest.mark.parametrize(("layer", "tie"), EVERY_TIE)
def test_figures_follow_from_the_ties_that_explain_them(atlas, layer, tie, bloc):
    snapshot = atlas.snapshot(DAY)
    choice = Choice(presets()[bloc], (layer,), tie)
    (row,) = fragmentation(snapshot, choice, draws=0).layers
    (one,) = measure(snapshot, choice)
    held = defaultdict(lambda: dict.fromkeys(SPHERES, 0.0))
    for shown in tie_rows(snapshot, one):
        for sphere, part in shown.spheres.items():
            held[shown.country][sphere] += shown.amount * part
    shares = [[found[sphere] / sum(found.values()) for sphere in SPHERES] for found in held.values()]
    assert len(shares) == row.coverage.countries
    if row.index is None:
        assert row.reason
        return
    equal = [1.0] * len(shares)
    assert row.index == pytest.approx(slow.index(shares, equal), abs=1e-9)
    assert row.bits == pytest.approx(slow.mutual_information(shares, equal), abs=1e-9)
    assert row.bipolarity == pytest.approx(slow.bipolarity(shares, equal), abs=1e-9)
    for sphere, mean in zip(SPHERES, np.mean(shares, axis=0).tolist(), strict=True):
        low, high = row.interval.spheres[sphere]
        assert low - 1e-9 <= mean <= high + 1e-9
        assert row.spheres[sphere] == (pytest.approx(mean, abs=1e-9) if is_told(low, high) else None)


def test_every_edge_of_an_explanation_is_at_hand(atlas):
    snapshot = atlas.snapshot(DAY)
    measured = measure(snapshot, Choice(presets()["control"]))
    at_hand = {edge.id for edge in edges_behind(snapshot, measured)}
    for one in measured:
        assert {edge for row in tie_rows(snapshot, one) for edge in row.edges} <= at_hand
        assert all(row.edges for row in tie_rows(snapshot, one))


@pytest.mark.parametrize("lens", Lens)
@pytest.mark.parametrize("horizon", Horizon)
@pytest.mark.parametrize("day", [date(1950, 1, 1), date(2023, 6, 30), DAY])
def test_every_lens_horizon_and_day_gives_figures_or_reasons(atlas, lens, horizon, day):
    found = fragmentation(atlas.snapshot(day, None, lens, horizon), Choice(presets()["control"]), draws=0)
    for row in found.layers:
        assert row.index is not None or row.reason
        assert row.index is None or 0 <= row.index <= 1
        told = [None] if row.spheres is None else row.spheres.values()
        assert None in told or sum(told) == pytest.approx(1, abs=1e-9)
        assert day.year != 1950 or row.index is None


def test_every_structure_of_the_atlas_has_a_judged_leader(atlas):
    structures = {node.id for node in atlas.nodes.values() if node.kind is NodeKind.SECURITY_STRUCTURE}
    assert structures - leaders().keys() == set()
    assert {leader for leader in leaders().values() if leader != "none"} <= atlas.nodes.keys()


def test_every_country_of_a_preset_exists(atlas):
    for bloc in presets().values():
        assert bloc.us | bloc.china <= atlas.nodes.keys()
        assert {f"country:{code}" for code in bloc.apart} <= atlas.nodes.keys()
