"""What is still made: models and chips for some years after their release, everything else always.

Nobody trains the models of 2021 again, and no foundry makes the chips of 2016: that production of them stops is no
finding. Nor is a site judged by who made its old chips. What they are asked for themselves is judged as anything else.
"""

from collections.abc import Mapping
from datetime import date, timedelta

from graph.facts.dates import before
from graph.facts.nodes import Node
from graph.facts.things import Existing
from graph.ontology import NodeKind

MODEL_YEARS = 2
"""A model counts for so many years after its release."""

CHIP_YEARS = 5
"""A chip is sold and put into racks for so many years after its release."""

YEARS: Mapping[NodeKind, int] = {NodeKind.MODEL: MODEL_YEARS, NodeKind.CHIP: CHIP_YEARS}
"""What is replaced by a next generation, and for how many years after its release it counts."""


def first_current_day(as_of: date, years: int) -> date:
    """Return the earliest day of release that still counts on another day.

    Parameters
    ----------
    as_of : date
        The day on which it is to count.
    years : int
        Of 365.25 days.
    """
    return before(as_of, timedelta(days=round(365.25 * years)))


def is_past(node: Node, as_of: date) -> bool:
    """Say whether a model or a chip is known to have been released too long before a day to be made on it.

    Parameters
    ----------
    node : Node
        Of another kind than those in ``YEARS``, or of unknown age, it is never past.
    as_of : date
        The day on which it would be made.
    """
    years = YEARS.get(node.kind)
    day = node.released if years else None
    return years is not None and day is not None and day < first_current_day(as_of, years)


def past(nodes: Existing, as_of: date) -> frozenset[str]:
    """Return the ids of all models and chips of which ``is_past`` is so; no node is made.

    Parameters
    ----------
    nodes : Existing
        Those that existed on some day.
    as_of : date
        The day on which they would be made.
    """
    days = ((kind, first_current_day(as_of, years)) for kind, years in YEARS.items())
    return frozenset(node_id for kind, day in days for node_id in nodes.released_before(day, kind))
