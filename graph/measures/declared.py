"""Which measures there are: a file each in the rooms of this folder. Nothing lists them."""

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from graph.measures.measure import Measure  # a command that is not one of a measure does without

FOLDER = Path(__file__).parent


def names() -> Mapping[str, str]:
    """Return the module of each measure, by the measure's name; nothing is imported."""
    files = sorted(FOLDER.glob("*/[!_]*.py"))
    return {file.stem.replace("_", "-"): f"{__package__}.{file.parent.name}.{file.stem}" for file in files}


def declared(name: str) -> "Measure[Any]":
    """Return a measure.

    Parameters
    ----------
    name : str
        As its command has it, with hyphens.

    Raises
    ------
    KeyError
        There is none of this name.
    """
    measure: Measure[Any] = import_module(names()[name]).MEASURE
    if measure.name != name:
        raise ValueError(f"the measure {measure.name} stands in the file of {name}")
    return measure


@cache
def every() -> "tuple[Measure[Any], ...]":
    """Return every measure, by name."""
    return tuple(declared(name) for name in names())
