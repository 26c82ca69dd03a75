"""What ships, grown by formula, still is a graph: a rule that is new in the build was unknown to the benchmark."""

from graph.knowledge_graph import KnowledgeGraph
from loaders.registry import collect
from tests.benchmarks.grown_facts import grown


def test_three_copies_of_what_ships_pass_every_rule_of_the_build():
    ship = collect(None, noncommercial=False, unverified=False).facts
    once, thrice = (KnowledgeGraph.build(grown(ship, copies)) for copies in (1, 3))
    assert len(thrice.nodes) > 2.5 * len(once.nodes) > 0
    assert len(thrice.claims) > 2.5 * len(once.claims) > 0
