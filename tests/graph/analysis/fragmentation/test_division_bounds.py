"""Intervals over every split that the facts allow: exact in fractions on small cases; no split lies outside."""

from fractions import Fraction as F
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.analysis.fragmentation.kernels.division_bounds import (
    bits_bounds,
    coupling_bounds,
    distance_bounds,
    index_bounds,
)
from graph.analysis.fragmentation.kernels.mixing import assortativity, mixing_matrix
from graph.analysis.fragmentation.kernels.segregation import segregation
from graph.analysis.fragmentation.kernels.splits import (
    ANY,
    SETS,
    alignment_bounds,
    contested_bounds,
    corners,
    share_bounds,
    spread_bounds,
)
from tests.graph.analysis.fragmentation import fragmentation_reference as slow

US, CHINA, OTHER = 1, 2, 4


def masses(*rows):
    """Rows of {set of spheres: mass}, as fractions."""
    found = np.full((len(rows), SETS), F(0), dtype=object)
    for number, row in enumerate(rows):
        for which, mass in row.items():
            found[number, which] = F(mass)
    return found


def splits_of(row, parts=2):
    """Every way to hand out each set's mass in halves to its members: shares of the three spheres."""
    ways = [[]]
    for which, mass in enumerate(row):
        if mass:
            members = [sphere for sphere in range(3) if which >> sphere & 1]
            ways = [[*way, (mass / parts, sphere)] for way in ways for sphere in members]
            ways = [[*way, (mass / parts, sphere)] for way in ways for sphere in members]
    for way in ways:
        yield [sum((mass for mass, sphere in way if sphere == place), F(0)) for place in range(3)]


def test_what_nobody_states_is_handed_to_nobody():
    """DeepSeek has 43 %: the other 57 % may be anyone's."""
    low, high = share_bounds(masses({CHINA: F(43, 100), ANY: F(57, 100)}))
    assert low.tolist() == [[0, F(43, 100), 0]]
    assert high.tolist() == [[F(57, 100), 1, F(57, 100)]]


def test_silent_suppliers_share_a_rest_between_their_spheres_only():
    """Half is American; the other half is one American and one Chinese supplier of whom no source says how much."""
    held = masses({US: F(1, 2), US | CHINA: F(1, 2)})
    low, high = share_bounds(held)
    assert (low.tolist(), high.tolist()) == ([[F(1, 2), 0, 0]], [[1, F(1, 2), 0]])
    assert [bound.tolist() for bound in alignment_bounds(held)] == [[0], [1]]
    assert [bound.tolist() for bound in contested_bounds(held)] == [[0], [1]]


def test_contestedness_and_alignment_are_exact_in_fractions():
    held = masses({US: F(7, 10), CHINA: F(1, 10), ANY: F(2, 10)}, {US: F(45, 100), CHINA: F(45, 100), OTHER: F(1, 10)})
    assert [bound.tolist() for bound in alignment_bounds(held)] == [[F(4, 10), 0], [F(8, 10), 0]]
    assert [bound.tolist() for bound in contested_bounds(held)] == [[F(2, 10), F(9, 10)], [F(6, 10), F(9, 10)]]


def test_coupling_is_exact_in_fractions():
    """[[40, 10], [10, 40]] has r = 3/5; with the 10 of the first row open, up to that of [[50, 0], [10, 40]]."""
    settled = masses({US: F(4, 5), CHINA: F(1, 5)}, {US: F(1, 5), CHINA: F(4, 5)})
    equal = np.array([F(1, 2), F(1, 2)], dtype=object)
    assert coupling_bounds(settled, equal, (0, 1)) == (F(3, 5), F(3, 5))
    loose = masses({US: F(4, 5), US | CHINA: F(1, 5)}, {US: F(1, 5), CHINA: F(4, 5)})
    low, high = coupling_bounds(loose, equal, (0, 1))
    found = [slow.assortativity([[100 * a, 100 * b], [20, 80]]) for a, b in ((F(4, 5), F(1, 5)), (F(1), F(0)))]
    assert (low, high) == (min(found), max(found))
    assert coupling_bounds(settled, equal, (0, 0)) is None


def test_index_of_one_country_open_and_one_american():
    """It may be American too (no division at all) or wholly Chinese (full division)."""
    held = masses({ANY: 1}, {US: 1}).astype(float)
    low, high = index_bounds(held, np.array([0.5, 0.5]))
    assert (low, high) == (0, pytest.approx(1, abs=1e-3))
    least, most = bits_bounds(held, np.array([0.5, 0.5]))
    assert (least, most) == (0, pytest.approx(1, abs=1e-9))


