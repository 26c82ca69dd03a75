"""Cloud regions: providers' own lists first (AWS, Huawei, Alibaba), then a third-party list of fourteen.

That a region exists is taken from its provider where the provider lists it; city, coordinates and opening day are
the third party's. Regions in China are run by a local firm, which is their operator. A region that its provider
has closed is counted out.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pycountry import countries
from pydantic import Field, TypeAdapter
from typing_extensions import TypedDict

from graph.errors import Fault
from graph.facts.fact import EdgeFact, Fact, NodeFact
from loaders.reading import Reader
from loaders.records import Fields


class _CloudProvider(TypedDict):
    id: str
    name: str


class _Listed(TypedDict):
    providers: list[_CloudProvider]
    regions: list[dict[str, Any]]


class _Documented(TypedDict):
    regions: list[Annotated[list[str], Field(min_length=4, max_length=4)]]


class _Place(TypedDict):
    city: str
    countryCode: str
    latitude: float
    longitude: float


class _Services(TypedDict, total=False):
    gpu: bool | None


class _Sovereignty(TypedDict, total=False):
    operator: str | None


_LISTED = "mcp-server-cloud-regions.json"
_LISTED_SHAPE = TypeAdapter(_Listed)
_DOCUMENTED_SHAPE = TypeAdapter(_Documented)
_LIST_SHAPE = TypeAdapter(list[dict[str, Any]])
_REGION = Fields(
    used={"provider": str, "regionCode": str, "displayName": str, "location": _Place, "status": str},
    optional={"launchedDate": str | None, "sovereignty": _Sovereignty | None, "services": _Services | None},
    ignored=("id", "regionType", "compliance", "availabilityZones", "network", "sustainability", "notes"),
)
_AWS = Fields({"region": str, "description": str}, ignored=("partition", "partitionName"))
_HUAWEI = Fields({"id": str}, ignored=("endpoints",))
_STATUS = {"ga": "existing", "preview": "preview"}


@dataclass(frozen=True)
class _Region:
    """A region of one list: where it stands there, its id, and the evidence for it."""

    where: str
    id: str
    evidence: Mapping[str, Any]


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
    document = reader.document(_LISTED, _LISTED_SHAPE)
    brands = {entry["id"]: entry["name"] for entry in document["providers"]}
    entries = ((f"{_LISTED}:{one.get('provider')}/{one.get('regionCode')}", one) for one in document["regions"])
    for where, row in reader.records(entries, _REGION):
        provider = reader.resolve("provider", row["provider"], where, "provider")
        if provider is None:
            continue
        region = _Region(
            where, _id(reader, row["provider"], row["regionCode"], provider), reader.evidence("list-of-14")
        )
        if row["status"] not in _STATUS:
            reader.faults.append(Fault(where, "status", f"unknown status {row['status']!r}"))
        place = row["location"]
        described[region.id] = {
            "latitude": float(place["latitude"]),
            "longitude": float(place["longitude"]),
            "status": _STATUS.get(row["status"], ""),
            **({"opened_on": row["launchedDate"]} if row["launchedDate"] else {}),
            **({"accelerators": gpu} if (gpu := (row["services"] or {}).get("gpu")) is not None else {}),
        }
        operator = provider
        if local := (row["sovereignty"] or {}).get("operator"):
            operator = reader.resolve("operator", local, where, "sovereignty") or provider
            firms.setdefault(operator, (local, where))
        name = f"{brands.get(row['provider'], row['provider'])} {row['displayName']} ({row['regionCode']})"
        yield from _node(reader, region, name, described[region.id] | {"region_code": row["regionCode"]})
        yield from _ends(reader, region, operator, _country(reader, where, place["countryCode"]), place["city"])
    yield from _firms(reader, firms)


def _aws(reader: Reader, described: Mapping[str, dict[str, Any]]) -> Iterator[Fact]:
    """Yield AWS's own list; where the third party places the region too, the place is left to it."""
    file = "botocore_aws_regions.json"
    if not reader.has(file):
        return
    entries = ((f"{file}:{one.get('region')}", one) for one in reader.document(file, _LIST_SHAPE))
    for where, row in reader.records(entries, _AWS):
        node_id = _id(reader, "aws", row["region"], "cloud:aws")
        properties = described.get(node_id, {}) | {"region_code": row["region"]}
        listed = _Region(where, node_id, reader.evidence("botocore", "confirmed"))
        yield from _node(reader, listed, f"AWS {row['description']}", properties)
        if node_id not in described:
            country = reader.resolve("place", f"aws/{row['region']}", where, "region")
            placed = _Region(where, node_id, reader.evidence("botocore"))
            yield from _ends(reader, placed, "cloud:aws", country, row["description"])


