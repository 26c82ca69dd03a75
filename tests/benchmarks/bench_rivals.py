"""Time the kernels beside the strongest peer of each by its best interface, at equal output, in one run.

Run: ``make bench``, or this file with sizes in thousands of nodes (``10 100`` by default). Times are of the processor,
the least of a few runs, so that other work on the machine counts little; what both give is compared. A peer that is not
installed is left out: ``pip install clingo networkit``; the compiled kernel needs rustc,
the Datalog engine cargo.
"""

import ctypes
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

import igraph
import numpy as np
from scipy.sparse import csr_array, eye_array
from scipy.sparse.csgraph import breadth_first_order
from scipy.sparse.linalg import splu
from synthetic_graph import COUNTRIES, synthetic_graph

sys.path.insert(0, str(Path(__file__).parents[2]))

from graph.analysis.dependency.kernels.adjacency import adjacency
from graph.analysis.dependency.kernels.bits import unpack
from graph.analysis.dependency.kernels.breadth_first import breadth_first
from graph.analysis.dependency.kernels.cut_sets import SearchBudget, minimal_cut_sets
from graph.analysis.dependency.kernels.failure import failed
from graph.analysis.dependency.kernels.look_through import look_through, one_step
from graph.analysis.dependency.kernels.schedule import schedule, steps
from graph.snapshots.and_or_graph import AndOrGraph, NeedEntry
from tests.graph.analysis.dependency.packing import pack

HERE = Path(__file__).parent
WHAT_IFS = 1_000
Row = tuple[str, str, float, float, str]


def best_of(runs: int, action: Callable[[], object]) -> float:
    times = []
    for _ in range(runs):
        start = time.process_time()
        action()
        times.append(time.process_time() - start)
    return min(times)


def deep_root(arrays: AndOrGraph) -> int:
    """Return a node near the top that rests on much."""
    return next(
        root for root in range(arrays.size - 1, 0, -1) if len(breadth_first(arrays, root).members) > arrays.size / 3
    )


def reachability(arrays: AndOrGraph) -> Iterator[Row]:
    """All that one node rests on, with the steps to each."""
    root = deep_root(arrays)
    ours = best_of(9, lambda: breadth_first(arrays, root).depth)
    depth = breadth_first(arrays, root).depth
    owner = adjacency(arrays).owner_of_link
    matrix = csr_array((np.ones(len(owner)), (owner, arrays.supplier)), shape=(arrays.size, arrays.size))
    name = "all that one node rests on"
    told = "the set alone; ours is this search, and the steps to each"
    yield name, "scipy", ours, best_of(9, lambda: breadth_first_order(matrix, root, return_predecessors=False)), told
    view = igraph.Graph(arrays.size, list(zip(owner.tolist(), arrays.supplier.tolist(), strict=True)), directed=True)
    steps_to = np.array(view.distances(root, mode="out")[0])
    assert np.array_equal(np.where(np.isinf(steps_to), -1, steps_to), depth)
    yield name, "igraph", ours, best_of(5, lambda: view.distances(root, mode="out")), "the same steps"
    with suppress(ImportError):
        import networkit

        networkit.setNumberOfThreads(1)
        graph = networkit.GraphFromCoo((owner, arrays.supplier), n=arrays.size, directed=True)

        def search() -> list[float]:
            return networkit.distance.BFS(graph, root, storePaths=False).run().getDistances()

        far = np.array(search())
        assert np.array_equal(np.where(far > arrays.size, -1, far), depth)
        yield name, "networkit", ours, best_of(5, search), "the same steps"


def exposure(arrays: AndOrGraph) -> Iterator[Row]:
    """Look-through exposure of every node to twenty countries, beside a sparse direct solve of the same equations."""
    target = np.zeros((arrays.size, COUNTRIES), dtype=bool)
    target[np.arange(COUNTRIES), np.arange(COUNTRIES)] = True
    matrix, order = one_step(arrays, arrays.weight), schedule(arrays)
    ours = best_of(3, lambda: look_through(matrix, order, target))
    lower = (eye_array(arrays.size) - matrix).tocsc()

    def solved() -> np.ndarray:
        return splu(lower, permc_spec="COLAMD").solve(target.astype(np.float64))

    if arrays.size <= 10_000:
        assert np.allclose(solved(), look_through(matrix, order, target), atol=1e-9)
        yield "exposure of all to 20 countries", "scipy splu", ours, best_of(1, solved), "the same to 1e-9"


