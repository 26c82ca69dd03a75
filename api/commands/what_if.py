"""What-ifs: one command over a template's address and that of free scenarios, and two side by side."""

from collections.abc import Callable
from inspect import Parameter
from typing import Annotated, Any

import typer

from api.commands.derived import answer_of, parameters_of, tables_of, with_parameters
from api.commands.forms import FILES, form_of, print_found, table_of
from api.commands.options import pairs
from api.commands.printing import print_answer, print_comparison
from graph.analysis.dependency.scenarios.templates import template
from graph.measures.declared import declared
from graph.measures.question import listed

ScenarioName = Annotated[
    str, typer.Argument(metavar="SCENARIO", help="a template such as taiwan-cut-off, or ids, with commas")
]
Targets = Annotated[list[str] | None, typer.Option(help="report on these only: ids, with commas or one by one")]
Values = Annotated[list[str] | None, typer.Option("--set", help="a template's parameter, name=value")]


def whatif_command() -> Callable[..., None]:
    """Return the command that runs a scenario; its options are those of the measure."""
    measure = declared("scenario")

    def whatif(named: str, target: list[str] | None, set_: list[str] | None, **given: Any) -> None:
        """Say what falls and what is degraded in a scenario, in order, with reasons."""
        form, table, values = form_of(given), table_of(given, tables_of(measure)), pairs(set_)
        targets = listed(target)
        body = _scenario(named, values) | ({"targets": targets} if targets else {})
        found = answer_of(measure, {"scenario": body, **given}, whole=form in FILES)
        if ":" not in named and (note := template(named).note):
            found.content["meta"]["assumptions"].insert(0, note)
        print_found(found, form, {}, print_answer, table)

    own = (_argument("named", ScenarioName), _option("target", Targets), _option("set_", Values))
    return with_parameters(whatif, (*own, *(one for one in parameters_of(measure) if one.name != measure.body)))


def compare_command() -> Callable[..., None]:
    """Return the command that puts two scenarios side by side; its options are those of the measure."""
    measure = declared("compare")

    def compare(first: str, second: str, **given: Any) -> None:
        """Put two scenarios side by side: what falls in one, the other, or both."""
        form = form_of(given)
        found = answer_of(measure, {"pair": {"first": _scenario(first), "second": _scenario(second)}, **given})
        print_found(found, form, {}, print_comparison)

    own = (_argument("first", ScenarioName), _argument("second", ScenarioName))
    return with_parameters(compare, (*own, *(one for one in parameters_of(measure) if one.name != measure.body)))


def _argument(name: str, annotation: Any) -> Parameter:
    return Parameter(name, Parameter.KEYWORD_ONLY, annotation=annotation)


def _option(name: str, annotation: Any) -> Parameter:
    return Parameter(name, Parameter.KEYWORD_ONLY, annotation=annotation, default=None)


def _scenario(text: str, values: dict[str, str] | None = None) -> dict[str, Any]:
    if ":" in text:
        return {"remove": listed(text)}
    return template(text).fill(values).model_dump()
