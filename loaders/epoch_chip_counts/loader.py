"""Accelerators by owner: cumulative purchases of each chip to the end of a quarter, as Epoch AI estimates them.

Upstream keeps the same estimates by quarter, cumulated and in total: the cumulated ones by chip are read, and only
they, or a stock would be counted twice. They are units bought, not machines running. Totals in H100 equivalents are
read beside them as what they are, published figures: a sum of medians by chip is not the median of the sum.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from graph.analysis.series.compute_owners import OTHERS, TOPIC
from graph.errors import Fault
from graph.facts.fact import LEAST_QUANTITY, MOST_QUANTITY, EdgeFact, Fact, NodeFact
from graph.ontology import NodeKind
from loaders.listings import declared
from loaders.reading import Reader, Row

_FILES = {
    "owners_csv_export/nvidia_owners_cumulative_by_chip.csv": "Number of Units",
    "owners_csv_export/amd_owners_cumulative_by_chip.csv": "Number of Units (median)",
    "owners_csv_export/tpu_owners_cumulative_by_chip.csv": "Number of Units",
    "owners_csv_export/trainium_owners_cumulative_by_chip.csv": "Number of Units",
    "owners_csv_export/coreweave/coreweave_owners_cumulative_by_chip.csv": "Number of Units",
    "data_inputs/named_other_owners_cumulative_by_chip.csv": "Number of Units",
}
"""Table -> its column of the median."""
_TOTALS = {
    "owners_csv_export/nvidia_owners_cumulative_totals.csv": "",
    "owners_csv_export/amd_owners_cumulative_totals.csv": "",
    "owners_csv_export/tpu_owners_cumulative_totals.csv": "",
    "owners_csv_export/trainium_owners_cumulative_totals.csv": "",
    "data_inputs/nvidia_other_cumulative_totals.csv": "",
    "owners_csv_export/coreweave/coreweave_owners_cumulative_totals.csv": OTHERS,
    "data_inputs/named_other_owners_cumulative_totals.csv": OTHERS,
}
"""Table of totals -> of which owner its figures are a part: what CoreWeave and xAI hold is in what others hold."""
_TOTAL, _TOTAL_LOW, _TOTAL_HIGH = (
    "Compute estimate in H100e (median)",
    "H100e (5th percentile)",
    "H100e (95th percentile)",
)
_UNITS = ("Number of Units", "Number of Units (5th percentile)", "Number of Units (95th percentile)")
_LOW, _HIGH = "Number of Units (5th percentile)", "Number of Units (95th percentile)"
_USED = ("Name", "Owner", "Chip type", "End date", _LOW, _HIGH)
_IGNORED = (
    "Start date", "Compute estimate in H100e (median)", "H100e (5th percentile)",
    "H100e (95th percentile)", "Total TDP (W)", "Total TDP (W) (5th percentile)", "Total TDP (W) (95th percentile)",
    "Power in MW (median)", "Power in MW (5th percentile)", "Power in MW (95th percentile)", "Source / Link",
    "Last Modified By", "Last Modified",
)  # fmt: skip
_CURATED = "data_inputs/"
"""Where upstream keeps what its people count by hand (xAI's sites), without an interval."""


def load(reader: Reader) -> Iterator[Fact]:
    """Yield stocks by owner, chip and quarter."""
    named: dict[str, tuple[str, str, dict[str, Any]]] = {}
    for file, median in _FILES.items():
        for where, row in reader.table(
            file, (*_USED, median), ("Chip manufacturer", *_IGNORED), optional=("Incomplete", "Notes")
        ):
            owner = reader.resolve("owner", row["Owner"], where, "Owner")
            chip = reader.resolve("chip", row["Chip type"], where, "Chip type")
            if owner is None or chip is None:
                reader.count_out(where, "held by others together: nobody in particular")
                continue
            named.setdefault(owner, (where, row["Owner"], reader.evidence("owners")))
            named.setdefault(chip, (where, row["Chip type"], reader.evidence("owners")))
            yield from _stock(reader, where, row, owner, chip, row[median])
    yield from _totals(reader, named)
    yield from declared(reader, {key: entry for key, entry in named.items() if not key.startswith("country:")})


def _stock(reader: Reader, where: str, row: Row, owner: str, chip: str, median: str) -> Iterator[Fact]:
    curated = where.startswith(_CURATED)
    ends = {LEAST_QUANTITY: _LOW, MOST_QUANTITY: _HIGH}
    numbers = {name: reader.number(row[column], where, column) for name, column in ends.items()}
    interval = "range: 5th to 95th percentile" if row[_LOW] else row["Notes"]
    yield from reader.fact(
        EdgeFact,
        where,
        kind="HOLDS",
        **{"from": owner, "to": chip},
        quantity=reader.number(median, where, "Number of Units"),
        unit="units, median, bought up to the end of the period",
        basis="cumulative purchases, counted by hand" if curated else "cumulative purchases, model estimate",
        period=_quarter(reader, row["End date"], where),
        properties={name: number for name, number in numbers.items() if number is not None},
        as_reported=f"{row['Name']}: {median}",
        note=f"{interval}; {row['Incomplete']}" if row["Incomplete"] else interval,
        **reader.evidence("owners"),
    )


def _totals(reader: Reader, named: dict[str, tuple[str, str, dict[str, Any]]]) -> Iterator[Fact]:
    """Yield what each owner holds of each maker's chips in H100 equivalents, as figures published by quarter."""
    used = ("Name", "Owner", "Chip manufacturer", "End date", _TOTAL, _TOTAL_LOW, _TOTAL_HIGH)
    for file, within in _TOTALS.items():
        for where, row in reader.table(file, used, (*_IGNORED, *_UNITS), optional=("Incomplete", "Notes")):
            owner = reader.resolve("owner", row["Owner"], where, "Owner")
            maker = reader.resolve("maker", row["Chip manufacturer"], where, "Chip manufacturer")
            period = _quarter(reader, row["End date"], where)
            if maker is None or period is None:
                continue
            who = owner or OTHERS
            if owner:
                named.setdefault(owner, (where, row["Owner"], reader.evidence("owners")))
            named.setdefault(maker, (where, row["Chip manufacturer"], reader.evidence("owners")))
            numbers = {"value": _TOTAL, "low": _TOTAL_LOW, "high": _TOTAL_HIGH}
            figures = {name: reader.number(row[column], where, column) for name, column in numbers.items()}
            slug = f"{who.rpartition(':')[2]}-{maker.partition(':')[2]}-{period}".replace(" ", "-").casefold()
            yield from reader.fact(
                NodeFact,
                where,
                id=f"statement:chips-held-{slug}",
                kind=NodeKind.STATEMENT,
                name=f"{row['Owner']}: chips of {row['Chip manufacturer']} bought to the end of {period}",
                properties={
                    "topic": TOPIC, "subject": who, "maker": maker, "period": period, "unit": "H100 equivalents",
                    "denominator": f"chips of {row['Chip manufacturer']} bought, cumulative, none retired",
                    **{name: figure for name, figure in figures.items() if figure is not None},
                    **({"within": within} if within else {}),
                },
                as_reported=row["Name"],
                note="; ".join(part for part in (row["Incomplete"], row["Notes"]) if part),
                **reader.evidence("owners"),
            )  # fmt: skip


def _quarter(reader: Reader, text: str, where: str) -> str | None:
    """Return the quarter that a day written ``3/31/2024`` or ``3/31/24`` ends."""
    try:
        day = datetime.strptime(text, "%m/%d/%Y" if len(text.rpartition("/")[2]) == 4 else "%m/%d/%y")
    except ValueError:
        reader.faults.append(Fault(where, "End date", f"{text!r} is not a day like 3/31/2024"))
        return None
    return f"{day.year}-Q{(day.month + 2) // 3}"
