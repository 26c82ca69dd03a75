import csv
import io
import json

import networkx as nx
import pytest

from graph.formats.export import EXPORT_MEDIA_TYPES, ExportFormat


def test_facts_as_json_lines_carry_their_sources(serve, m1):
    answer = serve(m1).get("/v1/export")
    rows = [json.loads(line) for line in answer.text.splitlines()]
    assert len(rows) == len(list(m1.facts()))
    assert all(row["source"]["url"] for row in rows)
    assert answer.headers["x-graph-version"] == m1.version


def test_relations_as_csv_open_in_a_spreadsheet_without_running_formulas(serve, facts_of):
    from graph.knowledge_graph import KnowledgeGraph

    facts = facts_of("input:x SUPPLIED_BY company:y supplier .5")
    facts[-1] = facts[-1].model_copy(update={"basis": "=HYPERLINK(1)"})
    text = serve(KnowledgeGraph.build(facts)).get("/v1/export?format=csv").text
    assert text.startswith("\ufeff")
    (row,) = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    assert (row["from"], row["to"], row["share"], row["basis"]) == ("input:x", "company:y", "0.5", "'=HYPERLINK(1)")


def test_dependencies_as_graphml_are_read_back_by_networkx(serve, m1):
    text = serve(m1).get("/v1/export?format=graphml").text
    graph = nx.parse_graphml(text, force_multigraph=True)
    assert (graph.number_of_nodes(), graph.number_of_edges()) == (15, 18)
    assert graph.nodes["company:asml"]["kind"] == "Company"


def test_an_unknown_format_is_refused_with_the_list(atlas):
    answer = atlas.get("/v1/export?format=pdf")
    assert answer.status_code == 400
    assert answer.json()["suggestions"] == list(ExportFormat)


def test_accept_chooses_where_the_address_does_not(serve, m1):
    client = serve(m1)
    table = client.get("/v1/export", headers={"Accept": "text/csv"}).text
    assert table.startswith("\ufeffkind,from,from_name,to,to_name,need,")
    chosen = client.get("/v1/export?format=graphml", headers={"Accept": "text/csv"})
    assert chosen.headers["content-type"] == "application/graphml+xml"
    assert "Accept" in chosen.headers["vary"]
    refused = client.get("/v1/export", headers={"Accept": "image/png"})
    assert refused.status_code == 406
    assert refused.json()["suggestions"] == list(EXPORT_MEDIA_TYPES.values())


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("*/*", "application/json"),
        ("image/svg+xml", "image/svg+xml"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html"),
        ("text/html;q=0.5,application/json;q=0.6", "application/json"),
        ("image/*", "image/svg+xml"),
        ("text/vnd.mermaid", "text/vnd.mermaid"),
    ],
)
def test_a_picture_comes_in_the_form_that_is_most_welcome(serve, m1, accept, media):
    answer = serve(m1).get("/v1/drawing/input:chip", headers={"Accept": accept})
    assert answer.headers["content-type"].partition(";")[0] == media
    assert "Accept" in answer.headers["vary"]


def test_a_picture_as_graphml_has_every_node_with_depth_and_every_edge_with_evidence(serve, m1):
    graph = nx.parse_graphml(serve(m1).get("/v1/drawing/input:chip?format=graphml").text, force_multigraph=True)
    assert (graph.number_of_nodes(), graph.number_of_edges()) == (15, 18)
    assert (graph.nodes["input:chip"]["depth"], graph.nodes["country:NLD"]["depth"]) == (0, 2)
    (edge,) = graph.get_edge_data("input:chip", "company:skh").values()
    assert (edge["need"], edge["share"], edge["assumed"], edge["checked"]) == ("hbm", 0.5, False, "read")
    assert edge["source_url"] == "https://example.org/page"
    assert graph.graph["graph_version"] == m1.version


def test_a_picture_as_html_stands_alone_with_table_sources_and_version(serve, m1):
    answer = serve(m1).get("/v1/drawing/input:chip?format=html")
    text = answer.text
    assert "<svg" in text
    assert text.count("<tr>") == 1 + 15 + 1 + 18
    assert m1.version[:12] in text
    assert '<a href="https://example.org/page">A page</a>, Us, 2025-01-15; CC0-1.0' in text
    assert "<script" not in text
    assert " src=" not in text
    assert "style-src 'unsafe-inline'" in answer.headers["content-security-policy"], "its own style sheet must apply"
    assert "script-src" not in answer.headers["content-security-policy"]


def test_metrics_count_answers(serve, m1):
    client = serve(m1)
    assert client.get("/v1/nodes").status_code == 200
    client.get("/v1/nothing")
    text = client.get("/metrics").text
    assert 'supplygraph_requests_total{status="404"} 1' in text
    assert "supplygraph_graph_nodes 15" in text
