"""By what the rows of a table are ranked, and how many are left out that are level with the last one given."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class TableRanking:
    """By what a table is ranked.

    Attributes
    ----------
    by : callable
        The figures of a row that a reader compares: rows that agree in them are level, whatever sorts them then.
    does, as_much : str
        What a row does, and how much of it one does that is level: ``stop``, ``as many``.
    """

    by: Callable[[Any], Any]
    does: str
    as_much: str


def level(
    ranking: TableRanking, rows: Sequence[Any], given: Sequence[Any], per: str = "", *, counted: bool = True
) -> Iterable[str]:
    """Say of each place where a ranking is cut how many rows left out are level with the last one given.

    Parameters
    ----------
    ranking : TableRanking
        Of the table.
    rows, given : sequence
        All that were found, and those of them that are given, in the same order.
    per : str
        Rows that agree in this field are limited apart from others.
    counted : bool
        All that there are were looked for; otherwise there may be more that are level.
    """
    last: Mapping[Any, Any] = {getattr(row, per, None): row for row in given}
    for group, shown in last.items():
        out = [row for row in rows if getattr(row, per, None) == group][sum(_of(group, per, given)) :]
        more = sum(ranking.by(row) == ranking.by(shown) for row in out)
        if more:
            what = ("more row " if more == 1 else "more rows ") + ranking.does + ("s" if more == 1 else "")
            least = "" if counted else "at least "
            where = f", of {per} {group}" if len(last) > 1 else ""
            yield f"{least}{more} {what} {ranking.as_much} as the last one shown{where}"


def _of(group: Any, per: str, rows: Sequence[Any]) -> Iterable[bool]:
    return (getattr(row, per, None) == group for row in rows)
