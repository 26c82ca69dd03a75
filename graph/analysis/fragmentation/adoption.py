"""What if some countries rested on others: shares overridden, figures before and after (methods B6).

"These forty countries move twenty points of model use to open Chinese models": a ``Shift``. "They use these models
in these shares": a ``NewPortfolio``, also for countries of which nothing is known today. Nothing in the graph is
changed.
"""

from collections.abc import Iterator, Mapping, Sequence

from pydantic import Field

from graph.analysis.blocs import SPHERES, Bloc
from graph.analysis.fragmentation.changed_portfolios import ChangedPortfolios, NewPortfolio, Shift
from graph.analysis.fragmentation.countries.leaning import leanings
from graph.analysis.fragmentation.countries.rows import Leaning, settled_leaning
from graph.analysis.fragmentation.figures.coupling import looked_through, sphere_content, supplier_content
from graph.analysis.fragmentation.figures.index import figures, nulls, sphere_dict, why_undefined
from graph.analysis.fragmentation.figures.intervals import FIGURES, SCALES, Intervals, intervals, settled_figures
from graph.analysis.fragmentation.figures.null_model import DRAWS, SEED, Null
from graph.analysis.fragmentation.layers.coverage import LayerCoverage
from graph.analysis.fragmentation.layers.portfolios import portfolios
from graph.analysis.fragmentation.layers.shares import Choice, LayerShares, settle
from graph.analysis.fragmentation.layers.weights import Weights
from graph.analysis.fragmentation.layers.withholding import why_open
from graph.analysis.fragmentation.ties.table import tie_kind
from graph.analysis.results import Result, Row, settled, settled_shares
from graph.errors import QuestionError
from graph.facts.body_part import BodyPart
from graph.node_ids import EntityId
from graph.ontology import Layer
from graph.snapshots.arrays import FloatArray, Interval
from graph.snapshots.snapshot import Snapshot


class AdoptionSpec(BodyPart):
    """An adoption scenario on one layer."""

    layer: Layer = Layer.MODELS
    tie: str | None = None
    shifts: tuple[Shift, ...] = ()
    shares: tuple[NewPortfolio, ...] = ()


class AdoptionFigures(Row):
    """A layer's figures before or after."""

    index: float | None
    bits: float | None
    bipolarity: float | None
    coupling: float | None
    null: Null | None
    coupling_null: Null | None
    spheres: Mapping[str, float | None] | None
    interval: Intervals | None = Field(default=None, description="the figures over every split that the facts allow")
    look_through: Mapping[str, float | None] | None = Field(
        description="look-through exposure to each sphere, on average; null where its share has no value"
    )
    countries: int
    reason: str | None = None


class FigureChange(Row):
    """One figure of the layer before and after; null where it is withheld or undefined."""

    figure: str
    before: float | None
    after: float | None
    change: float | None = Field(
        description="after less before by central values, also where the ranges leave the levels none"
    )
    before_range: Interval | None = Field(default=None, description="over every split that the facts allow")
    after_range: Interval | None = None


class CountryPlace(Leaning):
    """A country's place before or after."""

    look_through: dict[str, float | None] | None = Field(description="null where its sphere's share has no value")
    known: float


class AdoptionRow(Row):
    """A country that the scenario touches; null where too little is known of it."""

    country: EntityId
    before: CountryPlace | None
    after: CountryPlace | None


class Adoption(Result):
    """Fragmentation, alignment and look-through exposure before and after."""

    layer: Layer
    tie: str
    bloc: Bloc
    weights: Weights
    before: AdoptionFigures
    after: AdoptionFigures
    reason: str | None = Field(default=None, description="why figures of the layer are withheld or undefined")
    changes: tuple[FigureChange, ...] = Field(default=(), description="the figures before and after, one a row")
    countries: tuple[AdoptionRow, ...] = Field(description="those that the scenario names")
    not_moved: dict[EntityId, str] = Field(default={}, description="countries named that could not move, and why")
    layer_coverage: LayerCoverage


