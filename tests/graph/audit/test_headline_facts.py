"""Which facts headline answers rest on, and what leaving one out changes, on a world small enough to count by hand."""

from datetime import date

import pytest

from graph.audit.headline_facts import changed_without, headline_answers, headline_facts, looked_up_share
from graph.facts.fact import EdgeFact, NodeFact, Source
from graph.knowledge_graph import KnowledgeGraph
from graph.node_ids import kind_of

DAY = date(2026, 11, 25)
PAGE = Source(
    id="page", title="A page", publisher="A paper", url="https://example.org/page", licence="facts only",
    retrieved_on="2026-11-25",
)  # fmt: skip
WORLD = """
lab:l RUNS_ON cloud:k read
lab:l BASED_IN country:FRA read
cloud:k HOSTS chip:c read
cloud:k BASED_IN country:FRA read
chip:c DESIGNED_BY company:d recalled
company:d BASED_IN country:USA recalled
chip:c REQUIRES input:i read
input:i SUPPLIED_BY company:m read
input:i SUPPLIED_BY company:n recalled
company:m BASED_IN country:JPN read
company:n BASED_IN country:KOR read
"""


@pytest.fixture
def graph() -> KnowledgeGraph:
    rows = [line.split() for line in WORLD.split("\n") if line]
    names = {end for start, _, finish, _ in rows for end in (start, finish)}
    nodes = [
        NodeFact.model_validate({"id": name, "kind": kind_of(name), "name": name, "source": PAGE, "checked": "read"})
        for name in names
    ]
    edges = [
        EdgeFact.model_validate(
            {"kind": kind, "start": start, "end": end, "source": PAGE, "checked": checked, "confidence": "likely"}
        )
        for start, kind, end, checked in rows
    ]
    return KnowledgeGraph.build([*nodes, *edges])


def test_only_what_a_loss_comes_through_bears_an_answer(graph: KnowledgeGraph) -> None:
    borne = {fact.edge.id: fact for fact in headline_facts(graph.snapshot(DAY))}
    # The only designer stops the chip, so the cloud, so the laboratory; the two makers replace one another.
    assert set(borne) >= {"lab:l|RUNS_ON|cloud:k", "cloud:k|HOSTS|chip:c", "chip:c|DESIGNED_BY|company:d"}
    assert not any("company:m" in name or "company:n" in name for name in borne)
    assert not borne["chip:c|DESIGNED_BY|company:d"].looked_up
    assert borne["cloud:k|HOSTS|chip:c"].looked_up


def test_the_share_counts_relations_that_somebody_looked_up(graph: KnowledgeGraph) -> None:
    facts = headline_facts(graph.snapshot(DAY))
    assert looked_up_share(facts) == pytest.approx(sum(fact.looked_up for fact in facts) / len(facts))
    assert 0 < looked_up_share(facts) < 1
    assert looked_up_share([]) is None


def test_leaving_out_the_designer_takes_its_answers(graph: KnowledgeGraph) -> None:
    snapshot = graph.snapshot(DAY)
    before = headline_answers(snapshot)
    assert ("make", "company:d", "lab:l") in before
    assert ("make", "country:USA", "lab:l") in before
    borne = {fact.edge.id: fact.edge for fact in headline_facts(snapshot)}
    gone = {answer for answer in before if answer[1] in ("company:d", "country:USA")}
    assert changed_without(graph, borne["chip:c|DESIGNED_BY|company:d"], DAY) >= len(gone) > 0


def test_leaving_out_an_alternative_makes_answers(graph: KnowledgeGraph) -> None:
    maker = next(edge for edge in graph.snapshot(DAY).edges if edge.id == "input:i|SUPPLIED_BY|company:n")
    assert changed_without(graph, maker, DAY) > 0
