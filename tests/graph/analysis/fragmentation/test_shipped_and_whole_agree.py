"""One question never gets opposite answers: with feeds and without, figures agree within intervals or are withheld."""

from datetime import date

import pytest

from graph.analysis.blocs import presets
from graph.analysis.fragmentation.figures.index import fragmentation
from graph.analysis.fragmentation.layers.shares import Choice
from graph.analysis.fragmentation.ties.table import TIES
from graph.knowledge_graph import KnowledgeGraph
from loaders.registry import collect

DAY = date(2026, 11, 25)


def told(snapshot, layer, tie):
    """Each figure with the widest of its intervals; empty where the layer is withheld."""
    (row,) = fragmentation(snapshot, Choice(presets()["control"], (layer,), tie), draws=0).layers
    assert row.spheres is not None or row.reason
    figures = {}
    if row.index is not None:
        figures["index"] = (row.index, row.interval.index, row.redrawn.index)
    for sphere, share in settled_of(row):
        redrawn = row.redrawn.spheres if row.redrawn else None
        figures[sphere] = (share, row.interval.spheres[sphere], redrawn[sphere] if redrawn else None)
    return {name: (value, *_hull(spans)) for name, (value, *spans) in figures.items()}


def settled_of(row):
    """Shares that have a value: of one that may be anything there is none to compare."""
    return [(sphere, share) for sphere, share in (row.spheres or {}).items() if share is not None]


def _hull(spans):
    known = [span for span in spans if span]
    return min(low for low, _ in known) - 1e-9, max(high for _, high in known) + 1e-9


@pytest.mark.feeds
def test_every_figure_of_a_layer_lies_within_its_interval_of_the_other_graph(feeds):
    shipped = KnowledgeGraph.build(collect(None, noncommercial=False, unverified=False).facts).snapshot(DAY)
    whole = KnowledgeGraph.build(collect(feeds, noncommercial=True, unverified=True).facts).snapshot(DAY)
    outside, compared = [], 0
    for layer, rows in TIES.items():
        for row in rows:
            one, other = told(shipped, layer, row.name), told(whole, layer, row.name)
            for name in one.keys() & other.keys():
                compared += 1
                (a, *within_a), (b, *within_b) = one[name], other[name]
                if not (within_a[0] <= b <= within_a[1] and within_b[0] <= a <= within_b[1]):
                    outside.append((layer.value, row.name, name, one[name], other[name]))
    assert outside == []
    assert compared >= 16, "most layers are told on both"