def adoption(snapshot: Snapshot, spec: AdoptionSpec, choice: Choice, draws: int = DRAWS, seed: int = SEED) -> Adoption:
    """Return what an adoption scenario changes.

    Parameters
    ----------
    snapshot : Snapshot
        The world as it is; nothing in it is changed.
    spec : AdoptionSpec
        New portfolios are put in place first, then the shifts in their order.
    choice : Choice
        Its layer and tie are those of the scenario.
    draws, seed : int
        Of the null model.

    Raises
    ------
    UnknownIdError
        When a country or a supplier does not exist.
    QuestionError
        When the scenario is empty, or moves to a sphere without suppliers.
    """
    if not spec.shifts and not spec.shares:
        raise QuestionError("give shifts, or shares, or both", "shifts")
    tie = tie_kind(spec.layer, spec.tie)
    bloc, weights, min_known = choice.bloc, choice.weights, choice.min_known
    every = portfolios(snapshot, tie, weights is Weights.H100_EQUIVALENTS, choice.among, choice.undated)
    world = ChangedPortfolios(snapshot, every, bloc)
    for new in spec.shares:
        world.override(new)
    for shift in spec.shifts:
        world.shift(shift)
    before = settle(snapshot, every, bloc, weights, min_known)
    after = settle(snapshot, world.portfolios(), bloc, weights, min_known)
    asked = [c for new in spec.shares for c in new.countries] + [c for s in spec.shifts for c in s.countries]
    named = dict.fromkeys(snapshot.require(country, "countries") for country in asked)
    content = sphere_content(snapshot, bloc)
    then, now = (_standings(snapshot, one, content) for one in (before, after))
    first, second = (_figures(snapshot, one, content, draws, seed) for one in (before, after))
    before_told, after_told = _settled(first), _settled(second)
    return Adoption(
        layer=tie.layer,
        tie=tie.name,
        bloc=bloc,
        weights=weights,
        before=before_told,
        after=after_told,
        reason=after_told.reason or before_told.reason,
        changes=tuple(_changes(first, second)),
        countries=tuple(AdoptionRow(country=c, before=then.get(c), after=now.get(c)) for c in named),
        not_moved=world.not_moved,
        layer_coverage=before.coverage,
        assumptions=(*before.assumptions, "everything that the scenario does not name stays as it is"),
    )


def _figures(snapshot: Snapshot, one: LayerShares, content: FloatArray, draws: int, seed: int) -> AdoptionFigures:
    own = [one.bloc.column(country) for country in one.countries]
    index, bits, bipolarity, coupling = figures(one.shares, one.weights, own)
    null, coupling_null = nulls(one, (index, coupling), draws, seed)
    through = None
    said = f"the layer's own figures are withheld, so that only the change means something: {one.withheld}"
    said = said if one.withheld else ""
    if own:
        through = _named(one.weights @ looked_through(one, supplier_content(snapshot, one, content)))
    return AdoptionFigures(
        index=index, bits=bits, bipolarity=bipolarity, coupling=coupling, null=null, coupling_null=coupling_null,
        spheres=sphere_dict(one.whole), interval=intervals(one) if own else None, look_through=through,
        countries=len(own), reason=said or one.reason or why_undefined(one, index, coupling),
    )  # fmt: skip


def _settled(found: AdoptionFigures) -> AdoptionFigures:
    """Return figures without the central values that their intervals leave none."""
    if found.interval is None:
        return found
    span = found.interval
    told = settled_figures((found.index, found.bits, found.bipolarity, found.coupling), span)
    shares = {"spheres": found.spheres, "look_through": found.look_through}
    return found.model_copy(
        update={
            **dict(zip(FIGURES, told, strict=True)),
            **{name: settled_shares(one, span.spheres) for name, one in shares.items()},
            "reason": found.reason or why_open(found.index, span.index),
        }
    )


def _changes(before: AdoptionFigures, after: AdoptionFigures) -> Iterator[FigureChange]:
    """Yield the figures of a layer, then the part of each sphere, then what is exposed to it once looked through."""
    for name in FIGURES:
        yield _change(name, *((getattr(one, name), getattr(one.interval, name, None)) for one in (before, after)))
    for sphere in SPHERES:
        told = [
            ((one.spheres or {}).get(sphere.value), ((one.interval and one.interval.spheres) or {}).get(sphere.value))
            for one in (before, after)
        ]
        yield _change(f"share of {sphere.value}", *told)
    for sphere in SPHERES:
        yield _change(
            f"look-through exposure to {sphere.value}",
            *(((one.look_through or {}).get(sphere.value), None) for one in (before, after)),
        )


def _change(
    name: str, before: tuple[float | None, Interval | None], after: tuple[float | None, Interval | None]
) -> FigureChange:
    (was, was_range), (will_be, range_then) = before, after
    scale = SCALES.get(name, 1.0)
    return FigureChange(
        figure=name, before=settled(was, was_range, scale), after=settled(will_be, range_then, scale),
        before_range=was_range, after_range=range_then,
        change=None if was is None or will_be is None else will_be - was,
    )  # fmt: skip


def _standings(snapshot: Snapshot, one: LayerShares, content: FloatArray) -> dict[str, CountryPlace]:
    if not one.countries:
        return {}
    through = looked_through(one, supplier_content(snapshot, one, content))
    placed = leanings(one)
    return {
        country: CountryPlace(
            **dict(placed[country]) | settled_leaning(placed[country]),
            look_through=settled_shares(_named(through[row]), placed[country].spheres_range),
            known=float(one.known[row]),
        )
        for row, country in enumerate(one.countries)
    }


def _named(shares: Sequence[float] | FloatArray) -> dict[str, float]:
    return {sphere.value: float(share) for sphere, share in zip(SPHERES, shares, strict=True)}
