from collections import Counter
from fractions import Fraction
from itertools import permutations, product
from math import isclose, log2, sqrt

import networkx as nx
import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from graph.analysis.fragmentation.countries.alignment import alignment, contestedness
from graph.analysis.fragmentation.kernels.configuration import rewirings
from graph.analysis.fragmentation.kernels.mixing import assortativity, ei_index, mixing_matrix
from graph.analysis.fragmentation.kernels.segregation import between_and_within, segregation
from tests.graph.analysis.fragmentation import fragmentation_reference as slow

TIGHT = 1e-9


@st.composite
def worlds(draw, most=8, spheres=3):
    """Sphere shares of a few countries, some of them exactly 0 or 1, and weights."""
    size = draw(st.integers(1, most))
    counts = st.lists(st.integers(0, 20), min_size=spheres, max_size=spheres).filter(any)
    rows = np.array([draw(counts) for _ in range(size)], dtype=float)
    weights = np.array([draw(st.integers(1, 9)) for _ in range(size)], dtype=float)
    return rows / rows.sum(axis=1, keepdims=True), weights


def of(*rows):
    shares = np.array([[us, cn, 1 - us - cn] for us, cn in rows], dtype=float)
    return segregation(shares, np.ones(len(rows)))


def h(p):
    return 0.0 if p in (0, 1) else -p * log2(p) - (1 - p) * log2(1 - p)


def test_worked_examples_of_the_index():
    split = of((1, 0), (0, 1))
    assert (split.index, split.bits, split.bipolarity) == (1.0, 1.0, 1.0)
    alike = of((0.5, 0.5), (0.5, 0.5))
    assert (alike.index, alike.bits, alike.bipolarity) == (0.0, 0.0, 0.0)
    leaning = of((0.75, 0.25), (0.25, 0.75))
    assert leaning.index == pytest.approx(1 - h(0.25), abs=1e-15)
    assert (round(leaning.index, 6), round(leaning.bits, 6), leaning.bipolarity) == (0.188722, 0.188722, 0.25)
    half = of((1, 0), (0.5, 0.5))
    assert half.bits == pytest.approx(h(0.25) - 0.5, abs=1e-15)
    assert (round(half.index, 6), round(half.bits, 6), half.bipolarity) == (0.383689, 0.311278, 0.25)


def test_a_full_split_of_a_lopsided_whole_is_high_on_few_bits():
    shares = np.array([[1.0, 0.0, 0.0]] * 99 + [[0.0, 1.0, 0.0]])
    found = segregation(shares, np.ones(100))
    assert found.index == pytest.approx(1, abs=1e-12)
    assert round(found.bits, 4) == 0.0808


def test_a_whole_without_entropy_has_no_index():
    assert of((1, 0), (1, 0)).index is None


@given(worlds())
def test_index_bits_and_bipolarity_equal_the_slow_reference(world):
    shares, weights = world
    found = segregation(shares, weights)
    wanted = slow.index(shares.tolist(), weights.tolist())
    assert (found.index is None) == (wanted is None)
    if wanted is not None:
        assert isclose(found.index, wanted, abs_tol=TIGHT)
    assert isclose(found.bits, slow.mutual_information(shares.tolist(), weights.tolist()), abs_tol=TIGHT)
    assert isclose(found.bipolarity, slow.bipolarity(shares.tolist(), weights.tolist()), abs_tol=TIGHT)


@given(worlds())
def test_the_index_is_a_share_and_bits_are_bounded(world):
    shares, weights = world
    found = segregation(shares, weights)
    assert found.index is None or 0 <= found.index <= 1
    assert 0 <= found.bits <= log2(3) + TIGHT
    assert 0 <= found.bipolarity <= 1 + TIGHT


@given(st.lists(st.integers(0, 2), min_size=2, max_size=8))
def test_one_sphere_each_is_one(columns):
    assume(len(set(columns)) > 1)
    assert segregation(np.eye(3)[columns], np.ones(len(columns))).index == pytest.approx(1, abs=1e-12)


@given(worlds())
def test_the_index_is_one_only_where_every_country_has_one_sphere(world):
    shares, weights = world
    found = segregation(shares, weights)
    assume(found.index is not None)
    mixed = (shares.max(axis=1) < 1).any()
    assert isclose(found.index, 1, abs_tol=TIGHT) == (not mixed)


