"""Look-through exposure against exact elimination, on random cyclic graphs."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.analysis.dependency.kernels.look_through import look_through, one_step
from graph.analysis.dependency.kernels.schedule import schedule
from tests.graph.analysis.dependency import reference
from tests.graph.analysis.dependency.random_graphs import as_arrays, graphs

MANY = settings(max_examples=250, deadline=None)
EXACT = 1e-9


def exposure_of(graph, target):
    arrays = as_arrays(graph)
    hit = np.isin(np.arange(graph.size), sorted(target))[:, None]
    return look_through(one_step(arrays, arrays.weight), schedule(arrays), hit)[:, 0]


@MANY
@given(graph=graphs(), data=st.data())
def test_is_the_exact_minimal_solution(graph, data):
    target = data.draw(st.frozensets(st.integers(0, graph.size - 1), max_size=2))
    expected = reference.exposure(graph, target)
    found = exposure_of(graph, target)
    assert found == pytest.approx(np.array(expected, dtype=float), abs=EXACT)
    reaching = reference._reaching(graph, target)
    assert set(np.flatnonzero(found > 0)) == reaching


@MANY
@given(graph=graphs(), data=st.data())
def test_never_exceeds_the_rigid_loss(graph, data):
    target = data.draw(st.frozensets(st.integers(0, graph.size - 1), max_size=2))
    loss = reference.losses_by_round(graph, target, 0, 80, bound="central")
    exact = reference.exposure(graph, target)
    # The rounds rise towards the loss and an average over needs rises no faster than their largest.
    if len(loss) < 80:
        assert all(h <= bound for h, bound in zip(exact, loss[-1], strict=True))
    assert (exposure_of(graph, target) <= 1 + EXACT).all()
