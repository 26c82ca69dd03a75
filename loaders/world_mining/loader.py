"""World production of the minerals that chips need, by country and year, from World Mining Data.

One sheet a mineral. The ``Total`` row is dropped before shares are taken, or every share would be halved. Sheets of
minerals that no chip needs (salt, lignite, ...) are counted out by names.csv, which also mends two codes: Taiwan has
one of upstream's own, and French Guiana has that of Guyana.
"""

import re
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field

from graph.facts.fact import EdgeFact, Fact, NodeFact
from loaders.reading import Reader
from loaders.records import Fields

_Tonnes = Annotated[float, Field(ge=0, allow_inf_nan=False)] | None
_YEAR = re.compile(r"\d{4}", re.ASCII)
_FILE = "world_mining_data.db"
_NOT_SHEETS = ("HS Code Map", "Country_ISO", "logging")
_CONFIDENCE = {"r": "confirmed", "e": "likely", "p": "likely"}
"""Upstream's marks: reported, estimated, provisional."""


def load(reader: Reader) -> Iterator[Fact]:
    """Yield minerals with shares of world production by country and year."""
    with reader.database(_FILE) as database:
        database.row_factory = sqlite3.Row
        sheets = [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for sheet in sorted(set(sheets) - set(_NOT_SHEETS)):
            where = f"{_FILE}:{sheet}"
            if not reader.take(where):
                continue
            mineral = reader.resolve("mineral", sheet, where, "sheet")
            if mineral is None:
                reader.count_out(where, "a mineral that no chip needs, or a fuel")
                continue
            yield from reader.fact(
                NodeFact, where, id=mineral, kind="Input", subtype="material", name=sheet.partition(" (")[0],
                **reader.evidence("production", "confirmed"),
            )  # fmt: skip
            quoted = sheet.replace('"', '""')
            rows = [dict(row) for row in database.execute(f'SELECT * FROM "{quoted}"')]  # noqa: S608 - quoted
            yield from _sheet(reader, where, mineral, rows)


def _sheet(reader: Reader, place: str, mineral: str, rows: list[dict[str, Any]]) -> Iterator[Fact]:
    years = sorted(key for key in (rows[0] if rows else {}) if _YEAR.fullmatch(key))
    texts = dict.fromkeys(("Country", "Country_ISO", "unit", "data_source"), str)
    fields = Fields(texts | dict.fromkeys(years, _Tonnes), ignored=("Country_Code",))
    producers: list[tuple[str, Mapping[str, Any]]] = []
    for where, row in reader.records(((f"{place}/{raw.get('Country')}", raw) for raw in rows), fields):
        if row["Country"] == "Total":
            reader.count_out(where, "the total of its sheet")
        elif not any(row[year] for year in years):
            reader.count_out(where, "no production in any year")
        else:
            producers.append((where, row))
    for year in years:
        total = sum(row[year] or 0 for _, row in producers)
        for where, row in producers:
            if row[year]:
                yield from _share(reader, where, row, mineral, _Amount(year, row[year], total))


@dataclass(frozen=True)
class _Amount:
    """What a country produced in a year, and the world."""

    year: str
    tonnes: float
    total: float


def _share(reader: Reader, where: str, row: Mapping[str, Any], mineral: str, amount: _Amount) -> Iterator[Fact]:
    country = reader.names.get(("country", row["Country"]), f"country:{row['Country_ISO']}")
    if country == "-":
        reader.count_out(where, "a producer without a code in ISO 3166-1 (Kosovo): in the total, not by itself")
        return
    yield from reader.fact(
        EdgeFact,
        where,
        kind="SHARE_OF",
        **{"from": country, "to": mineral},
        share=round(amount.tonnes / amount.total, 6),
        quantity=float(amount.tonnes),
        unit=row["unit"],
        basis="production by site",
        denominator="world production of the year",
        period=amount.year,
        as_reported=f"{amount.tonnes:g} {row['unit']}",
        **reader.evidence("production", _CONFIDENCE.get(row["data_source"], "likely")),
    )
