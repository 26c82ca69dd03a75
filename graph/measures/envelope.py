"""What every answer says about itself: the graph, day and lens it is of, limits, assumptions, sources."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, TypeVar, cast

from pydantic import BaseModel, ConfigDict, Field, create_model

from graph.facts.edges import Edge
from graph.facts.evidence import sources_of
from graph.facts.fact import Source
from graph.facts.nodes import Node
from graph.measures.support import Support, support_of
from graph.ontology import Horizon, Lens
from graph.snapshots.snapshot import Snapshot


class Meta(BaseModel):
    """What an answer rests on."""

    model_config = ConfigDict(defer_build=True, frozen=True)

    graph_version: str
    as_of: date
    known_at: date | None = None
    lens: Lens
    horizon: Horizon | None = Field(description="null where the answer is over all horizons, side by side")
    coverage: dict[str, Any] = Field(default={}, description="how much of the subject has data")
    truncated: bool = Field(default=False, description="a limit was reached; `limits` says which")
    limits: dict[str, Any] = Field(default={}, description="limits reached, by name")
    totals: dict[str, int] = Field(
        default={},
        description="rows of each table, those that are not given included; a table is left out where nobody counted: "
        "the search ended at a limit",
    )
    assumptions: tuple[str, ...] = ()


class Headed(BaseModel):
    """What stands first in every answer."""

    model_config = ConfigDict(defer_build=True, frozen=True, populate_by_name=True)

    meta: Meta


class Envelope(Headed):
    """The part that every answer has: between `meta` and `sources` stands what was found."""

    sources: Mapping[str, Source] = Field(default={}, description="the evidence used, by id")


STALE = timedelta(days=31)
"""How long after its last reading a graph speaks of a day without a word."""
SAID_IN_META = frozenset({"truncated", "limits", "assumptions", "coverage"})
"""Fields of a result that have their one home in ``meta``."""

AnswerType = TypeVar("AnswerType", bound=Envelope)


@dataclass(frozen=True)
class Answer:
    """A result of analysis, and what it rests on.

    Attributes
    ----------
    result : BaseModel
        Its own ``truncated``, ``limits`` and ``assumptions`` are told in ``meta``.
    edges : iterable of Edge or Support
        Relations that the result rests on, or what these rest on; their sources are given.
    nodes : iterable of Node
        Nodes whose own facts it rests on.
    sources : iterable of str
        Ids of further sources that it names.
    coverage : Mapping
        How much of the subject has data.
    limits : Mapping
        Limits reached, by name.
    notes : tuple of str
        Sentences on how much of it is given, told with its assumptions.
    all_horizons : bool
        It tells all horizons side by side, whichever was asked for.
    not_counted : tuple of str
        Tables of which no more rows were looked for than these: how many there are is not known.
    """

    result: BaseModel
    edges: Iterable[Edge] | Support = ()
    nodes: Iterable[Node] = ()
    sources: Iterable[str] = ()
    coverage: Mapping[str, Any] = field(default_factory=dict)
    limits: Mapping[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    all_horizons: bool = False
    not_counted: tuple[str, ...] = ()

    @property
    def support(self) -> Support:
        """What the relations rest on that the result rests on."""
        return self.edges if isinstance(self.edges, Support) else support_of(self.edges)


def answer_model(name: str, result: type[BaseModel], *, paged: bool = False) -> type[Envelope]:
    """Return the model of an answer: the fields of a result in an envelope.

    Parameters
    ----------
    name : str
        Of the model.
    result : type of BaseModel
        Model of what the measure finds.
    paged : bool
        It is given page by page.
    """
    fields: dict[str, Any] = {
        name: (info.annotation, info) for name, info in result.model_fields.items() if name not in SAID_IN_META
    }
    if paged:
        fields["next_cursor"] = (str | None, Field(default=None, description="give it as `cursor` for the next page"))
    found = create_model(f"{name}Part", __base__=Headed, **fields)
    # Fields are in the order of the bases, the last first: a reader sees what was found before what it rests on.
    bases: tuple[Any, ...] = (Envelope, found)
    return cast(type[Envelope], create_model(name, __base__=bases, __doc__=result.__doc__))


def enclose(
    kind: type[AnswerType],
    snapshot: Snapshot,
    answer: Answer,
    cut: Mapping[str, Any],
    totals: Mapping[str, int] | None = None,
) -> AnswerType:
    """Put an answer into its envelope.

    Parameters
    ----------
    kind : type of Envelope
        See ``answer_model``.
    snapshot : Snapshot
        The one asked.
    answer : Answer
        What the measure found, whole.
    cut : Mapping[str, Any]
        Fields of the result of which only a part is given, and ``next_cursor`` where there is one.
    totals : mapping of str to int, optional
        Rows of each table, those that are not given included.
    """
    result, support = answer.result, answer.support
    fields = {name: getattr(result, name) for name in type(result).model_fields if name not in SAID_IN_META}
    limits = {**_whole(getattr(result, "limits", {})), **answer.limits}
    meta = Meta(
        graph_version=snapshot.graph.version,
        as_of=snapshot.as_of,
        known_at=snapshot.known_at,
        lens=snapshot.lens,
        horizon=None if answer.all_horizons else getattr(result, "horizon", snapshot.horizon),
        coverage=dict(answer.coverage),
        truncated=bool(limits),
        limits=limits,
        totals=dict(totals or {}),
        assumptions=tuple(dict.fromkeys((*_said(answer), *_carried_forward(snapshot), *assumptions_of(support)))),
    )
    known = snapshot.graph.sources
    sources = {**support.sources, **sources_of((), answer.nodes), **{name: known[name] for name in answer.sources}}
    return kind(**(fields | dict(cut)), meta=meta, sources=dict(sorted(sources.items())))


def _said(answer: Answer) -> Iterable[str]:
    """Return what an answer says of itself, and that a horizon makes no difference where it tells all of them."""
    yield from getattr(answer.result, "assumptions", ())
    yield from answer.notes
    if answer.all_horizons:
        yield "horizon: without effect here, all three are always told side by side"


def _carried_forward(snapshot: Snapshot) -> Iterable[str]:
    """Say of a day that nobody can know of yet that the last day known stands for it."""
    last = snapshot.graph.read_until
    if last is not None and snapshot.as_of - last > STALE:
        yield f"no source was read after {last}: what held then is taken to hold on {snapshot.as_of}"


def _whole(limits: Mapping[str, float]) -> dict[str, float]:
    """Return limits of analysis, what counts things as a whole number: a limit of 1 row is not 1.0."""
    return {name: int(most) if float(most).is_integer() else most for name, most in limits.items()}


def assumptions_of(support: Support) -> Iterable[str]:
    """Say in words what the relations used do not rest on: stated shares, pages that were read, public facts.

    Parameters
    ----------
    support : Support
        Of the relations that an answer rests on.
    """
    if support.assumed:
        yield (
            f"shares: no source states them on {support.assumed} of {support.links} links; computing power, the firms "
            "that run sites, or the market for the whole kind stand in, else equal parts"
        )
    if support.recalled:
        yield f"{support.recalled} of {support.links} links rest on a citation that nobody opened (checked: recalled)"
    if support.own:
        yield f"{support.own} of {support.links} links are the user's own facts"
    if support.derived:
        yield f"control by a country is derived through the lens on {support.derived} links"
    if support.later:
        told = "known of later days only, and count neither as there nor as absent"
        yield f"{support.later} of {support.links} links are {told}"
