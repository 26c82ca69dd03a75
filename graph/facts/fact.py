"""Facts: what a loader yields, each with its evidence and validity.

A fact is written once, checked once and never changed. ``NodeFact`` says that something exists, ``EdgeFact``
that two things are linked. Both carry the same evidence fields.

The fields are written here and nowhere else: answers inherit ``Provenance``, ``Naming`` and ``Figure``, and the stores,
their schema and the exports take the names of the fields from them.
"""

import hashlib
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from graph.facts.border import Address, Day, Name, Number, Properties, Text
from graph.facts.canonical import canonical, short_digest
from graph.facts.dates import Period, last_day
from graph.facts.derived import measured_from, told_apart
from graph.ontology import EDGE_TYPES, EdgeKind, NodeKind, Role

OPEN = "open"
"""Property of a share: its source does not cover the whole market, so that a sum of one closes no list."""
LEAST_SHARE, MOST_SHARE = "share_low", "share_high"
"""Properties of a share of which a source states an interval: it has no ``share`` and counts as not known."""
LEAST_QUANTITY, MOST_QUANTITY = "quantity_low", "quantity_high"
"""Properties of a quantity of which a source states a range, beside its central value or without one."""
NodeId = Annotated[str, Field(pattern=r"^[a-z]+:[A-Za-z0-9][A-Za-z0-9._-]*$", max_length=160)]


class Confidence(StrEnum):
    """How sure the fact is, surest first."""

    CONFIRMED = "confirmed"
    LIKELY = "likely"
    SPECULATIVE = "speculative"
    DISPUTED = "disputed"


class Checked(StrEnum):
    """How the fact was checked: restated from a file at hand, read on the cited page, or not opened."""

    FILE = "file"
    READ = "read"
    RECALLED = "recalled"


Relation = tuple[str, str, str, str]
"""Kind, start, end and need of a relation."""


class _Frozen(BaseModel):
    model_config = ConfigDict(defer_build=True, frozen=True, extra="forbid", populate_by_name=True)


class Source(_Frozen):
    """Where a fact comes from: one page or file of one data set.

    ``published_on`` keeps the precision of the source (``2025`` is a year). ``retrieved_on`` is None when
    nobody opened the page. ``origin`` names the study behind a press report.
    """

    id: Name = ""
    dataset: Name = "facts"
    title: Name
    publisher: Name
    url: Address
    published_on: Period | None = None
    retrieved_on: Day | None = None
    licence: Name
    origin: Text | None = None

    @model_validator(mode="after")
    def _with_id(self) -> "Source":
        if not self.id:
            digest = hashlib.sha256(self.model_dump_json(exclude={"id"}).encode()).hexdigest()[:12]
            object.__setattr__(self, "id", f"{self.dataset}/{digest}")
        return self

    @property
    def known_from(self) -> date | None:
        """The day by which the source was surely public; None when it has no date."""
        return last_day(self.published_on) if self.published_on else None


class Provenance(_Frozen):
    """How far a fact is to be believed, as its source words it, and when it held."""

    confidence: Confidence = Confidence.LIKELY
    checked: Checked = Field(default=Checked.RECALLED, description="`recalled`: nobody opened the cited page")
    as_reported: Text | None = None
    note: Text | None = None
    valid_from: Day | None = None
    valid_to: Day | None = None

    @field_validator("valid_to")
    @classmethod
    def _half_open(cls, value: date | None, info: Any) -> date | None:
        start = info.data.get("valid_from")
        if value is not None and start is not None and value <= start:
            raise ValueError(f"valid_to {value} is not after valid_from {start} (intervals are half open)")
        return value


class Naming(_Frozen):
    """What a source calls a thing, and the properties that it gives."""

    name: Annotated[Name, Field(min_length=1)]
    aliases: tuple[Name, ...] = ()
    subtype: Name | None = None
    properties: Properties = Field(default_factory=dict)


class Figure(_Frozen):
    """What a source says of a relation: the share, the quantity, and what they are of.

    ``share`` is of the need; ``period`` is what the figure measures. ``quantity`` with ``unit`` is a stock, a count or
    a score. ``closed``: the source names every supplier. ``role`` overrides what the ontology says of the need, with
    the reason in ``note``.
    """

    share: Annotated[Number, Field(ge=0, le=1)] | None = None
    quantity: Number | None = None
    basis: Name | None = None
    unit: Name | None = None
    denominator: Name | None = None
    period: Period | None = None
    closed: bool = False
    role: Role | None = None
    properties: Properties = Field(default_factory=dict)


