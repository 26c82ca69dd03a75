"""What ships, grown by formula: a graph of any size in which every rule of the real one applies.

Countries, what countries make (alliances, policies) and what everything is measured by (benchmarks, sectors) are there
once. All else is there ``copies`` times over, under ids of its own, with figures that differ from copy to copy; one
relation in ten leads into another copy, so that the whole is one web. Two relations in three that carry a figure or are
served are stated by other sources too, of other periods, a tenth of them disputed: rivals, as in the real graph.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TypeVar

from graph.facts.fact import (
    LEAST_QUANTITY,
    MOST_QUANTITY,
    Checked,
    Confidence,
    EdgeFact,
    Fact,
    NodeFact,
    Redirect,
    Source,
)
from graph.ontology import EDGE_TYPES, EdgeKind, NodeKind

Model = TypeVar("Model", NodeFact, EdgeFact)
ONCE = frozenset({NodeKind.COUNTRY, NodeKind.SECURITY_STRUCTURE, NodeKind.POLICY, NodeKind.BENCHMARK, NodeKind.SECTOR})
SIZES = {"x1": 3, "x6": 19, "x20": 63, "1M": 645}
"""Copies that make a graph as large as that of all sources (5,300 nodes, 25,000 claims), 6 and 20 times that, and one
of a million nodes and five million claims."""
WOVEN = 10
"""Of so many relations one leads into another copy."""
WEAVING = frozenset(
    {EdgeKind.SERVED_BY, EdgeKind.RUNS_ON, EdgeKind.REQUIRES, EdgeKind.DERIVED_FROM, EdgeKind.SUPPLIED_BY}
)
RIVALLED = frozenset({EdgeKind.SERVED_BY, EdgeKind.HOSTS, EdgeKind.DEVELOPED_BY, EdgeKind.OPERATES, EdgeKind.LOCATED_IN,
                      EdgeKind.BASED_IN, EdgeKind.HOLDS, EdgeKind.TRAINED_ON, EdgeKind.SCORED})  # fmt: skip
YEARS = range(2019, 2027)
INTERVAL = (LEAST_QUANTITY, MOST_QUANTITY)


def grown(facts: Sequence[Fact], copies: int) -> Iterator[Fact]:
    """Yield the facts of a graph so many times as large.

    Parameters
    ----------
    facts : sequence of Fact
        What ships.
    copies : int
    """
    nodes = [fact for fact in facts if isinstance(fact, NodeFact)]
    edges = [fact for fact in facts if isinstance(fact, EdgeFact)]
    yield from (fact for fact in facts if isinstance(fact, Redirect))
    once = {node.id for node in nodes if node.kind in ONCE}
    reports = [_report(number) for number in range(64)]
    for copy in range(copies):
        yield from (_node(node, copy) for node in nodes if copy == 0 or node.id not in once)
        for place, edge in enumerate(edges):
            divided = edge.start in once and edge.share is not None and edge.need  # the whole is divided already
            if copy == 0 or not (divided or {edge.start, edge.end} <= once):
                moved = _edge(edge, once, copy, _end_copy(edge, place, copy, copies))
                yield moved
                yield from _rivals(moved, place + copy, reports)


def _end_copy(edge: EdgeFact, place: int, copy: int, copies: int) -> int:
    woven = edge.kind in WEAVING and edge.share is None and not edge.closed and (place + copy) % WOVEN == 0
    return (copy * 31 + place) % copies if woven else copy


def _named(node_id: str, copy: int, once: set[str]) -> str:
    return node_id if copy == 0 or node_id in once else f"{node_id}-copy{copy}"


def _node(fact: NodeFact, copy: int) -> NodeFact:
    return fact if copy == 0 else _with(fact, id=f"{fact.id}-copy{copy}", name=f"{fact.name} {copy}")


def _edge(fact: EdgeFact, once: set[str], copy: int, end_copy: int) -> EdgeFact:
    end = _named(fact.end, end_copy, once)
    need = end if EDGE_TYPES[fact.kind].each_target_a_need and fact.need == fact.end else fact.need
    told = _scaled(fact, 1 + (copy % 17) / 50)
    return _with(fact, start=_named(fact.start, copy, once), end=end, need=need, **told)


def _scaled(fact: EdgeFact, scale: float) -> dict[str, object]:
    """Return a figure so many times as large, with its interval."""
    wide = {name: round(value * scale, 6) for name, value in fact.properties.items() if name in INTERVAL}
    quantity = None if fact.quantity is None else round(fact.quantity * scale, 6)
    return {"quantity": quantity, "properties": {**fact.properties, **wide}}


def _rivals(fact: EdgeFact, place: int, reports: Sequence[Source]) -> Iterator[EdgeFact]:
    """Yield what other sources say of a relation: another period, a figure a little off, now and then in dispute."""
    if fact.kind not in RIVALLED:
        return
    for number in range(place % 3):
        year = YEARS[(place + number) % len(YEARS)]
        disputed = (place + number) % 10 == 0
        yield _with(
            fact,
            source=reports[(place * 7 + number * 5) % len(reports)],
            period=str(year), basis=f"as counted in {year}",
            **_scaled(fact, 1 + (number + 1) / 20),
            confidence=Confidence.DISPUTED if disputed else Confidence.LIKELY,
            checked=Checked.FILE, as_reported=f"{fact.start} {fact.end}", note=None, role=None, closed=False,
            share=None, valid_from=date(year, 1 + place % 12, 1) if place % 4 == 0 else None, valid_to=None,
        )  # fmt: skip


def _report(number: int) -> Source:
    year = YEARS[number % len(YEARS)]
    return Source(
        dataset=f"facts:report-{number}", title=f"Report {number} of {year}", publisher="By formula",
        url=f"https://example.org/report/{number}", published_on=f"{year}-{1 + number % 12:02}", licence="CC0-1.0",
        retrieved_on=date(2026, 11, 1),
    )  # fmt: skip


def _with(fact: Model, **fields: object) -> Model:
    """Return a fact with other fields, without what was derived from it."""
    return type(fact).model_construct(**{name: getattr(fact, name) for name in type(fact).model_fields} | fields)
