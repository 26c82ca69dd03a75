"""What is lost without somebody, in every table that is read: no central value of a loss that may be anything."""

import json
from datetime import date

import pytest

from graph.analysis.results import is_told, percent_told
from graph.knowledge_graph import KnowledgeGraph
from graph.measures.declared import every
from graph.measures.facts.profile import MEASURE as PROFILE
from graph.measures.measure import Limits, evaluate
from graph.measures.panels import DEPENDENCY
from graph.measures.question import asked
from graph.measures.table import rows_of, whole_rows
from graph.measures.told import SHARES, likely, lost
from loaders.registry import collect

DAY = date(2026, 11, 27)
LOSSES = ("loss", "criticality", "besides_home")
MEASURES = [measure for measure in every() if measure.panel == DEPENDENCY and measure.tables]


@pytest.fixture(scope="module")
def shipped():
    return KnowledgeGraph.build(collect(None, noncommercial=False, unverified=False).facts)


def test_a_loss_is_told_with_its_interval_first_where_it_may_be_anything():
    assert lost("loss")({"loss": [0, 0.65, 1]}) == "anything from 0% to 100%"
    assert lost("loss")({"loss": [0.6, 0.65, 1]}) == "65% (60% to 100%)"
    assert lost("loss")({"loss": None}) is None
    line = {"value": 0.65, "low": 0, "high": 1, "unit": "of its capacity lost without it"}
    assert likely(line) is None
    assert likely(line | {"low": 0.6}) == 0.65
    assert likely(line | {"unit": "GB"}) == 0.65, "a count of a unit is no share"


def open_losses(part):
    """Yield the central values of losses that may be anything, wherever a row has them."""
    if isinstance(part, dict):
        for value in part.values():
            yield from open_losses(value)
    elif isinstance(part, list) and len(part) == 3 and all(isinstance(one, int | float) for one in part):
        low, central, high = part
        if low < central < high and not is_told(low, high):
            yield central
    elif isinstance(part, list):
        for value in part:
            yield from open_losses(value)


def numbers(cell):
    """The numbers of a cell."""
    if isinstance(cell, dict):
        cell = list(cell.values())
    if isinstance(cell, list | tuple):
        return [one for part in cell for one in numbers(part)]
    return [cell] if isinstance(cell, float) else []


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.name)
def test_no_table_shows_the_central_value_of_what_may_be_anything(shipped, measure):
    found = evaluate(measure, shipped, asked(measure.question, measure.example), Limits())
    content = json.loads(found.model_dump_json(by_alias=True))
    for table in measure.tables:
        for row, shown in zip(whole_rows(content, table), rows_of(content, table), strict=True):
            hidden = set(open_losses({name: row[name] for name in LOSSES if name in row}))
            assert not hidden.intersection(numbers(shown)), f"{table.rows}: {shown}"
            for central in hidden:
                assert percent_told(central, 0.9 * central, central) not in str(shown)


@pytest.mark.parametrize("node_id", ["country:FRA", "lab:openai", "model:glm-5", "company:tsmc", "cloud:aws"])
def test_a_profile_puts_no_likely_share_before_a_range_that_may_be_anything(shipped, node_id):
    found = evaluate(PROFILE, shipped, asked(PROFILE.question, {"node_id": node_id, "as_of": DAY}), Limits())
    content = json.loads(found.model_dump_json(by_alias=True))
    table = PROFILE.tables[0]
    for row, shown in zip(content["lines"], rows_of(content, table), strict=True):
        assert list(shown)[2:5] == ["low", "likely", "high"]
        if (row["unit"] or "").startswith(SHARES) and None not in (row["low"], row["high"]):
            assert (shown["likely"] is None) == (not is_told(row["low"], row["high"])), row
