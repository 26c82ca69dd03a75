"""A network as JSON-LD: entities in the words of schema.org, relations as claims with their provenance (PROV)."""

import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from graph.facts.fact import Source
from graph.formats.network import NodeLinkGraph

BASE = "urn:supplygraph:"
"""Names of entities: an id is the same whoever serves it."""
CONTEXT: Mapping[str, Any] = {
    "schema": "https://schema.org/", "prov": "http://www.w3.org/ns/prov#", "sg": f"{BASE}term:",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "name": "schema:name", "url": {"@id": "schema:url", "@type": "@id"},
    "publisher": "schema:publisher", "datePublished": "schema:datePublished", "license": "schema:license",
    "from": {"@id": "sg:from", "@type": "@id"}, "to": {"@id": "sg:to", "@type": "@id"},
    "need": "sg:need", "kind": "sg:kind", "layer": "sg:layer",
    "share": {"@id": "sg:share", "@type": "xsd:double"}, "assumed": "sg:assumed",
    "shareBasis": "sg:shareBasis", "closed": "sg:closed",
    "checked": "sg:checked", "confidence": "sg:confidence",
    "validFrom": "schema:validFrom", "validThrough": "schema:validThrough",
    "wasDerivedFrom": {"@id": "prov:wasDerivedFrom", "@type": "@id"},
}  # fmt: skip
TYPES: Mapping[str, str] = {
    "Country": "schema:Country", "Company": "schema:Organization", "Lab": "schema:Organization",
    "CloudProvider": "schema:Organization", "Facility": "schema:Place", "Model": "schema:SoftwareApplication",
    "Chip": "schema:Product", "Input": "schema:Product",
}  # fmt: skip
"""What entities are to schema.org; what it has no word for is a Thing."""


def jsonld(network: NodeLinkGraph) -> Iterator[str]:
    """Yield a network as JSON-LD, an entity at a time; every claim leads to the page that it was derived from.

    Parameters
    ----------
    network : NodeLinkGraph
        Its vertices and ties are read once.
    """
    about = network.about
    data = {
        "@id": f"{BASE}graph:{about['graph_version']}", "@type": ["schema:Dataset", "prov:Entity"],
        "name": about["name"], "schema:version": about["graph_version"], "schema:temporalCoverage": about["as_of"],
        "sg:lens": about["lens"], "sg:horizon": about["horizon"],
    }  # fmt: skip
    yield f'{{"@context": {json.dumps(CONTEXT)},\n"@graph": [\n{_json(data)}'
    for vertex in network.vertices:
        known = vertex.attributes
        kind = str(known["kind"])
        one = {"@id": _name(vertex.id), "@type": TYPES.get(kind, "schema:Thing"), "name": known["name"]}
        yield ",\n" + _json(one | {"kind": kind, "layer": known["layer"]})
    cited: dict[str, Source] = {}
    for tie in network.ties:
        cited[tie.source.id] = tie.source
        known = tie.attributes
        row: dict[str, Any] = {"@id": f"{BASE}claim:{quote(tie.id, safe=':')}", "@type": ["prov:Entity", "sg:Claim"],
               "from": _name(tie.start), "to": _name(tie.end), "wasDerivedFrom": _source(tie.source)}  # fmt: skip
        for name in ("kind", "need", "share", "assumed", "closed", "checked", "confidence"):
            if name in known:
                row[name] = known[name]
        for name, term in (("share_basis", "shareBasis"), ("valid_from", "validFrom"), ("valid_to", "validThrough")):
            if name in known:
                row[term] = known[name]
        yield ",\n" + _json(row)
    for source in cited.values():
        yield ",\n" + _json(_work(source))
    yield "\n]}\n"


def _work(source: Source) -> dict[str, Any]:
    row: dict[str, Any] = {
        "@id": _source(source), "@type": ["schema:CreativeWork", "prov:Entity"], "name": source.title,
        "publisher": source.publisher, "license": source.licence,
    }  # fmt: skip
    if source.url.startswith(("https://", "http://")):
        row["url"] = source.url
    if source.published_on:
        row["datePublished"] = source.published_on
    return row


def _name(node_id: str) -> str:
    return f"{BASE}{quote(node_id, safe=':')}"


def _source(source: Source) -> str:
    return f"{BASE}source:{quote(source.id, safe='/:')}"


def _json(row: Mapping[str, Any]) -> str:
    return json.dumps(dict(row), ensure_ascii=False)
