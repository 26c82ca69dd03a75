"""Write a snapshot for other programs: facts as JSON Lines, edges as CSV, the dependency structure as GraphML."""

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum

from graph.facts import Figure, Provenance
from graph.formats.cells import guarded
from graph.formats.graphml import graphml
from graph.snapshot import Snapshot

_CLAIMED = tuple(
    name for part in (Figure, Provenance) for name in part.model_fields if name not in ("share", "properties")
)
_CITED = ("id", "title", "url", "published_on", "licence")
_COLUMNS = (
    "kind", "from", "to", "need", "share", "assumed", *_CLAIMED, "rivals",
    *("source" if name == "id" else f"source_{name}" for name in _CITED),
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
        claim = edge.claim
        row = (
            # Only needs are split by the analysis: of other relations the share is what the claim states.
            *(edge.kind, edge.start, edge.end, edge.need, claim.share if used.share is None else used.share),
            used.assumed,
            *(getattr(claim, name) for name in _CLAIMED),
            len(edge.disagreeing),
            *(getattr(claim.source, name) for name in _CITED),
        )
        writer.writerow(guarded(value) for value in row)
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
