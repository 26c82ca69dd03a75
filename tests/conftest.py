"""Fixtures shared by all tests: small worlds written as lines of text."""

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import settings
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from graph.facts.fact import EdgeFact, Fact, NodeFact, Source
from graph.knowledge_graph import KnowledgeGraph
from graph.node_ids import kind_of

SOURCE = Source(
    id="facts:test/page", dataset="facts:test", title="A page", publisher="Us", url="https://example.org/page",
    published_on="2025-01-15", retrieved_on=date(2025, 2, 1), licence="CC0-1.0",
)  # fmt: skip

M1 = """
input:chip SUPPLIED_BY company:asml lithography 1
input:chip SUPPLIED_BY company:skh hbm .5
input:chip SUPPLIED_BY company:sam hbm .3
input:chip SUPPLIED_BY company:mu hbm .2
input:chip SUPPLIED_BY company:tsmc fabrication .9
input:chip SUPPLIED_BY company:samf fabrication .1
input:chip SUPPLIED_BY company:snps eda .4
input:chip SUPPLIED_BY company:cdns eda .35
input:chip SUPPLIED_BY company:siem eda .25
company:asml BASED_IN country:NLD
company:skh BASED_IN country:KOR
company:sam BASED_IN country:KOR
company:samf BASED_IN country:KOR
company:tsmc BASED_IN country:TWN
company:mu BASED_IN country:USA
company:snps BASED_IN country:USA
company:cdns BASED_IN country:USA
company:siem BASED_IN country:DEU
"""
"""Worked example M1 of the methods: four needs of a chip, five countries."""


def parse_facts(text: str) -> list[Fact]:
    """Read lines ``from KIND to [need] [share] [closed]``; `-` leaves a field out. Nodes declare themselves."""
    edges: list[EdgeFact] = []
    for line in text.strip().splitlines():
        start, kind, end, *rest = line.split()
        closed = "closed" in rest
        need, share = ([part for part in rest if part != "closed"] + ["-", "-"])[:2]
        edges.append(
            EdgeFact.model_validate(
                {
                    "kind": kind, "from": start, "to": end, "need": "" if need == "-" else need.replace("_", " "),
                    "share": None if share == "-" else float(share), "closed": closed, "source": SOURCE,
                    "denominator": None if share == "-" else "the world market",
                    "checked": "read", "confidence": "confirmed", "locator": f"world:{len(edges) + 1}",
                }
            )
        )  # fmt: skip
    ids = dict.fromkeys(end for edge in edges for end in (edge.start, edge.end))
    return [declare(node_id) for node_id in ids] + edges


def declare(node_id: str, **fields: object) -> NodeFact:
    """Return the fact that a node exists."""
    kind = kind_of(node_id)
    content = {"id": node_id, "kind": kind, "name": node_id.partition(":")[2], "source": SOURCE}
    return NodeFact.model_validate(content | {"locator": f"world:{node_id}"} | fields)


settings.register_profile("suite", deadline=None)  # a deadline measures how busy the machine is
settings.load_profile("suite")

TOGETHER = ("tests/api/test_page", "tests/graph/stores/")
"""Files that share something dear, so that one worker has them all: a browser with its server, a Neo4j."""


class ByFile(LoadScopeScheduling):
    """Keep the tests of a file on one worker. Groups by mark (``loadgroup``) are lost on pytest 9.2, without a word."""

    def _split_scope(self, nodeid: str) -> str:
        return next((start for start in TOGETHER if nodeid.startswith(start)), nodeid.partition("::")[0])


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> ByFile:
    """Give xdist the order in which workers get tests."""
    return ByFile(config, log)


@pytest.fixture
def facts_of() -> Callable[[str], list[Fact]]:
    """Give the reader of worlds."""
    return parse_facts


@pytest.fixture
def world() -> Callable[[str], KnowledgeGraph]:
    """Give the builder of worlds: lines of text in, a checked graph out."""
    return lambda text: KnowledgeGraph.build(parse_facts(text))


@pytest.fixture(scope="session")
def m1() -> KnowledgeGraph:
    """Worked example M1."""
    return KnowledgeGraph.build(parse_facts(M1))


@pytest.fixture(scope="session")
def feeds() -> Path:
    """Real upstream files; skips, loudly, where there are none."""
    named = os.environ.get("SUPPLYGRAPH_FEEDS")
    folder = Path(named) if named else Path(__file__).parents[2] / "shared" / "data"
    if not folder.is_dir():
        pytest.skip(f"no upstream files in {folder}: set SUPPLYGRAPH_FEEDS, or run `supplygraph sync`")
    return folder
