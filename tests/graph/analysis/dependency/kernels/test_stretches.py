"""Reducing along the rows gives what ``reduceat`` gives, to the last bit."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.analysis.dependency.kernels.stretches import reduced, summed


@st.composite
def stretches(draw, longest):
    lengths = draw(st.lists(st.integers(1, longest), min_size=1, max_size=20))
    columns = draw(st.integers(1, 12))
    chance = np.random.default_rng(draw(st.integers(0, 2**32)))
    first = np.concatenate(([0], np.cumsum(lengths)[:-1])).astype(np.int64)
    values = chance.random((sum(lengths), columns)) * (chance.random((sum(lengths), columns)) > 0.3)
    return values, first


@pytest.mark.parametrize("longest", [1, 3, 9, 60])
@given(data=st.data())
def test_sums_are_those_of_reduceat(longest, data):
    values, first = data.draw(stretches(longest))
    before = values.copy()
    assert np.array_equal(summed(values, first), np.add.reduceat(values, first, axis=0))
    assert np.array_equal(values, before)


@pytest.mark.parametrize("ufunc", [np.maximum, np.minimum, np.bitwise_and, np.bitwise_or])
@given(data=st.data())
def test_the_others_are_those_of_reduceat(ufunc, data):
    values, first = data.draw(stretches(data.draw(st.sampled_from([1, 3, 9, 60]))))
    values = values if ufunc in (np.maximum, np.minimum) else (values * 2**63).astype(np.uint64)
    before = values.copy()
    assert np.array_equal(reduced(ufunc, values, first), ufunc.reduceat(values, first, axis=0))
    assert np.array_equal(values, before)


def test_a_result_is_no_view_of_what_was_given():
    values = np.ones((3, 8))
    for found in (summed(values, np.arange(3)), reduced(np.maximum, values, np.arange(3))):
        assert not np.shares_memory(found, values)
