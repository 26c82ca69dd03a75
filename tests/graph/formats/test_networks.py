"""A network in every form, read again by another library: the same nodes and edges, and the unknown stays out."""

import csv
import io
import json
import zipfile
from datetime import date

import igraph
import networkx as nx
import polars
import pydot
import pytest
import rdflib

from graph.formats.cytoscape import cytoscape
from graph.formats.dot import dot
from graph.formats.export import ExportFormat, exported
from graph.formats.gexf import gexf
from graph.formats.graphml import graphml
from graph.formats.jsonld import BASE, jsonld
from graph.formats.network import batched, whole
from graph.knowledge_graph import KnowledgeGraph
from loaders.facts_file import read_facts

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # within pydot and rdflib themselves

WORLD = """
input:x SUPPLIED_BY company:a fab .6
input:x SUPPLIED_BY company:b fab
lab:l RUNS_ON cloud:c
company:a BASED_IN country:NLD
"""


@pytest.fixture
def day(world):
    return world(WORLD).snapshot(date(2026, 1, 1))


def text(writer, snapshot):
    return "".join(writer(whole(snapshot)))


def pairs(snapshot):
    return sorted((dependent, supplier) for dependent, _, supplier in snapshot.dependencies)


def test_graphml_is_read_by_igraph_and_networkx(day, tmp_path):
    file = tmp_path / "x.graphml"
    file.write_text(text(graphml, day), encoding="utf-8")
    read = igraph.Graph.Read_GraphML(str(file))
    names = read.vs["id"]
    assert sorted((names[e.source], names[e.target]) for e in read.es) == pairs(day)
    assert set(read.vs["label"]) == {node.name for node in day.nodes.values()}
    other = nx.read_graphml(file, force_multigraph=True)
    assert sorted(other.edges()) == pairs(day)
    (edge,) = other.get_edge_data("input:x", "company:a").values()
    assert (edge["weight"], edge["need"], edge["closed"], edge["assumed"]) == (0.6, "fab", False, False)
    assert "quantity" not in edge
    assert other.graph["graph_version"] == day.graph.version


def test_gexf_is_read_by_networkx(day):
    read = nx.read_gexf(io.BytesIO(text(gexf, day).encode()))
    assert sorted((start, end) for start, end, *_ in read.edges) == pairs(day)
    assert read.nodes["company:a"]["label"] == day.nodes["company:a"].name
    (edge,) = [data for *ends, data in read.edges(data=True) if ends == ["input:x", "company:a"]]
    assert (edge["weight"], edge["assumed"]) == (0.6, False)
    assert "quantity" not in edge


def test_dot_is_read_by_pydot(day):
    (read,) = pydot.graph_from_dot_data(text(dot, day))
    ends = sorted((e.get_source().strip('"'), e.get_destination().strip('"')) for e in read.get_edges())
    assert ends == pairs(day)


def test_cytoscape_is_read_by_networkx(day):
    read = nx.cytoscape_graph(json.loads(text(cytoscape, day)))
    assert sorted((start, end) for start, end, _ in read.edges) == pairs(day)
    assert read.nodes["company:a"]["kind"] == "Company"


def test_json_ld_is_read_by_rdflib_and_every_claim_leads_to_a_page(day):
    read = rdflib.Graph().parse(data=text(jsonld, day), format="json-ld")
    term = rdflib.Namespace(f"{BASE}term:")
    prov = rdflib.Namespace("http://www.w3.org/ns/prov#")
    schema = rdflib.Namespace("https://schema.org/")
    claims = list(read.subjects(rdflib.RDF.type, term.Claim))
    assert len(claims) == len(day.dependencies)
    for claim in claims:
        source = read.value(claim, prov.wasDerivedFrom)
        assert str(read.value(source, schema.url)) == "https://example.org/page"
    ends = {(str(read.value(c, term["from"])), str(read.value(c, term.to))) for c in claims}
    assert ends == {(BASE + start, BASE + end) for start, end in pairs(day)}


def test_names_that_would_break_a_file_do_not(facts_of):
    facts = facts_of(WORLD)
    facts = [
        fact.model_copy(update={"name": 'A "quoted" <name> & more'}) if getattr(fact, "id", "") == "company:a" else fact
        for fact in facts
    ]  # fmt: skip
    snapshot = KnowledgeGraph.build(facts).snapshot(date(2026, 1, 1))
    name = snapshot.nodes["company:a"].name
    assert nx.parse_graphml(text(graphml, snapshot), force_multigraph=True).nodes["company:a"]["label"] == name
    assert nx.read_gexf(io.BytesIO(text(gexf, snapshot).encode())).nodes["company:a"]["label"] == name
    assert nx.cytoscape_graph(json.loads(text(cytoscape, snapshot))).nodes["company:a"]["label"] == name
    (read,) = pydot.graph_from_dot_data(text(dot, snapshot))
    assert len(read.get_edges()) == len(snapshot.dependencies)
    assert len(rdflib.Graph().parse(data=text(jsonld, snapshot), format="json-ld")) > 20


def test_text_is_given_in_batches():
    parts = list(batched(["x" * 1000] * 200, 64 * 1024))
    assert len(parts) == 4
    assert "".join(parts) == "x" * 200_000


def test_the_bundle_has_tables_an_import_licences_and_a_citation(day):
    packed = b"".join(exported(day, ExportFormat.BUNDLE))
    assert packed == b"".join(exported(day, ExportFormat.BUNDLE)), "the same graph and day give the same bytes"
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    nodes = list(csv.DictReader(io.StringIO(files["nodes.csv"].decode("utf-8-sig"))))
    edges = polars.read_parquet(io.BytesIO(files["edges.parquet"]))
    assert {row["id"] for row in nodes} == set(day.nodes)
    assert edges.height == len(day.edges)
    assert edges["quantity"].is_null().all()
    head, *rows = csv.reader(io.StringIO(files["neo4j/relationships.csv"].decode()))
    assert head[:3] == [":START_ID", ":END_ID", ":TYPE"]
    assert {tuple(row[:3]) for row in rows} == {(edge.start, edge.end, edge.kind) for edge in day.edges}
    head, *rows = csv.reader(io.StringIO(files["neo4j/nodes.csv"].decode()))
    assert (head[0], head[-1]) == ("id:ID", ":LABEL")
    assert {row[0] for row in rows} == set(day.nodes)
    assert day.graph.version in files["CITATION.cff"].decode()
    assert "CC0-1.0" in files["licences.csv"].decode()


def test_an_export_builds_the_graph_again(day, tmp_path):
    file = tmp_path / "all.jsonl"
    file.write_bytes(b"".join(exported(day, ExportFormat.JSONL)))
    again = KnowledgeGraph.build(read_facts(file, exported=True))
    assert again.version == day.graph.version
    assert b"".join(exported(again.snapshot(day.as_of), ExportFormat.JSONL)) == file.read_bytes()
