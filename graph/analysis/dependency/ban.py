"""A ban: a coalition stops supplying some customers, and third countries are still supplied (methods A1b).

A ban is failure *seen from the customers*: start from their nodes and follow needs. Products are judged on
their behalf; a banned supplier is dead; a customer's own supplier is judged in turn; one of a third country is
alive and not looked into - unless the ban reaches foreign products, when it is dead to the customers as soon as
its look-through content from the coalition exceeds the *de minimis* threshold.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from pydantic import Field

from graph.analysis.dependency.exposure import content_of
from graph.analysis.dependency.failure import FailedRow, Shock, failed_rows, spread
from graph.analysis.dependency.home import origins
from graph.analysis.dependency.kernels.adjacency import adjacency
from graph.analysis.dependency.readings import Reading, Semantics
from graph.analysis.results import Result
from graph.arrays import BoolArray
from graph.errors import QuestionError
from graph.ontology import ORGANISATIONS, PRODUCTS, NodeKind
from graph.snapshot import Snapshot

DE_MINIMIS = 0.25
"""The general threshold of the US rules (15 CFR 734.4): foreign-made items with more than 25 % controlled US
content are subject to them; 10 % for some destinations, none for some goods."""


class Reach(StrEnum):
    """How far a ban reaches: the coalition's own supplies, or also foreign products with its content."""

    DIRECT = "direct"
    FOREIGN_DIRECT_PRODUCT = "foreign_direct_product"


class Ban(Result):
    """What fails for the customers of a ban."""

    by: tuple[str, ...]
    on: tuple[str, ...]
    reach: Reach
    de_minimis: float | None
    failed: tuple[FailedRow, ...] = Field(description="entities and own products of the customers")
    unavailable: tuple[FailedRow, ...] = Field(description="other products that the customers cannot get")


@dataclass(frozen=True, eq=False)
class View:
    """The graph as the customers of a ban see it.

    Attributes
    ----------
    judged : BoolArray, shape (size,)
        Nodes whose needs are followed; all others are alive or dead as ``hit`` says.
    own : BoolArray, shape (size,)
        Entities and products of the customers.
    hit : Shock
    """

    judged: BoolArray
    own: BoolArray
    hit: Shock

    def used(self, snapshot: Snapshot) -> BoolArray:
        """Return the needs that are followed, as a mask."""
        return self.judged[snapshot.arrays.owner]


def ban(
    snapshot: Snapshot,
    by: Collection[str],
    on: Collection[str],
    reach: Reach = Reach.DIRECT,
    de_minimis: float = DE_MINIMIS,
    reading: Reading = Reading.KNOWN,
    semantics: Semantics = Semantics.OPERATIONAL,
) -> Ban:
    """Return what fails for some countries when a coalition stops supplying them.

    Parameters
    ----------
    snapshot : Snapshot
    by, on : collection of str
        Countries of the coalition and of the customers; they share none.
    reach : Reach
    de_minimis : float
        Share of content, 0..1; used by ``foreign_direct_product`` only. 0 is any content at all.
    reading : Reading
    semantics : Semantics

    Returns
    -------
    Ban

    Raises
    ------
    UnknownIdError
    QuestionError
        The coalition and the customers share a country.
    """
    banned = frozenset(snapshot.require(country, "by") for country in by)
    customers = frozenset(snapshot.require(country, "on") for country in on)
    if banned & customers:
        raise QuestionError(f"{sorted(banned & customers)} cannot ban itself: by and on share no country", "by")
    seen = view(
        snapshot, snapshot.controlled_by(banned), snapshot.controlled_by(customers), reach=reach,
        de_minimis=de_minimis,
    )  # fmt: skip
    followed = seen.used(snapshot)
    certain = spread(snapshot, seen.hit, Reading.CERTAIN, semantics, followed)
    chosen = spread(snapshot, seen.hit, reading, semantics, followed)
    return Ban(
        by=tuple(sorted(banned)),
        on=tuple(sorted(customers)),
        reach=reach,
        de_minimis=de_minimis if reach == Reach.FOREIGN_DIRECT_PRODUCT else None,
        failed=failed_rows(snapshot, seen.hit.because, chosen, certain.failed, seen.own),
        unavailable=failed_rows(
            snapshot, seen.hit.because, chosen, certain.failed, wanted_products(snapshot, seen) & ~seen.own
        ),
    )


