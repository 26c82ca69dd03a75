"""Time every measure's own example, and the heaviest questions, in process: processor time, peak memory, bytes.

Run: this file with a folder of a built graph. Each question has a process of its own, with the day's snapshot made
before. Processor time says what a question costs however busy the machine is; what callers wait: ``bench_server.py``.
"""

import os
import resource
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from graph.knowledge_graph import KnowledgeGraph  # noqa: E402 - the root is put on the path first
from graph.measures.declared import declared, every  # noqa: E402
from graph.measures.measure import Limits, Measure, evaluate, snapshot_of  # noqa: E402
from graph.measures.question import asked  # noqa: E402
from graph.stores.versions.store import VersionStore  # noqa: E402

UNBOUNDED = Limits(seconds=1_000)
HEAVY: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "pairs of companies, labs": ("chokepoints", {"over": "company", "max_order": 2}),
    "pairs of entities, labs": ("chokepoints", {"over": "entity", "max_order": 2}),
    "pairs of companies, all models": ("chokepoints", {"over": "company", "max_order": 2, "targets": "all-models"}),
    "pairs by ban with foreign products": (
        "chokepoints",
        {"over": "country", "max_order": 2, "action": "ban", "reach": "foreign_direct_product"},
    ),
    "bans of all models": ("cut-all", {"targets": "all-models", "action": "ban", "over": "country", "max_order": 2}),
    "bans of all labs": ("cut-all", {"targets": "labs", "action": "ban", "over": "country", "max_order": 2}),
    "all layers by month since 2022": ("timeline", {"from": "2022-01-01", "step": "month"}),
}


def one(graph: KnowledgeGraph, measure: Measure[Any], given: Mapping[str, Any]) -> str:
    """Return a row: first answer, second answer, memory that the first took, bytes."""
    question = asked(measure.question, dict(given))
    snapshot_of(graph, question)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    times = []
    for _ in range(2):
        started = time.process_time()
        found = evaluate(measure, graph, question, UNBOUNDED)
        times.append(time.process_time() - started)
    peak = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    size = len(found.model_dump_json(by_alias=True)) / 1000
    return f"{times[0] * 1000:,.0f} ms | {times[1] * 1000:,.0f} ms | {peak:,.0f} MB | {size:,.0f} kB |"


def main() -> None:
    """Print the table."""
    questions = [(measure.name, measure, dict(measure.example)) for measure in every()]
    questions += [(name, declared(of), dict(given)) for name, (of, given) in HEAVY.items()]
    graph = VersionStore(Path(sys.argv[1])).read().graph
    print("| operation | first | again | memory | whole answer |\n|---|---|---|---|---|")
    for name, measure, given in questions:
        sys.stdout.flush()
        if child := os.fork():
            os.waitpid(child, 0)
            continue
        print(f"| {name} | {one(graph, measure, given)}")
        sys.stdout.flush()
        os._exit(0)


if __name__ == "__main__":
    main()
