"""Concentration of every need along a stack, by the shares that other answers use (methods A5)."""

from pydantic import Field

from graph.analysis.dependency.kernels.breadth_first import breadth_first
from graph.analysis.dependency.market_shares import (
    Grouping,
    ShareRow,
    effective_suppliers,
    grouped_shares,
    has_makers,
    hhi_interval,
    share_rows,
)
from graph.analysis.results import Result, Row
from graph.snapshots.arrays import Interval
from graph.snapshots.snapshot import Snapshot


class StackConcentrationRow(Row):
    """Concentration of one need that an entity rests on, however far."""

    of: str
    need: str
    depth: int
    hhi: Interval
    effective: Interval
    assumed: bool = Field(description="no source states the shares: the split is equal")
    closed: bool
    suppliers: tuple[ShareRow, ...]


class StackConcentration(Result):
    """Concentration along a stack, most concentrated first."""

    id: str
    by: Grouping
    rows: tuple[StackConcentrationRow, ...]


def stack_concentration(snapshot: Snapshot, node_id: str, by: Grouping = Grouping.COUNTRY) -> StackConcentration:
    """Return the concentration of every need that an entity rests on, by the shares that other answers use.

    Parameters
    ----------
    snapshot : Snapshot
        Shares are those of its needs, central values where no source states one.
    node_id : str
        Whose needs, and the needs of what it rests on, at any depth.
    by : Grouping
        Firms, or the countries that control them through the lens.

    Returns
    -------
    StackConcentration
        Needs that organisations and places supply. A product that is needed is followed, not counted; what ties
        an entity to its own developer, owner or country is no market.

    Raises
    ------
    UnknownIdError
    """
    node_id = snapshot.require(node_id)
    depth = breadth_first(snapshot.arrays, snapshot.root(node_id)).depth
    rows = []
    for number, need in enumerate(snapshot.needs):
        own = int(depth[snapshot.arrays.owner[number]])
        if own < 0 or not need.counts or not has_makers(snapshot, need):
            continue
        shares = grouped_shares(snapshot, {supplier.id: supplier.share for supplier in need.suppliers}, by)
        if any(shares.values()):  # else nobody is known to have any part of it
            interval, _ = hhi_interval(shares.values())
            rows.append(
                StackConcentrationRow(
                    of=need.of, need=need.need, depth=own, hhi=interval, effective=effective_suppliers(interval),
                    assumed=all(supplier.assumed for supplier in need.suppliers), closed=need.closed,
                    suppliers=share_rows(snapshot, shares),
                )
            )  # fmt: skip
    rows.sort(key=lambda row: (-row.hhi[0], row.depth, row.of, row.need))
    return StackConcentration(id=node_id, by=by, rows=tuple(rows))
