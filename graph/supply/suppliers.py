"""Who supplies a need, and in which parts: what is asked of the needs of a day, and what comes of dividing one."""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple, Protocol

from graph.facts.fact import EdgeFact
from graph.ontology import EdgeKind

NeedKey = tuple[str, str]
"""A need: its dependent and its name."""


class Supplier(NamedTuple):
    """One alternative of a need.

    ``assumed``: no source states its share. ``unconfirmed``: that it supplies at all is only said by speculation, in
    dispute, or of later days.
    """

    id: str
    share: float
    assumed: bool
    unconfirmed: bool = False


class CountryPool(NamedTuple):
    """What the suppliers of one country have together of a need, as sources state it.

    Attributes
    ----------
    country : str
        Its id.
    share, least, most : float
        Central value and bounds, 0..1: what rival sources of one measure state lies between these.
    members : tuple of str
        Its suppliers that are known; there may be others.
    by_seat : bool
        Whether firms count for where they have their seat, wherever they make what they sell.
    """

    country: str
    share: float
    least: float
    most: float
    members: tuple[str, ...]
    by_seat: bool


class Division(NamedTuple):
    """How a need is divided: the shares, what is left, on which basis, and what countries have together."""

    suppliers: tuple[Supplier, ...]
    remainder: float
    basis: str | None = None
    period: str | None = None
    known: float | None = None
    pools: tuple[CountryPool, ...] = ()


OF_STILL_MADE = "of those still made"
ONE_THING = "the need is this one thing"
ONE_NAMED = "nobody else is named"
EQUAL_PARTS = "equal parts"
LEFT_OVER = "of what the stated shares leave"


WHERE_KNOWN = " where known, else "
"""Between what sized suppliers are weighed by and how the others get their part (``compute``)."""


def taken_from(
    division: Division | None, supplier: str, stated: Collection[str], links: int, *, sized: bool = True
) -> str:
    """Say what the share of a supplier is taken from, where no source states it.

    Parameters
    ----------
    division : Division or None
        Of the need; None where it is into equal parts.
    supplier : str
        One of its.
    stated : collection of str
        Suppliers of it whose shares are published.
    links : int
        How many suppliers it has.
    sized : bool
        Whether its own size is known, where sizes divide the need.
    """
    if stated and supplier not in stated:
        return LEFT_OVER
    if division is None or division.basis is None:
        return EQUAL_PARTS if links > 1 else ONE_NAMED
    sizes, where, others = division.basis.partition(WHERE_KNOWN)
    if where and not sized:
        return others
    ending = division.basis.rpartition(OF_STILL_MADE)[1] if where else ""
    return ", ".join(filter(None, (f"{sizes} {ending}".strip(), division.period)))


class Alternative(NamedTuple):
    """One edge of a need, by what a division goes by: making a whole ``Edge`` of each would cost more than dividing.

    ``doubted``: its preferred claim is speculation, or disputed; ``unconfirmed``: all of its claims are;
    ``disputed``: its preferred claim is. ``later``: it is only known of later days, which makes it doubted and
    unconfirmed too. ``quantity`` is that of the preferred claim.
    """

    kind: EdgeKind
    end: str
    quantity: float | None
    doubted: bool
    unconfirmed: bool
    disputed: bool
    later: bool = False


def only_later(group: Sequence[Alternative]) -> frozenset[str]:
    """Return who is only known to supply a need on later days, by whatever relation.

    Parameters
    ----------
    group : sequence of Alternative
        Of the need.
    """
    late = frozenset(one.end for one in group if one.later)
    return late - {one.end for one in group if not one.later} if late else late


class Groups(Protocol):
    """The alternatives of each need of a day."""

    def __contains__(self, key: NeedKey) -> bool:
        """Say whether there is such a need."""

    def __getitem__(self, key: NeedKey) -> Sequence[Alternative]:
        """Return its alternatives, one for each edge."""

    def first_kind(self, key: NeedKey) -> EdgeKind:
        """Return the kind of its first edge.

        Parameters
        ----------
        key : tuple of str
            Who needs, and the name of the need.
        """

    def suppliers(self, key: NeedKey) -> list[str]:
        """Return its alternatives, in the order of their ids.

        Parameters
        ----------
        key : tuple of str
            Who needs, and the name of the need.
        """

    def chosen(self, key: NeedKey) -> Mapping[str, EdgeFact]:
        """Return its published shares, by supplier.

        Parameters
        ----------
        key : tuple of str
            Who needs, and the name of the need.
        """

    def later(self, key: NeedKey) -> Mapping[str, EdgeFact]:
        """Return its first published shares that are of a later day, by supplier.

        Parameters
        ----------
        key : tuple of str
            Who needs, and the name of the need.
        """

    def ever_published(self, key: NeedKey) -> Sequence[Mapping[str, EdgeFact]]:
        """Return all sets of its published shares, the preferred first, the first of later days last.

        Parameters
        ----------
        key : tuple of str
            Who needs, and the name of the need.
        """

    def is_closed(self, key: NeedKey) -> bool:
        """Say whether its list of suppliers is complete.

        Parameters
        ----------
        key : tuple of str
            Who needs, and the name of the need.
        """
