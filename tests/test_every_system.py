"""What is imported everywhere imports nothing that only Unix has."""

import ast
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
