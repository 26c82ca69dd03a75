"""Cells of tables of countries: a central value stands there only where its interval leaves it one."""

import math
from collections.abc import Callable, Mapping
from typing import Any

from graph.analysis.results import is_told, percent_told


def spheres(row: Mapping[str, Any]) -> str | None:
    """Return the shares of a row by sphere, each with its interval; None where nothing is known.

    Parameters
    ----------
    row : mapping
        As JSON has it, with ``spheres`` and ``spheres_range``.
    """
    ranges = row["spheres_range"]
    if not row["spheres"] or not ranges:
        return None
    return ", ".join(f"{sphere} {percent_told(share, *ranges[sphere])}" for sphere, share in row["spheres"].items())


def told(name: str, scale: float = 1.0, shown: str = "") -> Callable[[Mapping[str, Any]], Any]:
    """Return the cell of a figure, empty where the figure may be anything.

    Parameters
    ----------
    name : str
        Of a figure whose interval is the field ``name_range``; may lead through a field, as ``first.alignment``.
    scale : float
        From its least to its largest value.
    shown : str
        The field that is shown in its place, where its interval decides about another.
    """

    def cell(row: Mapping[str, Any]) -> Any:
        *within, last = name.split(".")
        inner: Any = row
        for step in within:
            inner = inner[step] if inner else None
        low, high = (inner[f"{last}_range"] if inner else None) or (0.0, math.inf)
        return inner[shown or last] if is_told(low, high, scale) else None

    return cell
