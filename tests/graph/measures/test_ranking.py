"""Where a ranking is cut between rows that are level the answer says so, and headlines that it tells every horizon."""

from typing import NamedTuple

import pytest

from graph.knowledge_graph import KnowledgeGraph
from graph.measures.declared import declared
from graph.measures.measure import Limits, evaluate
from graph.measures.question import asked
from graph.measures.ranking import TableRanking, level
from loaders.registry import collect

DAY = "2026-11-27"


class Placed(NamedTuple):
    order: int
    stops: int


ONE = "1 more row stops as many as the last one shown"
STOPPING = TableRanking(lambda row: row.stops, "stop", "as many")


@pytest.fixture(scope="module")
def shipped():
    return KnowledgeGraph.build(collect(None, noncommercial=False, unverified=False).facts)


def test_rows_left_out_that_are_level_with_the_last_are_counted():
    rows = [Placed(1, stops) for stops in (9, 5, 5, 5, 2)]
    assert list(level(STOPPING, rows, rows[:1])) == []
    assert list(level(STOPPING, rows, rows[:2])) == ["2 more rows stop as many as the last one shown"]
    assert list(level(STOPPING, rows, rows[:3])) == [ONE]
    assert [*level(STOPPING, rows, rows[:3], counted=False)] == [f"at least {ONE}"]
    assert list(level(STOPPING, rows, rows)) == []


def test_of_rows_that_are_limited_apart_each_part_is_looked_at():
    rows = [Placed(1, 5), Placed(1, 4), Placed(2, 3), Placed(2, 3), Placed(2, 3)]
    given = [rows[0], rows[2]]
    said = ["2 more rows stop as many as the last one shown, of order 2"]
    assert list(level(STOPPING, rows, given, "order")) == said


def told(measure, graph, **given):
    """The assumptions of an answer, and its rows."""
    found = evaluate(measure, graph, asked(measure.question, given | {"as_of": DAY}), Limits())
    return found.meta.assumptions, getattr(found, measure.tables[0].rows)


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("headlines", {"over": "entity"}),
        ("chokepoints", {"over": "entity"}),
        ("exposure", {"node_id": "lab:openai", "to": "company"}),
    ],
)
@pytest.mark.parametrize("limit", [1, 2, 4, 10])
def test_a_limit_between_rows_that_are_level_is_said(shipped, name, given, limit):
    measure = declared(name)
    by = measure.tables[0].ranking.by
    rows = told(measure, shipped, **given, limit=500)[1]
    said = [one for one in told(measure, shipped, **given, limit=limit)[0] if "as the last one shown" in one]
    more = sum(by(row) == by(rows[limit - 1]) for row in rows[limit:])
    assert [one.split()[0] for one in said] == ([str(more)] if more else [])


@pytest.mark.parametrize("horizon", ["run", "make", "grow"])
def test_headlines_say_that_a_horizon_makes_no_difference(shipped, horizon):
    assumptions, _ = told(declared("headlines"), shipped, horizon=horizon, limit=1)
    assert "horizon: without effect here, all three are always told side by side" in assumptions
    assumptions, _ = told(declared("chokepoints"), shipped, horizon=horizon, limit=1)
    assert not any("without effect" in one for one in assumptions)


def test_tables_of_owners_say_in_what_their_figures_are():
    measure = declared("compute-owners")
    unit = measure.result.model_fields["unit"].default
    assert [unit in table.title for table in measure.tables] == [True, True, False], "others publish in units of theirs"
