"""How far the world is divided, layer by layer: index, countries, matrix, timeline, distances, what if."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, Field

from api.dependencies import Envelope, Question, answer
from graph.analysis.blocs import DEFAULT, Bloc, bloc_named, presets
from graph.analysis.fragmentation.adoption import Adoption, AdoptionSpec, adoption
from graph.analysis.fragmentation.alignment import Countries, CountryRow, countries
from graph.analysis.fragmentation.coupling import CrossSphereMatrix, cross_sphere_matrix
from graph.analysis.fragmentation.explanation import edges_behind
from graph.analysis.fragmentation.index import Fragmentation, fragmentation
from graph.analysis.fragmentation.layer_shares import MIN_KNOWN, Choice, LayerCoverage, LayerShares, measure
from graph.analysis.fragmentation.null_model import DRAWS
from graph.analysis.fragmentation.portfolio_distance import By, Distances, distances
from graph.analysis.fragmentation.ties.dating import Undated
from graph.analysis.fragmentation.ties.table import TIES
from graph.analysis.fragmentation.timeline import TIES_SHOWN, Step, Timeline, days, timeline
from graph.analysis.fragmentation.weights import Weights
from graph.analysis.origin import Sphere
from graph.edges import Edge
from graph.errors import QuestionError
from graph.evidence import EdgeRow, edge_row
from graph.knowledge_graph import KnowledgeGraph
from graph.ontology import Layer, NodeKind
from graph.snapshot import Snapshot

router = APIRouter(prefix="/fragmentation", tags=["fragmentation"])
DEFAULT_SPAN = {Step.MONTH: timedelta(days=365), Step.YEAR: timedelta(days=3_653)}
"""How far back a timeline goes when `from` is not given."""


class Measured:
    """What is to be measured: the parameters that every measure of fragmentation takes."""

    def __init__(
        self,
        question: Annotated[Question, Depends()],
        layer: Annotated[
            str | None, Query(description="a layer, or several separated by commas; all by default")
        ] = None,
        tie: Annotated[str | None, Query(description="which ties of the layer, see /v1/fragmentation/ties")] = None,
        weights: Annotated[Weights, Query(description="what countries are weighted by")] = Weights.EQUAL,
        bloc: Annotated[
            str, Query(description="a preset, see /v1/fragmentation/blocs, or both sides as USA,GBR|CHN,RUS")
        ] = DEFAULT,
        among: Annotated[
            str | None, Query(description="only these countries, comma-separated; or a sphere: US, China, other")
        ] = None,
        min_known: Annotated[
            float, Query(ge=0, le=1, description="countries of which less is known are left out and named")
        ] = MIN_KNOWN,
        undated: Annotated[
            Undated, Query(description="ties that no source dates: since its publication, always, or never")
        ] = Undated.FROM_PUBLICATION,
        draws: Annotated[int, Query(ge=DRAWS, le=5_000, description="draws of the null model")] = DRAWS,
    ) -> None:
        self.question = question
        self.draws = draws
        chosen = bloc_named(bloc)
        if chosen.name not in presets():
            for country in sorted(chosen.us | chosen.china):
                question.graph.resolve(country, "bloc")
        self.choice = Choice(
            bloc=chosen,
            layers=_layers(layer),
            tie=tie,
            weights=weights,
            among=_among(question.snapshot, chosen, among),
            min_known=min_known,
            undated=undated,
        )


Asked = Annotated[Measured, Depends()]


class FragmentationAnswer(Fragmentation, Envelope):
    """Fragmentation of each layer, with the sources of every tie."""


class CountriesAnswer(Countries, Envelope):
    """Where countries stand."""


class CountryAnswer(CountryRow, Envelope):
    """Where one country stands, layer by layer."""

    bloc: Bloc
    reasons: dict[str, str] = Field(default={}, description="layers without data, and why")


class MatrixAnswer(CrossSphereMatrix, Envelope):
    """The sphere x sphere matrix of each layer."""


class TimelineAnswer(Timeline, Envelope):
    """Fragmentation over time; with explain=true, the ties of every point and the edges behind them."""

    step: Step
    edges: tuple[EdgeRow, ...] = ()


class DistancesAnswer(Distances, Envelope):
    """Distances between portfolios."""


class AdoptionAnswer(Adoption, Envelope):
    """Before and after."""


class TieAnswer(BaseModel):
    """One way in which countries rest on suppliers."""

    layer: Layer
    name: str
    meaning: str
    counted: str
    horizon: str
    follows: list[str]
    default: bool


class TiesAnswer(BaseModel):
    """All ties, by layer."""

    ties: list[TieAnswer]


class BlocsAnswer(BaseModel):
    """The presets of blocs, the default first."""

    blocs: list[Bloc]


def _layers(text: str | None) -> tuple[Layer, ...]:
    if text is None:
        return tuple(TIES)
    names = {layer.value.replace(" ", "-"): layer for layer in TIES}
    found = []
    for part in text.split(","):
        slug = part.strip().casefold().replace(" ", "-").replace("_", "-")
        if slug not in names:
            known = [layer.value for layer in TIES]
            raise QuestionError(f"no layer {part.strip()!r}; there are {', '.join(known)}", "layer", known)
        found.append(names[slug])
    return tuple(dict.fromkeys(found))


def _among(snapshot: Snapshot, bloc: Bloc, text: str | None) -> frozenset[str] | None:
    if text is None:
        return None
    if text in {sphere.value for sphere in Sphere}:
        every = (node.id for node in snapshot.nodes.values() if node.kind is NodeKind.COUNTRY)
        return frozenset(country for country in every if bloc.sphere(country).value == text)
    return frozenset(_country(snapshot, part.strip(), "among") for part in text.split(",") if part.strip())


def _country(snapshot: Snapshot, text: str, field: str) -> str:
    node_id = snapshot.require(text if ":" in text else f"country:{text.upper()}", field)
    if snapshot.nodes[node_id].kind is not NodeKind.COUNTRY:
        raise QuestionError(f"{node_id} is no country", field)
    return node_id


def _coverage(measured: Sequence[LayerShares]) -> dict[str, LayerCoverage]:
    return {one.tie.layer.value: one.coverage for one in measured}


def _evidence(asked: Measured) -> tuple[dict[str, LayerCoverage], list[Edge]]:
    measured = measure(asked.question.snapshot, asked.choice)
    return _coverage(measured), edges_behind(asked.question.snapshot, measured)


@router.get("", summary="Index, bits, bipolarity and coupling of each layer, against chance")
def of_layers(asked: Asked) -> FragmentationAnswer:
    """Return how far each layer is divided, with coverage, null model and the range over bloc presets."""
    result = fragmentation(asked.question.snapshot, asked.choice, asked.draws)
    coverage, edges = _evidence(asked)
    return answer(FragmentationAnswer, asked.question, result, edges=edges, coverage=coverage)


@router.get("/timeline", summary="The same by month or year, with coverage and breaks at every point")
def over_time(
    asked: Asked,
    start: Annotated[date | None, Query(alias="from", description="a year back by month, ten by year")] = None,
    end: Annotated[date | None, Query(alias="to", description="`as_of` when left out")] = None,
    step: Annotated[Step, Query(description="distance between points")] = Step.MONTH,
    explain: Annotated[bool, Query(description="the ties, edges and sources of every point; one layer")] = False,
    limit: Annotated[int, Query(ge=1, le=10_000, description="most ties given for a point")] = TIES_SHOWN,
) -> TimelineAnswer:
    """Return points, oldest first; where coverage changed, the point says so."""
    snapshot = asked.question.snapshot
    last = end or snapshot.as_of
    on = days(start or last - DEFAULT_SPAN[step], last, step)
    result, edges = timeline(
        asked.question.graph, on, asked.choice, snapshot.known_at, snapshot.lens, snapshot.horizon, asked.draws,
        explain=explain, ties_shown=limit,
    )  # fmt: skip
    shown = tuple(edge_row(edge) for edge in edges) if explain else ()
    content = dict(result) | {"step": step, "edges": shown}
    return answer(TimelineAnswer, asked.question, content, edges=edges)


@router.get("/countries", summary="Alignment and contestedness of every country, the most contested first")
def all_countries(
    asked: Asked, limit: Annotated[int, Query(ge=1, le=300, description="most countries")] = 300
) -> CountriesAnswer:
    """Return countries with their shares by sphere on each layer; unknown is kept apart."""
    result = countries(asked.question.snapshot, asked.choice)
    coverage, edges = _evidence(asked)
    cut = len(result.countries) > limit
    content = dict(result) | {"countries": result.countries[:limit]}
    limits = {"limit": limit} if cut else None
    return answer(
        CountriesAnswer, asked.question, content, edges=edges, coverage=coverage, truncated=cut, limits=limits
    )


@router.get("/countries/{country_id}", summary="One country, layer by layer")
def one_country(country_id: str, asked: Asked) -> CountryAnswer:
    """Return a country's suppliers, spheres, alignment and contestedness on each layer."""
    snapshot = asked.question.snapshot
    country = _country(snapshot, country_id, "country_id")
    choice = asked.choice.among_only(country)
    result = countries(snapshot, choice)
    (row,) = result.countries
    measured = measure(snapshot, choice)
    content = dict(row) | {"bloc": result.bloc, "reasons": result.reasons, "assumptions": result.assumptions}
    return answer(
        CountryAnswer, asked.question, content, edges=edges_behind(snapshot, measured), coverage=_coverage(measured)
    )


