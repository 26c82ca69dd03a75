"""Claims and nodes of one version as arrays: what no day, lens or horizon changes, worked out once."""

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.comes_and_goes import bearer, lasts
from graph.facts.columns import Column, together
from graph.facts.edges import Edge, edge_id
from graph.facts.fact import EdgeFact, NodeFact
from graph.facts.facts import Facts
from graph.facts.preference import Rivalry
from graph.facts.since import known_from
from graph.facts.things import NodeTable
from graph.kept import Shared
from graph.ontology import EdgeKind, Role

EDGE_KINDS = tuple(sorted(EdgeKind, key=lambda kind: kind.value))
"""In the order in which the edges of a day are listed."""
ROLES = tuple(Role)
MOST_SHARES = 50_000
"""Shares of edges that are remembered: half a kilobyte each."""
_NEVER, _ALWAYS = date.max.toordinal() + 1, 0


class Validity:
    """When facts hold and when they were known.

    Parameters
    ----------
    facts : Facts
        Answers are in their order.
    """

    def __init__(self, facts: Facts[EdgeFact] | Facts[NodeFact]) -> None:
        of = facts.columns
        self._from = of["valid_from"].array(lambda day: _ordinal(day, _ALWAYS), np.int32)
        self._to = of["valid_to"].array(lambda day: _ordinal(day, _NEVER), np.int32)
        self._known = of["source"].array(lambda source: _ordinal(source.known_from, _ALWAYS), np.int32)

    def on(self, as_of: date, known_at: date | None) -> NDArray[np.bool_]:
        """Return which facts held on a day and were public by another (``Evidence.holds_on``, ``known_on``).

        Parameters
        ----------
        as_of : date
            Valid time: it has begun by this day and not ended.
        known_at : date or None
            Knowledge time: the source was public by this day; None asks for all that is known.

        Returns
        -------
        NDArray of bool, shape (facts,)
        """
        day = as_of.toordinal()
        there: NDArray[np.bool_] = (self._from <= day) & (day < self._to)
        return there if known_at is None else there & (self._known <= known_at.toordinal())