def test_bipolarity_of_intervals():
    low, high = spread_bounds(np.array([-1.0, 1.0]), np.array([1.0, 1.0]), np.array([0.5, 0.5]))
    assert (low, high) == (pytest.approx(0, abs=1e-9), pytest.approx(1, abs=1e-6))


sets = st.dictionaries(st.sampled_from([1, 2, 3, 4, 5, 6, 7]), st.integers(1, 6), min_size=1, max_size=3)
worlds = st.lists(sets, min_size=2, max_size=3)


def normal(world):
    return masses(*({which: F(mass, sum(row.values())) for which, mass in row.items()} for row in world))


@settings(deadline=None, max_examples=25)
@given(worlds)
def test_no_split_gives_a_figure_outside_its_interval(world):
    held = normal(world)
    exact = held.astype(float)
    equal = np.full(len(world), 1 / len(world))
    found = [share_bounds(held), alignment_bounds(held), contested_bounds(held)]
    bits, index = bits_bounds(exact, equal), index_bounds(exact, equal)
    distance = distance_bounds(exact, exact)
    coupled = coupling_bounds(exact, equal, range(len(world)))
    ways = [list(splits_of(row))[:6] for row in held]
    for first in ways[0]:
        for second in ways[1]:
            rows = [first, second, *([ways[2][0]] if len(ways) > 2 else [])]
            shares = np.array(rows, dtype=float)
            for number, row in enumerate(rows):
                lean, contest = row[0] - row[1], 2 * min(row[0], row[1])
                assert all(
                    low <= part <= high
                    for low, part, high in zip(found[0][0][number], row, found[0][1][number], strict=True)
                )
                assert found[1][0][number] <= lean <= found[1][1][number]
                assert found[2][0][number] <= contest <= found[2][1][number]
            now = segregation(shares, equal)
            assert bits[0] - 1e-5 <= now.bits <= bits[1] + 1e-5
            if now.index is not None and index:
                assert index[0] - 1e-4 <= now.index <= index[1] + 1e-4
            apart = slow.root_jsd(shares[0], shares[1])
            assert distance[0][0, 1] - 1e-4 <= apart <= distance[1][0, 1] + 1e-9
            r = assortativity(mixing_matrix(shares, equal, range(len(rows))))
            if r is not None and coupled:
                assert float(coupled[0]) - 1e-9 <= r <= float(coupled[1]) + 1e-9


@settings(deadline=None, max_examples=25)
@given(worlds, st.integers(0, 2), st.sampled_from([1, 2, 4]))
def test_more_knowledge_never_widens_an_interval(world, place, sphere):
    """Some mass of a set turns out to lie with one of its members."""
    held = normal(world)
    row = place % len(world)
    which = max(range(SETS), key=lambda one: held[row, one])
    if not which & sphere:
        return
    told = held.copy()
    told[row, which] -= held[row, which] / 2
    told[row, sphere] += held[row, which] / 2
    for bounds in (share_bounds, alignment_bounds, contested_bounds):
        wide, narrow = bounds(held), bounds(told)
        assert (narrow[0] >= wide[0]).all()
        assert (narrow[1] <= wide[1]).all()
    equal = np.array([F(1, len(world))] * len(world), dtype=object)
    wide, narrow = (coupling_bounds(one, equal, range(len(world))) for one in (held, told))
    assert wide[0] <= narrow[0] <= narrow[1] <= wide[1]
    weights = np.full(len(world), 1 / len(world))
    before, after = (bits_bounds(one.astype(float), weights) for one in (held, told))
    assert before[0] - 1e-5 <= after[0] <= after[1] + 1e-5
    apart = [distance_bounds(one.astype(float), one.astype(float)) for one in (held, told)]
    assert (apart[1][0] >= apart[0][0] - 1e-4).all()
    assert (apart[1][1] <= apart[0][1] + 1e-9).all()


@settings(deadline=None)
@given(sets)
def test_corners_lie_within_the_bounds_and_reach_them(row):
    held = normal([row])
    low, high = share_bounds(held)
    points = corners(held)[0]
    assert len(points) == len(list(permutations(range(3))))
    assert [min(point[sphere] for point in points) for sphere in range(3)] == low[0].tolist()
    assert [max(point[sphere] for point in points) for sphere in range(3)] == high[0].tolist()
    assert all(sum(point) == 1 for point in points)
