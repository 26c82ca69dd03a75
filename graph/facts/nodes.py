"""One thing in the graph, merged over its facts."""

from collections.abc import Mapping
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


@dataclass(frozen=True)
class Node:
    """One thing, merged over its facts; the preferred data set names it."""

    id: str
    kind: NodeKind
    name: str
    aliases: tuple[str, ...]
    subtype: str | None
    properties: Mapping[str, Scalar]
    facts: tuple[NodeFact, ...] = field(repr=False)

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
        return row.other_layers.get(self.subtype or "", row.layer)


def of_ranked(ranked: list[NodeFact]) -> Node:
    """Return one node of its facts, the preferred first.

    Parameters
    ----------
    ranked : list[NodeFact]
        At least one; all of one id. A property is the first's that states it; other names become aliases.
    """
    properties: dict[str, Scalar] = {}
    for fact in reversed(ranked):
        properties |= fact.properties
    best = ranked[0]
    other_names = {name for fact in ranked for name in (fact.name, *fact.aliases)} - {best.name}
    return Node(
        id=best.id,
        kind=best.kind,
        name=best.name,
        aliases=tuple(sorted(other_names)),
        subtype=next((fact.subtype for fact in ranked if fact.subtype), None),
        properties=properties,
        facts=tuple(ranked),
    )
