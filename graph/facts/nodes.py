"""One thing in the graph, merged over its facts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from graph.facts.border import Scalar
from graph.facts.dates import first_day
from graph.facts.fact import NodeFact
from graph.names import fold
from graph.ontology import NODE_TYPES, Layer, NodeKind

_CODES_IN_USE = frozenset({"US"})
BEGINNINGS = ("released_on", "opened_on", "founded_on")
"""Properties that say from when a thing exists, the first that there is."""


@dataclass(frozen=True, eq=False)
class Node:
    """One thing, merged over its facts; these are made when more is asked for than what it is and is called.

    Attributes
    ----------
    name : str
        As the preferred data set calls it.
    ranked : callable
        Gives its facts, the preferred first.
    """

    id: str
    kind: NodeKind
    name: str
    ranked: Callable[[], Sequence[NodeFact]] = field(repr=False)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Node) and self.facts == other.facts

    def __hash__(self) -> int:
        return hash(self.id)

    @cached_property
    def facts(self) -> tuple[NodeFact, ...]:
        """Its facts, the preferred first."""
        return tuple(self.ranked())

    @cached_property
    def aliases(self) -> tuple[str, ...]:
        """Its other names: those of facts that are not preferred among them."""
        other_names = {name for fact in self.facts for name in (fact.name, *fact.aliases)} - {self.name}
        return tuple(sorted(other_names))

    @cached_property
    def subtype(self) -> str | None:
        """The subtype that the first fact states that states any."""
        return next((fact.subtype for fact in self.facts if fact.subtype), None)

    @cached_property
    def properties(self) -> Mapping[str, Scalar]:
        """Its properties, each as the first fact states it that does."""
        properties: dict[str, Scalar] = {}
        for fact in reversed(self.facts):
            properties |= fact.properties
        return properties

    @cached_property
    def begins(self) -> date | None:
        """The day from which the thing itself exists, where its properties say so; None where they do not."""
        stated = [str(self.properties[name]) for name in BEGINNINGS if self.properties.get(name)]
        return first_day(stated[0]) if stated else None

    @cached_property
    def released(self) -> date | None:
        """The first day of the period in which it was released; else the first from which a fact holds."""
        stated = self.properties.get("released_on")
        if isinstance(stated, str):
            return first_day(stated)
        return min((fact.valid_from for fact in self.facts if fact.valid_from), default=None)

    @cached_property
    def folded_names(self) -> tuple[str, ...]:
        """What it is called, as names are compared; of a country's codes of two letters only those in use as names."""
        called = (self.name, self.id.partition(":")[2], *self.aliases)
        code = self.properties.get("iso2") if self.kind is NodeKind.COUNTRY else None
        return tuple(fold(name) for name in called if name != code or name in _CODES_IN_USE)

    @property
    def layer(self) -> Layer:
        """The layer that the node's subtype belongs to, else its kind."""
        row = NODE_TYPES[self.kind]
        return row.other_layers.get(self.subtype or "", row.layer) if row.other_layers else row.layer
