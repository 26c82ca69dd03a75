"""What-ifs: one command over a template's address and that of free scenarios, and two side by side."""

from typing import Annotated, Any

import typer

from api.commands.derived import answer_of
from api.commands.options import AsOf, Horizon, Json, KnownAt, Lens, Reading
from api.commands.printing import print_answer, print_comparison
from api.terminal import print_json
from graph.analysis.dependency.templates import template
from graph.measures.declared import declared

Scenario = Annotated[str, typer.Argument(help="a template such as taiwan-cut-off, or ids to remove, with commas")]


def whatif(
    scenario: Scenario,
    target: Annotated[list[str] | None, typer.Option(help="report on these only")] = None,
    set_: Annotated[list[str] | None, typer.Option("--set", help="a template's parameter, name=value")] = None,
    reading: Reading = "likely",
    as_of: AsOf = None,
    known_at: KnownAt = None,
    lens: Lens = "ownership",
    horizon: Horizon = "make",
    json: Json = False,
) -> None:
    """Say what falls and what is degraded in a scenario, in order, with reasons."""
    values = dict(pair.split("=", 1) for pair in set_ or [])
    body = _scenario(scenario, values) | ({"targets": target} if target else {})
    common = {"reading": reading, "as_of": as_of, "known_at": known_at, "lens": lens, "horizon": horizon}
    measure = declared("scenario")
    content = answer_of(measure, {"scenario": body, **common})
    if json:
        print_json(content)
    else:
        print_answer(measure, content, {})


def compare(
    first: Scenario,
    second: Scenario,
    reading: Reading = "likely",
    as_of: AsOf = None,
    known_at: KnownAt = None,
    lens: Lens = "ownership",
    horizon: Horizon = "make",
    json: Json = False,
) -> None:
    """Put two scenarios side by side: what falls in one, the other, or both."""
    pair = {"first": _scenario(first), "second": _scenario(second)}
    common = {"reading": reading, "as_of": as_of, "known_at": known_at, "lens": lens, "horizon": horizon}
    measure = declared("compare")
    content = answer_of(measure, {"pair": pair, **common})
    if json:
        print_json(content)
    else:
        print_comparison(measure, content, {})


def _scenario(text: str, values: dict[str, str] | None = None) -> dict[str, Any]:
    if ":" in text:
        return {"remove": text.split(",")}
    return template(text).fill(values).model_dump()
