"""Of which needs the list of suppliers is complete, and what proves it (methods A1e)."""

import numpy as np

from graph.facts.arrays import EDGE_KINDS, ROLES
from graph.facts.fact import Checked
from graph.ontology import EDGE_TYPES, EdgeKind, Role
from graph.supply.compute import DOUBTED
from graph.supply.grouping import Bools, Grouped
from graph.supply.needs import BY_DESIGN, divides_the_market, of_its_nature, said_complete


class Completeness:
    """Which lists of suppliers are proved to be complete.

    Parameters
    ----------
    grouped : Grouped
        The needs of a day.

    Attributes
    ----------
    closed : NDArray of bool, shape (needs,)
        Whether the list of suppliers is proved to be complete.
    """

    def __init__(self, grouped: Grouped) -> None:
        self._grouped = grouped
        self._declared = grouped.any(grouped.edges.any(grouped.edges.facts.closed)[grouped.serving])
        self._by_figures = np.zeros(len(grouped), bool)
        for place in np.flatnonzero(grouped.with_figures & ~self._declared).tolist():
            self._by_figures[place] = self._divides_the_market(place) is not None
        fabricated = grouped.kind == EDGE_KINDS.index(EdgeKind.FABRICATED_WITH)
        proved = np.where(fabricated, self._designed(), self._by_nature())
        # Where who supplies is only known of later days, so is that nobody else does.
        later = grouped.any(grouped.edges.is_later[grouped.serving])
        self.closed: Bools = (self._declared | self._by_figures | proved) & ~later

    def because(self, place: int) -> str | None:
        """Return the proof that the list of suppliers of a need is complete, None where there is none.

        Parameters
        ----------
        place : int
            Of the need.
        """
        if not self.closed[place]:
            return None
        if self._declared[place]:
            return said_complete(self._grouped.alternatives(place))
        if self._by_figures[place]:
            return self._divides_the_market(place)
        kind = EDGE_KINDS[self._grouped.kind[place]]
        return BY_DESIGN if kind is EdgeKind.FABRICATED_WITH else of_its_nature(kind)

    def _divides_the_market(self, place: int) -> str | None:
        return divides_the_market(self._grouped.figures(place), set(self._grouped.suppliers_of(place)))

    def _designed(self) -> Bools:
        """Return where there is one alternative, undisputed, and not said from memory."""
        grouped, edges = self._grouped, self._grouped.edges
        claims = edges.facts.claims.columns
        doubted = grouped.any(edges.any(claims["confidence"].array(DOUBTED.__contains__, bool))[grouped.serving])
        looked_up = grouped.any(edges.any(~claims["checked"].array(Checked.RECALLED.__eq__, bool))[grouped.serving])
        designed: Bools = ~doubted & looked_up & (np.bincount(grouped.need, minlength=len(grouped)) == 1)
        return designed

    def _by_nature(self) -> Bools:
        """Return where the kind says it: its own need, or one that is named after its only supplier."""
        grouped, edges, serving = self._grouped, self._grouped.edges, self._grouped.serving
        number = edges.facts.nodes.number
        named_after = np.array([number.get(name, -1) for name in grouped.names] or [-1], np.int64)
        each = np.array([EDGE_TYPES[kind].each_target_a_need for kind in EDGE_KINDS])[grouped.kind]
        own = np.array([EDGE_TYPES[kind].need for kind in EDGE_KINDS], object)[grouped.kind]
        name = np.array([*grouped.names, ""], object)[grouped.name]
        alone = grouped.all(edges.end[serving] == named_after[grouped.name[grouped.need]]) if len(grouped) else each
        again = grouped.all(
            (edges.kind.numbers[serving] == EDGE_KINDS.index(EdgeKind.DERIVED_FROM))
            & (grouped.role_of_edge[serving] == ROLES.index(Role.DESIGN))
        )
        complete = np.array([EDGE_TYPES[kind].complete for kind in EDGE_KINDS])[grouped.kind]
        by_nature: Bools = complete & ((name == own) | (each & alone)) & ~again
        return by_nature
