"""A user's own facts: one JSON object a line, unknown keys refused, all faults together."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from graph.errors import BuildError, Fault, FileFaultError, SourceError
from graph.facts.fact import EdgeFact, Fact, NodeFact, Redirect
from loaders.documents import parse_json, read_text
from loaders.own_lines import as_a_fact

_TYPES: dict[str, type[NodeFact] | type[EdgeFact] | type[Redirect]] = {
    "node": NodeFact, "edge": EdgeFact, "redirect": Redirect,
}  # fmt: skip
_NOT_THEIRS = ("locator",)


def read_facts(path: Path, *, exported: bool = False, held: list[Fault] | None = None) -> Iterator[Fact]:
    """Yield the facts of a JSON Lines file.

    Parameters
    ----------
    path : Path
    exported : bool
        It may be the export of a whole graph: facts keep the data set, file and row that they name. Beside our own
        sources they may not, since nothing would tell a reader's facts from ours.
    held : list of Fault, optional
        Takes what is wrong with lines that are left out; without it the first wrong line refuses the file.

    Raises
    ------
    SourceError
        When the file cannot be read.
    BuildError
        With every broken line, by line and field, unless these are held back.
    """
    if not path.is_file():
        raise SourceError(f"cannot read {path}: there is no such file")
    # Not splitlines: U+0085 and U+2028 may stand within a string, and end no line.
    lines = read_text(path, path.name).split("\n")
    facts: list[Fact] = []
    faults: list[Fault] = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            where = f"{path.name}:{number}"
            try:
                facts.append(_fact(line, where, f"facts:{path.stem}", exported=exported))
            except ValidationError as error:
                faults += [_fault(where, dict(problem)) for problem in error.errors()]
            except FileFaultError as error:
                faults.append(Fault(where, "", error.fault.message))
            except ValueError as error:
                faults.append(Fault(where, "", str(error)))
    if held is not None and facts:
        held += faults
        faults = []
    if not facts and not faults:
        faults.append(Fault(path.name, "", "the file has no facts; one JSON object a line"))
    if faults:
        raise BuildError(faults)
    yield from facts


def _fact(line: str, where: str, dataset: str, *, exported: bool) -> Fact:
    content = parse_json(line, where)
    if not isinstance(content, dict):
        raise ValueError("a line is one JSON object")
    kind = content.get("type")
    if not isinstance(kind, str) or kind not in _TYPES:
        raise ValueError(f"type is {kind!r}; it is one of {', '.join(_TYPES)}")
    for key in _NOT_THEIRS:
        if key in content and not exported:
            raise ValueError(f"{key!r} is set by the reader; leave it out")
    source = content.get("source")
    if isinstance(source, dict):
        content["source"] = {"dataset": dataset} | source
        if not exported and not str(content["source"]["dataset"]).startswith("facts"):
            raise ValueError("source.dataset is set by the reader; leave it out")
    return _TYPES[kind].model_validate({"locator": where} | (content if exported else as_a_fact(content)))


def _fault(where: str, problem: dict[str, Any]) -> Fault:
    field = ".".join(str(part) for part in problem["loc"])
    message = str(problem["msg"]).removeprefix("Value error, ")
    if problem["type"] == "extra_forbidden":
        message = "unknown key; docs/own-facts.md lists the keys"
    return Fault(where, field, message)
