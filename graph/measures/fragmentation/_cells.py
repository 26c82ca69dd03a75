"""Cells of tables of countries: a share stands there only where its interval leaves it one."""

from collections.abc import Mapping
from typing import Any

from graph.analysis.results import percent_told


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
