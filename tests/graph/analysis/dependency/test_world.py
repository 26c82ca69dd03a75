"""Through which need a node loses most: the same out of lists as out of arrays."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.analysis.dependency.world import World
from graph.analysis.results import ROUNDING
from tests.graph.analysis.dependency.random_graphs import as_arrays, graphs


def in_arrays(arrays, loss, dead, firms, node):
    """The links of the worst need, the heaviest of them and the losing suppliers, by numpy."""
    needs = np.flatnonzero(arrays.owner == node)
    spans = [np.arange(arrays.first[need], arrays.first[need + 1]) for need in needs]
    spans = [span for span in spans if loss[arrays.supplier[span]].max() > ROUNDING]

    def weight(span):
        suppliers = arrays.supplier[span]
        lost = round(float(arrays.share[span] @ loss[suppliers]), 9)
        return lost, bool(dead[suppliers].any()), True, bool(firms[suppliers].any())

    span = max(spans, key=weight, default=None)
    if span is None:
        return None
    suppliers = arrays.supplier[span]
    heavy = arrays.share[span] * loss[suppliers]
    indirect = ~dead[suppliers] & (heavy < heavy.max())
    losing = [s for s in suppliers[np.lexsort((suppliers, -heavy))].tolist() if loss[s] > ROUNDING]
    return span.tolist(), int(span[np.lexsort((-heavy, indirect))[0]]), losing


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_the_worst_need_its_heaviest_link_and_its_losing_suppliers(data):
    arrays = as_arrays(data.draw(graphs()))
    masks = st.lists(st.booleans(), min_size=arrays.size, max_size=arrays.size).map(np.array)
    dead, firms = data.draw(masks), data.draw(masks)
    parts = st.lists(st.sampled_from([0.0, 0.25, 0.5, 1.0]), min_size=arrays.size, max_size=arrays.size)
    loss = np.where(dead, 1.0, np.array(data.draw(parts)))
    world = World(arrays, loss, dead, lambda node: bool(firms[node]))
    for node in range(arrays.size):
        span = world.worst(node)
        told = None if span is None else (list(span), world.heaviest(span), world.losing(span))
        assert told == in_arrays(arrays, loss, dead, firms, node)
        assert world.dead(node) == dead[node]
