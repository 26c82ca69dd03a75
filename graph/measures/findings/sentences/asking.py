"""Findings asked of a graph: each measure once, each sentence from its answer."""

import re
from collections.abc import Hashable, Sequence
from datetime import date
from urllib.parse import quote, urlencode

from graph.analysis.results import percent
from graph.errors import SupplygraphError
from graph.facts.evidence import sources_of
from graph.measures.declared import declared
from graph.measures.envelope import Answer
from graph.measures.findings.sentences.finding import (
    Change,
    Finding,
    FindingKind,
    Findings,
    Incomparable,
    Told,
    Topic,
    Withheld,
    told,
)
from graph.measures.findings.sentences.table import KINDS
from graph.measures.measure import Limits, Measure
from graph.measures.question import Question, asked
from graph.snapshots.snapshot import Snapshot

_ID = re.compile(r"\b[a-z]+:[A-Za-z0-9][A-Za-z0-9._-]*[A-Za-z0-9]")
ENOUGH = 0.5
"""Nothing is told of what less than this is seen of."""


class Asking:
    """One snapshot, asked by many findings; a measure that several of them read is asked once.

    Parameters
    ----------
    snapshot : Snapshot
        Every measure is asked of it.
    limits : Limits
        Those of every measure.
    """

    def __init__(self, snapshot: Snapshot, limits: Limits) -> None:
        self._snapshot = snapshot
        self._limits = limits
        self._answers: dict[Hashable, Answer] = {}

    def find(self, kinds: Sequence[FindingKind] = KINDS) -> Findings:
        """Return every finding that can be told, and why the others cannot.

        Parameters
        ----------
        kinds : sequence of FindingKind
            Which are asked for; all by default.
        """
        findings, withheld = [], []
        for kind in kinds:
            found = self._one(kind)
            if isinstance(found, Finding):
                findings.append(found)
            else:
                withheld.append(found)
        return Findings(findings=tuple(findings), withheld=tuple(withheld))

    def _one(self, kind: FindingKind) -> Finding | Withheld:
        measure = declared(kind.measure)
        question = self._question(measure, kind)
        link = link_of(measure, question)
        try:
            answer = self._answer(measure, question)
            read: Told | str = kind.read(answer.result, self._snapshot.as_of)
        except SupplygraphError as error:
            read = str(error)
        if isinstance(read, Told) and read.covered is not None and read.covered < ENOUGH:
            read = f"too little is seen: {read.coverage}"
        if isinstance(read, str):
            return Withheld(
                id=kind.id,
                topic=kind.topic,
                title=kind.title,
                reason=self._named(read.removeprefix("withheld: ")),
                link=link,
            )
        sources = (*answer.sources, *sorted({*answer.support.sources, *sources_of((), answer.nodes)}))
        names = {word: node.name for word in read.words.values() if (node := self._snapshot.nodes.get(word))}
        return told(kind, read, link, sources, names)

    def _named(self, text: str) -> str:
        """Return a text with names where it has ids."""
        nodes = self._snapshot.nodes
        return _ID.sub(lambda found: nodes[found[0]].name if found[0] in nodes else found[0], text)

    def _question(self, measure: Measure[Question], kind: FindingKind) -> Question:
        of = self._snapshot
        shared = {"as_of": of.as_of, "known_at": of.known_at, "lens": of.lens, "horizon": of.horizon}
        return asked(measure.question, {**shared, **kind.query})

    def _answer(self, measure: Measure[Question], question: Question) -> Answer:
        key = (measure.name, question)
        if key not in self._answers:
            self._answers[key] = measure.answer(self._snapshot, question, self._limits)
        return self._answers[key]


def link_of(measure: Measure[Question], question: Question) -> str:
    """Return the address at which a measure answers a question.

    Parameters
    ----------
    measure : Measure
        The measure.
    question : Question
        One of its kind; defaults are left out of the address.
    """
    given = question.model_dump(mode="json", exclude_defaults=True, by_alias=True)
    path = measure.path
    for name in measure.in_path:
        path = path.replace(f"{{{name}}}", quote(str(given.pop(name)), safe=":"))
    query = urlencode(given, doseq=True, safe=":,")
    return f"/v1{path}?{query}" if query else f"/v1{path}"


def findings_of(snapshot: Snapshot, limits: Limits, topic: Topic | None = None) -> Findings:
    """Return the findings of a snapshot, of one topic where one is named.

    Parameters
    ----------
    snapshot : Snapshot
        The graph of the day that is asked about.
    limits : Limits
        What the measures that are asked may take.
    topic : Topic, optional
        Leave out those of other topics.
    """
    return Asking(snapshot, limits).find([kind for kind in KINDS if topic in (None, kind.topic)])


def compared(
    before: Findings, after: Findings, *, one_day: bool = False
) -> tuple[tuple[Change, ...], tuple[Incomparable, ...]]:
    """Return which sentences have another number, and which cannot be compared (methods B4b).

    That a thing is known now and was not, or of other countries, is no change of the world.

    Parameters
    ----------
    before, after : Findings
        Of two days, or of two versions of the graph.
    one_day : bool
        Both are of one day, so that ties without a date hold in both or in neither.
    """
    was, now = ({one.id: one for one in found.findings} for found in (before, after))
    changed, incomparable = [], []
    for one in dict.fromkeys((*now, *was)):
        first, second = was.get(one), now.get(one)
        if first is None or second is None:
            when, absent = ("before", before) if first is None else ("after", after)
            (row,) = [row for row in absent.withheld if row.id == one]
            incomparable.append(Incomparable(id=one, title=row.title, reason=f"could not be said {when}: {row.reason}"))
        elif reason := _apart(first, second, one_day=one_day):
            incomparable.append(Incomparable(id=one, title=second.title, reason=reason))
        elif (first.value, first.low, first.high) != (second.value, second.low, second.high):
            told = f"Before: {first.statement} After: {second.statement}"
            changed.append(Change(id=one, title=second.title, statement=told, before=first, after=second))
    return tuple(changed), tuple(incomparable)


def _apart(before: Finding, after: Finding, *, one_day: bool) -> str | None:
    """Say why two numbers are not of one universe; None where they are."""
    if before.universe != after.universe and not all(one.startswith("country:") for one in before.universe):
        return f"over {' and '.join(before.universe)} before, over {' and '.join(after.universe)} after"
    if before.universe != after.universe:
        kept = len(set(before.universe) & set(after.universe))
        return f"over {len(before.universe)} countries before and {len(after.universe)} after, {kept} of them the same"
    undated = max(before.undated or 0.0, after.undated or 0.0)
    if undated and not one_day:
        return f"no source dates {percent(undated)} of what it rests on, so its past is not known"
    return None


def since(snapshot: Snapshot, day: date, limits: Limits, topic: Topic | None = None) -> Findings:
    """Return the findings of a snapshot with what changed since another day.

    Parameters
    ----------
    snapshot : Snapshot
        The graph of the day that is asked about.
    day : date
        The earlier day.
    limits : Limits
        What the measures that are asked may take.
    topic : Topic, optional
        Leave out those of other topics.
    """
    then = snapshot.on(day)
    now = findings_of(snapshot, limits, topic)
    changed, incomparable = compared(findings_of(then, limits, topic), now)
    return now.model_copy(update={"since": day, "changed": changed, "incomparable": incomparable})
