"""Write docs/measures.md: every measure, from its declaration."""

from pathlib import Path
from typing import Any

from graph.measures.declared import every
from graph.measures.measure import Measure
from graph.measures.question import Question

TARGET = Path(__file__).parents[1] / "docs" / "measures.md"
HEAD = """# Measures

What can be asked, written by `python scripts/measures_docs.py` from the declarations in `graph/measures/`. Every
address takes `as_of`, `known_at`, `lens` and `horizon`; a command takes the same parameters with the same defaults as
`--as-of` and so on, and `--json` gives the very answer of the address.
"""


def row(measure: Measure[Any]) -> str:
    """Return the row of one measure."""
    common = set(Question.model_fields)
    own = [field.alias or name for name, field in measure.question.model_fields.items() if name not in common]
    takes = ", ".join(f"`{name}`" for name in own if name not in measure.in_path)
    address = f"`{measure.method} /v1{measure.path}`"
    return f"| {measure.title} | {address} | `{measure.name}` | {takes or '–'} |"


def text() -> str:
    """Return the page."""
    parts = [HEAD]
    for panel in dict.fromkeys(measure.panel for measure in every()):
        parts += [f"## {panel}", "", "| question | address | command | parameters of its own |", "|---|---|---|---|"]
        parts += [row(measure) for measure in every() if measure.panel == panel]
        parts.append("")
    return "\n".join(parts)


if __name__ == "__main__":
    TARGET.write_text(text(), encoding="utf-8")
