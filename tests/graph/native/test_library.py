"""The compiled kernels give the same bits as those in numpy, and nothing is missing where there are none."""

import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.settings import Settings
from graph.analysis.dependency.kernels import breadth_first, failure, look_through, loss
from graph.analysis.dependency.kernels import schedule as schedule_of
from graph.analysis.dependency.kernels.bits import pack_columns
from graph.analysis.dependency.kernels.schedule import schedule
from graph.analysis.fragmentation.kernels import configuration
from graph.budget import Budget, spending
from graph.errors import TimeLimitError
from graph.native import library
from graph.snapshots.and_or_graph import AndOrGraph, NeedEntry
from tests.graph.analysis.dependency.random_graphs import as_arrays, graphs

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module", autouse=True)
def compiled():
    found = library.kernels()
    if found is None:
        told = "the compiled kernels were NOT compared: the package was installed where there is no C compiler"
        if os.environ.get("CI") == "true" and shutil.which("cc"):
            pytest.fail("there is a C compiler, and no compiled kernel: pip install -e . did not build it")
        pytest.skip(told)
    return found


def both_ways(kernel, compute):
    """What a kernel finds where it is compiled, and where it is not."""
    with pytest.MonkeyPatch.context() as patch:
        with_it = compute()
        patch.setattr(kernel, "kernels", lambda: None)
        return with_it, compute()


@given(st.lists(st.sets(st.integers(0, 9), max_size=6), min_size=1, max_size=8), st.integers(0, 99))
def test_the_same_worlds_are_drawn(held, seed):
    rows = [np.array(sorted(row), dtype=np.int64) for row in held]
    drawn = both_ways(
        configuration, lambda: [world.tolist() for world in configuration.rewirings(rows, draws=5, seed=seed)]
    )
    assert drawn[0] == drawn[1]


def test_worlds_are_dealt_in_parts_of_any_size_alike(monkeypatch):
    rows = [np.array(row) for row in ([0, 1, 2], [2, 3], [0, 4], [1, 3, 4])]
    together = np.concatenate(list(configuration.rewirings(rows, draws=7, seed=3)))
    monkeypatch.setattr(configuration, "MOST", 1)
    apart = list(configuration.rewirings(rows, draws=7, seed=3))
    assert len(apart) == 7
    assert (np.concatenate(apart) == together).all()


@given(st.integers(1, 9), st.data())
def test_the_same_nodes_are_in_a_circle_together(size, data):
    ends = st.tuples(st.integers(0, size - 1), st.integers(0, size - 1))
    links = np.array(sorted(data.draw(st.lists(ends, max_size=30))), np.int64).reshape(-1, 2)
    (count, ours), (again, theirs) = both_ways(schedule_of, lambda: schedule_of._strong_components(size, *links.T))
    assert count == again == len(set(ours.tolist()))
    assert len({*zip(ours.tolist(), theirs.tolist(), strict=True)}) == count, "one label of theirs for each of ours"
    assert all(ours[end] <= ours[start] for start, end in links.tolist()), "suppliers have lower numbers"


@given(graphs(), st.data())
def test_the_same_nodes_are_met_by_the_same_links(graph, data):
    arrays = as_arrays(graph)
    starts = np.array(data.draw(st.lists(st.integers(0, arrays.size - 1), max_size=4)), dtype=np.int64)
    for downstream in (False, True):
        ours, theirs = both_ways(
            breadth_first, lambda to=downstream: breadth_first.breadth_first(arrays, starts, downstream=to)
        )
        assert ours.depth.tolist() == theirs.depth.tolist()
        assert ours.before.tolist() == theirs.before.tolist()
        assert ours.link.tolist() == theirs.link.tolist()


@st.composite
def dead_at_the_start(draw, size):
    """Bits that nobody may write: what fills a register, a width that is compiled, a block, and what does not."""
    what_ifs = draw(st.sampled_from((1, 64, 70, 128, 200, 300, 512, 900, 1_024, 1_100)))
    dead = np.zeros(size * what_ifs, dtype=bool)
    dead[draw(st.lists(st.integers(0, size * what_ifs - 1), max_size=200))] = True
    bits = pack_columns(dead.reshape(size, what_ifs))
    bits.setflags(write=False)
    return bits


@given(graphs(max_size=12), st.data(), st.booleans())
def test_the_same_nodes_fail(graph, data, closed_only):
    arrays = as_arrays(graph)
    bits = data.draw(dead_at_the_start(arrays.size))
    links = np.array(data.draw(st.lists(st.booleans(), min_size=arrays.link_count, max_size=arrays.link_count)), bool)
    links.setflags(write=False)
    order = schedule(arrays, closed_only=closed_only)
    for bootstrap in (False, True):
        for dead_links in (None, links):
            found = both_ways(
                failure,
                lambda gone=dead_links, all_=bootstrap: failure.failed(order, bits, dead_links=gone, bootstrap=all_),
            )
            assert found[0].tolist() == found[1].tolist()


@given(graphs(max_size=12), st.data(), st.booleans(), st.integers(0, 40))
def test_what_is_left_now_and_then_ends_the_same(graph, data, bootstrap, enough):
    arrays = as_arrays(graph)
    bits, order = data.draw(dead_at_the_start(arrays.size)), schedule(arrays)
    whole = failure.failed(order, bits, bootstrap=bootstrap)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(library, "ENOUGH", enough)
        assert failure.failed(order, bits, bootstrap=bootstrap).tolist() == whole.tolist()


