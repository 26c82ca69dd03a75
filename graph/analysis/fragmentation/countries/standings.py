"""Where countries stand between the two poles, layer by layer and over layers, ranked where enough is known (B4c)."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from graph.analysis.blocs import Bloc
from graph.analysis.fragmentation.countries.alignment import hedging, hedging_degree
from graph.analysis.fragmentation.countries.leaning import leanings
from graph.analysis.fragmentation.countries.rows import WITHHELD, Countries, CountryLayer, CountryRow, settled_row
from graph.analysis.fragmentation.kernels.splits import alignment_bounds, contested_bounds, one_unit_more_or_less
from graph.analysis.fragmentation.layers.ranking import (
    A_POLE,
    Compared,
    Enough,
    Placed,
    RankBy,
    Standing,
    compared,
    mean_range,
    ranks,
    widest_difference,
)
from graph.analysis.fragmentation.layers.shares import Choice, LayerShares, assumptions, measure
from graph.analysis.fragmentation.layers.weights import Weights
from graph.analysis.fragmentation.ties.table import TIES
from graph.analysis.origin import POLES
from graph.ontology import Layer
from graph.snapshots.arrays import FloatArray, Interval
from graph.snapshots.snapshot import Snapshot

ENOUGH = Enough()


def countries(
    snapshot: Snapshot, choice: Choice, by: RankBy = RankBy.CONTESTED, enough: Enough = ENOUGH, shown: int = 10
) -> Countries:
    """Return where countries stand, ranked where enough is known of them.

    Parameters
    ----------
    snapshot : Snapshot
        Its lens decides whose each supplier is.
    choice : Choice
        Countries of which less than ``min_known`` is known are shown with what is known, and enter no index.
    by : RankBy
        Also what layers rank by; ``PULLED_APART`` compares layers, so that none has a rank of its own.
    enough : Enough
        What has to be known to rank a country.
    shown : int
        Suppliers named for each country and layer.

    Raises
    ------
    QuestionError
        When a layer is not measured, or has no such tie.
    """
    placed: dict[str, list[CountryLayer]] = {country: [] for country in choice.among or ()}
    # Nobody is left out here: of whom little is known it is said, with the range that leaves. Weights of countries
    # do not matter country by country; amounts within one do.
    by_power = choice.weights is Weights.H100_EQUIVALENTS
    plain = replace(choice, weights=choice.weights if by_power else Weights.EQUAL)
    measured = measure(snapshot, plain)
    for one, whole in zip(measured, measure(snapshot, replace(plain, min_known=0.0)), strict=True):
        for country, row in _placed(_rows(whole, choice.min_known, enough, shown), one.unseen, by):
            placed.setdefault(country, []).append(row)
    over = compared([one.tie.layer for one in measured], TIES)
    needed = min(enough.layers or len(over), len(over))
    rows = [
        _country(snapshot, choice.bloc, country, found, Compared(over, needed)) for country, found in placed.items()
    ]
    rows = _ranked(rows, by, over)
    return Countries(
        bloc=choice.bloc,
        weights=choice.weights,
        by=by,
        min_units=enough.units,
        min_layers=needed,
        compared_on=over,
        ranked=sum(row.standing is Standing.RANKED for row in rows),
        countries=tuple(map(settled_row, rows)),
        layer_coverage={one.tie.layer.value: one.coverage for one in measured},
        reasons={one.tie.layer.value: said for one in measured if (said := one.reason or one.withheld)},
        assumptions=assumptions(measured),
    )


def _rows(one: LayerShares, min_known: float, enough: Enough, shown: int) -> list[tuple[str, CountryLayer]]:
    held = one.portfolios
    total = held.amounts.sum(axis=1) + held.unnamed
    stands = leanings(one)
    units = held.units()
    near = one_unit_more_or_less(one.masses, units)
    leans_by_one, contests_by_one = (_hull(map(bounds, near)) for bounds in (alignment_bounds, contested_bounds))
    rows = []
    for number, country in enumerate(one.countries):
        known, now = float(one.known[number]), stands[country]
        settled = sum(low for low, _ in now.spheres_range.values())
        parts = held.amounts[number] / total[number]
        largest = [int(column) for column in (-parts).argsort(kind="stable")[:shown] if parts[column] > 0]
        rows.append(
            (
                country,
                CountryLayer(
                    layer=one.tie.layer,
                    tie=one.tie.name,
                    **dict(now),
                    alignment_by_one=(float(leans_by_one[0][number]), float(leans_by_one[1][number])),
                    contestedness_by_one=(float(contests_by_one[0][number]), float(contests_by_one[1][number])),
                    hedging=hedging(now.contestedness_range),
                    known=known,
                    settled=settled,
                    units=int(units[number]),
                    counted=known >= min_known,
                    to_rank=enough.lacking(int(units[number]), settled, one.tie.counted),
                    suppliers={held.suppliers[column]: float(parts[column]) for column in largest},
                ),
            )
        )
    return rows + [(country, _unknown(one, enough)) for country in one.coverage.too_little_known]


def _hull(bounds: Iterable[tuple[FloatArray, FloatArray]]) -> tuple[FloatArray, FloatArray]:
    lows, highs = zip(*bounds, strict=True)
    return np.minimum.reduce(lows), np.maximum.reduce(highs)


def _placed(
    rows: Sequence[tuple[str, CountryLayer]], unseen: str | None, by: RankBy
) -> Iterator[tuple[str, CountryLayer]]:
    """Yield the rows of a layer with the ranks of those of which enough is known; poles are in no ranking."""
    if unseen:  # what is missing could turn a country's figures round as it could the layer's
        rows = [(country, row.model_copy(update={**WITHHELD, "to_rank": unseen})) for country, row in rows]
    values = {
        country: value
        for country, row in rows
        if country not in POLES and row.to_rank is None and (value := _of_layer(row, by))
    }
    found = ranks(values)
    for country, row in rows:
        yield country, row.model_copy(update={"rank": found.get(country)})


def _unknown(one: LayerShares, enough: Enough) -> CountryLayer:
    """Something is there, and nobody says whose it is."""
    return CountryLayer(
        layer=one.tie.layer, tie=one.tie.name, spheres=None, spheres_range=None, alignment=None,
        alignment_range=(-1.0, 1.0), contestedness=None, contestedness_range=(0.0, 1.0), hedging=None, known=0.0,
        settled=0.0, units=0, counted=False, to_rank=enough.lacking(0, 0.0, one.tie.counted),
    )  # fmt: skip


def _country(snapshot: Snapshot, bloc: Bloc, country: str, found: list[CountryLayer], on: Compared) -> CountryRow:
    counted = [row for row in found if row.layer in on.layers and row.to_rank is None and row.alignment is not None]
    leanings = [row.alignment for row in counted if row.alignment is not None]
    contests = [row.contestedness for row in counted if row.contestedness is not None]
    leans, contested = ([getattr(row, f"{name}_range") for row in counted] for name in ("alignment", "contestedness"))
    standing, lacking = Standing.RANKED, None
    if country in POLES:
        standing, lacking = Standing.POLE, A_POLE
    elif len(counted) < on.needed:
        standing = Standing.TOO_LITTLE_KNOWN
        lacking = _lacking([row for row in found if row.layer in on.layers], on.needed, len(counted))
    return CountryRow(
        id=country,
        name=snapshot.nodes[country].name if country in snapshot.nodes else country,
        sphere=bloc.sphere(country).value,
        standing=standing,
        unranked=lacking,
        layers=tuple(found),
        units={row.layer.value: row.units for row in counted},
        alignment=sum(leanings) / len(leanings) if leanings else None,
        alignment_range=mean_range(leans),
        contestedness=sum(contests) / len(contests) if contests else None,
        contestedness_range=mean_range(contested),
        hedges_on=tuple(row.layer for row in counted if row.hedging),
        hedging_degree=hedging_degree(contests) if contests else None,
        hedging_degree_range=_both_ends(contested, hedging_degree),
        pulled_apart=max(leanings) - min(leanings) if len(leanings) > 1 else None,
        pulled_apart_range=widest_difference(leans) if len(leans) > 1 else None,
    )


def _both_ends(ranges: Sequence[Interval], of: Callable[[Sequence[float]], float]) -> Interval | None:
    """Return the range of what never falls when a value rises; None where there are no values."""
    return (of([low for low, _ in ranges]), of([high for _, high in ranges])) if ranges else None


def _lacking(found: Sequence[CountryLayer], needed: int, there: int) -> str:
    told = "; ".join(f"{row.layer.value}: {row.to_rank}" for row in found if row.to_rank)
    there_is = f"enough is known on {there} of at least {needed} layers"
    return f"{there_is}; to rank it: {told}" if told else f"{there_is}; on the others nothing is known"


def _ranked(rows: Sequence[CountryRow], by: RankBy, over: Sequence[Layer]) -> list[CountryRow]:
    """Return rows with their ranks: the ranked first, then poles, then those of which too little is known."""
    values = {
        row.id: placed for row in rows if row.standing is Standing.RANKED and (placed := _of_country(row, by, over))
    }
    found = ranks(values)
    order = list(Standing)
    kept = [row.model_copy(update={"rank": found.get(row.id)}) for row in rows]

    def place(row: CountryRow) -> tuple[int, int, int, float, str]:
        value = _of_country(row, by, over)
        rank = row.rank.rank if row.rank else len(kept)
        enough = sum(layer.to_rank is None for layer in row.layers if layer.layer in over)
        return order.index(row.standing), rank, -enough, -value.value if value else 2.0, row.id

    return sorted(kept, key=place)


def _of_layer(row: CountryLayer, by: RankBy) -> Placed | None:
    return _value(by, [row], row.alignment, row.contestedness, None)


def _of_country(row: CountryRow, by: RankBy, over: Sequence[Layer]) -> Placed | None:
    layers = [one for one in row.layers if one.layer in over and one.to_rank is None]
    return _value(by, layers, row.alignment, row.contestedness, row.pulled_apart)


def _value(
    by: RankBy, layers: Sequence[CountryLayer], leaning: float | None, contest: float | None, apart: float | None
) -> Placed | None:
    """Return what is ranked by, with its interval over splits and over one unit more or less on each layer."""
    leans, contests = [one.alignment_by_one for one in layers], [one.contestedness_by_one for one in layers]
    if by is RankBy.PULLED_APART:
        value, span = apart, widest_difference(leans) if len(leans) > 1 else None
    elif by is RankBy.HEDGING:
        contested = [one.contestedness for one in layers if one.contestedness is not None]
        value, span = hedging_degree(contested) if contested else None, _both_ends(contests, hedging_degree)
    elif by is RankBy.CONTESTED:
        value, span = contest, mean_range(contests)
    else:
        value, span = leaning, mean_range(leans)
    if value is None or span is None:
        return None
    if by is RankBy.ALIGNED_CHINA:
        return Placed(-value, -span[1], -span[0])
    return Placed(value, *span)
