"""The whole graph of a day in one file: tables, facts to build from again, an import for Neo4j, licences, citation."""

import csv
import io
import json
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from tempfile import SpooledTemporaryFile
from typing import Any

from graph.formats.lines import EDGE_COLUMNS, edge_rows, jsonl
from graph.formats.tabular import TableFormat, Tabular, available, csv_text, parquet
from graph.snapshots.snapshot import Snapshot

CHUNK = 64 * 1024
IN_MEMORY = 32_000_000
MADE = (1980, 1, 1, 0, 0, 0)
"""The time of every member: the same graph and day give the same bytes."""
_README = """# Supplygraph: the graph of {as_of}

Graph version {version}, lens {lens}, horizon {horizon}. What is not known is empty, never zero.

| file | has |
|---|---|
| nodes.csv, nodes.parquet | entities: id, kind, name, aliases, subtype, layer, properties |
| edges.csv, edges.parquet | relations with the share that the analysis uses, the claim behind it and its source |
| facts.jsonl | every claim, rivals included: `supplygraph build --only facts.jsonl` builds this graph again |
| neo4j/ | the same for Neo4j: `neo4j-admin database import full`, see below |
| licences.csv | who published what is used, under which licence: each source keeps its own |
| CITATION.cff | how to cite it |

    neo4j-admin database import full --array-delimiter=";" --nodes=neo4j/nodes.csv \\
        --relationships=neo4j/relationships.csv neo4j

Parquet is inside where the server has pyarrow.
"""
_NODE_COLUMNS: Mapping[str, type | None] = {
    "id": str, "kind": str, "name": str, "aliases": None, "subtype": str, "layer": str, "properties": str,
}  # fmt: skip
_NEO4J = {"share": "double", "assumed": "boolean", "closed": "boolean", "quantity": "double", "rivals": "int"}


def bundle(snapshot: Snapshot) -> Iterator[bytes]:
    """Yield a zip archive with everything that held on the day.

    Parameters
    ----------
    snapshot : Snapshot
        Facts that hold on its day, rivals included; tables by its lens and horizon.
    """
    with SpooledTemporaryFile(max_size=IN_MEMORY) as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in _members(snapshot):
                archive.writestr(zipfile.ZipInfo(name, MADE), content, zipfile.ZIP_DEFLATED)
        file.seek(0)
        while chunk := file.read(CHUNK):
            yield chunk


def _members(snapshot: Snapshot) -> Iterator[tuple[str, bytes]]:
    about = {"graph_version": snapshot.graph.version, "as_of": snapshot.as_of.isoformat()}
    nodes = Tabular(_NODE_COLUMNS, _nodes(snapshot), about)
    edges = Tabular(EDGE_COLUMNS, list(edge_rows(snapshot)), about)
    told = {"version": snapshot.graph.version, "as_of": snapshot.as_of, "lens": snapshot.lens.value,
            "horizon": snapshot.horizon.value}  # fmt: skip
    yield "README.md", _README.format(**told).encode()
    yield "CITATION.cff", citation(snapshot).encode()
    yield "licences.csv", csv_text(_licences(snapshot))
    yield "facts.jsonl", "".join(jsonl(snapshot)).encode()
    for name, table in (("nodes", nodes), ("edges", edges)):
        yield f"{name}.csv", csv_text(table)
        if TableFormat.PARQUET in available():
            yield f"{name}.parquet", parquet(table)
    yield "neo4j/nodes.csv", _neo4j_nodes(nodes)
    yield "neo4j/relationships.csv", _neo4j_relationships(edges)


def _nodes(snapshot: Snapshot) -> list[dict[str, Any]]:
    return [
        {
            "id": node.id, "kind": node.kind.value, "name": node.name, "aliases": list(node.aliases),
            "subtype": node.subtype, "layer": node.layer.value,
            "properties": json.dumps(dict(node.properties), ensure_ascii=False) if node.properties else None,
        }
        for node in snapshot.nodes.values()
    ]  # fmt: skip


def _licences(snapshot: Snapshot) -> Tabular:
    used = Counter(claim.source.id for claim in snapshot.graph.claims)
    rows = [
        {"dataset": source.dataset, "publisher": source.publisher, "title": source.title, "licence": source.licence,
         "url": source.url, "claims": used[source.id]}
        for source in snapshot.graph.sources.values()
    ]  # fmt: skip
    return Tabular(dict.fromkeys(("dataset", "publisher", "title", "licence", "url"), str) | {"claims": int}, rows, {})


def citation(snapshot: Snapshot) -> str:
    """Return how the graph of a day is cited (Citation File Format).

    Parameters
    ----------
    snapshot : Snapshot
        Its version, and its day as the day of release.
    """
    return "\n".join(
        [
            "cff-version: 1.2.0",
            "message: Please cite the graph by its version and day, and the sources of the figures that you use.",
            "type: dataset",
            'title: "Supplygraph: a knowledge graph of AI supply chains"',
            "authors:",
            "  - name: Supplygraph contributors",
            f'version: "{snapshot.graph.version}"',
            f"date-released: {snapshot.as_of}",
            "",
        ]
    )


def _neo4j_nodes(table: Tabular) -> bytes:
    names = [name for name in table.columns if name != "id"]
    head = ["id:ID", *("aliases:string[]" if name == "aliases" else name for name in names), ":LABEL"]
    rows = [
        [row["id"], *(";".join(row[name]) if name == "aliases" else row[name] for name in names), row["kind"]]
        for row in table.rows
    ]
    return _csv(head, rows)


def _neo4j_relationships(table: Tabular) -> bytes:
    names = [name for name in table.columns if name not in ("kind", "from", "from_name", "to", "to_name")]
    head = [":START_ID", ":END_ID", ":TYPE", *(f"{name}:{_NEO4J[name]}" if name in _NEO4J else name for name in names)]
    rows = [[row["from"], row["to"], row["kind"], *(row[name] for name in names)] for row in table.rows]
    return _csv(head, rows)


def _csv(head: Sequence[str], rows: Sequence[Sequence[Any]]) -> bytes:
    """Write the CSV of an import: no byte order mark, no guard, no line that ends within a cell."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(head)
    writer.writerows([[_cell(value) for value in row] for row in rows])
    return buffer.getvalue().encode()


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    return " ".join(value.split()) if isinstance(value, str) else value
