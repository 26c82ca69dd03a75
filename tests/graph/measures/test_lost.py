"""What is lost without somebody, in every table that is read: of a loss that may be anything the interval is first."""

import json
from datetime import date

import pytest

from graph.analysis.results import is_told, percent, percent_lost, percent_range
from graph.knowledge_graph import KnowledgeGraph
from graph.measures.declared import declared, every
from graph.measures.facts.profile import MEASURE as PROFILE
from graph.measures.measure import Limits, evaluate
from graph.measures.panels import DEPENDENCY
from graph.measures.question import asked
from graph.measures.table import rows_of, whole_rows
from graph.measures.told import lost
from loaders.registry import collect

DAY = date(2026, 11, 27)
LOSSES = ("loss", "criticality", "besides_home")
MEASURES = [measure for measure in every() if measure.panel == DEPENDENCY and measure.tables]


@pytest.fixture(scope="module")
def shipped():
    return KnowledgeGraph.build(collect(None, noncommercial=False, unverified=False).facts)


def test_a_loss_is_told_with_its_interval_first_where_it_may_be_anything():
    assert lost("loss")({"loss": [0, 0.65, 1]}) == "anything from 0% to 100%, 65% in the likely reading"
    assert lost("loss")({"loss": [0.21, 1, 1]}) == "21% to 100%, 100% in the likely reading", "not anything"
    assert lost("loss")({"loss": [0, 0, 0.75]}) == "0% to 75%, 0% in the likely reading"
    assert lost("loss")({"loss": [0.6, 0.65, 1]}) == "65% (60% to 100%)"
    assert lost("loss")({"loss": None}) is None


def open_losses(part):
    """Yield the losses that may be anything, wherever a row has them."""
    if isinstance(part, dict):
        for value in part.values():
            yield from open_losses(value)
    elif isinstance(part, list) and len(part) == 3 and all(isinstance(one, int | float) for one in part):
        low, central, high = part
        if low <= central <= high and not is_told(low, high):
            yield low, central, high
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
def test_every_table_tells_the_range_first_and_then_what_it_is_sorted_by(shipped, measure):
    found = evaluate(measure, shipped, asked(measure.question, measure.example), Limits())
    content = json.loads(found.model_dump_json(by_alias=True))
    for table in measure.tables:
        for row, shown in zip(whole_rows(content, table), rows_of(content, table), strict=True):
            hidden = set(open_losses({name: row[name] for name in LOSSES if name in table.columns}))
            bare = {central for low, central, high in hidden if low < central < high}
            assert not bare.intersection(numbers(shown)), f"{table.rows}: {shown}"
            for low, central, high in hidden:
                told = f"{percent_range(low, high)}, {percent(central)} in the likely reading"
                assert percent_lost(central, low, high).endswith(told)
                assert told in str(shown), f"{table.rows}: {shown}"


@pytest.mark.parametrize(("name", "cell"), [("exposure-matrix", "lost_without"), ("exposure-of-stack", "most")])
def test_several_losses_in_a_cell_are_told_by_the_same_rule(shipped, name, cell):
    measure = declared(name)
    found = evaluate(measure, shipped, asked(measure.question, measure.example | {"as_of": DAY}), Limits())
    content = json.loads(found.model_dump_json(by_alias=True))
    told = [one for row in rows_of(content, measure.tables[0]) for one in row[cell].split("; ")]
    wide = [one for one in told if "in the likely reading" in one]
    assert wide, "some may be anything"
    assert all("anything" not in one or "anything from 0% to 100%, " in one for one in told)


@pytest.mark.parametrize("node_id", ["country:FRA", "lab:openai", "model:glm-5", "company:tsmc", "cloud:aws"])
def test_a_profile_tells_every_value_and_its_range_first(shipped, node_id):
    found = evaluate(PROFILE, shipped, asked(PROFILE.question, {"node_id": node_id, "as_of": DAY}), Limits())
    content = json.loads(found.model_dump_json(by_alias=True))
    table = PROFILE.tables[0]
    for row, shown in zip(content["lines"], rows_of(content, table), strict=True):
        assert list(shown)[2:6] == ["low", "high", "share", "number"]
        assert (shown["share"], shown["number"]).count(None) == (1 if row["value"] is not None else 2)
