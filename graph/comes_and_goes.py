"""Which kinds of relation come and go, as data (methods A1f); all others last. Part of the ontology.

What a source says of its own day is said of no day before where a relation comes and goes: whose compute is used, what
stands in a site, who owns whom. What lasts is taken to have been there before: what a process requires, who designed a
chip, who makes an input, where a firm has its seat. To let another kind come and go, add a row.
"""

from collections.abc import Mapping
from typing import Literal, NamedTuple

from graph.ontology import NODE_TYPES, ORGANISATIONS, EdgeKind, Layer, NodeKind


class Passing(NamedTuple):
    """A kind that comes and goes.

    Attributes
    ----------
    came_with : frozenset of NodeKind
        Things whose own first day dates the relation too: a cluster's chips came with the cluster. A firm's day dates
        who owns it (a purchase has a day of its own), not what it uses.
    lasting_to : frozenset of str
        Subtypes of what it leads to for which it lasts all the same: whose a fab is.
    in_house : frozenset of NodeKind
        Things for which it lasts within one house: its own cloud a house uses without a contract that could end.
    """

    came_with: frozenset[NodeKind] = frozenset()
    lasting_to: frozenset[str] = frozenset()
    in_house: frozenset[NodeKind] = frozenset()


_SITE = frozenset({NodeKind.FACILITY})
_SERVICES = frozenset({NodeKind.CLOUD_PROVIDER, NodeKind.PLATFORM})
_PLANTS = frozenset(
    subtype for subtype, layer in NODE_TYPES[NodeKind.FACILITY].other_layers.items() if layer is Layer.PLANTS
)
COMES_AND_GOES: Mapping[str, Passing] = {
    EdgeKind.RUNS_ON.value: Passing(in_house=_SERVICES),
    EdgeKind.SERVED_BY.value: Passing(in_house=_SERVICES),
    EdgeKind.OPERATES.value: Passing(came_with=_SITE, lasting_to=_PLANTS),
    EdgeKind.HOSTS.value: Passing(came_with=_SITE),
    EdgeKind.PART_OF.value: Passing(came_with=ORGANISATIONS | _SITE),
    EdgeKind.USES.value: Passing(),
    EdgeKind.ROUTES.value: Passing(),
    EdgeKind.FUNDED_BY.value: Passing(),
    EdgeKind.MEMBER_OF.value: Passing(),
}


def lasts(kind: str, end_subtype: str | None) -> bool:
    """Say whether an undated relation is taken to have been there before its source's day.

    Parameters
    ----------
    kind : str
        Of the edge.
    end_subtype : str or None
        Subtype of what it leads to; None where no source gives one.
    """
    passing = COMES_AND_GOES.get(kind)
    return passing is None or end_subtype in passing.lasting_to


def bearer(kind: str, start: NodeKind | None, end: NodeKind | None) -> Literal["start", "end"] | None:
    """Return the end whose own first day dates a relation that comes and goes, None where none does.

    Parameters
    ----------
    kind : str
        Of the edge.
    start, end : NodeKind
        Of the things linked; what depends comes first.
    """
    came_with = COMES_AND_GOES[kind].came_with if kind in COMES_AND_GOES else ()
    return "start" if start in came_with else "end" if end in came_with else None
