"""What the graph says, in sentences."""

from pydantic import Field

from graph.errors import QuestionError
from graph.facts.border import Day
from graph.measures.envelope import Answer
from graph.measures.findings.sentences.asking import findings_of, since
from graph.measures.findings.sentences.finding import Findings, Topic
from graph.measures.measure import Limits, Measure
from graph.measures.panels import FINDINGS
from graph.measures.question import Question
from graph.measures.table import Table, columns
from graph.snapshots.snapshot import Snapshot


class FindingsQuestion(Question):
    """Which findings, and since when changes are told."""

    topic: Topic | None = Field(default=None, description="only findings of this topic")
    since: Day | None = Field(default=None, description="tell what changed since this day too")


def findings(snapshot: Snapshot, question: FindingsQuestion, limits: Limits) -> Answer:
    """Return sentences with number, interval, day, denominator, coverage, sources and link; and what cannot be said."""
    if question.since:
        if question.since >= snapshot.as_of:
            raise QuestionError(
                f"since={question.since} is not before {snapshot.as_of}, the day asked about: give an earlier day",
                "since",
            )
        result = since(snapshot, question.since, limits, question.topic)
    else:
        result = findings_of(snapshot, limits, question.topic)
    return Answer(result, sources=sorted({source for one in result.findings for source in one.sources}))


MEASURE = Measure(
    answer=findings,
    title="The findings, in sentences: how far the world is divided, and what changed",
    panel=FINDINGS,
    path="/findings",
    question=FindingsQuestion,
    result=Findings,
    tables=(
        Table("findings", columns("statement", "about", "coverage", "link")),
        Table("withheld", columns("title", "reason"), "What cannot be said, and why"),
        Table("changed", columns("statement"), "What changed"),
        Table("incomparable", columns("title", "reason"), "What cannot be compared, and why"),
    ),
)