@given(worlds(most=1), st.integers(2, 6))
def test_all_alike_is_zero(world, times):
    shares, weights = world
    found = segregation(np.repeat(shares, times, axis=0), np.repeat(weights, times))
    assert found.index is None or isclose(found.index, 0, abs_tol=TIGHT)
    assert isclose(found.bits, 0, abs_tol=TIGHT)


@given(worlds(), st.permutations(range(3)), st.randoms())
def test_relabelling_spheres_and_countries_changes_nothing(world, spheres, chance):
    shares, weights = world
    order = list(range(len(weights)))
    chance.shuffle(order)
    found, again = segregation(shares, weights), segregation(shares[order][:, list(spheres)], weights[order])
    assert isclose(found.bits, again.bits, abs_tol=TIGHT)
    assert (found.index is None) == (again.index is None)
    assert found.index is None or isclose(found.index, again.index, abs_tol=TIGHT)


@given(worlds(), st.floats(0.01, 0.99))
def test_splitting_a_country_changes_nothing(world, part):
    shares, weights = world
    split = np.concatenate(([weights[0] * part, weights[0] * (1 - part)], weights[1:]))
    found, again = segregation(shares, weights), segregation(np.vstack((shares[:1], shares)), split)
    assert isclose(found.bits, again.bits, abs_tol=TIGHT)
    assert isclose(found.bipolarity, again.bipolarity, abs_tol=TIGHT)


@given(worlds(), st.floats(0, 1))
def test_mixing_towards_the_whole_lowers_the_index_at_least_in_proportion(world, mixing):
    shares, weights = world
    whole = weights @ shares / weights.sum()
    found, again = segregation(shares, weights), segregation((1 - mixing) * shares + mixing * whole, weights)
    assume(found.index is not None)
    assert again.index <= (1 - mixing) * found.index + TIGHT


@given(worlds(), st.data())
def test_bits_are_those_between_groups_and_within_them(world, data):
    shares, weights = world
    groups = [data.draw(st.sampled_from("abc")) for _ in weights]
    between, within = between_and_within(shares, weights, groups)
    assert min(between, within) >= 0
    assert isclose(between + within, segregation(shares, weights).bits, abs_tol=TIGHT)


@given(worlds())
def test_merging_spheres_never_adds_bits(world):
    shares, weights = world
    merged = np.column_stack((shares[:, 0], shares[:, 1] + shares[:, 2], np.zeros(len(weights))))
    assert segregation(merged, weights).bits <= segregation(shares, weights).bits + TIGHT


def test_worked_examples_of_alignment_and_contestedness():
    shares = np.array([[0.7, 0.2, 0.1], [0.45, 0.45, 0.1]])
    assert alignment(shares) == pytest.approx([0.5, 0], abs=1e-15)
    assert contestedness(shares) == pytest.approx([0.4, 0.9], abs=1e-15)


@given(worlds())
def test_alignment_contestedness_and_other_make_a_whole(world):
    shares, _ = world
    assert np.abs(alignment(shares)) + contestedness(shares) == pytest.approx(1 - shares[:, 2], abs=TIGHT)


def test_worked_example_of_coupling():
    matrix = np.array([[40.0, 10], [10, 40]])
    assert assortativity(matrix) == pytest.approx(3 / 5, abs=1e-15)
    assert ei_index(matrix) == -3 / 5


matrices = st.lists(st.lists(st.integers(0, 12), min_size=3, max_size=3), min_size=3, max_size=3)


def varied(matrix):
    """Ends in more than one group, on both sides."""
    return sum(any(row) for row in matrix) > 1 and sum(any(column) for column in zip(*matrix, strict=True)) > 1


@given(matrices.filter(varied))
def test_coupling_equals_exact_arithmetic_and_networkx(matrix):
    found = assortativity(np.array(matrix, dtype=float))
    assert isclose(found, slow.assortativity(matrix), abs_tol=1e-12)
    ties = nx.MultiDiGraph()
    for i, j in product(range(3), range(3)):
        ties.add_node(("user", i), group=i)
        ties.add_node(("supplier", j), group=j)
        ties.add_edges_from([(("user", i), ("supplier", j))] * matrix[i][j])
    assert isclose(found, nx.attribute_assortativity_coefficient(ties, "group"), abs_tol=1e-9)
    assert -1 - TIGHT <= found <= 1 + TIGHT