def view(
    snapshot: Snapshot,
    banned: Collection[str],
    customers: Collection[str],
    goods: Collection[str] | None = None,
    reach: Reach = Reach.DIRECT,
    de_minimis: float = DE_MINIMIS,
) -> View:
    """Return the graph as the customers of a ban see it.

    Parameters
    ----------
    snapshot : Snapshot
    banned : collection of str
        Suppliers that stop: organisations, places, products or countries; not expanded.
    customers : collection of str
        Entities that are no longer supplied; not expanded.
    goods : collection of str, optional
        Products to which the ban is confined; all of them when not given.
    reach : Reach
    de_minimis : float
    """
    size = snapshot.arrays.size
    product = np.array([snapshot.nodes[i].kind in PRODUCTS for i in snapshot.ids])
    own = np.zeros(size, dtype=bool)
    own[snapshot.indices(customers)] = True
    for position in np.flatnonzero(product).tolist():
        makers = origins(snapshot, snapshot.ids[position])
        own[position] = bool(makers) and makers <= frozenset(customers)
    because = dict.fromkeys((snapshot.index[i] for i in banned), "banned from supplying")
    if reach == Reach.FOREIGN_DIRECT_PRODUCT:
        because |= _foreign_products(snapshot, banned, own, de_minimis) | because
    stopped = np.zeros(size, dtype=bool)
    stopped[list(because)] = True
    stopped &= ~own
    dead_links = np.zeros(snapshot.arrays.link_count, dtype=bool)
    if goods is not None:
        confined = np.zeros(size, dtype=bool)
        confined[[snapshot.index[good] for good in goods]] = True
        dead_links = stopped[snapshot.arrays.supplier] & confined[adjacency(snapshot.arrays).owner_of_link]
        stopped = np.zeros(size, dtype=bool)
    hit = Shock(np.flatnonzero(stopped), dead_links, because)
    return View(judged=(product | own) & ~stopped, own=own, hit=hit)


def _foreign_products(snapshot: Snapshot, banned: Iterable[str], own: BoolArray, de_minimis: float) -> dict[int, str]:
    """Return third suppliers whose content from the coalition exceeds the threshold, with the reason."""
    content = content_of(snapshot, banned)
    third = suppliers_mask(snapshot) & ~own
    return {
        position: f"content from the coalition {content[position]:.1%}, over {de_minimis:.0%}"
        for position in np.flatnonzero(third & (content > de_minimis + ROUNDING)).tolist()
    }


ROUNDING = 1e-12
"""A content equal to the threshold does not exceed it, whatever the rounding of doubles."""
_SUPPLIERS = ORGANISATIONS | {NodeKind.FACILITY}


def suppliers_mask(snapshot: Snapshot) -> BoolArray:
    """Return the organisations and places, as a mask: what may have foreign content."""
    return np.array([snapshot.nodes[i].kind in _SUPPLIERS for i in snapshot.ids])


def wanted_products(snapshot: Snapshot, seen: View) -> BoolArray:
    """Return what the customers rest on, as far as the view follows their needs."""
    wanted = seen.own.copy()
    links = adjacency(snapshot.arrays)
    used = seen.used(snapshot)[links.need_of_link]
    while True:
        more = snapshot.arrays.supplier[used & wanted[links.owner_of_link]]
        more = more[~wanted[more]]
        if not len(more):
            return wanted & seen.judged
        wanted[more] = True
