"""Every kernel leaves what it is given alone: read-only arrays in, the same bytes after.

The kernels are found by walking their packages, so a new one without a case here fails.
"""

import hashlib
import pkgutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from importlib import import_module
from inspect import isclass

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

import graph.analysis
from graph.analysis.dependency.kernels import look_through
from graph.analysis.dependency.kernels.cut_sets import SearchBudget
from graph.analysis.dependency.kernels.loss import Bound
from graph.analysis.dependency.kernels.schedule import Schedule, schedule
from graph.analysis.dependency.kernels.subsets import small_subsets
from graph.analysis.fragmentation.kernels.splits import ANY, SETS
from graph.snapshots.and_or_graph import AndOrGraph
from graph.snapshots.arrays import BoolArray, FloatArray, IntArray
from tests.graph.analysis.dependency.packing import pack
from tests.graph.analysis.dependency.random_graphs import as_arrays, graphs_and_scenarios, link_mask


def kernels() -> dict[str, Callable]:
    """Every public function of every package called ``kernels``, by its module and name."""
    found = {}
    for package in pkgutil.walk_packages(graph.analysis.__path__, "graph.analysis."):
        if package.name.rpartition(".")[0].endswith(".kernels"):
            module = import_module(package.name)
            for name, value in vars(module).items():
                own = getattr(value, "__module__", None) == package.name
                if own and callable(value) and not isclass(value) and not name.startswith("_"):
                    found[f"{package.name.rpartition('.')[2]}.{name}"] = value
    return found


@dataclass
class World:
    """What kernels are given: a random graph, some of it dead, and a random division of countries."""

    arrays: AndOrGraph
    every: Schedule
    dead: IntArray
    links: BoolArray
    subsets: IntArray
    shares: FloatArray
    weights: FloatArray

    @property
    def bits(self) -> np.ndarray:
        """A column with the dead nodes, one for each node alone, and enough empty ones for several words."""
        size = self.arrays.size
        return pack(size, [self.dead.tolist(), *([node] for node in range(size)), *[[]] * 80])

    @property
    def marked(self) -> BoolArray:
        marked = np.zeros((self.arrays.size, 2), dtype=bool)
        marked[self.dead, 0] = marked[0, 1] = True
        return marked

    @property
    def used(self) -> BoolArray:
        return np.ones(self.arrays.need_count, dtype=bool)

    @property
    def masses(self) -> FloatArray:
        """Four fifths of every portfolio are settled, one fifth is open."""
        masses = np.zeros((len(self.shares), SETS))
        masses[:, [1, 2, 4]], masses[:, ANY] = 0.8 * self.shares, 0.2
        return masses

    @property
    def matrix(self) -> csr_array:
        return look_through.one_step(self.arrays, self.arrays.weight)


