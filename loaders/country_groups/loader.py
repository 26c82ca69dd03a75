"""Memberships of security structures that the atlas does not hold.

The upstream has no dates, no sources and some errors (28 members of NATO), so a group that the atlas has dated and
cited is left to it: ``overrides.csv`` lists them with the reason. Of the rest, names.csv says which
are security structures; economic, regional and statistical groups are counted out.
"""

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pycountry import countries
from pydantic import TypeAdapter
from typing_extensions import TypedDict

from graph.facts.fact import EdgeFact, Fact, NodeFact
from loaders.reading import Reader
from loaders.records import Fields

_OVERRIDES = Path(__file__).with_name("overrides.csv")


class _Member(TypedDict):
    name: str
    iso2: str


_SHAPE = TypeAdapter(dict[str, Any])
_GROUP = Fields(
    {"gid": str, "name": str, "countries": list[_Member]},
    ignored=("acronym", "description", "classifier", "domains", "founded", "headquarters", "website"),
)
_SUBTYPES = {"security:zangger": "export-control-regime"}


def load(reader: Reader) -> Iterator[Fact]:
    """Yield the structures and their members."""
    with _OVERRIDES.open(encoding="utf-8", newline="") as stream:
        held = {row["group"]: row["reason"] for row in csv.DictReader(stream)}
    files = sorted(f"groups/{path.name}" for path in (reader.folder / "groups").glob("*.json"))
    for where, group in reader.records(((file, reader.document(file, _SHAPE)) for file in files), _GROUP):
        if group["gid"] in held:
            reader.count_out(where, "held by the atlas, dated and cited (overrides.csv says why)")
            continue
        structure = reader.resolve("group", group["gid"], where, "gid")
        if structure is None:
            reader.count_out(where, "an economic, regional or statistical group, not a security structure")
            continue
        fields = {"id": structure, "kind": "SecurityStructure", "name": group["name"]}
        subtype = _SUBTYPES.get(structure, "bloc")
        yield from reader.fact(NodeFact, where, subtype=subtype, **fields, **reader.evidence("groups"))
        for member in group["countries"]:
            yield from _member(reader, where, structure, member)


def _member(reader: Reader, where: str, structure: str, member: Mapping[str, Any]) -> Iterator[Fact]:
    """Yield one membership; some members are written without a code, one with invisible characters."""
    found = countries.get(alpha_2=member["iso2"])
    name = member["name"].strip("\u200b\u200c\u200d\ufeff ")
    country = f"country:{found.alpha_3}" if found else reader.resolve("country", name, where, "countries")
    if country:
        note = "membership as of the file; the source gives no dates"
        yield from reader.fact(
            EdgeFact,
            where,
            kind="MEMBER_OF",
            **{"from": country, "to": structure},
            note=note,
            **reader.evidence("groups"),
        )
