"""Answers that are networks, in the forms of graph programs, read again: the same links as in JSON."""

import io
import json

import networkx as nx
import pydot
import pytest
import rdflib

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # within pydot and rdflib themselves

ADDRESSES = {
    "/v1/dependencies/model:glm-5": {"depth": 2, "horizon": "grow"},
    "/v1/dependents/company:asml": {"depth": 2, "horizon": "grow"},
    "/v1/paths": {"from": "model:glm-5", "to": "country:NLD", "limit": 3, "horizon": "grow"},
}


def pairs_of(body):
    if "paths" in body:
        return {pair for path in body["paths"] for pair in zip(path["nodes"], path["nodes"][1:], strict=False)}
    members = {node["id"] for node in body["nodes"]}  # other suppliers of a need are told, and are no part of it
    links = {(need["of"], supplier["id"]) for need in body["needs"] for supplier in need["suppliers"]}
    return {link for link in links if members.issuperset(link)}


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_form_has_the_links_of_the_answer(atlas, address):
    def ask(form):
        answer = atlas.get(address, params=ADDRESSES[address] | {"format": form, "whole": "true"})
        assert answer.status_code == 200, answer.text
        return answer

    wanted = pairs_of(ask("json").json())
    assert wanted
    graphml = ask("graphml")
    assert graphml.headers["content-type"].startswith("application/graphml+xml")
    assert graphml.headers["etag"]
    assert set(nx.parse_graphml(graphml.text, force_multigraph=True).edges()) == wanted
    assert set(nx.read_gexf(io.BytesIO(ask("gexf").content)).edges()) == wanted
    elements = json.loads(ask("cytoscape").content)["elements"]
    assert {(one["data"]["source"], one["data"]["target"]) for one in elements["edges"]} == wanted
    (drawn,) = pydot.graph_from_dot_data(ask("dot").text)
    assert {(one.get_source().strip('"'), one.get_destination().strip('"')) for one in drawn.get_edges()} == wanted
    assert len(rdflib.Graph().parse(data=ask("jsonld").text, format="json-ld")) > len(wanted)


def test_a_table_has_no_form_of_a_network(atlas):
    answer = atlas.get("/v1/headlines", params={"format": "graphml"})
    assert (answer.status_code, answer.json()["field"]) == (400, "format")


def test_accept_asks_for_a_form_too(atlas):
    answer = atlas.get("/v1/dependencies/model:glm-5?depth=1", headers={"Accept": "application/graphml+xml"})
    assert answer.headers["content-type"].startswith("application/graphml+xml")
    assert 'rel="alternate"; type="text/vnd.graphviz"' in answer.headers["link"]
