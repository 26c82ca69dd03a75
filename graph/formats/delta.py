"""What differs between two versions of the graph: facts gone and new, pages that changed; as JSON Lines, a delta."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from graph.facts.fact import Fact, identity, kind_of_fact
from graph.knowledge_graph import KnowledgeGraph


@dataclass(frozen=True)
class Delta:
    """What differs.

    Attributes
    ----------
    before, after : str
        The versions.
    gone, come : mapping of str to Fact
        Facts by their content.
    sources : tuple of str
        Pages or files that differ in title, date or licence, or are cited by one only.
    """

    before: str
    after: str
    gone: Mapping[str, Fact]
    come: Mapping[str, Fact]
    sources: tuple[str, ...]


def delta(before: KnowledgeGraph, after: KnowledgeGraph) -> Delta:
    """Return what differs between two versions.

    Parameters
    ----------
    before, after : KnowledgeGraph
        Two versions, whichever is older; facts are compared by their canonical texts.
    """
    old, new = ({identity(fact): fact for fact in graph.facts()} for graph in (before, after))
    return Delta(
        before=before.version,
        after=after.version,
        gone={key: old[key] for key in sorted(old.keys() - new.keys())},
        come={key: new[key] for key in sorted(new.keys() - old.keys())},
        sources=tuple(
            name
            for name in sorted(before.sources.keys() | after.sources.keys())
            if before.sources.get(name) != after.sources.get(name)
        ),
    )


def subject(fact: Fact) -> str:
    """Return what a fact is about: an id, or a relation and its ends.

    Parameters
    ----------
    fact : Fact
        A node, an edge or a redirect.
    """
    start, end = getattr(fact, "start", ""), getattr(fact, "end", "")
    return f"{start} {kind_of_fact(fact)} {end}" if start else str(getattr(fact, "id", ""))


def delta_lines(found: Delta) -> Iterator[str]:
    """Yield a delta as JSON Lines: a head, then each fact as an export has it, with its change.

    Parameters
    ----------
    found : Delta
        Facts that are gone come first.
    """
    yield json.dumps({"type": "delta", "from": found.before, "to": found.after}) + "\n"
    for change, facts in (("gone", found.gone), ("new", found.come)):
        for fact in facts.values():
            text = fact.model_dump_json(exclude_none=True, by_alias=True)
            yield f'{{"change":"{change}",{text[1:]}\n'
