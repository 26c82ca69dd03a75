"""One thing a name, no long file, and parameters that are told."""

import ast
import re
from collections import defaultdict
from itertools import pairwise
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


def public(body: list[ast.stmt]) -> list[ast.FunctionDef]:
    """Public functions and methods."""
    found = []
    for node in body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            found.append(node)
        elif isinstance(node, ast.ClassDef):
            found += public(node.body)
    return found


def constructors(tree: ast.Module) -> list[tuple[ast.FunctionDef, str]]:
    """How public classes are made, each with the docstring of its class: there numpydoc has the parameters."""
    return [
        (node, ast.get_docstring(one) or "")
        for one in ast.walk(tree)
        if isinstance(one, ast.ClassDef) and not one.name.startswith("_")
        for node in one.body
        if isinstance(node, ast.FunctionDef) and node.name == "__init__"
    ]


def bare(docstring: str) -> list[str]:
    """Parameters and attributes that a docstring lists, with nothing beneath."""
    found, section = [], ""
    for line, after in pairwise((*docstring.splitlines(), "")):
        if re.fullmatch(r"-{3,}", after):
            section = line
        elif section in ("Parameters", "Attributes") and re.fullmatch(r"\w+(, \w+)*( : .+)?", line):
            found += [] if re.match(r" {4}\S", after) else [line]
    return found


def described(docstring: str) -> set[str]:
    """The parameters that a docstring gives a line of their own, and beneath it what they mean."""
    lines = docstring.splitlines()
    return {
        name
        for line, after in pairwise(lines)
        if (found := re.fullmatch(r"(\w+(?:, \w+)*)(?: : .+)?", line)) and re.match(r" {4}\S", after)
        for name in found[1].split(", ")
    }


ANSWERS = ["snapshot", "question", "limits"]
"""What every measure takes (``Measure``); what may be asked of it are the fields of its question."""


def test_each_parameter_is_explained():
    """Not its name and type alone: meaning, shape and unit, as networkx does."""
    told, untold = 0, []
    for file in sorted((ROOT / "graph").rglob("*.py")):
        tree = ast.parse(file.read_text())
        functions = [(node, ast.get_docstring(node) or "") for node in public(tree.body)]
        for node, docstring in (*functions, *constructors(tree)):
            names = [one.arg for one in (*node.args.args, *node.args.kwonlyargs) if one.arg not in ("self", "cls")]
            if names != ANSWERS:
                told += len(names)
                missing = set(names) - described(docstring)
                untold += [f"{file.relative_to(ROOT)}: {node.name}: {name}" for name in sorted(missing)]
    assert told > 1450
    assert untold == []


def test_no_class_lists_a_name_with_nothing_beneath():
    empty = []
    for file in sorted((ROOT / "graph").rglob("*.py")):
        if "kernels" in file.parts:
            continue
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.ClassDef):
                empty += [f"{file.name}: {node.name}: {one}" for one in bare(ast.get_docstring(node) or "")]
    assert empty == []


def test_every_question_says_what_may_be_asked():
    from graph.measures.declared import every

    fields = {
        f"{measure.name}: {name}": field.description
        for measure in every()
        for name, field in measure.question.model_fields.items()
    }
    assert len(fields) > 200
    assert [name for name, description in fields.items() if not description] == []


def test_no_constant_is_typed_twice():
    """One name and one value in two files is one thing, but for what is its file's own."""
    own = {"FOLDER", "MOST_BYTES", "NOTHING", "ROUNDING", "SECONDS"}  # bounds and tolerances
    where = defaultdict(list)
    for file in FILES:
        for node in ast.parse(file.read_text()).body:
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                name, value = node.targets[0].id.strip("_"), ast.unparse(node.value)
                made = isinstance(node.value, ast.Call | ast.Name) and not value.startswith("frozenset")
                if name.isupper() and name not in own and len(value) > 4 and not made:
                    where[name, value].append(str(file.relative_to(ROOT)))
    assert len(where) > 300
    assert {key: files for key, files in where.items() if len(files) > 1} == {}


def test_shares_are_said_by_one_function():
    """Rounded anywhere else, what is not nothing reads as 0%."""
    rounding = {str(file.relative_to(ROOT)) for file in FILES if re.search(r":\.\d%", file.read_text())}
    assert rounding == {"graph/analysis/results.py"}


def test_a_table_says_no_share_without_its_bounds():
    """The stack of Germany rested on Japan by "50%", which may be anything from nothing to half."""
    tables = [file for file in FILES if file.is_relative_to(ROOT / "graph/measures") and "findings" not in file.parts]
    assert len(tables) > 40
    bare = [str(file.relative_to(ROOT)) for file in tables if re.search(r"\bpercent\(", file.read_text())]
    assert bare == []
