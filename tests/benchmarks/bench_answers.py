"""Time bans and thresholds on the shipped atlas beside the definition on dictionaries, in one run.

Run: ``make bench``, or this file from the root of the project.
"""

import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from datetime import date  # noqa: E402 - the root is put on the path first

from graph.analysis.dependency.cut_sets import Action, Cut  # noqa: E402
from graph.analysis.dependency.cut_sets_of_many import cut_sets_of_all  # noqa: E402
from graph.analysis.dependency.known import is_known  # noqa: E402
from graph.analysis.dependency.readings import BOOLEAN, Criterion  # noqa: E402
from graph.analysis.dependency.targets import TargetSet, members_of  # noqa: E402
from graph.analysis.dependency.universe import Over  # noqa: E402
from graph.knowledge_graph import KnowledgeGraph  # noqa: E402
from loaders.registry import collect  # noqa: E402
from tests.graph.analysis.dependency.ban_reference import banned  # noqa: E402

SAMPLE = 20
"""Bans that the dictionaries are timed on; the rest is scaled up."""


def main() -> None:
    """Print the table."""
    graph = KnowledgeGraph.build(collect(Path("nowhere"), noncommercial=False, unverified=False).facts)
    snapshot = graph.snapshot(date(2026, 11, 25))
    labs = [lab for lab in members_of(snapshot, TargetSet.LABS) if is_known(snapshot, lab)]
    countries = sorted({country for node in snapshot.nodes for country in snapshot.controllers(node)})
    homes = {tuple(snapshot.controllers(lab)) for lab in labs}
    started = time.perf_counter()
    pairs = [(by, home) for home in homes for by in countries if by not in home]
    for by, home in pairs[:SAMPLE]:
        banned(snapshot, [by], home)
    dictionaries = (time.perf_counter() - started) / SAMPLE * len(pairs)
    print(f"{len(labs)} labs, {len(countries)} countries, {len(pairs)} bans of one country")
    print("| measure | ours | dictionaries, Boolean, scaled from a sample |\n|---|---|---|")
    for name, criterion in (("Boolean failure", BOOLEAN), ("half of capacity, three values", Criterion())):
        started = time.perf_counter()
        cut_sets_of_all(snapshot, labs, Cut(Over.COUNTRY, 1, Action.BAN, criterion=criterion))
        ours = time.perf_counter() - started
        print(
            f"| smallest ban of every lab, {name} | {ours:.2f} s | {dictionaries:.1f} s ({dictionaries / ours:.0f}x) |"
        )


if __name__ == "__main__":
    main()
