"""No module keeps anything: what follows from a graph or a snapshot is kept with it (``graph.kept``)."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
PACKAGES = ("graph", "loaders", "api", "supplygraph")
FILES = sorted(file for package in PACKAGES for file in (ROOT / package).rglob("*.py"))
BY_FORM = "records.py"
"""One adapter for each form of a source's records, of which there are a few: kept by the form."""
GROWS = {"dict", "list", "set", "defaultdict", "OrderedDict", "Counter", "deque"}
OWN = {"WeakKeyDictionary", "WeakValueDictionary", "Lock", "RLock", "LRUCache", "TTLCache", "LFUCache", "Kept"}


def called(node: ast.expr | None) -> str:
    """The name of what an expression calls, without its type parameters."""
    function = node.func if isinstance(node, ast.Call) else None
    function = function.value if isinstance(function, ast.Subscript) else function
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def hidden(file: Path) -> list[str]:
    """What a module keeps: empty containers, locks, caches of functions with arguments; one of a file is a constant."""
    found = []
    for node in ast.parse(file.read_text()).body:
        if isinstance(node, ast.Assign | ast.AnnAssign):
            value = node.value
            empty = isinstance(value, ast.Dict | ast.List | ast.Set) and not ast.unparse(value).strip("{}[]")
            bare = called(value) in GROWS and not (value.args or value.keywords)
            if empty or bare or called(value) in OWN:
                found.append(f"{file.name}:{node.lineno}: {ast.unparse(node)}")
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.FunctionDef):
            cached = [one for one in map(ast.unparse, node.decorator_list) if "cache" in one and "property" not in one]
            if cached and (node.args.args or node.args.kwonlyargs or cached != ["cache"]):
                found.append(f"{file.name}:{node.lineno}: @{cached[0]} {node.name}")
        if isinstance(node, ast.Global):
            found.append(f"{file.name}:{node.lineno}: {ast.unparse(node)}")
    return found


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_a_module_keeps_nothing(file):
    assert hidden(file) == [] or file.name == BY_FORM


def test_a_hidden_cache_is_seen(tmp_path):
    module = tmp_path / "hidden.py"
    kept = (
        "_A: dict[str, int] = {}", "_B = WeakKeyDictionary()", "_C = threading.Lock()", "_D = OrderedDict[str, int]()",
        "@lru_cache\ndef one(): ...", "@cache\ndef two(x): ...",
    )  # fmt: skip
    module.write_text("\n".join((*kept, "@cache\ndef fine(): ...", "FINE = {'a': 1}", "TABLE = dict(a=1)")))
    assert len(hidden(module)) == len(kept)
