"""Answers in a terminal: the command line asks the same addresses as everybody else, in process.

So every command has the words, parameters and limits of its address, and ``--json`` prints its very answer.

Names come from anywhere. What is printed is printed as it is: brackets are no markup, and a control character, which
would steer the terminal, is shown as ``\\x1b``. Only ``marked`` styles, by a template of ours.
"""

import json
import re
import sys
from typing import Any, NoReturn

from rich.console import Console
from rich.measure import Measurement
from rich.table import Table as RichTable
from rich.text import Text

UNBOUNDED = 10_000
WIDE = 160
"""Columns of a table that goes to a file or another program."""

_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""Control characters but tab and the end of a line, what ends lines elsewhere, and the marks that turn writing."""

_HIDDEN = {ord("["): "\x00", ord("\\"): "\x01"}
"""What means something in marks, as characters that no visible text has: ``rich.markup.escape`` lets some through."""
_SHOWN = {ord(hidden): chr(sign) for sign, hidden in _HIDDEN.items()}


def visible(text: str) -> str:
    """Return a text in which what would steer a terminal can be read instead."""
    return _STEERING.sub(lambda found: _escaped(ord(found.group())), text)


def _escaped(code: int) -> str:
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


class Plain(Console):
    """A console that takes every string for what it is: no markup, no control characters."""

    def render_str(self, text: str, **options: Any) -> Text:
        """Return a string as text (rich asks for it wherever a string is printed: lines, cells, titles)."""
        return super().render_str(visible(text), **options | {"markup": False, "emoji": False})


out = Plain(highlight=False, width=None if sys.stdout.isatty() else WIDE)
err = Plain(stderr=True, highlight=False)


def marked(template: str, *values: object) -> Text:
    """Return a template with the marks of rich, with values in its braces that are shown as they are.

    Parameters
    ----------
    template : str
        Ours, as ``"[bold]{}[/] nodes"``.
    values : object
    """
    text = Text.from_markup(template.format(*(visible(str(value)).translate(_HIDDEN) for value in values)), emoji=False)
    text.plain = text.plain.translate(_SHOWN)
    return text


def fail(message: str, code: int = 2) -> NoReturn:
    """Print what is wrong and what to do, and leave."""
    err.print("error", style="bold red", end=" ")
    err.print(message, soft_wrap=True)
    sys.exit(code)


def print_json(content: Any) -> None:
    """Print JSON as it is, for other programs."""
    text = json.dumps(content, ensure_ascii=False, indent=2)
    print(_STEERING.sub(lambda found: f"\\u{ord(found.group()):04x}", text))  # noqa: T201 - the answer itself, uncoloured


def print_text(text: str) -> None:
    """Print text as it is; to a terminal, what would steer it so that it can be read."""
    print(visible(text) if sys.stdout.isatty() else text, end="")  # noqa: T201 - the answer itself, uncoloured


def print_meta(content: dict[str, Any]) -> None:
    """Print what the answer rests on: date, lens, version, limits, assumptions, sources."""
    meta = content.get("meta")
    if not meta:
        return
    told = "[dim]as of {} · lens {} · horizon {} · graph {} · {} sources (--json shows them)[/]"
    sources = len(content.get("sources", {}))
    horizon = meta["horizon"] or "all three"
    out.print(marked(told, meta["as_of"], meta["lens"], horizon, meta["graph_version"][:12], sources))
    for assumption in meta.get("assumptions", ()):
        out.print(f"  · {assumption}", style="dim")
    if meta.get("truncated"):
        out.print(f"cut at a limit: {meta.get('limits')}", style="yellow")


def print_table(rows: list[dict[str, Any]], columns: list[str], title: str = "") -> None:
    """Print rows as a table; nested values are shortened."""
    table = RichTable(title=title or None, title_justify="left", header_style="bold", box=None, pad_edge=False)
    cells = [[shown(row.get(column)) for column in columns] for row in rows]
    for number, column in enumerate(columns):
        words = all(" " not in line[number] for line in cells)  # an id is copied whole: other columns give way
        table.add_column(column.replace("_", " "), overflow="fold", no_wrap=words)
    for line in cells:
        table.add_row(*map(out.render_str, line))  # as text: rich would make it of each cell at every look
    needed = Measurement.get(out, out.options.update(max_width=UNBOUNDED), table)
    width = out.width
    # An id is never cut: a file or another program gets every column whole, a narrow terminal lines that are too long.
    out.width = max(width, needed.minimum if sys.stdout.isatty() else min(needed.maximum, UNBOUNDED))
    try:
        out.print(table, crop=False)
    finally:
        out.width = width


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
