"""Cloud regions: providers' own lists first (AWS, Huawei, Alibaba), then a third-party list of fourteen.

That a region exists is taken from its provider where the provider lists it; city, coordinates and opening day are
the third party's. Regions in China are run by a local firm, which is their operator. A region that its provider
has closed is counted out.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from pycountry import countries

from graph.errors import Fault
from graph.facts import EdgeFact, Fact, NodeFact
from loaders.reading import Reader

_LISTED = "mcp-server-cloud-regions.json"
_REGION = ("provider", "regionCode", "displayName", "location", "status")
_LEFT = (
    "id", "regionType", "services", "compliance", "availabilityZones", "network", "sustainability", "notes",
)  # fmt: skip
_STATUS = {"ga": "existing", "preview": "preview"}


def load(reader: Reader) -> Iterator[Fact]:
    """Yield regions with their country and operator."""
    described: dict[str, dict[str, Any]] = {}
    third = list(_third_party(reader, described))
    own = [*_aws(reader, described), *_huawei(reader), *_alibaba(reader)]
    listed = {fact.id for fact in own if isinstance(fact, NodeFact)}
    yield from own
    yield from (fact for fact in third if not (isinstance(fact, NodeFact) and fact.id in listed))


def _third_party(reader: Reader, described: dict[str, dict[str, Any]]) -> Iterator[Fact]:
    firms: dict[str, tuple[str, str]] = {}
    document = reader.document(_LISTED)
    brands = {entry["id"]: entry["name"] for entry in document["providers"]}
    for entry in document["regions"]:
        where = f"{_LISTED}:{entry.get('provider')}/{entry.get('regionCode')}"
        row = reader.record(where, entry, _REGION, _LEFT, optional=("launchedDate", "sovereignty"))
        provider = reader.resolve("provider", row["provider"], where, "provider")
        if provider is None:
            continue
        node_id = _id(reader, row["provider"], row["regionCode"], provider)
        if row["status"] not in _STATUS:
            reader.faults.append(Fault(where, "status", f"unknown status {row['status']!r}"))
        place = row["location"]
        described[node_id] = {
            "latitude": float(place["latitude"]),
            "longitude": float(place["longitude"]),
            "status": _STATUS.get(row["status"], ""),
            **({"opened_on": row["launchedDate"]} if row["launchedDate"] else {}),
        }
        operator = provider
        if local := (row["sovereignty"] or {}).get("operator"):
            operator = reader.resolve("operator", local, where, "sovereignty") or provider
            firms.setdefault(operator, (local, where))
        name = f"{brands[row['provider']]} {row['displayName']} ({row['regionCode']})"
        properties = described[node_id] | {"region_code": row["regionCode"]}
        yield from _node(reader, where, node_id, name, properties, reader.evidence("list-of-14"))
        yield from _ends(
            reader, where, node_id, operator, place["countryCode"], place["city"], reader.evidence("list-of-14")
        )
    yield from _firms(reader, firms)


def _aws(reader: Reader, described: Mapping[str, dict[str, Any]]) -> Iterator[Fact]:
    """Yield AWS's own list; where the third party places the region too, the place is left to it."""
    file = "botocore_aws_regions.json"
    if not reader.has(file):
        return
    for entry in reader.document(file):
        where = f"{file}:{entry.get('region')}"
        row = reader.record(where, entry, ("region", "description"), ("partition", "partitionName"))
        node_id = _id(reader, "aws", row["region"], "cloud:aws")
        properties = described.get(node_id, {}) | {"region_code": row["region"]}
        evidence = reader.evidence("botocore", "confirmed")
        yield from _node(reader, where, node_id, f"AWS {row['description']}", properties, evidence)
        if node_id not in described:
            country = reader.resolve("place", f"aws/{row['region']}", where, "region")
            yield from _ends(
                reader, where, node_id, "cloud:aws", country, row["description"], reader.evidence("botocore")
            )


def _huawei(reader: Reader) -> Iterator[Fact]:
    """Yield Huawei's list, which has codes only: the country of a code is reviewed by hand in names.csv."""
    file = "huawei_ecs_regions.json"
    if not reader.has(file):
        return
    for entry in reader.document(file):
        where = f"{file}:{entry.get('id')}"
        row = reader.record(where, entry, ("id",), ("endpoints",))
        country = reader.resolve("place", f"huawei/{row['id']}", where, "id")
        node_id = _id(reader, "huawei", row["id"], "cloud:huawei-cloud")
        name = f"Huawei Cloud {row['id']}"
        yield from _node(reader, where, node_id, name, {"region_code": row["id"]}, reader.evidence("huawei-ecs"))
        yield from _ends(
            reader, where, node_id, "cloud:huawei-cloud", country, row["id"], reader.evidence("huawei-ecs")
        )


def _alibaba(reader: Reader) -> Iterator[Fact]:
    file = "alibaba_regions_from_docs.json"
    if not reader.has(file):
        return
    for code, city, iso2, status in reader.document(file)["regions"]:
        where = f"{file}:{code}"
        reader.rows.add(where)
        if status != "open":
            reader.count_out(where, "region closed by its provider")
            continue
        node_id = _id(reader, "alibaba", code, "cloud:alibaba-cloud")
        yield from _node(
            reader, where, node_id, f"Alibaba Cloud {city}", {"region_code": code}, reader.evidence("alibaba-docs")
        )
        yield from _ends(reader, where, node_id, "cloud:alibaba-cloud", iso2, city, reader.evidence("alibaba-docs"))


def _id(reader: Reader, provider: str, code: str, cloud: str) -> str:
    """Return the id of a region: the provider's own code, unless names.csv merges it with another node."""
    merged = reader.names.get(("region", f"{provider}/{code}"))
    return merged or f"facility:{cloud.partition(':')[2]}-{code.casefold()}"


def _node(
    reader: Reader, where: str, node_id: str, name: str, properties: dict[str, Any], evidence: dict[str, Any]
) -> Iterator[Fact]:
    fields = {"id": node_id, "kind": "Facility", "subtype": "cloud-region", "name": name, "properties": properties}
    yield from reader.fact(NodeFact, where, valid_from=properties.get("opened_on"), **fields, **evidence)


def _ends(
    reader: Reader,
    where: str,
    node_id: str,
    operator: str,
    country: str | None,
    told: str,
    evidence: dict[str, Any],
) -> Iterator[Fact]:
    """Yield operator and country; no country (a place that is secret or not stated) stays unknown."""
    yield from reader.fact(EdgeFact, where, kind="OPERATES", **{"from": operator, "to": node_id}, **evidence)
    if country and not country.startswith("country:"):
        found = countries.get(alpha_2=country)
        if found is None:
            reader.faults.append(Fault(where, "countryCode", f"{country!r} is not an ISO 3166-1 code"))
            return
        country = f"country:{found.alpha_3}"
    if country:
        ends = {"from": node_id, "to": country, "as_reported": told}
        yield from reader.fact(EdgeFact, where, kind="LOCATED_IN", **ends, **evidence)


def _firms(reader: Reader, firms: Mapping[str, tuple[str, str]]) -> Iterator[Fact]:
    """Yield the local firms that run the regions of foreign clouds in China."""
    note = "the law of China leaves these regions to a local firm; the seat itself is not stated by the source"
    for firm, (name, where) in firms.items():
        yield from reader.fact(NodeFact, where, id=firm, kind="Company", name=name, **reader.evidence("list-of-14"))
        seat = {"from": firm, "to": "country:CHN"}
        yield from reader.fact(EdgeFact, where, kind="BASED_IN", **seat, note=note, **reader.evidence("list-of-14"))
