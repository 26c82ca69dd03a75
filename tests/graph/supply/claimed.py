"""Small worlds of claims, and the needs that they make."""

from datetime import date

import pytest

from graph.facts.fact import EdgeFact, Source
from graph.knowledge_graph import KnowledgeGraph
from graph.ontology import Horizon
from tests.conftest import declare

DAY = date(2026, 1, 1)
WORLD = {"unit": "share of the world market"}


def page(name):
    return Source(
        dataset="atlas",
        title=name,
        publisher="p",
        url=f"https://example.org/{name}",
        licence="CC0-1.0",
        retrieved_on=DAY,
    )


def claim(start, kind, end, source="one", **fields):
    content = {"kind": kind, "from": start, "to": end, "source": page(source), "locator": source, "checked": "read"}
    return EdgeFact.model_validate(content | fields)


def needs(*claims, horizon=Horizon.GROW, as_of=DAY, **described):
    """The needs of a world of claims, control apart; ``described`` gives nodes subtype and properties."""
    ids = dict.fromkeys(end for one in claims for end in (one.start, one.end))
    nodes = [declare(node_id, **described.get(node_id.partition(":")[2], {})) for node_id in ids]
    snapshot = KnowledgeGraph.build([*nodes, *claims]).snapshot(as_of, horizon=horizon)
    return {(need.of, need.need): need for need in snapshot.needs if need.counts}


def shares(need):
    return {supplier.id: pytest.approx(supplier.share) for supplier in need.suppliers}


def supplied(*rows):
    """The need for an input: rows of firm, share and further fields."""
    made = (claim("input:x", "SUPPLIED_BY", f"company:{firm}", share=s, **WORLD | f) for firm, s, f in rows)
    return needs(*made)["input:x", "supplier"]
