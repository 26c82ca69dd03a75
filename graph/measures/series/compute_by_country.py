"""Computing power by country, one data set at a time."""

from collections.abc import Mapping
from typing import Any

from pydantic import Field

from graph.analysis.results import percent_range
from graph.analysis.series.compute_by_country import ComputeByCountry
from graph.analysis.series.compute_by_country import compute_by_country as counted
from graph.measures.envelope import Answer
from graph.measures.layers import country_in
from graph.measures.measure import Limits, Measure
from graph.measures.panels import SERIES
from graph.measures.question import Limited
from graph.measures.table import Table, fields
from graph.snapshots.snapshot import Snapshot

SHOWN = 4


class ComputeByCountryQuestion(Limited):
    """All countries, or one."""

    country: str | None = Field(default=None, description="only this country; shares stay those of the whole")


def compute_by_country(snapshot: Snapshot, question: ComputeByCountryQuestion, limits: Limits) -> Answer:
    """Return clusters, frontier sites and owners' holdings by country, each beside the published figures."""
    country = country_in(snapshot, question.country, "country") if question.country is not None else None
    result, nodes = counted(snapshot, country)
    return Answer(result, nodes=nodes)


def _largest(row: Mapping[str, Any]) -> list[str]:
    """Say the shares of the countries that have most, where they are told."""
    return [f"{one['name']} {percent_range(one['share'], one['at_most'])}" for one in row["countries"][:SHOWN]]


MEASURE = Measure(
    answer=compute_by_country,
    title="Computing power by country: clusters, frontier sites and owners apart, beside what is published",
    panel=SERIES,
    path="/compute/countries",
    question=ComputeByCountryQuestion,
    result=ComputeByCountry,
    tables=(
        Table(
            "samples",
            {
                "sample": "sample",
                "about": "about",
                "H100 equivalents": "value",
                "countries": _largest,
                "units": "units",
                "without_size": "without_size",
                "reason": "reason",
                "differs": "differs",
            },
            file=fields(
                "sample", "about", "value", "units", "without_size", "reason", country="countries.country",
                country_name="countries.name", country_value="countries.value", country_share_low="countries.share",
                country_share_high="countries.at_most", country_units="countries.units",
            ),
            each="countries",
        ),
    ),
    example={},
)  # fmt: skip