def _huawei(reader: Reader) -> Iterator[Fact]:
    """Yield Huawei's list, which has codes only: the country of a code is reviewed by hand in names.csv."""
    file = "huawei_ecs_regions.json"
    if not reader.has(file):
        return
    entries = ((f"{file}:{one.get('id')}", one) for one in reader.document(file, _LIST_SHAPE))
    for where, row in reader.records(entries, _HUAWEI):
        country = reader.resolve("place", f"huawei/{row['id']}", where, "id")
        node_id = _id(reader, "huawei", row["id"], "cloud:huawei-cloud")
        region = _Region(where, node_id, reader.evidence("huawei-ecs"))
        yield from _node(reader, region, f"Huawei Cloud {row['id']}", {"region_code": row["id"]})
        yield from _ends(reader, region, "cloud:huawei-cloud", country, row["id"])


def _alibaba(reader: Reader) -> Iterator[Fact]:
    file = "alibaba_regions_from_docs.json"
    if not reader.has(file):
        return
    for code, city, iso2, status in reader.document(file, _DOCUMENTED_SHAPE)["regions"]:
        where = f"{file}:{code}"
        if not reader.take(where):
            continue
        if status != "open":
            reader.count_out(where, "region closed by its provider")
            continue
        node_id = _id(reader, "alibaba", code, "cloud:alibaba-cloud")
        region = _Region(where, node_id, reader.evidence("alibaba-docs"))
        yield from _node(reader, region, f"Alibaba Cloud {city}", {"region_code": code})
        yield from _ends(reader, region, "cloud:alibaba-cloud", _country(reader, where, iso2), city)


def _id(reader: Reader, provider: str, code: str, cloud: str) -> str:
    """Return the id of a region: the provider's own code, unless names.csv merges it with another node."""
    merged = reader.names.get(("region", f"{provider}/{code}"))
    return merged or f"facility:{cloud.partition(':')[2]}-{code.casefold()}"


def _country(reader: Reader, where: str, code: str) -> str | None:
    """Return the country of an ISO 3166-1 alpha-2 code; of none (a place that is secret or not stated) None."""
    if not code:
        return None
    found = countries.get(alpha_2=code)
    if found is None:
        reader.faults.append(Fault(where, "countryCode", f"{code!r} is not an ISO 3166-1 code"))
        return None
    return f"country:{found.alpha_3}"


def _node(reader: Reader, region: _Region, name: str, properties: dict[str, Any]) -> Iterator[Fact]:
    fields = {"id": region.id, "kind": "Facility", "subtype": "cloud-region", "name": name, "properties": properties}
    opened = properties.get("opened_on")
    yield from reader.fact(NodeFact, region.where, valid_from=opened, **fields, **region.evidence)


def _ends(reader: Reader, region: _Region, operator: str, country: str | None, told: str) -> Iterator[Fact]:
    """Yield operator and country; no country (a place that is secret or not stated) stays unknown."""
    operated = {"from": operator, "to": region.id}
    yield from reader.fact(EdgeFact, region.where, kind="OPERATES", **operated, **region.evidence)
    if country:
        ends = {"from": region.id, "to": country, "as_reported": told}
        yield from reader.fact(EdgeFact, region.where, kind="LOCATED_IN", **ends, **region.evidence)


def _firms(reader: Reader, firms: Mapping[str, tuple[str, str]]) -> Iterator[Fact]:
    """Yield the local firms that run the regions of foreign clouds in China."""
    note = "the law of China leaves these regions to a local firm; the seat itself is not stated by the source"
    evidence = reader.evidence("list-of-14")
    for firm, (name, where) in firms.items():
        yield from reader.fact(NodeFact, where, id=firm, kind="Company", name=name, **evidence)
        seat = {"from": firm, "to": "country:CHN"}
        yield from reader.fact(EdgeFact, where, kind="BASED_IN", **seat, note=note, **evidence)
