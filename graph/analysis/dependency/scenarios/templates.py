"""Scenario templates: files in graph/scenarios, listed and run by name."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from graph.analysis.dependency.scenarios.spec import Scenario
from graph.errors import QuestionError
from graph.suggestions import did_you_mean

FOLDER = Path(__file__).parents[3] / "scenarios"


class Template(BaseModel):
    """A scenario with a name and a question.

    ``parameters`` are the names that ``$name`` stands for in the scenario, with their defaults.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    title: str
    question: str
    note: str = ""
    parameters: dict[str, str] = {}
    scenario: dict[str, Any]

    def fill(self, values: Mapping[str, str] | None = None) -> Scenario:
        """Return the scenario with its parameters filled in.

        Parameters
        ----------
        values : Mapping[str, str], optional
            Values that differ from the defaults.

        Raises
        ------
        QuestionError
            There is no such parameter.
        """
        given = dict(values or {})
        for name in given.keys() - self.parameters.keys():
            known = ", ".join(self.parameters) or "none"
            raise QuestionError(f"{self.name} has no parameter {name!r}; it has: {known}", name)
        return Scenario.model_validate(_filled(self.scenario, self.parameters | given))


def _filled(value: Any, values: Mapping[str, str]) -> Any:
    if isinstance(value, dict):
        return {key: _filled(inner, values) for key, inner in value.items()}
    if isinstance(value, list):
        return [_filled(inner, values) for inner in value]
    if isinstance(value, str) and value.startswith("$"):
        return values[value[1:]]
    return value


@cache
def templates() -> Mapping[str, Template]:
    """Return every template by name."""
    return {
        path.stem: Template.model_validate({"name": path.stem, **tomllib.loads(path.read_text("utf-8"))})
        for path in sorted(FOLDER.glob("*.toml"))
    }


def template(name: str) -> Template:
    """Return a template.

    Parameters
    ----------
    name : str
        Its file's, without the ending.

    Raises
    ------
    QuestionError
        There is none of this name; with the nearest.
    """
    known = templates()
    if name not in known:
        told, near = did_you_mean(name, known)
        raise QuestionError(f"there is no scenario {name!r}; {told}", "name", near)
    return known[name]
