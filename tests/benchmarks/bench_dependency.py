"""Time the dependency engine beside networkx, rustworkx and igraph on the same synthetic graphs.

Run: ``make bench``, or this file with sizes in thousands of nodes (``10 100 1000`` by default). Figures marked
``~`` are scaled up from a sample. The *bound* is the time that numpy takes to read each link once, which no
method that looks at the whole graph can beat by much.
"""

import gc
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import igraph
import numpy as np
import psutil
import rustworkx
from dictionaries import Dictionaries, as_networkx
from networkx import descendants
from synthetic_graph import COUNTRIES, synthetic_graph

sys.path.insert(0, str(Path(__file__).parents[2]))

from graph.analysis.dependency.kernels.adjacency import adjacency
from graph.analysis.dependency.kernels.bits import subset_columns, unpack, words
from graph.analysis.dependency.kernels.breadth_first import breadth_first
from graph.analysis.dependency.kernels.cut_sets import SearchBudget, minimal_cut_sets
from graph.analysis.dependency.kernels.failure import BLOCK, failed
from graph.analysis.dependency.kernels.look_through import look_through, one_step
from graph.analysis.dependency.kernels.schedule import schedule, steps
from graph.analysis.dependency.kernels.subsets import minimal_rows, small_subsets
from graph.snapshots.and_or_graph import AndOrGraph
from graph.snapshots.arrays import IntArray
from tests.graph.analysis.dependency.packing import pack

WHAT_IFS = 1_000
ORDER = 3
SECONDS_OF_SAMPLE = 3.0
MOCUS_UP_TO = 10_000
TOO_SLOW = 1_000_000
"""From this many nodes on only closure, what-ifs and memory are compared with dictionaries."""


@dataclass
class Line:
    """One measure: seconds of ours, of the bound, and of the others (None where they have no such thing)."""

    measure: str
    ours: float
    bound: float | None = None
    dictionaries: float | None = None
    rustworkx: float | None = None
    igraph: float | None = None
    scaled: bool = False
    note: str = ""


def best_of(runs: int, action: Callable[[], object]) -> float:
    times = []
    for _ in range(runs):
        gc.collect()
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return min(times)


def scaled(total: int, action: Callable[[int], object]) -> float:
    """Time as many of a number of runs as fit into a few seconds, and scale up."""
    start = time.perf_counter()
    done = 0
    while done < total and (done == 0 or time.perf_counter() - start < SECONDS_OF_SAMPLE):
        action(done)
        done += 1
    return (time.perf_counter() - start) * total / done


def scenarios(arrays: AndOrGraph) -> list[list[int]]:
    """Two countries and ten entities at random: large cascades, as those of real questions are."""
    rng = np.random.default_rng(1)
    return [
        [*rng.choice(COUNTRIES, 2, replace=False).tolist(), *rng.integers(0, arrays.size, 10).tolist()]
        for _ in range(WHAT_IFS)
    ]


