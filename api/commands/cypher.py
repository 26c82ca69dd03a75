"""Run a Cypher query."""

from contextlib import closing
from functools import partial
from json import loads
from typing import Annotated, Any

import typer

from api.commands.forms import CsvOption, FormOption, JsonOption, form_of, print_listed
from api.commands.options import pairs
from api.cypher_answers import answer_with_sources, cypher_service
from api.settings import Settings
from api.terminal import err, fail
from graph.queries.saved_queries import saved_query
from graph.stores.opening import open_store


def cypher(
    query: Annotated[str, typer.Argument(help="a reading query, or the name of a saved one")],
    set_: Annotated[list[str] | None, typer.Option("--set", help="a parameter, name=value")] = None,
    limit: Annotated[int | None, typer.Option(help="most rows; the setting cypher_rows when left out")] = None,
    json: JsonOption = False,
    csv: CsvOption = False,
    format: FormOption = "table",
) -> None:
    """Run a reading Cypher query, or a saved one by name."""
    form = form_of({"json": json, "csv": csv, "format": format})
    given = pairs(set_)
    values: dict[str, Any] = given
    if " " not in query.strip():
        saved = saved_query(query)
        query, values = saved.cypher, saved.values(given)
    content = _answer(query, values, limit)
    columns = content["columns"]
    rows = [dict(zip(columns, map(_plain, row), strict=True)) for row in content["rows"]]
    print_listed(rows, columns, form, content)
    for warning in content["meta"]["warnings"] if form != "json" else ():
        err.print(warning, style="yellow", soft_wrap=True)
    if content["truncated"] and form != "json":
        err.print(f"cut at a limit: {content['meta']['limits']}", style="yellow")


def _plain(value: Any) -> Any:
    """Return a day or a time as it is written; what is more than one value stays as it is."""
    is_one = isinstance(value, dict) and value.keys() == {"type", "value"} and value["type"] != "map"
    return value["value"] if is_one else value


def _answer(query: str, values: dict[str, Any], limit: int | None) -> dict[str, Any]:
    settings = Settings.from_environment()
    with (
        closing(open_store(settings.data, settings.neo4j)) as store,
        closing(cypher_service(settings)) as service,
    ):
        version = store.current()
        if version is None:
            fail("there is no graph yet; run `supplygraph build`", 3)
        if not settings.neo4j_uri:
            with err.status("preparing the engine (once for each graph)"):
                service.prepare(version)
        text = answer_with_sources(
            partial(service.run, query, values, version=version, limit=limit),
            lambda answered: store.read(answered).graph.sources,
        )
    content: dict[str, Any] = loads(text)
    return content
