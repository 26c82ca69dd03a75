"""The examples in docstrings run, with the worked example of docs/methods.md at hand as the snapshot ``m1``."""

import doctest
from collections.abc import Iterator
from datetime import date
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest

from graph.snapshots.and_or_graph import NeedEntry

ROOT = Path(__file__).parents[1]
KERNELS = sorted(file for file in (ROOT / "graph" / "analysis").glob("*/kernels/*.py") if file.stem != "__init__")


def modules() -> Iterator[str]:
    """Modules with an example."""
    for package in ("graph", "loaders", "api"):
        for file in sorted((ROOT / package).rglob("*.py")):
            if ">>> " in file.read_text():
                yield ".".join(file.relative_to(ROOT).with_suffix("").parts)


def at_hand(module: object, m1: object) -> dict[str, object]:
    """What an example may use beside its own module: the worked example, and how kernels are given a graph."""
    from graph.analysis.dependency.cases.universe import Over
    from graph.analysis.dependency.kernels import bits, schedule, subsets
    from graph.analysis.dependency.scenarios.spec import Scenario
    from graph.snapshots.and_or_graph import AndOrGraph

    names = {"np": np, "m1": m1, "AndOrGraph": AndOrGraph, "NeedEntry": NeedEntry, "Over": Over, "Scenario": Scenario}
    names |= {"pack_columns": bits.pack_columns, "unpack": bits.unpack, "schedule": schedule.schedule}
    return names | {"small_subsets": subsets.small_subsets} | vars(module)


@pytest.mark.parametrize("name", list(modules()))
def test_the_examples_of_a_module_hold(name, m1):
    module = import_module(name)
    found = doctest.testmod(module, globs=at_hand(module, m1.snapshot(date(2026, 1, 1))))
    assert found.attempted
    assert not found.failed


@pytest.mark.parametrize("file", KERNELS, ids=lambda file: file.stem)
def test_every_file_of_kernels_has_an_example(file):
    assert ">>> " in file.read_text()