def read_links_once(arrays: AndOrGraph, passes: int) -> float:
    """Time a gather and an AND of one block of words over all links, the smallest work of 1,024 what-ifs."""
    dead = np.zeros((arrays.size, BLOCK), dtype=np.uint64)
    pieces = np.array_split(arrays.supplier, max(1, arrays.link_count // 20_000))

    def once() -> None:
        for piece in pieces:
            np.bitwise_and.reduce(dead.take(piece, axis=0), axis=0)

    return best_of(3, once) * passes


def deep_root(arrays: AndOrGraph) -> tuple[int, IntArray]:
    """Return a node near the top that rests on much, and all that it rests on."""
    for root in range(arrays.size - 1, 0, -1):
        members = breadth_first(arrays, root).members
        if len(members) > arrays.size / 3:
            return root, members
    raise ValueError("no node rests on a third of the graph")


def closure_line(arrays: AndOrGraph, root: int, others: "Others") -> Line:
    depth = np.zeros(arrays.size, dtype=np.int32)
    return Line(
        "closure",
        ours=best_of(5, lambda: breadth_first(arrays, root)),
        bound=best_of(5, lambda: depth.take(arrays.supplier)),
        dictionaries=best_of(3, lambda: descendants(others.networkx, root)),
        rustworkx=best_of(3, lambda: rustworkx.descendants(others.rustworkx, root)),
        igraph=best_of(3, lambda: others.igraph.subcomponent(root, mode="out")),
    )


def what_if_line(arrays: AndOrGraph, others: "Others") -> Line:
    cases = scenarios(arrays)
    order = schedule(arrays)
    result = failed(order, pack(arrays.size, cases))
    share = unpack(result[:: max(1, arrays.size // 1_000)], WHAT_IFS).mean()
    for case in cases[:2]:
        assert set(np.flatnonzero(failed(order, pack(arrays.size, [case]))[:, 0]).tolist()) == others.logic.failed(case)
    return Line(
        f"{WHAT_IFS:,} what-ifs",
        ours=best_of(3, lambda: failed(order, pack(arrays.size, cases))),
        bound=read_links_once(arrays, -(-words(WHAT_IFS) // BLOCK)),
        dictionaries=scaled(WHAT_IFS, lambda number: others.logic.failed(cases[number])),
        scaled=True,
        note=f"{share:.0%} of nodes fail",
    )


def single_point_line(arrays: AndOrGraph, root: int, members: IntArray, others: "Others") -> Line:
    inside = np.zeros(arrays.size, dtype=bool)
    inside[members] = True
    sole = arrays.supplier[arrays.first[:-1]][np.diff(arrays.first) == 1]
    candidates = np.unique(sole[inside[sole] & (sole != root)])

    def ours() -> IntArray:
        order = steps(arrays, inside[arrays.owner])

        def fails(groups: IntArray) -> np.ndarray:
            dead = np.zeros((arrays.size, words(len(groups))), dtype=np.uint64)
            dead[candidates] = subset_columns(len(candidates), groups)
            return unpack(failed(order, dead)[root], len(groups))

        every = np.arange(len(candidates))[:, None]
        parts = [fails(every[start : start + BLOCK * 64]) for start in range(0, len(every), BLOCK * 64)]
        return candidates[np.concatenate(parts)] if parts else candidates

    found = ours()
    every = members.tolist()
    small = arrays.size < TOO_SLOW
    return Line(
        "single points of one target",
        ours=best_of(2, ours),
        dictionaries=scaled(len(every), lambda n: root in others.logic.failed([every[n]])) if small else None,
        rustworkx=best_of(1, lambda: rustworkx.immediate_dominators(others.rustworkx_sink, arrays.size)),
        igraph=best_of(1, lambda: others.igraph_sink.dominator(arrays.size, mode="out")),
        scaled=True,
        note=f"{len(found)} found; dominators (rustworkx, igraph) answer less: they miss mandatory inputs",
    )


def cut_set_lines(arrays: AndOrGraph, root: int, others: "Others") -> list[Line]:
    subsets, _ = small_subsets(COUNTRIES, ORDER, 10**6)

    def dead(chunk: IntArray) -> np.ndarray:
        bits = np.zeros((arrays.size, words(len(chunk))), dtype=np.uint64)
        bits[:COUNTRIES] = subset_columns(COUNTRIES, chunk)
        return bits

    order = schedule(arrays)

    def every_target() -> np.ndarray:
        return minimal_rows(unpack(failed(order, dead(subsets)), len(subsets)).T, subsets)

    members = [[event for event in row if event >= 0] for row in subsets.tolist()]
    small = arrays.size < TOO_SLOW
    logic = others.logic
    every = Line(
        f"country cut sets to order {ORDER}, all targets",
        ours=best_of(1, every_target),
        bound=read_links_once(arrays, -(-words(len(subsets)) // BLOCK)),
        dictionaries=scaled(len(subsets), lambda n: logic.failed(members[n])) if small else None,
        scaled=True,
        note=f"{len(subsets):,} subsets of {COUNTRIES} countries, {arrays.size:,} targets",
    )
    if arrays.size > MOCUS_UP_TO:
        return [every]
    within = breadth_first(arrays, root).depth >= 0
    deaths = {node: frozenset([frozenset([node])]) for node in np.flatnonzero(within).tolist() if node != root}
    evaluated = steps(arrays, within[arrays.owner])

    def one_target() -> frozenset[frozenset[int]]:
        return minimal_cut_sets(evaluated, deaths, root, 2, SearchBudget(5_000, 120))

    pairs = len(deaths) * (len(deaths) - 1) // 2
    chosen = np.random.default_rng(3).choice(list(deaths), size=(100_000, 2))
    return [
        every,
        Line(
            "entity cut sets to order 2 of one target",
            ours=best_of(1, one_target),
            dictionaries=scaled(pairs, lambda n: root in logic.failed(chosen[n % len(chosen)].tolist())),
            scaled=True,
            note=f"{len(one_target())} sets among {len(deaths):,} entities, {pairs:,} pairs",
        ),
    ]


def exposure_line(arrays: AndOrGraph, others: "Others") -> Line:
    target = np.zeros((arrays.size, COUNTRIES), dtype=bool)
    target[np.arange(COUNTRIES), np.arange(COUNTRIES)] = True
    matrix, order = one_step(arrays, arrays.weight), schedule(arrays)
    dense = np.ones((arrays.size, COUNTRIES))
    small = arrays.size < TOO_SLOW
    return Line(
        f"exposure of all to {COUNTRIES} countries",
        ours=best_of(2, lambda: look_through(matrix, order, target)),
        bound=best_of(2, lambda: matrix @ dense),
        dictionaries=scaled(COUNTRIES, lambda n: others.logic.exposure(n, arrays.size)) if small else None,
        scaled=True,
    )


class Others:
    """The same graph in the other libraries, and what each takes in memory."""

    def __init__(self, arrays: AndOrGraph) -> None:
        ends = list(zip(adjacency(arrays).owner_of_link.tolist(), arrays.supplier.tolist(), strict=True))
        self.memory: dict[str, float] = {}
        self.networkx = self._weighed("networkx", lambda: as_networkx(arrays))
        self.logic = self._weighed("dictionaries", lambda: Dictionaries(self.networkx))
        self.rustworkx = self._weighed("rustworkx", lambda: self._rustworkx(arrays.size, ends))
        self.igraph = self._weighed("igraph", lambda: igraph.Graph(arrays.size, ends, directed=True))
        # Dominators want one entry: reversed, every primary input hangs below a sink.
        leaves = np.flatnonzero(np.diff(adjacency(arrays).first_need) == 0).tolist()
        turned = [(supplier, owner) for owner, supplier in ends] + [(arrays.size, leaf) for leaf in leaves]
        self.rustworkx_sink = self._rustworkx(arrays.size + 1, turned)
        self.igraph_sink = igraph.Graph(arrays.size + 1, turned, directed=True)

    def _weighed(self, name: str, build: Callable[[], object]) -> object:
        gc.collect()
        before = psutil.Process().memory_info().rss
        built = build()
        gc.collect()
        self.memory[name] = (psutil.Process().memory_info().rss - before) / 1e6
        return built

    @staticmethod
    def _rustworkx(size: int, ends: list[tuple[int, int]]) -> rustworkx.PyDiGraph:
        view = rustworkx.PyDiGraph()
        view.add_nodes_from(range(size))
        view.add_edges_from_no_data(ends)
        return view


def megabytes(arrays: AndOrGraph) -> tuple[float, float]:
    """Return the size of the graph's arrays, and of all that is compiled from them."""
    plain = sum(part.nbytes for part in vars(arrays).values() if isinstance(part, np.ndarray))
    compiled = sum(part.nbytes for part in vars(adjacency(arrays)).values())
    for step in schedule(arrays):
        compiled += sum(part.nbytes for part in vars(step).values() if isinstance(part, np.ndarray))
    compiled += sum(part.nbytes for part in schedule(arrays).laid.lists)
    return plain / 1e6, compiled / 1e6


def show(line: Line) -> str:
    def seconds(value: float | None) -> str:
        return "" if value is None else f"{value:.3g} s" if value >= 0.1 else f"{value * 1e3:.3g} ms"

    def ratio(value: float | None, approximate: bool = False) -> str:
        if value is None:
            return ""
        return f"{'~' if approximate else ''}{seconds(value)} ({value / line.ours:,.3g}×)"

    cells = [
        line.measure, seconds(line.ours), ratio(line.bound), ratio(line.dictionaries, line.scaled),
        ratio(line.rustworkx), ratio(line.igraph), line.note,
    ]  # fmt: skip
    return "| " + " | ".join(cells) + " |"


def bench(size: int, links: int) -> None:
    arrays = synthetic_graph(size, links)
    compile_time = best_of(1, lambda: schedule(arrays))
    plain, compiled = megabytes(arrays)
    others = Others(arrays)
    root, members = deep_root(arrays)
    print(f"\n### {size:,} nodes, {arrays.link_count:,} links, {arrays.need_count:,} needs\n")
    print("| measure | ours | bound | networkx + dictionaries | rustworkx | igraph | note |")
    print("|---|---|---|---|---|---|---|")
    lines = [closure_line(arrays, root, others), what_if_line(arrays, others)]
    lines += [single_point_line(arrays, root, members, others), *cut_set_lines(arrays, root, others)]
    lines.append(exposure_line(arrays, others))
    for line in lines:
        print(show(line), flush=True)
    print(
        f"\nMemory: ours {plain:,.0f} MB of arrays and {compiled:,.0f} MB compiled from them; "
        + ", ".join(f"{name} {weight:,.0f} MB" for name, weight in others.memory.items())
        + f". Compiled once in {compile_time:.2g} s. Times in brackets are multiples of ours."
    )


def main() -> None:
    sizes = [round(float(argument) * 1_000) for argument in sys.argv[1:]] or [10_000, 100_000, 1_000_000]
    for size in sizes:
        bench(size, 5 * size)


if __name__ == "__main__":
    main()
