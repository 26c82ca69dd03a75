"""What a command loads: what it needs for its answer, and nothing that takes long and serves others."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HEAVY = (
    "fastapi",
    "starlette",
    "uvicorn",
    "neo4j",
    "networkx",
    "pandas",
    "pyarrow",
    "httpx",
    "jinja2",
    "scipy",
    "PIL",
    "loaders",
)
"""Packages that take a twentieth of a second or more to load, and our own loaders."""
LIGHT = (
    ("versions",),
    ("find", "TSMC"),
    ("concentration", "chip:nvidia-h100"),
    ("show", "model:claude-opus-4-5"),
    ("exposure", "chip:nvidia-h100", "--to", "company"),
    ("cut", "lab:zhipu-ai", "--action", "ban", "--over", "country"),
    ("chokepoints",),
    ("headlines",),
    ("why", "lab:openai", "company:asml"),
    ("path", "model:glm-5", "country:NLD"),
    ("uses", "country:BRA"),
    ("whatif", "taiwan-cut-off", "--target", "model:deepseek-v3"),
)
PROGRAM = f"""
import sys
sys.argv = ["supplygraph", *sys.argv[1:]]
from api.cli import main
try:
    main()
except SystemExit as left:
    assert not left.code, left.code
print("\\n" + ",".join(name for name in {HEAVY!r} if name in sys.modules))
"""


@pytest.mark.parametrize("command", LIGHT, ids=lambda command: command[0])
def test_a_command_loads_nothing_heavy(atlas_data, command):
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("SUPPLYGRAPH_", "NEO4J_"))}
    told = subprocess.run(
        [sys.executable, "-c", PROGRAM, *command],
        cwd=ROOT, env=environment | {"SUPPLYGRAPH_DATA": str(atlas_data)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert told.returncode == 0, told.stderr
    assert told.stdout.splitlines()[-1] == ""
