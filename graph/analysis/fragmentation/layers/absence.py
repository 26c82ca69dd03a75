"""Why no country of a layer counts: in sentences about all countries, or about those that were asked for."""

from collections.abc import Collection

from graph.analysis.blocs import Bloc
from graph.analysis.fragmentation.layers.portfolios import Portfolios
from graph.analysis.fragmentation.layers.weights import WITHOUT, Weights
from graph.analysis.results import percent
from graph.snapshots.snapshot import Snapshot

SOME = "of the countries asked about"


def why_none(
    snapshot: Snapshot, every: Portfolios, bloc: Bloc, weights: Weights, min_known: float, among: Collection[str] | None
) -> str:
    """Say why no country counts; what is missing of one country is not said to be missing of the world.

    Parameters
    ----------
    snapshot : Snapshot
        The one that the portfolios were gathered on.
    every : Portfolios
        Of all countries asked about.
    bloc : Bloc
        Which countries stand on which side.
    weights : Weights
        What countries count for.
    min_known : float
        Least part of a portfolio, 0..1, whose sphere is known where a country counts.
    among : collection of str or None
        The countries asked about; None for all.
    """
    tie, ledger, day = every.tie, every.ledger, snapshot.as_of
    of = "" if among is None else _of(snapshot, among) + " "
    if not tie.serves(snapshot.horizon):
        return f"{tie.name} bears at horizon {tie.horizon}; the question looks at {snapshot.horizon}"
    if not ledger.units:
        # Sites that are planned, or of another sample, may stand there all the same: they are none of those that count.
        return (
            f"{of}no {tie.counted} that count are known on {day}"
            if of
            else f"no {tie.counted} are known on {day}: there is no data for this day"
        )
    if not len(ledger.rows) and any(heard for _, heard in ledger.units):
        return (
            f"{of}no source says that any tie of this layer held on {day}: all are undated and published later; "
            "undated=always counts them on every day"
        )
    if not len(ledger.rows):
        count = len(ledger.units)
        return f"{of}{tie.number(count)} {'is' if count == 1 else 'are'} known on {day}, the supplier of none"
    known = every.known(bloc)
    if not (known >= max(min_known, 1e-12)).any():
        most = float(known.max(initial=0.0))
        if among is not None and len(among) == 1:
            if not most:
                return f"{of}the sphere of no supplier is known on {day}"
            return (
                f"{of}the sphere of {percent(most)} of its suppliers is known on {day}; {percent(min_known)} are needed"
            )
        best = (
            f"; the most is {percent(most)}, of {_name(snapshot, every.countries[int(known.argmax())])}" if most else ""
        )
        none = f"{of}none has" if of else "no country has"
        return f"{none} at least {percent(min_known)} of its suppliers in a known sphere on {day}{best}"
    return WITHOUT.get(weights, "no country has a weight")


def _of(snapshot: Snapshot, among: Collection[str]) -> str:
    return f"of {_name(snapshot, next(iter(among)))}" if len(among) == 1 else SOME


def _name(snapshot: Snapshot, country: str) -> str:
    return snapshot.nodes[country].name if country in snapshot.nodes else country
