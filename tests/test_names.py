"""One thing a name, no long file, and parameters that are told."""

import ast
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).parents[1]
FILES = [file for package in ("graph", "loaders", "api", "supplygraph") for file in (ROOT / package).rglob("*.py")]
MOST_LINES = 300
TWO_MEANINGS = {"Row"}
"""A row of a source's table is one for its loaders, a row of a result one for analysis."""


def named(body: list[ast.stmt]) -> list[str]:
    """Classes, and names for types: ``Interval = tuple[float, float]``."""
    classes = [node.name for node in body if isinstance(node, ast.ClassDef)]
    types = [
        node.targets[0].id
        for node in body
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and isinstance(node.value, ast.Subscript)
        and node.targets[0].id[:1].isupper()
        and not node.targets[0].id.isupper()
    ]
    return classes + types


def test_no_class_and_no_type_has_its_name_twice():
    where = defaultdict(list)
    for file in FILES:
        for name in named(ast.parse(file.read_text()).body):
            where[name].append(str(file.relative_to(ROOT)))
    assert len(where) > 300
    twice = {name: files for name, files in where.items() if len(files) > 1}
    assert {name: files for name, files in twice.items() if name not in TWO_MEANINGS} == {}


def test_no_file_passes_three_hundred_lines():
    lines = {str(file.relative_to(ROOT)): len(file.read_text().splitlines()) for file in FILES}
    assert {file: count for file, count in lines.items() if count > MOST_LINES} == {}


def test_analysis_tells_what_its_parameters_are():
    untold = []
    for file in (ROOT / "graph" / "analysis").rglob("*.py"):
        for node in ast.parse(file.read_text()).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                told = ast.get_docstring(node) or ""
                names = [one.arg for one in (*node.args.args, *node.args.kwonlyargs)]
                short = len(names) < 3 and "Parameters" not in told
                untold += [] if short else [f"{file.name}: {node.name}: {one}" for one in names if one not in told]
    assert untold == []
