"""Saved queries: files in graph/queries whose header says title, question, and parameters with defaults.

::

    // title: What a model rests on directly
    // question: Whom and what does GLM-5 need in one step?
    // parameter id: "model:glm-5" the model

    MATCH ...

A default is JSON, and what follows it says what the parameter is. To add a query, add a file.
"""

import json
import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from graph.errors import QuestionError
from graph.suggestions import did_you_mean

FOLDER = Path(__file__).parent
_HEADER = re.compile(r"// (title|question|parameter (\w+)): (.*)")
DAY = "day"
"""A parameter of this name is a day, ``2025-06-30``; null stands for today."""


class SavedQuery(BaseModel):
    """A query with a name and a question."""

    model_config = ConfigDict(frozen=True)

    name: str
    title: str
    question: str
    parameters: dict[str, str | int | None] = Field(default={}, description="names and their defaults")
    meanings: dict[str, str] = Field(default={}, description="what each parameter is")
    cypher: str

    def values(self, given: Mapping[str, str]) -> dict[str, str | int | None]:
        """Return what to run with: the values given as text, and the defaults for the rest.

        Parameters
        ----------
        given : Mapping[str, str]
            By name, as written in an address or on a command line.

        Raises
        ------
        QuestionError
            For a parameter that the query does not have, or a value of the wrong kind.
        """
        for name in given:
            if name not in self.parameters:
                known = ", ".join(self.parameters) or "none"
                raise QuestionError(
                    f"{self.name} has no parameter {name!r}; it has {known}", name, list(self.parameters)
                )
        return {name: _typed(name, default, given.get(name)) for name, default in self.parameters.items()}


def _typed(name: str, default: str | int | None, text: str | None) -> str | int | None:
    if text is None:
        return default
    try:
        if name == DAY:
            return date.fromisoformat(text).isoformat()
        return int(text) if isinstance(default, int) else text
    except ValueError as error:
        wanted = "a day like 2025-06-30" if name == DAY else "a whole number"
        raise QuestionError(f"{name}: {text!r} is not {wanted}", name) from error


@cache
def saved_queries() -> Mapping[str, SavedQuery]:
    """Return every saved query by name.

    Raises
    ------
    ValueError
        A file whose header is wrong: a fault of ours, found by the tests.
    """
    return {path.stem: _parsed(path) for path in sorted(FOLDER.glob("*.cypher"))}


def saved_query(name: str) -> SavedQuery:
    """Return a saved query.

    Parameters
    ----------
    name : str
        Its file's, without the ending.

    Raises
    ------
    QuestionError
        There is none of this name; with the nearest.
    """
    known = saved_queries()
    if name not in known:
        told, near = did_you_mean(name, known)
        raise QuestionError(f"there is no saved query {name!r}; {told}", "name", near)
    return known[name]


def _parsed(path: Path) -> SavedQuery:
    said: dict[str, str] = {}
    parameters: dict[str, Any] = {}
    meanings: dict[str, str] = {}
    lines = path.read_text(encoding="utf-8").splitlines()
    while lines and (match := _HEADER.fullmatch(lines[0])):
        word, parameter, value = match.groups()
        if parameter:
            parameters[parameter], end = json.JSONDecoder().raw_decode(value)
            meanings[parameter] = value[end:].strip()
        else:
            said[word] = value
        lines.pop(0)
    if set(said) != {"title", "question"}:
        raise ValueError(f"{path.name}: the header needs a title and a question")
    return SavedQuery(name=path.stem, parameters=parameters, meanings=meanings, cypher="\n".join(lines).strip(), **said)
