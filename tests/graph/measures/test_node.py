"""Edges of a node: a number stands as its source's only where that source states it, and with what it is of."""

from datetime import date

import pytest

from graph.facts.fact import EdgeFact, Source
from graph.knowledge_graph import KnowledgeGraph
from graph.measures.facts.node import MEASURE, NodeQuestion
from graph.measures.measure import Limits, evaluate
from graph.measures.sheets import sheet
from graph.measures.table import rows_of
from tests.conftest import SOURCE, declare, parse_facts

DAY = date(2026, 1, 1)
COUNT = {"quantity": 1_489_899, "unit": "units", "basis": "acquired", "period": "2025-Q4"}
OTHER = Source.model_validate(SOURCE.model_dump() | {"id": "facts/other", "title": "another page"})


def claim(start, kind, end, **fields):
    content = {"kind": kind, "from": start, "to": end, "source": SOURCE, "checked": "read"}
    return EdgeFact.model_validate(content | fields)


@pytest.fixture(scope="module")
def graph():
    facts = [
        *parse_facts("input:hbm3e VARIANT_OF input:hbm"),
        claim("input:hbm3e", "SUPPLIED_BY", "company:skh"),
        claim("input:hbm3e", "SUPPLIED_BY", "company:mu"),
        claim("input:hbm", "SUPPLIED_BY", "company:skh", share=0.6, basis="revenue", period="2025", source=OTHER),
        claim("input:hbm", "SUPPLIED_BY", "company:mu", share=0.4, basis="revenue", period="2025", source=OTHER),
        claim("input:half", "SUPPLIED_BY", "company:skh", share=0.7, basis="revenue", period="2025"),
        claim("input:half", "SUPPLIED_BY", "company:mu"),
        claim("input:alone", "SUPPLIED_BY", "company:mu"),
        claim("input:hbm", "REQUIRES", "input:alone"),
        claim("country:CHN", "SHARE_OF", "input:alone", share=0.988, basis="refined", period="2024"),
        claim("country:CHN", "HOLDS", "chip:h20", **COUNT,
              properties={"quantity_low": 1_146_319.0, "quantity_high": 1_938_218.0}),
    ]  # fmt: skip
    ids = {end for fact in facts if isinstance(fact, EdgeFact) for end in (fact.start, fact.end)}
    missing = sorted(ids - {fact.id for fact in facts if not isinstance(fact, EdgeFact)})
    return KnowledgeGraph.build([*map(declare, missing), *facts])


def edges(graph, node_id):
    answer = evaluate(MEASURE, graph, NodeQuestion(node_id=node_id, as_of=DAY), Limits())
    content = answer.model_dump(mode="json", by_alias=True)
    table = MEASURE.tables[0]
    read = {(row["from"], row["to"]): row for row in rows_of(content, table)}
    filed = {(row["from"], row["to"]): row for row in sheet(content, table, MEASURE.result, {}).rows}
    return read, filed


@pytest.mark.parametrize(
    ("start", "end", "share", "told"),
    [
        ("input:hbm3e", "company:skh", 0.6, "assumed: as of all hbm: revenue, 2025"),
        ("input:hbm", "company:skh", 0.6, "stated"),
        ("input:half", "company:skh", 0.7, "stated"),
        ("input:half", "company:mu", 0.3, "assumed: of what the stated shares leave"),
        ("input:alone", "company:mu", 1.0, "assumed: nobody else is named"),
        ("input:hbm", "input:alone", 1.0, "assumed: the need is this one thing"),
    ],
)
def test_a_share_says_what_it_is_taken_from(graph, start, end, share, told):
    read, filed = edges(graph, start)
    row, kept = read[start, end], filed[start, end]
    assert (row["share"], row["share_taken_from"]) == (pytest.approx(share), told)
    assert kept["assumed"] == told.startswith("assumed")
    assert (kept["claimed_share"] is None) == kept["assumed"], "the source of the relation states no such number"
    assert (kept["share_source"] is None) == kept["assumed"]
    assert (row["it_states"] is None) == kept["assumed"]


def test_what_a_claim_states_is_shown_with_what_it_is_of_and_when(graph):
    read, filed = edges(graph, "country:CHN")
    assert read["country:CHN", "input:alone"]["it_states"] == "share 0.988, refined, 2024"
    told = "1,489,899 units, range 1,146,319 to 1,938,218, acquired, 2025-Q4"
    assert read["country:CHN", "chip:h20"]["it_states"] == told
    kept = filed["country:CHN", "chip:h20"]
    found = [kept[f"quantity_{end}"] for end in ("low", "central", "high")]
    assert found == [1_146_319, 1_489_899, 1_938_218]
    assert [kept[name] for name in ("unit", "basis", "period")] == ["units", "acquired", "2025-Q4"]
    assert filed["country:CHN", "input:alone"]["claimed_share"] == 0.988
