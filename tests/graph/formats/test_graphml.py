from datetime import date

import networkx as nx

from graph.formats.graphml import graphml


def test_what_is_not_known_is_left_out_and_never_zero(world):
    graph = world("model:a SERVED_BY cloud:x\nmodel:a SERVED_BY cloud:y\ncloud:x BASED_IN country:USA")
    read = nx.parse_graphml("".join(graphml(graph.snapshot(date(2026, 1, 1)))), force_multigraph=True)
    served = [data for _, _, data in read.edges(data=True) if data["kind"] == "SERVED_BY"]
    assert [(data["share"], data["assumed"]) for data in served] == [(0.5, True), (0.5, True)]
    assert all("basis" not in data and "period" not in data for data in served)
    assert read.graph["as_of"] == "2026-01-01"
