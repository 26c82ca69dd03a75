"""One line of a profile."""

from collections.abc import Callable, Iterable
from typing import Any

from pydantic import Field, model_validator

from graph.analysis.results import Row
from graph.node_ids import EntityId
from graph.ontology import EDGE_TYPES, EdgeKind
from graph.snapshots.snapshot import Snapshot

SHOWN = 8
"""Lines of a list; how many there are in all is said."""


class Line(Row):
    """One thing said of an entity."""

    section: str
    label: str
    id: EntityId | None = Field(default=None, description="the entity that the line is about")
    value: float | None = Field(default=None, description="central value; none where it is not a number or not known")
    low: float | None = None
    high: float | None = None
    unit: str | None = Field(default=None, description="unit and denominator")
    is_share: bool = Field(default=False, description="the value is a part of one whole; else a count or an amount")
    assumed: bool = Field(
        default=False,
        description="no source states the share, or what a loss rests on: see its unit or range",
    )
    detail: str | None = Field(default=None, description="why, or what is not known")

    @model_validator(mode="before")
    @classmethod
    def _of_a_whole(cls, given: dict[str, Any]) -> dict[str, Any]:
        return {"is_share": (given.get("unit") or "").startswith(_OF_A_WHOLE), **given}


_OF_A_WHOLE = ("of ", "lost without it")
"""How the unit of a share begins: it says of what it is."""
Section = Callable[[Snapshot, str], Iterable[Line]]


def supplied_label(snapshot: Snapshot, node_id: str, need: str | None) -> str:
    """Return what is supplied: a thing, and which of its needs where that is not just its maker's.

    Parameters
    ----------
    snapshot : Snapshot
        Has the names.
    node_id : str
        The thing of which a need is supplied.
    need : str, optional
        Left out where it is None, empty, or the one that every product's makers meet.
    """
    name = snapshot.nodes[node_id].name
    plain = (None, "", EDGE_TYPES[EdgeKind.SUPPLIED_BY].need)
    return name if need in plain else f"{name}: {need_label(snapshot, need or '')}"


def need_label(snapshot: Snapshot, need: str) -> str:
    """Return a need as people read it: the name of the input where the need is one.

    Parameters
    ----------
    snapshot : Snapshot
        Has the names.
    need : str
        An id where the need is a thing, else a word such as ``compute``.
    """
    return snapshot.nodes[need].name if need in snapshot.nodes else need
