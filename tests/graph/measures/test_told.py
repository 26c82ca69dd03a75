"""What stands first in a table is no central value of a figure that may be anything."""

from datetime import date

import pytest

from graph.analysis.results import percent_told
from graph.knowledge_graph import KnowledgeGraph
from graph.measures.fragmentation._cells import spheres, told
from graph.measures.fragmentation.contested import MEASURE as CONTESTED
from graph.measures.fragmentation.country import MEASURE as COUNTRY
from graph.measures.measure import Limits
from graph.measures.table import rows_of
from loaders.registry import collect

DAY = date(2026, 11, 27)


@pytest.fixture(scope="module")
def shipped():
    return KnowledgeGraph.build(collect(None, noncommercial=False, unverified=False).facts).snapshot(DAY)


def shown(measure, snapshot, **question):
    """Rows as JSON has them, beside what their table shows."""
    answer = measure.answer(snapshot, measure.question(**question), Limits())
    content = answer.result.model_dump(mode="json")
    (table,) = measure.tables
    return list(zip(content[table.rows], rows_of(content, table), strict=True))


def test_a_share_that_may_be_anything_is_said_to_be_so_first():
    row = {"spheres": {"US": 1.0, "China": 0.0}, "spheres_range": {"US": (0.0, 1.0), "China": (0.0, 0.4)}}
    assert spheres(row) == "US anything from 0% to 100%, China 0% (0% to 40%)"
    assert percent_told(0.5, 0.25, 0.75) == "50% (25% to 75%)", "half is not wider than half"


def test_a_figure_is_shown_only_where_its_interval_leaves_it_something_to_say():
    row = {"alignment": 0.3, "alignment_range": (-0.2, 0.8), "first": None, "hedging": False}
    assert told("alignment", 2)(row) == 0.3
    assert told("alignment", 1.9)(row) is None
    assert told("alignment", 2, shown="hedging")(row) is False
    assert told("first.alignment", 2)(row) is None


@pytest.mark.parametrize("country_id", ["FRA", "BRA", "CHN"])
def test_the_table_of_a_country_tells_what_its_intervals_tell(shipped, country_id):
    for row, cells in shown(COUNTRY, shipped, country_id=country_id):
        low, high = row["alignment_range"]
        assert cells["alignment"] == (row["alignment"] if high - low <= 1 + 1e-9 else None)
        low, high = row["contestedness_range"]
        expected = row["contestedness"] if high - low <= 0.5 + 1e-9 else None
        assert (cells["contestedness"], cells["hedging"] is None) == (expected, expected is None)


def test_no_country_is_listed_with_a_leaning_that_may_be_any(shipped):
    for row, cells in shown(CONTESTED, shipped):
        low, high = row["alignment_range"] or (-1, 1)
        assert (cells["alignment"] is None) == (row["alignment"] is None or high - low > 1 + 1e-9)
