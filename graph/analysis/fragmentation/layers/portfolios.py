"""Portfolios: how much of what each country rests on comes from each supplier, on one layer.

Unknown is kept apart everywhere: what goes to unnamed suppliers, and to suppliers whose country is not known,
lowers the ``known`` part of a portfolio; it is never counted as zero or as ``other``.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np

from graph.analysis.blocs import SPHERES, Bloc
from graph.analysis.fragmentation.kernels.splits import ANY, SETS
from graph.analysis.fragmentation.layers.reference import UNKNOWN, Seen, seen
from graph.analysis.fragmentation.ties.dating import Undated
from graph.analysis.fragmentation.ties.entries import Split, units_of
from graph.analysis.fragmentation.ties.ledger import Ledger
from graph.analysis.fragmentation.ties.membership import leaders
from graph.analysis.fragmentation.ties.table import TieKind
from graph.analysis.origin import origin
from graph.ontology import NodeKind
from graph.snapshots.arrays import BoolArray, FloatArray, IntArray, distinct
from graph.snapshots.snapshot import Snapshot


class Cuts(NamedTuple):
    """The splits of some portfolios as arrays.

    Attributes
    ----------
    country : IntArray, shape (splits,)
        Row of each split's country.
    shut, supposed : BoolArray, shape (splits,)
        As of ``Split``.
    split, supplier : IntArray, shape (parts,)
        Place of the split, and column of the supplier, of each part of a split, split by split.
    amount : FloatArray, shape (parts,)
        Central value of each part.
    """

    country: IntArray
    shut: BoolArray
    supposed: BoolArray
    split: IntArray
    supplier: IntArray
    amount: FloatArray


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
        sides = bloc.us, bloc.china
        if sides not in self._mixes:
            mixes = np.array([bloc.spread(found.items()) for found in self.origins]).reshape(-1, len(SPHERES))
            self._mixes.setdefault(sides, mixes)
        return self._mixes[sides]

    @cached_property
    def _mixes(self) -> dict[tuple[Collection[str], Collection[str]], FloatArray]:
        return {}

    def known(self, bloc: Bloc) -> FloatArray:
        """Return the part of each portfolio whose sphere is known, 0..1, shape (countries,); what is supposed is not.

        Parameters
        ----------
        bloc : Bloc
            Which sphere a country belongs to; every country has one, so the answer is the same for all blocs.
        """
        total = self.amounts.sum(axis=1) + self.unnamed
        placed = (self._without(self._cuts.supposed) @ self.supplier_spheres(bloc)).sum(axis=1)
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
            Sphere n of ``SPHERES`` is bit n of a set, so column 0b11 is "the first or the second".
        """
        mixes, cuts = self.supplier_spheres(bloc), self._cuts
        sets = np.where(cuts.shut, 0, ANY)
        np.bitwise_or.at(sets, cuts.split, _spheres(mixes)[cuts.supplier])
        amount = np.zeros(len(sets))
        np.add.at(amount, cuts.split, cuts.amount)
        found = np.zeros((len(self.countries), SETS))
        np.add.at(found, (cuts.country, sets), amount)
        placed = self._without(np.ones(len(sets), bool)) @ mixes
        total = self.amounts.sum(axis=1) + self.unnamed
        for sphere in range(len(SPHERES)):
            found[:, 1 << sphere] += placed[:, sphere]
        found[:, ANY] += np.maximum(total - found.sum(axis=1), 0.0)
        part_of: FloatArray = found / np.where(total > 0, total, 1.0)[:, None]
        return part_of

    def _without(self, splits: BoolArray) -> FloatArray:
        """Return the amounts less those of some splits."""
        cuts = self._cuts
        of = splits[cuts.split]
        left = self.amounts.copy()
        np.subtract.at(left, (cuts.country[cuts.split[of]], cuts.supplier[of]), cuts.amount[of])
        return np.maximum(left, 0.0)

    @cached_property
    def _cuts(self) -> Cuts:
        row = {country: number for number, country in enumerate(self.countries)}
        column = {supplier: number for number, supplier in enumerate(self.suppliers)}
        held = [part for split in self.splits for part in split.held]
        counts = np.array([len(split.held) for split in self.splits], np.int64)
        return Cuts(
            np.array([row[split.country] for split in self.splits], np.int64),
            np.array([split.shut for split in self.splits], bool),
            np.array([split.supposed for split in self.splits], bool),
            np.repeat(np.arange(len(counts)), counts),
            np.array([column[who] for who, _ in held], np.int64), np.array([part for _, part in held], np.float64),
        )  # fmt: skip

    def units(self) -> IntArray:
        """Return how many units of each country have a known supplier, shape (countries,).

        What hangs on the country itself counts tie by tie: each membership is one.
        """
        rows = self.ledger.rows
        rows = rows[~rows["supposed"]]
        ranks, number = self.ledger.graph.nodes.ranks, self.ledger.graph.nodes.number
        each = distinct(rows["country"] * len(ranks) + units_of(rows)) // max(len(ranks), 1)
        counted = np.bincount(each, minlength=len(ranks))
        return counted[[ranks[number[country]] for country in self.countries]].astype(np.int64)

    def only(self, kept: BoolArray) -> "Portfolios":
        """Return the portfolios of some countries, and the suppliers that they have.

        Parameters
        ----------
        kept : BoolArray, shape (countries,)
            True for those to keep. The ledger stays whole.
        """
        if kept.all() and (self.amounts > 0).any(axis=0).all():
            return self
        rows = np.flatnonzero(kept).tolist()
        used = np.flatnonzero((self.amounts[rows] > 0).any(axis=0)).tolist()
        inside = {self.countries[row] for row in rows}
        return Portfolios(
            tie=self.tie,
            countries=tuple(self.countries[row] for row in rows),
            suppliers=tuple(self.suppliers[column] for column in used),
            amounts=self.amounts[np.ix_(rows, used)],
            unnamed=self.unnamed[rows],
            origins=tuple(self.origins[column] for column in used),
            ledger=self.ledger,
            splits=tuple(split for split in self.splits if split.country in inside),
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
        gathered = tie.gather(snapshot, by_compute) if tie.serves(snapshot.horizon) else Ledger(snapshot.graph)
        whole = of_ledger(tie, gathered.known_on(snapshot.as_of, undated), snapshot)
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
    rows, nodes = ledger.rows, ledger.graph.nodes
    unnamed = np.array([nodes.ranks[nodes.number[country]] for country in ledger.unnamed], np.int64)
    countries, suppliers = distinct(np.append(rows["country"], unnamed)), distinct(rows["supplier"])
    amounts = np.zeros((len(countries), len(suppliers)))
    place = np.searchsorted(countries, rows["country"]), np.searchsorted(suppliers, rows["supplier"])
    np.add.at(amounts, place, rows["amount"])
    resting, supplying = (tuple(nodes.ranked[rank] for rank in ranks.tolist()) for ranks in (countries, suppliers))
    return Portfolios(
        tie, resting, supplying, amounts, np.array([ledger.unnamed.get(country, 0.0) for country in resting]),
        tuple(origin_of(snapshot, supplier) for supplier in supplying), ledger, tuple(ledger.splits),
    )  # fmt: skip


def _spheres(mixes: FloatArray) -> IntArray:
    """Return the set of spheres that may stand behind each supplier."""
    bits: IntArray = (mixes > 0) @ (1 << np.arange(len(SPHERES)))
    return np.where(mixes.sum(axis=1) < 1 - 1e-9, ANY, bits)


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
    if snapshot.nodes.kind(supplier) is not NodeKind.SECURITY_STRUCTURE:
        return origin(snapshot, supplier)
    leader = leaders().get(supplier)
    return {leader: 1.0} if leader else {}
