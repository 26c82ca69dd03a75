"""What is imported everywhere imports nothing that only Unix has."""

import ast
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
UNIX_ALONE = {"fcntl", "resource", "pwd", "grp", "termios", "tty", "syslog", "posix"}


def test_no_module_needs_unix_to_be_imported():
    found = {}
    for package in ("graph", "loaders", "api", "supplygraph"):
        for file in (ROOT / package).rglob("*.py"):
            for node in ast.parse(file.read_text(encoding="utf-8")).body:
                names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
                names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
                if UNIX_ALONE & set(names):
                    found[str(file.relative_to(ROOT))] = names
    assert found == {}


BLOCKED = """
import importlib, pkgutil, sys
import filelock, mcp.server.stdio  # these choose by the name of the system, which is still that of a Unix
for name in {names}:
    sys.modules[name] = None  # importing it raises ModuleNotFoundError
import graph, loaders, api, supplygraph
rooms = (graph, loaders, api, supplygraph)
ours = [one.name for room in rooms for one in pkgutil.walk_packages(room.__path__, room.__name__ + ".")]
for name in ours:
    if name not in ("api.main", "graph.native._kernels"):  # makes the application; is loaded by ctypes alone
        importlib.import_module(name)
print(len(ours))
"""


def test_every_module_is_imported_where_there_is_no_fcntl():
    """As on Windows, for us and what we import."""
    names = sorted(UNIX_ALONE - {"posix", "pwd"})  # Python itself needs these two on Unix
    code = BLOCKED.format(names=names)
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    assert int(done.stdout) > 200
