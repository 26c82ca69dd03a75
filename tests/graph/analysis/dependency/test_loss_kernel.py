"""Capacity loss against the reference and its properties, on random cyclic graphs."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.analysis.dependency.kernels.bits import pack, unpack
from graph.analysis.dependency.kernels.failure import failed
from graph.analysis.dependency.kernels.loss import losses, losses_by_round
from graph.analysis.dependency.kernels.schedule import schedule
from tests.graph.analysis.dependency import reference
from tests.graph.analysis.dependency.random_graphs import as_arrays, graphs, graphs_and_scenarios, link_mask

MANY = settings(max_examples=150, deadline=None)
SIGMAS = (Fraction(0), Fraction(1, 2), Fraction(1))
EXACT = 1e-9
"""Rounding of doubles, and of a fixpoint in a cycle; not a tolerance on the method."""


def loss_of(graph, dead, sigma, *, survives, dead_links=frozenset()):
    arrays = as_arrays(graph)
    mask = link_mask(graph, dead_links)
    gone = unpack(failed(schedule(arrays, closed_only=survives), pack(graph.size, [dead]), dead_links=mask), 1)
    return losses(
        arrays, schedule(arrays), gone, float(sigma), remainder_survives=survives, dead_links=mask
    )[:, 0]  # fmt: skip


@pytest.mark.parametrize("survives", [True, False])
@MANY
@given(case=graphs_and_scenarios(max_size=5), sigma=st.sampled_from(SIGMAS))
def test_rounds_are_those_of_the_reference(case, sigma, survives):
    graph, dead, dead_links = case
    expected = reference.losses_by_round(graph, dead, sigma, 6, dead_links, survives=survives)
    found = losses_by_round(
        as_arrays(graph), np.isin(np.arange(graph.size), sorted(dead)), float(sigma), len(expected),
        remainder_survives=survives, dead_links=link_mask(graph, dead_links),
    )  # fmt: skip
    assert found == pytest.approx(np.array(expected, dtype=float), abs=EXACT)


@pytest.mark.parametrize("survives", [True, False])
@MANY
@given(case=graphs_and_scenarios(max_size=5), sigma=st.sampled_from(SIGMAS))
def test_is_the_limit_of_the_rounds(case, sigma, survives):
    """The rounds rise to the limit from below, and the limit is a fixpoint of one more exact round."""
    graph, dead, dead_links = case
    found = loss_of(graph, dead, sigma, survives=survives, dead_links=dead_links)
    history = reference.losses_by_round(graph, dead, sigma, 60, dead_links, survives=survives)
    assert (np.array(history[-1], dtype=float) <= found + EXACT).all()
    if len(history) < 60:  # the reference has come to rest
        assert found == pytest.approx(np.array(history[-1], dtype=float), abs=EXACT)
        return
    more = losses_by_round(
        as_arrays(graph), np.isin(np.arange(graph.size), sorted(dead)), float(sigma), 20_000,
        remainder_survives=survives, dead_links=link_mask(graph, dead_links),
    )  # fmt: skip
    assert found == pytest.approx(more[-1], abs=EXACT)


@MANY
@given(case=graphs_and_scenarios(), sigma=st.sampled_from(SIGMAS))
def test_bounds_monotone_and_decreasing_in_sigma(case, sigma):
    graph, dead, _ = case
    for survives in (True, False):
        loss = loss_of(graph, dead, sigma, survives=survives)
        assert ((loss >= 0) & (loss <= 1)).all()
        assert (loss <= loss_of(graph, dead | {0}, sigma, survives=survives) + EXACT).all()
        assert (loss >= loss_of(graph, dead, (1 + sigma) / 2, survives=survives) - EXACT).all()
    low, high = (loss_of(graph, dead, sigma, survives=survives) for survives in (True, False))
    assert (low <= high + EXACT).all()


@MANY
@given(case=graphs_and_scenarios())
def test_at_full_substitutability_it_is_failure(case):
    graph, dead, dead_links = case
    for survives in (True, False):
        loss = loss_of(graph, dead, 1, survives=survives, dead_links=dead_links)
        expected = reference.failed(graph, dead, dead_links, certain=survives)
        assert set(loss.tolist()) <= {0.0, 1.0}
        assert set(np.flatnonzero(loss)) == expected


@MANY
@given(graph=graphs(max_size=5), sigma=st.sampled_from(SIGMAS), data=st.data())
def test_clones_that_share_a_fate_change_nothing(graph, sigma, data):
    node = data.draw(st.integers(0, graph.size - 1))
    dead = data.draw(st.frozensets(st.integers(0, graph.size - 1), max_size=3))
    clone = graph.size
    needs = []
    for need in graph.needs:
        suppliers = []
        for v, share in need.suppliers:
            suppliers += [(v, share / 2), (clone, share / 2)] if v == node else [(v, share)]
        needs.append(reference.Need(need.owner, tuple(suppliers), need.remainder, need.closed))
    needs += [
        reference.Need(clone, need.suppliers, need.remainder, need.closed) for need in needs if need.owner == node
    ]
    split = reference.Graph(graph.size + 1, tuple(needs))
    both = dead | {clone} if node in dead else dead
    for survives in (True, False):
        before = loss_of(graph, dead, sigma, survives=survives)
        assert loss_of(split, both, sigma, survives=survives)[:-1] == pytest.approx(before, abs=EXACT)


def test_m2_exactly():
    half = Fraction(1, 2)
    graph = reference.Graph(
        5,
        (
            reference.Need(0, ((1, half), (2, half))),
            reference.Need(1, ((3, Fraction(1)),)),
            reference.Need(2, ((3, Fraction(3, 5)), (4, Fraction(2, 5)))),
        ),
    )
    assert loss_of(graph, {3}, 0, survives=True)[0] == pytest.approx(4 / 5, abs=EXACT)
    assert loss_of(graph, {3}, 0.5, survives=True)[0] == pytest.approx(13 / 40, abs=EXACT)
    assert loss_of(graph, {3}, 1, survives=True)[0] == 0
    assert loss_of(graph, {4}, 0, survives=True)[0] == pytest.approx(1 / 5, abs=EXACT)


def test_m3_by_rounds_and_in_the_limit():
    graph = reference.Graph(
        3,
        (
            reference.Need(0, ((1, Fraction(7, 10)), (2, Fraction(3, 10)))),
            reference.Need(1, ((0, Fraction(1)),)),
        ),
    )
    rounds = losses_by_round(as_arrays(graph), np.array([0, 0, 1], bool), 0, 5, remainder_survives=True)
    assert rounds[:, 0] == pytest.approx([0.3, 0.3, 0.51, 0.51, 0.657], abs=EXACT)
    assert loss_of(graph, {2}, 0, survives=True)[0] == pytest.approx(1, abs=EXACT)
