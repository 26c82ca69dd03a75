"""Who controls a thing is one answer: feeds add things, and do not move those that ship to another country."""

from datetime import date

import pytest

from graph.knowledge_graph import KnowledgeGraph
from loaders.registry import collect

DAY = date(2026, 11, 25)


@pytest.mark.feeds
def test_nothing_that_ships_changes_hands_when_feeds_are_added(feeds):
    shipped = KnowledgeGraph.build(collect(None, noncommercial=False, unverified=False).facts).snapshot(DAY)
    whole = KnowledgeGraph.build(collect(feeds, noncommercial=True, unverified=True).facts).snapshot(DAY)
    placed = {node_id: set(shipped.controllers(node_id)) for node_id in shipped.nodes}
    moved = {
        node_id: (countries, set(whole.controllers(node_id)))
        for node_id, countries in placed.items()
        if countries and countries != set(whole.controllers(node_id))
    }
    assert moved == {}
    assert sum(bool(countries) for countries in placed.values()) > 500
