"""Models from ``notable_ai_models.csv``.

Organisations, countries and chips stand in comma-joined cells. Training chips are known for a part of the
models only: an absent cell is "not published", never "none".
"""

from collections.abc import Iterator
from pathlib import Path

from graph.facts.fact import EdgeFact, Fact, NodeFact
from loaders.reading import Reader, Row

_USED = (
    "Model", "Organization", "Publication date", "Domain", "Parameters", "Training compute (FLOP)", "Confidence",
    "Training hardware", "Base model", "Open model weights?", "Model accessibility",
)  # fmt: skip
_IGNORED = (
    "Country (of organization)", "Task", "Parameters notes", "Training compute notes", "Training dataset",
    "Training dataset size (total)",
    "Dataset size notes", "Link", "Reference", "Citations", "Authors", "Abstract", "Organization categorization",
    "Notability criteria", "Notability criteria notes", "Epochs", "Training time (hours)", "Training time notes",
    "Hardware quantity", "Hardware utilization (MFU)", "Training compute cost (2023 USD)", "Compute cost notes",
    "Training power draw (W)", "Finetune compute (FLOP)", "Finetune compute notes", "Batch size",
    "Batch size notes", "Training code accessibility", "Inference code accessibility",
    "Accessibility notes", "Numerical format", "Frontier model", "Hardware acquisition cost",
    "Hardware utilization (HFU)", "Training compute cost (cloud)", "Training compute cost (upfront)",
)  # fmt: skip


def load(reader: Reader) -> Iterator[Fact]:
    """Yield models, their labs with seats, training chips and base models."""
    evidence = reader.evidence("notable_ai_models", "confirmed")
    table = list(reader.table("notable_ai_models.csv", _USED, _IGNORED))
    names = {row["Model"] for _, row in table}
    declared: set[str] = set()
    linked: dict[str, dict[str, tuple[str, str]]] = {"lab": {}, "chip": {}, "model": {}}
    for where, row in table:
        node_id = reader.resolve("model", row["Model"], where, "Model")
        if node_id is None:
            continue
        declared.add(node_id)
        yield from _model(reader, row, where, node_id)
        bases = [row["Base model"]] if row["Base model"] in names else parts(row["Base model"])
        for kind, edge, column, raws in (
            ("lab", "DEVELOPED_BY", "Organization", parts(row["Organization"])),
            ("chip", "TRAINED_ON", "Training hardware", parts(row["Training hardware"])),
            ("model", "DERIVED_FROM", "Base model", bases),
        ):
            ends = {reader.resolve(kind, raw, where, column): raw for raw in reversed(raws)}
            for end, raw in ends.items():
                if end and end != node_id:
                    linked[kind].setdefault(end, (raw, where))
                    # A model put together from several needs each of them; developers and chips are alternatives.
                    need = f"base model: {raw}" if kind == "model" and len(ends) > 1 else ""
                    link = {"from": node_id, "to": end, "need": need, "as_reported": row[column][:200]}
                    yield from reader.fact(EdgeFact, where, kind=edge, **link, **evidence)
    yield from _labs(reader, linked["lab"])
    yield from _owners(reader, linked["lab"])
    for kind, node_kind, there in (("model", "Model", declared), ("chip", "Chip", set[str]())):
        for end, (raw, where) in linked[kind].items():
            if end not in there:
                fields = {"id": end, "kind": node_kind, "name": raw}
                yield from reader.fact(NodeFact, where, **fields, **reader.evidence("notable_ai_models"))


def parts(cell: str) -> list[str]:
    """Split a comma-joined cell."""
    return [part.strip() for part in cell.split(",") if part.strip()]


def _model(reader: Reader, row: Row, where: str, node_id: str) -> Iterator[Fact]:
    numbers = {
        "parameters": reader.number(row["Parameters"], where, "Parameters"),
        "training_flop": reader.number(row["Training compute (FLOP)"], where, "Training compute (FLOP)"),
        "open_weights": reader.flag(row["Open model weights?"], where, "Open model weights?"),
    }
    # Weights to be had on terms are open too; the terms are kept beside: unrestricted, restricted or non-commercial.
    terms = {"released_on": row["Publication date"], "domain": row["Domain"], "access": row["Model accessibility"]}
    yield from reader.fact(
        NodeFact,
        where,
        id=node_id,
        kind="Model",
        name=row["Model"],
        valid_from=reader.day(row["Publication date"], where, "Publication date"),
        properties={name: value for name, value in (numbers | terms).items() if value not in (None, "")},
        note=f"Epoch's confidence in the compute estimate: {row['Confidence']}" if row["Confidence"] else None,
        **reader.evidence("notable_ai_models", "confirmed"),
    )


def _labs(reader: Reader, labs: dict[str, tuple[str, str]]) -> Iterator[Fact]:
    """Yield each lab once, with the seat that names.csv gives it."""
    others: dict[str, set[str]] = {}
    for (kind, raw), node_id in reader.names.items():
        if kind == "lab":
            others.setdefault(node_id, set()).add(raw)
    for node_id, (raw, where) in labs.items():
        aliases = tuple(sorted(others[node_id] - {raw}))
        yield from reader.fact(
            NodeFact,
            where,
            id=node_id,
            kind="Lab",
            name=raw,
            aliases=aliases,
            **reader.evidence("notable_ai_models", "confirmed"),
        )
        seat = reader.names.get(("seat", raw))
        if seat:
            yield from reader.fact(
                EdgeFact,
                where,
                kind="BASED_IN",
                **{"from": node_id, "to": seat},
                note="country of the organisation as Epoch AI gives it beside its models",
                **reader.evidence("notable_ai_models"),
            )


def _owners(reader: Reader, labs: dict[str, tuple[str, str]]) -> Iterator[Fact]:
    """Yield the owners of laboratories that are part of a firm: without them a laboratory counts as its seat's."""
    table = Reader(Path(__file__).parent)
    for where, row in table.table("owners.csv", ("lab", "company", "since", "note")):
        if row["lab"] not in labs:
            continue
        # The file gives seats, not owners: nobody opened a page for this.
        note = "; ".join(part for part in ("owner, from memory; the file does not give it", row["note"]) if part)
        fields = reader.evidence("owners") | {"checked": "recalled", "note": note}
        ends = {"from": row["lab"], "to": row["company"], "valid_from": table.day(row["since"], where, "since")}
        yield from reader.fact(EdgeFact, where, kind="PART_OF", **ends, **fields)
    reader.faults += table.faults
