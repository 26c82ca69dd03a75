"""Write docs/headlines.md: who stops most labs and frontier models, by the product itself on the graph it has built."""

import sys
from datetime import date
from pathlib import Path

from graph.analysis.dependency.cases.targets import MEANING, TargetSet
from graph.analysis.dependency.cases.universe import Over
from graph.analysis.dependency.chokepoints.headlines import AtHorizon, headlines
from graph.analysis.dependency.cut_sets.cut_sets import Action, Cut
from graph.snapshots.snapshot import Snapshot
from graph.stores.versions.store import VersionStore

TARGET = Path(__file__).parents[1] / "docs" / "headlines.md"
ASKED = [
    (targets, over, action)
    for targets in (TargetSet.LABS, TargetSet.FRONTIER_MODELS)
    for over in (Over.COUNTRY, Over.COMPANY)
    for action in Action
]


EARLIER = {"Germany": 56, "Japan": 55, "Taiwan": 51, "United States": 31, "Netherlands": 16}
"""Labs that the product called stopped before these rules, by Boolean failure over all needs alike."""


def table(snapshot: Snapshot, targets: TargetSet, over: Over, action: Action) -> list[str]:
    """Return one question as Markdown."""
    found = headlines(snapshot, targets, Cut(over, 1, action))
    first = found.rows[0]
    before = (targets, over, action) == (TargetSet.LABS, Over.COUNTRY, Action.COLLAPSE)
    known = [at.of + at.own for at in (first.run, first.make, first.grow)]
    does = "is gone" if action is Action.COLLAPSE else "stops supplying each target's own country"
    lines = [
        f"## Which {over.value} stops most {targets.value.replace('-', ' ')} when it {does}",
        "",
        f"Of {known[0]} (now), {known[1]} (production) and {known[2]} (growth) whose needs are known "
        f"({MEANING[targets]}); {found.not_known['make']} more are not known in production and count nowhere. Each "
        "cell: stopped for certain / likely / possibly, of those elsewhere; its own are left out.",
        "",
        f"| {over.value} | now | production | growth |{' before |' if before else ''} why, of one of them |",
        f"|---|---|---|---|{'---|' if before else ''}---|",
    ]
    for row in found.rows:
        at = next((one for one in (row.make, row.grow, row.run) if one.example), row.make)
        cells = " | ".join(_cell(one) for one in (row.run, row.make, row.grow))
        was = f" {EARLIER.get(row.name, '–')} |" if before else ""
        lines.append(f"| {row.name} | {cells} |{was} {at.why or ''} |")
    return [*lines, ""]


def _cell(at: AtHorizon) -> str:
    return f"{at.certain} / {at.likely} / {at.possible} of {at.of}"


def main(folder: str) -> None:
    """Write the page from the graph in a folder."""
    graph = VersionStore(Path(folder)).read().graph
    snapshot = graph.snapshot(date.today())
    text = TARGET.read_text(encoding="utf-8").partition(MARK)[0] if TARGET.exists() else ""
    parts = [f"As of {snapshot.as_of}, lens {snapshot.lens}, graph {graph.version[:12]}.", ""]
    for targets, over, action in ASKED:
        parts += table(snapshot, targets, over, action)
    TARGET.write_text(text + MARK + "\n" + "\n".join(parts), encoding="utf-8")


MARK = "<!-- below this line: written by scripts/headlines.py -->"

if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "data")
