"""Write the whole graph of a day."""

import sys
from contextlib import closing
from typing import Annotated

import typer

from api.commands.options import AsOfOption, HorizonOption, KnownAtOption, LensOption
from api.settings import Settings
from api.terminal import fail
from graph.formats.export import ExportFormat, exported
from graph.measures.measure import snapshot_of
from graph.measures.question import Question, asked
from graph.stores.opening import open_store


def export(
    format: Annotated[str, typer.Option(help=f"one of {', '.join(ExportFormat)}")] = "jsonl",
    as_of: AsOfOption = None,
    known_at: KnownAtOption = None,
    lens: LensOption = "ownership",
    horizon: HorizonOption = "make",
) -> None:
    """Write the whole graph of a day to standard output."""
    if format not in set(ExportFormat):
        fail(f"no format {format!r}; there are {', '.join(ExportFormat)}")
    settings = Settings.from_environment()
    question = asked(Question, {"as_of": as_of, "known_at": known_at, "lens": lens, "horizon": horizon})
    with closing(open_store(settings.data, settings.neo4j)) as store:
        snapshot = snapshot_of(store.read().graph, question)
    for part in exported(snapshot, ExportFormat(format)):
        sys.stdout.buffer.write(part)
    sys.stdout.buffer.flush()
