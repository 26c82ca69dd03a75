"""A fab stands on the layer of fabs and plants, wherever a layer is told; fragmentation has layers of its own."""

import re
from datetime import date
from pathlib import Path

import pytest

from graph.analysis.coverage import coverage
from graph.analysis.fragmentation.ties.table import TIES
from graph.drawing.bands import BANDS, band_of
from graph.facts.evidence import node_row
from graph.knowledge_graph import KnowledgeGraph
from graph.ontology import NODE_TYPES, Layer, NodeKind
from graph.stores.property_graph.projection import project
from graph.supply.needs import is_compute_site
from tests.conftest import declare

FACILITY = NODE_TYPES[NodeKind.FACILITY]


@pytest.fixture
def sites():
    return KnowledgeGraph.build([declare(f"facility:{name}", subtype=name) for name in FACILITY.subtypes])


def test_a_site_is_a_compute_site_or_a_plant_and_every_place_says_which(sites):
    told = {row["subtype"]: row["layer"] for row in project(sites, "2026-01-01").entities[NodeKind.FACILITY]}
    for subtype in FACILITY.subtypes:
        node = sites.nodes[f"facility:{subtype}"]
        expected = Layer.COMPUTE_SITES if is_compute_site(subtype) else Layer.PLANTS
        assert (node.layer, node_row(node).layer, told[subtype]) == (expected, expected, expected.value)
        assert BANDS[band_of(node)][0] == expected.value, "the picture has the same layers"
    counted = coverage(sites.snapshot(date(2026, 1, 1))).nodes_by_layer
    assert counted == {"compute sites": 3, "fabs and plants": 3}


def test_fragmentation_measures_no_layer_of_plants():
    assert Layer.PLANTS not in TIES
    assert Layer.COMPUTE_SITES in TIES


def test_the_page_has_a_band_for_every_layer():
    text = (Path(__file__).parents[2] / "api/static/cypher/resultGraph.js").read_text(encoding="utf-8")
    listed = re.search(r"const LAYERS = \[(.*?)\]", text, re.DOTALL)
    assert listed
    assert re.findall(r'"([^"]+)"', listed[1]) == [layer.value for layer in Layer]
