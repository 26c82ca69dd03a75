"""Where one country stands between the two poles."""

from pydantic import Field

from graph.analysis.blocs import Bloc
from graph.analysis.fragmentation.countries.one_country import standing_of
from graph.analysis.fragmentation.countries.rows import CountryRow
from graph.analysis.fragmentation.countries.standings import countries
from graph.analysis.fragmentation.explanation import edges_behind
from graph.analysis.fragmentation.layers.shares import measure
from graph.analysis.results import Result
from graph.measures.envelope import Answer
from graph.measures.fragmentation._cells import spheres
from graph.measures.layers import LayersQuestion, choice_of, country_in, coverage_of
from graph.measures.measure import Limits, Measure
from graph.measures.panels import FRAGMENTATION
from graph.measures.table import Table, columns, fields
from graph.snapshots.snapshot import Snapshot


class CountryQuestion(LayersQuestion):
    """A country, and how its standing is measured."""

    country_id: str = Field(description="an id such as country:IDN, or its code")


class CountryStanding(CountryRow, Result):
    """Where one country stands, layer by layer."""

    bloc: Bloc
    reasons: dict[str, str] = Field(default={}, description="layers without data, and why")


def country(snapshot: Snapshot, question: CountryQuestion, limits: Limits) -> Answer:
    """Return a country's suppliers, spheres, alignment and contestedness on each layer."""
    node_id = country_in(snapshot, question.country_id, "country_id")
    whole = choice_of(snapshot, question)
    row, found = standing_of(snapshot, whole, node_id)
    choice = whole.among_only(node_id)
    own = countries(snapshot, choice).reasons
    there = {one.layer.value for one in row.layers if one.units}  # of what it has nothing of, its own reason tells more
    reasons = own | {layer: said for layer, said in found.reasons.items() if layer in there or layer not in own}
    result = CountryStanding(**dict(row), bloc=found.bloc, reasons=reasons, assumptions=found.assumptions)
    measured = measure(snapshot, choice)
    return Answer(result, edges=edges_behind(snapshot, measured), coverage=coverage_of(measured))


MEASURE = Measure(
    answer=country,
    title="One country, layer by layer",
    panel=FRAGMENTATION,
    path="/fragmentation/countries/{country_id}",
    question=CountryQuestion,
    result=CountryStanding,
    tables=(
        Table(
            "layers",
            columns(
                "layer", "tie", spheres=spheres, alignment="alignment", alignment_range="alignment_range",
                contestedness="contestedness", contestedness_range="contestedness_range",
                hedging="hedging", known_of_what_is_listed="known", settled="settled",
                units="units", to_rank="to_rank",
            ),
            file=fields(
                "layer", "tie", "spheres", "spheres_range", "alignment", "alignment_range", "contestedness",
                "contestedness_range", "hedging", "known", "settled", "units", "to_rank",
            ),
        ),
    ),
    example={"country_id": "country:IDN"},
)  # fmt: skip
