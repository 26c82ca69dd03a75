"""The world that both engines are asked about: small enough to know every answer.

::

    model:beta ─DERIVED_FROM─▶ model:alpha ─DEVELOPED_BY─▶ lab:north ─BASED_IN─▶ country:USA
                                   └─TRAINED_ON─▶ chip:one ─FABRICATED_WITH─▶ input:n4 ─REQUIRES─▶ input:euv
                                                     └─REQUIRES─▶ input:hbm        (SUPPLIED_BY company:asml, NLD)
    input:hbm SUPPLIED_BY company:skh .5 (rival .6), company:sam .3, company:mu .2
    country:NLD left security:pact on 2024-01-01; country:USA joined on 2020-01-01
"""

from datetime import date
from typing import Any

from graph.facts.fact import EdgeFact, Fact, NodeFact, Redirect, Source
from graph.knowledge_graph import KnowledgeGraph
from graph.node_ids import kind_of

FIRST = Source(
    id="test/first", dataset="test", title="A page", publisher="Us", url="https://example.org/a",
    published_on="2025-01-15", retrieved_on=date(2025, 2, 1), licence="CC0-1.0",
)  # fmt: skip
SECOND = Source(
    id="other/second", dataset="other", title="Eine Seite: «ünïcode» 智谱", publisher="They", url="https://example.org/b",
    published_on="2024", licence="CC-BY-4.0", origin="a study",
)  # fmt: skip


def _node(node_id: str, name: str, source: Source = FIRST, **fields: Any) -> NodeFact:
    content = {"id": node_id, "kind": kind_of(node_id), "name": name, "source": source, "checked": "file"}
    return NodeFact.model_validate(content | {"locator": f"nodes.csv:{node_id}"} | fields)


def _edge(start: str, kind: str, end: str, source: Source = FIRST, **fields: Any) -> EdgeFact:
    content = {"from": start, "kind": kind, "to": end, "source": source, "checked": "file"}
    return EdgeFact.model_validate(content | {"locator": "edges.csv:1"} | fields)


FACTS: list[Fact] = [
    _node("model:alpha", "Alpha", aliases=("Alpha 1", "阿尔法"),
          properties={"open_weights": True, "released_on": "2025-03", "parameters": 7e9}),
    _node("model:beta", "Beta", properties={"open_weights": False, "released_on": "2026", "parameters": 70}),
    _node("model:gamma", "Gamma's \"best\" model\n\\ line"),
    _node("lab:north", "North Lab", confidence="confirmed"),
    _node("lab:north", "The North", SECOND, checked="recalled", note="older name"),
    _node("lab:south", "南方实验室"),
    _node("chip:one", "Chip One", properties={"memory_bytes": 80_000_000_000, "tdp_w": 700.5}),
    _node("input:n4", "N4", subtype="process"),
    _node("input:euv", "EUV tools", subtype="tool"),
    _node("input:hbm", "HBM", subtype="component"),
    _node("company:skh", "SK hynix"),
    _node("company:sam", "Samsung"),
    _node("company:mu", "Micron"),
    _node("company:asml", "ASML"),
    _node("cloud:aws", "AWS", valid_from=date(2006, 3, 14)),
    _node("country:USA", "United States", properties={"iso2": "US"}),
    _node("country:KOR", "Korea", properties={"iso2": "KR"}),
    _node("country:NLD", "Netherlands", properties={"iso2": "NL"}),
    _node("security:pact", "A Pact", subtype="alliance"),
    _edge("model:alpha", "DEVELOPED_BY", "lab:north", confidence="confirmed"),
    _edge("model:beta", "DEVELOPED_BY", "lab:south"),
    _edge("model:gamma", "DEVELOPED_BY", "lab:north"),
    _edge("model:beta", "DERIVED_FROM", "model:alpha"),
    _edge("model:alpha", "TRAINED_ON", "chip:one"),
    _edge("chip:one", "FABRICATED_WITH", "input:n4", need="fabrication: compute die"),
    _edge("chip:one", "REQUIRES", "input:hbm"),
    _edge("input:n4", "REQUIRES", "input:euv"),
    _edge("input:hbm", "SUPPLIED_BY", "company:skh", share=0.5, basis="revenue", period="2025"),
    _edge("input:hbm", "SUPPLIED_BY", "company:skh", SECOND, share=0.6, basis="shipments", period="2024-Q4",
          quantity=6e9, unit="stacks", denominator="stacks shipped", role="consumed", note="a tool of the past",
          as_reported="about 60 %", properties={"id": "odd name", "tier": 2}),
    _edge("input:hbm", "SUPPLIED_BY", "company:sam", share=0.3, basis="revenue", period="2025"),
    _edge("input:hbm", "SUPPLIED_BY", "company:mu", share=0.2, basis="revenue", period="2025", closed=True),
    _edge("input:euv", "SUPPLIED_BY", "company:asml", share=1.0),
    _edge("model:alpha", "SERVED_BY", "cloud:aws", valid_from=date(2025, 4, 1)),
    _edge("lab:north", "BASED_IN", "country:USA"),
    _edge("lab:north", "BASED_IN", "country:KOR", SECOND),
    _edge("lab:south", "BASED_IN", "country:KOR"),
    _edge("company:skh", "BASED_IN", "country:KOR"),
    _edge("company:sam", "BASED_IN", "country:KOR"),
    _edge("company:mu", "BASED_IN", "country:USA"),
    _edge("company:asml", "BASED_IN", "country:NLD"),
    _edge("cloud:aws", "BASED_IN", "country:USA"),
    _edge("country:USA", "MEMBER_OF", "security:pact", valid_from=date(2020, 1, 1)),
    _edge("country:NLD", "MEMBER_OF", "security:pact", valid_from=date(2010, 1, 1), valid_to=date(2024, 1, 1)),
    Redirect(id="lab:nord", to="lab:north"),
]  # fmt: skip


def small_world() -> KnowledgeGraph:
    """Return the graph of the world."""
    return KnowledgeGraph.build(FACTS)
