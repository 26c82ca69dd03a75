"""Facts as JSON Lines and relations as rows: the whole graph of a day for programs and spreadsheets."""

import csv
import io
from collections.abc import Iterator, Mapping
from datetime import date
from enum import Enum
from typing import Any

from graph.facts.fact import Figure, Provenance, Redirect
from graph.formats.cells import guarded
from graph.snapshots.snapshot import Snapshot

_CLAIMED = tuple(
    name for part in (Figure, Provenance) for name in part.model_fields if name not in ("share", "properties")
)
_CITED = ("id", "title", "url", "published_on", "licence")
_TYPES: Mapping[str, type] = {"share": float, "assumed": bool, "closed": bool, "quantity": float, "rivals": int}
EDGE_COLUMNS: Mapping[str, type | None] = {
    name: _TYPES.get(name, str)
    for name in (
        "kind", "from", "from_name", "to", "to_name", "need", "share", "assumed", "share_basis", *_CLAIMED, "rivals",
        *("source" if name == "id" else f"source_{name}" for name in _CITED),
    )
}  # fmt: skip
"""The columns of relations with their types."""


def jsonl(snapshot: Snapshot) -> Iterator[str]:
    """Yield every fact that held on the day, rivals included, one JSON object a line, with its source.

    Merged ids come last. `supplygraph build --only` takes it back.

    Parameters
    ----------
    snapshot : Snapshot
        Its lens and horizon change nothing.
    """
    for node in snapshot.nodes.values():
        for fact in node.facts:
            yield fact.model_dump_json(exclude_none=True, by_alias=True) + "\n"
    for edge in snapshot.edges:
        for claim in (edge.claim, *edge.rivals):
            yield claim.model_dump_json(exclude_none=True, by_alias=True) + "\n"
    for one in snapshot.graph.facts():
        if isinstance(one, Redirect) and snapshot.graph.resolve(one.to) in snapshot.nodes:
            yield one.model_dump_json() + "\n"


def edge_rows(snapshot: Snapshot) -> Iterator[dict[str, Any]]:
    """Yield the relations of the day as rows.

    Only needs are split by the analysis: of other relations the share is what the claim states.

    Parameters
    ----------
    snapshot : Snapshot
        Shares of needs are those at its horizon, central values where no source states one.

    Yields
    ------
    dict
        A row, its keys ``EDGE_COLUMNS``; None where something is not known.
    """
    names = snapshot.graph.nodes
    for edge in snapshot.edges:
        used = snapshot.dependencies.get((edge.start, edge.need, edge.end), edge)
        claim = edge.claim
        values = (
            *(edge.kind, edge.start, names[edge.start].name, edge.end, names[edge.end].name, edge.need),
            *(claim.share if used.share is None else used.share, used.assumed, used.share_basis),
            *(_plain(getattr(claim, name)) for name in _CLAIMED),
            len(edge.disagreeing),
            *(_plain(getattr(claim.source, name)) for name in _CITED),
        )
        yield dict(zip(EDGE_COLUMNS, values, strict=True))


def edges_csv(snapshot: Snapshot) -> Iterator[str]:
    """Yield the relations of the day as CSV, with a byte order mark and a guard against formulas.

    Parameters
    ----------
    snapshot : Snapshot
        Shares of needs are those at its horizon, central values where no source states one.

    Yields
    ------
    str
        A line.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    buffer.write("\ufeff")
    writer.writerow(EDGE_COLUMNS)
    for row in edge_rows(snapshot):
        writer.writerow(guarded(value) for value in row.values())
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return str(value.value)
    return value.isoformat() if isinstance(value, date) else value
