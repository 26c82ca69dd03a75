"""Needs: the edges of one dependent grouped into alternatives, with shares and what is not known.

A supplier whose share no source states is *silent* (methods, notation): its share lies anywhere in what the
stated ones leave. The share kept here is only the central value: by computing power where that is known, else
equal; it is marked ``assumed``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph.facts.edges import Edge
from graph.facts.fact import EdgeFact
from graph.facts.nodes import Node
from graph.ontology import EdgeKind, NodeKind, Role
from graph.supply.shares import covers_market
from graph.supply.suppliers import CountryPool, Supplier

_COMPUTE_SITES = frozenset({"cluster", "data-centre", "cloud-region"})


@dataclass(frozen=True)
class Need:
    """What an entity cannot do without.

    ``role`` says at which horizon it binds. ``closed``: the list of suppliers is known to be complete, for the
    reason in ``closed_because``. ``remainder``: share of suppliers that nobody named. ``counts``: False for
    control by a country, which carries no weight in exposure. ``maker``: its suppliers make the product.
    ``basis`` and ``period`` are those of the shares used, ``known`` the size that assumed shares divide, ``pools`` what
    the suppliers of countries have together where that is stated.
    """

    of: str
    need: str
    role: Role
    suppliers: tuple[Supplier, ...]
    remainder: float
    closed: bool
    closed_because: str | None = None
    counts: bool = True
    maker: bool = False
    basis: str | None = None
    period: str | None = None
    known: float | None = None
    pools: tuple[CountryPool, ...] = ()


BY_DESIGN = "the process is part of the released design"
"""What a released chip is made with is part of its design: one process, undisputed, and not said from memory."""


def makes_need(kind: EdgeKind, start_kind: NodeKind, open_weights: object, end_subtype: str | None) -> bool:
    """Say whether an edge makes a need, or is a fact that never makes anything fall (methods A1e).

    A cluster of accelerators is no site that its company cannot do without. Who serves a model is
    essential only where the weights are known to be closed: otherwise whoever has them can.

    Parameters
    ----------
    kind : EdgeKind
        Of the edge.
    start_kind : NodeKind
        Of who would need.
    open_weights : object
        Whether the weights of a model are open; None where that is not known.
    end_subtype : str or None
        Subtype of what the edge leads to; None where no source gives one.
    """
    if kind is EdgeKind.SERVED_BY:
        return open_weights is False
    return not (kind is EdgeKind.OPERATES and start_kind is NodeKind.COMPANY and end_subtype in _COMPUTE_SITES)


def is_compute_site(subtype: str | None) -> bool:
    """Say whether a site computes; a fab, a packaging plant or a plant does not.

    Parameters
    ----------
    subtype : str or None
        Of a site.
    """
    return subtype in _COMPUTE_SITES


def is_region(subtype: str | None) -> bool:
    """Say whether a site is a region of a cloud.

    Parameters
    ----------
    subtype : str or None
        Of a site.
    """
    return subtype == "cloud-region"


def need_name(nodes: Mapping[str, Node], edge: Edge) -> str:
    """Return the name of the need an edge belongs to.

    Parameters
    ----------
    nodes : Mapping[str, Node]
        By id, both ends of the edge among them.
    edge : Edge
        One that makes a need.
    """
    start, end = nodes[edge.start], nodes[edge.end]
    return name_of_need(EdgeKind(edge.kind), edge.need, start.kind, start.subtype, end.subtype)


def name_of_need(
    kind: EdgeKind, need: str, start_kind: NodeKind, start_subtype: str | None, end_subtype: str | None
) -> str:
    """Return the name of a need by what an edge links; a fab is no alternative to a packaging plant.

    Parameters
    ----------
    kind : EdgeKind
        Of the edge.
    need : str
        The name that the edge itself gives the need.
    start_kind : NodeKind
        Of who needs.
    start_subtype : str or None
        Of who needs.
    end_subtype : str or None
        Subtype of what the edge leads to; None where no source gives one.
    """
    packed = kind is EdgeKind.SUPPLIED_BY and end_subtype == "packaging-plant"
    if packed and start_subtype != "packaging":
        return f"{need}: packaging-plant"
    if kind is EdgeKind.OPERATES and start_kind is NodeKind.COMPANY:
        return f"{need}: {end_subtype}" if end_subtype else need
    return need


def said_complete(group: Sequence[Edge]) -> str:
    """Return how a source says that it names every supplier.

    Parameters
    ----------
    group : sequence of Edge
        The alternatives of a need of which a claim is marked as closed.
    """
    declared = next(claim for edge in group for claim in (edge.claim, *edge.rivals) if claim.closed)
    return declared.note or "declared complete by its source"


def divides_the_market(chosen: Mapping[str, EdgeFact], ends: set[str]) -> str | None:
    """Return the proof that published shares complete a list of suppliers, None where they do not.

    Parameters
    ----------
    chosen : Mapping[str, EdgeFact]
        The published shares of a need, by supplier.
    ends : set of str
        Everybody who is known to supply it.
    """
    if chosen and set(chosen) == ends and covers_market(chosen):
        return "its published shares divide the whole market, and no source names a further supplier"
    return None


def of_its_nature(kind: EdgeKind) -> str:
    """Return why the list of ends of a kind is complete whenever anything is known of it.

    Parameters
    ----------
    kind : EdgeKind
        Of the edge.
    """
    return f"{kind} is complete by nature"
