"""Pictures: the layered drawing of one entity, as data for the page or as a file for other programs."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Path, Query, Response

from api.dependencies import SnapshotAsked, answer
from api.errors import problems
from api.formats import STYLED, VARY, negotiated
from graph.analysis.dependency.cases.readings import Criterion
from graph.analysis.dependency.cut_sets.single_points import SinglePoint, single_points_of_failure
from graph.analysis.dependency.paths.closure import Closure, downstream, upstream
from graph.analysis.dependency.scenarios.scenarios import run_scenario
from graph.analysis.dependency.scenarios.spec import Scenario
from graph.drawing.became import Became, State
from graph.drawing.drawing import Drawing, drawing
from graph.drawing.svg import svg
from graph.facts.border import Day
from graph.facts.edges import Edge
from graph.facts.fact import Source
from graph.formats.document import document
from graph.formats.mermaid import mermaid
from graph.formats.network import part
from graph.formats.networks import NETWORK_MEDIA_TYPES, NETWORK_WRITERS, NetworkFormat
from graph.measures.behind import edges_of
from graph.measures.envelope import answer_model, assumptions_of
from graph.measures.support import support_of
from graph.ontology import NodeKind
from graph.snapshots.snapshot import Snapshot

router = APIRouter(tags=["Files"])
FORMATS = {
    "json": "application/json",
    "svg": "image/svg+xml",
    "html": "text/html",
    "mermaid": "text/vnd.mermaid",
    **{form.value: media for form, media in NETWORK_MEDIA_TYPES.items()},
}

NAMED = 6
"""Publishers named below a picture; every source is in the HTML and JSON."""


DrawingAnswer = answer_model("DrawingAnswer", Drawing)


class Look:
    """How an entity is drawn."""

    def __init__(
        self,
        direction: Annotated[Literal["up", "down"], Query(description="what it rests on, or what rests on it")] = "up",
        scale: Annotated[float, Query(gt=0, le=4, description="multiplies the most boxes of each band")] = 1.0,
        laid_out: Annotated[
            Day | None, Query(description="the day whose picture is drawn; what is not there on `as_of` is pale")
        ] = None,
        out: Annotated[
            str, Query(description="what is gone: ids with commas; shown is what falls and is degraded")
        ] = "",
    ) -> None:
        self.down = direction == "down"
        self.scale = scale
        self.laid_out = laid_out
        self.gone = [one for one in out.split(",") if one]


@router.get(
    "/drawing/{node_id}",
    summary="The layered picture of what an entity rests on, or of what rests on it",
    response_model=DrawingAnswer,
    responses={200: {"content": {media: {} for media in FORMATS.values()}}, **problems(400, 404, 406)},
)
def draw(
    node_id: Annotated[str, Path(description="its id", openapi_examples={"example": {"value": "model:glm-5"}})],
    question: Annotated[SnapshotAsked, Depends()],
    format: Annotated[str, Depends(negotiated(FORMATS))],
    look: Annotated[Look, Depends()],
) -> Response:
    """Return boxes, pills and links with coordinates, largest bands collapsed; networks and HTML have every node."""
    snapshot = question.snapshot
    gone = [snapshot.require(one, "out") for one in look.gone]
    became = _became(snapshot, gone)
    on, then = (snapshot.on(look.laid_out), snapshot) if look.laid_out else (snapshot, None)
    drawn = drawing(on, node_id, down=look.down, scale=look.scale, became=became, then=then)
    if format == "json":
        content = answer(DrawingAnswer, question, drawn).model_dump_json(by_alias=True)
        return Response(content, media_type=FORMATS[format], headers=VARY)
    name = snapshot.nodes[snapshot.require(drawn.root)].name
    title = f"What {name} rests on" if not look.down else f"What rests on {name}"
    if gone:
        title += f", if {_and(snapshot.nodes[one].name for one in gone)} {'is' if len(gone) == 1 else 'are'} cut off"
    content = _file(format, _Drawn(snapshot, drawn, title, became, down=look.down))
    return Response(content, media_type=FORMATS[format], headers=VARY | STYLED)


def _became(snapshot: Snapshot, gone: list[str]) -> Became:
    """Say what becomes of entities without those that are gone.

    A country that loses models it uses is the seat of its firms all the same: nothing becomes of it unless it is gone.
    """
    if not gone:
        return Became()
    result = run_scenario(snapshot, Scenario(remove=tuple(gone)))
    states: dict[str, State] = {row.id: "degraded" for row in result.degraded if row.kind is not NodeKind.COUNTRY}
    states |= {row.id: "falls" for row in result.failed if row.kind is not NodeKind.COUNTRY}
    operating = {row.id for row in result.failed if row.operates} | {row.id for row in result.degraded if row.operates}
    return Became(states | dict.fromkeys(gone, "out"), operating)


def _and(names: Iterable[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last


@dataclass(frozen=True)
class _Drawn:
    """What a file is written from."""

    snapshot: Snapshot
    drawn: Drawing
    title: str
    became: Became
    down: bool


def _file(form: str, asked: _Drawn) -> str:
    snapshot, drawn, title = asked.snapshot, asked.drawn, asked.title
    basis = (
        f"as of {snapshot.as_of}, lens {snapshot.lens}, horizon {snapshot.horizon}, graph {snapshot.graph.version[:12]}"
    )
    if form == "mermaid":
        return mermaid(drawn, f"{title}, {basis}. Supplygraph")
    closure = downstream(snapshot, drawn.root) if asked.down else upstream(snapshot, drawn.root)
    of = {one.id: asked.became.of(one.id, as_operator=one.as_operator) for one in closure.nodes}
    became = {entity: state for entity, state in of.items() if state}
    edges = edges_of(snapshot, closure.edges)
    support = support_of(edges)
    sources = support.sources.values()
    caption = f"{basis[0].upper()}{basis[1:]}. {_publishers(sources)}Picture: Supplygraph"
    if form == "svg":
        return svg(drawn, title, caption)
    if form in set(NetworkFormat):
        depths = {member.id: member.depth for member in closure.nodes}
        rows = ((link.dependent, link.supplier, edge) for link, edge in zip(closure.edges, edges, strict=True))
        return "".join(NETWORK_WRITERS[NetworkFormat(form)](part(snapshot, depths, rows, title, became)))
    said = [*closure.assumptions, *assumptions_of(support)]
    weak = single_points_of_failure(snapshot, closure.id, Criterion()).points
    tables = {"Entities": _entities(closure, weak, became), "Dependencies": _dependencies(closure, edges)}
    return document(title, f"{basis[0].upper()}{basis[1:]}. Supplygraph", svg(drawn, title), tables, said, sources)


def _publishers(sources: Iterable[Source]) -> str:
    """Name those whose figures a picture rests on, the most cited first."""
    ranked = [name for name, _ in Counter(source.publisher for source in sources).most_common()]
    if not ranked:
        return ""
    more = f" and {len(ranked) - NAMED} more" if len(ranked) > NAMED else ""
    return f"Sources: {', '.join(ranked[:NAMED])}{more}. "


def _entities(closure: Closure, weak: Iterable[SinglePoint], became: Mapping[str, State]) -> list[dict[str, object]]:
    known = {
        one.id: "only as its home" if one.only_as_home else "certain" if one.certain else "as far as known"
        for one in weak
    }
    return [
        {"name": one.name, "id": one.id, "kind": one.kind, "layer": one.layer, "steps": one.depth, "need": one.need,
         "single_point_of_failure": known.get(one.id), "what_if": became.get(one.id)}
        for one in closure.nodes
    ]  # fmt: skip


def _dependencies(closure: Closure, edges: list[Edge]) -> list[dict[str, object]]:
    """Return a row a link: whose need, whom it may be met by, and who says so."""
    return [
        {"of": link.dependent, "need": link.need, "supplier": link.supplier, "share": link.share,
         "share_is": "assumed equal" if link.assumed else "stated", "caveat": link.caveat, "basis": edge.claim.basis,
         "period": edge.claim.period, "checked": edge.claim.checked, "confidence": edge.claim.confidence,
         "source": edge.claim.source.title}
        for link, edge in zip(closure.edges, edges, strict=True)
    ]  # fmt: skip
