"""What a notebook shows: pictures, and tables as HTML."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

SHOWN = 30
"""Rows of a table that are drawn; frames have all."""


@dataclass(frozen=True)
class Drawn:
    """A picture.

    Attributes
    ----------
    svg : str
    """

    svg: str

    def save(self, path: str) -> None:
        """Write it as a file."""
        with open(path, "w", encoding="utf-8") as file:
            file.write(self.svg)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {"image/svg+xml": self.svg, "text/plain": "<a picture; .save(path) writes it>"}


def listing(title: str, rows: Sequence[Mapping[str, Any]], note: str = "") -> str:
    """Return rows as an HTML table; what is not known is a dash."""
    if not rows:
        return f"<p><b>{escape(title)}</b>: nothing</p>"
    head = "".join(f"<th>{escape(name.replace('_', ' '))}</th>" for name in rows[0])
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(cell(value))}</td>" for value in row.values()) + "</tr>" for row in rows[:SHOWN]
    )
    more = f"<p>… and {len(rows) - SHOWN:,} more rows</p>" if len(rows) > SHOWN else ""
    note = f"<p><small>{escape(note)}</small></p>" if note else ""
    return (
        f"<p><b>{escape(title)}</b></p><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}{note}"
    )


def cell(value: Any) -> str:
    """Return a value as a reader sees it."""
    match value:
        case None:
            return "–"
        case bool():
            return "yes" if value else "no"
        case float():
            return f"{value:,.4g}"
        case list() | tuple():
            return ", ".join(cell(part.get("id", part) if isinstance(part, dict) else part) for part in value)
        case dict():
            return ", ".join(f"{name} {cell(part)}" for name, part in value.items())
        case _:
            return str(value)
