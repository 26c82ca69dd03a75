"""Answers in a terminal: the command line asks the same addresses as everybody else, in process.

So every command has the words, parameters and limits of its address, and ``--json`` prints its very answer.
"""

import json
import sys
from typing import Any, NoReturn

from rich.console import Console
from rich.table import Table as RichTable

WIDE = 160
"""Columns of a table that goes to a file or another program."""

out = Console(highlight=False, width=None if sys.stdout.isatty() else WIDE)
err = Console(stderr=True, highlight=False)


def fail(message: str, code: int = 2) -> NoReturn:
    """Print what is wrong and what to do, and leave."""
    err.print("error", style="bold red", end=" ")
    err.print(message, soft_wrap=True, markup=False)
    sys.exit(code)


def print_json(content: Any) -> None:
    """Print JSON as it is, for other programs."""
    print(json.dumps(content, ensure_ascii=False, indent=2))  # noqa: T201 - the answer itself, uncoloured


def print_text(text: str) -> None:
    """Print text as it is."""
    print(text, end="")  # noqa: T201 - the answer itself, uncoloured


def print_meta(content: dict[str, Any]) -> None:
    """Print what the answer rests on: date, lens, version, limits, assumptions, sources."""
    meta = content.get("meta")
    if not meta:
        return
    out.print(
        f"[dim]as of {meta['as_of']} · lens {meta['lens']} · horizon {meta['horizon']} · graph "
        f"{meta['graph_version'][:12]} · {len(content.get('sources', {}))} sources (--json shows them)[/]"
    )
    for assumption in meta.get("assumptions", ()):
        out.print(f"  · {assumption}", style="dim", markup=False)
    if meta.get("truncated"):
        out.print(f"[yellow]cut at a limit: {meta.get('limits')}[/]")


def print_table(rows: list[dict[str, Any]], columns: list[str], title: str = "") -> None:
    """Print rows as a table; nested values are shortened."""
    table = RichTable(title=title or None, title_justify="left", header_style="bold", box=None, pad_edge=False)
    cells = [[shown(row.get(column)) for column in columns] for row in rows]
    for number, column in enumerate(columns):
        words = all(" " not in line[number] for line in cells)  # an id is copied whole: other columns give way
        table.add_column(column.replace("_", " "), overflow="fold", no_wrap=words)
    for line in cells:
        table.add_row(*line)
    out.print(table)


def shown(value: Any) -> str:
    """Show one value in a cell."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 1_000 else f"{value:.4g}"
    if isinstance(value, list | tuple):
        return ", ".join(shown(part.get("id", part) if isinstance(part, dict) else part) for part in value)
    if isinstance(value, dict):
        return ", ".join(f"{name} {shown(part)}" for name, part in value.items())
    return str(value)
