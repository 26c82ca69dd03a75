"""Whatever is asked, a layer has one figure on a day: fragmentation, timelines and a country over time agree."""

from datetime import date

import pytest

from graph.analysis.blocs import presets
from graph.analysis.fragmentation.countries.one_country import over_time, standing_of
from graph.analysis.fragmentation.countries.rows import CountryLayer
from graph.analysis.fragmentation.explanation import edges_behind
from graph.analysis.fragmentation.figures.index import fragmentation
from graph.analysis.fragmentation.layers.shares import Choice, measure
from graph.analysis.fragmentation.ties.table import TIES
from graph.analysis.fragmentation.timeline import timeline
from graph.knowledge_graph import KnowledgeGraph
from loaders.registry import collect

DAYS = [date(2025, 6, 1), date(2026, 11, 27)]
FIGURES = ("index", "bits", "bipolarity", "coupling", "null", "coupling_null", "spheres", "interval", "coverage")
EVERY_TIE = [
    pytest.param(layer, row.name, id=f"{layer.value}-{row.name}") for layer, rows in TIES.items() for row in rows
]


@pytest.fixture(scope="module")
def shipped():
    return KnowledgeGraph.build(collect(None, noncommercial=False, unverified=False).facts)


@pytest.fixture(scope="module")
def whole(feeds):
    return KnowledgeGraph.build(collect(feeds, noncommercial=True, unverified=True).facts)


def assert_agree(graph, layer, tie):
    choice = Choice(presets()["control"], (layer,), tie)
    found, edges = timeline(graph.snapshot(DAYS[-1]), DAYS, choice, draws=20)
    behind = []
    for point in found.points:
        snapshot = graph.snapshot(point.as_of)
        (row,) = fragmentation(snapshot, choice, draws=20).layers
        assert {name: getattr(point, name) for name in FIGURES} == {name: getattr(row, name) for name in FIGURES}
        behind += edges_behind(snapshot, measure(snapshot, choice))
    assert {edge.id for edge in edges} == {edge.id for edge in behind}


@pytest.mark.parametrize(("layer", "tie"), EVERY_TIE)
def test_a_timeline_gives_the_figures_of_fragmentation(shipped, layer, tie):
    assert_agree(shipped, layer, tie)


@pytest.mark.feeds
@pytest.mark.parametrize(("layer", "tie"), EVERY_TIE)
def test_a_timeline_gives_the_figures_of_fragmentation_with_every_feed(whole, layer, tie):
    assert_agree(whole, layer, tie)


def test_a_country_over_time_has_on_each_day_the_figures_that_it_has_on_that_day(shipped):
    choice = Choice(presets()["control"])
    points = over_time(shipped.snapshot(DAYS[-1]), choice, "country:TWN", DAYS).points
    for day in DAYS:
        row, _ = standing_of(shipped.snapshot(day), choice, "country:TWN")
        of_day = {one.layer: one for one in row.layers}
        assert {point.layer for point in points if point.as_of == day} == of_day.keys()
        for point in (point for point in points if point.as_of == day):
            assert dict(of_day[point.layer]) | {"rank": None} == {
                name: dict(point)[name] for name in CountryLayer.model_fields
            }


@pytest.mark.parametrize(("layer", "tie"), EVERY_TIE)
def test_a_tie_names_the_edges_that_it_follows(shipped, layer, tie):
    snapshot = shipped.snapshot(DAYS[-1])
    (one,) = measure(snapshot, Choice(presets()["control"], (layer,), tie, min_known=0.0))
    assert {edge.kind for edge in edges_behind(snapshot, [one])} <= one.tie.follows
