"""Which facts may be at fault, found on columns: ``checks`` then looks at these alone, and says what is wrong.

Nothing here decides that a fact is at fault; it only may leave out none that is.
"""

from collections.abc import Callable, Collection, Mapping
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.facts.border import Scalar
from graph.facts.columns import Column, alike, together
from graph.facts.dates import interval
from graph.facts.derived import told_apart
from graph.facts.fact import LEAST_QUANTITY, LEAST_SHARE, MOST_QUANTITY, EdgeFact, NodeFact, Source
from graph.facts.facts import Facts
from graph.facts.preference import ROUNDING
from graph.node_ids import kind_of
from graph.ontology import EDGE_TYPES, NODE_TYPES, PropertyType

_PYTHON_TYPES: Mapping[str, type | tuple[type, ...]] = {
    "text": str, "date": str, "flag": bool, "number": (int, float),
}  # fmt: skip
_SLACK = 1e-9
"""Sums are taken in another order than ``checks`` takes them."""
Rows = NDArray[np.bool_]


def wrong_value(value: Scalar, kind: PropertyType) -> str:
    """Say what is wrong with the value of a property; nothing where it is right.

    Parameters
    ----------
    value : Scalar
        What a fact gives.
    kind : PropertyType
        What the ontology says it is.
    """
    if not isinstance(value, _PYTHON_TYPES[kind]):
        return f"{value!r} is not a {kind}"
    if kind == "date":
        try:
            interval(str(value))
        except ValueError as error:
            return str(error)
    return ""


def outside(value: Any, low: Any, high: Any) -> str:
    """Say how a value and the range that its source states do not fit; nothing where they do.

    Parameters
    ----------
    value, low, high : any
        The central value and the ends of the range, None where not stated. What is no number ``wrong_value`` tells of.
    """
    given = (("low", low), ("value", value), ("high", high))
    found = [(name, end) for name, end in given if isinstance(end, (int, float)) and not isinstance(end, bool)]
    for (first, least), (second, most) in pairwise(found):
        if least > most:
            return f"{first} {least:.10g} is above {second} {most:.10g}"
    return ""


def range_of(properties: Mapping[str, Scalar]) -> tuple[Scalar | None, Scalar | None]:
    """Return the ends of the range of a quantity, None where none is stated.

    Parameters
    ----------
    properties : Mapping[str, Scalar]
        Of a claim.
    """
    return properties.get(LEAST_QUANTITY), properties.get(MOST_QUANTITY)


def least_share(share: float | None, properties: Mapping[str, Scalar]) -> float | None:
    """Return the share that a source states, or the least of the interval that it states.

    Parameters
    ----------
    share : float or None
        0..1, None where the source states an interval or nothing.
    properties : Mapping[str, Scalar]
        Of the claim; ``share_low`` has the lower end of an interval.

    Returns
    -------
    float or None
        None where neither is stated.
    """
    least = properties.get(LEAST_SHARE)
    return share if share is not None or least is None else float(least)


def suspect_nodes(facts: Facts[NodeFact]) -> Rows:
    """Return the facts of nodes of which something may be wrong.

    Parameters
    ----------
    facts : Facts[NodeFact]
        All of a graph.

    Returns
    -------
    NDArray of bool, shape (facts,)
        Of a node of which one fact is suspect all facts are.
    """
    of = facts.columns
    rows = _pairs(of["id"], of["kind"], lambda node_id, kind: kind_of(node_id) is not kind)
    rows |= _pairs(
        of["kind"], of["subtype"], lambda kind, subtype: bool(subtype) and subtype not in NODE_TYPES[kind].subtypes
    )
    rows |= _pairs(of["kind"], of["properties"], lambda kind, given: not _declared(NODE_TYPES[kind].properties, given))
    datasets = Column(*_renumbered(of["source"], lambda source: source.dataset))
    rows |= _repeated(alike((of["id"], datasets)))
    named = np.zeros(len(of["id"].values), bool)
    named[of["id"].numbers[rows]] = True
    found: Rows = named[of["id"].numbers]
    return found


