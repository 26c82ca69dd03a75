"""What may be compared with what (methods B4b): two days only on one universe of suppliers.

A tie that no source dates counts from its source's publication, so it appears on that day whether or not it is new:
that is no move of a country and no trend of a layer.
"""

from collections import Counter
from collections.abc import Iterator, Mapping

from graph.analysis.fragmentation.kernels.splits import share_bounds
from graph.analysis.fragmentation.layers.ranking import Enough
from graph.analysis.fragmentation.layers.shares import LayerShares
from graph.analysis.results import percent
from graph.snapshots.snapshot import Snapshot

MOVED = 0.05
"""A part covered that moves by more than this marks a break."""
TieKey = tuple[str, str, str]


def undated_ties(one: LayerShares) -> frozenset[TieKey]:
    """Return the ties that count only since their source was published, as (country, dependent, supplier).

    Parameters
    ----------
    one : LayerShares
        Only ties of its countries counted are given.
    """
    ledger = one.portfolios.ledger
    rows, ids = ledger.rows[ledger.of(one.countries)], ledger.graph.nodes.ranked
    entering = rows[rows["enters_by_publication"]]
    places = zip(*(entering[name].tolist() for name in ("country", "dependent", "supplier")), strict=True)
    return frozenset((ids[country], ids[dependent], ids[supplier]) for country, dependent, supplier in places)


def gap(first: "LayerOnDay", now: "LayerOnDay") -> str | None:
    """Say why a point may not be joined to its run, the points since the last gap; None where it may.

    What drifts slowly moves no point far from its neighbour: so the first of the run decides, whatever the step.

    Parameters
    ----------
    first, now : LayerOnDay
        The first point of the run, and the one in question.
    """
    said, before, after = [], first.layer, now.layer
    entered = now.undated - first.undated
    if entered:
        said.append(f"{len(entered)} ties that no source dates count from the publication of their source")
    come = sorted(set(after.coverage.datasets) - set(before.coverage.datasets))
    gone = sorted(set(before.coverage.datasets) - set(after.coverage.datasets))
    said += [f"data sets that enter: {', '.join(come)}"] if come else []
    said += [f"data sets that leave: {', '.join(gone)}"] if gone else []
    said += list(moved_coverage(before, after))
    return f"not comparable with {first.day}: {'; '.join(said)}" if said else None


def moved_coverage(before: LayerShares, after: LayerShares) -> Iterator[str]:
    """Say which part known has moved by so much that figures move with it.

    Parameters
    ----------
    before, after : LayerShares
        One layer on two days; compared are the parts known, of the whole layer and of the countries counted, and the
        part that is only supposed.

    Yields
    ------
    str
        One sentence for each that moved by more than ``MOVED``, which is in parts of 1.
    """
    for name, was, now in (
        ("the part of the whole layer that is known", before.coverage.share, after.coverage.share),
        ("the part known of the countries counted", before.coverage.known, after.coverage.known),
        ("the part that is only supposed", before.coverage.supposed_part, after.coverage.supposed_part),
    ):
        if was is not None and now is not None and abs(now - was) > MOVED:
            yield f"{name} goes from {percent(was)} to {percent(now)}"


def not_comparable(then: tuple[Snapshot, LayerShares], now: tuple[Snapshot, LayerShares]) -> Mapping[str, str]:
    """Return the countries that two days do not compare, with the reason.

    Parameters
    ----------
    then, now : tuple of (Snapshot, LayerShares)
        The earlier day first.
    """
    days = [LayerOnDay(snapshot, one) for snapshot, one in (then, now)]
    entered = Counter(country for country, *_ in days[1].undated - days[0].undated)
    gone = Counter(country for country, *_ in days[0].undated - days[1].undated)
    reasons: dict[str, str] = {}
    for country in sorted({*then[1].countries, *now[1].countries}):
        if entered[country]:
            reasons[country] = (
                f"{entered[country]} of its {days[1].ties[country]} ties have no date: whether they were there on "
                f"{then[0].as_of} is not known"
            )
        elif gone[country]:
            reasons[country] = f"{gone[country]} ties that no source dates are no longer told on {now[0].as_of}"
    return reasons


class LayerOnDay:
    """One layer on one day: what is known of each country.

    Parameters
    ----------
    snapshot : Snapshot
        The one that the layer was measured on.
    one : LayerShares
        Its countries counted are those of which something may be known.
    """

    def __init__(self, snapshot: Snapshot, one: LayerShares) -> None:
        self.layer, self.day = one, snapshot.as_of
        self._units = dict(zip(one.countries, one.portfolios.units().tolist(), strict=True))
        self._settled = dict(zip(one.countries, share_bounds(one.masses)[0].sum(axis=1).tolist(), strict=True))
        self.undated = undated_ties(one)
        self.ties = one.portfolios.ledger.counts

    def lacking(self, country: str, enough: Enough) -> str | None:
        """Say what is missing of a country on this day.

        Parameters
        ----------
        country : str
            One that the layer does not count has no units and nothing settled.
        enough : Enough
            Units and settled part that are asked for.

        Returns
        -------
        str or None
            None where enough is known.
        """
        counted = self.layer.tie.counted
        missing = enough.lacking(self._units.get(country, 0), self._settled.get(country, 0.0), counted)
        return f"on {self.day}: {missing}" if missing else None
