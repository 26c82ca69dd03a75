"""Write a snapshot for other programs: facts as JSON Lines, edges as CSV, the dependency structure as GraphML."""

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum

from graph.formats.cells import guarded
from graph.formats.graphml import graphml
from graph.snapshot import Snapshot

_COLUMNS = (
    "kind", "from", "to", "need", "share", "assumed", "quantity", "basis", "unit", "denominator", "period",
    "valid_from", "valid_to", "confidence", "checked", "rivals", "source", "source_title", "source_url",
    "source_published_on", "source_licence",
)  # fmt: skip


class ExportFormat(StrEnum):
    """What an export is written as."""

    JSONL = "jsonl"
    CSV = "csv"
    GRAPHML = "graphml"


MEDIA_TYPES: Mapping[ExportFormat, str] = {
    ExportFormat.JSONL: "application/x-ndjson",
    ExportFormat.CSV: "text/csv; charset=utf-8",
    ExportFormat.GRAPHML: "application/graphml+xml",
}


def jsonl(snapshot: Snapshot) -> Iterator[str]:
    """Yield every fact that held on the day, rivals included, one JSON object a line, with its source."""
    for node in snapshot.nodes.values():
        for fact in node.facts:
            yield fact.model_dump_json(exclude_none=True, by_alias=True) + "\n"
    for edge in snapshot.edges:
        for claim in (edge.claim, *edge.rivals):
            yield claim.model_dump_json(exclude_none=True, by_alias=True) + "\n"


def edges_csv(snapshot: Snapshot) -> Iterator[str]:
    """Yield the relations of the day as CSV, with a byte order mark and a guard against formulas."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    buffer.write("\ufeff")
    writer.writerow(_COLUMNS)
    for edge in snapshot.edges:
        used = snapshot.dependencies.get((edge.start, edge.need, edge.end), edge)
        claim, source = edge.claim, edge.claim.source
        writer.writerow(
            guarded(value)
            for value in (
                edge.kind, edge.start, edge.end, edge.need, used.share, used.assumed, claim.quantity, claim.basis,
                claim.unit, claim.denominator, claim.period, claim.valid_from, claim.valid_to, claim.confidence,
                claim.checked, len(edge.rivals), source.id, source.title, source.url, source.published_on,
                source.licence,
            )
        )  # fmt: skip
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


WRITERS: Mapping[ExportFormat, Callable[[Snapshot], Iterator[str]]] = {
    ExportFormat.JSONL: jsonl,
    ExportFormat.CSV: edges_csv,
    ExportFormat.GRAPHML: graphml,
}


def header(snapshot: Snapshot) -> Mapping[str, str]:
    """Return what an export is of, for HTTP headers."""
    return {
        "X-Graph-Version": snapshot.graph.version,
        "X-As-Of": snapshot.as_of.isoformat(),
        "X-Lens": snapshot.lens.value,
        "X-Sources": json.dumps(sorted({claim.source.dataset for claim in snapshot.graph.claims})),
    }
