"""A measure, and how one is evaluated: the only way from a question to an answer, for addresses and commands."""

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import cached_property
from inspect import getdoc
from typing import Any, Generic, TypeVar

from pydantic import BaseModel

from graph.budget import checkpoint
from graph.formats.network import NodeLinkGraph
from graph.knowledge_graph import KnowledgeGraph
from graph.measures.envelope import Answer, Envelope, answer_model, enclose
from graph.measures.question import Limited, Paged, Question
from graph.measures.ranking import level
from graph.measures.table import Table, part, rows_in
from graph.snapshots.snapshot import Snapshot

QuestionType = TypeVar("QuestionType", bound=Question)


@dataclass(frozen=True)
class Limits:
    """What one analysis may take, by the settings of the process.

    Attributes
    ----------
    rows : int
        Rows of a page when ``limit`` is not given.
    paths, path_length : int
        Paths, and the longest of them, when the question does not say.
    cut_order : int
        Largest order of a cut set that may be asked for.
    seconds : float
        Time limit.
    answer_bytes : int
        Of an answer whose ``limit`` nobody stated.
    """

    rows: int = 100
    paths: int = 25
    path_length: int = 12
    cut_order: int = 5
    seconds: float = 20.0
    answer_bytes: int = 200_000


@dataclass(frozen=True)
class Measure(Generic[QuestionType]):
    """A measure: what it takes, what it answers, and how that is shown.

    Attributes
    ----------
    answer : callable
        ``(snapshot, question, limits) -> Answer``, pure. Its name is the measure's; its docstring says what it gives.
    title : str
        One line: what is asked.
    panel : str
        The subject under which addresses and commands are listed.
    path : str
        Address under ``/v1``; fields in braces are parts of it.
    question : type of Question
        What may be asked: its fields are parameters of the address and options of the command.
    result : type of BaseModel
        What is answered; its fields stand in the envelope of the answer.
    tables : tuple of Table
        The first is the one that ``cursor`` pages through.
    example : Mapping[str, Any]
        A question that has an answer on what is shipped.
    body : str
        The field that is sent as a body: then the method is POST.
    positional : tuple of str
        Fields, besides those of the address, that the command takes without naming them.
    network : callable, optional
        ``(snapshot, question, limits) -> NodeLinkGraph``: the answer as a network, where it is one; with it the address
        has the forms of graph programs.
    """

    answer: Callable[[Snapshot, QuestionType, Limits], Answer]
    title: str
    panel: str
    path: str
    question: type[QuestionType]
    result: type[BaseModel]
    tables: tuple[Table, ...] = ()
    example: Mapping[str, Any] = field(default_factory=dict)
    body: str = ""
    positional: tuple[str, ...] = ()
    network: Callable[[Snapshot, QuestionType, Limits], NodeLinkGraph] | None = None

    @property
    def name(self) -> str:
        """The name of the measure, and of its command."""
        return self.answer.__name__.replace("_", "-")

    @property
    def method(self) -> str:
        """The method of its address."""
        return "POST" if self.body else "GET"

    @property
    def description(self) -> str:
        """What it gives, in a sentence or two."""
        return getdoc(self.answer) or ""

    @property
    def in_path(self) -> tuple[str, ...]:
        """The fields that are parts of the address."""
        return tuple(part[1:-1] for part in self.path.split("/") if part.startswith("{"))

    @cached_property
    def model(self) -> type[Envelope]:
        """The model of its answers."""
        name = f"{self.answer.__name__.title().replace('_', '')}Answer"
        return answer_model(name, self.result, paged=issubclass(self.question, Paged))


def today() -> date:
    """Return the day that ``as_of`` means when it is not given (UTC)."""
    return datetime.now(UTC).date()


def snapshot_of(graph: KnowledgeGraph, question: Question) -> Snapshot:
    """Return the snapshot that a question is about.

    Parameters
    ----------
    graph : KnowledgeGraph
        The version that is asked.
    question : Question
        Its day, knowledge time, lens and horizon; today where it names no day.
    """
    return graph.snapshot(question.as_of or today(), question.known_at, question.lens, question.horizon)


MOST_PATHS = 1_000
"""Paths of a file: their number grows without bound, so that these alone have one."""


def every_row(question: Question, limits: Limits) -> tuple[Question, Limits]:
    """Return a question and limits of which no row is left out: those of a file, or of an answer
    that is asked for whole, whose ``limit`` nobody stated.

    Parameters
    ----------
    question : Question
        Its own ``limit`` is a default, made for reading.
    limits : Limits
        Of the process; what work may take stays.
    """
    if isinstance(question, Limited):
        question = question.model_copy(update={"limit": None})
    return question, replace(limits, rows=sys.maxsize, paths=max(MOST_PATHS, limits.paths))


def evaluate(measure: Measure[Any], graph: KnowledgeGraph, question: Question, limits: Limits) -> Envelope:
    """Return the answer to a question.

    Parameters
    ----------
    measure : Measure
        What is asked for.
    graph : KnowledgeGraph
        The version that is asked.
    question : Question
        Of the measure's kind.
    limits : Limits
        What one analysis may take.

    Raises
    ------
    SupplygraphError
        What the measure raises: an unknown id, a question that makes no sense, a limit.
    """
    checkpoint()
    snapshot = snapshot_of(graph, question)
    checkpoint("the analysis")
    answer = measure.answer(snapshot, question, limits)
    given, reached = part(measure.tables, answer.result, question, limits.rows)
    counted = [table.rows for table in measure.tables if table.rows not in answer.not_counted]
    totals = {name: rows_in(getattr(answer.result, name)) for name in counted}
    notes = (*answer.notes, *_level(measure.tables, answer, given))
    answer = replace(answer, limits={**answer.limits, **reached}, notes=notes)
    return enclose(measure.model, snapshot, answer, given, totals)


def _level(tables: Sequence[Table], answer: Answer, given: Mapping[str, Any]) -> Iterable[str]:
    """Say where a limit cuts a ranking between rows that are level."""
    for table in tables:
        if table.ranking and table.rows in given:
            rows, counted = getattr(answer.result, table.rows), table.rows not in answer.not_counted
            yield from level(table.ranking, rows, given[table.rows], table.per, counted=counted)
