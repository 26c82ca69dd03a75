"""The graph as the customers of a ban see it (methods A1b): one more AND/OR graph, on which every kernel works.

* What the customers control is judged by its needs. What third countries, or the coalition, control is a leaf:
  dead where the ban says so, else alive and not looked into.
* A product is judged by its makers. A maker elsewhere supplies it as long as the ban lets it: each such pair of
  product and maker is a node of its own, a *delivery*. What the product needs is needed where it is made, so what
  the makers elsewhere do not supply can be made among the customers only as far as the product's other needs, its
  *recipe*, are met there: one more need of the product.
* A country whose makers are stated to have a part of a product together supplies that part as one, and needs what they
  deliver; a country that no longer supplies delivers nothing of it, whoever they are.
* A product of no known maker is judged as if the customers made it, but never for certain.
* At a horizon at which makers do not bind, a product that is made elsewhere stands.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from graph.analysis.dependency.kernels.adjacency import adjacency
from graph.analysis.dependency.kernels.loss import Bound
from graph.budget import checked
from graph.ontology import PRODUCTS
from graph.snapshots.and_or_graph import AndOrGraph, NeedEntry
from graph.snapshots.arrays import BoolArray, FloatArray, IntArray
from graph.snapshots.snapshot import Snapshot


@dataclass(frozen=True, eq=False)
class View:
    """The graph as some customers see it.

    Attributes
    ----------
    arrays : AndOrGraph
        The nodes of the snapshot at their own positions, then deliveries and recipes.
    need : IntArray, shape (needs,)
        The need of the snapshot behind each need, -1 for one that only the view has.
    own : BoolArray, shape (size of the snapshot,)
        What the customers control, and themselves.
    supposed : BoolArray, shape (needs,)
        Needs of products of no known maker: where they are made is not known, so nothing is certain of them.
    whole : BoolArray, shape (needs,)
        Needs that one supplier meets or does not: nothing is substituted in them.
    product, maker : IntArray, shape (size,)
        Of each node the product and the maker whose delivery it is, by their positions in the snapshot; elsewhere -1. A
        maker may be a country as all makers of the product.
    """

    arrays: AndOrGraph
    need: IntArray
    own: BoolArray
    supposed: BoolArray
    whole: BoolArray
    product: IntArray
    maker: IntArray

    def counted(self, bound: Bound) -> BoolArray:
        """Return the needs that count for one of the three values of a loss, shape (needs,).

        Parameters
        ----------
        bound : Bound
            For the low value, ``supposed`` needs do not count.
        """
        return ~self.supposed if bound is Bound.LOW else np.ones(len(self.supposed), dtype=bool)

    def sigma(self, sigma: float) -> FloatArray:
        """Return the substitutability of each need, shape (needs,).

        Parameters
        ----------
        sigma : float
            0..1, as the question has it; ``whole`` needs have 0.
        """
        return np.where(self.whole, 0.0, sigma)

    def judged(self, snapshot: Snapshot) -> BoolArray:
        """Return the customers' nodes and the products that only they make, as a mask over the snapshot.

        Parameters
        ----------
        snapshot : Snapshot
            The one that the view is of.

        Returns
        -------
        BoolArray, shape (size of the snapshot,)
        """
        mask = self.own.copy()
        for position, node_id in enumerate(snapshot.ids):
            if makers := snapshot.makers.get(node_id):
                mask[position] = all(self.own[snapshot.index[maker]] for maker in makers)
        return mask

    @property
    def abroad(self) -> IntArray:
        """The deliveries by makers who are no customers, as positions."""
        return np.flatnonzero(self.maker >= 0)


def seen_from(
    snapshot: Snapshot,
    customers: Collection[str],
    arrays: AndOrGraph | None = None,
    within: BoolArray | None = None,
) -> View:
    """Return the graph as some customers see it.

    Parameters
    ----------
    snapshot : Snapshot
        Views of its own shares are kept with it.
    customers : collection of str
        Countries with all that they control, firms with all that they own; not expanded here.
    arrays : AndOrGraph, optional
        The graph with other shares.
    within : BoolArray, shape (size,), optional
        Nodes that are looked into: all that some targets rest on. The others are leaves of the view.
    """
    own = np.zeros(snapshot.arrays.size, dtype=bool)
    own[snapshot.indices(customers)] = True
    if arrays is not None and arrays is not snapshot.arrays:
        return _Building(snapshot, arrays, own).view(within)
    key = ("view", own.tobytes(), None if within is None else within.tobytes())
    return snapshot.kept.get(key, lambda: _Building(snapshot, snapshot.arrays, own).view(within))


class _ViewNeed(NamedTuple):
    """A need of a view, and the need of the snapshot behind it; the flags are those of ``View``."""

    entry: NeedEntry
    need: int
    supposed: bool = False
    whole: bool = False


@dataclass
class _Building:
    """A view under construction."""

    snapshot: Snapshot
    arrays: AndOrGraph
    own: BoolArray
    rows: list[_ViewNeed] = field(default_factory=list)
    product: list[int] = field(default_factory=list)
    maker: list[int] = field(default_factory=list)
    ranged: dict[int, tuple[float, float, float]] = field(init=False)
    first_pool: int = field(init=False)

    def __post_init__(self) -> None:
        size = self.snapshot.arrays.size
        self.product, self.maker = [-1] * size, [-1] * size
        self.first_pool = self.snapshot.positions.first_pool
        at = self.arrays.ranged.link
        parts = zip(*(column.tolist() for column in self.arrays.ranged[1:]), strict=True)
        self.ranged = dict(zip(at.tolist(), parts, strict=True))

    def view(self, within: BoolArray | None = None) -> View:
        """Return the view, its needs in the order of their owners.

        Parameters
        ----------
        within : BoolArray, shape (size,), optional
            Nodes that are looked into; all of them when left out.
        """
        snapshot, arrays = self.snapshot, self.arrays
        owners, first = np.unique(arrays.owner, return_index=True)
        last = np.append(first[1:], arrays.need_count)
        seen = slice(None) if within is None else within[owners]
        spans = zip(owners[seen].tolist(), first[seen].tolist(), last[seen].tolist(), strict=True)
        for owner, start, end in checked(spans):
            if snapshot.nodes[snapshot.ids[owner]].kind in PRODUCTS:
                self._product(owner, range(start, end))
            elif self.own[owner] and owner < self.first_pool:
                self._keep(owner, range(start, end))
        rows = sorted(self.rows, key=lambda row: row.entry.owner)
        return View(
            arrays=AndOrGraph.from_needs(len(self.product), [row.entry for row in rows]),
            need=np.array([row.need for row in rows], dtype=np.int64),
            own=self.own,
            supposed=np.array([row.supposed for row in rows], dtype=bool),
            whole=np.array([row.whole for row in rows], dtype=bool),
            product=np.array(self.product, dtype=np.int64),
            maker=np.array(self.maker, dtype=np.int64),
        )

    def _links(self, number: int) -> list[tuple[int, float, bool]]:
        arrays = self.arrays
        span = slice(int(arrays.first[number]), int(arrays.first[number + 1]))
        return list(
            zip(arrays.supplier[span].tolist(), arrays.share[span].tolist(), arrays.silent[span].tolist(), strict=True)
        )

    def _entry(self, owner: int, number: int, links: list[tuple[int, float, bool]]) -> NeedEntry:
        arrays, first = self.arrays, int(self.arrays.first[number])
        ranged = [(at, *self.ranged[first + at]) for at in range(len(links)) if first + at in self.ranged]
        return NeedEntry(
            owner, links, float(arrays.remainder[number]), bool(arrays.closed[number]), True,
            bool(arrays.maker[number]), undivided=bool(arrays.undivided[number]), ranged=ranged,
        )  # fmt: skip

    def _keep(self, owner: int, numbers: Collection[int], *, supposed: bool = False) -> None:
        self.rows += [_ViewNeed(self._entry(owner, n, self._links(n)), n, supposed=supposed) for n in numbers]

    def _product(self, owner: int, numbers: range) -> None:
        """Split a product into its makers' deliveries."""
        snapshot = self.snapshot
        makers = [number for number in numbers if self.arrays.maker[number]]
        others = [number for number in numbers if not self.arrays.maker[number]]
        if not makers:
            known = [snapshot.index[maker] for maker in snapshot.makers.get(snapshot.ids[owner], ())]
            if self.own[known].all():
                self._keep(owner, others, supposed=not known)
            return
        recipe: int | None = None
        for number in checked(makers):
            named = self._links(number)
            stands = {maker: maker if self.own[maker] else self._add(owner, maker) for maker, _, _ in named}
            suppliers = [(stands[maker], share, silent) for maker, share, silent in named]
            self._countries(stands)
            entry = self._entry(owner, number, suppliers)
            self.rows.append(_ViewNeed(entry, number))
            if others and any(self.own[maker] for maker, _, _ in named):
                recipe = recipe if recipe is not None else self._recipe(others)
                made = [
                    (recipe if supplier < len(self.own) else self._instead(supplier, recipe), share, silent)
                    for supplier, share, silent in suppliers
                ]
                self.rows.append(_ViewNeed(entry._replace(suppliers=made, maker=False, like_the_worst=True), -1))

    def _countries(self, stands: Mapping[int, int]) -> None:
        """Let countries need what their makers deliver.

        Parameters
        ----------
        stands : Mapping[int, int]
            The node of the view that stands for each maker of a product.
        """
        needs = adjacency(self.arrays).first_need
        for country, node in stands.items():
            for number in range(needs[country], needs[country + 1]) if country >= self.first_pool else ():
                links = [(stands[maker], share, silent) for maker, share, silent in self._links(number)]
                self.rows.append(_ViewNeed(self._entry(node, number, links), -1, whole=True))

    def _recipe(self, others: list[int]) -> int:
        recipe = self._add()
        self._keep(recipe, others)
        return recipe

    def _instead(self, delivery: int, recipe: int) -> int:
        """Add what stands in for a delivery: the customers' own makers get what it used once it is out."""
        node = self._add()
        links = [(recipe, 1.0, False), (delivery, 0.0, False)]
        self.rows.append(_ViewNeed(NeedEntry(node, links, 0.0, True, any_one=True), -1, whole=True))
        return node

    def _add(self, product: int = -1, maker: int = -1) -> int:
        self.product.append(product)
        self.maker.append(maker)
        return len(self.product) - 1
