"""Match names of another list to ids."""

from pydantic import Field

from graph.analysis.results import Result, Row
from graph.measures.envelope import Answer
from graph.measures.measure import Limits, Measure
from graph.measures.panels import FACTS
from graph.measures.question import Limited
from graph.measures.table import Table, columns
from graph.node_ids import EntityId
from graph.ontology import NodeKind
from graph.search.matching import candidates
from graph.search.search import rested_on
from graph.snapshots.snapshot import Snapshot

MOST = 500
"""Names that are matched at once."""
CANDIDATES = 50
"""Most candidates of one name."""


class MatchQuestion(Limited):
    """Names, and what they are of."""

    names: tuple[str, ...] = Field(max_length=MOST, description=f"names, aliases, ids or codes, {MOST} at most")
    kind: NodeKind | None = Field(default=None, description="only this kind")
    limit: int | None = Field(
        default=5, ge=1, le=CANDIDATES, description=f"most candidates of a name; a file has {CANDIDATES} when left out"
    )


class MatchRow(Row):
    """A candidate of a name; of a name without one, all but `asked` and `reason` is null."""

    asked: str
    id: EntityId | None = None
    name: str | None = None
    kind: NodeKind | None = None
    score: float | None = Field(default=None, description="0 to 100; 100 is the same id, name or code")
    match: bool = Field(default=False, description="taken for the thing itself: near enough, and nothing else as near")
    reason: str


class Matches(Result):
    """Candidates of each name, the nearest first."""

    rows: tuple[MatchRow, ...]


def match(snapshot: Snapshot, question: MatchQuestion, limits: Limits) -> Answer:
    """Return ranked ids of each name, with the score and why; none is guessed where nothing is near."""
    ids = snapshot.nodes.ids_of(question.kind) if question.kind else snapshot.nodes.ids
    weight = rested_on(snapshot.edges.every_end())
    rows: list[MatchRow] = []
    most = question.limit or CANDIDATES
    more = False
    for name in question.names:
        # One more: it says whether there are more.
        found = candidates(snapshot.graph.name_index, ids, name, weight, most + 1)
        more |= len(found) > most
        rows += [
            MatchRow(
                asked=name, id=one.node.id, name=one.node.name, kind=one.node.kind, score=one.score, match=one.sure,
                reason=one.reason,
            )
            for one in found
        ]  # fmt: skip
        if not found:
            rows.append(MatchRow(asked=name, reason="nothing is near"))
    return Answer(Matches(rows=tuple(rows)), not_counted=("rows",) if more else ())


MEASURE = Measure(
    answer=match,
    title="Match names of another list to ids: ranked, with reasons",
    panel=FACTS,
    path="/match",
    question=MatchQuestion,
    result=Matches,
    tables=(Table("rows", columns("asked", "id", "name", "kind", "score", "match", "reason"), per="asked"),),
    example={"names": ["T.S.M.C.", "Nvidia Corp.", "Holland", "490"]},
    body="names",
)