def what_ifs(arrays: AndOrGraph) -> Iterator[Row]:
    """One what-if alone and many at once, beside the same loop compiled."""
    rng = np.random.default_rng(1)
    cases = [
        [*rng.choice(COUNTRIES, 2, replace=False).tolist(), *rng.integers(0, arrays.size, 10).tolist()]
        for _ in range(WHAT_IFS)
    ]
    order = schedule(arrays)
    with suppress(FileNotFoundError), tempfile.TemporaryDirectory() as folder:
        compiled = _compiled(arrays, Path(folder))
        for count in (1, 100, WHAT_IFS):
            dead = pack(arrays.size, cases[:count])
            assert np.array_equal(compiled(dead), failed(order, dead))
            ours, theirs = best_of(9, partial(failed, order, dead)), best_of(9, partial(compiled, dead))
            yield f"what-ifs: {count:,}", "Rust", ours, theirs, "the same bits; 45 lines, one core"


def horn_closure(arrays: AndOrGraph) -> Iterator[Row]:
    """What fails in one what-if, beside a Datalog engine that compiles the same rules (Ascent; it needs cargo)."""
    rng = np.random.default_rng(1)
    case = sorted({*rng.choice(COUNTRIES, 2, replace=False).tolist(), *rng.integers(0, arrays.size, 10).tolist()})
    order, dead = schedule(arrays), pack(arrays.size, [case])
    ours = best_of(5, lambda: failed(order, dead))
    if shutil.which("cargo") is None:
        return
    with tempfile.TemporaryDirectory() as folder:
        build = ["cargo", "build", "--quiet", "--release", "--manifest-path", HERE / "datalog" / "Cargo.toml"]
        subprocess.run([*build, "--target-dir", folder], check=True)
        given = "\n".join(" ".join(map(str, one)) for one in (arrays.owner, arrays.first, arrays.supplier, case))
        before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
        told = subprocess.run([Path(folder) / "release" / "datalog"], input=given, capture_output=True, text=True,
                              check=True).stdout  # fmt: skip
        theirs = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
    assert [int(one) for one in told.split()] == np.flatnonzero(unpack(failed(order, dead), 1)[:, 0]).tolist()
    yield "what fails in one what-if", "Ascent (Datalog)", ours, theirs, "the same nodes; theirs reads the links first"


def _compiled(arrays: AndOrGraph, folder: Path) -> Callable[[np.ndarray], np.ndarray]:
    compiler = shutil.which("rustc")
    if compiler is None:
        raise FileNotFoundError("rustc")
    library = folder / "libfailed.so"
    subprocess.run([compiler, "-O", "-C", "target-cpu=x86-64-v3", "--crate-type", "cdylib", HERE / "failed.rs",
                    "-o", library], check=True)  # fmt: skip
    kernel = ctypes.CDLL(str(library)).failed
    order = schedule(arrays)
    numbers = [
        np.cumsum([0, *(len(step.owners) for step in order)]).astype(np.uint32),
        np.array([step.cyclic for step in order], dtype=np.uint8),
        np.concatenate([step.owners for step in order]).astype(np.uint32),
        np.searchsorted(arrays.owner, np.arange(arrays.size + 1)).astype(np.uint32),
        arrays.first.astype(np.uint32),
        arrays.supplier.astype(np.uint32),
    ]
    begins, cyclic, owners, needs, first, supplier = (one.ctypes.data_as(ctypes.c_void_p) for one in numbers)

    def run(dead: np.ndarray) -> np.ndarray:
        result = dead.copy()
        assert numbers
        kernel(
            ctypes.c_size_t(dead.shape[1]), ctypes.c_size_t(len(order)), begins, cyclic, owners, needs,
            ctypes.c_size_t(arrays.size), first, supplier, ctypes.c_size_t(arrays.link_count),
            result.ctypes.data_as(ctypes.c_void_p),
        )  # fmt: skip
        return result

    return run


