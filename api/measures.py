"""Measures on the command line: fragmentation, its timeline, stocks, comparisons and exports."""

import sys
from collections.abc import Callable
from contextlib import closing
from json import loads as load_json
from pathlib import Path
from typing import Annotated, Any

import typer

from api.questions import AsOf, Horizon, Json, Lens, Reading
from api.routes.cypher import cypher_service
from api.settings import Settings
from api.terminal import ask, ask_text, err, fail, out, print_json, print_meta, print_table
from graph.stores.versions import VersionStore


def add_to(app: typer.Typer) -> None:
    """Add the measures to a command line."""
    commands: tuple[Callable[..., None], ...] = (
        fragmentation,
        timeline,
        contested,
        matrix,
        distances,
        adoption,
        series,
        stocks,
        scenarios,
        compare,
        export,
        cypher,
        queries,
    )
    for command in commands:
        app.command(rich_help_panel="Measures")(command)


def fragmentation(
    layer: Annotated[str | None, typer.Option(help="only this layer, such as models or clouds")] = None,
    weights: Annotated[str | None, typer.Option(help="how countries weigh")] = None,
    bloc: Annotated[str | None, typer.Option(help="a preset of blocs")] = None,
    as_of: AsOf = None,
    lens: Lens = None,
    json: Json = False,
) -> None:
    """Say how far the world is divided, layer by layer, against chance."""
    params = {"layer": layer, "weights": weights, "bloc": bloc, "as_of": as_of, "lens": lens}
    content = ask("/v1/fragmentation", params)
    if json:
        print_json(content)
        return
    rows = [_layer_row(row) for row in content["layers"]]
    columns = ["layer", "index", "null_mean", "z", "bits", "bipolarity", "coupling", "countries", "layer_known", "note"]
    print_table(rows, columns)
    print_meta(content)


def _layer_row(row: dict[str, Any]) -> dict[str, Any]:
    null, coverage = row.get("null") or {}, row["coverage"]
    return {
        **{name: row[name] for name in ("layer", "index", "bits", "bipolarity", "coupling")},
        "null_mean": null.get("mean"),
        "z": null.get("z"),
        "countries": coverage["countries"],
        "layer_known": coverage["share"],
        "note": row.get("reason") or "",
    }


def timeline(
    layer: Annotated[str, typer.Argument(help="a layer such as models")],
    start: Annotated[str, typer.Option("--from", help="first day")] = "2022-01-01",
    end: Annotated[str | None, typer.Option("--to", help="last day, default today")] = None,
    step: Annotated[str, typer.Option(help="month or year")] = "year",
    lens: Lens = None,
    json: Json = False,
) -> None:
    """Show a layer's division over time, with the coverage of every point."""
    content = ask("/v1/fragmentation/timeline", {"layer": layer, "from": start, "to": end, "step": step, "lens": lens})
    if json:
        print_json(content)
        return
    rows = [
        point | {"countries": point["coverage"]["countries"], "changes": len(point["changes"])}
        for point in content["points"]
    ]
    print_table(rows, ["as_of", "layer", "index", "bits", "coupling", "countries", "coverage_changed", "changes"])
    print_meta(content)


def contested(
    layer: Annotated[str | None, typer.Option(help="only this layer")] = None,
    limit: int = 25,
    as_of: AsOf = None,
    lens: Lens = None,
    json: Json = False,
) -> None:
    """Rank countries by contestedness: those supplied by both spheres."""
    content = ask("/v1/fragmentation/countries", {"layer": layer, "as_of": as_of, "lens": lens})
    if json:
        print_json(content)
        return
    print_table(content["countries"][:limit], ["id", "name", "alignment", "contestedness", "hedges_on"])
    print_meta(content)


def matrix(layer: Annotated[str | None, typer.Option(help="only this layer")] = None, as_of: AsOf = None) -> None:
    """Show how much of each sphere's stack rests on each sphere, direct and looked through (JSON)."""
    print_json(ask("/v1/fragmentation/matrix", {"layer": layer, "as_of": as_of}))


def distances(layer: Annotated[str, typer.Argument(help="a layer such as clouds")], as_of: AsOf = None) -> None:
    """Show how differently countries are supplied on a layer, and who moved (JSON)."""
    print_json(ask("/v1/fragmentation/distances", {"layer": layer, "as_of": as_of}))


