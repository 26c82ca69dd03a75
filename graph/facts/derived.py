"""What follows from a claim alone, on whatever day: what tells it from others, and what day its figure is of."""

from collections.abc import Mapping
from datetime import date

from graph.facts.border import Scalar
from graph.facts.dates import first_day
from graph.ontology import EDGE_TYPES, EdgeKind


def told_apart(kind: EdgeKind, properties: Mapping[str, Scalar]) -> str:
    """Return what tells a relation from others of its kind between the same ends.

    Parameters
    ----------
    kind : EdgeKind
        Says which properties tell relations apart (``EDGE_TYPES``).
    properties : Mapping[str, Scalar]
        Of the claim; those it lacks are left out.

    Returns
    -------
    str
        Values joined by semicolons; empty where nothing tells them apart.
    """
    return "; ".join(str(properties[name]) for name in EDGE_TYPES[kind].told_apart_by if name in properties)


def measured_from(period: str | None, valid_from: date | None) -> date | None:
    """Return the first day that a figure measures.

    Parameters
    ----------
    period : str or None
        As its source gives it: a day, month, quarter or year.
    valid_from : date or None
        Stands in where there is no period.

    Returns
    -------
    date or None
        None where neither is known: the figure holds on any day.
    """
    return first_day(period) if period else valid_from
