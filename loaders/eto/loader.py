"""Inputs, their suppliers and shares from the five ETO tables.

Countries and firms share one table and are never added: country rows become SHARE_OF, firm rows SUPPLIED_BY. A
blank share is "supplies, share unknown". A country is the firm's headquarters, except for the fabrication and
packaging stages, which are counted by site.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from graph.errors import Fault
from graph.facts.fact import OPEN, EdgeFact, Fact, NodeFact
from loaders.reading import Reader, Row

_CHART = (
    "market_share_chart_global_market_size_info",
    "market_share_chart_caption",
    "market_share_chart_source",
)
_SUBTYPES = {
    "process": "process", "tool_resource": "tool", "material_resource": "material",
    "design_resource": "design", "ultimate_output": "component",
}  # fmt: skip
_SOFTWARE = {"N84"}
_BY_SITE = {"S2", "S3"}
_VARIOUS = "P370"
_PROVIDER = ("provider_name", "alias", "provider_id", "provider_type", "country")
_SEQUENCE = ("input_id", "goes_into_id", "is_type_of_id")


def load(reader: Reader) -> Iterator[Fact]:
    """Yield the facts of all five tables."""
    yield from _inputs(reader)
    providers = list(reader.table("providers.csv", _PROVIDER))
    yield from _firms(reader, providers)
    known = [*(row for _, row in providers), *reader.held_rows.values()]
    countries = {row["provider_id"] for row in known if row.get("provider_type") == "country"}
    yield from _provision(reader, countries)
    yield from _sequence(reader)


def _evidence(reader: Reader, year: str, confidence: str) -> dict[str, Any]:
    """Return the evidence of a share; each year is one source, so that its shares form one share set."""
    whole = reader.source("structure")
    source = reader.source("structure", id=f"eto/{year}", title=f"{whole.title} ({year})") if year else whole
    return reader.evidence("structure", confidence) | {"source": source}


def _inputs(reader: Reader) -> Iterator[Fact]:
    stages = reader.table("stages.csv", ("stage_id", "stage_name"), ("description", *_CHART))
    for where, row in stages:
        yield from _input(reader, where, row["stage_id"], f"{row['stage_name']} (stage)", "process")
    ignored = ("stage_name", "stage_id", "description", "year", *_CHART)
    for where, row in reader.table("inputs.csv", ("input_id", "input_name", "type"), ignored):
        subtype = "software" if row["input_id"] in _SOFTWARE else _SUBTYPES.get(row["type"])
        if subtype is None:
            reader.faults.append(Fault(where, "type", f"unknown type {row['type']!r}"))
        yield from _input(reader, where, row["input_id"], row["input_name"], subtype)


def _input(reader: Reader, where: str, raw: str, name: str, subtype: str | None) -> Iterator[Fact]:
    node_id = reader.resolve("input", raw, where, "input_id")
    if node_id:
        fields = reader.evidence("structure", "confirmed")
        yield from reader.fact(NodeFact, where, id=node_id, kind="Input", name=name, subtype=subtype, **fields)


def _firms(reader: Reader, rows: Iterable[tuple[str, Row]]) -> Iterator[Fact]:
    """Yield firms with their headquarters; the alias rows of one firm are one node."""
    firms: dict[str, tuple[str, str, str, set[str]]] = {}
    for where, row in rows:
        if row["provider_type"] == "country":
            place = reader.resolve("country", row["provider_id"], where, "provider_id")
            known = "a country (its shares are loaded, its node is from ISO 3166-1)"
            reader.count_out(where, known if place else "not a country (Europe, various)")
            continue
        if row["provider_type"] != "organization":
            reader.faults.append(Fault(where, "provider_type", f"unknown type {row['provider_type']!r}"))
        node_id = reader.resolve("company", row["provider_id"], where, "provider_id")
        if node_id is None:
            reader.count_out(where, "not a firm (various companies)")
            continue
        first = firms.setdefault(node_id, (where, row["provider_name"], row["country"], set()))
        first[3].update({row["alias"]} - {"", first[1]})
        if first[0] != where:
            reader.count_out(where, "alias of a firm already read (kept as its alias)")
    for node_id, (where, name, country, aliases) in firms.items():
        fields = reader.evidence("structure", "confirmed")
        yield from reader.fact(
            NodeFact, where, id=node_id, kind="Company", name=name, aliases=tuple(sorted(aliases)), **fields
        )
        seat = {"from": node_id, "to": f"country:{country}"}
        yield from reader.fact(EdgeFact, where, kind="BASED_IN", as_reported=country, **seat, **fields)


def _provision(reader: Reader, countries: set[str]) -> Iterator[Fact]:
    """Yield who supplies what. A list is never closed: these are categories of a market report, and what it gives to
    nobody in particular is a part of the market that stays open."""
    used = ("provider_id", "provided_id", "share_provided", "year", "source")
    rows = list(reader.table("provision.csv", used, ("provider_name", "provided_name")))
    unnamed = {row["provided_id"]: row["share_provided"] for _, row in rows if row["provider_id"] == _VARIOUS}
    for where, row in rows:
        input_id = reader.resolve("input", row["provided_id"], where, "provided_id")
        country = row["provider_id"] in countries
        kind = "country" if country else "company"
        provider = reader.resolve(kind, row["provider_id"], where, "provider_id")
        # One name of the source may stand for several firms of a house: which one depends on what it makes.
        provider = reader.names.get((f"maker of {row['provided_id']}", row["provider_id"]), provider)
        share = reader.number(row["share_provided"], where, "share_provided")
        if input_id is None or provider is None:
            reader.count_out(where, "share of Europe, or of various countries or companies: nobody in particular")
            continue
        site = row["provided_id"] in _BY_SITE
        place = "site of production" if site else "headquarters of the firm"
        fields = _evidence(reader, row["year"], "confirmed" if row["source"] else "likely") | {
            "share": None if share is None else round(share / 100, 6),
            "basis": f"market share as reported, by {place}" if country else "market share as reported",
            "unit": "share",
            "denominator": "world market of this input",
            "period": row["year"],
            "as_reported": f"{row['share_provided'] or 'no share'}; {row['source'][:160]}".rstrip("; "),
        }
        if not country:
            rest = unnamed.get(row["provided_id"])
            told = f"open: {rest} % goes to various companies" if rest else "open: a category of a market report"
            fields |= {"properties": {OPEN: True}, "note": f"{told}; other makers may exist"}
            ends = {"kind": "SUPPLIED_BY", "from": input_id, "to": provider}
        elif share is None:
            reader.count_out(where, "country without a share: says nothing that its firms do not say")
            continue
        else:
            ends = {"kind": "SHARE_OF", "from": provider, "to": input_id}
        yield from reader.fact(EdgeFact, where, **ends, **fields)


def _sequence(reader: Reader) -> Iterator[Fact]:
    rules = _variant_rules(reader)
    names = ("input_name", "goes_into_name", "is_type_of_name")
    fields = reader.evidence("structure", "confirmed")
    for where, row in reader.table("sequence.csv", (*_SEQUENCE, *names)):
        ends = {c: reader.resolve("input", row[c], where, c) if row[c] else None for c in _SEQUENCE}
        part, product, parent = (ends[c] for c in _SEQUENCE)
        if part and product:
            link = {"kind": "REQUIRES", "from": product, "to": part}
            if {row["input_name"], row["goes_into_name"]} <= _STEPS_IN_A_ROW:
                reader.count_out(where, "order of process steps, not a need of the later step")
                continue
            yield from reader.fact(EdgeFact, where, **link, **fields)
        elif part and parent:
            yield from reader.fact(EdgeFact, where, kind="VARIANT_OF", **{"from": part, "to": parent}, **fields)
            if row["is_type_of_id"] not in rules:
                told = f"say in variants.csv what {row['is_type_of_name']!r} needs: all, any or none"
                reader.faults.append(Fault(where, "is_type_of_id", told))
                continue
            rule, reason = rules[row["is_type_of_id"]]
            if rule != "none":
                need = f"any variant of {row['is_type_of_name']}" if rule == "any" else ""
                link = {"kind": "REQUIRES", "from": parent, "to": part}
                yield from reader.fact(
                    EdgeFact, where, need=need, note=reason, **link, **fields | {"confidence": "likely"}
                )


_STEPS_IN_A_ROW = frozenset(
    {
        "Ion implantation", "Etch and clean", "Deposition", "Photolithography", "Chemical mechanical planarization",
        "Chip design", "Assembly and packaging", "Testing",
    }
)  # fmt: skip
"""`goes_into` among process steps is the order on the line, a cycle in fact: steps repeat for every layer."""


def _variant_rules(reader: Reader) -> dict[str, tuple[str, str]]:
    table = Reader(Path(__file__).parent)
    rules = {}
    for where, row in table.table("variants.csv", ("parent", "rule", "reason")):
        if row["rule"] not in ("all", "any", "none") or not row["reason"]:
            reader.faults.append(Fault(where, "rule", "rule is all, any or none, with a reason"))
        rules[row["parent"]] = (row["rule"], row["reason"])
    reader.faults += table.faults
    return rules