def adoption(
    spec: Annotated[Path, typer.Argument(help="a JSON file with the body of POST /v1/fragmentation/adoption")],
    layer: Annotated[str | None, typer.Option(help="only this layer")] = None,
) -> None:
    """Ask what would change if some countries rested on others: before and after (JSON)."""
    try:
        body = load_json(spec.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        fail(f"cannot read {spec}: {error}")
    print_json(ask("/v1/fragmentation/adoption", {"layer": layer}, body))


def series(name: Annotated[str | None, typer.Argument(help="a series; the list when left out")] = None) -> None:
    """Show a series that the debate turns on, published figures beside it (JSON), or list them."""
    if name is None:
        print_table(ask("/v1/series")["items"], ["name", "title", "unit"])
    else:
        print_json(ask(f"/v1/series/{name}"))


def stocks(
    item: Annotated[str | None, typer.Argument(help="a chip or an input; all when left out")] = None,
    rate_low: Annotated[float | None, typer.Option(help="units used in a year, at least")] = None,
    rate_high: Annotated[float | None, typer.Option(help="units used in a year, at most")] = None,
    cut_off: Annotated[str | None, typer.Option(help="day on which supply stops")] = None,
    json: Json = False,
) -> None:
    """Say how long stocks last, as a range with its assumption."""
    params = {"item": item, "rate_low": rate_low, "rate_high": rate_high, "cut_off": cut_off}
    content = ask("/v1/stocks", params)
    if json:
        print_json(content)
        return
    print_table(content["rows"], ["holder", "item", "quantity", "unit", "measured", "days", "runs_out"])
    print_meta(content)


def scenarios(json: Json = False) -> None:
    """List the scenario templates."""
    content = ask("/v1/scenarios")
    if json:
        print_json(content)
        return
    print_table(content["items"], ["name", "question", "parameters"])


def compare(
    first: Annotated[str, typer.Argument(help="a template, or ids to remove, with commas")],
    second: Annotated[str, typer.Argument(help="another one")],
    reading: Reading = None,
    as_of: AsOf = None,
    lens: Lens = None,
    horizon: Horizon = None,
    json: Json = False,
) -> None:
    """Put two scenarios side by side: what falls in one, the other, or both."""
    body = {"first": _scenario(first), "second": _scenario(second)}
    params = {"reading": reading, "as_of": as_of, "lens": lens, "horizon": horizon}
    content = ask("/v1/scenarios/compare", params, body)
    if json:
        print_json(content)
        return
    for name in ("only_first", "only_second", "both", "worse_in_first", "worse_in_second"):
        found = content[name]
        more = f" … and {len(found) - 30} more" if len(found) > 30 else ""
        out.print(f"{name.replace('_', ' ')} ({len(found)}): {', '.join(found[:30])}{more}", soft_wrap=True)
    print_meta(content)


def _scenario(text: str) -> dict[str, Any]:
    if ":" in text:
        return {"remove": text.split(",")}
    found = ask(f"/v1/scenarios/{text}")
    filled: dict[str, Any] = ask(f"/v1/scenarios/{found['name']}/run", body={})["scenario"]
    return filled


def export(
    format: Annotated[str, typer.Option(help="jsonl, csv or graphml")] = "jsonl",
    as_of: AsOf = None,
    lens: Lens = None,
    horizon: Horizon = None,
) -> None:
    """Write the whole graph of a day to standard output."""
    params = {"format": format, "as_of": as_of, "lens": lens, "horizon": horizon}
    sys.stdout.write(ask_text("/v1/export", params))


def cypher(
    query: Annotated[str, typer.Argument(help="a reading query, or the name of a saved one")],
    set_: Annotated[list[str] | None, typer.Option("--set", help="a parameter, name=value")] = None,
    limit: Annotated[int, typer.Option(help="most rows")] = 100,
    json: Json = False,
) -> None:
    """Run a reading Cypher query, or a saved one by name."""
    values = dict(pair.split("=", 1) for pair in set_ or [])
    _prepare_engine()
    if " " in query.strip():
        content = ask("/v1/cypher", body={"query": query, "parameters": values, "limit": limit})
    else:
        content = ask(f"/v1/queries/{query}", {**values, "limit": limit})
    if json:
        print_json(content)
        return
    columns = content["columns"]
    print_table([dict(zip(columns, row, strict=True)) for row in content["rows"]], columns)
    if content["truncated"]:
        out.print(f"cut at a limit: {content['limits']}", style="yellow")


def _prepare_engine() -> None:
    """Make the engine's own copy of the graph now, with a message: the first query would have to wait for it."""
    settings = Settings.from_environment()
    version = None if settings.neo4j_uri else VersionStore(settings.data).current()
    if version is not None:
        with err.status("preparing the engine (once for each graph)"), closing(cypher_service(settings)) as service:
            service.prepare(version)


def queries(json: Json = False) -> None:
    """List the saved Cypher queries."""
    content = ask("/v1/queries")
    if json:
        print_json(content)
        return
    print_table(content["items"], ["name", "question", "parameters"])
