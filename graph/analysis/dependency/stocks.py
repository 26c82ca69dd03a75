"""How long a stock lasts before a scenario bites: a range, with its assumption.

A stock is never a dependency by itself: it delays one. What sources count differs (delivered, acquired, held),
so every row repeats its bases. Accelerators in place are not used up, so that they run out at a given rate only; and
what is left of a stock that was counted long before the cut is not known. Where a source states a range, of
percentiles or of what a figure may hold of the item, the stock is the whole of it.
"""

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from pydantic import Field

from graph.analysis.results import Result, Row
from graph.errors import QuestionError
from graph.facts.dates import last_day
from graph.facts.fact import EdgeFact
from graph.facts.suspects import range_of
from graph.node_ids import EntityId
from graph.ontology import EdgeKind, NodeKind
from graph.snapshots.arrays import Interval
from graph.snapshots.snapshot import Snapshot

DAYS_A_YEAR = 365.25
DAYS_A_MONTH = DAYS_A_YEAR / 12
FRESH = timedelta(days=366)
"""How long a count says what is in stock."""
MONTHS = "months of use"
"""Unit of a stock of which a source says how long it lasts."""
IN_PLACE = "accelerators in place are not used up: give the rate at which they are put to work"


class RunOut(Row):
    """One stock, and how long it lasts."""

    holder: EntityId
    item: EntityId
    unit: str | None
    measured: str | None = Field(description="period that the quantities describe")
    quantity: Interval = Field(description="least and most that sources count, their ranges included")
    stated: tuple[float, ...] = Field(description="central values that sources state; none where they state a range")
    notes: tuple[str, ...] = Field(description="what the figures are and are not, as noted of each")
    bases: tuple[str, ...] = Field(description="what each source counts")
    rate: Interval | None = Field(description="units used in a year, least and most")
    days: Interval | None = Field(description="days until it is used up, least and most")
    runs_out: tuple[date, date] | None = Field(
        description="days on which it is used up, first and last; null: counted over a year before, or no days"
    )
    assumption: str
    sources: tuple[str, ...]


class RunOuts(Result):
    """Stocks, soonest used up first; those of which no rate is known last."""

    rows: tuple[RunOut, ...]


def run_out(
    snapshot: Snapshot,
    items: Collection[str] = (),
    holders: Collection[str] = (),
    rate: Interval | None = None,
    cut_off: date | None = None,
) -> RunOuts:
    """Return how long stocks last once nothing more is supplied.

    Parameters
    ----------
    snapshot : Snapshot
        Only counts that are known on its day.
    items, holders : collection of str
        Ids; all when left out.
    rate : (float, float), optional
        Units used in a year, least and most. When left out it is what was added in a year between the last two
        counts of a source, if there are two and the item is used up.
    cut_off : date, optional
        The day from which nothing more comes; the day of the snapshot when left out.

    Returns
    -------
    RunOuts

    Raises
    ------
    UnknownIdError
    QuestionError
        The rate is not a range of positive numbers.
    """
    if rate is not None and not 0 < rate[0] <= rate[1]:
        raise QuestionError("a rate is a range of positive numbers, the least first", "rate")
    wanted = {snapshot.require(item, "item") for item in items}
    owners = {snapshot.require(holder, "holder") for holder in holders}
    start = cut_off or snapshot.as_of
    rows = [
        _row(snapshot, edge.start, edge.end, (edge.claim, *edge.rivals), rate, start)
        for edge in snapshot.edges.of(EdgeKind.HOLDS)
        if (not wanted or edge.end in wanted)
        and (not owners or edge.start in owners)
        and any(_counts(claim, snapshot.as_of) for claim in (edge.claim, *edge.rivals))
    ]
    rows.sort(key=lambda row: (row.runs_out is None, row.days is None, row.days or (0.0, 0.0), row.holder, row.item))
    return RunOuts(rows=tuple(rows), assumptions=("use goes on at the rate given; nothing is added, shared or saved",))


