"""Group testing finds exactly the events that suffice alone."""

import numpy as np
from graph.analysis.dependency.kernels.group_testing import sufficient_alone
from hypothesis import given
from hypothesis import strategies as st


@given(events=st.integers(0, 200), data=st.data(), group=st.sampled_from([1, 4, 64]))
def test_finds_single_events_and_no_pair(events, data, group):
    numbers = st.integers(0, max(events - 1, 0))
    alone = data.draw(st.frozensets(numbers, max_size=5)) if events else frozenset()
    pair = set(data.draw(st.tuples(numbers, numbers)))

    def fails(groups):
        rows = [set(row.tolist()) - {-1} for row in groups]
        return np.array([bool(row & alone) or (len(pair) == 2 and pair <= row) for row in rows], dtype=bool)

    assert set(np.flatnonzero(sufficient_alone(fails, events, group))) == alone


def test_most_events_are_cleared_in_groups():
    asked = 0

    def fails(groups):
        nonlocal asked
        asked += len(groups)
        return (groups == 777).any(axis=1)

    assert np.flatnonzero(sufficient_alone(fails, 10_000)).tolist() == [777]
    assert asked < 200
