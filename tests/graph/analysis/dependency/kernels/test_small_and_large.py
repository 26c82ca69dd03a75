"""Least costs of small graphs are found without loading scipy, of large ones with it: the same, to the last bit."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.analysis.dependency.kernels import least_costs
from tests.graph.analysis.dependency.random_graphs import as_arrays, graphs


def both_ways(kernel, search):
    """What a search finds in a graph that counts as small, and in the same one as if it were large."""
    found = []
    for large in (10**9, 0):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(kernel, "LARGE", large)
            found.append(search())
    return found


@given(graphs(), st.data())
def test_both_give_the_same_least_costs(graph, data):
    arrays = as_arrays(graph)
    weights = st.floats(1e-9, 20, allow_nan=False) | st.just(np.inf)
    cost = np.array(data.draw(st.lists(weights, min_size=arrays.link_count, max_size=arrays.link_count)))
    cost.setflags(write=False)
    for end in range(arrays.size):
        small, large = both_ways(least_costs, lambda to=end: least_costs.least_costs(arrays, cost, to))
        assert small.tolist() == large.tolist()
