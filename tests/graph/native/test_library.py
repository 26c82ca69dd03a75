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
from graph.analysis.dependency.kernels import failure, loss
from graph.analysis.dependency.kernels import schedule as schedule_of
from graph.analysis.dependency.kernels.bits import pack_columns
from graph.analysis.dependency.kernels.schedule import schedule
from graph.analysis.fragmentation.kernels import configuration
from graph.native import library
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


@given(graphs(), st.data())
def test_the_same_nodes_fail(graph, data):
    arrays = as_arrays(graph)
    what_ifs = data.draw(st.sampled_from((1, 64, 70, 1_100)))  # one word, two, more than a block
    marks = st.lists(st.integers(0, arrays.size * what_ifs - 1), max_size=200)
    dead = np.zeros(arrays.size * what_ifs, dtype=bool)
    dead[data.draw(marks)] = True
    bits = pack_columns(dead.reshape(arrays.size, what_ifs))
    links = np.array(data.draw(st.lists(st.booleans(), min_size=arrays.link_count, max_size=arrays.link_count)), bool)
    steps = schedule(arrays, closed_only=data.draw(st.booleans()))
    for bootstrap in (False, True):
        for dead_links in (None, links):
            found = both_ways(
                failure,
                lambda gone=dead_links, all_=bootstrap: failure.failed(steps, bits, dead_links=gone, bootstrap=all_),
            )
            assert found[0].tolist() == found[1].tolist()


@given(st.integers(1, 9), st.data())
def test_the_same_nodes_are_in_a_circle_together(size, data):
    ends = st.tuples(st.integers(0, size - 1), st.integers(0, size - 1))
    links = np.array(sorted(data.draw(st.lists(ends, max_size=30))), np.int64).reshape(-1, 2)
    (count, ours), (again, theirs) = both_ways(schedule_of, lambda: schedule_of._strong_components(size, *links.T))
    assert count == again == len(set(ours.tolist()))
    assert len({*zip(ours.tolist(), theirs.tolist(), strict=True)}) == count, "one label of theirs for each of ours"
    assert all(ours[end] <= ours[start] for start, end in links.tolist()), "suppliers have lower numbers"


@pytest.mark.parametrize("bound", loss.Bound)
@given(graph=graphs(), data=st.data())
def test_the_same_is_lost(bound, graph, data):
    arrays = as_arrays(graph)
    drawn = st.lists(st.booleans(), min_size=arrays.need_count, max_size=arrays.need_count)
    any_one, alike, undivided = (np.array(data.draw(drawn), bool) for _ in range(3))
    arrays = replace(arrays, any_one=any_one, like_the_worst=alike, undivided=undivided)
    what_ifs = data.draw(st.sampled_from((1, 5, 16, 37)))  # one, some, a block, more
    chance = np.random.default_rng(data.draw(st.integers(0, 99)))
    at_least = chance.choice([0.0, 0.0, 0.25, 1.0], (arrays.size, what_ifs))
    sigma = data.draw(st.sampled_from((0.0, 0.5)))
    for dead_links in (None, chance.random(arrays.link_count) < 0.3):
        found = both_ways(
            loss, lambda gone=dead_links: loss.losses(arrays, schedule(arrays), at_least, sigma, bound, dead_links=gone)
        )
        assert found[0] == pytest.approx(found[1], abs=1e-9)  # a cycle comes to rest within so much
    acyclic = not any(step.cyclic for step in schedule(arrays))
    assert not acyclic or found[0] == pytest.approx(found[1], abs=1e-15)


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
    with pytest.raises(Exception, match="uint8"):
        compiled.curveball(np.zeros((2, 2)), np.zeros((2, 1), np.int64), np.zeros((1, 1)))


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
