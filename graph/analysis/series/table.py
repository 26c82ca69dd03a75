"""The table of series. To add one, add a row; its function gives the points, published figures come by topic."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from graph.analysis.blocs import Bloc
from graph.analysis.series.capability import capability_lag, lag_by_benchmark
from graph.analysis.series.openness import open_listings, open_weights
from graph.analysis.series.prices import prices_at_equal_score
from graph.analysis.series.results import Found, Series, published_figures
from graph.analysis.series.scores import scored_on
from graph.analysis.series.usage import token_shares, users_by_country
from graph.errors import QuestionError
from graph.facts.edges import Edge
from graph.facts.nodes import Node
from graph.snapshots.snapshot import Snapshot

BENCHMARK = "benchmark:eci"
"""Scores are of this benchmark when no other is asked for."""

CYBER = ("benchmark:cybergym", "benchmark:aisi-last-ones", "benchmark:aisi-expert-ctf", "benchmark:ctf-archive-diamond")


@dataclass(frozen=True)
class SeriesKind:
    """A series: what it says, how it is found, and which published figures belong beside it."""

    title: str
    definition: str
    unit: str
    topics: tuple[str, ...]
    find: Callable[[Snapshot, Bloc, str], Found]
    population: str
    by_benchmark: bool = False
    differs: str = ""


def _published_only(snapshot: Snapshot, bloc: Bloc, benchmark: str) -> Found:
    return Found(reason="no facts of this graph give the figures; what others have published is under `published`")


def _cyber_tasks(snapshot: Snapshot, bloc: Bloc, benchmark: str) -> Found:
    return scored_on(snapshot, CYBER, bloc)


SERIES: Mapping[str, SeriesKind] = {
    "capability-lag": SeriesKind(
        "Months by which Chinese models trail those of the United States",
        "on a day, the time since the United States first had a model at least as good as China's best of that day; "
        "negative where China is ahead",
        "months", ("capability-lag",), capability_lag, by_benchmark=True,
        population="models scored on the benchmark whose makers are all of one sphere; the best of each on every day",
        differs="averages over days and over Chinese records differ, and so do data sets that scored other "
        "models; the published mean is over days since 2023",
    ),
    "prices": SeriesKind(
        "Price of the same score",
        "for the score of each Chinese model, the price of the cheapest Chinese model that reaches it over that of "
        "the cheapest of the United States",
        "ratio of list prices", ("price-ratio",), prices_at_equal_score, by_benchmark=True,
        population="scored models with a list price of some host; not weighted by use",
        differs="ours compares models of equal score by what their hosts ask; published ratios of a tenth and "
        "less set a cheap model beside a flagship that scores higher, or input prices alone",
    ),
    "open-weights": SeriesKind(
        "Models with open weights", "share of a sphere's models of a year whose weights are open, of those known",
        "share", ("openness",), open_weights,
        population="models that a source other than a price list names, by year of release",
        differs="shares of listings count relistings and fine-tunes (open-listings); published counts choose "
        "leading models by eye",
    ),
    "open-listings": SeriesKind(
        "Entries of price lists with open weights", "the least share of what only price lists have: relistings and "
        "fine-tunes, which are no models of their own; no list says reliably that weights are closed",
        "share", ("openness",), open_listings,
        population="entries that only hosts' price lists have, by year of release",
    ),
    "lag-by-benchmark": SeriesKind(
        "Months behind by benchmark", "the lag on the newest day with scores of both sides, benchmark by benchmark, "
        "with its range over days since 2023",
        "months", ("capability-lag",), lag_by_benchmark,
        population="benchmarks that score at least five models of each side; each measures another ability",
    ),
    "token-shares": SeriesKind(
        "Tokens by country of the developer", "share of a platform's tokens by sphere of the model's developer",
        "share", ("token-share",), token_shares,
        population="tokens on one platform, of the models that its ranking names; one platform is not the market",
        differs="a week's ranking names fifteen models; published weeks may count other models, so that the "
        "crossover differs by weeks",
    ),
    "downloads": SeriesKind(
        "Downloads by country of the developer", "figures as published, with their denominators",
        "as published", ("download-share",), _published_only,
        population="downloads of open models as each source counts them: platforms, periods and derivatives differ",
    ),
    "users": SeriesKind(
        "Users by country", "figures of use as their sources state them, with basis and denominator",
        "as stated", ("users",), users_by_country,
        population="as each source states: surveys, telemetry and app stores are different populations",
    ),
    "cyber-tasks": SeriesKind(
        "Models on tasks of cybersecurity", "scores on the cybersecurity benchmarks in this graph",
        "as scored", ("cyber-tasks",), _cyber_tasks,
        population="models that somebody scored on the benchmark",
    ),
    "investment": SeriesKind(
        "Investment in AI by country, laboratory and firm", "figures as published, rival ones side by side; the rounds "
        "of single laboratories are under /v1/funding",
        "as published", ("investment",), _published_only,
        population="as each source states: private investment, capital expenditure and rounds are different sums",
    ),
    "revenue-and-losses": SeriesKind(
        "Revenue and losses of laboratories", "figures as reported: revenue of a period, annualised, or projected",
        "as published", ("revenue-and-losses",), _published_only,
        population="laboratories that report, or are reported on",
    ),
    "price-pressure": SeriesKind(
        "Price cuts and rises", "changes of list prices as announced or reported",
        "as published", ("price-pressure",), _published_only,
        population="price changes that were announced or reported",
    ),
    "plans": SeriesKind(
        "China's plans: mentions, targets and sectors", "what the Five-Year Plan and the AI+ action say, as reported",
        "as published", ("plans",), _published_only,
        population="what the plans say, as reported",
    ),
    "supply-shocks": SeriesKind(
        "Shocks to supply", "outages and dependence on one origin, as reported",
        "as published", ("supply-shocks",), _published_only,
        population="as each source states",
    ),
    "interconnect-and-power": SeriesKind(
        "Who makes the interconnect, the power and the racks", "market figures as published, with what they are of",
        "as published", ("interconnect-and-power",), _published_only,
        population="as each source states",
    ),
    "automation": SeriesKind(
        "Automation of factories", "robots and output as their sources state them, with who says so",
        "as published", ("automation",), _published_only,
        population="as each source states",
    ),
}  # fmt: skip


def series(
    snapshot: Snapshot, name: str, bloc: Bloc, benchmark: str | None = None
) -> tuple[Series, tuple[Edge, ...], tuple[Node, ...]]:
    """Return a series with the edges and nodes that it rests on.

    Parameters
    ----------
    snapshot : Snapshot
        Nothing later than its day is in the points, nothing published after ``known_at`` in the figures beside them.
    name : str
        A key of ``SERIES``.
    bloc : Bloc
        Whose models count for which side.
    benchmark : str, optional
        Of the series that go by score.

    Raises
    ------
    QuestionError
        When there is no such series, or it does not go by a benchmark.
    UnknownIdError
        When the benchmark does not exist.
    """
    if name not in SERIES:
        raise QuestionError(f"no series {name!r}; there are {', '.join(SERIES)}", "name", list(SERIES))
    kind = SERIES[name]
    if benchmark is not None:
        if not kind.by_benchmark:
            raise QuestionError(f"{name} does not go by a benchmark", "benchmark")
        benchmark = snapshot.require(benchmark, "benchmark")
    found = kind.find(snapshot, bloc, benchmark or BENCHMARK)
    published, statements = published_figures(snapshot, kind.topics)
    answer = Series(
        name=name, title=kind.title, definition=kind.definition, unit=kind.unit, points=found.points,
        population=kind.population, differs=kind.differs or None, milestones=found.milestones or {},
        summary=found.summary or {}, published=tuple(published), counts=found.counts or {}, reason=found.reason,
        benchmark=(benchmark or BENCHMARK) if kind.by_benchmark else None, assumptions=found.assumptions,
    )  # fmt: skip
    return answer, found.edges, (*found.nodes, *statements)
