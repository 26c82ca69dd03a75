"""Questions on the command line: each asks its address and prints the answer for reading."""

from collections.abc import Callable
from typing import Annotated, Any

import typer

from api.terminal import ask, out, print_json, print_meta, print_table, print_tree

Json = Annotated[bool, typer.Option("--json", help="print the answer as JSON")]
AsOf = Annotated[str | None, typer.Option(help="valid time, a day like 2025-06-30; default today")]
KnownAt = Annotated[str | None, typer.Option(help="only sources public by this day")]
Lens = Annotated[str | None, typer.Option(help="territory, ownership (default) or vendor")]
Horizon = Annotated[str | None, typer.Option(help="run, make (default) or grow")]
Reading = Annotated[str | None, typer.Option(help="known (default) or certain")]
Semantics = Annotated[str | None, typer.Option(help="operational (default) or bootstrap")]
Id = Annotated[str, typer.Argument(help="an id such as model:glm-5")]


def add_to(app: typer.Typer) -> None:
    """Add the questions to a command line."""
    commands: tuple[Callable[..., None], ...] = (
        find,
        show,
        path,
        whatif,
        cut,
        exposure,
        concentration,
        chokepoints,
        report,
    )
    for command in commands:
        app.command(rich_help_panel="Questions")(command)


def find(
    text: Annotated[str, typer.Argument(help="a name, an alias or a part of one")],
    kind: Annotated[str | None, typer.Option(help="only this kind, such as Model")] = None,
    limit: int = 20,
    json: Json = False,
) -> None:
    """Find entities by name or alias."""
    content = ask("/v1/nodes", {"q": text, "kind": kind, "limit": limit})
    if json:
        print_json(content)
        return
    print_table(content["items"], ["id", "name", "kind", "layer", "aliases"])
    if not content["items"]:
        out.print(f"nothing matches {text!r}")


def show(
    node_id: Id,
    depth: Annotated[int, typer.Option(help="levels of the tree")] = 8,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    lens: Lens = None,
    horizon: Horizon = None,
    json: Json = False,
) -> None:
    """Show what an entity rests on, as a tree: all of its needs, any of their suppliers."""
    params = {"as_of": as_of, "known_at": known_at, "lens": lens, "horizon": horizon}
    content = ask(f"/v1/dependencies/{node_id}", params)
    if json:
        print_json(content)
        return
    root = content["nodes"][0]["id"]
    print_tree(content, root, depth)
    points = content["single_points_of_failure"]
    found = [point for point in points if not point.get("home")]
    out.print("\n[bold]Single points of failure[/] [red]▲[/] certain, [red]△[/] only in our data")
    print_table(found, ["id", "name", "kind", "certain"])
    home = [point["id"] for point in points if point.get("home")]
    if home:
        out.print(f"[dim]falls with its own home, which is no finding: {', '.join(home)}[/]")
    print_meta(content)


def path(
    start: Annotated[str, typer.Argument(help="the dependent, such as model:glm-5")],
    end: Annotated[str, typer.Argument(help="what it may rest on, such as country:NLD")],
    max_length: Annotated[int | None, typer.Option(help="longest path")] = None,
    limit: Annotated[int | None, typer.Option(help="most paths")] = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    lens: Lens = None,
    horizon: Horizon = None,
    json: Json = False,
) -> None:
    """Show how one entity rests on another, shortest path first, with the source of each step."""
    params = {
        "from": start, "to": end, "max_length": max_length, "limit": limit, "as_of": as_of,
        "known_at": known_at, "lens": lens, "horizon": horizon,
    }  # fmt: skip
    content = ask("/v1/paths", params)
    if json:
        print_json(content)
        return
    for number, found in enumerate(content["paths"], 1):
        out.print(f"[bold]{number}.[/] {found['edges'][0]['from']}")
        for edge in found["edges"]:
            claim = edge["claim"]
            source = content["sources"][claim["source"]]
            out.print(
                f"   → [bold]{edge['to']}[/] [cyan]{edge['need']}[/] [dim]{source['title']}, "
                f"{source.get('published_on') or 'undated'}, {claim['checked']}, {claim['confidence']}[/]"
            )
    if not content["paths"]:
        out.print(f"no path from {start} to {end} within the limits")
    print_meta(content)


