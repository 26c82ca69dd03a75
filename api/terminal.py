"""Answers in a terminal: the command line asks the same addresses as everybody else, in process.

So every command has the words, parameters and limits of its address, and ``--json`` prints its very answer.
"""

import asyncio
import json
import sys
from typing import Any, NoReturn

import httpx2
from rich.console import Console
from rich.table import Table
from rich.tree import Tree

from api.app import create_app
from api.settings import Settings

WIDE = 160
"""Columns of a table that goes to a file or another program."""

out = Console(highlight=False, width=None if sys.stdout.isatty() else WIDE)
err = Console(stderr=True, highlight=False)


def fail(message: str, code: int = 2) -> NoReturn:
    """Print what is wrong and what to do, and leave."""
    err.print("error", style="bold red", end=" ")
    err.print(message, soft_wrap=True, markup=False)
    sys.exit(code)


def ask(path: str, params: dict[str, Any] | None = None, body: dict[str, Any] | None = None) -> Any:
    """Ask an address of the interface and return its JSON; on a problem, print it and leave."""
    return _answered(path, params, body).json()


def ask_text(path: str, params: dict[str, Any] | None = None) -> str:
    """Ask an address and return its text as it is; on a problem, print it and leave."""
    return _answered(path, params, None).text


def _answered(path: str, params: dict[str, Any] | None, body: dict[str, Any] | None) -> httpx2.Response:
    given = {name: str(value) for name, value in (params or {}).items() if value is not None}
    answer = asyncio.run(_ask(path, given, body))
    if answer.status_code >= 400:
        content = answer.json()
        hints = content.get("suggestions") or []
        hint = f"\n  did you mean: {', '.join(hints[:6])}" if hints else ""
        fail(f"{content.get('detail', answer.text)}{hint}")
    return answer


async def _ask(path: str, params: dict[str, str], body: dict[str, Any] | None) -> httpx2.Response:
    app = create_app(Settings.from_environment())
    transport = httpx2.ASGITransport(app)
    async with (
        app.router.lifespan_context(app),
        httpx2.AsyncClient(transport=transport, base_url="http://supplygraph", timeout=None) as client,
    ):
        method = "GET" if body is None else "POST"
        return await client.request(method, path, params=params, json=body)


def print_json(content: Any) -> None:
    """Print JSON as it is, for other programs."""
    print(json.dumps(content, ensure_ascii=False, indent=2))  # noqa: T201 - the answer itself, uncoloured


def print_meta(content: dict[str, Any]) -> None:
    """Print what the answer rests on: date, lens, version, limits, assumptions, sources."""
    meta = content.get("meta")
    if not meta:
        return
    out.print(
        f"[dim]as of {meta['as_of']} · lens {meta['lens']} · horizon {meta['horizon']} · graph "
        f"{meta['graph_version'][:12]} · {len(content.get('sources', {}))} sources (--json shows them)[/]"
    )
    for assumption in meta.get("assumptions", ()):
        out.print(f"  · {assumption}", style="dim", markup=False)
    if meta.get("truncated"):
        out.print(f"[yellow]cut at a limit: {meta.get('limits')}[/]")


def print_table(rows: list[dict[str, Any]], columns: list[str], title: str = "") -> None:
    """Print rows as a table; nested values are shortened."""
    table = Table(title=title or None, title_justify="left", header_style="bold", box=None, pad_edge=False)
    cells = [[shown(row.get(column)) for column in columns] for row in rows]
    for number, column in enumerate(columns):
        words = all(" " not in line[number] for line in cells)  # an id is copied whole: other columns give way
        table.add_column(column.replace("_", " "), overflow="fold", no_wrap=words)
    for line in cells:
        table.add_row(*line)
    out.print(table)


def shown(value: Any) -> str:
    """Show one value in a cell."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 1_000 else f"{value:.4g}"
    if isinstance(value, list | tuple):
        return ", ".join(shown(part.get("id", part) if isinstance(part, dict) else part) for part in value)
    if isinstance(value, dict):
        return ", ".join(f"{name} {shown(part)}" for name, part in value.items())
    return str(value)


def print_tree(content: dict[str, Any], root: str, depth: int) -> None:
    """Print what an entity rests on as a tree of needs: all of the needs, any of their suppliers.

    A node that was already opened is named and not opened again.
    """
    names = {node["id"]: node["name"] for node in content["nodes"]}
    weak = {row["id"]: row["certain"] for row in content["single_points_of_failure"] if not row.get("home")}
    needs: dict[str, list[dict[str, Any]]] = {}
    for need in content["needs"]:
        needs.setdefault(need["of"], []).append(need)
    opened: set[str] = set()

    def label(node_id: str) -> str:
        mark = "" if node_id not in weak else " [bold red]▲[/]" if weak[node_id] else " [red]△[/]"
        return f"{names.get(node_id, node_id)} [dim]{node_id}[/]{mark}"

    def grow(branch: Tree, node_id: str, left: int) -> None:
        if node_id in opened or left == 0:
            if needs.get(node_id):
                branch.add("[dim]…[/]" if left == 0 else "[dim]shown above[/]")
            return
        opened.add(node_id)
        for need in needs.get(node_id, ()):
            suppliers = need["suppliers"]
            how = f"any of {len(suppliers)}" if len(suppliers) > 1 else "only"
            known = "" if need["closed"] else ", others unknown"
            twig = branch.add(f"[cyan]{names.get(need['need'], need['need'])}[/] [dim]({how}{known})[/]")
            for supplier in suppliers:
                share = "" if supplier["assumed"] or len(suppliers) == 1 else f"{supplier['share']:.0%} "
                grow(twig.add(share + label(supplier["id"])), supplier["id"], left - 1)

    tree = Tree(f"[bold]{label(root)}[/]")
    grow(tree, root, depth)
    out.print(tree)
