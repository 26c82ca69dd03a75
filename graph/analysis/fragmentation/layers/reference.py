"""How much of a layer our sources see, against how much there is: a count that some source claims (methods B4b).

Counts are statements of the topic ``reference-count``: of one supplier's units, or of all the world's. Without one, how
much is seen is not known; it is never 100 per cent because nothing else is in the graph. A count is a denominator only
while it is current: one older than ``CURRENT`` is left out and said to be outdated. Of a supplier of which the graph
has more than a current count, all that was counted is seen. An outdated count of more than the graph has still says
that something is missing.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import timedelta

import numpy as np
from pydantic import Field

from graph.analysis.fragmentation.ties.ledger import Ledger
from graph.analysis.results import Row, percent
from graph.fact_base import FactBase
from graph.facts.dates import before, first_day, last_day
from graph.facts.nodes import Node
from graph.node_ids import EntityId
from graph.ontology import EdgeKind, NodeKind
from graph.snapshots.arrays import distinct
from graph.snapshots.snapshot import Snapshot

TOPIC = "reference-count"
WORLD = "World"
CURRENT = timedelta(days=731)
"""A count of a period that ended longer ago is no denominator any more: providers open regions every year."""


class Counted(Row):
    """How many units a source claims, and how many of them the graph has."""

    subject: EntityId = Field(description="a supplier, or World")
    name: str
    has: int
    of: int
    period: str | None
    source: str
    outdated: str | None = Field(default=None, description="why it is no denominator; null where it is one")


class Seen(Row):
    """What part of a layer the graph has, of all that a source claims there is."""

    share: float | None = Field(description="of current counts; null: no source claims how many there are")
    counts: tuple[Counted, ...] = Field(default=(), description="the outdated ones, which are in no share, too")
    uncounted: int | None = Field(
        default=None, description="suppliers of which no source has a current count; null where the world is counted"
    )

    def missing(self, least: float) -> str | None:
        """Say what is missing where less than this is seen of the layer, or of one of its large suppliers.

        Parameters
        ----------
        least : float
            Part of the units counted that has to be in the graph, 0..1.

        Returns
        -------
        str or None
            None where nothing is short, and where no source counts, so that what is seen is not known.
        """
        short = [one for one in self.counts if one.has < least * one.of]
        if not short and (self.share is None or self.share >= least):
            return None
        return f"the graph has {', '.join(map(counted, short or self.counts))}"

    def told(self) -> str:
        """Say how much is seen, by which counts, what is outdated, and of how many suppliers there is no count."""
        current = [counted(one) for one in self.counts if not one.outdated]
        said = ["how many there are in the world no source in it says"]
        if self.share is not None:
            said = [f"of those that sources count it has {percent(self.share)} ({', '.join(current)})"]
        said += [f"no denominator: {counted(one)}, {one.outdated}" for one in self.counts if one.outdated]
        said += [f"{self.uncounted} suppliers have no current count"] if current and self.uncounted else []
        return "; ".join(said)


def counted(one: Counted) -> str:
    """Say how many of what a source counts the graph has.

    Parameters
    ----------
    one : Counted
        A source's count, and how many of it the graph has.
    """
    when = f" in {one.period}" if one.period else ""
    return f"{one.has} of {'the world' if one.subject == WORLD else one.name} (a source counts {one.of}{when})"


UNKNOWN = Seen(share=None)
"""No source claims how many there are."""


def seen(snapshot: Snapshot, ledger: Ledger, counted: str) -> Seen:
    """Return how much of a layer is seen.

    Parameters
    ----------
    snapshot : Snapshot
        Has the counts; one of a later period than its day says nothing of it and is left out.
    ledger : Ledger
        Of all countries.
    counted : str
        What one unit is: a source's count has to be of the same.
    """
    suppliers = _by_supplier(snapshot, ledger)
    has = suppliers | {WORLD: len(ledger.units)}
    counts = tuple(
        Counted(subject=stated[0], name=_name(snapshot, stated[0]), has=has.get(stated[0], 0), of=stated[1],
                period=_text(node, "period"), source=node.facts[0].source.id,
                outdated=_outdated(node, snapshot))
        for node, stated in _stating(snapshot.graph, counted)
        if node.id in snapshot.nodes and _had_been_counted(node, snapshot)
    )  # fmt: skip
    current = [one for one in counts if not one.outdated]
    whole = sum(one.of for one in current)
    subjects = {one.subject for one in current}
    return Seen(
        share=sum(min(one.has, one.of) for one in current) / whole if whole else None,
        counts=counts,
        uncounted=None if WORLD in subjects else len(suppliers.keys() - subjects),
    )


def _name(snapshot: Snapshot, subject: str) -> str:
    return snapshot.nodes[subject].name if subject in snapshot.nodes else subject


def _by_supplier(snapshot: Snapshot, ledger: Ledger) -> dict[str, int]:
    """Return how many units each supplier has; where a site stands for itself, it is a unit of who runs it."""
    rows, ids = ledger.rows, ledger.graph.nodes.ranked
    each = distinct(rows["supplier"] * len(ids) + rows["dependent"])
    suppliers, dependents = np.divmod(each, max(len(ids), 1))
    own = suppliers == dependents
    found = Counter(ids[rank] for rank in suppliers[~own].tolist())
    others = set(each[~own].tolist())
    number, ranks = ledger.graph.nodes.number, ledger.graph.nodes.ranks
    for site in dependents[own].tolist():
        runs = set(snapshot.edges.starts(ids[site], EdgeKind.OPERATES)) or {ids[site]}
        found.update(who for who in runs if int(ranks[number[who]]) * len(ids) + site not in others)
    return dict(found)


def _stating(graph: FactBase, counted: str) -> tuple[tuple[Node, tuple[str, int]], ...]:
    """Return the statements of any day of how many units there are, with whose and how many."""

    def made() -> tuple[tuple[Node, tuple[str, int]], ...]:
        kinds = graph.nodes.kinds.array(NodeKind.STATEMENT.__eq__, bool)
        nodes = (graph.nodes[graph.nodes.ids[place]] for place in np.flatnonzero(kinds).tolist())
        return tuple((node, stated) for node in nodes if (stated := _stated(node, counted)))

    return graph.kept.get(("reference counts", counted), made)


def _stated(node: Node, counted: str) -> tuple[str, int] | None:
    known: Mapping[str, object] = node.properties
    if known.get("topic") != TOPIC or known.get("unit") != counted:
        return None
    value = known.get("value")
    return (str(known.get("subject")), int(value)) if isinstance(value, (int, float)) and value > 0 else None


def _had_been_counted(node: Node, snapshot: Snapshot) -> bool:
    """Say whether a count is of the day or before: how many there are today says nothing of an earlier day."""
    period = _text(node, "period")
    return period is None or first_day(period) <= snapshot.as_of


def _outdated(node: Node, snapshot: Snapshot) -> str | None:
    """Say why a count is no denominator any more; None where it is one."""
    period = _text(node, "period")
    if period is not None and last_day(period) < before(snapshot.as_of, CURRENT):
        return "counted more than two years before"
    return None


def _text(node: Node, name: str) -> str | None:
    value = node.properties.get(name)
    return str(value) if value is not None else None
