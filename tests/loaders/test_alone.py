"""No source needs another one but the atlas: the graph builds whichever of them are at hand and admitted."""

import pytest

from graph.knowledge_graph import KnowledgeGraph
from loaders.checking import read_source
from loaders.registry import SOURCES, collect
from scripts.golden_facts import FIXTURES

SHIPPED = {spec.dataset for spec in SOURCES if not spec.feed}
FED = [spec for spec in SOURCES if spec.feed]
TERMS = [(False, False), (True, False), (False, True), (True, True)]


@pytest.fixture(scope="module")
def shipped():
    return collect(None, noncommercial=False, unverified=False, only=SHIPPED).facts


@pytest.mark.parametrize("spec", FED, ids=lambda spec: spec.dataset)
def test_a_source_stands_beside_the_atlas_alone(spec, shipped):
    _, facts, _ = read_source(spec, FIXTURES / spec.dataset)
    assert KnowledgeGraph.build([*shipped, *facts]).nodes


@pytest.mark.feeds
@pytest.mark.parametrize("spec", FED, ids=lambda spec: spec.dataset)
def test_a_real_source_stands_beside_the_atlas_alone(spec, shipped, feeds):
    if not spec.folder(feeds).is_dir():
        pytest.skip(f"no {spec.feed} in {feeds}")
    facts = collect(feeds, noncommercial=True, unverified=True, only={spec.dataset}).facts
    assert KnowledgeGraph.build([*shipped, *facts]).nodes


@pytest.mark.feeds
@pytest.mark.parametrize(("noncommercial", "unverified"), TERMS)
def test_a_build_needs_no_setting_and_takes_any(noncommercial, unverified, feeds):
    collected = collect(feeds, noncommercial=noncommercial, unverified=unverified)
    assert KnowledgeGraph.build(collected.facts).nodes
    left = {report.dataset for report in collected.reports if report.status == "left out"}
    terms = {spec.dataset: spec.metadata for spec in SOURCES}
    refused = {name for name, of in terms.items()
               if (of.noncommercial and not noncommercial) or (of.unverified and not unverified)}  # fmt: skip
    assert left == refused
