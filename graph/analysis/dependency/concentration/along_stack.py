"""Concentration of every need along a stack, by the shares that other answers use (methods A5)."""

from collections.abc import Collection, Mapping

from pydantic import Field

from graph.analysis.dependency.concentration.market_shares import (
    Grouping,
    ShareRow,
    grouped_shares,
    has_makers,
    hhi_interval,
    share_rows,
)
from graph.analysis.dependency.kernels.breadth_first import breadth_first
from graph.analysis.results import Result, Row
from graph.node_ids import EntityId
from graph.snapshots.arrays import Interval
from graph.snapshots.snapshot import Snapshot
from graph.supply.needs import Need

NOTHING = 1e-9


class StackConcentrationRow(Row):
    """Concentration of one need that an entity rests on, however far."""

    of: EntityId
    need: EntityId
    depth: int
    hhi: Interval = Field(description="over every split that the facts allow")
    effective: tuple[float, float | None] = Field(description="equal suppliers; null where there may be any number")
    central: float = Field(description="HHI of the split that other answers use")
    assumed: bool = Field(description="no source states the shares: the central split is assumed")
    closed: bool
    suppliers: tuple[ShareRow, ...]


class StackConcentration(Result):
    """Concentration along a stack, most concentrated first."""

    id: EntityId
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
            (central, _), _ = hhi_interval(shares.values())
            low, high = _over_every_split(snapshot, need, by)
            rows.append(
                StackConcentrationRow(
                    of=need.of, need=need.need, depth=own, hhi=(low, high), central=central,
                    effective=(1.0 / high, 1.0 / low if low > NOTHING else None),
                    assumed=all(supplier.assumed for supplier in need.suppliers), closed=need.closed,
                    suppliers=share_rows(snapshot, shares),
                )
            )  # fmt: skip
    rows.sort(key=lambda row: (-row.hhi[0], -row.central, row.depth, row.of, row.need))
    return StackConcentration(id=node_id, by=by, rows=tuple(rows))


def _over_every_split(snapshot: Snapshot, need: Need, by: Grouping) -> Interval:
    """Return the least and largest HHI of a need: what no source states goes to whoever makes it so.

    Where the parts of countries are stated, one firm of each takes all of its part at most, and many have it at least.
    Else, at most concentrated one takes it all, a supplier without a figure or, where the list is open, one that nobody
    named; at least concentrated it is dispersed among the unnamed, or evens out those without a figure.
    """
    if need.pools:
        rest = max(0.0, 1.0 - sum(pool.share for pool in need.pools))
        parts = sum(pool.least**2 for pool in need.pools) if by == Grouping.COUNTRY else 0.0
        return parts, min(1.0, sum(pool.most**2 for pool in need.pools) + rest**2)
    stated = {supplier.id: supplier.share for supplier in need.suppliers if not supplier.assumed}
    silent = [supplier.id for supplier in need.suppliers if supplier.assumed]
    left = max(0.0, 1.0 - sum(stated.values()))
    known = grouped_shares(snapshot, stated, by)
    takers = [grouped_shares(snapshot, {one: left}, by) for one in silent]
    ends = [sum((known.get(of, 0.0) + taken.get(of, 0.0)) ** 2 for of in known | taken) for taken in takers]
    alone = sum(share**2 for share in known.values())
    placed = all(sum(taken.values()) > left - NOTHING for taken in takers)
    if not need.closed or not silent:
        return alone, min(max([alone + left**2, *ends]), 1.0)
    lowest = _levelled(known, set().union(*takers), left) if placed else alone
    return min(lowest, 1.0), min(max(ends), 1.0)


def _levelled(known: Mapping[str, float], among: Collection[str], left: float) -> float:
    """Return the least HHI when what is left goes to some: the smallest of them are brought to one level."""
    shares = sorted(known.get(one, 0.0) for one in among)
    fixed = sum(share**2 for one, share in known.items() if one not in among)
    for raised in range(1, len(shares) + 1):
        level = (left + sum(shares[:raised])) / raised
        if raised == len(shares) or level <= shares[raised]:
            break
    return fixed + raised * level**2 + sum(share**2 for share in shares[raised:])
