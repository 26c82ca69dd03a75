"""World production of the minerals that chips need, by country and year, from World Mining Data.

One sheet a mineral. The ``Total`` row is dropped before shares are taken, or every share would be halved. Sheets of
minerals that no chip needs (salt, lignite, ...) are counted out by names.csv, which also mends two codes: Taiwan has
one of upstream's own, and French Guiana has that of Guyana.
"""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from typing import Any

from graph.facts import EdgeFact, Fact, NodeFact
from loaders.reading import Reader

_FILE = "world_mining_data.db"
_NOT_SHEETS = ("HS Code Map", "Country_ISO", "logging")
_CONFIDENCE = {"r": "confirmed", "e": "likely", "p": "likely"}
"""Upstream's marks: reported, estimated, provisional."""


def load(reader: Reader) -> Iterator[Fact]:
    """Yield minerals with shares of world production by country and year."""
    path = reader.path(_FILE)
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as database:
        database.row_factory = sqlite3.Row
        sheets = [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for sheet in sorted(set(sheets) - set(_NOT_SHEETS)):
            where = f"{_FILE}:{sheet}"
            mineral = reader.resolve("mineral", sheet, where, "sheet")
            reader.rows.add(where)
            if mineral is None:
                reader.count_out(where, "a mineral that no chip needs, or a fuel")
                continue
            yield from reader.fact(
                NodeFact, where, id=mineral, kind="Input", subtype="material", name=sheet.partition(" (")[0],
                **reader.evidence("production", "confirmed"),
            )  # fmt: skip
            rows = database.execute(f'SELECT * FROM "{sheet}"')  # noqa: S608 - the name comes from the file itself
            yield from _sheet(reader, where, mineral, [dict(row) for row in rows])


def _sheet(reader: Reader, place: str, mineral: str, rows: list[dict[str, Any]]) -> Iterator[Fact]:
    years = sorted(key for key in (rows[0] if rows else {}) if key.isdigit())
    known = ("Country", "Country_ISO", "unit", "data_source", *years)
    producers: list[tuple[str, Mapping[str, Any]]] = []
    for raw in rows:
        where = f"{place}/{raw.get('Country')}"
        row = reader.record(where, raw, known, ("Country_Code",))
        if row["Country"] == "Total":
            reader.count_out(where, "the total of its sheet")
        elif not any(_amount(row[year]) for year in years):
            reader.count_out(where, "no production in any year")
        else:
            producers.append((where, row))
    for year in years:
        total = sum(_amount(row[year]) for _, row in producers)
        for where, row in producers:
            if amount := _amount(row[year]):
                yield from _share(reader, where, row, mineral, year, amount, total)


def _share(
    reader: Reader, where: str, row: Mapping[str, Any], mineral: str, year: str, amount: float, total: float
) -> Iterator[Fact]:
    country = reader.names.get(("country", row["Country"]), f"country:{row['Country_ISO']}")
    if country == "-":
        reader.count_out(where, "a producer without a code in ISO 3166-1 (Kosovo): in the total, not by itself")
        return
    yield from reader.fact(
        EdgeFact,
        where,
        kind="SHARE_OF",
        **{"from": country, "to": mineral},
        share=round(amount / total, 6),
        quantity=amount,
        unit=row["unit"],
        basis="production by site",
        denominator="world production of the year",
        period=year,
        as_reported=f"{amount:g} {row['unit']}",
        **reader.evidence("production", _CONFIDENCE.get(row["data_source"], "likely")),
    )


def _amount(value: object) -> float:
    """Return the tonnes of a cell, 0 where it is empty."""
    return float(value) if isinstance(value, (int, float)) else 0.0