def cut_sets() -> Iterator[Row]:
    """Every minimal cut set of one node to order three, where there are few and where there are many."""
    for told, needs, width, alike in (("few", 300, 4, False), ("many", 100, 3, True)):
        arrays, within = _two_levels(needs, width, alike=alike), None
        deaths = {node: frozenset([frozenset([node])]) for node in range(1, arrays.size)}
        order = steps(arrays, np.ones(arrays.need_count, dtype=bool) if within is None else within)

        def one() -> frozenset[frozenset[int]]:
            return minimal_cut_sets(order, deaths, 0, 3, SearchBudget(10**7, 600))  # noqa: B023 - asked at once

        found = one()
        with suppress(ImportError):
            import clingo  # noqa: F401

            assert _by_clingo(arrays) == found
            name = f"cut sets to order 3 of one node, {told}: {len(found):,}"
            yield name, "clingo", best_of(2, one), best_of(2, lambda: _by_clingo(arrays)), "the same sets"  # noqa: B023


def _two_levels(needs: int, width: int, *, alike: bool) -> AndOrGraph:
    """Return a node over needs; ``alike``: suppliers need one of three again, so that sets multiply."""
    rng = np.random.default_rng(5)
    rows, free = [], 1 + needs
    for need in range(needs):
        rows.append(NeedEntry(0, [(1 + need, 1.0, False)], 0.0, True))
        below = (free + rng.choice(needs, width, replace=False)).tolist()
        rows.append(NeedEntry(1 + need, [(one, 1.0 / width, False) for one in below], 0.0, True))
    size = free + needs
    if alike:
        for one in range(free, free + needs):
            rows.append(NeedEntry(one, [(size, 1.0, False)], 0.0, True))
            rows.append(NeedEntry(size, [(size + 1, 0.5, False), (size + 2, 0.5, False)], 0.0, True))
            size += 3
    return AndOrGraph.from_needs(size, rows)


def _by_clingo(arrays: AndOrGraph) -> frozenset[frozenset[int]]:
    """Ask clingo for every subset-minimal set, by the domain heuristic that prefers the living."""
    import clingo

    links = [
        f"of({need},{owner}). " + " ".join(
            f"by({need},{supplier})."
            for supplier in arrays.supplier[arrays.first[need] : arrays.first[need + 1]].tolist()
        )
        for need, owner in enumerate(arrays.owner.tolist())
    ]  # fmt: skip
    rules = f"""
        {{ cut(1..{arrays.size - 1}) }} 3.
        gone(N) :- cut(N).
        gone(N) :- of(G,N), gone(S) : by(G,S).
        :- not gone(0).
        #heuristic cut(N) : N=1..{arrays.size - 1}. [1,false]
        #show cut/1.
    """
    control = clingo.Control(["0", "--enum-mode=domRec", "--heuristic=Domain", "--warn=none"])
    control.add("base", [], "\n".join(links) + rules)
    control.ground([("base", [])])
    found = set()
    with control.solve(yield_=True) as models:
        for model in models:
            found.add(frozenset(symbol.arguments[0].number for symbol in model.symbols(shown=True)))
    return frozenset(one for one in found if not any(other < one for other in found))


def seconds(value: float) -> str:
    return f"{value:.3g} s" if value >= 0.1 else f"{value * 1e3:.3g} ms"


def show(rows: Iterator[Row]) -> None:
    for name, peer, ours, theirs, told in rows:
        verdict = "" if theirs >= ours else " **(we lose)**"
        print(f"| {name} | {seconds(ours)} | {peer} | {seconds(theirs)} ({theirs / ours:.3g}×{verdict}) | {told} |",
              flush=True)  # fmt: skip


def main() -> None:
    """Print the tables."""
    print("| measure | ours | peer | theirs | equal output |\n|---|---|---|---|---|")
    show(cut_sets())
    for size in [round(float(argument) * 1_000) for argument in sys.argv[1:]] or [10_000, 100_000]:
        arrays = synthetic_graph(size, 5 * size)
        print(f"| *{arrays.size:,} nodes, {arrays.link_count:,} links* | | | | |")
        for rows in (reachability, exposure, what_ifs, horn_closure):
            show(rows(arrays))


if __name__ == "__main__":
    main()
