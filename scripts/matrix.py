"""Run the tests on every Python that the project supports and this machine has; say which it lacks.

Each has an environment of its own (``.venv-3.12``), made by the same ``make test`` as everybody's.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
VERSIONS = ("3.11", "3.12", "3.13", "3.14")


def interpreter(version: str) -> str | None:
    """Return the newest interpreter of a version: on the path, or among those that pyenv holds."""
    held = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    found = sorted(held.glob(f"{version}.*/bin/python"), key=lambda path: int(path.parts[-3].rpartition(".")[2]))
    candidates = [shutil.which(f"python{version}"), *map(str, reversed(found))]
    return next((path for path in candidates if path and _is(path, version)), None)


def _is(path: str, version: str) -> bool:
    told = subprocess.run([path, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"], capture_output=True)
    return told.stdout.decode().strip() == version


def main() -> int:
    """Run them, one after the other; return how many failed."""
    results = {}
    for version in VERSIONS:
        path = interpreter(version)
        if path is None:
            results[version] = "skipped: not installed"
            continue
        folder = f".venv-{version}"
        run = subprocess.run(["make", "test", f"PYTHON={path}", f"VENV={folder}"], cwd=ROOT)  # noqa: S607
        results[version] = "passed" if run.returncode == 0 else "FAILED"
    for version, result in results.items():
        sys.stdout.write(f"Python {version}: {result}\n")
    return sum(result == "FAILED" for result in results.values())


if __name__ == "__main__":
    sys.exit(main())
