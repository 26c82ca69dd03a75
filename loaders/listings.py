"""What catalogues of models have in common: one model listed by many hosts, by some under several names.

A listing is a model at a host. However many names a host gives it (variants, dated versions, efforts), one
SERVED_BY is told, under its plainest name and with the range of its prices; the other listings are counted out.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from graph.facts.border import Scalar
from graph.facts.fact import EdgeFact, Fact, NodeFact
from graph.node_ids import kind_of
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

FAR = 20.0
"""A price so many times above or below the median of the model's hosts is an outlier."""
DEAREST = {"input_price": 200.0, "output_price": 800.0}
"""No model costs more, USD per million tokens (o1-pro: 150 and 600): what does is in another unit."""

_RECALLED = {"checked": "recalled", "confidence": "likely"}
_REMEMBERED = {"seat": "BASED_IN", "owner": "PART_OF"}


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
    """Yield one SERVED_BY for each model at each host, at what the host asks in the middle of its listings.

    A price far from what the other hosts ask (a wrong unit, as a rule) is flagged and kept apart, under names of its
    own, so that it never enters a ratio.
    """
    offers: dict[tuple[str, str], list[Listing]] = defaultdict(list)
    for listing in sorted(listings, key=lambda one: (not one.prices, len(one.raw), one.raw, one.where)):
        offers[listing.model, listing.host].append(listing)
    asked = {offer: _asked(group) for offer, group in offers.items()}
    usual = _usual(asked)
    for (model, host), (plainest, *others) in offers.items():
        for other in others:
            reader.count_out(other.where, VARIANT)
        prices, note = _apart(asked[model, host], usual.get(model, {}))
        properties: dict[str, Scalar] = {**prices, **_range([plainest, *others])}
        yield from reader.fact(
            EdgeFact,
            plainest.where,
            kind="SERVED_BY",
            **{"from": model, "to": host, "valid_to": plainest.until},
            properties=properties,
            basis="USD per million tokens" if properties else None,
            as_reported=plainest.raw,
            note=note,
            **plainest.evidence,
        )


def _asked(group: Sequence[Listing]) -> Mapping[str, float]:
    """Return the prices of the middle listing of a model at a host, the lower of two."""
    priced = sorted((one.prices for one in group if one.prices), key=lambda prices: sorted(prices.items()))
    return priced[(len(priced) - 1) // 2] if priced else {}


def _usual(asked: Mapping[tuple[str, str], Mapping[str, float]]) -> dict[str, dict[str, float]]:
    """Return the median price of each model over its hosts, where three or more name one."""
    found: dict[tuple[str, str], list[float]] = defaultdict(list)
    for (model, _), prices in asked.items():
        for name, price in prices.items():
            found[model, name].append(price)
    usual: dict[str, dict[str, float]] = defaultdict(dict)
    for (model, name), values in found.items():
        if len(values) >= 3:
            usual[model][name] = median(values)
    return usual


def _apart(prices: Mapping[str, float], usual: Mapping[str, float]) -> tuple[Mapping[str, float], str | None]:
    """Return prices under their own names, or as outliers with a note that says why."""
    for name, price in prices.items():
        middle = usual.get(name)
        far = middle and not middle / FAR <= price <= middle * FAR
        if far or price > DEAREST[name]:
            against = f"{price / middle:.3g} times the median of its hosts" if middle else "dearer than any model"
            return {f"outlying_{n}": value for n, value in prices.items()}, f"price kept apart: {name} is {against}"
    return prices, None


def _range(group: Sequence[Listing]) -> dict[str, float]:
    """Return the lowest and highest price of a host's listings of one model, where they differ."""
    found: dict[str, float] = {}
    for name in DEAREST:
        values = {one.prices[name] for one in group if name in one.prices}
        if len(values) > 1:
            found |= {f"{name}_low": min(values), f"{name}_high": max(values)}
    return found


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
    """Yield the node of each id: id -> (record, raw name, evidence); names.csv may better the name, and tell
    the seat and the owner.

    No catalogue says where a host or a maker is seated or whose it is, so both are from memory, and say so.
    """
    for node_id, (where, raw, evidence) in sorted(names.items()):
        name = reader.names.get(("name", node_id), raw)
        yield from reader.fact(NodeFact, where, id=node_id, kind=kind_of(node_id), name=name, **evidence)
        for asked, kind in _REMEMBERED.items():
            if end := reader.names.get((asked, node_id)):
                fields = {"from": node_id, "to": end, "note": f"{asked} from memory; the file does not give it"}
                yield from reader.fact(EdgeFact, where, kind=kind, **fields, **{**evidence, **_RECALLED})
