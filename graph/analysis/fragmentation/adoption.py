"""What if some countries rested on others: shares overridden, figures before and after (methods B6).

"These forty countries move twenty points of model use to open Chinese models": a ``Shift``. "They use these models
in these shares": a ``NewPortfolio``, also for countries of which nothing is known today. Nothing in the graph is
changed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from graph.analysis.blocs import SPHERES, Bloc
from graph.analysis.fragmentation.alignment import alignment, contestedness
from graph.analysis.fragmentation.coupling import looked_through, sphere_content, supplier_content
from graph.analysis.fragmentation.index import figures, nulls, sphere_dict, why_undefined
from graph.analysis.fragmentation.intervals import Intervals, intervals
from graph.analysis.fragmentation.layer_coverage import LayerCoverage
from graph.analysis.fragmentation.layer_shares import Choice, LayerShares, settle
from graph.analysis.fragmentation.null_model import DRAWS, SEED, Null
from graph.analysis.fragmentation.portfolios import Portfolios, origin_of, portfolios
from graph.analysis.fragmentation.ties.table import tie_kind
from graph.analysis.fragmentation.weights import Weights
from graph.analysis.origin import Sphere
from graph.analysis.results import Result, Row
from graph.errors import QuestionError
from graph.facts.border import Number
from graph.ontology import Layer
from graph.snapshots.arrays import FloatArray
from graph.snapshots.snapshot import Snapshot


class _Asked(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Shift(_Asked):
    """Some countries move a part of their portfolios to a supplier, or to the suppliers of a sphere."""

    countries: tuple[str, ...] = Field(min_length=1)
    points: Number = Field(gt=0, le=100, description="percentage points of the whole portfolio")
    to: str = Field(description="a supplier's id; or US, China, other: its suppliers on this layer, as they stand")
    source: str | None = Field(
        default=None, alias="from", description="a supplier or a sphere to move from; in proportion when left out"
    )


class NewPortfolio(_Asked):
    """Some countries rest on these suppliers in these shares; what is left to 1 stays unknown."""

    countries: tuple[str, ...] = Field(min_length=1)
    suppliers: dict[str, Number] = Field(min_length=1)


class AdoptionSpec(_Asked):
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
    spheres: dict[str, float] | None
    interval: Intervals | None = Field(default=None, description="the figures over every split that the facts allow")
    look_through: dict[str, float] | None = Field(description="look-through exposure to each sphere, on average")
    countries: int
    reason: str | None = None


class CountryPlace(Row):
    """A country's place before or after."""

    alignment: float
    contestedness: float
    spheres: dict[str, float] | None
    look_through: dict[str, float]
    known: float


class AdoptionRow(Row):
    """A country that the scenario touches; null where too little is known of it."""

    country: str
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
    countries: tuple[AdoptionRow, ...] = Field(description="those that the scenario names")
    not_moved: dict[str, str] = Field(default={}, description="countries named that could not move, and why")
    layer_coverage: LayerCoverage


