"""One relation on one day, with the claim that an answer uses and its rivals."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from graph.facts.fact import EdgeFact
from graph.facts.preference import Stance, stance
from graph.ontology import EDGE_TYPES, Role

CONTROL = "CONTROLLED_BY"
"""Kind of an edge that a lens derives; no fact states it."""


@dataclass(frozen=True)
class Edge:
    """One relation on one day; where it is the same on several, it is one object.

    ``claim`` is the preferred fact, ``rivals`` the others about the same relation. ``share`` is the share of
    the need that the analysis uses, ``assumed`` says that no source states it; ``share_claim`` is the fact that states
    it, ``share_basis`` says what it is taken from where none does. Control that a lens derives
    (``kind`` is ``CONTROLLED_BY``) names in ``derived_from`` the edges that it follows from.
    ``role`` says at which horizon its need binds. ``later``: it comes and goes, and is only known of later days;
    ``in_house``: it lasts, since both ends are of one house (``graph.supply.houses``).
    """

    id: str
    kind: str
    start: str
    end: str
    need: str
    claim: EdgeFact
    rivals: tuple[EdgeFact, ...] = ()
    share: float | None = None
    assumed: bool = False
    share_claim: EdgeFact | None = None
    share_basis: str | None = None
    derived_from: tuple[str, ...] = ()
    role: Role = Role.OPERATION
    later: bool = False
    in_house: bool = False

    def __hash__(self) -> int:
        return hash(self.id)

    @property
    def claims(self) -> tuple[EdgeFact, ...]:
        """The claim used, and its rivals."""
        return (self.claim, *self.rivals)

    @cached_property
    def dated_from(self) -> date | None:
        """The first day from which some claim dates it, None where none does."""
        return min((day for claim in self.claims if (day := claim.valid_from or claim.measured_from)), default=None)

    @property
    def disagreeing(self) -> tuple[EdgeFact, ...]:
        """The claims that differ from the one used."""
        return tuple(fact for fact in self.rivals if stance(self.claim, fact) is Stance.DISAGREES)

    def but(self, **fields: Any) -> "Edge":
        """Return the same edge with other fields, as ``dataclasses.replace`` does at six times the cost."""
        edge = object.__new__(Edge)
        vars(edge).update(vars(self), **fields)
        return edge

    @property
    def dependent(self) -> str | None:
        """The end that depends on the other, None where the edge makes no dependency."""
        return self.start if self.need else None

    @property
    def supplier(self) -> str | None:
        """The end that is depended on, None where the edge makes no dependency."""
        return self.end if self.need else None


def edge_id(kind: str, start: str, end: str, need: str, told_apart: str = "") -> str:
    """Return the id of a relation; the need is named only where it is not the kind's own.

    Parameters
    ----------
    kind : str
        Of edge, or of control by the lens.
    start : str
        Id of the dependent.
    end : str
        Id of the supplier.
    need : str
        Empty where the relation is none.
    told_apart : str
        What tells it from others of its kind between the same ends (``EdgeFact.told_apart``); it takes the place of the
        need.
    """
    if told_apart:
        return f"{start}|{kind}|{end}|{told_apart}"
    default = EDGE_TYPES[kind].need if kind != CONTROL else None
    own = need in ("", default, end) or kind == CONTROL
    return f"{start}|{kind}|{end}" if own else f"{start}|{kind}|{end}|{need}"
