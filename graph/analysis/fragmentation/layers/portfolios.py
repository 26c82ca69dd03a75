"""Portfolios: how much of what each country rests on comes from each supplier, on one layer.

Unknown is kept apart everywhere: what goes to unnamed suppliers, and to suppliers whose country is not known,
lowers the ``known`` part of a portfolio; it is never counted as zero or as ``other``.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from graph.analysis.blocs import SPHERES, Bloc
from graph.analysis.fragmentation.kernels.splits import ANY, SETS
from graph.analysis.fragmentation.layers.reference import UNKNOWN, Seen, seen
from graph.analysis.fragmentation.ties.dating import Undated, known_on
from graph.analysis.fragmentation.ties.ledger import Ledger, Tie
from graph.analysis.fragmentation.ties.membership import leaders
from graph.analysis.fragmentation.ties.table import TieKind
from graph.analysis.origin import origin
from graph.budget import checked
from graph.ontology import NodeKind
from graph.snapshots.arrays import BoolArray, FloatArray, IntArray
from graph.snapshots.snapshot import Snapshot


@dataclass(frozen=True)
class Split:
    """What some silent suppliers of one dependent have together, each anything from nothing to all of it.

    Attributes
    ----------
    country : str
        Whose portfolio it is in.
    held : tuple of (supplier, amount)
        The central values.
    shut : bool
        Nobody else may have any of it.
    supposed : bool
        No source says that any of them supplies it.
    """

    country: str
    held: tuple[tuple[str, float], ...]
    shut: bool
    supposed: bool


@dataclass(frozen=True, eq=False)
class Portfolios:
    """What the countries of one layer rest on.

    Attributes
    ----------
    tie : TieKind
        By which the countries rest on the suppliers.
    countries, suppliers : tuple[str, ...]
        Ids of rows and columns.
    amounts : FloatArray, shape (countries, suppliers)
        In units of the tie: one for each dependent, or H100-equivalents.
    unnamed : FloatArray, shape (countries,)
        Amount that goes to suppliers whom no source names.
    origins : tuple of Mapping[str, float]
        The countries behind each supplier; sums to at most 1, the rest is not known.
    ledger : Ledger
        The ties themselves, and the gaps.
    splits : tuple of Split
        Which of the amounts are central values only.
    seen : Seen
        How much of the layer the graph has, all countries together.
    """

    tie: TieKind
    countries: tuple[str, ...]
    suppliers: tuple[str, ...]
    amounts: FloatArray
    unnamed: FloatArray
    origins: tuple[Mapping[str, float], ...]
    ledger: Ledger
    splits: tuple[Split, ...] = ()
    seen: Seen = UNKNOWN

    def supplier_spheres(self, bloc: Bloc) -> FloatArray:
        """Return the spheres behind each supplier, shape (suppliers, 3); rows sum to at most 1.

        Parameters
        ----------
        bloc : Bloc
            Which sphere a country belongs to; columns are those of ``SPHERES``. What is missing to 1 is of no known
            country.
        """
        return np.array([bloc.spread(found.items()) for found in self.origins]).reshape(-1, len(SPHERES))

    def known(self, bloc: Bloc) -> FloatArray:
        """Return the part of each portfolio whose sphere is known, 0..1, shape (countries,); what is supposed is not.

        Parameters
        ----------
        bloc : Bloc
            Which sphere a country belongs to; every country has one, so the answer is the same for all blocs.
        """
        total = self.amounts.sum(axis=1) + self.unnamed
        told = self._without(split for split in self.splits if split.supposed)
        placed = (told @ self.supplier_spheres(bloc)).sum(axis=1)
        part: FloatArray = np.divide(placed, total, out=np.zeros_like(total), where=total > 0)
        return part

    def shares(self, bloc: Bloc) -> FloatArray:
        """Return each country's shares over the spheres within the known part, shape (countries, 3).

        Rows sum to 1, or are NaN where nothing is known.

        Parameters
        ----------
        bloc : Bloc
            Which sphere a country belongs to; columns are those of ``SPHERES``.
        """
        placed = self.amounts @ self.supplier_spheres(bloc)
        total = placed.sum(axis=1, keepdims=True)
        part: FloatArray = np.divide(placed, total, out=np.full_like(placed, np.nan), where=total > 0)
        return part

    def masses(self, bloc: Bloc) -> FloatArray:
        """Return how much of each portfolio lies in which set of spheres, shape (countries, sets); rows sum to 1.

        Silent suppliers that share a rest lie together in the set of their spheres; suppliers of unknown seat, unnamed
        ones, and a rest that somebody unknown may have, lie in the set of all (``kernels.splits``).

        Parameters
        ----------
        bloc : Bloc
            Which sphere a country belongs to; sphere n of ``SPHERES`` is bit n of a set, so column 0b11 is "the first
            or the second".
        """
        mixes = self.supplier_spheres(bloc)
        row, column = self._places
        together = np.zeros((len(self.countries), SETS))
        for split in self.splits:
            amount, spheres = 0.0, 0 if split.shut else ANY
            for supplier, part in split.held:
                amount += part
                spheres |= _spheres(mixes[column[supplier]])
            together[row[split.country], spheres] += amount
        placed = self._without(self.splits) @ mixes
        total = self.amounts.sum(axis=1) + self.unnamed
        found = together
        for sphere in range(len(SPHERES)):
            found[:, 1 << sphere] += placed[:, sphere]
        found[:, ANY] += np.maximum(total - found.sum(axis=1), 0.0)
        part_of: FloatArray = found / np.where(total > 0, total, 1.0)[:, None]
        return part_of

    def _without(self, splits: Iterable[Split]) -> FloatArray:
        """Return the amounts less those of some splits."""
        row, column = self._places
        left = self.amounts.copy()
        for split in splits:
            for supplier, part in split.held:
                left[row[split.country], column[supplier]] -= part
        return np.maximum(left, 0.0)

    @property
    def _places(self) -> tuple[Mapping[str, int], Mapping[str, int]]:
        """The row of each country, and the column of each supplier."""
        row = {country: number for number, country in enumerate(self.countries)}
        return row, {supplier: number for number, supplier in enumerate(self.suppliers)}

    def units(self) -> IntArray:
        """Return how many units of each country have a known supplier, shape (countries,).

        What hangs on the country itself counts tie by tie: each membership is one.
        """
        found: dict[str, set[str]] = {country: set() for country in self.countries}
        for tie in self.ledger.ties:
            if tie.country in found and not tie.supposed:
                found[tie.country].add(tie.supplier if tie.dependent == tie.country else tie.dependent)
        return np.array([len(found[country]) for country in self.countries], dtype=np.int64)

    def only(self, kept: BoolArray) -> "Portfolios":
        """Return the portfolios of some countries, and the suppliers that they have.

        Parameters
        ----------
        kept : BoolArray, shape (countries,)
            True for those to keep. The ledger stays whole.
        """
        rows = np.flatnonzero(kept).tolist()
        used = np.flatnonzero((self.amounts[rows] > 0).any(axis=0)).tolist()
        return Portfolios(
            tie=self.tie,
            countries=tuple(self.countries[row] for row in rows),
            suppliers=tuple(self.suppliers[column] for column in used),
            amounts=self.amounts[np.ix_(rows, used)],
            unnamed=self.unnamed[rows],
            origins=tuple(self.origins[column] for column in used),
            ledger=self.ledger,
            splits=tuple(split for split in self.splits if split.country in {self.countries[row] for row in rows}),
            seen=self.seen,
        )


def portfolios(
    snapshot: Snapshot,
    tie: TieKind,
    by_compute: bool = False,
    among: Collection[str] | None = None,
    undated: Undated = Undated.FROM_PUBLICATION,
) -> Portfolios:
    """Return the portfolios of a layer; gathered once for each snapshot.

    Parameters
    ----------
    snapshot : Snapshot
        Empty portfolios where the tie does not bear on its horizon.
    tie : TieKind
        How ties are gathered, and what one unit is.
    by_compute : bool
        Amounts of sites in H100-equivalents instead of one each.
    among : collection of str, optional
        Only these countries.
    undated : Undated
        What becomes of ties that no source dates.
    """

    def made() -> Portfolios:
        gathered = tie.gather(snapshot, by_compute) if tie.serves(snapshot.horizon) else Ledger()
        whole = of_ledger(tie, known_on(snapshot, gathered, undated), snapshot)
        return replace(whole, seen=seen(snapshot, whole.ledger, tie.counted))

    every = snapshot.kept.get(("portfolios", tie.layer.value, tie.name, by_compute, undated), made)
    return every if among is None else replace(of_ledger(tie, every.ledger.among(among), snapshot), seen=every.seen)


def of_ledger(tie: TieKind, ledger: Ledger, snapshot: Snapshot) -> Portfolios:
    """Lay out the ties of a ledger as a matrix.

    Parameters
    ----------
    tie : TieKind
        What the portfolios are said to be of; nothing is gathered.
    ledger : Ledger
        Every tie, with its amount.
    snapshot : Snapshot
        Its lens decides which countries stand behind each supplier.
    """
    countries = sorted({row.country for row in ledger.ties} | set(ledger.unnamed))
    suppliers = sorted({row.supplier for row in ledger.ties})
    place = {country: number for number, country in enumerate(countries)}
    column = {supplier: number for number, supplier in enumerate(suppliers)}
    amounts = np.zeros((len(countries), len(suppliers)))
    for row in checked(ledger.ties):
        amounts[place[row.country], column[row.supplier]] += row.amount
    unnamed = np.array([ledger.unnamed.get(country, 0.0) for country in countries])
    origins = tuple(origin_of(snapshot, supplier) for supplier in suppliers)
    return Portfolios(tie, tuple(countries), tuple(suppliers), amounts, unnamed, origins, ledger, _splits(ledger))


def _splits(ledger: Ledger) -> tuple[Split, ...]:
    silent: dict[tuple[str, str, str], list[Tie]] = {}
    for tie in ledger.ties:
        if tie.assumed:
            silent.setdefault((tie.country, tie.dependent, tie.split), []).append(tie)
    return tuple(
        Split(
            country,
            tuple((tie.supplier, tie.amount) for tie in ties),
            shut=all(tie.shut and not tie.supposed for tie in ties),
            supposed=all(tie.supposed for tie in ties),
        )
        for (country, _, _), ties in silent.items()
    )


def _spheres(mix: FloatArray) -> int:
    """Return the set of spheres that may stand behind a supplier."""
    if mix.sum() < 1 - 1e-9:
        return ANY
    return sum(1 << sphere for sphere in range(len(SPHERES)) if mix[sphere] > 0)


def origin_of(snapshot: Snapshot, supplier: str) -> Mapping[str, float]:
    """Return the countries behind a supplier; behind a security structure, the one that leads it.

    Parameters
    ----------
    snapshot : Snapshot
        Its lens decides who controls an organisation.
    supplier : str
        Id of an organisation, a product or a security structure; of a structure that nobody is judged to lead the
        origin is not known.

    Returns
    -------
    Mapping[str, float]
        Country -> part, summing to at most 1; what is missing is not known.
    """
    if snapshot.nodes[supplier].kind is not NodeKind.SECURITY_STRUCTURE:
        return origin(snapshot, supplier)
    leader = leaders().get(supplier)
    return {leader: 1.0} if leader else {}
