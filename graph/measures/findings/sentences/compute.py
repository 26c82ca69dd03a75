"""Findings about computing power and money: one data set a sentence, never two added up."""

from collections.abc import Mapping

from graph.analysis.results import percent_range
from graph.analysis.series.compute_by_country import ComputeByCountry, CountryPower
from graph.analysis.series.notable_models import NotableModels
from graph.analysis.series.results import PublishedFigure, Series
from graph.measures.findings.sentences.finding import FindingKind, Told, Topic

US, CHINA = "country:USA", "country:CHN"
POWERS = 2
_SAMPLES = {
    "clusters": "Of the computing power of the clusters in Epoch AI's standard set{sized}",
    "frontier sites": "Of the computing power of the large data centres that are announced and stand{sized}",
    "owners": "Of the AI chips bought since 2022 and counted by Epoch AI",
}


def _of_sample(sample: str, subject: str) -> FindingKind:
    verb = "owners from" if sample == "owners" else "sites in"
    return FindingKind(
        id=f"compute-{sample.replace(' ', '-')}",
        topic=Topic.COMPUTE,
        title=f"Computing power: {sample}",
        unit="share of H100 equivalents",
        measure="compute-by-country",
        query={},
        template=f"{subject}, {verb} the United States have {{us}} and {verb} China {{china}} ({{about}}){{beside}}.",
        read=lambda found, day: _power(found, sample),
    )


def _power(found: ComputeByCountry, sample: str) -> Told | str:
    (one,) = [row for row in found.samples if row.sample == sample]
    rows = {row.country: row for row in one.countries}
    if one.reason or US not in rows or CHINA not in rows:
        return one.reason or "not both powers are in the sample"
    american, chinese = rows[US], rows[CHINA]
    told = ", ".join(f"{figure.as_reported} for {_who(figure)}" for figure in one.published if figure.value is not None)
    size = f"{(one.value or 0.0) / 1e6:.1f} million H100 equivalents in all ({one.about}); {_world(found)}"
    sized = "" if one.units is None else f"{one.units} sites of known size, {one.without_size} of unknown; "
    part = f", {one.units} of {one.units + one.without_size} of which have a known size" if one.units else ""
    return Told(
        value=american.share,
        low=american.share,
        high=american.at_most,
        about=one.about,
        denominator=f"{one.population}, by {one.basis}",
        coverage=f"{size}{sized}{one.differs}",
        universe=(one.population,),
        words={
            "us": _span(american),
            "china": _span(chinese),
            "sized": part if one.without_size else "",
            "beside": f"; published of the same population: {told}" if told else "",
        },
    )


def _world(found: ComputeByCountry) -> str:
    """Say what others count in all, each with its day and what it counts: ours is no part of these."""
    amounts = sorted(
        f"{figure.qualifier} {figure.value / 1e6:.0f} million ({figure.period}: {figure.denominator})".strip()
        for figure in found.world
        if figure.value
    )
    counted = f"others count {' and '.join(amounts)} for the world, on other days and by other rules"
    return f"{counted}: this is no part of theirs; " if amounts else ""


def _span(row: CountryPower) -> str:
    return percent_range(row.share, row.at_most)


def _who(figure: PublishedFigure) -> str:
    return {US: "the United States", CHINA: "China"}.get(figure.subject or "", str(figure.subject))


_NOTABLE = FindingKind(
    id="notable-models", topic=Topic.CAPABILITY, title="Notable models", unit="models", measure="notable-models",
    query={},
    template="Of the notable models of {about}, {value:.0f} came from the United States and {china} from China "
    "(counted: {whose}){rivals}.",
    read=lambda found, day: _notable(found, day.year),
)  # fmt: skip


def _notable(found: NotableModels, this_year: int) -> Told | str:
    """Read the last year that somebody counted to its end, not the one that goes on; rival counts stand beside."""
    counts: dict[tuple[str, str], dict[str, PublishedFigure]] = {}
    for figure in found.published:
        for side, names in {"US": (US, "United States"), "China": (CHINA, "China")}.items():
            if figure.subject in names and figure.value is not None and figure.period:
                counts.setdefault((figure.period, str(figure.denominator)), {}).setdefault(side, figure)
    whole = {key: sides for key, sides in counts.items() if len(sides) == POWERS and int(key[0][:4]) < this_year}
    if not whole:
        return found.reason or "nobody has counted both sides"
    year = max(period for period, _ in whole)
    (told, sides), *rivals = [(by, sides) for (period, by), sides in whole.items() if period == year]
    others = [f"{_both(rival)} ({by})" for by, rival in rivals]
    return Told(
        value=sides["US"].value or 0.0,
        about=year,
        denominator=told,
        coverage="as published; a model of laboratories in two countries counts in both",
        universe=(f"{told}, {year}",),
        words={
            "china": f"{sides['China'].value:.0f}",
            "whose": told,
            "rivals": f"; others count {', '.join(others)}" if others else "",
        },
        sources=tuple(figure.source for of in (sides, *(rival for _, rival in rivals)) for figure in of.values()),
    )


def _both(sides: Mapping[str, PublishedFigure]) -> str:
    return f"{sides['US'].value:.0f} and {sides['China'].value:.0f}"


_MONEY = FindingKind(
    id="investment", topic=Topic.MONEY, title="Private investment", unit="billion US dollars", measure="series",
    query={"name": "investment"},
    template="Private investment in AI companies in {about} was {value:.0f} billion dollars in the United States and "
    "{china} billion in China, as the AI Index counts it; state funds, which are large in China, are not in it.",
    read=lambda found, day: _invested(found),
)  # fmt: skip


def _invested(found: Series) -> Told | str:
    told = {
        (figure.period or "", figure.subject): figure
        for figure in found.published
        if figure.unit == "billion US dollars" and (figure.denominator or "").startswith("private investment in AI")
    }
    years = [year for year, who in told if who == "United States" and (year, "China") in told]
    if not years:
        return found.reason or "nobody gives both sides"
    year = max(years)
    american, chinese = told[year, "United States"], told[year, "China"]
    return Told(
        value=american.value or 0.0,
        about=year,
        denominator=str(american.denominator),
        coverage="as published; rival figures stand beside it",
        universe=(str(american.denominator),),
        words={"china": f"{chinese.value:.1f}"},
        sources=(american.source, chinese.source),
    )


KINDS = (*(_of_sample(sample, subject) for sample, subject in _SAMPLES.items()), _NOTABLE, _MONEY)
