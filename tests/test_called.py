"""What stands in the product is used by the product: no function, class, method or constant that only tests call."""

import ast
from pathlib import Path

ROOT = Path(__file__).parents[1]
FILES = [file for package in ("graph", "loaders", "api") for file in sorted((ROOT / package).rglob("*.py"))]
BY_NAME = ("api.commands.", "api.main", "api.cli")
"""Commands are found by their names, and the roots are started from outside."""
STARTED = {"load", "main"}
"""What a loader is asked for by the registry, and what a child process runs."""

NOT_BY_US = {
    "list_commands": "typer",
    "send_400_response": "uvicorn",
    "save": "whoever has a picture in a notebook",
    "process_id": "tests and benchmarks, which kill and weigh the engine",
}
"""Methods that the product does not call, and who does."""


def module_of(file: Path) -> str:
    return ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def defined_and_used() -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    """Return the public functions and classes by module, and those that some module refers to."""
    defined, used = set(), set()
    for file in [*FILES, *sorted((ROOT / "scripts").glob("*.py"))]:
        tree, module = ast.parse(file.read_text()), module_of(file)
        modules: dict[str, str] = {}
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module:
                used |= {(node.module, name.name) for name in node.names}
                modules |= {name.asname or name.name: f"{node.module}.{name.name}" for name in node.names}
            elif isinstance(node, ast.Name):
                used.add((module, node.id))
            elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in modules:
                used.add((modules[node.value.id], node.attr))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.isidentifier():
                used.add((module, node.value))  # an annotation in quotes
        if file in FILES and not module.startswith(BY_NAME):
            defined |= {
                (module, node.name)
                for node in tree.body
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
                and not node.name.startswith("_")
                and node.name not in STARTED
                and not node.decorator_list
            }
    return defined, used


def test_no_function_and_no_class_is_called_by_tests_only():
    defined, used = defined_and_used()
    assert len(defined) > 500
    assert sorted(defined - used) == []


def attributes_used() -> set[str]:
    """Every name that is looked up, as an attribute or by itself, and every text that may be one."""
    found = set()
    for file in [*FILES, *sorted((ROOT / "supplygraph").rglob("*.py")), *sorted((ROOT / "scripts").glob("*.py"))]:
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Attribute):
                found.add(node.attr)
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                found.add(node.id)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
    return found


def test_no_method_is_called_by_tests_only():
    """By name alone: a method of the name of another that is called escapes."""
    methods = {
        (module_of(file), owner.name, node.name)
        for file in [*FILES, *sorted((ROOT / "supplygraph").rglob("*.py"))]
        for owner in ast.walk(ast.parse(file.read_text()))
        if isinstance(owner, ast.ClassDef)
        for node in owner.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and not node.name.startswith(("__", "_repr_"))
        and not any("validator" in ast.unparse(one) for one in node.decorator_list)
        and node.name not in NOT_BY_US
    }
    assert len(methods) > 300
    used = attributes_used()
    assert sorted(one for one in methods if one[-1] not in used) == []


def test_no_constant_is_read_by_tests_only():
    constants = {
        (module_of(file), target.id)
        for file in FILES
        for node in ast.parse(file.read_text()).body
        if isinstance(node, ast.Assign | ast.AnnAssign)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name) and not target.id.startswith("__")
    }
    assert len(constants) > 500
    used = attributes_used() | {"MEASURE"}  # found by its name
    assert sorted(one for one in constants if one[-1] not in used) == []
