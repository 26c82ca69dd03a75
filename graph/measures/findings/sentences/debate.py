"""Findings about the figures that the debate turns on: lag, tokens, openness."""

from datetime import date, timedelta

from graph.analysis.results import percent, percent_range
from graph.analysis.series.results import PublishedFigure, Series, SeriesPoint
from graph.analysis.series.usage import UNNAMED
from graph.facts.dates import first_day
from graph.measures.findings.sentences.finding import FindingKind, Told, Topic

_LAG = FindingKind(
    id="capability-lag", topic=Topic.CAPABILITY, title="Months behind", unit="months", measure="series",
    query={"name": "capability-lag"},
    template="By {benchmark} the best Chinese model was {value:.0f} months behind the best of the United States on "
    "{about}, the newest day with scores; over the days since 2023 it was {mean} months on average, {least} to "
    "{most}{beside}.",
    read=lambda found, day: _lag(found),
)  # fmt: skip
_TOKENS = FindingKind(
    id="tokens", topic=Topic.USE, title="Tokens by country of the developer", unit="share of tokens", measure="series",
    query={"name": "token-shares"},
    template="Chinese models had {span} of the tokens on OpenRouter in {about}, those of the United "
    "States {us}; {unnamed} went to models that the ranking does not name.",
    read=lambda found, day: _tokens(found),
)  # fmt: skip
_OPEN = FindingKind(
    id="open-weights", topic=Topic.OPENNESS, title="Models with open weights", unit="share of models", measure="series",
    query={"name": "open-weights"},
    template="Of the {known} Chinese models of {about} that a source other than a price list names and of which it is "
    "known, {percent} have open weights ({all} of all {models}); of the {us_known} of the United States {us} ({us_all} "
    "of all {us_models}).",
    read=lambda found, day: _open(found),
)  # fmt: skip

_LAGS = FindingKind(
    id="lag-by-benchmark", topic=Topic.CAPABILITY, title="Months behind, by benchmark", unit="months", measure="series",
    query={"name": "lag-by-benchmark"},
    template="The best Chinese model trails by {span}: {each}.",
    read=lambda found, day: _lags(found),
)  # fmt: skip
_LEAD = FindingKind(
    id="token-lead", topic=Topic.USE, title="Since when Chinese models lead in tokens", unit="share of tokens",
    measure="series", query={"name": "token-shares"},
    template="On OpenRouter Chinese models lead among the models that its rankings name since {named}, and whoever "
    "made the unnamed ones since {all}; with {percent} of all tokens at least in {about}.",
    read=lambda found, day: _lead(found),
)  # fmt: skip
_LISTINGS = FindingKind(
    id="open-listings", topic=Topic.OPENNESS, title="Entries of price lists with open weights", unit="share of entries",
    measure="series", query={"name": "open-listings"},
    template="Of the {models} entries that only price lists have of Chinese models of {about}, at least {percent} "
    "have open weights; of the {us_models} of the United States at least {us}. Listings repeat and fine-tune models.",
    read=lambda found, day: _listed(found),
)  # fmt: skip
_PRICES = FindingKind(
    id="prices", topic=Topic.MONEY, title="Price at equal score", unit="ratio of list prices", measure="series",
    query={"name": "prices"},
    template="At the score of the best Chinese model that {benchmark} scores and that has a price ({model}, of "
    "{released}), the cheapest Chinese model costs {value:.1f} times the cheapest American one that scores as well "
    "({american}); over the {pairs} pairs compared the ratio runs from {least} to {most}, the middle is {median}; "
    "models that it does not score, as most of the newest, are in none. List prices ({about}).",
    read=lambda found, day: _priced(found, str(day)),
)  # fmt: skip

KINDS = (_LAG, _LAGS, _TOKENS, _LEAD, _OPEN, _LISTINGS, _PRICES)
SEVERAL = 2
ABOUT = timedelta(days=92)
"""How much later than our newest day the days of a published average may end, for both to be of about the same."""


def _lag(found: Series) -> Told | str:
    points = [point for point in found.points if point.value is not None]
    if not points or "mean_over_days" not in found.summary:
        return found.reason or "no day has scores of both sides"
    last = points[-1]
    beside = [f"{one.as_reported} ({one.period})" for one in found.published if _same_average(one, last.at or date.max)]
    return Told(
        value=float(last.value or 0.0),
        about=str(last.at),
        denominator="best model of each country on the benchmark, day by day",
        coverage=f"{found.counts['scored']} scored models; nothing is scored after this day",
        words={"benchmark": str(found.benchmark)}
        | {"beside": f"; published by the same index since 2023: {', '.join(beside)}" if beside else ""}
        | {word: f"{found.summary[f'{word}_over_days']:.1f}" for word in ("mean", "least", "most")},
    )


def _same_average(figure: PublishedFigure, day: date) -> bool:
    """Say whether a published lag is the same average: of the best models by ECI, over days since 2023 to the same."""
    what, ended = figure.denominator or "", (figure.period or "").split(" to ")[-1]
    if not ended or first_day(ended) > day + ABOUT:
        return False
    return figure.value is not None and what.startswith("mean over days since 2023") and "ECI" in what


