"""What an import costs: the graph needs neither a web server nor a database driver nor the sources."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NOT_NEEDED = ("fastapi", "starlette", "uvicorn", "neo4j", "arcadedb", "loaders", "api")
MODULES = sorted(
    {"graph", "graph.analysis.dependency.cut_sets.cut_sets", "graph.measures.declared", "graph.stores.opening"}
    | {f"graph.{file.stem}" for file in (ROOT / "graph").glob("*.py") if file.stem != "__init__"}
    | {f"graph.{folder.parent.name}" for folder in (ROOT / "graph").glob("*/__init__.py")}
)


@pytest.mark.parametrize("module", ["together", "graph.knowledge_graph"])
def test_an_import_of_graph_pulls_no_server_no_driver_and_no_source(module):
    wanted = MODULES if module == "together" else [module]
    program = (
        f"import importlib, sys\n[importlib.import_module(name) for name in {wanted!r}]\n"
        "from graph.measures.declared import every; every()\n"
        f"print(sorted(name for name in {NOT_NEEDED!r} if name in sys.modules))"
    )
    told = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


def test_a_server_without_bolt_loads_no_driver():
    program = "import sys, api.app; print(sorted({'neo4j', 'pandas', 'scipy', 'networkx'} & set(sys.modules)))"
    told = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


@pytest.mark.parametrize("name", ["show", "headlines", "find"])
def test_a_command_loads_no_library_that_it_does_not_use(name):
    program = (
        "import sys, api.cli, typer.main\n"
        f"typer.main.get_command(api.cli.app).get_command(None, {name!r})\n"
        "print(sorted({'numpy.random', 'scipy', 'networkx', 'fastapi'} & set(sys.modules)))"
    )
    told = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


def test_a_command_builds_the_models_that_it_uses():
    program = (
        "import graph.measures.facts.profile\n"
        "from graph.analysis.dependency.scenarios.results import FailedRow, ScenarioResult\n"
        "print([one.__name__ for one in (FailedRow, ScenarioResult) if one.__pydantic_complete__])"
    )
    told = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
