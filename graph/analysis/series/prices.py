"""What the same score costs: the cheapest model of each side that scores at least as well.

Prices are list prices of one million tokens in US dollars, blended three parts input to one part output, as price
comparisons of models usually are. A model costs what its hosts ask in the middle (the median): the cheapest offer of
thirty is as a rule one reseller's, at a fraction of what the maker takes. Prices change often, scores seldom: a point
is about the prices known on the day of the snapshot.
"""

from dataclasses import dataclass

from graph.analysis.blocs import Bloc
from graph.analysis.origin import Sphere
from graph.analysis.series.results import Found, SeriesPoint
from graph.analysis.series.scores import Scored, scored_models
from graph.facts.edges import Edge
from graph.ontology import EdgeKind
from graph.snapshots.snapshot import Snapshot

INPUT_PARTS = 3
"""Parts of input to one part of output in the blended price."""


@dataclass(frozen=True)
class Price:
    """A model's list price, US dollars for a million tokens."""

    input: float
    output: float
    edge: Edge | None = None

    @property
    def blended(self) -> float:
        """Three parts input, one part output."""
        return (INPUT_PARTS * self.input + self.output) / (INPUT_PARTS + 1)


def prices_at_equal_score(snapshot: Snapshot, bloc: Bloc, benchmark: str) -> Found:
    """Return, for the score of each Chinese model, the cheapest model of each side that reaches it.

    Parameters
    ----------
    snapshot : Snapshot
        Scores and list prices that hold on its day.
    bloc : Bloc
        Whose models count for which side.
    benchmark : str
        Its id; higher scores are better.

    Returns
    -------
    Found
        Each point a pair of models, at the highest score that both reach: the price of China's over that of the
        United States'; the summary has the least, most and median over pairs.
    """
    models, counts = scored_models(snapshot, benchmark, bloc)
    priced = [(one, price) for one in models if (price := price_of(snapshot, one.model.id))]
    counts["with a price"] = len(priced)
    levels = sorted({one.score for one, _ in priced if one.sphere is Sphere.CHINA})
    found = [point for level in levels if (point := _point(level, priced))]
    # Between two levels the same two models are often the cheapest: a pair counts once, at the highest score.
    pairs = {(point.label, point.compared_with): point for point in found}
    points = sorted(pairs.values(), key=lambda point: point.figures["score"])
    if not points:
        return Found(counts=counts, reason=f"no score on {benchmark} is reached by a priced model of both sides")
    ratios = [point.value for point in points if point.value is not None]
    return Found(
        points=tuple(points),
        summary={"least": min(ratios), "most": max(ratios), "median": sorted(ratios)[len(ratios) // 2]},
        counts=counts,
        edges=tuple(edge for one, price in priced for edge in (one.edge, price.edge) if edge is not None),
        nodes=tuple(one.model for one, _ in priced),
    )


def price_of(snapshot: Snapshot, model: str) -> Price | None:
    """Return a model's median list price over its hosts (the lower of two in the middle), None without any.

    Parameters
    ----------
    snapshot : Snapshot
        Prices that hold on its day.
    model : str
        Its id; offers of its hosts count, and a price among its own properties.

    Returns
    -------
    Price or None
        US dollars for a million tokens of input and of output.
    """
    offers = [
        Price(float(given["input_price"]), float(given["output_price"]), edge)
        for edge in snapshot.edges.out(model, EdgeKind.SERVED_BY)
        for claim in (edge.claim, *edge.rivals)
        if _both(given := claim.properties)
    ]
    known = snapshot.nodes[model].properties
    if _both(known):
        offers.append(Price(float(known["input_price"]), float(known["output_price"])))
    # A price of nought is an offer on trial, not what the score costs.
    paid = [offer for offer in offers if offer.blended > 0]
    paid.sort(key=lambda offer: (offer.blended, offer.edge.id if offer.edge else ""))
    return paid[(len(paid) - 1) // 2] if paid else None


def _both(given: object) -> bool:
    return isinstance(given, dict) and {"input_price", "output_price"} <= given.keys()


def _point(level: float, priced: list[tuple[Scored, Price]]) -> SeriesPoint | None:
    cheapest = {}
    for sphere in (Sphere.US, Sphere.CHINA):
        reaching = [(one, price) for one, price in priced if one.sphere is sphere and one.score >= level]
        if not reaching:
            return None
        cheapest[sphere] = min(reaching, key=lambda pair: (pair[1].blended, pair[0].model.id))
    (american, american_price), (chinese, chinese_price) = cheapest[Sphere.US], cheapest[Sphere.CHINA]
    return SeriesPoint(
        group=Sphere.CHINA.value,
        value=chinese_price.blended / american_price.blended,
        at=chinese.released,
        label=chinese.model.id,
        compared_with=american.model.id,
        unit="price of the cheapest Chinese model over that of the cheapest of the United States",
        basis="median list price over hosts, blended 3 to 1",
        figures={"score": level, "China": chinese_price.blended, "US": american_price.blended},
        edges=tuple(
            edge.id
            for edge in (chinese.edge, american.edge, chinese_price.edge, american_price.edge)
            if edge is not None
        ),
    )
