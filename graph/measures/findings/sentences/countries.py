"""Findings about countries: who stands between the powers, and what bodies have decided."""

from graph.analysis.fragmentation.countries.rows import Countries, CountryRow
from graph.analysis.fragmentation.layers.ranking import Standing
from graph.analysis.series.sectors import Sectors
from graph.measures.findings.sentences.finding import FindingKind, Told, Topic

MOST = 3

_CONTESTED = FindingKind(
    id="contested-clouds", topic=Topic.COUNTRIES, title="Contested countries: clouds",
    unit="contestedness, 0 to 1", measure="contested", query={"layer": "clouds"},
    template="Of the {ranked} countries with at least {units} known cloud regions, those of {first} are the most "
    "evenly divided between the powers (contestedness {value:.2f}, 1 is half and half), then {then}; with one region "
    "more or less in each it has {low:.2f} to {high:.2f} and a place from 1 to {worst} ({about}).",
    read=lambda found, day: _contested(found, str(day)),
)  # fmt: skip


def _contested(found: Countries, day: str) -> Told | str:
    ranked = [row for row in found.countries if row.standing is Standing.RANKED]
    if len(ranked) > MOST and ranked[0].contestedness is None:
        return f"how evenly {ranked[0].name}, which comes first, is divided may be anything: that says nothing"
    if len(ranked) <= MOST or ranked[0].contestedness is None or ranked[0].rank is None:
        return "; ".join(found.reasons.values()) or f"enough is known to rank {len(ranked)} countries"
    first, *rest = ranked
    layer = found.layer_coverage["clouds"]
    place = ranked[0].rank
    return Told(
        value=ranked[0].contestedness,
        low=place.low,
        high=place.high,
        about=day,
        denominator="cloud regions that stand in the country, each the same",
        coverage=f"{len(ranked)} of {len(found.countries)} countries with regions are ranked; {layer.units} regions",
        covered=layer.seen.share,
        undated=layer.undated,
        universe=tuple(sorted(row.id for row in ranked)),
        words={
            "ranked": str(len(ranked)),
            "units": str(found.min_units),
            "worst": str(place.worst),
            "first": first.name,
            "then": ", ".join(map(_next, rest[: MOST - 1])),
        },
    )


def _next(row: CountryRow) -> str:
    span = f"{row.rank.low:.2f} to {row.rank.high:.2f}" if row.rank else "not known"
    return f"{row.name} ({span if row.contestedness is None else f'{row.contestedness:.2f}, {span}'})"


_DECISIONS = FindingKind(
    id="decisions", topic=Topic.USE, title="Decisions of public bodies, universities and firms", unit="decisions",
    measure="sectors", query={},
    template="Of the {value:.0f} decisions to use a model, lab or platform that are known ({plans} of them plans, "
    "{trials} trials), {us} were for American ones "
    "({us_home} of them by Americans) and {china} for Chinese ones ({china_home} of them by Chinese); of {bans} bans, "
    "{banned} were of Chinese ones ({about}).",
    read=lambda found, day: _decided(found, str(day)),
)  # fmt: skip


def _decided(found: Sectors, day: str) -> Told | str:
    adopted = [row.adopted for row in found.rows]
    banned = [row.banned for row in found.rows]
    if not found.rows:
        return "no decision is known"
    return Told(
        value=float(sum(sum(row.values()) for row in adopted)),
        about=day,
        denominator=found.denominator,
        coverage="the decisions that were found, which is no sample: what nobody reported in a language we read is "
        "missing",
        universe=("the decisions known",),
        words={
            "us": str(sum(row.get("US", 0) for row in adopted)),
            "china": str(sum(row.get("China", 0) for row in adopted)),
            "us_home": str(sum(row.at_home.get("US", 0) for row in found.rows)),
            "china_home": str(sum(row.at_home.get("China", 0) for row in found.rows)),
            "plans": str(sum(row.stages.get("plan", 0) for row in found.rows)),
            "trials": str(sum(row.stages.get("trial", 0) for row in found.rows)),
            "bans": str(sum(sum(row.values()) for row in banned)),
            "banned": str(sum(row.get("China", 0) for row in banned)),
        },
    )


KINDS = (_CONTESTED, _DECISIONS)
