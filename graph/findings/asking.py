"""Findings asked of a graph: each measure once, each sentence from its answer."""

from collections.abc import Hashable, Sequence
from datetime import date
from urllib.parse import quote, urlencode

from graph.errors import SupplygraphError
from graph.evidence import sources_of
from graph.findings.finding import Change, Finding, FindingKind, Findings, Told, Withheld, told
from graph.findings.table import KINDS
from graph.measures.declared import declared
from graph.measures.envelope import Answer
from graph.measures.measure import Limits, Measure
from graph.measures.question import Question, asked
from graph.snapshot import Snapshot


class Asking:
    """One snapshot, asked by many findings; a measure that several of them read is asked once.

    Parameters
    ----------
    snapshot : Snapshot
    limits : Limits
    """

    def __init__(self, snapshot: Snapshot, limits: Limits) -> None:
        self._snapshot = snapshot
        self._limits = limits
        self._answers: dict[Hashable, Answer] = {}

    def find(self, kinds: Sequence[FindingKind] = KINDS) -> Findings:
        """Return every finding that can be told, and why the others cannot."""
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
        if isinstance(read, str):
            return Withheld(id=kind.id, topic=kind.topic, title=kind.title, reason=read, link=link)
        sources = (*answer.sources, *sources_of(answer.edges, answer.nodes))
        return told(kind, read, link, sources)

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
    """Return the address at which a measure answers a question."""
    given = question.model_dump(mode="json", exclude_defaults=True, by_alias=True)
    path = measure.path
    for name in measure.in_path:
        path = path.replace(f"{{{name}}}", quote(str(given.pop(name)), safe=":"))
    query = urlencode(given, doseq=True, safe=":,")
    return f"/v1{path}?{query}" if query else f"/v1{path}"


def findings_of(snapshot: Snapshot, limits: Limits, topic: str | None = None) -> Findings:
    """Return the findings of a snapshot, of one topic where one is named.

    Parameters
    ----------
    snapshot : Snapshot
    limits : Limits
    topic : str, optional
    """
    return Asking(snapshot, limits).find([kind for kind in KINDS if topic in (None, kind.topic)])


def changes(before: Findings, after: Findings) -> tuple[Change, ...]:
    """Return what differs between two sets of findings: sentences new, gone, or with another number.

    Parameters
    ----------
    before, after : Findings
        Of two days, or of two versions of the graph.
    """
    was, now = ({one.id: one for one in found.findings} for found in (before, after))
    reasons = {one.id: one.reason for found in (before, after) for one in found.withheld}
    found = []
    for one in dict.fromkeys((*now, *was)):
        then, then_not = now.get(one), was.get(one)
        if then and then_not and (then.value, then.low, then.high) == (then_not.value, then_not.low, then_not.high):
            continue
        title = (then or then_not).title  # type: ignore[union-attr]
        found.append(
            Change(id=one, title=title, statement=_said(then_not, then, reasons.get(one)), before=then_not, after=then)
        )
    return tuple(found)


def _said(before: Finding | None, after: Finding | None, reason: str | None) -> str:
    if before and after:
        return f"Before: {before.statement} Now: {after.statement}"
    if after:
        return f"New: {after.statement}" + (f" Before, it could not be said: {reason}" if reason else "")
    return f"No longer said: {before.statement}" + (f" Now: {reason}" if reason else "") if before else ""


def since(snapshot: Snapshot, day: date, limits: Limits, topic: str | None = None) -> Findings:
    """Return the findings of a snapshot with what changed since another day.

    Parameters
    ----------
    snapshot : Snapshot
    day : date
    limits : Limits
    topic : str, optional
    """
    then = snapshot.graph.snapshot(day, snapshot.known_at, snapshot.lens, snapshot.horizon)
    now = findings_of(snapshot, limits, topic)
    return now.model_copy(update={"since": day, "changed": changes(findings_of(then, limits, topic), now)})
