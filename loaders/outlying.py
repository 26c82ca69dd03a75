"""Prices that only the other sources show to be far off: set apart once all sources are read, never in a ratio.

A source sets its own outliers apart (``listings.py``), by the hosts that it lists itself; where it lists two, only the
hosts of the others tell.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from statistics import median
from typing import TypeGuard

from graph.facts.fact import EdgeFact, Fact
from graph.ontology import EdgeKind
from loaders.listings import DEAREST, FAR


def set_apart(facts: Sequence[Fact]) -> list[Fact]:
    """Return facts, prices far from the median of all hosts of all sources renamed ``outlying_...``, with the reason.

    Parameters
    ----------
    facts : sequence of Fact
        Of every source.
    """
    asked: dict[tuple[str, str], list[float]] = defaultdict(list)
    for fact in facts:
        if _serves(fact):
            for name, price in _prices(fact).items():
                asked[fact.start, name].append(price)
    usual = {key: median(prices) for key, prices in asked.items() if len(prices) >= 3}
    return [_apart(fact, far) if _serves(fact) and (far := _far(fact, usual)) else fact for fact in facts]


def _serves(fact: Fact) -> TypeGuard[EdgeFact]:
    return isinstance(fact, EdgeFact) and fact.kind is EdgeKind.SERVED_BY


def _prices(fact: EdgeFact) -> Mapping[str, float]:
    given = fact.properties
    return {name: float(price) for name in DEAREST if isinstance(price := given.get(name), (int, float)) and price > 0}


def _far(fact: EdgeFact, usual: Mapping[tuple[str, str], float]) -> str | None:
    """Return what is far about a fact's prices, None where nothing is."""
    for name, price in _prices(fact).items():
        middle = usual.get((fact.start, name))
        if middle and not middle / FAR <= price <= middle * FAR:
            return f"price kept apart: {name} is {price / middle:.3g} times the median of the hosts of all sources"
    return None


def _apart(fact: EdgeFact, why: str) -> EdgeFact:
    renamed = {f"outlying_{name}" if name in DEAREST else name: value for name, value in fact.properties.items()}
    content = fact.model_dump(by_alias=True) | {"properties": renamed}
    content["note"] = f"{fact.note}; {why}" if fact.note else why
    return EdgeFact.model_validate(content)
