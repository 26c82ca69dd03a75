"""Ids that a source has given up: ``redirects.csv`` beside its loader, so that links to the old id keep working.

Columns: ``id`` (the old one), ``to`` (what it is now), ``since`` (the day of the decision) and ``reason``.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from graph.facts.fact import Fact, NodeFact, Redirect
from loaders.reading import Reader

FILE = "redirects.csv"
_COLUMNS = ("id", "to", "since", "reason")


def redirects(home: Path, reader: Reader, facts: Iterable[Fact]) -> Iterator[Redirect]:
    """Yield the redirects of a source.

    One whose target the files at hand do not have is counted out: upstreams drop models, and that must not stop a
    build.

    Parameters
    ----------
    home : Path
        The source's folder in this package.
    reader : Reader
        Of its files; faults and rows are told to it.
    facts : iterable of Fact
        What the source gives.
    """
    if not (home / FILE).is_file():
        return
    there = {fact.id for fact in facts if isinstance(fact, NodeFact)}
    table = Reader(home)
    table.faults = reader.faults
    for where, row in table.table(FILE, _COLUMNS):
        reader.rows.add(where)
        table.day(row["since"], where, "since")
        if row["to"] in there:
            yield Redirect(id=row["id"], to=row["to"], locator=where)
        else:
            reader.count_out(where, "a redirect to what the files at hand do not have")
