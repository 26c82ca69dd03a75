"""A field of a fact is written in its model alone: whatever the model has, every form of a fact has too."""

import csv
import io
from datetime import date
from enum import EnumType
from types import NoneType
from typing import get_args, get_origin

import networkx as nx
import pytest

from graph.facts.dates import Period
from graph.facts.evidence import EdgeClaim, NodeClaim, edge_claim, node_claim
from graph.facts.fact import EdgeFact, Figure, Naming, NodeFact, Provenance
from graph.formats.export import edges_csv
from graph.formats.graphml import graphml
from graph.formats.network import whole
from graph.knowledge_graph import KnowledgeGraph
from graph.stores.property_graph.projection import project
from graph.stores.property_graph.schema import CLAIM_PROPERTIES, RELATIONSHIP_PROPERTIES

EVERYWHERE = pytest.mark.parametrize("field", sorted({*Figure.model_fields, *Provenance.model_fields} - {"properties"}))
OF_A_NODE = pytest.mark.parametrize("field", sorted({*Naming.model_fields, *Provenance.model_fields} - {"properties"}))


def made_up(field):
    """Return a value, as JSON, of the type that a field has."""
    held = next(part for part in (*get_args(field.annotation), field.annotation) if part is not NoneType)
    match held if held in VALUES else (get_args(held) or [held])[0]:
        case enumeration if isinstance(enumeration, EnumType):
            return next(iter(enumeration)).value
        case other:
            return VALUES[tuple[str, ...]] if get_origin(field.annotation) is tuple else VALUES[other]


VALUES = {Period: "2025", str: "component", bool: True, float: 0.5, date: "2025-01-01", tuple[str, ...]: ["more"]}
PARTS = {part: {name: made_up(field) for name, field in part.model_fields.items() if name != "properties"}
         for part in (Provenance, Naming, Figure)}  # fmt: skip
PARTS[Provenance]["valid_to"] = "2030-01-01"  # after valid_from
STATED = PARTS[Provenance] | PARTS[Naming] | PARTS[Figure]
SOURCE = {"title": "A page", "publisher": "P", "url": "https://example.org", "licence": "CC"}


@pytest.fixture(scope="module")
def graph():
    input_ = {"id": "input:hbm", "kind": "Input", **PARTS[Naming]}
    firm = {"id": "company:x", "kind": "Company", "name": "X"}
    supplied = {"kind": "SUPPLIED_BY", "from": "input:hbm", "to": "company:x", **PARTS[Figure]}
    nodes = [NodeFact.model_validate(row | PARTS[Provenance] | {"source": SOURCE}) for row in (input_, firm)]
    return KnowledgeGraph.build([*nodes, EdgeFact.model_validate(supplied | PARTS[Provenance] | {"source": SOURCE})])


def test_a_fact_has_no_field_outside_its_parts():
    own = {"type", "kind", "start", "end", "need", "id", "source", "locator"}
    assert set(EdgeFact.model_fields) - own == {*Figure.model_fields, *Provenance.model_fields}
    assert set(NodeFact.model_fields) - own == {*Naming.model_fields, *Provenance.model_fields}


@EVERYWHERE
def test_what_an_edge_states_is_in_the_answer_the_store_the_schema_and_the_exports(graph, field):
    (claim,) = graph.claims
    snapshot = graph.snapshot(date(2026, 1, 1))
    assert field in EdgeClaim.model_fields
    assert edge_claim(claim).model_dump(mode="json")[field] == STATED[field]
    (row,) = project(graph, "2026-01-01").relationships[claim.kind]
    assert row["properties"][field] == getattr(claim, field)
    assert field in RELATIONSHIP_PROPERTIES
    (exported,) = csv.DictReader(io.StringIO("".join(edges_csv(snapshot)).removeprefix("\ufeff")))
    drawn = nx.parse_graphml("".join(graphml(whole(snapshot))), force_multigraph=True)
    ((_, _, attributes),) = drawn.edges(data=True)
    if field == "share":  # exports give the share that the analysis uses: it is scaled to a closed need's whole
        assert (exported[field], attributes[field]) == ("1.0", 1.0)
    else:
        assert exported[field] == ("true" if STATED[field] is True else str(STATED[field]))
        assert attributes[field] == STATED[field]


@OF_A_NODE
def test_what_a_node_states_is_in_the_answer_the_store_and_the_schema(graph, field):
    fact = graph.nodes["input:hbm"].facts[0]
    assert field in NodeClaim.model_fields
    assert node_claim(fact).model_dump(mode="json")[field] == STATED[field]
    row = next(row for row in project(graph, "2026-01-01").claims if row["of"] == "input:hbm")
    assert field in CLAIM_PROPERTIES
    assert row[field] == (STATED[field] if field == "aliases" else getattr(fact, field))