class FactArrays:
    """The facts of one version as arrays.

    Parameters
    ----------
    nodes : NodeTable
        Of the same version as the claims.
    claims : Facts of EdgeFact
        With what is derived (``claims.with_derived``).
    published : Mapping[str, date]
        The day of each source (``since.source_days``).

    Attributes
    ----------
    start, end : NDArray of int64, shape (claims,)
        Numbers of the nodes that each claim links; -1 where there is none.
    kind : Column
        Of ``EDGE_KINDS``.
    need : Column
        Names in their order.
    rivalry : Rivalry
        Which claims are about one relation, and which of them is used.
    """

    def __init__(self, nodes: NodeTable, claims: Facts[EdgeFact], published: Mapping[str, date]) -> None:
        self.nodes, self.claims, self._published = nodes, claims, published
        of = claims.columns
        self.start = of["start"].array(lambda node_id: nodes.number.get(node_id, -1), np.int64)
        self.end = of["end"].array(lambda node_id: nodes.number.get(node_id, -1), np.int64)
        self.kind = Column(EDGE_KINDS, of["kind"].array(EDGE_KINDS.index, np.uint8))
        self.need = Column(sorted(set(of["need"].values)), of["need"].ranks())
        self.rivalry = Rivalry(claims)
        self._claims_valid, self._nodes_valid = Validity(claims), Validity(nodes.facts)
        self._edges: dict[tuple[tuple[int, ...], int, bool, bool], Edge] = {}
        self._shares = Shared(MOST_SHARES)

    def nodes_on(self, as_of: date, known_at: date | None) -> NDArray[np.bool_]:
        """Return which nodes existed, and were known, on a day.

        Parameters
        ----------
        as_of : date
            A node is there when one of its facts holds, and not before it begins.
        known_at : date or None
            None asks for all that is known.

        Returns
        -------
        NDArray of bool, shape (nodes,)
        """
        there: NDArray[np.bool_] = self.nodes.any(self._nodes_valid.on(as_of, known_at))
        return there & (self.nodes.begins <= as_of.toordinal())

    def claims_on(self, nodes: NDArray[np.bool_], as_of: date, known_at: date | None) -> NDArray[np.bool_]:
        """Return which claims hold, and were known, on a day, both their ends being there.

        Parameters
        ----------
        nodes : NDArray[np.bool_], shape (nodes,)
            Which nodes are there, as ``nodes_on`` says.
        as_of : date
            Valid time.
        known_at : date or None
            Knowledge time; None asks for all that is known.

        Returns
        -------
        NDArray of bool, shape (claims,)
        """
        ends = (self.start >= 0) & (self.end >= 0) & nodes[self.start] & nodes[self.end]
        found: NDArray[np.bool_] = ends & self._claims_valid.on(as_of, known_at)
        return found

    def edge(self, rows: tuple[int, ...], role: int, later: bool, in_house: bool) -> Edge:
        """Return the edge of some claims about one relation: one for all days on which it is the same.

        Parameters
        ----------
        rows : tuple of int
            The places of the claims, the preferred first.
        role : int
            The place of its role in ``ROLES``.
        later : bool
            Whether it is only known of later days.
        in_house : bool
            Whether it lasts within one house.
        """
        key = rows, role, later, in_house
        made = self._edges.get(key)
        return made if made is not None else self._edges.setdefault(key, self._edge(*key))

    def with_share(self, edge: Edge, fields: Mapping[str, Any], share_claim: EdgeFact | None) -> Edge:
        """Return an edge with the share that is used of it: one for all days on which that is the same.

        Parameters
        ----------
        edge : Edge
            From ``edge``.
        fields : Mapping[str, Any]
            Those of the edge that it is to have, in an order that is always the same.
        share_claim : EdgeFact or None
            The claim that states the share.
        """
        key = edge, *fields.values(), id(share_claim)  # claims stay as long as the facts do
        return self._shares.get(key, lambda: edge.but(**fields, share_claim=share_claim))

    def _edge(self, rows: tuple[int, ...], role: int, later: bool, in_house: bool) -> Edge:
        best, *rivals = (self.claims[row] for row in rows)
        kind, start, end, need = best.relation
        identity = edge_id(kind, start, end, need, best.told_apart)
        return Edge(
            identity, kind, start, end, need, best, tuple(rivals), role=ROLES[role], later=later, in_house=in_house
        )  # fmt: skip

    @cached_property
    def role(self) -> NDArray[np.int8]:
        """The role that each claim states, a place in ``ROLES``; -1 where it states none."""
        return self._each("role", lambda role: -1 if role is None else ROLES.index(role), np.int8)

    @cached_property
    def closed(self) -> NDArray[np.bool_]:
        """Whether each claim says that its source names every supplier."""
        return self._each("closed", bool, np.bool_)

    @cached_property
    def quantity(self) -> NDArray[np.float64]:
        """The quantity of each claim, NaN where it has none."""
        return self._each("quantity", lambda quantity: np.nan if quantity is None else quantity, np.float64)

    @cached_property
    def shared(self) -> NDArray[np.bool_]:
        """Whether each claim carries a share."""
        return self._each("share", lambda share: share is not None, np.bool_)

    @cached_property
    def dated(self) -> tuple[NDArray[np.int32], NDArray[np.bool_]]:
        """The first day by which what each claim says is known to have been so, as an ordinal, and whether it lasts.

        It is that of the claim, or of its source (``graph.facts.since``), and any day where the relation came with a
        thing whose own day is known (``graph.comes_and_goes``).
        """
        nodes, of = self.nodes, self.claims.columns
        published = Column([self._published[source.id] for source in of["source"].values], of["source"].numbers)
        days = together(known_from, of["valid_from"], of["measured_from"], published)
        known = days.array(lambda day: _ordinal(day, _NEVER), np.int32)
        kind = of["kind"]
        lasting = together(lasts, kind, nodes.subtypes.take(self.end)).array(bool, bool)
        which = together(bearer, kind, nodes.kinds.take(self.start), nodes.kinds.take(self.end))
        by_start = (lasting | which.array(("start",).__contains__, bool)) & nodes.is_dated[self.start]
        by_end = which.array(("end",).__contains__, bool) & nodes.is_dated[self.end]
        return np.where(by_start | by_end, _ALWAYS, known).astype(np.int32), lasting

    def _each(self, name: str, of: Any, dtype: Any) -> NDArray[Any]:
        return self.claims.columns[name].array(of, dtype)


def _ordinal(day: date | None, unknown: int) -> int:
    return unknown if day is None else day.toordinal()
