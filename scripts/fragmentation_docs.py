"""Write the tables of docs/fragmentation.md: findings as the product gives them, and what each layer does not see.

Run: ``python scripts/fragmentation_docs.py SHIPPED WHOLE``, two folders of built graphs: without feeds, and with all.
"""

import re
import sys
from datetime import date
from pathlib import Path

from graph.analysis.blocs import presets
from graph.analysis.fragmentation.figures.index import LayerFragmentation, fragmentation
from graph.analysis.fragmentation.layers.shares import Choice
from graph.analysis.fragmentation.ties.table import TIES
from graph.analysis.fragmentation.ties.unseen import UNSEEN
from graph.measures.findings.sentences.asking import findings_of
from graph.measures.findings.sentences.finding import Findings
from graph.measures.findings.sentences.table import KINDS
from graph.measures.measure import Limits
from graph.snapshots.snapshot import Snapshot
from graph.stores.versions.store import VersionStore

TARGET = Path(__file__).parents[1] / "docs" / "fragmentation.md"


def between(page: str, name: str, lines: list[str]) -> str:
    """Return the page with the part between the two markers of a name replaced."""
    start, end = f"<!-- {name} -->\n", f"<!-- end of {name} -->"
    inside = re.compile(re.escape(start) + ".*?" + re.escape(end), re.DOTALL)
    return inside.sub(lambda _: start + "\n".join(lines) + "\n" + end, page)


def findings_table(shipped: Findings, whole: Findings) -> list[str]:
    """Return every finding, told or withheld, on both graphs."""
    rows = [f"| `{kind.id}` | {_said(shipped, kind.id)} | {_said(whole, kind.id)} |" for kind in KINDS]
    return ["| finding | as shipped | with every feed |", "|---|---|---|", *rows]


def _said(found: Findings, name: str) -> str:
    told = {one.id: one.statement for one in found.findings}
    return told.get(name) or "*" + next(one.reason for one in found.withheld if one.id == name) + "*"


def layers_table(shipped: Snapshot, whole: Snapshot) -> list[str]:
    """Return what the default tie of each layer gives on both graphs, and what no tie of it sees."""
    lines = [
        "| layer, tie | as shipped: Φ (interval, redrawn, chance); US, China, other | with every feed | does not see |",
        "|---|---|---|---|",
    ]
    for layer, rows in TIES.items():
        for number, row in enumerate(rows):
            cells = [_figures(snapshot, layer, row.name) if not number else "" for snapshot in (shipped, whole)]
            lines.append(
                f"| {layer.value}, `{row.name}` | {' | '.join(cells)} | {UNSEEN[f'{layer.value} {row.name}']} |"
            )
    return lines


def _figures(snapshot: Snapshot, layer: object, tie: str) -> str:
    (row,) = fragmentation(snapshot, Choice(presets()["control"], (layer,), tie)).layers  # type: ignore[arg-type]
    if row.spheres is None or row.index is None:
        return f"*{row.reason}*"
    shares = " ".join(f"{row.spheres[name]:.2f}" for name in ("US", "China", "other"))
    return f"{row.index:.2f} ({_spans(row)}); {shares}, {row.coverage.countries} countries"


def _spans(row: LayerFragmentation) -> str:
    facts = row.interval.index if row.interval else None
    drawn = row.redrawn.index if row.redrawn else None
    told = [f"{span[0]:.2f}–{span[1]:.2f}" if span else "–" for span in (facts, drawn)]
    return f"{', '.join(told)}, {row.null.mean:.2f}" if row.null else ", ".join(told)


def main(folders: list[str]) -> None:
    """Rewrite the page."""
    shipped, whole = (VersionStore(Path(folder)).read().graph.snapshot(date.today()) for folder in folders)
    page = TARGET.read_text(encoding="utf-8")
    found = [findings_of(snapshot, Limits()) for snapshot in (shipped, whole)]
    page = between(page, "findings", findings_table(*found))
    page = between(page, "layers", layers_table(shipped, whole))
    TARGET.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
