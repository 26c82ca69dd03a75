from datetime import date

import pytest

from graph.analysis.blocs import presets
from graph.analysis.fragmentation.figures.index import fragmentation
from graph.analysis.fragmentation.layers.shares import Choice
from graph.analysis.fragmentation.ties.table import TIES
from graph.analysis.fragmentation.timeline import POINTS, TIES_SHOWN, Spacing, days, timeline
from graph.errors import LimitError, QuestionError
from graph.facts.fact import EdgeFact
from graph.knowledge_graph import KnowledgeGraph
from graph.ontology import Layer
from tests.graph.analysis.fragmentation.layer_worlds import cloud_facts

CLOUDS = Choice(presets()["control"], (Layer.CLOUDS,))
OPENED = {"amazon": date(2024, 1, 1), "ali": date(2024, 3, 15), "azure": date(2024, 5, 1)}


def _ends(fact):
    return (fact.start, fact.end) if isinstance(fact, EdgeFact) else (fact.id,)


@pytest.fixture(scope="module")
def graph():
    """Amazon in Brazil and India from January, Alibaba in Indonesia and Brazil from mid March, Azure from May."""
    regions = {"BRA": {"amazon": 1, "ali": 1}, "IND": {"amazon": 1}, "IDN": {"ali": 1, "azure": 1}}

    def dated(fact):
        place = next((end for end in _ends(fact) if end.startswith("facility:")), None)
        return fact.model_copy(update={"valid_from": OPENED[place.split("-")[1]]}) if place else fact

    return KnowledgeGraph.build([dated(fact) for fact in cloud_facts(regions)])


def test_days_run_back_from_the_last_by_months_of_any_length():
    assert days(date(2024, 1, 15), date(2024, 5, 31), Spacing.MONTH) == [
        date(2024, 1, 31), date(2024, 2, 29), date(2024, 3, 31), date(2024, 4, 30), date(2024, 5, 31),
    ]  # fmt: skip
    assert days(date(2022, 2, 28), date(2024, 2, 29), Spacing.YEAR) == [
        date(2022, 2, 28), date(2023, 2, 28), date(2024, 2, 29),
    ]  # fmt: skip
    assert days(date(2024, 5, 1), date(2024, 5, 1), Spacing.MONTH) == [date(2024, 5, 1)]


def test_days_backwards_and_too_many_days_are_refused():
    with pytest.raises(QuestionError, match="before from"):
        days(date(2024, 2, 1), date(2024, 1, 1), Spacing.MONTH)
    with pytest.raises(LimitError, match=f"at most {POINTS}"):
        days(date(2000, 1, 1), date(2024, 1, 1), Spacing.MONTH)


def test_every_point_is_the_figure_of_its_snapshot(graph):
    found, _ = timeline(
        graph.snapshot(date(2024, 6, 1)), days(date(2023, 12, 1), date(2024, 6, 1), Spacing.MONTH), CLOUDS
    )
    for point in found.points:
        (row,) = fragmentation(graph.snapshot(point.as_of), CLOUDS).layers
        shown = ("index", "bits", "bipolarity", "coupling", "null", "coupling_null", "spheres", "reason")
        assert {name: getattr(point, name) for name in shown} == {name: getattr(row, name) for name in shown}
        assert point.coverage.model_dump(exclude={"countries_in_graph"}) == row.coverage.model_dump(
            exclude={"countries_in_graph"}
        )


def test_breaks_are_marked_with_what_changed(graph):
    found, _ = timeline(
        graph.snapshot(date(2024, 6, 1)), days(date(2023, 12, 1), date(2024, 6, 1), Spacing.MONTH), CLOUDS
    )
    by_month = {point.as_of.month: point for point in found.points if point.as_of.year == 2024}
    assert "no cloud regions are known on 2023-12-01" in found.points[0].reason
    assert by_month[1].changes[0] == "countries that enter: country:BRA, country:IND"
    assert (by_month[2].coverage_changed, by_month[2].changes) == (False, ())
    assert by_month[4].changes == ("countries that enter: country:IDN",)
    assert not by_month[5].coverage_changed, "a new region in a country that was counted before is news, not a break"
    assert by_month[5].spheres != by_month[4].spheres


def test_the_panel_holds_the_countries_that_every_point_with_data_counts(graph):
    found, _ = timeline(
        graph.snapshot(date(2024, 6, 1)), days(date(2024, 1, 1), date(2024, 6, 1), Spacing.MONTH), CLOUDS
    )
    assert found.panel == {"clouds": ("country:BRA", "country:IND")}
    last = found.points[-1]
    assert last.index != last.panel_index


def test_every_point_is_explained_down_to_edges_and_sources(graph):
    found, edges = timeline(graph.snapshot(date(2024, 6, 1)), [date(2024, 6, 1)], CLOUDS, ties_shown=TIES_SHOWN)
    (point,) = found.points
    by_id = {edge.id: edge for edge in edges}
    assert len(point.ties) == point.coverage.ties == 5
    total = dict.fromkeys(("country:BRA", "country:IND", "country:IDN"), 0.0)
    shares = {country: dict.fromkeys(("US", "China", "other"), 0.0) for country in total}
    for tie in point.ties:
        steps = [by_id[edge_id] for edge_id in tie.edges]
        assert {edge.kind for edge in steps} == {"LOCATED_IN", "OPERATES", "BASED_IN"}
        assert all(edge.claim.source.url for edge in steps)
        total[tie.country] += tie.amount
        for sphere, part in tie.spheres.items():
            shares[tie.country][sphere] += tie.amount * part
    rebuilt = {s: sum(shares[c][s] / total[c] for c in total) / len(total) for s in ("US", "China", "other")}
    assert rebuilt == pytest.approx(point.spheres, abs=1e-12), "the figure follows from what is shown"


def test_explaining_takes_one_layer_and_a_limit_that_is_said(graph):
    with pytest.raises(QuestionError, match="one layer at a time"):
        timeline(
            graph.snapshot(date(2024, 6, 1)),
            [date(2024, 6, 1)],
            Choice(presets()["control"], tuple(TIES)),
            ties_shown=TIES_SHOWN,
        )
    found, _ = timeline(graph.snapshot(date(2024, 6, 1)), [date(2024, 6, 1)], CLOUDS, ties_shown=2)
    assert (len(found.points[0].ties), found.truncated, found.limits) == (2, True, {"ties": 2})
