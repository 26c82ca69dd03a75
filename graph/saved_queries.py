"""Saved queries: files in graph/queries whose header says title, question and parameters with defaults.

::

    // title: What a model rests on directly
    // question: Whom and what does a model need in one step?
    // parameter id: "model:glm-5"
    MATCH ...
"""

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field
from rapidfuzz import process

from graph.errors import QuestionError

FOLDER = Path(__file__).parent / "queries"
_HEADER = re.compile(r"// (title|question|parameter (\w+)): (.*)")


class SavedQuery(BaseModel):
    """A query with a name and a question."""

    model_config = ConfigDict(frozen=True)

    name: str
    title: str
    question: str
    parameters: dict[str, str] = Field(default={}, description="names and their defaults")
    cypher: str


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

    Raises
    ------
    QuestionError
        There is none of this name; with the nearest.
    """
    known = saved_queries()
    if name not in known:
        near = [match[0] for match in process.extract(name, list(known), limit=3)]
        raise QuestionError(f"there is no saved query {name!r}; did you mean {', '.join(near)}?", "name", near)
    return known[name]


def _parsed(path: Path) -> SavedQuery:
    said: dict[str, str] = {}
    parameters: dict[str, str] = {}
    lines = path.read_text(encoding="utf-8").splitlines()
    while lines and (match := _HEADER.fullmatch(lines[0])):
        word, parameter, value = match.groups()
        if parameter:
            parameters[parameter] = json.loads(value)
        else:
            said[word] = value
        lines.pop(0)
    if set(said) != {"title", "question"}:
        raise ValueError(f"{path.name}: the header needs a title and a question")
    return SavedQuery(name=path.stem, parameters=parameters, cypher="\n".join(lines).strip(), **said)