@router.get("/matrix", summary="How much of each sphere's stack rests on each sphere, direct and looked through")
def matrix(asked: Asked) -> MatrixAnswer:
    """Return sphere x sphere matrices, with coupling and what chance would give."""
    result = cross_sphere_matrix(asked.question.snapshot, asked.choice, asked.draws)
    coverage, edges = _evidence(asked)
    return answer(MatrixAnswer, asked.question, result, edges=edges, coverage=coverage)


@router.get("/distances", summary="How differently countries are supplied on a layer, and who moved")
def portfolio_distances(
    asked: Asked,
    by: Annotated[By, Query(description="compare portfolios over suppliers or over spheres")] = By.SPHERES,
    since: Annotated[date | None, Query(description="say who moved since this day")] = None,
) -> DistancesAnswer:
    """Return the matrix of distances; with `since`, the moves between the two days."""
    question = asked.question
    if len(asked.choice.layers) != 1:
        raise QuestionError("distances are within one layer: give layer=", "layer", [row.value for row in TIES])
    (one,) = measure(question.snapshot, asked.choice)
    edges = edges_behind(question.snapshot, [one])
    before = None
    if since is not None:
        then = _on(question.graph, since, question.snapshot)
        (before,) = measure(then, asked.choice)
        edges += edges_behind(then, [before])
    result = distances(question.snapshot, one, by, before)
    return answer(DistancesAnswer, question, result, edges=edges, coverage=_coverage([one]))


