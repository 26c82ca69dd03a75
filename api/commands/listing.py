"""What help says of each command, read from its source: to be listed, none is imported."""

import ast
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from graph.measures import panels
from graph.measures.declared import FOLDER


class Listed(NamedTuple):
    """A command, as help lists it."""

    said: str
    panel: str


def listed(name: str, written: Mapping[str, tuple[str, str]], measures: Mapping[str, str]) -> Listed | None:
    """Return what help says of a command, None where there is none of the name.

    Parameters
    ----------
    name : str
        Of the command.
    written : Mapping
        File in this folder and panel of each command that does not derive from a measure.
    measures : Mapping
        Module of each measure.
    """
    if name in written:
        file, panel = written[name]
        said = _docstring(Path(__file__).with_name(f"{file}.py"), name)
        return Listed(said or _of_measure(measures[name]).said, panel)
    return _of_measure(measures[name]) if name in measures else None


def _of_measure(module: str) -> Listed:
    """Read the title and the panel of a measure: both are written where it is declared."""
    room, name = module.split(".")[-2:]
    calls = (node.value for node in _tree(FOLDER / room / f"{name}.py").body if isinstance(node, ast.Assign))
    called = next(call for call in calls if isinstance(call, ast.Call) and ast.unparse(call.func) == "Measure")
    given = {keyword.arg: keyword.value for keyword in called.keywords}
    return Listed(f"{ast.literal_eval(given['title'])}.", getattr(panels, ast.unparse(given["panel"])))


def _docstring(file: Path, function: str) -> str | None:
    named = (
        ast.get_docstring(node)
        for node in ast.walk(_tree(file))
        if isinstance(node, ast.FunctionDef) and node.name == function
    )
    return next((said for said in named if said), None)


def _tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))
