"""A small source of labs, for tests of what holds of any source."""

from graph.facts.fact import NodeFact, Source


def load(reader):
    source = Source(title="t", publisher="p", url="https://example.org", licence="CC0-1.0")
    for where, row in reader.table("labs.csv", ("id", "name")):
        yield from reader.fact(NodeFact, where, kind="Lab", source=source, **row)
