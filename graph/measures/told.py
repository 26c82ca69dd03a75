"""Cells of what is lost: the interval first where it is wide, and the value that rows are sorted by, named."""

from collections.abc import Callable, Mapping
from typing import Any

from graph.analysis.results import percent_lost


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
        return percent_lost(central, low, high)

    return cell
