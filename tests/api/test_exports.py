import csv
import io
import json

import networkx as nx


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
    assert answer.status_code == 422
    assert answer.json()["suggestions"] == ["jsonl", "csv", "graphml"]


def test_metrics_count_answers(serve, m1):
    client = serve(m1)
    client.get("/v1/nothing")
    text = client.get("/metrics").text
    assert 'supplygraph_requests_total{status="404"} 1' in text
    assert "supplygraph_graph_nodes 15" in text