def adoption(snapshot: Snapshot, spec: AdoptionSpec, choice: Choice, draws: int = DRAWS, seed: int = SEED) -> Adoption:
    """Return what an adoption scenario changes.

    Parameters
    ----------
    snapshot : Snapshot
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
    world = _World(snapshot, every, bloc)
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
    return Adoption(
        layer=tie.layer,
        tie=tie.name,
        bloc=bloc,
        weights=weights,
        before=_figures(snapshot, before, content, draws, seed),
        after=_figures(snapshot, after, content, draws, seed),
        countries=tuple(AdoptionRow(country=c, before=then.get(c), after=now.get(c)) for c in named),
        not_moved=world.not_moved,
        layer_coverage=before.coverage,
        assumptions=(*before.assumptions, "everything that the scenario does not name stays as it is"),
    )


class _World:
    """Portfolios that may be changed."""

    def __init__(self, snapshot: Snapshot, every: Portfolios, bloc: Bloc) -> None:
        self._snapshot = snapshot
        self._every = every
        self._bloc = bloc
        self._unnamed: dict[str, float] = dict(zip(every.countries, every.unnamed.tolist(), strict=True))
        self._amounts: dict[str, dict[str, float]] = {
            country: {
                every.suppliers[column]: float(every.amounts[row, column])
                for column in np.flatnonzero(every.amounts[row]).tolist()
            }
            for row, country in enumerate(every.countries)
        }
        self.not_moved: dict[str, str] = {}
        self._changed: set[str] = set()

    def override(self, new: NewPortfolio) -> None:
        """Give countries a new portfolio of the size of the old one."""
        total = sum(new.suppliers.values())
        if total > 1 + 1e-9 or min(new.suppliers.values()) < 0:
            raise QuestionError(f"shares must be positive and sum to at most 1, not {total:g}", "shares")
        suppliers = {self._snapshot.require(s, "shares"): share for s, share in new.suppliers.items()}
        for country in (self._snapshot.require(c, "countries") for c in new.countries):
            size = self._size(country) or 1.0
            self._changed.add(country)
            self._amounts[country] = {supplier: share * size for supplier, share in suppliers.items() if share > 0}
            self._unnamed[country] = max(1 - total, 0.0) * size

    def shift(self, shift: Shift) -> None:
        """Move points of the portfolios of countries."""
        targets = self._suppliers(shift.to, "to")
        for country in (self._snapshot.require(c, "countries") for c in shift.countries):
            if not self._size(country):
                self.not_moved[country] = "nothing is known of its portfolio; give it one under `shares`"
                continue
            self._move(country, shift, targets)

    def portfolios(self) -> Portfolios:
        """Return the changed portfolios."""
        countries = sorted(self._amounts)
        suppliers = sorted({supplier for held in self._amounts.values() for supplier in held})
        amounts = np.array([[self._amounts[c].get(s, 0.0) for s in suppliers] for c in countries])
        return replace(
            self._every,
            countries=tuple(countries),
            suppliers=tuple(suppliers),
            amounts=amounts.reshape(len(countries), len(suppliers)),
            unnamed=np.array([self._unnamed[country] for country in countries]),
            origins=tuple(origin_of(self._snapshot, supplier) for supplier in suppliers),
            splits=tuple(split for split in self._every.splits if split.country not in self._changed),
        )

    def _size(self, country: str) -> float:
        return sum(self._amounts.get(country, {}).values()) + self._unnamed.get(country, 0.0)

    def _suppliers(self, text: str, field: str) -> Mapping[str, float]:
        """Return suppliers with parts that sum to 1: one by its id, or those of a sphere as the layer has them."""
        if text not in {sphere.value for sphere in Sphere}:
            return {self._snapshot.require(text, field): 1.0}
        column = SPHERES.index(Sphere(text))
        weights = self._every.amounts.sum(axis=0) * self._every.supplier_spheres(self._bloc)[:, column]
        if not weights.sum():
            raise QuestionError(f"no supplier of sphere {text} is known on this layer; name one by its id", field)
        parts = weights / weights.sum()
        return {s: float(part) for s, part in zip(self._every.suppliers, parts, strict=True) if part > 0}

    def _move(self, country: str, shift: Shift, targets: Mapping[str, float]) -> None:
        held = self._amounts[country]
        self._changed.add(country)
        moved = self._size(country) * shift.points / 100
        taken = {s: amount * self._part_taken(s, shift, targets) for s, amount in held.items()}
        unnamed = self._unnamed[country] if shift.source is None else 0.0
        there = sum(taken.values()) + unnamed
        if there < moved * (1 - 1e-9):
            has = 100 * there / self._size(country)
            self.not_moved[country] = f"only {has:.1f} points of its portfolio could be moved, not {shift.points:g}"
            return
        for supplier, amount in taken.items():
            held[supplier] -= moved * amount / there
        self._unnamed[country] -= moved * unnamed / there
        for supplier, part in targets.items():
            held[supplier] = held.get(supplier, 0.0) + moved * part
        self._amounts[country] = {s: amount for s, amount in held.items() if amount > 1e-12}

    def _part_taken(self, supplier: str, shift: Shift, targets: Mapping[str, float]) -> float:
        """Return which part of a supplier's amount may be moved away."""
        if shift.source is None:
            return float(supplier not in targets)
        return float(supplier in self._suppliers(shift.source, "from"))


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


def _standings(snapshot: Snapshot, one: LayerShares, content: FloatArray) -> dict[str, CountryPlace]:
    if not one.countries:
        return {}
    through = looked_through(one, supplier_content(snapshot, one, content))
    leaning, contested = alignment(one.shares), contestedness(one.shares)
    return {
        country: CountryPlace(
            alignment=float(leaning[row]),
            contestedness=float(contested[row]),
            spheres=sphere_dict(one.shares[row]),
            look_through=_named(through[row]),
            known=float(one.known[row]),
        )
        for row, country in enumerate(one.countries)
    }


def _named(shares: Sequence[float] | FloatArray) -> dict[str, float]:
    return {sphere.value: float(share) for sphere, share in zip(SPHERES, shares, strict=True)}