CASES: Mapping[str, Callable[[World], tuple[Sequence, Mapping]]] = {
    "adjacency.adjacency": lambda w: ([w.arrays], {}),
    "adjacency.positions": lambda w: ([w.arrays.first, np.arange(w.arrays.need_count)], {}),
    "bits.words": lambda w: ([65], {}),
    "bits.unpack": lambda w: ([w.bits, 70], {}),
    "bits.pack_columns": lambda w: ([w.marked], {}),
    "bits.subset_columns": lambda w: ([w.arrays.size, w.subsets], {}),
    "cut_sets.minimal_cut_sets": lambda w: (
        [w.every, {node: frozenset([frozenset([node])]) for node in range(w.arrays.size)}, 0, 3,
         SearchBudget(100, 5.0)],
        {"bootstrap": True},
    ),
    "cut_sets.minimal": lambda w: ([[frozenset([1, 2]), frozenset([1])]], {}),
    "failure.failed": lambda w: ([w.every, w.bits], {"dead_links": w.links, "bootstrap": True}),
    "look_through.weights": lambda w: ([w.arrays, w.used], {}),
    "look_through.one_step": lambda w: ([w.arrays, w.arrays.weight], {}),
    "look_through.look_through": lambda w: ([w.matrix, w.every, w.marked], {}),
    "loss.can_empty": lambda w: ([w.arrays, Bound.LOW], {}),
    "loss.losses": lambda w: (
        [w.arrays, w.every, w.marked * 0.5, 0.25, Bound.HIGH],
        {"dead_links": w.links},
    ),
    "loss.need_loss": lambda w: ([w.arrays, w.every[0], Bound.LOW, w.arrays.share], {}),
    "breadth_first.breadth_first": lambda w: ([w.arrays, w.dead], {"downstream": True}),
    "least_costs.least_costs": lambda w: ([w.arrays, w.arrays.share + 0.5, 0], {}),
    "schedule.schedule": lambda w: ([w.arrays], {"closed_only": True}),
    "schedule.steps": lambda w: ([w.arrays, w.arrays.closed], {}),
    "schedule.part": lambda w: ([w.arrays, np.arange(1)], {}),
    "schedule.whole": lambda w: ([w.arrays], {}),
    "stretches.reduced": lambda w: ([np.maximum, np.ones((4, 5)), np.array([0, 2])], {}),
    "stretches.summed": lambda w: ([np.ones((4, 5)), np.array([0, 2])], {}),
    "subsets.small_subsets": lambda w: ([4, 2, 100], {}),
    "subsets.minimal_rows": lambda w: ([np.ones((len(w.subsets), 3), dtype=bool), w.subsets], {}),
    "configuration.rewirings": lambda w: ([[np.array([0, 1]), np.array([1, 2]), np.array([0])], 3, 1], {}),
    "mixing.mixing_matrix": lambda w: ([w.shares, w.weights, list(range(len(w.weights)))], {}),
    "mixing.assortativity": lambda w: ([w.shares], {}),
    "mixing.assortativities": lambda w: ([np.stack((w.shares, w.shares[::-1]))], {}),
    "mixing.ei_index": lambda w: ([w.shares], {}),
    "division_bounds.nearest": lambda w: ([w.shares - 0.1, w.shares + 0.1, w.shares], {}),
    "division_bounds.have_one_in_common": lambda w: ([w.shares - 0.1, w.shares + 0.1], {}),
    "division_bounds.bits_bounds": lambda w: ([w.masses, w.weights / 6], {}),
    "division_bounds.index_bounds": lambda w: ([w.masses, w.weights / 6], {}),
    "division_bounds.coupling_bounds": lambda w: ([w.masses, w.weights / 6, [0, 1, 2]], {}),
    "division_bounds.distance_bounds": lambda w: ([w.masses, w.masses[::-1].copy()], {}),
    "jensen_shannon.root_jsd": lambda w: ([w.masses, w.masses[::-1].copy()], {}),
    "splits.surely": lambda w: ([w.masses], {}),
    "splits.share_bounds": lambda w: ([w.masses], {}),
    "splits.corners": lambda w: ([w.masses], {}),
    "splits.is_settled": lambda w: ([w.masses], {}),
    "splits.alignment_bounds": lambda w: ([w.masses], {}),
    "splits.contested_bounds": lambda w: ([w.masses], {}),
    "splits.one_unit_more_or_less": lambda w: ([w.masses, np.arange(1, len(w.masses) + 1)], {}),
    "splits.spread_bounds": lambda w: ([w.shares[:, 0], w.shares[:, 0] + 0.1, w.weights / 6], {}),
    "segregation.entropy": lambda w: ([w.shares], {}),
    "segregation.segregation": lambda w: ([w.shares, w.weights], {}),
    "segregation.bits_and_index": lambda w: ([np.stack((w.shares, w.shares)), w.weights], {}),
    "segregation.between_and_within": lambda w: ([w.shares, w.weights, list("aab")], {}),
}  # fmt: skip


def arrays_in(value: object) -> Iterator[np.ndarray]:
    """Every array that an argument holds."""
    if isinstance(value, np.ndarray):
        yield value
    elif isinstance(value, csr_array):
        yield from (value.data, value.indices, value.indptr)
    elif is_dataclass(value) and not isclass(value):
        for field in fields(value):
            yield from arrays_in(getattr(value, field.name))
    elif isinstance(value, Mapping):
        yield from arrays_in(list(value.values()))
    elif isinstance(value, list | tuple):
        for one in value:
            yield from arrays_in(one)


def digest(values: object) -> str:
    """The bytes of every array of some arguments."""
    summed = hashlib.sha256()
    for array in arrays_in(values):
        summed.update(np.ascontiguousarray(array).tobytes())
    return summed.hexdigest()


@st.composite
def worlds(draw: st.DrawFn) -> World:
    graph_, dead, dead_links = draw(graphs_and_scenarios())
    arrays = as_arrays(graph_)
    rows = draw(st.lists(st.lists(st.integers(1, 5), min_size=3, max_size=3), min_size=3, max_size=3))
    shares = np.array(rows, dtype=np.float64)
    return World(
        arrays=arrays, every=schedule(arrays),
        dead=np.array(sorted(dead), dtype=np.int64), links=link_mask(graph_, dead_links),
        subsets=small_subsets(arrays.size, 2, 1_000)[0], shares=shares / shares.sum(axis=1, keepdims=True),
        weights=np.array([1.0, 2.0, 3.0]),
    )  # fmt: skip


def test_every_kernel_has_a_case_and_every_case_a_kernel():
    assert set(kernels()) == set(CASES)


@pytest.mark.parametrize("name", sorted(CASES))
@settings(max_examples=10, deadline=None)
@given(world=worlds().filter(lambda world: world.arrays.need_count > 0))
def test_a_kernel_leaves_what_it_is_given_as_it_was(name, world):
    given_to = args, options = CASES[name](world)
    for array in arrays_in(list(given_to)):
        array.setflags(write=False)
    before = digest(list(given_to))
    result = kernels()[name](*args, **options)
    if isinstance(result, Iterator):
        list(result)
    if name == "loss.need_loss":
        lost = np.zeros((len(world.every[0].links), 2))
        lost.setflags(write=False)
        result(lost)
        assert not lost.any()
    assert digest(list(given_to)) == before