class Evidence(Provenance):
    """The fields that every fact carries besides its content."""

    source: Source
    locator: Name = Field(default="", description="file and row; not part of the fact's identity")

    @model_validator(mode="after")
    def _honest(self) -> "Evidence":
        if self.checked is Checked.RECALLED and self.confidence is Confidence.CONFIRMED:
            raise ValueError("a recalled fact is at most 'likely': nobody opened the page")
        if self.checked is Checked.READ and self.source.retrieved_on is None:
            raise ValueError("checked is 'read' but the source has no retrieved_on")
        return self

    def holds_on(self, day: date) -> bool:
        """Say whether the fact was true on a day (valid time).

        Parameters
        ----------
        day : date
            From ``valid_from`` on, and before ``valid_to``; an end that is None is open.
        """
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day < self.valid_to)

    def known_on(self, day: date) -> bool:
        """Say whether the source was public on a day (knowledge time); an undated source always was.

        Parameters
        ----------
        day : date
            The source is taken to be public from the last day of the period of its publication on.
        """
        known_from = self.source.known_from
        return known_from is None or known_from <= day

    @cached_property
    def claim_id(self) -> str:
        """A short, stable id of this one claim."""
        return short_digest(identity(self))


class NodeFact(Naming, Evidence):
    """Something exists."""

    type: Literal["node"] = "node"
    id: NodeId
    kind: NodeKind


class EdgeFact(Figure, Evidence):
    """Two things are linked, and in which figure.

    ``need`` groups alternatives: edges of one dependent with the same need are alternatives, different needs
    are all required. ``valid_from`` and ``valid_to`` bound the relation itself, not its figure.
    """

    type: Literal["edge"] = "edge"
    kind: EdgeKind
    start: NodeId = Field(alias="from")
    end: NodeId = Field(alias="to")
    need: Name = ""

    @model_validator(mode="after")
    def _default_need(self) -> "EdgeFact":
        row = EDGE_TYPES[self.kind]
        if row.need is None and self.need:
            raise ValueError(f"{self.kind} makes no dependency, so it has no need")
        if self.role and (row.need is None or not self.note):
            raise ValueError("role overrides the ontology only on an edge that makes a need, with the reason in note")
        if not self.need and row.need is not None:
            object.__setattr__(self, "need", self.end if row.each_target_a_need else row.need)
        return self

    @cached_property
    def relation(self) -> Relation:
        """What the fact is about, figures apart: kind, start, end, need."""
        return (self.kind.value, self.start, self.end, self.need)

    @cached_property
    def told_apart(self) -> str:
        """What tells this relation from others of its kind between the same ends; empty for most kinds."""
        return told_apart(self.kind, self.properties)

    @cached_property
    def measured_from(self) -> date | None:
        """First day of the period that the figure measures; of the relation when no period is given."""
        return measured_from(self.period, self.valid_from)


def fields_of(fact: BaseModel, part: type[BaseModel]) -> dict[str, Any]:
    """Return the fields of one part of a fact: ``Provenance``, ``Naming`` or ``Figure``.

    Parameters
    ----------
    fact : BaseModel
        Has the fields of the part.
    part : type[BaseModel]
        The model whose fields are wanted.
    """
    return {name: getattr(fact, name) for name in part.model_fields}


class Redirect(_Frozen):
    """A merged id: the old one leads to the new one for ever."""

    type: Literal["redirect"] = "redirect"
    id: NodeId
    to: NodeId
    locator: Name = ""


Fact = NodeFact | EdgeFact | Redirect


def kind_of_fact(fact: Fact) -> str:
    """Return the kind that a fact is counted under.

    Parameters
    ----------
    fact : Fact
        A node, an edge or a redirect.
    """
    return "redirect" if isinstance(fact, Redirect) else fact.kind.value


def identity(fact: Evidence | Redirect) -> str:
    """Return the canonical text of a fact: all of it but the row it was found in.

    Parameters
    ----------
    fact : Evidence or Redirect
        A source counts by its id.
    """
    content = fact.model_dump(mode="json", exclude={"locator", "source"}, exclude_none=True)
    if not isinstance(fact, Redirect):
        content["source"] = fact.source.id
    return canonical(content)