@given(st.lists(st.integers(1, 30), min_size=2, max_size=3))
def test_coupling_is_one_where_no_tie_crosses(inside):
    assert assortativity(np.diag(np.array(inside, dtype=float))) == pytest.approx(1, abs=1e-12)


@given(matrices.filter(varied))
def test_coupling_is_one_only_where_no_tie_crosses(matrix):
    crosses = any(matrix[i][j] for i, j in permutations(range(3), 2))
    assert (assortativity(np.array(matrix, dtype=float)) < 1 - 1e-12) == crosses


@given(st.lists(st.integers(1, 9), min_size=3, max_size=3), st.lists(st.integers(1, 9), min_size=3, max_size=3))
def test_coupling_is_zero_where_ties_are_proportional(rows, columns):
    assert assortativity(np.outer(rows, columns).astype(float)) == pytest.approx(0, abs=1e-12)


def test_coupling_has_nothing_to_say_of_one_group():
    assert assortativity(np.array([[0.0, 3], [0, 5]])) is None
    assert assortativity(np.array([[2.0, 3], [0, 0]])) is None
    assert assortativity(np.zeros((3, 3))) is None
    assert ei_index(np.zeros((3, 3))) is None


def test_the_e_i_index_misleads_where_groups_differ_in_size():
    proportional = np.outer([0.9, 0.1], [0.9, 0.1])
    assert ei_index(proportional) == pytest.approx(-0.64, abs=1e-12), "it sees closure"
    assert assortativity(proportional) == pytest.approx(0, abs=1e-12), "where there is no preference"


def test_the_mixing_matrix_adds_up_the_ties_of_each_sphere():
    shares = np.array([[1, 0, 0], [0.5, 0.5, 0], [0, 0, 1]])
    matrix = mixing_matrix(shares, np.array([0.5, 0.25, 0.25]), [0, 0, 2])
    assert matrix.tolist() == [[0.625, 0.125, 0], [0, 0, 0], [0, 0, 0.25]]


rows_of_suppliers = st.lists(st.sets(st.integers(0, 6), min_size=1, max_size=5), min_size=1, max_size=6)


@given(rows_of_suppliers, st.integers(0, 99))
def test_rewired_worlds_keep_every_degree(held, seed):
    given_rows = [np.array(sorted(row)) for row in held]
    degrees = Counter(v for row in held for v in row)
    for drawn in np.concatenate(list(rewirings(given_rows, 3, seed))):
        rows = np.split(drawn, np.cumsum([len(row) for row in held])[:-1])
        assert [len(set(row.tolist())) for row in rows] == [len(row) for row in held]
        assert Counter(drawn.tolist()) == degrees


def test_the_same_seed_deals_the_same_worlds():
    held = [np.array(row) for row in ([0, 1, 2], [2, 3], [0, 4], [1, 3, 4])]
    first, again, other = (np.concatenate(list(rewirings(held, 20, seed))) for seed in (7, 7, 8))
    assert (first == again).all()
    assert (first != other).any()


def test_rewired_worlds_are_uniform_over_all_worlds_with_the_same_degrees():
    held = ((0, 1), (0, 2), (1,), (3,))
    columns = [sum(v in row for row in held) for v in range(4)]
    every = list(slow.binary_matrices([len(row) for row in held], columns))
    draws = 8_000
    drawn = Counter()
    for flat in np.concatenate(list(rewirings([np.array(row) for row in held], draws, 5))):
        cells = iter(flat.tolist())
        drawn[tuple(frozenset(next(cells) for _ in row) for row in held)] += 1
    assert set(drawn) == set(every)
    share = 1 / len(every)
    spread = sqrt(share * (1 - share) / draws)
    assert all(abs(count / draws - share) < 4.5 * spread for count in drawn.values())


def test_exact_fractions_agree_on_the_worked_coupling():
    assert slow.assortativity([[40, 10], [10, 40]]) == Fraction(3, 5)
