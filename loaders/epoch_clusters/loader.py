"""Clusters from ``gpu_clusters.csv``: place, operator, chips inside.

Anonymised Chinese systems have no name of their own; their id is a digest of their row, numbered where rows are alike:
their figures are rounded, and upstream flags what it takes for duplicates. A row that it flags is counted out, and so
is a plan without a date: it could not be placed in time.
The phases of a cluster are rows of their own, each with the chips of all before it: a phase ends on the day on which
the one that supersedes it began, or the same chips would count twice.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from graph.errors import Fault
from graph.facts.fact import EdgeFact, Fact, NodeFact
from graph.node_ids import kind_of
from loaders.reading import Reader, Row

_DATE, _DECOMMISSIONED, _NEXT = "First Operational Date", "Decommissioned Date (if applicable)", "Superseded by"
_DIGESTED = (  # an anonymised system's id hangs on these: never more, never fewer
    "Name", "Status", "Certainty", "H100 equivalents", "Chip type (primary)", "Chip quantity (primary)", "Country",
    "Owner", _DATE, "Power Capacity (MW)", "Users", "Possible Duplicate", "Chip type (secondary)",
    "Chip quantity (secondary)", "Include in Standard Analysis", _DECOMMISSIONED, "latitude", "longitude",
)  # fmt: skip
_USED = (*_DIGESTED, _NEXT)
_IGNORED = (
    "Single cluster?", "Max OP/s (log)", "Note", "Sector", "Hardware Cost", "Location", "Hardware note", "Quote",
    "First Operational Date Note", "Certainty Note", "Energy Efficiency (log)", "Builds Upon",
    "Possible Duplicate Of", "Total number of AI chips", "GPU Supplier (primary)", "GPU supplier (secondary)",
    "Exclude", "Rank when first operational", "16-bit OP/s (log)", "Max OP/s", "8-bit OP/s", "16-bit OP/s",
    "32-bit OP/s", "Calculated Power Capacity (MW)", "Reported Power Capacity (MW)", "Energy Efficiency",
    "Calculated Cost", "Reported Cost", "Reported Cost (Inflation adjusted)", "Cost Quote", "Noteworthy",
    "Largest existing cluster when first operational", "% of largest cluster when first operational",
    "Source 1", "Source 2", "Source 3", "Source 4", "Source 5",
)  # fmt: skip
_CONFIDENCE = {"Confirmed": "confirmed", "Likely": "likely", "Unlikely": "speculative"}
_ANONYMOUS = "Anonymized Chinese System"
_NUMBERS = {
    "h100_equivalents": "H100 equivalents", "power_mw": "Power Capacity (MW)", "latitude": "latitude",
    "longitude": "longitude",
}  # fmt: skip


def load(reader: Reader) -> Iterator[Fact]:
    """Yield facilities with their country, operators and chips."""
    seen: set[str] = set()
    alike: Counter[str] = Counter()
    operators: dict[str, tuple[str, str]] = {}
    chips: dict[str, tuple[str, str]] = {}
    rows = list(reader.table("gpu_clusters.csv", _USED, _IGNORED))
    begun = {row["Name"]: row[_DATE] for row in [*(row for _, row in rows), *reader.held_rows.values()]}
    for where, row in rows:
        if reason := _exclusion(row):
            reader.count_out(where, reason)
            continue
        node_id = _id(reader, row, where, alike)
        if node_id is None:
            reader.count_out(where, "a claim about clusters that have rows of their own: its chips would count twice")
            continue
        evidence = _evidence(reader, row, where, begun)
        if evidence["valid_to"] and evidence["valid_to"] == evidence["valid_from"]:
            reader.count_out(where, "superseded on the day it began")
            continue
        if node_id in seen:
            reader.count_out(where, "the same cluster again, by reviewed name")
            continue
        seen.add(node_id)
        yield from _place(reader, row, where, node_id, evidence)
        yield from _chips(reader, row, where, node_id, evidence, chips)
        for raw in _parts(row["Owner"]):
            owner = reader.resolve("owner", raw, where, "Owner")
            if owner and owner not in {end for end in operators if operators[end][1] == where}:
                operators.setdefault(owner, (raw, where))
                yield from _operates(reader, where, node_id, owner, raw, evidence)
    yield from _declared(reader, operators, chips)


def _exclusion(row: Row) -> str | None:
    if row["Possible Duplicate"] == "True":
        return "flagged upstream as a possible duplicate"
    if row["Status"] == "Planned" and not row[_DATE]:
        return "planned without a date"
    return None


def _id(reader: Reader, row: Row, where: str, alike: Counter[str]) -> str | None:
    if row["Name"] == _ANONYMOUS:
        digest = hashlib.sha256("|".join(row[column] for column in sorted(_DIGESTED)).encode()).hexdigest()
        alike[digest] += 1
        number = f"-{alike[digest]}" if alike[digest] > 1 else ""
        return f"facility:anonymized-chinese-system-{digest[:10]}{number}"
    return reader.resolve("facility", row["Name"], where, "Name")


def _evidence(reader: Reader, row: Row, where: str, begun: Mapping[str, str]) -> dict[str, Any]:
    """Return source and validity, which ends when the cluster goes or the phase that supersedes it begins."""
    if row[_NEXT] not in begun.keys() | {""}:
        reader.faults.append(Fault(where, _NEXT, f"no row of the name {row[_NEXT]!r}"))
    ends = [
        reader.day(row[_DECOMMISSIONED], where, _DECOMMISSIONED),
        reader.day(begun.get(row[_NEXT], ""), where, _NEXT),
    ]
    return {
        **reader.evidence("gpu_clusters", _CONFIDENCE.get(row["Certainty"], "speculative")),
        "valid_from": reader.day(row[_DATE], where, _DATE),
        "valid_to": min((end for end in ends if end), default=None),
    }


def _place(reader: Reader, row: Row, where: str, node_id: str, evidence: dict[str, Any]) -> Iterator[Fact]:
    numbers = {name: reader.number(row[column], where, column) for name, column in _NUMBERS.items()}
    properties: dict[str, Any] = {name: value for name, value in numbers.items() if value is not None}
    properties |= {
        "status": row["Status"].casefold(),
        "standard_analysis": row["Include in Standard Analysis"] == "True",
    }
    if row[_DATE]:
        properties["opened_on"] = row[_DATE]
    name = row["Name"]
    if name == _ANONYMOUS:
        name = f"{name} ({row['H100 equivalents'] or '?'} H100e, {row[_DATE] or 'undated'})"
    yield from reader.fact(
        NodeFact,
        where,
        id=node_id,
        kind="Facility",
        subtype="cluster",
        name=name,
        properties=properties,
        **evidence,
    )
    if row["Country"]:
        country = reader.resolve("country", row["Country"], where, "Country")
        ends = {"from": node_id, "to": country}
        yield from reader.fact(EdgeFact, where, kind="LOCATED_IN", **ends, as_reported=row["Country"], **evidence)


def _chips(
    reader: Reader,
    row: Row,
    where: str,
    node_id: str,
    evidence: dict[str, Any],
    chips: dict[str, tuple[str, str]],
) -> Iterator[Fact]:
    found: set[str] = set()
    for which in ("primary", "secondary"):
        column = f"Chip type ({which})"
        for raw in _parts(row[column]):
            chip = reader.resolve("chip", raw, where, column)
            if chip and chip not in found:
                found.add(chip)
                chips.setdefault(chip, (raw, where))
                quantity = reader.number(row[f"Chip quantity ({which})"], where, f"Chip quantity ({which})")
                fields = {"from": node_id, "to": chip, "quantity": quantity}
                unit = "chips" if quantity is not None else None
                yield from reader.fact(EdgeFact, where, kind="HOSTS", unit=unit, as_reported=raw, **fields, **evidence)


def _operates(
    reader: Reader, where: str, node_id: str, owner: str, raw: str, evidence: dict[str, Any]
) -> Iterator[Fact]:
    """Yield the tie of an owner: a laboratory runs on its cluster, others operate it."""
    if owner.startswith("lab:"):
        ends = {"kind": "RUNS_ON", "from": owner, "to": node_id}
    else:
        ends = {"kind": "OPERATES", "from": owner, "to": node_id}
    yield from reader.fact(EdgeFact, where, **ends, as_reported=raw, **evidence)


def _declared(
    reader: Reader, operators: dict[str, tuple[str, str]], chips: dict[str, tuple[str, str]]
) -> Iterator[Fact]:
    """Yield each operator and chip once; the seat of an operator is that which names.csv gives it."""
    evidence = reader.evidence("gpu_clusters")
    for node_id, (raw, where) in operators.items():
        yield from reader.fact(NodeFact, where, id=node_id, kind=kind_of(node_id), name=raw, **evidence)
        if seat := reader.names.get(("seat", raw)):
            # The file tells where clusters stand, not where their owners sit: nobody opened a page for this.
            fields = {"from": node_id, "to": seat, "note": "seat of the owner, from memory; the file does not give it"}
            yield from reader.fact(EdgeFact, where, kind="BASED_IN", **fields, **evidence | {"checked": "recalled"})
    for node_id, (raw, where) in chips.items():
        yield from reader.fact(NodeFact, where, id=node_id, kind="Chip", name=raw, **evidence)


def _parts(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(",") if part.strip()]
