"""Each rule finds its fault in a small world, and the shipped graph holds nothing that nobody has explained."""

from datetime import date

import pytest

from graph.audit.explained import explanations
from graph.audit.finding import Finding
from graph.audit.rules import RULES, audit
from graph.facts import Checked, EdgeFact, NodeFact, Source
from graph.knowledge_graph import KnowledgeGraph
from graph.ontology import EdgeKind, NodeKind
from loaders.registry import SOURCES, collect

PAGE = Source(
    id="page",
    title="A page",
    publisher="A paper",
    url="https://example.org/page",
    licence="facts only",
    retrieved_on="2026-11-25",
)
DAY = date(2026, 11, 25)


def node(name: str, kind: NodeKind, source: Source = PAGE, **properties: object) -> NodeFact:
    return NodeFact(id=name, kind=kind, name=name, properties=properties, source=source, checked=Checked.READ)


def edge(kind: EdgeKind, start: str, end: str, **more: object) -> EdgeFact:
    return EdgeFact.model_validate(
        {"kind": kind, "start": start, "end": end, "source": PAGE, "checked": Checked.READ, **more}
    )


def found(rule: str, *facts: NodeFact | EdgeFact) -> list[Finding]:
    snapshot = KnowledgeGraph.build(facts).snapshot(DAY)
    return list(audit(snapshot, [known for known in RULES if known.name == rule]).findings)


def test_a_note_that_names_an_end_needs_valid_to() -> None:
    nodes = [node("company:a", NodeKind.COMPANY), node("company:b", NodeKind.COMPANY)]
    told = {"note": "the agreement ended in 2024"}
    assert found("ended-by-its-note", *nodes, edge(EdgeKind.PART_OF, "company:a", "company:b", **told))
    ended = edge(EdgeKind.PART_OF, "company:a", "company:b", valid_to="2024-12-31", **told)
    assert not found("ended-by-its-note", *nodes, ended)


@pytest.mark.parametrize(("base", "faults"), [("2025-06", 1), ("2024-01", 0)])
def test_a_child_is_no_older_than_its_base(base: str, faults: int) -> None:
    facts: list[NodeFact | EdgeFact] = [
        node("model:child", NodeKind.MODEL, released_on="2024-06-01"),
        node("model:base", NodeKind.MODEL, released_on=base),
        edge(EdgeKind.DERIVED_FROM, "model:child", "model:base"),
    ]
    assert len(found("child-before-base", *facts)) == faults


def test_a_figure_cites_more_than_a_front_door() -> None:
    door = Source(
        id="door",
        title="A site",
        publisher="A site",
        url="https://example.org/",
        licence="facts only",
        retrieved_on="2026-11-25",
    )
    assert found("bare-home-page", node("model:m", NodeKind.MODEL, door, parameters=7e9))
    assert not found("bare-home-page", node("model:m", NodeKind.MODEL, PAGE, parameters=7e9))


def test_explanations_name_rules_and_reasons() -> None:
    names = {rule.name for rule in RULES}
    assert explanations()
    assert all(explanation.rule in names and explanation.reason for explanation in explanations())


def test_what_ships_holds_nothing_unexplained() -> None:
    shipped = collect(
        None, noncommercial=False, unverified=False, only={spec.dataset for spec in SOURCES if not spec.feed}
    ).facts
    assert audit(KnowledgeGraph.build(shipped).snapshot(DAY)).findings == ()
