"""Notable models by year and country, as the one data set counts them that chose them by stated criteria (Epoch AI).

A host's listing is not a notable model, nor is every model that we name ourselves: the population is that of the data
set. A model of laboratories in two countries counts once in each, so countries sum to more than the whole.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import date

from pydantic import Field

from graph.analysis.results import Result, Row
from graph.analysis.series.results import PublishedFigure, published_figures
from graph.facts.dates import first_day
from graph.facts.nodes import Node
from graph.node_ids import EntityId
from graph.ontology import EdgeKind, NodeKind
from graph.snapshots.snapshot import Snapshot

DATASET = "epoch-models"
POPULATION = "models that Epoch AI lists as notable, each counted once in every country with a laboratory behind it"
BESIDE = ("notable-models",)


class NotableRow(Row):
    """How many notable models of a year come from a country."""

    year: int
    country: EntityId
    models: int = Field(description="by the seat of the laboratory, as the data set counts")
    models_by_owner: int = Field(description="by who controls the laboratory through the lens")
    of: int = Field(description="notable models of the year in all")
    share: float = Field(description="`models` of `of`; shares of countries may sum to more than 1")
    without_seat: int = Field(description="notable models of the year of which no laboratory's seat is known")


class NotableModels(Result):
    """Notable models by year and country, and what others have published."""

    population: str = POPULATION
    last_listed: str | None = Field(default=None, description="release of the newest model listed: its year may go on")
    rows: tuple[NotableRow, ...] = ()
    published: tuple[PublishedFigure, ...] = ()
    reason: str | None = Field(default=None, description="why there are no rows")


def notable_models(
    snapshot: Snapshot, country: str | None = None, first_year: int = 0
) -> tuple[NotableModels, tuple[Node, ...]]:
    """Return notable models by year and country, newest year and most models first, with the nodes counted.

    Parameters
    ----------
    snapshot : Snapshot
        Models that had come out by its day; seats are where a laboratory is, ``models_by_owner`` goes by its lens.
    country : str, optional
        Its id; shares stay those of the whole year.
    first_year : int
        Leave out earlier years.
    """
    models = snapshot.nodes.of(NodeKind.MODEL)
    listed = {model.id: day for model in models if (day := _listed(model)) and day <= snapshot.as_of}
    years = {name: day.year for name, day in listed.items()}
    labs, seats = _links(snapshot)
    by_seat: dict[int, Counter[str]] = defaultdict(Counter)
    by_owner: dict[int, Counter[str]] = defaultdict(Counter)
    unseated: Counter[int] = Counter()
    for model, year in years.items():
        where = {seats[lab] for lab in labs.get(model, ()) if lab in seats}
        by_seat[year].update(where)
        by_owner[year].update({place for lab in labs.get(model, ()) for place in snapshot.controllers(lab)})
        unseated[year] += not where
    whole = Counter(years.values())
    rows = [
        NotableRow(
            year=year, country=place, models=by_seat[year][place], models_by_owner=by_owner[year][place],
            of=whole[year], share=by_seat[year][place] / whole[year], without_seat=unseated[year],
        )
        for year in sorted(whole, reverse=True)
        for place in sorted(by_seat[year] | by_owner[year], key=lambda one: (-by_seat[year][one], one))
        if year >= first_year and country in (None, place)
    ]  # fmt: skip
    published, beside = published_figures(snapshot, BESIDE)
    result = NotableModels(
        last_listed=max(listed.values()).isoformat() if listed else None,
        rows=tuple(rows),
        published=tuple(published),
        reason=None if listed else "no model of the data set that chooses notable models is in this graph",
    )
    return result, (*(snapshot.nodes[name] for name in listed), *beside)


def _listed(model: Node) -> date | None:
    """Return the day of release that the data set gives; None where it only names the model beside another."""
    days = (fact.properties.get("released_on") for fact in model.facts if fact.source.dataset == DATASET)
    return next((first_day(str(day)) for day in days if day), None)


def _links(snapshot: Snapshot) -> tuple[Mapping[str, set[str]], Mapping[str, str]]:
    """Return the laboratories of each model and the seat of each laboratory, both as the data set has them."""
    labs: dict[str, set[str]] = defaultdict(set)
    seats: dict[str, str] = {}
    for edge in snapshot.edges.of(EdgeKind.DEVELOPED_BY, EdgeKind.BASED_IN):
        for claim in (edge.claim, *edge.rivals):
            if claim.source.dataset != DATASET:
                continue
            if edge.kind == EdgeKind.DEVELOPED_BY:
                labs[claim.start].add(claim.end)
            else:
                seats[claim.start] = claim.end
    return labs, seats