def months_in_stock(snapshot: Snapshot, dependent: str, item: str) -> Interval | None:
    """Return for how many months those who make a thing have what it is made of, least and most.

    Parameters
    ----------
    snapshot : Snapshot
        A maker's own stock, or that of who controls it, counts for it.
    dependent, item : str
        The product or place, and what is used up for it.

    Returns
    -------
    (float, float) or None
        None where that is not known of each of its makers.
    """
    holding = set(snapshot.edges.starts(item, EdgeKind.HOLDS))
    if not holding:
        return None
    found = []
    for maker in snapshot.makers.get(dependent, {dependent}):
        holders = holding & {maker, *snapshot.controllers(maker)}
        rows = run_out(snapshot, [item], sorted(holders)).rows if holders else ()
        found.append(next((row.days for row in rows if row.runs_out), None))
    known = [days for days in found if days]
    if len(known) < len(found):
        return None
    return min(days[0] for days in known) / DAYS_A_MONTH, max(days[1] for days in known) / DAYS_A_MONTH


def _counts(claim: EdgeFact, day: date) -> bool:
    return _amount(claim) is not None and _measured(claim) <= day


def _amount(claim: EdgeFact) -> Interval | None:
    """Return the least and the most that a claim counts, None where it counts nothing."""
    low, high = range_of(claim.properties)
    least, most = (claim.quantity if end is None else float(end) for end in (low, high))
    return None if least is None or most is None else (least, most)


def _measured(claim: EdgeFact) -> date:
    return last_day(claim.period) if claim.period else claim.valid_from or date.min


def _row(
    snapshot: Snapshot, holder: str, item: str, claims: Sequence[EdgeFact], rate: Interval | None, start: date
) -> RunOut:
    counted = [claim for claim in claims if _counts(claim, snapshot.as_of)]
    newest = max(counted, key=_measured)
    alike = [claim for claim in counted if claim.unit == newest.unit]
    latest = [claim for claim in alike if _measured(claim) == _measured(newest)]
    amounts = [amount for claim in latest if (amount := _amount(claim))]
    quantity = (min(low for low, _ in amounts), max(high for _, high in amounts))
    used_up = snapshot.nodes[item].kind is not NodeKind.CHIP
    used, assumption = (rate, "the rate given") if rate else _rate_of(alike, newest) if used_up else (None, IN_PLACE)
    days = (quantity[0] / used[1] * DAYS_A_YEAR, quantity[1] / used[0] * DAYS_A_YEAR) if used else None
    if newest.unit == MONTHS:
        days = (quantity[0] * DAYS_A_MONTH, quantity[1] * DAYS_A_MONTH)
        used, assumption = None, "as long as the source says"
    fresh = start - _measured(newest) <= FRESH
    if days and not fresh:
        assumption += f"; counted {_measured(newest)}, more than a year before: what is left is not known"
    return RunOut(
        holder=holder, item=item, unit=newest.unit, measured=newest.period, quantity=quantity,
        stated=tuple(dict.fromkeys(claim.quantity for claim in latest if claim.quantity is not None)),
        notes=tuple(dict.fromkeys(claim.note for claim in latest if claim.note)),
        bases=tuple(dict.fromkeys(claim.basis or "not stated" for claim in latest)), rate=used, days=days,
        runs_out=(_after(start, days[0]), _after(start, days[1])) if days and fresh else None, assumption=assumption,
        sources=tuple(sorted({claim.source.id for claim in alike})),
    )  # fmt: skip


def _after(start: date, days: float) -> date:
    """Return the day some days on; the last day that dates can name, where that is beyond it."""
    return start + timedelta(days=min(days, (date.max - start).days))


def _rate_of(claims: Sequence[EdgeFact], newest: EdgeFact) -> tuple[Interval | None, str]:
    """Return what was added in a year between the two newest counts of each source and basis."""
    rates = []
    for other in claims:
        days = (_measured(newest) - _measured(other)).days
        same = other.basis == newest.basis and other.source.dataset == newest.source.dataset
        if not same or days <= 0 or newest.quantity is None or other.quantity is None:
            continue
        if (grown := newest.quantity - other.quantity) > 0:
            rates.append(grown / days * DAYS_A_YEAR)
    if not rates:
        return None, "no rate is known: give one"
    return (min(rates), max(rates)), "used as fast as it was added between the counts of the source"
