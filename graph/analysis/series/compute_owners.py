"""Who owns how much computing power, quarter by quarter: published totals in H100 equivalents, by owner and country.

Totals are statements of the topic ``compute-by-owner``, one for each owner and maker of chips. What owners that a
source does not name hold together belongs to the whole, so a country's share runs from what its named owners hold to
that and all that nobody is named for.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from pydantic import Field

from graph.analysis.results import Result, Row
from graph.analysis.series.results import PublishedFigure, published_figures
from graph.facts.dates import last_day
from graph.facts.nodes import Node
from graph.node_ids import EntityId
from graph.ontology import NodeKind
from graph.snapshots.snapshot import Snapshot

TOPIC = "compute-by-owner"
OTHERS = "others together"
BESIDE = ("compute-by-country",)
"""Topics whose published figures are shown beside ours."""


class OwnerRow(Row):
    """What one owner had bought up to the end of a quarter."""

    period: str
    owner: EntityId = Field(description="an id, or `others together`: owners that the source does not name")
    country: EntityId | None = Field(description="who controls the owner through the lens; null where nobody is named")
    value: float | None = Field(
        description="H100 equivalents, sum of the medians over makers; null where makers are missing"
    )
    low: float | None = Field(description="sum of the 5th percentiles: a wider range than the source's own would be")
    high: float | None = Field(description="sum of the 95th percentiles")
    by_maker: dict[EntityId, float] = Field(description="H100 equivalents by maker of the chips")
    missing: tuple[EntityId, ...] = Field(
        description="makers whose chips it held a quarter before, not counted in this one"
    )
    share: float | None = Field(
        description="of all that the source counts in the quarter; null where makers are missing"
    )
    note: str | None = None

    @property
    def counted(self) -> float:
        """What is counted of it, whether or not that is all: a sum of parts is of these."""
        return sum(self.by_maker.values())


class CountryShare(Row):
    """What the named owners of one country hold of the whole."""

    period: str
    country: EntityId
    value: float
    share: float = Field(description="what its named owners hold of all that is counted")
    at_most: float = Field(description="the same, had it all that no named owner holds")


class ComputeOwners(Result):
    """Computing power by owner and by country, quarter by quarter, and what others have published."""

    unit: str = "H100 equivalents"
    denominator: str = Field(description="what the shares are of")
    makers: tuple[EntityId, ...] = Field(default=(), description="makers whose chips are counted; no others are")
    rows: tuple[OwnerRow, ...] = ()
    countries: tuple[CountryShare, ...] = ()
    published: tuple[PublishedFigure, ...] = ()
    reason: str | None = Field(default=None, description="why there are no rows")


_Cells = Mapping[str, Mapping[tuple[str, str], Node]]
"""Period -> (owner, maker) -> the statement."""


def compute_owners(snapshot: Snapshot, owner: str | None = None) -> tuple[ComputeOwners, tuple[Node, ...]]:
    """Return who owns how much, newest quarter first, with the nodes that say it.

    Parameters
    ----------
    snapshot : Snapshot
        Quarters that had not ended on its day are left out.
    owner : str, optional
        Only this one; shares stay those of the whole.
    """
    cells = _cells(snapshot)
    published, beside = published_figures(snapshot, BESIDE)
    makers = sorted({maker for quarter in cells.values() for _, maker in quarter})
    names = ", ".join(snapshot.nodes[maker].name for maker in makers)
    rows: list[OwnerRow] = []
    countries: list[CountryShare] = []
    parts = frozenset(
        who for quarter in cells.values() for (who, _), node in quarter.items() if node.properties.get("within")
    )
    before: frozenset[tuple[str, str]] = frozenset()
    for period, quarter in sorted(cells.items()):
        told = _quarter(snapshot, period, quarter, before, parts)
        rows = [*told, *rows]
        countries = [*_by_country(told), *countries]
        before = frozenset(quarter)
    result = ComputeOwners(
        denominator=f"chips of {names} bought since 2022, none retired" if makers else "nothing is counted",
        makers=tuple(makers),
        rows=tuple(row for row in rows if owner in (None, row.owner)),
        countries=tuple(countries),
        published=tuple(published),
        reason=_silent(snapshot, rows, owner)
        if rows
        else f"no source of this graph counts computing power by owner by {snapshot.as_of}",
        assumptions=_ASSUMED if rows else (),
    )
    return result, (*(node for quarter in cells.values() for node in quarter.values()), *beside)


def _silent(snapshot: Snapshot, rows: Sequence[OwnerRow], owner: str | None) -> str | None:
    """Say that an owner is not among those counted, and who is."""
    counted = sorted({row.owner for row in rows})
    if owner is None or owner in counted:
        return None
    return f"{snapshot.nodes[owner].name} is not counted as an owner; counted are {', '.join(counted)}"


_ASSUMED = (
    "chips bought, not chips that run; chips of other makers (Huawei, Cambricon and others) are not in the count, so "
    "that China's share is understated",
    "medians are summed; ranges are sums of percentiles, wider than a joint estimate",
    "owners sit where who controls them sits, whatever country the machines stand in",
)


def _cells(snapshot: Snapshot) -> _Cells:
    found: dict[str, dict[tuple[str, str], Node]] = defaultdict(dict)
    for node in snapshot.nodes.of(NodeKind.STATEMENT):
        known = node.properties
        if known.get("topic") == TOPIC:
            period, subject, maker = (str(known.get(name)) for name in ("period", "subject", "maker"))
            if last_day(period) <= snapshot.as_of:
                found[period][subject, maker] = node
    return found


def _quarter(
    snapshot: Snapshot,
    period: str,
    quarter: Mapping[tuple[str, str], Node],
    before: frozenset[tuple[str, str]],
    parts: frozenset[str],
) -> list[OwnerRow]:
    """Return the rows of a quarter, largest first.

    ``others together`` is told without what is told of the owners that are a part of it (``parts``).
    """
    missing: dict[str, set[str]] = defaultdict(set)
    for who, maker in before - frozenset(quarter):
        missing[who].add(maker)
    owners = sorted({who for who, _ in quarter})
    sums = {who: _sums(quarter, who) for who in owners}
    whole = sum(value for who in owners if who not in parts for value in sums[who]["value"].values())
    whole_is_known = missing.keys() <= parts
    rows = []
    for who in owners:
        by_maker, note = dict(sums[who]["value"]), None
        within = [part for part in owners if part in parts] if who == OTHERS else []
        for part in within:
            for maker, value in sums[part]["value"].items():
                by_maker[maker] = by_maker.get(maker, 0.0) - value
            note = "without " + ", ".join(within)
        value = sum(by_maker.values())
        partial = bool(missing[who])
        if partial:
            note = "; ".join(filter(None, (note, f"{value:,.0f} of the makers that are counted")))
        rows.append(
            OwnerRow(
                period=period, owner=who, country=_country(snapshot, who), value=None if partial else value,
                low=None if within or partial else _bound(sums[who], "low"),
                high=None if within or partial else _bound(sums[who], "high"),
                by_maker=by_maker, missing=tuple(sorted(missing[who])),
                share=value / whole if whole and whole_is_known else None, note=note,
            )
        )  # fmt: skip
    return sorted(rows, key=lambda row: (row.owner == OTHERS, -row.counted))


def _sums(quarter: Mapping[tuple[str, str], Node], who: str) -> Mapping[str, Mapping[str, float]]:
    found: dict[str, dict[str, float]] = {name: {} for name in ("value", "low", "high")}
    for (owner, maker), node in quarter.items():
        for name in found:
            figure = node.properties.get(name)
            if owner == who and isinstance(figure, (int, float)):
                found[name][maker] = float(figure)
    return found


def _bound(sums: Mapping[str, Mapping[str, float]], name: str) -> float | None:
    """Return the sum of a bound over makers, None where one of them has none."""
    return sum(sums[name].values()) if sums[name].keys() == sums["value"].keys() else None


def _country(snapshot: Snapshot, who: str) -> str | None:
    if who not in snapshot.nodes:
        return None
    if snapshot.nodes[who].kind is NodeKind.COUNTRY:
        return who
    found = snapshot.controllers(who)
    return next(iter(found)) if len(found) == 1 else None


def _by_country(rows: list[OwnerRow]) -> list[CountryShare]:
    """Return what each country's named owners hold; nothing for a quarter whose whole is not known."""
    if any(row.share is None for row in rows):
        return []
    unnamed = sum(row.share or 0.0 for row in rows if row.country is None)
    held: dict[str, list[OwnerRow]] = defaultdict(list)
    for row in rows:
        if row.country:
            held[row.country].append(row)
    found = [
        CountryShare(
            period=group[0].period, country=country, value=sum(row.counted for row in group),
            share=(share := sum(row.share or 0.0 for row in group)), at_most=min(share + unnamed, 1.0),
        )
        for country, group in held.items()
    ]  # fmt: skip
    return sorted(found, key=lambda one: -one.value)
