"""The graph after one set, node by node: through which need each loses most, and where that leads."""

from collections.abc import Callable
from dataclasses import dataclass

from graph.analysis.dependency.kernels.adjacency import adjacency
from graph.analysis.results import ROUNDING
from graph.budget import checkpoint
from graph.snapshots.and_or_graph import AndOrGraph
from graph.snapshots.arrays import BoolArray, FloatArray


@dataclass(frozen=True, eq=False)
class _Lists:
    """Arrays of a graph as lists: of a node with a few links these are read several times as fast."""

    first_need: list[int]
    first: list[int]
    supplier: list[int]
    share: list[float]
    part: list[float]
    undivided: list[bool]


def _lists(arrays: AndOrGraph) -> _Lists:
    first_need = adjacency(arrays).first_need.tolist()
    parts = (arrays.first, arrays.supplier, arrays.share, arrays.parts("central"), arrays.undivided)
    return _Lists(first_need, *(part.tolist() for part in parts))


class World:
    """What one set leaves of a graph.

    Parameters
    ----------
    arrays : AndOrGraph
        Who needs what.
    loss : FloatArray, shape (size,)
        Of each node.
    dead : BoolArray, shape (size,)
        What is cut off itself.
    is_firm : callable
        Says of a node whether it is an organisation.
    """

    def __init__(self, arrays: AndOrGraph, loss: FloatArray, dead: BoolArray, is_firm: Callable[[int], bool]) -> None:
        self._of = arrays.kept.get("lists", lambda: _lists(arrays))
        self._loss: list[float] = loss.tolist()
        self._dead = dead.tobytes()
        self._is_firm = is_firm

    def dead(self, node: int) -> bool:
        """Say whether a node is cut off itself.

        Parameters
        ----------
        node : int
            Its position.
        """
        return self._dead[node] == 1

    def lost(self, link: int) -> float:
        """Return what the supplier of a link loses, 0..1.

        Parameters
        ----------
        link : int
            Its place.
        """
        return self._loss[self._of.supplier[link]]

    def worst(self, node: int) -> range | None:
        """Return the links of the need of a node that loses most, None where none loses anything.

        Parameters
        ----------
        node : int
            Its position.
        """
        checkpoint()
        of = self._of
        needs = range(of.first_need[node], of.first_need[node + 1])
        losing = [need for need in needs if self._loses(need)]
        need = losing[0] if len(losing) == 1 else max(losing, key=self._weight, default=None)
        return None if need is None else self._span(need)

    def heaviest(self, span: range) -> int:
        """Return the link of a need through which it loses most; one to what is cut off itself before one that loses as
        much.

        Parameters
        ----------
        span : range
            The links of the need.
        """
        of = self._of
        heavy = {link: of.share[link] * self.lost(link) for link in span}
        most = max(heavy.values())
        heavy = heavy if most > 0 else {link: of.part[link] * self.lost(link) for link in span}  # of no known maker
        most = max(heavy.values())
        return min(span, key=lambda link: (not self.dead(of.supplier[link]) and heavy[link] < most, -heavy[link]))

    def losing(self, span: range) -> list[int]:
        """Return the suppliers of a need that lose something, most of the need first.

        Parameters
        ----------
        span : range
            The links of the need.
        """
        of = self._of
        hit = [link for link in span if self.lost(link) > ROUNDING]
        hit.sort(key=lambda link: (-(of.share[link] * self.lost(link)), of.supplier[link]))
        return [of.supplier[link] for link in hit]

    def _span(self, need: int) -> range:
        return range(self._of.first[need], self._of.first[need + 1])

    def _loses(self, need: int) -> bool:
        lost = [self.lost(link) for link in self._span(need)]
        return max(lost) > ROUNDING and (not self._of.undivided[need] or min(lost) >= 1 - ROUNDING)

    def _weight(self, need: int) -> tuple[float, bool, bool, bool]:
        """Rank a need by what it loses; of equals one a member supplies itself, then what it is made of before who
        runs it, then a firm before its sites."""
        of, span = self._of, self._span(need)
        suppliers = [of.supplier[link] for link in span]
        lost = sum(of.part[link] * self.lost(link) for link in span)
        firm = any(map(self._is_firm, suppliers))
        return round(lost, 9), any(map(self.dead, suppliers)), not of.undivided[need], firm
