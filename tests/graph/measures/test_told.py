"""What stands first in a table is no central value of a figure that may be anything."""

from datetime import date

import pytest

from graph.analysis.profile.profile import profile
from graph.analysis.results import percent_told
from graph.knowledge_graph import KnowledgeGraph
from graph.measures.dependency.chokepoints import MEASURE as CHOKEPOINTS
from graph.measures.dependency.exposure import MEASURE as EXPOSURE
from graph.measures.facts.profile import MEASURE as PROFILE
from graph.measures.fragmentation._cells import spheres
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
    table = measure.tables[0]
    return list(zip(content[table.rows], rows_of(content, table), strict=True))


def test_a_share_that_may_be_anything_is_said_to_be_so_first():
    row = {"spheres": {"US": 1.0, "China": 0.0}, "spheres_range": {"US": (0.0, 1.0), "China": (0.0, 0.4)}}
    assert spheres(row) == "US anything from 0% to 100%, China 0% (0% to 40%)"
    assert percent_told(0.5, 0.25, 0.75) == "50% (25% to 75%)", "half is not wider than half"


@pytest.mark.parametrize("country_id", ["FRA", "BRA", "CHN", "DEU"])
def test_a_country_has_central_values_only_where_its_intervals_leave_them(shipped, country_id):
    """Table, file, JSON and profile: one said nothing of what another called 0.30, and what may be anything "no"."""
    by_layer = {}
    for row, cells in shown(COUNTRY, shipped, country_id=country_id):
        by_layer[row["layer"]] = row
        for name, scale in (("alignment", 2), ("contestedness", 1)):
            low, high = row[f"{name}_range"]
            assert cells[name] == row[name]
            assert row[name] is None or high - low <= scale / 2 + 1e-9
        low, high = row["contestedness_range"]
        ends = {end >= 0.2 - 1e-9 for end in (low, high)}
        assert row["hedging"] in ({None} if len(ends) > 1 else {None, *ends})
        assert row["hedging"] is None or len(ends) == 1
    end = f", {shipped.as_of}"
    for line in profile(shipped, f"country:{country_id}").lines:
        if line.section == "alignment over time" and line.label.endswith(end) and line.low is not None:
            assert (line.value is None) == (line.high - line.low > 1 + 1e-9), line
            if (row := by_layer.get(line.label.removesuffix(end))) and row["counted"]:
                assert line.value == (None if row["alignment"] is None else pytest.approx(row["alignment"]))


def test_no_country_is_listed_with_a_leaning_that_may_be_any(shipped):
    for row, cells in shown(CONTESTED, shipped):
        low, high = row["alignment_range"] or (-1, 1)
        assert cells["alignment"] == row["alignment"]
        assert row["alignment"] is None or high - low <= 1 + 1e-9


def test_a_chokepoint_that_may_stop_some_says_of_how_many_and_what_decides(shipped):
    """Certain 0, likely 0 and no reason read as "stops nobody" beside 50 of 50 in headlines."""
    rows = [row for row, _ in shown(CHOKEPOINTS, shipped) if not row["stops"] and row["possible_stops"]]
    assert {"country:BEL", "country:NOR"} <= {row["members"][0] for row in rows}
    assert all(row["of"] and row["why"].endswith(f"decide about {row['possible_stops']}") for row in rows)
    assert {"possible", "of", "mean_loss"} <= CHOKEPOINTS.tables[0].columns.keys()


def test_a_profile_tells_what_a_home_takes_besides_being_it(shipped):
    rows = [row for row, _ in shown(PROFILE, shipped, node_id="lab:openai") if row["section"] == "rests on countries"]
    (home,) = [row for row in rows if row["id"] == "country:USA"]
    (same,) = [row for row, _ in shown(EXPOSURE, shipped, node_id="lab:openai") if row["to"] == "country:USA"]
    assert home["detail"].startswith("besides being its home, through ")
    assert [home["low"], home["value"], home["high"]] == same["besides_home"]
    assert all(row["assumed"] == (row["low"] < row["high"]) for row in rows)
