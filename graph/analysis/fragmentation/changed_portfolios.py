"""Portfolios as a scenario of adoption changes them: points moved, or new ones put in place (methods B6)."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from pydantic import Field

from graph.analysis.blocs import SPHERES, Bloc
from graph.analysis.fragmentation.layers.portfolios import Portfolios, origin_of
from graph.analysis.origin import Sphere
from graph.errors import QuestionError
from graph.facts.body_part import BodyPart
from graph.facts.border import Number
from graph.snapshots.snapshot import Snapshot


class Shift(BodyPart):
    """Some countries move a part of their portfolios to a supplier, or to the suppliers of a sphere."""

    countries: tuple[str, ...] = Field(min_length=1)
    points: Number = Field(gt=0, le=100, description="percentage points of the whole portfolio")
    to: str = Field(description="a supplier's id; or US, China, other: its suppliers on this layer, as they stand")
    source: str | None = Field(
        default=None, alias="from", description="a supplier or a sphere to move from; in proportion when left out"
    )


class NewPortfolio(BodyPart):
    """Some countries rest on these suppliers in these shares; what is left to 1 stays unknown."""

    countries: tuple[str, ...] = Field(min_length=1)
    suppliers: dict[str, Number] = Field(min_length=1)


class ChangedPortfolios:
    """What countries rest on, as a scenario changes it step by step; the portfolios given stay as they are.

    Parameters
    ----------
    snapshot : Snapshot
        Has the suppliers and countries that may be named.
    every : Portfolios
        Of all countries asked about.
    bloc : Bloc
        Whose suppliers a sphere's are.
    """

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
        """Give countries a new portfolio of the size of the old one.

        Parameters
        ----------
        new : NewPortfolio
            Its shares are parts of what the country has already, 0..1; a country that has nothing gets a portfolio of
            size 1.

        Raises
        ------
        QuestionError
            When a share is negative, or the shares sum to more than 1.
        UnknownIdError
            When a country or a supplier does not exist.
        """
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
        """Move points of the portfolios of countries.

        Parameters
        ----------
        shift : Shift
            Its points are hundredths of a country's whole portfolio, unnamed suppliers included. Countries that cannot
            move so many are left as they are and named in ``not_moved``.

        Raises
        ------
        QuestionError
            When the shift goes to, or comes from, a sphere that has no supplier on the layer.
        UnknownIdError
            When a country or a supplier does not exist.
        """
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
