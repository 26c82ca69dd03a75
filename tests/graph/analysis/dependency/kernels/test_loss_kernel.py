"""Capacity loss against the reference and its properties, on random cyclic graphs with silent suppliers."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.analysis.dependency.kernels.bits import unpack
from graph.analysis.dependency.kernels.failure import failed
from graph.analysis.dependency.kernels.loss import Bound, can_empty, losses
from graph.analysis.dependency.kernels.schedule import schedule, steps
from tests.graph.analysis.dependency import reference
from tests.graph.analysis.dependency.packing import pack
from tests.graph.analysis.dependency.random_graphs import as_arrays, graphs, graphs_and_scenarios, link_mask

MANY = settings(max_examples=150, deadline=None)
SIGMAS = (Fraction(0), Fraction(1, 2), Fraction(1))
EXACT = 1e-9
"""Rounding of doubles, and of a fixpoint in a cycle; not a tolerance on the method."""
ROUNDS = 60


def loss_of(graph, dead, sigma, bound, dead_links=frozenset()):
    arrays = as_arrays(graph)
    mask = link_mask(graph, dead_links)
    order = steps(arrays, can_empty(arrays, bound))
    gone = unpack(failed(order, pack(graph.size, [dead]), dead_links=mask), 1)
    return losses(arrays, schedule(arrays), gone, float(sigma), bound, dead_links=mask)[:, 0]


@pytest.mark.parametrize("bound", Bound)
@MANY
@given(case=graphs_and_scenarios(max_size=5), sigma=st.sampled_from(SIGMAS))
def test_is_the_limit_of_the_reference(case, sigma, bound):
    """The rounds of the exact reference rise to the limit from below, and reach it where they come to rest."""
    graph, dead, dead_links = case
    found = loss_of(graph, dead, sigma, bound, dead_links)
    history = reference.losses_by_round(graph, dead, sigma, ROUNDS, dead_links, bound=bound.value)
    last = np.array(history[-1], dtype=float)
    assert (last <= found + EXACT).all()
    if len(history) < ROUNDS:
        assert found == pytest.approx(last, abs=EXACT)


@MANY
@given(case=graphs_and_scenarios(), sigma=st.sampled_from(SIGMAS))
def test_bounds_nest_grow_with_the_set_and_shrink_with_sigma(case, sigma):
    graph, dead, _ = case
    found = {bound: loss_of(graph, dead, sigma, bound) for bound in Bound}
    for bound, loss in found.items():
        assert ((loss >= 0) & (loss <= 1)).all()
        assert (loss <= loss_of(graph, dead | {0}, sigma, bound) + EXACT).all()
        assert (loss >= loss_of(graph, dead, (1 + sigma) / 2, bound) - EXACT).all()
    assert (found[Bound.LOW] <= found[Bound.CENTRAL] + EXACT).all()
    assert (found[Bound.CENTRAL] <= found[Bound.HIGH] + EXACT).all()


@MANY
@given(graph=graphs(), sigma=st.sampled_from(SIGMAS))
def test_nothing_is_lost_when_nothing_is_taken(graph, sigma):
    for bound in Bound:
        assert not loss_of(graph, frozenset(), sigma, bound).any()


@MANY
@given(case=graphs_and_scenarios())
def test_at_full_substitutability_it_is_failure(case):
    graph, dead, dead_links = case
    for bound, certain in ((Bound.LOW, True), (Bound.HIGH, False)):
        loss = loss_of(graph, dead, 1, bound, dead_links)
        assert set(loss.tolist()) <= {0.0, 1.0}
        assert set(np.flatnonzero(loss)) == reference.failed(graph, dead, dead_links, certain=certain)


@MANY
@given(graph=graphs(max_size=5), sigma=st.sampled_from(SIGMAS), data=st.data())
def test_clones_that_share_a_fate_change_nothing(graph, sigma, data):
    node = data.draw(st.integers(0, graph.size - 1))
    dead = data.draw(st.frozensets(st.integers(0, graph.size - 1), max_size=3))
    clone = graph.size
    needs = []
    for need in graph.needs:
        suppliers, silent = [], []
        for at, (v, share) in enumerate(need.suppliers):
            parts = [(v, share / 2), (clone, share / 2)] if v == node else [(v, share)]
            silent += [len(suppliers) + n for n in range(len(parts))] if at in need.silent else []
            suppliers += parts
        needs.append(
            reference.Need(need.owner, tuple(suppliers), need.remainder, need.closed, silent=frozenset(silent))
        )
    needs += [
        reference.Need(clone, need.suppliers, need.remainder, need.closed, silent=need.silent)
        for need in needs
        if need.owner == node
    ]
    split = reference.Graph(graph.size + 1, tuple(needs))
    both = dead | {clone} if node in dead else dead
    for bound in Bound:
        before = loss_of(graph, dead, sigma, bound)
        assert loss_of(split, both, sigma, bound)[:-1] == pytest.approx(before, abs=EXACT)


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
    for bound in Bound:
        assert loss_of(graph, {3}, 0, bound)[0] == pytest.approx(4 / 5, abs=EXACT)
        assert loss_of(graph, {3}, 0.5, bound)[0] == pytest.approx(13 / 40, abs=EXACT)
        assert loss_of(graph, {3}, 1, bound)[0] == 0
        assert loss_of(graph, {4}, 0, bound)[0] == pytest.approx(1 / 5, abs=EXACT)


def test_m3_by_rounds_and_in_the_limit():
    graph = reference.Graph(
        3,
        (
            reference.Need(0, ((1, Fraction(7, 10)), (2, Fraction(3, 10)))),
            reference.Need(1, ((0, Fraction(1)),)),
        ),
    )
    rounds = reference.losses_by_round(graph, {2}, Fraction(0), 5, bound="central")
    assert [each[0] for each in rounds] == [Fraction(part, 1000) for part in (300, 300, 510, 510, 657)]
    assert loss_of(graph, {2}, 0, Bound.LOW)[0] == pytest.approx(1, abs=EXACT)


@pytest.mark.parametrize(
    ("need", "dead", "expected"),
    [
        (reference.Need(0, ((1, Fraction(19, 20)),), Fraction(1, 20), closed=False), {1}, (0.95, 0.95, 1.0)),
        (reference.Need(0, ((1, Fraction(1, 2)), (2, Fraction(1, 2))), closed=False, silent=frozenset({0, 1})), {1},
         (0.0, 0.5, 1.0)),
        (reference.Need(0, ((1, Fraction(1, 2)), (2, Fraction(1, 2))), closed=False, silent=frozenset({0, 1})), {1, 2},
         (0.0, 1.0, 1.0)),
        (reference.Need(0, ((1, Fraction(1, 2)), (2, Fraction(1, 2))), closed=True, silent=frozenset({0, 1})), {1, 2},
         (1.0, 1.0, 1.0)),
        (reference.Need(0, ((1, Fraction(43, 100)), (2, Fraction(57, 100))), closed=True, silent=frozenset({1})), {1},
         (0.43, 0.43, 0.43)),
    ],
)  # fmt: skip
def test_what_nobody_states_spans_an_interval(need, dead, expected):
    graph = reference.Graph(3, (need,))
    assert [loss_of(graph, dead, 0, bound)[0] for bound in Bound] == pytest.approx(expected, abs=EXACT)
