"""How much of a layer our sources see, against how much there is: a count that some source claims (methods B4b).

Counts are statements of the topic ``reference-count``: of one supplier's units, or of all the world's. Without one, how
much is seen is not known; it is never 100 per cent because nothing else is in the graph.
"""

from collections import defaultdict
from collections.abc import Mapping

from pydantic import Field

from graph.analysis.fragmentation.ties.ledger import Ledger, incoming
from graph.analysis.results import Row
from graph.facts.dates import first_day
from graph.facts.nodes import Node
from graph.ontology import EdgeKind, NodeKind
from graph.snapshots.snapshot import Snapshot

TOPIC = "reference-count"
WORLD = "World"


class Counted(Row):
    """How many units a source claims, and how many of them the graph has."""

    subject: str = Field(description="a supplier, or World")
    name: str
    has: int
    of: int
    period: str | None
    source: str

    @property
    def seen(self) -> float:
        """Return the part that the graph has, 0..1; sources lag behind what they count."""
        return min(self.has / self.of, 1.0)


class Seen(Row):
    """What part of a layer the graph has, of all that a source claims there is."""

    share: float | None = Field(description="null: no source claims how many there are, so it is not known")
    counts: tuple[Counted, ...] = ()

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
        if self.share is None:
            return None
        short = [one for one in self.counts if one.seen < least]
        if not short and self.share >= least:
            return None
        return f"the graph has {', '.join(map(counted, short or self.counts))}"


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
    has = _by_supplier(snapshot, ledger)
    has[WORLD] = len(ledger.units)
    counts = tuple(
        Counted(subject=stated[0], name=_name(snapshot, stated[0]), has=has.get(stated[0], 0), of=stated[1],
                period=_text(node, "period"), source=node.facts[0].source.id)
        for node in snapshot.nodes.of(NodeKind.STATEMENT)
        if (stated := _stated(node, counted)) and _had_been_counted(node, snapshot)
    )  # fmt: skip
    whole = sum(one.of for one in counts)
    return Seen(share=sum(min(one.has, one.of) for one in counts) / whole if whole else None, counts=counts)


def _name(snapshot: Snapshot, subject: str) -> str:
    return snapshot.nodes[subject].name if subject in snapshot.nodes else subject


def _by_supplier(snapshot: Snapshot, ledger: Ledger) -> dict[str, int]:
    """Return how many units each supplier has; where a site stands for itself, those are of who runs it too."""
    found: dict[str, set[str]] = defaultdict(set)
    for tie in ledger.ties:
        for supplier in (tie.supplier, *(edge.start for edge in incoming(snapshot, tie.supplier, EdgeKind.OPERATES))):
            found[supplier].add(tie.dependent)
    return {supplier: len(dependents) for supplier, dependents in found.items()}


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


def _text(node: Node, name: str) -> str | None:
    value = node.properties.get(name)
    return str(value) if value is not None else None
