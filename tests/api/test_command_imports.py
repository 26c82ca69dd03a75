"""What a command loads: what it needs for its answer, and nothing that takes long and serves others."""

import subprocess
import sys
from pathlib import Path

import pytest
from typer.main import get_command

from api.cli import WRITTEN, Commands, app
from api.commands.listing import listed
from graph.measures.declared import names
from tests.environment import unset

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
    environment = unset()
    told = subprocess.run(
        [sys.executable, "-c", PROGRAM, *command],
        cwd=ROOT, env=environment | {"SUPPLYGRAPH_DATA": str(atlas_data), "SUPPLYGRAPH_ANSWERS_MB": "0"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert told.returncode == 0, told.stderr
    assert told.stdout.splitlines()[-1] == ""


def test_help_lists_what_each_command_says_of_itself():
    group = get_command(app)
    assert isinstance(group, Commands)
    for name in group.list_commands(None):
        one = group.get_command(None, name)
        said = (one.help or "").split("\n\n")[0].replace("\n", " ")
        found = listed(name, WRITTEN, names())
        assert (found.said.split("\n\n")[0].replace("\n", " "), found.panel) == (said, one.rich_help_panel), name


@pytest.mark.parametrize("typed", [("--help",), ("-h",), ("--version",)])
def test_to_list_commands_imports_none(typed):
    program = PROGRAM.replace(repr(HEAVY), repr((*HEAVY, "numpy", "pydantic")))
    command = [sys.executable, "-c", program, *typed]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert told.stdout.splitlines()[-1] == "", told.stderr
    assert "supplygraph" in told.stdout.lower()


def test_what_completes_a_command_is_told_without_importing_it():
    group = get_command(app)
    context = group.make_context("supplygraph", [], resilient_parsing=True)
    told = {one.value: one.help for one in group.shell_complete(context, "cut")}
    assert told.keys() == {"cut", "cut-all"}
    assert told["cut"].startswith("The smallest sets of entities")
