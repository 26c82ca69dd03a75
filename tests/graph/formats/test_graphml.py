from datetime import date

import networkx as nx

from graph.formats.graphml import graphml
from graph.formats.network import whole


def test_what_is_not_known_is_left_out_and_never_zero(world):
    graph = world("lab:a RUNS_ON cloud:x\nlab:a RUNS_ON cloud:y\ncloud:x BASED_IN country:USA")
    read = nx.parse_graphml("".join(graphml(whole(graph.snapshot(date(2026, 1, 1))))), force_multigraph=True)
    used = [data for _, _, data in read.edges(data=True) if data["kind"] == "RUNS_ON"]
    assert [(data["share"], data["assumed"]) for data in used] == [(0.5, True), (0.5, True)]
    assert all("basis" not in data and "period" not in data for data in used)
    assert read.graph["as_of"] == "2026-01-01"
