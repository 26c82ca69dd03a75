"""How a market is divided: shares of firms or of countries, and how concentrated they are (methods A5).

``HHI = sum s^2`` (Hirschman 1945), ``N = 1 / HHI`` effective suppliers (a Hill number, Jost 2006). With a
remainder rho that nobody names HHI lies in ``[sum s^2, sum s^2 + rho^2]``: many small suppliers, or one. Where
shares are lower bounds, the largest may have the remainder too: up to ``sum s^2 + 2 rho max(s) + rho^2``.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from enum import StrEnum

import numpy as np

from graph.analysis.dependency.home import is_home
from graph.analysis.results import ROUNDING, Row
from graph.node_ids import EntityId
from graph.ontology import PRODUCTS
from graph.snapshots.arrays import Interval
from graph.snapshots.snapshot import Snapshot
from graph.supply.needs import Need


class Grouping(StrEnum):
    """Whose shares: those of firms, or of the countries that control them through the lens."""

    COMPANY = "company"
    COUNTRY = "country"


class ShareRow(Row):
    """A supplier, and its share where a source states one."""

    id: EntityId
    name: str
    share: float | None


LOWER_BOUND = "lower bound"
"""What the basis of a figure says whose source has "at least" or "over"."""


def hhi_interval(shares: Iterable[float], *, at_least: bool = False) -> tuple[Interval, float]:
    """Return the interval of the HHI and the remainder.

    Parameters
    ----------
    shares : iterable of float
        0..1; sums over one, from rounding, are brought to one.
    at_least : bool
        The shares are lower bounds.

    Examples
    --------
    >>> (low, high), rest = hhi_interval([0.5, 0.3])  # and a fifth that nobody names
    >>> round(low, 2), round(high, 2), round(rest, 2)
    (0.34, 0.38, 0.2)
    >>> (low, high), rest = hhi_interval([0.9], at_least=True)  # it may be all
    >>> round(low, 2), round(high, 2)
    (0.81, 1.0)
    """
    given = np.array(list(shares), dtype=np.float64)
    total = float(given.sum())
    if total > 1:
        given = given / total
    rest = max(0.0, 1.0 - total)
    rest = 0.0 if rest < 1e-9 else rest
    known = float((given**2).sum())
    more = 2 * rest * float(given.max(initial=0.0)) if at_least else 0.0
    most = known + more + rest**2
    return (known, most if most < 1 - ROUNDING else 1.0), rest


def effective_suppliers(hhi: Interval) -> Interval:
    """Return the numbers of equal suppliers that would be as concentrated.

    Parameters
    ----------
    hhi : Interval
        Low and high end, above 0 and at most 1.

    Returns
    -------
    Interval
        ``1 / HHI`` of the high end first, so that it ascends; at least 1.
    """
    return 1.0 / hhi[1], 1.0 / hhi[0]


def has_makers(snapshot: Snapshot, need: Need) -> bool:
    """Return whether organisations or places supply a need, and it is a market: no product, no home.

    Parameters
    ----------
    snapshot : Snapshot
        Has the kinds of suppliers and of the links to them.
    need : Need
        One that does not count at the horizon is no market either.
    """
    made = all(snapshot.nodes[supplier.id].kind not in PRODUCTS for supplier in need.suppliers)
    return need.counts and made and not is_home(snapshot, need)


def grouped_shares(snapshot: Snapshot, shares: Mapping[str, float], by: Grouping) -> dict[str, float]:
    """Return shares of firms, or of the countries that control them; what nobody places is left out.

    Parameters
    ----------
    snapshot : Snapshot
        Its lens says which countries control a firm, with weights that sum to at most 1.
    shares : Mapping[str, float]
        By firm, 0..1.
    by : Grouping
        Firms are returned as they are given.

    Returns
    -------
    dict
        Company or country -> share, 0..1; what is missing to the sum given is of no known country.
    """
    if by == Grouping.COMPANY:
        return dict(shares)
    grouped: dict[str, float] = defaultdict(float)
    for supplier, share in shares.items():
        for country, weight in snapshot.controllers(supplier).items():
            grouped[country] += share * weight
    return dict(grouped)


def share_rows(snapshot: Snapshot, shares: Mapping[str, float | None]) -> tuple[ShareRow, ...]:
    """Return suppliers with names, the largest share first, those without one last.

    Parameters
    ----------
    snapshot : Snapshot
        Has the names.
    shares : Mapping[str, float or None]
        Id -> share, 0..1; None where no source states one.
    """
    rows = [ShareRow(id=i, name=snapshot.nodes[i].name, share=share) for i, share in shares.items()]
    return tuple(sorted(rows, key=lambda row: (row.share is None, -(row.share or 0.0), row.id)))
