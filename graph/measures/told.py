"""Cells of what is lost: the interval, and the likely value before it only where the interval leaves it one."""

from collections.abc import Callable, Mapping
from typing import Any

from graph.analysis.results import is_told, percent_told


def lost(name: str) -> Callable[[Mapping[str, Any]], str | None]:
    """Return the cell of a loss in words; empty where there is none.

    Parameters
    ----------
    name : str
        The field with the low, central and high part of 1.
    """

    def cell(row: Mapping[str, Any]) -> str | None:
        if row[name] is None:
            return None
        low, central, high = row[name]
        return percent_told(central, low, high)

    return cell


def likely(row: Mapping[str, Any]) -> float | None:
    """Return the value of a line of a profile; nothing of a share that may be anything.

    Parameters
    ----------
    row : mapping
        As JSON has it, with ``value``, ``low``, ``high`` and ``unit``.
    """
    value: float | None = row["value"]
    ends = row["low"], row["high"]
    share = (row["unit"] or "").startswith(SHARES)
    return None if share and None not in ends and not is_told(*ends) else value


SHARES = ("of ", "lost without it")
"""How the unit of a share begins."""
