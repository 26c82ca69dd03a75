"""The whole graph of a day in any of its forms: facts, relations, networks, and all of it in one bundle."""

import json
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum

from graph.formats.bundle import bundle
from graph.formats.lines import edges_csv, jsonl
from graph.formats.network import batched, whole
from graph.formats.networks import NETWORK_MEDIA_TYPES, NETWORK_WRITERS, NetworkFormat
from graph.snapshots.snapshot import Snapshot


class ExportFormat(StrEnum):
    """What an export is written as."""

    JSONL = "jsonl"
    CSV = "csv"
    GRAPHML = "graphml"
    GEXF = "gexf"
    DOT = "dot"
    CYTOSCAPE = "cytoscape"
    JSONLD = "jsonld"
    BUNDLE = "bundle"


EXPORT_MEDIA_TYPES: Mapping[ExportFormat, str] = {
    ExportFormat.JSONL: "application/x-ndjson",
    ExportFormat.CSV: "text/csv; charset=utf-8",
    **{ExportFormat(form.value): media for form, media in NETWORK_MEDIA_TYPES.items()},
    ExportFormat.BUNDLE: "application/zip",
}
SUFFIXES: Mapping[ExportFormat, str] = {ExportFormat.CYTOSCAPE: "cyjs", ExportFormat.BUNDLE: "zip"}
"""Ends of file names, where they are not the name of the form."""


def exported(snapshot: Snapshot, form: ExportFormat) -> Iterator[bytes]:
    """Yield the graph of a day in a form, in batches of about 64 kB.

    Parameters
    ----------
    snapshot : Snapshot
        Facts that hold on its day; networks by its lens and horizon.
    form : ExportFormat
        A bundle is a zip archive, every other form text in UTF-8.
    """
    if form is ExportFormat.BUNDLE:
        yield from bundle(snapshot)
        return
    for text in batched(_TEXTS[form](snapshot)):
        yield text.encode()


def _network(form: NetworkFormat) -> Callable[[Snapshot], Iterator[str]]:
    return lambda snapshot: NETWORK_WRITERS[form](whole(snapshot))


_TEXTS: Mapping[ExportFormat, Callable[[Snapshot], Iterator[str]]] = {
    ExportFormat.JSONL: jsonl,
    ExportFormat.CSV: edges_csv,
    **{ExportFormat(form.value): _network(form) for form in NetworkFormat},
}


def header(snapshot: Snapshot) -> Mapping[str, str]:
    """Return what an export is of, for HTTP headers.

    Parameters
    ----------
    snapshot : Snapshot
        Data sets are those of its whole version.
    """
    return {
        "X-Graph-Version": snapshot.graph.version,
        "X-As-Of": snapshot.as_of.isoformat(),
        "X-Lens": snapshot.lens.value,
        "X-Sources": json.dumps(sorted({claim.source.dataset for claim in snapshot.graph.claims})),
    }
