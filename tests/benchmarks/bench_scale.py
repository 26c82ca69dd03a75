"""Time every stage from facts to the bytes of an answer, on graphs of several sizes, with the memory of each.

Run: ``make bench``, or this file with the names of sizes (``x1 x6 x20 1M``; ``grown_facts.SIZES``). Every stage runs in
a process of its own kind (one builds, one answers), the peak of its memory is read from Linux and reset before each
stage. The exponent is that of the time over the number of claims, from the smallest to the largest size asked for.
"""

import json
import math
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from tests.benchmarks.grown_facts import SIZES, grown  # noqa: E402 - the root is put on the path first

DAY = date(2026, 11, 25)
ASKED: dict[str, tuple[str, dict[str, Any]]] = {
    "an entity": ("node", {"node_id": "input:euv-lithography-tools"}),
    "all that a model rests on": ("show", {"node_id": "model:glm-5"}),
    "all that rests on a firm": ("dependents", {"node_id": "company:tsmc"}),
    "countries that stop a model": ("cut", {"node_id": "model:glm-5", "over": "country"}),
    "fragmentation": ("fragmentation", {}),
}
"""Questions, by what is asked: measure and fields."""
Stage = tuple[str, float, float, float]
"""Name, seconds, peak MB, MB afterwards."""


class Stages:
    """Stages one after the other, each timed and with the peak of its memory."""

    def __init__(self) -> None:
        self.told: list[Stage] = []

    def run(self, name: str, action: Callable[[], Any]) -> Any:
        """Run a stage, and return what it gives."""
        Path("/proc/self/clear_refs").write_text("5")  # the peak starts again from here
        started, worked = time.perf_counter(), time.process_time()
        given = action()
        seconds = min(time.perf_counter() - started, time.process_time() - worked)
        self.told.append((name, seconds, _megabytes("VmHWM"), _megabytes("VmRSS")))
        print(json.dumps(self.told[-1]), file=sys.stderr, flush=True)
        return given


def _megabytes(what: str) -> float:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(what)) / 1e3


def build(size: str, folder: Path) -> list[Stage]:
    """Build a graph and write it."""
    from graph.knowledge_graph import KnowledgeGraph
    from graph.stores.versions.store import VersionStore
    from loaders.registry import collect

    stages = Stages()
    ship = collect(None, noncommercial=False, unverified=False).facts
    stages.run("facts by formula", lambda: sum(1 for _ in grown(ship, SIZES[size])))
    graph = stages.run("the same, and build", lambda: KnowledgeGraph.build(grown(ship, SIZES[size])))
    stages.run("write", lambda: VersionStore(folder).write(graph, "2026-11-25"))
    return stages.told


def answer(size: str, folder: Path) -> list[Stage]:
    """Open a stored graph and answer questions."""
    from graph.measures.declared import declared
    from graph.measures.measure import Limits, evaluate
    from graph.stores.versions.store import VersionStore

    stages = Stages()
    graph = stages.run("open", lambda: VersionStore(folder).read().graph)
    stages.run("snapshot", lambda: graph.snapshot(DAY).arrays)
    stages.run("another day", lambda: graph.snapshot(date(2026, 11, 24)).arrays)
    for told, (name, fields) in ASKED.items():
        measure = declared(name)
        question = measure.question(as_of=DAY, **fields)
        stages.run(told, lambda m=measure, q=question: evaluate(m, graph, q, Limits()).model_dump_json().encode())
    return stages.told


def measured(size: str, folder: Path) -> Iterator[Stage]:
    """Yield the stages of a size, each program in a process of its own."""
    for program in ("build", "answer"):
        command = [sys.executable, __file__, program, size, str(folder)]
        yield from json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, cwd=ROOT).stdout)


def main(sizes: list[str]) -> None:
    """Print one table over all sizes."""
    found: dict[str, dict[str, Stage]] = {}
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            for stage in measured(size, Path(folder)):
                found.setdefault(stage[0], {})[size] = stage
    print("\n| stage | " + " | ".join(f"{size}: s, peak MB" for size in sizes) + " | exponent |")
    print("|---|" + "---|" * (len(sizes) + 1))
    for name, by_size in found.items():
        cells = [f"{by_size[size][1]:.3g}, {by_size[size][2]:,.0f}" for size in sizes]
        growth = math.log(max(by_size[sizes[-1]][1], 1e-4) / max(by_size[sizes[0]][1], 1e-4))
        exponent = growth / math.log(SIZES[sizes[-1]] / SIZES[sizes[0]]) if len(sizes) > 1 else 1.0
        print(f"| {name} | " + " | ".join(cells) + f" | {exponent:.2f} |")


if __name__ == "__main__":
    arguments = sys.argv[1:]
    programs = {"build": build, "answer": answer}
    if arguments and arguments[0] in programs:
        print(json.dumps(programs[arguments[0]](arguments[1], Path(arguments[2]))))
    else:
        main(arguments or ["x1", "x6", "x20"])
