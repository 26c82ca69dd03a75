"""How answers are printed for reading: as their tables, and what no table shows, a tree and paths."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from rich.text import Text
from rich.tree import Tree

from api.terminal import marked, out, print_meta, print_table
from graph.analysis.results import percent
from graph.formats.spread import ends_of
from graph.measures.measure import Measure
from graph.measures.named import NamesById, named_rows, told
from graph.measures.table import Table, row_model, rows_of, whole_rows

MOST_ROWS = 80
"""Rows of a table that are printed; --json and --csv have all."""

FEWEST_LEVELS = 2
MOST_LINES = 80
"""Lines of a tree, as deep as whole levels of it fit, where `--depth` does not say."""
MOST_SUPPLIERS = 6
"""Suppliers of one need that are drawn, those of the largest shares first."""


@dataclass(frozen=True)
class PrintedAnswer:
    """What a command prints.

    Attributes
    ----------
    measure : Measure
    content : dict
        The answer of its address.
    names : mapping of str to str
        What its ids are called.
    """

    measure: Measure[Any]
    content: dict[str, Any]
    names: NamesById


def print_answer(found: PrintedAnswer, given: Mapping[str, Any]) -> None:
    """Print what an answer says in words, its tables, and what it rests on."""
    measure, content = found.measure, found.content
    reasons = reasons_of(content)
    said = said_of(content) or ([] if reasons or _has_rows(content, measure.tables) else [measure.tables[0].nothing])
    for words in said:
        out.print(marked("{}", words), soft_wrap=True)
    for table in measure.tables:
        rows = rows_of(content, table)
        if rows:
            title = f"\n{table.title} ({len(rows):,})" if table.title else ""
            heads = headings(measure, table)
            shown = named_rows(rows, found.names, MOST_ROWS)
            print_table([_headed(row, heads) for row in shown], list(heads.values()), title)
        if len(rows) > MOST_ROWS:
            out.print(f"… and {len(rows) - MOST_ROWS:,} more (--json has all)", style="dim")
    for words in reasons:
        out.print(marked("{}", words), soft_wrap=True)
    print_meta(content)


def said_of(content: Mapping[str, Any]) -> list[str]:
    """Return what an answer says in words."""
    return [str(content[name]) for name in ("sentence", "reason") if content.get(name)]


def reasons_of(content: Mapping[str, Any]) -> list[str]:
    """Return why an answer has no rows of some of its parts, such as layers."""
    found = content.get("reasons")
    return [f"{part}: {why}" for part, why in found.items()] if isinstance(found, dict) else []


def _has_rows(content: Mapping[str, Any], tables: Sequence[Table]) -> bool:
    return any(whole_rows(content, table) for table in tables)


def headings(measure: Measure[Any], table: Table) -> Mapping[str, str]:
    """Return what stands above each column: of an interval or a triple which value is which."""
    model = row_model(measure.result, table)
    found = {}
    for name, cell in table.columns.items():
        ends = ends_of(model, cell) if model and isinstance(cell, str) else ()
        found[name] = f"{name} ({', '.join(ends)})" if ends else name
    return found


def _headed(row: Mapping[str, Any], heads: Mapping[str, str]) -> dict[str, Any]:
    return {head: row[name] for name, head in heads.items()}


def print_paths(found: PrintedAnswer, given: Mapping[str, Any]) -> None:
    """Print paths, each step with its source."""
    content = found.content
    for number, path in enumerate(content["paths"], 1):
        out.print(marked("[bold]{}.[/] {}", number, told(path["nodes"][0], found.names)))
        for edge, caveat in zip(path["edges"], path["caveats"], strict=True):
            claim = edge["claim"]
            source = content["sources"][claim["source"]]
            said = (source["title"], source.get("published_on") or "undated", claim["checked"], claim["confidence"])
            noted = f" ({caveat})" if caveat else ""
            out.print(
                marked(
                    "   → [bold]{}[/][yellow]{}[/] [cyan]{}[/] [dim]{}[/]",
                    told(edge["to"], found.names),
                    noted,
                    edge["need"],
                    ", ".join(said),
                )
            )
    if not content["paths"]:
        ends = told(f"{content['from']} to {content['to']}", found.names)
        out.print(f"no path from {ends} within the limits")
    print_meta(content)


def print_closure(found: PrintedAnswer, given: Mapping[str, Any]) -> None:
    """Print a closure as a tree, then the single points of failure."""
    content = found.content
    print_tree(content, content["id"], int(given["depth"]) if given.get("depth") else None)
    if content["legend"]:
        out.print(marked("{}", content["legend"]), style="dim", soft_wrap=True)
    points = content["single_points_of_failure"]
    weak = [point for point in points if not point["only_as_home"]]
    out.print(marked("\n[bold]Single points of failure[/] [red]▲[/] certain, [red]△[/] only in our data"))
    if weak:
        print_table(weak, ["id", "name", "kind", "certain"])
    else:
        out.print(content["reason"] or "none: each need has another supplier, as far as we know", soft_wrap=True)
    home = [point["id"] for point in points if point["only_as_home"]]
    if home:
        out.print(f"falls with its own home, which is no finding: {told(', '.join(home), found.names)}", style="dim")
    print_meta(content)


def print_comparison(found: PrintedAnswer, given: Mapping[str, Any]) -> None:
    """Print two scenarios side by side."""
    content = found.content
    for name in ("only_first", "only_second", "both", "worse_in_first", "worse_in_second"):
        ids = content[name]
        more = f" … and {len(ids) - 30} more" if len(ids) > 30 else ""
        listed = told(", ".join(ids[:30]), found.names)
        out.print(f"{name.replace('_', ' ')} ({len(ids)}): {listed}{more}", soft_wrap=True)
    print_meta(content)


PRINTERS: Mapping[str, Callable[[PrintedAnswer, Mapping[str, Any]], None]] = {
    "show": print_closure,
    "path": print_paths,
    "compare": print_comparison,
}
"""Measures whose answers are no tables."""


def print_tree(content: dict[str, Any], root: str, depth: int | None = None) -> None:
    """Print what an entity rests on as a tree of needs: all of the needs, any of their suppliers.

    A node that was already opened is named and not opened again. Without a depth it is as deep as fits.
    """
    closure = _ClosureTree(content)
    levels = depth or FEWEST_LEVELS
    tree = closure.grown(root, levels)
    while depth is None:
        deeper = closure.grown(root, levels + 1)
        if _lines(deeper) > MOST_LINES or _lines(deeper) == _lines(tree):
            break
        tree, levels = deeper, levels + 1
    out.print(tree)
    if depth is None and _lines(closure.grown(root, levels + 1)) > _lines(tree):
        out.print(f"{levels} levels are drawn; --depth {levels + 1} opens more, --json has all", style="dim")


def _lines(tree: Tree) -> int:
    return 1 + sum(_lines(child) for child in tree.children)


class _ClosureTree:
    """The tree of a closure, drawn to any depth."""

    def __init__(self, content: dict[str, Any]) -> None:
        self._names = {node["id"]: node["name"] for node in content["nodes"]}
        self._weak = {
            row["id"]: row["certain"] for row in content["single_points_of_failure"] if not row["only_as_home"]
        }
        self._needs: dict[str, list[dict[str, Any]]] = {}
        for need in content["needs"]:
            self._needs.setdefault(need["of"], []).append(need)

    def grown(self, root: str, depth: int) -> Tree:
        tree = Tree(self._label(root, style="bold"))
        self._grow(tree, root, depth, set())
        return tree

    def _label(self, node_id: str, share: str = "", caveat: str | None = None, style: str = "not bold") -> Text:
        mark = "" if node_id not in self._weak else " [bold red]▲[/]" if self._weak[node_id] else " [red]△[/]"
        told = f" ({caveat})" if caveat else ""
        name = self._names.get(node_id, node_id)
        return marked(f"{{}}[{style}]{{}}[/] [dim]{{}}[/][yellow]{{}}[/]{mark}", share, name, node_id, told)

    def _grow(self, branch: Tree, node_id: str, left: int, opened: set[str]) -> None:
        """Add what a node needs; what stays closed ends in a mark."""
        needs = self._needs.get(node_id, ())
        if needs and (node_id in opened or left == 0):
            branch.label = Text.assemble(cast(Text, branch.label), (" …" if left == 0 else " shown above", "dim"))
            return
        opened.add(node_id)
        for need in needs:
            suppliers = sorted(need["suppliers"], key=lambda one: -one["share"])
            if [supplier["id"] for supplier in suppliers] == [need["need"]]:  # a thing that it is made of
                own = self._label(need["need"], caveat=suppliers[0]["caveat"])
                self._grow(branch.add(own), need["need"], left - 1, opened)
                continue
            how = f"any of {len(suppliers)}" if len(suppliers) > 1 else "only"
            known = "" if need["closed"] else ", others unknown"
            name = self._names.get(need["need"], need["need"])
            twig = branch.add(marked("[cyan]{}[/] [dim]({}{})[/]", name, how, known))
            for supplier in suppliers[:MOST_SUPPLIERS]:
                share = "" if supplier["assumed"] or len(suppliers) == 1 else f"{percent(supplier['share'])} "
                label = self._label(supplier["id"], share, supplier["caveat"])
                self._grow(twig.add(label), supplier["id"], left - 1, opened)
            if len(suppliers) > MOST_SUPPLIERS:
                twig.add(marked("[dim]… and {} more[/]", len(suppliers) - MOST_SUPPLIERS))
