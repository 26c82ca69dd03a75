"""What there is to ask about: scenarios, saved queries, series."""

from collections.abc import Callable
from inspect import signature
from typing import Annotated, Any

import typer

from api.commands.derived import command_of, with_parameters
from api.commands.forms import CsvOption, FormOption, JsonOption, form_of, print_listed
from graph.analysis.dependency.scenarios.templates import templates
from graph.analysis.series.table import SERIES
from graph.measures.declared import declared
from graph.queries.saved_queries import saved_queries


def scenarios(json: JsonOption = False, csv: CsvOption = False, format: FormOption = "table") -> None:
    """List the scenario templates."""
    rows = [row.model_dump(mode="json") for row in templates().values()]
    print_listed(rows, ["name", "question", "parameters"], form_of({"json": json, "csv": csv, "format": format}))


def queries(json: JsonOption = False, csv: CsvOption = False, format: FormOption = "table") -> None:
    """List the saved Cypher queries."""
    rows = [row.model_dump(mode="json") for row in saved_queries().values()]
    print_listed(rows, ["name", "question", "parameters"], form_of({"json": json, "csv": csv, "format": format}))


def series_command() -> Callable[..., None]:
    """Return the command of the measure ``series``, which lists the series where none is named."""
    derived = command_of(declared("series"))

    def series(name: str | None, **given: Any) -> None:
        if name is not None:
            derived(name=name, **given)
            return
        rows: list[dict[str, object]] = [
            {"name": name, "title": kind.title, "unit": kind.unit} for name, kind in SERIES.items()
        ]
        print_listed(rows, ["name", "title", "unit"], form_of(given))

    first, *rest = signature(derived).parameters.values()
    name = first.replace(
        annotation=Annotated[str | None, typer.Argument(help="a series; the list when left out")], default=None
    )
    series.__doc__ = derived.__doc__
    return with_parameters(series, (name, *rest))
