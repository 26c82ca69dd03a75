"""Concentration of supply of some inputs, by the figures of each basis and period that is known (methods A5)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pydantic import Field

from graph.analysis.dependency.concentration.market_shares import (
    LOWER_BOUND,
    Grouping,
    ShareRow,
    effective_suppliers,
    grouped_shares,
    has_makers,
    hhi_interval,
    share_rows,
)
from graph.analysis.results import Result, Row
from graph.facts.dates import first_day
from graph.facts.fact import EdgeFact
from graph.facts.preference import one_each, usable_figure
from graph.node_ids import EntityId
from graph.ontology import EdgeKind, NodeKind
from graph.snapshots.arrays import Interval
from graph.snapshots.snapshot import Snapshot
from graph.supply.needs import Need
from graph.supply.shares import COMPLETE

SCREENING = 0.4
"""HHI above which the EU's screening of strategic dependencies looks closer (European Commission, SWD(2021) 352)."""


class ConcentrationRow(Row):
    """Concentration by the figures of one basis and period."""

    input: EntityId
    name: str
    need: EntityId
    by: Grouping
    basis: str | None
    period: str | None
    reported: bool = Field(description="shares by country as reported; else derived from firms through the lens")
    used: bool = Field(description="the figures that other answers use")
    hhi: Interval
    effective: Interval
    above_screening: bool | None = Field(description=f"HHI over {SCREENING}; null where the interval holds it")
    remainder: float
    suppliers: tuple[ShareRow, ...]
    uncounted: tuple[EntityId, ...] = Field(
        default=(), description="suppliers that other sources name and that these figures leave no share"
    )
    sources: tuple[str, ...]


class WithoutFigures(Row):
    """A need of which only the names of suppliers are known."""

    input: EntityId
    need: EntityId
    suppliers: tuple[EntityId, ...]
    closed: bool


class Concentration(Result):
    """Concentration of one or more inputs; never an average over bases or periods."""

    by: Grouping
    rows: tuple[ConcentrationRow, ...]
    without_figures: tuple[WithoutFigures, ...]


def concentration(snapshot: Snapshot, inputs: Sequence[str] = (), by: Grouping = Grouping.COMPANY) -> Concentration:
    """Return the concentration of supply of some inputs.

    Parameters
    ----------
    snapshot : Snapshot
        Figures that are usable on its day; its lens says whose a firm is.
    inputs : sequence of str
        Inputs, or anything else that has suppliers; every input when left out.
    by : Grouping
        By country, figures are shown as well that a source reports of countries, not of firms.

    Returns
    -------
    Concentration
        A row for each basis and period in which any share is known.

    Raises
    ------
    UnknownIdError
    """
    asked = [snapshot.require(node_id, "input") for node_id in inputs]
    asked = asked or snapshot.nodes.ids_of(NodeKind.INPUT)
    rows: list[ConcentrationRow] = []
    silent: list[WithoutFigures] = []
    for node_id in asked:
        for need in snapshot.needs_of.get(node_id, ()):
            if not has_makers(snapshot, need):
                continue
            found = _rows_of_need(snapshot, need, by)
            rows += found
            if not found:
                names = tuple(supplier.id for supplier in need.suppliers)
                silent.append(WithoutFigures(input=node_id, need=need.need, suppliers=names, closed=need.closed))
        if by == Grouping.COUNTRY:
            rows += _reported_rows(snapshot, node_id)
    return Concentration(
        by=by, rows=tuple(rows), without_figures=tuple(silent),
        assumptions=(
            "a remainder is one further supplier at most, and not one of those named; where shares are lower bounds, "
            "it may be the largest one's",
            *(_by_country_only(snapshot, inputs, rows) if by == Grouping.COMPANY else ()),
        ),
    )  # fmt: skip


def _by_country_only(snapshot: Snapshot, inputs: Sequence[str], rows: Sequence[ConcentrationRow]) -> list[str]:
    """Say of which of the inputs asked for shares are published of countries, and of no firm."""
    found = {row.input for row in rows}
    names = [
        snapshot.nodes[node_id].name
        for node_id in (snapshot.require(named, "input") for named in inputs)
        if node_id not in found and _reported_rows(snapshot, node_id)
    ]
    return (
        [f"no share of a firm is known of {', '.join(names)}; of countries there are some: ask by=country"]
        if names
        else []
    )