def _on(graph: KnowledgeGraph, day: date, like: Snapshot) -> Snapshot:
    return graph.snapshot(day, like.known_at, like.lens, like.horizon)


@router.post("/adoption", summary="What if some countries rested on others: before and after")
def what_if(asked: Asked, spec: AdoptionSpec) -> AdoptionAnswer:
    """Return fragmentation, alignment, contestedness and look-through exposure before and after."""
    choice = asked.choice.on(spec.layer, spec.tie)
    snapshot = asked.question.snapshot
    result = adoption(snapshot, spec, choice, asked.draws)
    measured = measure(snapshot, choice)
    return answer(
        AdoptionAnswer, asked.question, result, edges=edges_behind(snapshot, measured), coverage=_coverage(measured)
    )


@router.get("/ties", summary="Which ties link a country to its suppliers on each layer")
def ties() -> TiesAnswer:
    """Return the table of ties, the default of each layer first."""
    return TiesAnswer(
        ties=[
            TieAnswer(
                layer=layer, name=row.name, meaning=row.meaning, counted=row.counted, horizon=row.horizon.value,
                follows=sorted(kind.value for kind in row.follows), default=row is rows[0],
            )
            for layer, rows in TIES.items()
            for row in rows
        ]
    )  # fmt: skip


@router.get("/blocs", summary="Presets of blocs with their rules and citations")
def blocs() -> BlocsAnswer:
    """Return the presets; any other assignment may be passed in."""
    return BlocsAnswer(blocs=list(presets().values()))
