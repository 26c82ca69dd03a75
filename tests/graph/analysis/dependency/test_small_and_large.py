"""Small graphs are searched without loading scipy, large ones with it: both find the same, to the last bit."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from graph.analysis.dependency.kernels.breadth_first import Reached, by_csgraph, by_levels
from graph.analysis.dependency.kernels.least_costs import least_by_csgraph, least_by_heap
from tests.graph.analysis.dependency.random_graphs import as_arrays, graphs


@given(graphs(), st.data())
def test_both_searches_meet_the_same_nodes_by_the_same_links(graph, data):
    arrays = as_arrays(graph)
    starts = np.array(data.draw(st.lists(st.integers(0, arrays.size - 1), max_size=4)), dtype=np.int64)
    for downstream in (False, True):
        small, large = by_levels(arrays, starts, downstream), by_csgraph(arrays, starts, downstream)
        assert small[0].tolist() == large[0].tolist()
        links = [Reached(arrays, downstream, *found).link.tolist() for found in (small, large)]
        assert links[0] == links[1]


@given(graphs(), st.data())
def test_both_give_the_same_least_costs(graph, data):
    arrays = as_arrays(graph)
    weights = st.floats(1e-9, 20, allow_nan=False) | st.just(np.inf)
    cost = np.array(data.draw(st.lists(weights, min_size=arrays.link_count, max_size=arrays.link_count)))
    for end in range(arrays.size):
        assert least_by_heap(arrays, cost, end).tolist() == least_by_csgraph(arrays, cost, end).tolist()