def _rows_of_need(snapshot: Snapshot, need: Need, by: Grouping) -> list[ConcentrationRow]:
    """Return a row for each basis and period in which a share of a supplier is known."""
    sets: dict[tuple[str | None, str | None], list[EdgeFact]] = defaultdict(list)
    for supplier in need.suppliers:
        edge = snapshot.dependencies[need.of, need.need, supplier.id]
        for claim in (edge.claim, *edge.rivals):
            if usable_figure(claim, snapshot.as_of):
                sets[claim.basis, claim.period].append(claim)
    rows = []
    for (basis, period), claims in sets.items():
        best = one_each(claims, snapshot.as_of)
        shares = {supplier.id: best[supplier.id].share if supplier.id in best else None for supplier in need.suppliers}
        grouped = grouped_shares(snapshot, {i: share for i, share in shares.items() if share is not None}, by)
        if not any(grouped.values()):
            continue
        shown: Mapping[str, float | None] = shares if by == Grouping.COMPANY else grouped
        used = (basis, period) == (need.basis, need.period)
        figures = _Figures(need.of, need.need, by, basis, period, tuple(best.values()))
        row = _row(snapshot, figures, grouped, shown, used=used)
        rows.append(_beside_uncounted(snapshot, row, shares))
    return sorted(rows, key=_newest_first)


def _reported_rows(snapshot: Snapshot, node_id: str) -> list[ConcentrationRow]:
    """Return a row for each basis and period in which shares of countries are reported as such."""
    sets: dict[tuple[str | None, str | None], list[EdgeFact]] = defaultdict(list)
    for edge in snapshot.edges_at.get(node_id, ()):
        if edge.kind == EdgeKind.SHARE_OF and edge.end == node_id:
            for claim in (edge.claim, *edge.rivals):
                if usable_figure(claim, snapshot.as_of):
                    sets[claim.basis, claim.period].append(claim)
    rows = []
    for (basis, period), claims in sets.items():
        best = one_each(claims, snapshot.as_of, "start")
        shares = {country: claim.share or 0.0 for country, claim in best.items()}
        if any(shares.values()):
            claimed = tuple(best.values())
            figures = _Figures(node_id, "share of the market", Grouping.COUNTRY, basis, period, claimed)
            rows.append(_row(snapshot, figures, shares, shares, reported=True))
    return sorted(rows, key=_newest_first)


@dataclass(frozen=True)
class _Figures:
    """Claims of one basis and period about the shares of one need, and whose shares are asked for."""

    of: str
    need: str
    by: Grouping
    basis: str | None
    period: str | None
    claims: tuple[EdgeFact, ...]


def _row(
    snapshot: Snapshot,
    figures: _Figures,
    grouped: Mapping[str, float],
    shown: Mapping[str, float | None],
    *,
    reported: bool = False,
    used: bool = False,
) -> ConcentrationRow:
    interval, rest = hhi_interval(grouped.values(), at_least=LOWER_BOUND in (figures.basis or ""))
    low, high = (value > SCREENING for value in interval)
    return ConcentrationRow(
        input=figures.of, name=snapshot.nodes[figures.of].name, need=figures.need, by=figures.by,
        basis=figures.basis, period=figures.period, reported=reported, used=used,
        hhi=interval, effective=effective_suppliers(interval),
        above_screening=low if low == high else None, remainder=rest, suppliers=share_rows(snapshot, shown),
        sources=tuple(sorted({claim.source.id for claim in figures.claims})),
    )  # fmt: skip


def _beside_uncounted(
    snapshot: Snapshot, row: ConcentrationRow, shares: Mapping[str, float | None]
) -> ConcentrationRow:
    """Return a row with the suppliers that its figures leave nothing.

    One maker of everything beside others that exist is a contradiction between sources, no market of one: how it
    is divided is then known only within an equal split of all who are named and one maker.
    """
    uncounted = tuple(sorted(supplier for supplier, share in shares.items() if share is None))
    if row.remainder or not uncounted:
        return row
    if max(share or 0.0 for share in shares.values()) < COMPLETE:
        return row.model_copy(update={"uncounted": uncounted})
    equal, _ = hhi_interval(grouped_shares(snapshot, dict.fromkeys(shares, 1 / len(shares)), row.by).values())
    hhi = min(equal[0], 1.0), 1.0
    above = True if hhi[0] > SCREENING else None
    changed = {"uncounted": uncounted, "hhi": hhi, "effective": effective_suppliers(hhi), "above_screening": above}
    return row.model_copy(update=changed)


def _newest_first(row: ConcentrationRow) -> tuple[bool, int, str]:
    measured = first_day(row.period).toordinal() if row.period else 0
    return (not row.used, -measured, row.basis or "")