def whatif(
    scenario: Annotated[str, typer.Argument(help="a template such as taiwan-cut-off, or ids to remove, with commas")],
    target: Annotated[list[str] | None, typer.Option(help="report on these only")] = None,
    set_: Annotated[list[str] | None, typer.Option("--set", help="a template's parameter, name=value")] = None,
    reading: Reading = None,
    as_of: AsOf = None,
    lens: Lens = None,
    horizon: Horizon = None,
    json: Json = False,
) -> None:
    """Say what falls and what is degraded in a scenario, in order, with reasons."""
    params = {"as_of": as_of, "lens": lens, "horizon": horizon, "reading": reading}
    if ":" in scenario:
        body: dict[str, Any] = {"remove": scenario.split(","), "targets": target or []}
        content = ask("/v1/scenarios/run", params, body)
    else:
        values = dict(pair.split("=", 1) for pair in set_ or [])
        content = ask(f"/v1/scenarios/{scenario}/run", params, values)
        if target:
            content = ask("/v1/scenarios/run", params, content["scenario"] | {"targets": target})
    if json:
        print_json(content)
        return
    print_table(content["failed"][:80], ["round", "id", "name", "reason", "certain"], f"{len(content['failed'])} fall")
    rows = [row | {"loss": row["loss"]["0.5"]} for row in content["degraded"][:40]]
    print_table(
        rows,
        ["id", "name", "loss", "reason"],
        f"{len(content['degraded'])} degraded (loss at substitutability 0.5)",
    )
    print_meta(content)


def cut(
    node_id: Id,
    over: Annotated[str, typer.Option(help="entity, company or country")] = "country",
    max_order: Annotated[int, typer.Option(help="largest set")] = 2,
    action: Annotated[str | None, typer.Option(help="collapse (default) or ban")] = None,
    on: Annotated[str | None, typer.Option(help="the countries banned, default the target's own")] = None,
    reach: Annotated[str | None, typer.Option(help="direct or foreign_direct_product")] = None,
    de_minimis: Annotated[float | None, typer.Option(help="content that counts, 0 to 1")] = None,
    as_of: AsOf = None,
    lens: Lens = None,
    horizon: Horizon = None,
    json: Json = False,
) -> None:
    """List the smallest sets whose loss makes an entity fail."""
    params = {
        "over": over, "max_order": max_order, "action": action, "on": on, "reach": reach,
        "de_minimis": de_minimis, "as_of": as_of, "lens": lens, "horizon": horizon,
    }  # fmt: skip
    content = ask(f"/v1/cut-sets/{node_id}", params)
    if json:
        print_json(content)
        return
    print_table(content["cut_sets"], ["order", "members", "certain"])
    print_meta(content)


def exposure(
    node_id: Id,
    to: Annotated[str, typer.Option(help="country, company or sphere")] = "country",
    as_of: AsOf = None,
    lens: Lens = None,
    horizon: Horizon = None,
    json: Json = False,
) -> None:
    """Say what share of an entity rests on whom, directly and all the way down."""
    params = {"to": to, "as_of": as_of, "lens": lens, "horizon": horizon}
    content = ask(f"/v1/exposure/{node_id}", params)
    if json:
        print_json(content)
        return
    print_table(content["rows"][:40], ["to", "name", "direct", "look_through", "hidden", "home"])
    print_meta(content)


def concentration(
    input_id: Annotated[str | None, typer.Argument(help="an input; all when left out")] = None,
    by: Annotated[str, typer.Option(help="company or country")] = "company",
    as_of: AsOf = None,
    lens: Lens = None,
    json: Json = False,
) -> None:
    """Say how concentrated the supply of an input is: HHI as an interval, basis and period."""
    content = ask("/v1/concentration", {"input": input_id, "by": by, "as_of": as_of, "lens": lens})
    if json:
        print_json(content)
        return
    print_table(content["rows"], ["input", "basis", "period", "hhi", "effective", "suppliers"])
    print_meta(content)


def chokepoints(
    targets: Annotated[str, typer.Option(help="kind:model, kind:lab, or ids separated by commas")] = "kind:model",
    over: Annotated[str, typer.Option(help="country, company or entity")] = "country",
    max_order: Annotated[int, typer.Option(help="1: single points; 2: pairs; 3: triples")] = 1,
    limit: int = 25,
    as_of: AsOf = None,
    lens: Lens = None,
    horizon: Horizon = None,
    json: Json = False,
) -> None:
    """Rank what stops most: one country, company or entity, or a pair or triple of them."""
    params = {
        "targets": targets, "over": over, "max_order": max_order, "limit": limit, "as_of": as_of,
        "lens": lens, "horizon": horizon,
    }  # fmt: skip
    content = ask("/v1/chokepoints", params)
    if json:
        print_json(content)
        return
    rows: list[dict[str, Any]] = [row | {"stops": len(row["stops"])} for row in content["chokepoints"]]
    print_table(rows, ["members", "stops", "criticality", "certain"])
    print_meta(content)


def report(as_of: AsOf = None, lens: Lens = None, json: Json = False) -> None:
    """Count what the graph holds by kind, layer, source and country, and what to treat with care."""
    content = ask("/v1/report", {"as_of": as_of, "lens": lens})
    if json:
        print_json(content)
        return
    for name, value in content.items():
        if isinstance(value, dict) and name not in ("meta", "sources"):
            rows = [{"what": key, "count": count} for key, count in list(value.items())[:25]]
            print_table(rows, ["what", "count"], name.replace("_", " "))
    print_meta(content)
