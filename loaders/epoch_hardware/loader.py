"""Accelerators from ``ml_hardware.csv``: one chip a row, its designer, and its process where it is stated."""

from collections.abc import Iterator, Mapping
from typing import Any

from graph.facts.fact import EdgeFact, Fact, NodeFact
from loaders.listings import declared
from loaders.reading import Reader, Row

_PROPERTIES = {
    "memory_bytes": "Memory (bytes)",
    "tdp_w": "TDP (W)",
    "fp16_flops": "Tensor-FP16/BF16 performance (FLOP/s)",
    "process_nm": "Process size (nm)",
    "die_mm2": "Die Size (mm^2)",
    "price_usd": "Release price (USD)",
}
_USED = ("Hardware name", "Manufacturer", "Release date", "Foundry", "Link to datasheet", *_PROPERTIES.values())
_IGNORED = (
    "Type", "Notes", "FP8 performance (FLOP/s)", "FP4 performance (FLOP/s)", "Memory bandwidth (byte/s)",
    "Intranode bandwidth (byte/s)", "Internode bandwidth (bit/s)", "FP64 (double precision) performance (FLOP/s)",
    "FP32 (single precision) performance (FLOP/s)", "TF32 (TensorFloat-32) performance (FLOP/s)",
    "FP16 (half precision) performance (FLOP/s)", "INT16 performance (OP/s)", "INT8 performance (OP/s)",
    "INT4 performance (OP/s)", "Base clock (MHz)", "Boost clock (MHz)", "Memory clock (MHz)", "Memory bus (bit)",
    "Tensor cores", "Transistors (millions)", "Source for the price", "ML models", "Last modified",
    "Max performance", "Energy efficiency", "Total processing performance (bit-OP/s)", "Price-performance",
    "ML OP/s",
)  # fmt: skip


def load(reader: Reader) -> Iterator[Fact]:
    """Yield chips with their designers and processes."""
    evidence = reader.evidence("ml_hardware", "confirmed")
    made: dict[str, str] = {}
    makers: dict[str, tuple[str, str, Mapping[str, Any]]] = {}
    for where, row in reader.table("ml_hardware.csv", _USED, _IGNORED):
        node_id = reader.resolve("chip", row["Hardware name"], where, "Hardware name")
        if node_id is None:
            reader.count_out(where, "a variant (memory, board, bin) of a chip that stands under one id")
            continue
        yield from reader.fact(
            NodeFact,
            where,
            id=node_id,
            kind="Chip",
            name=row["Hardware name"],
            valid_from=reader.day(row["Release date"], where, "Release date"),
            properties=_properties(reader, row, where),
            **evidence,
        )
        if row["Manufacturer"]:
            maker = reader.resolve("maker", row["Manufacturer"], where, "Manufacturer")
            if maker is None:
                continue
            makers.setdefault(maker, (where, row["Manufacturer"], evidence))
            yield from reader.fact(EdgeFact, where, kind="DESIGNED_BY", **{"from": node_id, "to": maker}, **evidence)
        yield from _process(reader, row, where, node_id, made)
    for process, where in sorted(made.items()):
        yield from _own_process(reader, process, where)
    yield from declared(reader, makers)


def _properties(reader: Reader, row: Row, where: str) -> dict[str, float | str]:
    numbers = {name: reader.number(row[column], where, column) for name, column in _PROPERTIES.items()}
    found: dict[str, float | str] = {name: value for name, value in numbers.items() if value is not None}
    if row["Release date"]:
        found["released_on"] = row["Release date"]
    return found


def _process(reader: Reader, row: Row, where: str, node_id: str, made: dict[str, str]) -> Iterator[Fact]:
    """Yield the process; a node size alone names one only where the foundry is stated too."""
    if not row["Foundry"] or not row["Process size (nm)"]:
        reader.count_out(where, "process not given: foundry or node size is missing (the chip itself is loaded)")
        return
    if ("atlas", row["Hardware name"]) in reader.names:
        reader.count_out(where, "process left to the atlas, which names it exactly (the chip itself is loaded)")
        return
    for foundry in row["Foundry"].split(","):
        raw = f"{foundry.strip()} {row['Process size (nm)']}"
        process = reader.resolve("process", raw, where, "Foundry")
        if process:
            made.setdefault(process, where)
            yield from reader.fact(
                EdgeFact,
                where,
                kind="FABRICATED_WITH",
                **{"from": node_id, "to": process},
                as_reported=f"{raw.removesuffix('.0')} nm",
                **reader.evidence("ml_hardware"),
            )


def _own_process(reader: Reader, process: str, where: str) -> Iterator[Fact]:
    foundry, _, size = process.removeprefix("input:").partition("-")
    yield from reader.fact(
        NodeFact,
        where,
        id=process,
        kind="Input",
        subtype="process",
        name=f"{foundry.upper()} {size}",
        **reader.evidence("ml_hardware", "confirmed"),
    )
    owner = reader.resolve("foundry", foundry, where, "Foundry")
    yield from reader.fact(
        EdgeFact,
        where,
        kind="SUPPLIED_BY",
        **{"from": process, "to": owner},
        closed=True,
        note="a foundry is the only operator of its own process",
        **reader.evidence("ml_hardware", "confirmed"),
    )