def test_a_long_cycle_is_left_on_the_way_so_that_a_question_can_end(compiled, monkeypatch):
    ring = [NeedEntry(node, [((node + 1) % 50, 1.0, False)], 0.0, True) for node in range(50)]
    order = schedule(AndOrGraph.from_needs(50, ring))
    monkeypatch.setattr(library, "ENOUGH", 200)
    dead = np.zeros((50, 2), dtype=np.uint64)
    dead[0] = 1
    assert len(list(compiled.failure(order.laid, dead, None, None))) > 1
    assert dead.tolist() == [[1, 1]] * 50
    with spending(Budget(seconds=0)), pytest.raises(TimeLimitError):
        failure.failed(order, dead)


@given(graphs(max_size=12), st.data(), st.sampled_from((library.ENOUGH, 30)))
def test_what_is_looked_through_is_the_same_to_the_last_bit(graph, data, enough):
    arrays = as_arrays(graph)
    columns = data.draw(st.sampled_from((1, 2, 3, 20)))
    marks = data.draw(st.lists(st.integers(0, arrays.size * columns - 1), max_size=20))
    target = np.zeros(arrays.size * columns, dtype=bool)
    target[marks] = True
    target = target.reshape(arrays.size, columns)
    target.setflags(write=False)
    matrix, order = look_through.one_step(arrays, arrays.weight), schedule(arrays)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(library, "ENOUGH", enough)  # left now and then, also in the midst of a cycle
        patch.setattr(look_through, "MAX_REPEATS", data.draw(st.sampled_from((2, 500))))
        found = both_ways(look_through, lambda: look_through.look_through(matrix, order, target))
    assert found[0].tolist() == found[1].tolist()


@st.composite
def losing(draw):
    """A graph with needs of all sorts, and what its nodes lose at the start in some what-ifs."""
    arrays = as_arrays(draw(graphs(max_size=10)))

    def marks(length):
        return np.array(draw(st.lists(st.booleans(), min_size=length, max_size=length)), dtype=bool)

    any_one, alike, undivided = (marks(arrays.need_count) for _ in range(3))
    arrays = replace(arrays, any_one=any_one, like_the_worst=alike, undivided=undivided)
    columns = draw(st.sampled_from((1, 3, 4, 32, 33, 70)))
    start = np.zeros(arrays.size * columns)
    for place, value in draw(st.lists(st.tuples(st.integers(0, len(start) - 1), st.sampled_from((1.0, 0.3, 0.1))))):
        start[place] = value
    links = draw(st.none() | st.just(marks(arrays.link_count)))
    return arrays, start.reshape(arrays.size, columns), links


@given(losing(), st.sampled_from(loss.Bound), st.sampled_from((0.0, 0.3)), st.sampled_from((library.ENOUGH, 50)))
def test_the_same_is_lost_to_the_last_bit(world, bound, sigma, enough):
    arrays, start, links = world
    start.setflags(write=False)
    order = schedule(arrays)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(library, "ENOUGH", enough)
        patch.setattr(loss, "MAX_REPEATS", 200)
        found = both_ways(loss, lambda: loss.losses(arrays, order, start, sigma, bound, dead_links=links))
    assert found[0].tolist() == found[1].tolist()


@pytest.mark.parametrize("suppliers", [1, 2, 8, 9, 10, 16, 17, 128, 129, 130, 137, 300, 700])
def test_long_needs_are_added_up_in_the_order_of_numpy(suppliers):
    rng = np.random.default_rng(suppliers)
    shares = rng.dirichlet(np.ones(suppliers)).tolist()
    need = NeedEntry(0, [(1 + one, share, one % 3 == 0) for one, share in enumerate(shares)], 0.0, True)
    arrays, start = AndOrGraph.from_needs(1 + suppliers, [need]), rng.random((1 + suppliers, 40))
    start[0] = 0.0
    for bound in loss.Bound:
        for columns in (1, 40):
            found = both_ways(
                loss, lambda b=bound, c=columns: loss.losses(arrays, schedule(arrays), start[:, :c], 0.0, b)
            )
            assert found[0].tolist() == found[1].tolist()


def test_a_library_of_another_build_is_not_used(monkeypatch):
    monkeypatch.setattr(library, "VERSION", library.VERSION + 1)
    assert library.kernels.__wrapped__() is None


@pytest.mark.parametrize("content", [None, b"no library"])
def test_what_was_not_built_or_cannot_be_loaded_is_not_used(monkeypatch, tmp_path, content):
    monkeypatch.setattr(library, "HERE", tmp_path)
    if content is not None:
        (tmp_path / f"_kernels{library.EXTENSION_SUFFIXES[0]}").write_bytes(content)
    assert library.kernels.__wrapped__() is None


@pytest.mark.parametrize(("given", "used"), [("0", False), ("off", False), ("False", False), ("1", True), ("", True)])
def test_they_can_be_switched_off(monkeypatch, given, used):
    monkeypatch.setenv("SUPPLYGRAPH_COMPILED", given)
    assert (library.kernels.__wrapped__() is not None) is used
    if given:
        assert Settings.from_environment().compiled is used


def test_arrays_of_another_kind_are_refused(compiled):
    with pytest.raises(Exception, match="int64"):
        compiled.rewire(np.zeros(2), np.array([0, 2]), (1, 1), np.random.default_rng(1), np.zeros((1, 2), np.int64))


def test_without_a_compiler_the_package_is_installed_and_says_nothing(tmp_path):
    for file in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / file, tmp_path)
    for package in ("graph", "loaders", "api", "supplygraph"):
        kept = shutil.ignore_patterns("__pycache__", "_kernels*")
        shutil.copytree(ROOT / package, tmp_path / package, ignore=kept)
    command = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "-w", "out", "."]
    nowhere = os.environ | {"CC": "there-is-no-such-compiler"}
    made = subprocess.run(command, cwd=tmp_path, env=nowhere, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stderr
    assert len(list((tmp_path / "out").glob("*.whl"))) == 1
