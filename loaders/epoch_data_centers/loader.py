"""Large data centres: place, power, owner, users and chips.

Owners and users carry Epoch's own confidence (``#confident``, ``#likely``, ``#speculative``), which is kept on the
tie. What is only planned has a place and no ties yet, and of chips those that stand there now are loaded. A site opens
with its first capacity for AI: the first day of Epoch's timeline on which it has H100 equivalents.
"""

from collections.abc import Iterator
from typing import Any

from graph.errors import Fault
from graph.facts.fact import EdgeFact, Fact, NodeFact
from loaders.listings import declared
from loaders.reading import Reader, Row

_FILE = "data_centers_core.psv"
_USED = ("name", "current_h100_equivalents", "current_power_mw", "owner", "users", "current_chip_types", "country")
_OPENED = "opened_on"
_IGNORED = ("current_capex_2025_busd", "project", "all_chip_types")
_CONFIDENCE = {"confident": "confirmed", "likely": "likely", "speculative": "speculative", "": "likely"}


def load(reader: Reader) -> Iterator[Fact]:
    """Yield data centres with their ties."""
    named: dict[str, tuple[str, str, dict[str, Any]]] = {}
    for where, row in reader.table(_FILE, _USED, _IGNORED, delimiter="|", optional=(_OPENED,)):
        site = reader.resolve("facility", row["name"], where, "name")
        if site is None:
            reader.count_out(where, "names no site")
            continue
        yield from _site(reader, where, row, site)
        if not _operational(row):
            reader.count_out(where, "planned: nobody runs on it yet (the site itself is loaded)")
            continue
        for raw, confidence in _with_confidence(row["owner"]):
            owner = reader.resolve("owner", raw, where, "owner")
            if owner:
                named.setdefault(owner, (where, raw, reader.evidence("data_centers")))
                yield from _tie(reader, where, "OPERATES", (owner, site), (raw, confidence))
        for raw, confidence in _with_confidence(row["users"]):
            user = reader.resolve("user", raw, where, "users")
            if user:
                named.setdefault(user, (where, raw, reader.evidence("data_centers")))
                yield from _tie(reader, where, "RUNS_ON", (user, site), (raw, confidence))
        for raw in filter(None, (part.strip() for part in row["current_chip_types"].split(","))):
            chip = reader.resolve("chip", raw, where, "current_chip_types")
            if chip:
                named.setdefault(chip, (where, raw, reader.evidence("data_centers")))
                yield from _tie(reader, where, "HOSTS", (site, chip), (raw, "likely"))
    yield from declared(reader, named)


def _site(reader: Reader, where: str, row: Row, site: str) -> Iterator[Fact]:
    columns = {"h100_equivalents": "current_h100_equivalents", "power_mw": "current_power_mw"}
    numbers = {name: reader.number(row[column], where, column) for name, column in columns.items()}
    properties: dict[str, Any] = {name: value for name, value in numbers.items() if value}
    properties["status"] = "existing" if _operational(row) else "planned"
    if row[_OPENED]:
        properties[_OPENED] = row[_OPENED]
        if not _operational(row):
            reader.faults.append(Fault(where, _OPENED, "a day on which it opened, and nothing stands there"))
    yield from reader.fact(
        NodeFact, where, id=site, kind="Facility", subtype="data-centre", name=row["name"],
        properties=properties, **reader.evidence("data_centers"),
    )  # fmt: skip
    country = reader.resolve("country", row["country"], where, "country")
    if country:
        yield from _tie(reader, where, "LOCATED_IN", (site, country), (row["country"], "confident"))


def _operational(row: Row) -> bool:
    """Say whether chips or power stand there now."""
    return any(row[column] not in ("", "0") for column in ("current_h100_equivalents", "current_power_mw"))


def _with_confidence(cell: str) -> Iterator[tuple[str, str]]:
    """Yield the names of a cell with Epoch's confidence in each."""
    for part in filter(None, (part.strip() for part in cell.split(","))):
        raw, _, tag = part.partition("#")
        yield raw.strip(), tag.strip()


def _tie(reader: Reader, where: str, kind: str, ends: tuple[str, str], named: tuple[str, str]) -> Iterator[Fact]:
    """Yield a tie between two ends, as a cell names it, with Epoch's confidence in it."""
    raw, confidence = named
    if confidence not in _CONFIDENCE:
        reader.faults.append(Fault(where, raw, f"unknown confidence #{confidence}"))
        return
    evidence = reader.evidence("data_centers", _CONFIDENCE[confidence])
    start, end = ends
    yield from reader.fact(EdgeFact, where, kind=kind, **{"from": start, "to": end}, as_reported=raw, **evidence)