def _lags(found: Series) -> Told | str:
    if len(found.points) < SEVERAL:
        return found.reason or "only one benchmark scores enough models of both sides"
    values = [point.value or 0.0 for point in found.points]
    words = {f"name_{number}": str(point.basis) for number, point in enumerate(found.points)}
    least, most = f"{min(values):.0f}", f"{max(values):.0f}"
    span = f"{least} months on each of {len(values)} benchmarks" if least == most else _apart(least, most, len(values))
    told = ", ".join(
        f"{point.value:.0f} months by {{name_{number}}} ({point.at}; {point.figures['least']:.0f} to "
        f"{point.figures['most']:.0f} on the days since 2023)"
        for number, point in enumerate(found.points)
    )
    return Told(
        value=min(values), low=min(values), high=max(values), about=str(max(str(point.at) for point in found.points)),
        denominator=found.population, coverage=f"{len(found.points)} benchmarks",
        words=words | {"each": told, "span": span},
    )  # fmt: skip


def _apart(least: str, most: str, benchmarks: int) -> str:
    return f"{least} to {most} months, depending on which of {benchmarks} benchmarks is asked"


def _lead(found: Series) -> Told | str:
    last, first = _latest(found.points), found.milestones
    named = first.get("Chinese models lead among those named")
    every = first.get("Chinese models lead whoever made the unnamed ones")
    china = last.get("China")
    if named is None or every is None or china is None or china.low is None:
        return found.reason or "no ranking that says what it leaves unnamed shows a lead"
    if found.counts["rankings"] < SEVERAL:
        return "one ranking alone is known: it has no month before"
    return Told(
        value=china.low,
        low=china.low,
        high=china.high,
        about=str(china.period),
        denominator=str(china.denominator),
        coverage=f"one platform, {found.counts['rankings']} rankings; weeks are missing, so that the lead may be older",
        words={"named": named, "all": every},
    )


def _priced(found: Series, day: str) -> Told | str:
    points = [point for point in found.points if point.value is not None]
    if not points:
        return found.reason or "no score is reached by a priced model of both sides"
    best = max(points, key=lambda point: point.figures["score"])
    return Told(
        value=best.value or 0.0,
        low=found.summary["least"],
        high=found.summary["most"],
        about=day,
        denominator=f"price of the cheapest American model that scores as well; {found.population}",
        coverage=f"{found.counts['with a price']} of {found.counts['scored']} scored have a price; {found.differs}",
        universe=("models priced today",),
        words={"model": str(best.label), "benchmark": str(found.benchmark), "released": str(best.at)}
        | {"american": str(best.compared_with), "pairs": str(len(points))}
        | {n: f"{found.summary[n]:.1f}" for n in ("least", "most", "median")},
    )


def _tokens(found: Series) -> Told | str:
    last = _latest(found.points)
    if "China" not in last or UNNAMED not in last:
        return found.reason or "no ranking says what share of all tokens it names"
    china, us, rest = last["China"], last.get("US"), last[UNNAMED].value
    if china.low is None or china.high is None or rest is None or us is None or us.low is None or us.high is None:
        return "the ranking does not say what share of all tokens both sides have"
    return Told(
        value=china.low,
        low=china.low,
        high=china.high,
        about=str(china.period),
        denominator=str(china.denominator),
        coverage=f"models named by the ranking have {percent(1 - rest)} of the tokens",
        covered=1 - rest,
        words={"span": percent_range(china.low, china.high)}
        | {"us": percent_range(us.low, us.high), "unnamed": percent(rest)},
    )


def _open(found: Series) -> Told | str:
    """Compare the two sides, each by its own interval: of the models of one it may be known, of the other's not."""
    last = _latest(found.points)
    if "China" not in last or "US" not in last:
        return found.reason or "models of both sides are not known for the last year"
    sides = {"China": last["China"], "the United States": last["US"]}
    for name, side in sides.items():
        if side.value is None:
            return f"of the models of {name}: {side.note}: that says nothing"
    seen = ", ".join(f"{name} {_known(side)}" for name, side in sides.items())
    china, us = sides.values()
    return _of_models(china, us, china.value, us.value, f"known for {seen}")


def _listed(found: Series) -> Told | str:
    last = _latest(found.points)
    if "China" not in last or "US" not in last:
        return found.reason or "entries of both sides are not known for the last year"
    china, us = last["China"], last["US"]
    return _of_models(china, us, china.low, us.low, "no list says reliably that weights are closed")


def _of_models(
    china: SeriesPoint, us: SeriesPoint, value: float | None, american_value: float | None, coverage: str
) -> Told | str:
    spans = _span(china), _span(us)
    if value is None or american_value is None or None in spans:
        return "of the models of one side it is not known how many have open weights"
    models, american = (f"{side.figures['known'] + side.figures['unknown']:.0f}" for side in (china, us))
    return Told(
        value=value,
        low=china.low,
        high=china.high,
        about=str(china.period),
        denominator=f"{models} Chinese models in the graph released in the year",
        coverage=coverage,
        covered=china.figures["known"] / float(models),
        universe=(f"the Chinese models that the graph has of {china.period}",),
        words={"us": percent(american_value), "models": models, "us_models": american}
        | {"all": str(spans[0]), "us_all": str(spans[1])}
        | {"known": f"{china.figures['known']:.0f}", "us_known": f"{us.figures['known']:.0f}"},
    )


def _span(side: SeriesPoint) -> str | None:
    return None if side.low is None or side.high is None else percent_range(side.low, side.high)


def _known(side: SeriesPoint) -> str:
    return f"{side.figures['known']:.0f} of {side.figures['known'] + side.figures['unknown']:.0f}"


def _latest(points: tuple[SeriesPoint, ...]) -> dict[str, SeriesPoint]:
    """Return the points of the last period by group."""
    periods = sorted({point.period for point in points if point.period})
    return {point.group: point for point in points if periods and point.period == periods[-1]}
