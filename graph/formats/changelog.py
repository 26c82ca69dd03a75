"""The changelog of a version of the data, in Markdown: what came, went and changed since another one."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from graph.facts.fact import Fact, kind_of_fact
from graph.formats.delta import Delta, subject
from graph.stores.versions.version_file import StoredGraph, cited, loaded


@dataclass(frozen=True)
class Edition:
    """A version as its changelog names it.

    Attributes
    ----------
    name, version : str
        By which it is cited, and its hash.
    nodes, claims, sources : int
        How much it holds.
    """

    name: str
    version: str
    nodes: int
    claims: int
    sources: int


def edition(stored: StoredGraph) -> Edition:
    """Return a stored graph as its changelog names it.

    Parameters
    ----------
    stored : StoredGraph
        Read from a store.
    """
    graph = stored.graph
    name = cited(graph.version, stored.built_at)
    return Edition(name, graph.version, len(graph.nodes), len(graph.claims), loaded(stored.reports))


def changelog(before: Edition, after: Edition, found: Delta, most: int) -> Iterator[str]:
    """Yield the lines of a changelog.

    Parameters
    ----------
    before, after : Edition
        The two versions, with their counts.
    found : Delta
        Between the two.
    most : int
        Lines of each list; how many are left out is said.

    Notes
    -----
    What has facts in both lists is *changed*: a share, a date, a source. The counts are of facts, each with its source.
    """
    gone, come = _by_subject(found.gone), _by_subject(found.come)
    yield f"# Data {after.name}\n\nWhat differs from {before.name}.\n\n"
    yield "| | before | now |\n|---|--:|--:|\n"
    yield f"| hash | `{before.version}` | `{after.version}` |\n"
    for count in ("nodes", "claims", "sources"):
        yield f"| {count} | {getattr(before, count):,} | {getattr(after, count):,} |\n"
    if not (gone or come or found.sources):
        yield "\nBoth hold the same facts.\n"
        return
    yield from _by_kind(found)
    yield "\nA line below names what facts came, went or changed about; other sources may have had it before.\n"
    yield from _list("Added", sorted(come.keys() - gone.keys()), most)
    yield from _list("Removed", sorted(gone.keys() - come.keys()), most)
    yield from _list("Changed", sorted(gone.keys() & come.keys()), most)
    yield from _list("Pages and files cited otherwise, or by one only", found.sources, most)


def _by_subject(facts: Mapping[str, Fact]) -> Counter[str]:
    return Counter(subject(fact) or kind_of_fact(fact) for fact in facts.values())


def _by_kind(found: Delta) -> Iterator[str]:
    gone, come = (Counter(map(kind_of_fact, facts.values())) for facts in (found.gone, found.come))
    if gone or come:
        yield "\n## Facts by kind\n\n| kind | new | gone |\n|---|--:|--:|\n"
    for kind in sorted(gone | come):
        yield f"| {kind} | {come[kind]:,} | {gone[kind]:,} |\n"


def _list(title: str, names: Iterable[str], most: int) -> Iterator[str]:
    lines = list(names)
    if not lines:
        return
    yield f"\n## {title}: {len(lines):,}\n\n"
    for name in lines[:most]:
        yield f"- `{' '.join(name.replace('`', ' ').split())}`\n"
    if len(lines) > most:
        yield f"- … and {len(lines) - most:,} more\n"
