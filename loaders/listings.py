"""What catalogues of models have in common: one model listed by many hosts, by some under several names.

A listing is a model at a host. However many names a host gives it (variants, dated versions, efforts), one
SERVED_BY is told, at the prices of its plainest name; the other listings are counted out.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from graph.facts import EdgeFact, Fact, NodeFact, Scalar
from graph.ontology import kind_of
from loaders.reading import Reader

VARIANT = "another listing of the same model at the same host (variant, version or effort)"
NAMELESS = {
    "-": "names no model",
    "-alias": "a rolling alias: it names another model from time to time",
    "-fine-tune": "a fine-tune, merge or private model that a host or a few persons offer",
    "-media": "not a model that answers in language (images, sound, video, embedding, ranking, filtering)",
    "-router": "a router, search or tool of the host: which model answers is not said",
    "-unmapped": "names a model that nobody has mapped yet (a row in names.csv loads it)",
}
"""Why a listing is not loaded, by the mark that names.csv gives its name."""

_RECALLED = {"checked": "recalled", "confidence": "likely"}


@dataclass(frozen=True)
class Listing:
    """A model at a host.

    Parameters
    ----------
    where : str
        The record it stands in.
    model, host : str
        Ids.
    raw : str
        The name the host gives the model.
    evidence : mapping
        Source, checked and confidence.
    prices : mapping
        ``input_price`` and ``output_price`` in USD per million tokens; absent when not published.
    until : str, optional
        Day on which the host retires it.
    """

    where: str
    model: str
    host: str
    raw: str
    evidence: Mapping[str, Any]
    prices: Mapping[str, float] = field(default_factory=dict)
    until: str | None = None


def count_out_nameless(reader: Reader, where: str, raw: str) -> None:
    """Count a listing out for the reason that names.csv gives; of an unreviewed name there is a fault already."""
    mark = reader.names.get(("model", raw), "-unmapped")
    reader.count_out(where, NAMELESS.get(mark, "its host is left out by review (names.csv)"))


def served_by(reader: Reader, listings: Iterable[Listing]) -> Iterator[Fact]:
    """Yield one SERVED_BY for each model at each host."""
    told: set[tuple[str, str]] = set()
    for listing in sorted(listings, key=lambda one: (not one.prices, len(one.raw), one.raw, one.where)):
        if (listing.model, listing.host) in told:
            reader.count_out(listing.where, VARIANT)
            continue
        told.add((listing.model, listing.host))
        properties: dict[str, Scalar] = dict(listing.prices)
        yield from reader.fact(
            EdgeFact,
            listing.where,
            kind="SERVED_BY",
            **{"from": listing.model, "to": listing.host, "valid_to": listing.until},
            properties=properties,
            basis="USD per million tokens" if properties else None,
            as_reported=listing.raw,
            **listing.evidence,
        )


def prices_of(reader: Reader, where: str, given: Mapping[str, Any], factor: float = 1.0) -> dict[str, float]:
    """Return the published prices per million tokens of ``input`` and ``output``.

    Zero is not a price: a plan or a free tier. OpenRouter marks its routers with a negative one.
    """
    found: dict[str, float] = {}
    for name in ("input", "output"):
        price = reader.number(str(given.get(name) or ""), where, name)
        if price is not None and price > 0:
            found[f"{name}_price"] = round(price * factor, 6)
    return found


def declared(reader: Reader, names: Mapping[str, tuple[str, str, Mapping[str, Any]]]) -> Iterator[Fact]:
    """Yield the node of each id: id -> (record, raw name, evidence); names.csv may give a better name, and a seat.

    No catalogue says where a host or a maker is seated, so a seat is from memory, and says so.
    """
    for node_id, (where, raw, evidence) in sorted(names.items()):
        name = reader.names.get(("name", node_id), raw)
        yield from reader.fact(NodeFact, where, id=node_id, kind=kind_of(node_id), name=name, **evidence)
        if seat := reader.names.get(("seat", node_id)):
            fields = {"from": node_id, "to": seat, "note": "seat from memory; the file does not give it"}
            yield from reader.fact(EdgeFact, where, kind="BASED_IN", **fields, **{**evidence, **_RECALLED})
