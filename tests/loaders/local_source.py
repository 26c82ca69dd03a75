"""A small source of labs, for tests of what holds of any source."""

from dataclasses import dataclass
from pathlib import Path

from graph.facts import NodeFact, Source
from loaders.registry import SourceSpec


def load(reader):
    source = Source(title="t", publisher="p", url="https://example.org", licence="CC0-1.0")
    for where, row in reader.table("labs.csv", ("id", "name")):
        yield from reader.fact(NodeFact, where, kind="Lab", source=source, **row)


@dataclass(frozen=True)
class LocalSpec(SourceSpec):
    """A source whose folder is the test's own."""

    room: Path = Path()

    @property
    def home(self):
        return self.room
