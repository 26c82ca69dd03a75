"""A house's own cloud or platform it uses on all days; a contract comes and goes (methods A1f)."""

from datetime import date

import pytest

from graph.knowledge_graph import KnowledgeGraph
from tests.conftest import declare
from tests.graph.supply.claimed import claim

PAST = date(2021, 6, 1)
DATED = {"valid_from": "2015-01-01"}
CLOSED = {"model:m": {"properties": {"open_weights": False}}}
OF_THE_HOUSE = [claim(own, "PART_OF", "company:h", **DATED) for own in ("lab:x", "cloud:own", "platform:own")]


def later(used, *others):
    claims = [used, *others]
    ids = dict.fromkeys(end for one in claims for end in (one.start, one.end))
    nodes = [declare(node_id, **CLOSED.get(node_id, {})) for node_id in ids]
    edges = KnowledgeGraph.build([*nodes, *claims]).snapshot(PAST).edges
    return {(edges[at].start, edges[at].end) for at in edges.is_later.nonzero()[0].tolist()}


@pytest.mark.parametrize(
    "used",
    [
        claim("lab:x", "RUNS_ON", "cloud:own"),
        claim("platform:own", "RUNS_ON", "cloud:own"),
        claim("model:m", "SERVED_BY", "platform:own"),
        claim("model:m", "SERVED_BY", "cloud:own"),
    ],
    ids=lambda one: f"{one.start} {one.kind} {one.end}",
)
def test_what_is_of_one_house_lasts(used):
    developed = claim("model:m", "DEVELOPED_BY", "lab:x")
    assert later(used, *OF_THE_HOUSE, developed) == set()


@pytest.mark.parametrize(
    "used",
    [
        claim("lab:x", "RUNS_ON", "cloud:other"),
        claim("lab:x", "RUNS_ON", "facility:site"),
        claim("cloud:own", "HOSTS", "chip:c"),
    ],
    ids=["of another house", "a site of its own", "chips"],
)
def test_what_is_not_comes_and_goes(used):
    running = claim("cloud:own", "OPERATES", "facility:site", **DATED)
    assert later(used, *OF_THE_HOUSE, running) == {(used.start, used.end)}


def test_an_owner_of_later_days_only_makes_no_house_of_this_one():
    used, bought = claim("lab:x", "RUNS_ON", "cloud:own"), claim("lab:x", "PART_OF", "company:h")
    assert later(used, *OF_THE_HOUSE[1:], bought) == {("lab:x", "cloud:own"), ("lab:x", "company:h")}
