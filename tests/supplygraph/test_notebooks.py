"""The notebooks run from the first cell to the last, and what their cells end with draws itself."""

import ast
import json
from pathlib import Path

import pytest

NOTEBOOKS = sorted((Path(__file__).parents[2] / "docs" / "notebooks").glob("*.ipynb"))


@pytest.mark.parametrize("file", NOTEBOOKS, ids=lambda file: file.stem)
def test_a_notebook_runs_on_what_is_shipped(file, stored_atlas, monkeypatch):
    monkeypatch.setenv("SUPPLYGRAPH_DATA", str(stored_atlas))
    notebook = json.loads(file.read_text(encoding="utf-8"))
    assert (notebook["nbformat"], notebook["nbformat_minor"]) == (4, 5)
    names: dict[str, object] = {}
    for cell in notebook["cells"]:
        if cell["cell_type"] != "code":
            continue
        assert cell["outputs"] == [], "kept without outputs: they would be of some older graph"
        body = ast.parse("".join(cell["source"])).body
        last = body.pop() if isinstance(body[-1], ast.Expr) else None
        exec(compile(ast.Module(body, []), file.name, "exec"), names)
        if last is not None:
            shown = eval(compile(ast.Expression(last.value), file.name, "eval"), names)
            drawn = getattr(shown, "_repr_mimebundle_", None) or getattr(shown, "_repr_html_", None)
            assert shown is None or drawn is not None, ast.unparse(last)


def test_there_are_notebooks():
    assert {file.stem for file in NOTEBOOKS} >= {"dependency", "fragmentation"}
