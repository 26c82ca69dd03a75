"""Find nodes."""

from pydantic import Field

from graph.analysis.results import Result
from graph.errors import QuestionError
from graph.facts.evidence import NodeRow, node_row
from graph.measures.envelope import Answer
from graph.measures.measure import Limits, Measure
from graph.measures.panels import FACTS
from graph.measures.question import Paged
from graph.measures.table import Table, columns
from graph.ontology import NodeKind
from graph.search.search import rested_on, search
from graph.snapshots.snapshot import Snapshot


class FindQuestion(Paged):
    """A text, a kind, a country."""

    q: str | None = Field(default=None, max_length=200, description="name, alias or id, or a part of it")
    kind: NodeKind | None = Field(default=None, description="only this kind")
    country: str | None = Field(default=None, description="only what this country controls through the lens")
    limit: int | None = Field(
        default=None, ge=1, le=10_000, description="most rows; the setting page_limit when left out, of a file all"
    )


class Nodes(Result):
    """A page of nodes."""

    items: tuple[NodeRow, ...]
    total: int


def find(snapshot: Snapshot, question: FindQuestion, limits: Limits) -> Answer:
    """Return nodes that existed on the day, best match first."""
    if question.q is not None and not question.q.strip():
        raise QuestionError("`q` is empty: give a name or a part of one, or leave it out to list everything", "q")
    ids = snapshot.nodes.ids_of(question.kind) if question.kind else list(snapshot.nodes)
    if question.country is not None:
        home = snapshot.require(question.country, "country")
        ids = [node_id for node_id in ids if home in snapshot.controllers(node_id) or node_id == home]
    if question.q is None:
        nodes = [snapshot.nodes[node_id] for node_id in ids]
    else:
        nodes = search(snapshot.graph.name_index, ids, question.q, rested_on(snapshot.edges.every_end()))
    return Answer(Nodes(items=tuple(node_row(node) for node in nodes), total=len(nodes)))


EMPTY = "nothing has such a name, or one that is near: try a part of it, or leave out what narrows the search"

MEASURE = Measure(
    answer=find,
    title="List nodes, or search them by name and alias",
    panel=FACTS,
    path="/nodes",
    question=FindQuestion,
    result=Nodes,
    tables=(Table("items", columns("id", "name", "kind", "layer", "aliases"), nothing=EMPTY),),
    example={"q": "zhipu"},
    positional=("q",),
)