def suspect_edges(facts: Facts[EdgeFact], nodes: Collection[str]) -> Rows:
    """Return the edges of which the ends, the properties or the range of the quantity may be wrong.

    Parameters
    ----------
    facts : Facts[EdgeFact]
        All of a graph, ends as they are now.
    nodes : Collection[str]
        Ids that exist.

    Returns
    -------
    NDArray of bool, shape (facts,)
    """
    of = facts.columns
    rows = _pairs(
        of["kind"], of["start"], lambda kind, end: end not in nodes or kind_of(end) not in EDGE_TYPES[kind].sources
    )
    rows |= _pairs(
        of["kind"], of["end"], lambda kind, end: end not in nodes or kind_of(end) not in EDGE_TYPES[kind].targets
    )
    rows |= _pairs(of["kind"], of["properties"], lambda kind, given: not _typed(EDGE_TYPES[kind].properties, given))
    rows |= _pairs(of["quantity"], of["properties"], lambda quantity, given: bool(outside(quantity, *range_of(given))))
    place = {node_id: number for number, node_id in enumerate(of["start"].values)}
    found: Rows = rows | (of["start"].numbers == of["end"].array(lambda end: place.get(end, -1), np.int64))
    return found


def suspect_contradictions(facts: Facts[EdgeFact]) -> Rows:
    """Return the claims of which their source makes another about the same.

    Parameters
    ----------
    facts : Facts[EdgeFact]
        All of a graph.

    Returns
    -------
    NDArray of bool, shape (facts,)
        All claims of a group.
    """
    names = ("start", "end", "kind", "need", "basis", "period", "unit", "valid_from", "valid_to")
    of = facts.columns
    ids = Column(*_renumbered(of["source"], lambda source: source.id))
    told = Column(*_renumbered(together(told_apart, of["kind"], of["properties"]), str))
    return _repeated(alike((*(of[name] for name in names), ids, told)))


def suspect_shares(facts: Facts[EdgeFact]) -> Rows:
    """Return the shares that may sum to more than one.

    Parameters
    ----------
    facts : Facts[EdgeFact]
        All of a graph.

    Returns
    -------
    NDArray of bool, shape (facts,)
        All shares of a need in one basis, period and source.
    """
    of = facts.columns
    least = together(least_share, of["share"], of["properties"])
    stated: Rows = least.array(lambda share: share is not None, bool) & of["need"].array(bool, bool)
    given = np.flatnonzero(stated)
    if not len(given):
        return stated
    ids = Column(*_renumbered(of["source"], lambda source: source.id))
    group = alike(
        [column.take(given) for column in (*(of[name] for name in ("start", "need", "basis", "period")), ids)]
    )
    shares = least.array(lambda share: share or 0.0, np.float64)[given]
    stated[given] = (np.bincount(group, shares) > 1 + ROUNDING - _SLACK)[group]
    return stated


def suspect_sources(*columns: Column) -> list[Rows]:
    """Return, for each column of sources, the facts of those of which another in any column has the id."""
    seen: dict[str, Source] = {}
    twice = {
        source.id
        for column in columns
        for source in column.values
        if (first := seen.setdefault(source.id, source)) is not source and first != source
    }
    return [column.array(lambda source: source.id in twice, bool) for column in columns]


def _repeated(group: NDArray[np.int64]) -> Rows:
    found: Rows = (np.bincount(group) > 1)[group] if len(group) else np.zeros(0, bool)
    return found


def _renumbered(column: Column, of: Callable[[Any], Any]) -> tuple[list[Any], NDArray[np.int64]]:
    """Return the distinct values of what follows from a column, and the number of that of each fact."""
    places: dict[Any, int] = {}
    numbers = column.array(lambda value: places.setdefault(of(value), len(places)), np.int64)
    return list(places), numbers


def _pairs(first: Column, second: Column, of: Callable[[Any, Any], bool]) -> Rows:
    """Return of which facts something holds that follows from two fields: asked once for each pair."""
    return together(of, first, second).array(bool, bool)


def _typed(declared: Mapping[str, PropertyType], given: Mapping[str, Any]) -> bool:
    return not any(wrong_value(value, declared[name]) for name, value in given.items() if name in declared)


def _declared(declared: Mapping[str, PropertyType], given: Mapping[str, Any]) -> bool:
    typed = all(name in declared and not wrong_value(value, declared[name]) for name, value in given.items())
    return typed and not outside(given.get("value"), given.get("low"), given.get("high"))
