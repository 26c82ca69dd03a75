"""``make trust``: everything that has to hold on a public address, on the real graph, with figures.

``python -m tests.trust [DATA]`` takes the graph of a data folder, or builds that of what is shipped. Sizes are set by
``TRUST_REQUESTS``, ``TRUST_CALLERS``, ``TRUST_SECONDS`` and their like; ``TRUST_STAGES`` names stages, after commas.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

from graph.knowledge_graph import KnowledgeGraph
from graph.stores.versions.store import VersionStore
from loaders.registry import collect
from tests.trust import conformance, database, generated, load, store, throughput, upstream, workers
from tests.trust.stage import ROOT, Report, Sizes

Stage = Callable[[Sizes, Path], Report]


def hostile(sizes: Sizes, data: Path) -> Report:
    """Names that are code, through every export, terminal, page and drawing."""
    files = ["tests/api/test_hostile_names.py", "tests/api/test_terminal.py"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-n0", *files], cwd=ROOT, capture_output=True, text=True, check=False
    )
    report = Report("hostile names", {"pytest": done.stdout.strip().splitlines()[-1]})
    report.expect(done.returncode == 0, done.stdout[-500:])
    return report


def broken_upstream(sizes: Sizes, data: Path) -> Report:
    """See ``upstream``; ``SUPPLYGRAPH_FEEDS`` has the real files."""
    feeds = os.environ.get("SUPPLYGRAPH_FEEDS")
    return upstream.run(sizes, Path(feeds) if feeds else None)


STAGES: dict[str, Stage] = {
    "requests": generated.run, "conformance": conformance.run, "load": load.run, "leaving": load.leaving,
    "workers": workers.run, "throughput": throughput.run,
    "kills": store.kills, "damage": store.damage, "neo4j": database.run, "upstream": broken_upstream,
    "hostile": hostile,
}  # fmt: skip


def shipped(folder: Path) -> Path:
    """Build the graph of what is shipped."""
    collected = collect(None, noncommercial=False, unverified=False)
    VersionStore(folder).write(KnowledgeGraph.build(collected.facts), "2026-11-23T00:00:00+00:00", collected.reports)
    return folder


def main(arguments: list[str]) -> int:
    """Run the stages and print their figures."""
    sizes = Sizes.from_environment()
    wanted = [name for name in os.environ.get("TRUST_STAGES", "").split(",") if name] or list(STAGES)
    failed = 0
    with TemporaryDirectory() as folder:
        data = Path(arguments[0]) if arguments else shipped(Path(folder))
        stored = VersionStore(data).read()
        told = f"{len(stored.graph.nodes):,} nodes, {len(stored.graph.claims):,} relations"
        print(f"graph {stored.graph.version[:12]}: {told}")
        print(f"load of the machine before: {', '.join(f'{one:.1f}' for one in os.getloadavg())}; {asdict(sizes)}")
        for name in wanted:
            started = time.perf_counter()
            report = STAGES[name](sizes, data)
            failed += bool(report.wrong)
            verdict = "holds" if not report.wrong else "DOES NOT HOLD"
            print(f"\n{report.name}: {verdict} ({time.perf_counter() - started:.0f} s, load {os.getloadavg()[0]:.1f})")
            print(f"  {json.dumps(report.figures)}")
            for wrong in report.wrong:
                print(f"  ! {wrong}")
            sys.stdout.flush()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
