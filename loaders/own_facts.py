"""A user's own facts beside ours: identifiers in place of ids, and rows that do not fit held back where asked."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from graph.errors import BuildError, Fault
from graph.facts.fact import EdgeFact, Fact, NodeFact
from graph.knowledge_graph import check
from graph.search.name_index import IDENTIFIERS
from loaders.facts_file import read_facts


@dataclass
class OwnFacts:
    """What a file gives.

    Attributes
    ----------
    path : Path
    facts : list[Fact]
    held : list[Fault]
        What is wrong with the lines that are held back, by line.
    """

    path: Path
    facts: list[Fact]
    held: list[Fault] = field(default_factory=list)


def read_own(paths: Iterable[Path], beside: Sequence[Fact], *, hold: bool) -> list[OwnFacts]:
    """Read files of a user's own facts.

    Parameters
    ----------
    paths : iterable of Path
    beside : sequence of Fact
        Those of the other sources.
    hold : bool
        Leave out the lines that do not fit, and say which; else the first refuses the build.

    Raises
    ------
    BuildError
        A line does not fit, and none are to be held back; or no line of a file does.
    """
    files = []
    for path in paths:
        held: list[Fault] = []
        facts = list(read_facts(path, held=held if hold else None))
        files.append(OwnFacts(path, facts, held))
    named = _identified([*beside, *(fact for file in files for fact in file.facts)])
    for file in files:
        file.facts = [_by_id(fact, named) for fact in file.facts]
    if hold:
        _hold_back(files, beside)
    return files


def _hold_back(files: Sequence[OwnFacts], beside: Sequence[Fact]) -> None:
    """Leave out what makes no graph with the rest, until the rest does."""
    while True:
        own = {fact.locator: file for file in files for fact in file.facts}
        faults = check([*beside, *(fact for file in files for fact in file.facts)])
        misfits = {fault.where: fault for fault in reversed(faults) if fault.where in own}
        if not misfits:
            break
        for where, fault in misfits.items():
            own[where].held.append(fault)
        for file in files:
            file.facts = [fact for fact in file.facts if fact.locator not in misfits]
    for file in files:
        if not file.facts:
            raise BuildError(file.held)
        file.held.sort(key=lambda fault: int(fault.where.rpartition(":")[2]))


def _identified(facts: Iterable[Fact]) -> Mapping[str, str]:
    """Return the id of what has an identifier, as ``isin:NL0010273215``; of identifiers that two things have, none."""
    found: dict[str, set[str]] = defaultdict(set)
    for fact in facts:
        if isinstance(fact, NodeFact):
            for name in IDENTIFIERS:
                if value := fact.properties.get(name):
                    found[f"{name}:{value}"].add(fact.id)
    return {name: next(iter(ids)) for name, ids in found.items() if len(ids) == 1}


def _by_id(fact: Fact, named: Mapping[str, str]) -> Fact:
    if not isinstance(fact, EdgeFact) or (fact.start not in named and fact.end not in named):
        return fact
    start, end = named.get(fact.start, fact.start), named.get(fact.end, fact.end)
    update = {"start": start, "end": end} | ({"need": end} if fact.need == fact.end else {})
    return EdgeFact.model_validate(fact.model_dump() | update)
