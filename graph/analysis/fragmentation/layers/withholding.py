"""When a layer has figures and they are not given: what is missing could turn them round (methods B4b).

A layer that is seen too little has no figures. One that is seen, and whose figure may be anything over the splits that
the facts allow, has its range and no central value: the rule of all figures with an interval (``settled``).
"""

from graph.analysis.fragmentation.layers.portfolios import Portfolios
from graph.analysis.origin import POLES
from graph.analysis.results import percent, settled
from graph.snapshots.arrays import Interval
from graph.snapshots.snapshot import Snapshot

POLE_UNITS = 5
"""A pole with fewer units on a layer is small there, not unseen."""


def why_unseen(snapshot: Snapshot, every: Portfolios, least: float) -> str | None:
    """Say why a layer, and each country on it, is seen too little to give figures; None where it is not.

    Parameters
    ----------
    snapshot : Snapshot
        Has the day that undated ties are not known to hold on.
    every : Portfolios
        Of all countries asked about.
    least : float
        Part of a layer that must be known and dated; 0 gives every figure.
    """
    if least <= 0:
        return None
    rows = every.ledger.rows
    if len(rows) and ((rows["supplier"] == rows["dependent"]) & ~rows["supposed"]).all():
        return "what stands in a country is that country's own through this lens: nothing is left to divide it by"
    undated = sum(every.ledger.undated.values())
    held = float(every.amounts.sum() + every.unnamed.sum())
    if held and undated > (1 - least) * (held + undated):
        return (
            f"{percent(undated / (held + undated))} of the {every.tie.counted} known today have no date: whether they "
            f"were there on {snapshot.as_of} is not known"
        )
    missing = every.seen.missing(least)
    return f"too little of the layer is seen: {missing}" if missing else None


def why_lopsided(snapshot: Snapshot, every: Portfolios, least: float) -> str | None:
    """Say why the figures of a whole layer would mislead though its countries are seen; None where they would not.

    Parameters
    ----------
    snapshot, every, least
        As in ``why_unseen``.
    """
    units, number = every.ledger.units, every.tie.number
    supposed = every.ledger.rows["supposed"].any()
    rest = "; of the others it is supposed to be their own" if supposed else ""
    for pole in POLES:
        heard = [known for countries, known in units if pole in countries]
        if len(heard) >= POLE_UNITS and sum(heard) < least * len(heard):
            return f"of {number(len(heard))} of {snapshot.nodes[pole].name} the supplier of {sum(heard)} is known{rest}"
    heard = [known for _, known in units]
    if sum(heard) < least * len(heard):
        return f"of {number(len(heard))} the supplier of {sum(heard)} is known{rest}"
    return None


def why_open(index: float | None, span: Interval | None) -> str | None:
    """Say that the index of a layer may be anything; None where it has a central value, or none was worked out.

    Parameters
    ----------
    index : float or None
        Its central value, by what is known.
    span : tuple of float, optional
        Over every split that the facts allow.
    """
    if index is None or span is None or settled(index, span) is not None:
        return None
    return f"no central value: by what the facts leave open the index may be {span[0]:.2f} to {span[1]:.2f}"
