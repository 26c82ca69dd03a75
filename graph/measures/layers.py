"""What is measured of the world's division: the parameters that every such measure takes."""

from collections.abc import Sequence
from datetime import timedelta

from pydantic import Field

from graph.analysis.blocs import DEFAULT, Bloc, bloc_named, presets
from graph.analysis.fragmentation.figures.null_model import DRAWS
from graph.analysis.fragmentation.layers.coverage import LayerCoverage
from graph.analysis.fragmentation.layers.shares import MIN_KNOWN, Choice, LayerShares
from graph.analysis.fragmentation.layers.weights import Weights
from graph.analysis.fragmentation.ties.dating import Undated
from graph.analysis.fragmentation.ties.table import TIES
from graph.analysis.fragmentation.timeline import Spacing
from graph.analysis.origin import Sphere
from graph.errors import QuestionError
from graph.measures.question import Question, listed
from graph.ontology import Layer, NodeKind
from graph.snapshots.snapshot import Snapshot

SPAN = {Spacing.MONTH: timedelta(days=365), Spacing.YEAR: timedelta(days=3_653)}
"""How far back a timeline goes when `from` is not given."""


class LayersQuestion(Question):
    """Layers, and how their division is measured."""

    layer: str | None = Field(
        default=None, description="a layer such as models or clouds, or several separated by commas; all by default"
    )
    tie: str | None = Field(default=None, description="which ties of the layer, see /v1/fragmentation/ties")
    weights: Weights = Field(default=Weights.EQUAL, description="what countries are weighted by")
    bloc: str = Field(
        default=DEFAULT, description="a preset, see /v1/fragmentation/blocs, or both sides as USA,GBR|CHN,RUS"
    )
    among: str | None = Field(
        default=None, description="only these countries, comma-separated; or a sphere: US, China, other"
    )
    min_known: float = Field(
        default=MIN_KNOWN, ge=0, le=1, description="countries of which less is known are left out and named"
    )
    undated: Undated = Field(
        default=Undated.FROM_PUBLICATION,
        description="ties that no source dates: since its publication, always, or never",
    )
    draws: int = Field(default=DRAWS, ge=DRAWS, le=5_000, description="draws of the null model")


def choice_of(snapshot: Snapshot, question: LayersQuestion) -> Choice:
    """Return what a question chooses to measure.

    Parameters
    ----------
    snapshot : Snapshot
        The graph of the day that is asked about.
    question : LayersQuestion
        As it was asked.

    Raises
    ------
    QuestionError
        No such layer or bloc.
    UnknownIdError
        No such country.
    """
    chosen = bloc_named(question.bloc)
    if chosen.name not in presets():
        for country in sorted(chosen.us | chosen.china):
            snapshot.graph.resolve(country, "bloc")
    return Choice(
        bloc=chosen,
        layers=_layers(question.layer),
        tie=question.tie,
        weights=question.weights,
        among=_among(snapshot, chosen, question.among),
        min_known=question.min_known,
        undated=question.undated,
    )


def country_in(snapshot: Snapshot, text: str, field: str) -> str:
    """Return the id of a country that may be given by its code.

    Parameters
    ----------
    snapshot : Snapshot
        The graph of the day that is asked about.
    text : str
        An id such as ``country:FRA``, its code ``FRA`` or its name.
    field : str
        The parameter that an error names.

    Raises
    ------
    UnknownIdError
    QuestionError
        It is no country.
    """
    by_code = f"country:{text.upper()}"
    node_id = snapshot.require(by_code if by_code in snapshot.graph.nodes else text, field)
    if snapshot.nodes[node_id].kind is not NodeKind.COUNTRY:
        raise QuestionError(
            f"{node_id} is no country; give one by its code, as FRA", field, sorted(snapshot.controllers(node_id))
        )
    return node_id


def coverage_of(measured: Sequence[LayerShares]) -> dict[str, LayerCoverage]:
    """Return what the figures of each layer rest on.

    Parameters
    ----------
    measured : sequence of LayerShares
        The layers, one each.
    """
    return {one.tie.layer.value: one.coverage for one in measured}


def _layers(text: str | None) -> tuple[Layer, ...]:
    if text is None:
        return tuple(TIES)
    slugs = {layer.value.replace(" ", "-"): layer for layer in TIES}
    found = []
    for part in text.split(","):
        slug = part.strip().casefold().replace(" ", "-").replace("_", "-")
        if slug not in slugs:
            known = [layer.value for layer in TIES]
            raise QuestionError(f"no layer {part.strip()!r}; there are {', '.join(known)}", "layer", known)
        found.append(slugs[slug])
    return tuple(dict.fromkeys(found))


def _among(snapshot: Snapshot, bloc: Bloc, text: str | None) -> frozenset[str] | None:
    if text is None:
        return None
    if text in {sphere.value for sphere in Sphere}:
        return frozenset(
            country for country in snapshot.nodes.ids_of(NodeKind.COUNTRY) if bloc.sphere(country).value == text
        )
    return frozenset(country_in(snapshot, part, "among") for part in listed(text))
