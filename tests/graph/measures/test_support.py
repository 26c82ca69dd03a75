"""What links rest on is counted from the claims alike, whether their edges are made or not."""

from dataclasses import replace
from datetime import date

import pytest

from graph.facts.evidence import sources_of
from graph.knowledge_graph import KnowledgeGraph
from graph.measures.behind import edges_below, support_below
from graph.measures.support import Support, support_of
from graph.ontology import EdgeKind, Horizon, Lens
from loaders.registry import collect

DAY, PAST = date(2026, 12, 1), date(2023, 6, 1)


@pytest.fixture(scope="module")
def atlas() -> KnowledgeGraph:
    """The graph of what ships."""
    return KnowledgeGraph.build(collect(None, noncommercial=False, unverified=False, only={"countries", "atlas"}).facts)


@pytest.mark.parametrize("day", [DAY, PAST], ids=str)
@pytest.mark.parametrize("lens", Lens)
@pytest.mark.parametrize("horizon", [Horizon.RUN, Horizon.GROW])
def test_support_without_edges_is_that_of_the_edges(atlas, lens, horizon, day):
    snapshot = atlas.snapshot(day, lens=lens, horizon=horizon)
    of_the_day = {"model:gpt-5", "lab:cohere", "chip:nvidia-h100", "country:IND"} & snapshot.nodes.keys()
    for node_id in sorted(of_the_day):
        roots = [snapshot.root(node_id)]
        found = support_below(snapshot, roots)
        of_edges = support_of(edges_below(snapshot, roots))
        assert replace(found, sources={}) == replace(of_edges, sources={})
        parts_of_countries = sources_of(edge for edge in snapshot.edges if edge.kind == EdgeKind.SHARE_OF)
        assert of_edges.sources.keys() <= found.sources.keys() <= {*of_edges.sources, *parts_of_countries}
        assert list(found.sources) == sorted(found.sources)
        assert not found.later if day == DAY else found.later or node_id != "lab:cohere"
        assert found.links > 0 or not node_id.startswith("lab:")  # what is made needs nothing to go on running


def test_nothing_rests_on_nothing(atlas):
    assert support_below(atlas.snapshot(DAY), []) == Support()
