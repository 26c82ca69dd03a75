"""Build the graph."""

import time
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from api.commands.options import INCOMPLETE, Json
from api.settings import Settings
from api.terminal import err, marked, out, print_json, print_table
from graph.errors import BuildError, Fault
from graph.facts.fact import Fact, kind_of_fact
from graph.facts.source_report import SourceReport
from graph.knowledge_graph import KnowledgeGraph
from graph.stores.target import Target
from graph.stores.versions.store import VersionStore
from loaders.facts_file import read_facts
from loaders.own_facts import read_own
from loaders.registry import Collected, collect, with_own_names


def build(
    facts: Annotated[
        list[Path] | None, typer.Option(help="add the facts of a JSON Lines file (marked as yours)")
    ] = None,
    only: Annotated[Path | None, typer.Option(help="build from this JSON Lines file alone")] = None,
    hold: Annotated[bool, typer.Option("--hold", help="hold back and list rows of --facts that do not fit")] = False,
    source: Annotated[list[str] | None, typer.Option(help="only these data sets")] = None,
    json: Json = False,
) -> None:
    """Build the graph from every source at hand; the old graph stays in use until the new one is whole."""
    settings = Settings.from_environment()
    started = time.perf_counter()
    gathered = _gather(settings, facts or [], only, source, hold=hold)
    reports = gathered.reports
    read = time.perf_counter()
    with err.status(f"checking {len(gathered.facts):,} facts"):
        graph = KnowledgeGraph.build(gathered.facts)
    checked = time.perf_counter()
    store = VersionStore(settings.data, settings.versions_kept)
    _keep_what_is_in_use(store, gathered)
    with err.status("writing"):
        built_at = datetime.now(UTC).isoformat(timespec="seconds")
        path = store.write(graph, built_at, reports)
    if there := settings.neo4j:
        write_to_neo4j(there, graph, built_at, reports)
    written = time.perf_counter()
    seconds = {"read": read - started, "check": checked - read, "write": written - checked}
    if json:
        print_json(
            {
                "version": graph.version,
                "file": str(path),
                "nodes": dict(Counter(node.kind.value for node in graph.nodes.values())),
                "edges": dict(Counter(claim.kind.value for claim in graph.claims)),
                "unresolved": _unresolved(reports),
                "reports": [report.model_dump(mode="json") for report in reports],
                "seconds": seconds,
            }
        )
    else:
        _print_build(graph, reports, seconds)
    if gathered.faults or any(report.rows_held_back for report in reports):
        raise typer.Exit(INCOMPLETE)


def _keep_what_is_in_use(store: VersionStore, gathered: Collected) -> None:
    """Refuse to replace a graph by one that lacks a source which it has.

    Raises
    ------
    BuildError
        With what is wrong with the sources that were refused.
    """
    refused = {report.dataset for report in gathered.reports if report.status == "refused"}
    if refused and refused & {report.dataset for report in store.reports() if report.status == "loaded"}:
        raise BuildError(gathered.faults)


def _unresolved(reports: list[SourceReport]) -> int:
    """Return the number of names for which rows are held back."""
    return sum(len(report.held_back) for report in reports)


def write_to_neo4j(there: Target, graph: KnowledgeGraph, built_at: str, reports: list[SourceReport]) -> None:
    """Replace the graph in the Neo4j server; every process that serves from it takes the new one up."""
    from graph.stores.neo4j import Neo4jStore  # the driver takes part of a second to load

    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with (
        Progress(*columns, TimeElapsedColumn(), console=err, transient=True) as bar,
        closing(Neo4jStore(there.uri, there.user, there.password, there.database)) as store,
    ):
        task = bar.add_task("comparing with Neo4j", total=None)

        def progress(what: str, done: int, total: int) -> None:
            bar.update(task, description=f"writing {what} to Neo4j", completed=done, total=total)

        store.write(graph, built_at, reports, progress)


def _gather(
    settings: Settings, facts: list[Path], only: Path | None, wanted: list[str] | None, *, hold: bool
) -> Collected:
    if only is not None:
        own = list(read_facts(only, exported=True))
        return Collected(own, [_report_of_own(only, own)])
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeElapsedColumn(), console=err, transient=True) as bar:
        task = bar.add_task("reading sources", total=None)

        def progress(dataset: str, done: int, total: int) -> None:
            bar.update(task, description=f"reading {dataset}", completed=done, total=total)

        collected = collect(
            settings.feeds_folder,
            noncommercial=settings.noncommercial,
            unverified=settings.unverified,
            only=set(wanted) if wanted else None,
            progress=progress,
            sources=with_own_names(settings.names),
        )
    for file in read_own(facts, collected.facts, hold=hold):
        collected.facts += file.facts
        collected.reports.append(_report_of_own(file.path, file.facts, file.held))
    return collected


def _report_of_own(path: Path, facts: list[Fact], held: Sequence[Fault] = ()) -> SourceReport:
    return SourceReport(
        dataset=f"facts:{path.stem}",
        title=f"Your own facts, {path.name}",
        publisher="you",
        url=path.name,
        licence="yours",
        rows_read=len(facts) + len({fault.where for fault in held}),
        rows_held_back=[str(fault) for fault in held],
        facts=dict(Counter(kind_of_fact(fact) for fact in facts)),
    )


def _print_build(graph: KnowledgeGraph, reports: list[SourceReport], seconds: dict[str, float]) -> None:
    loaded = [report for report in reports if report.status == "loaded"]
    rows = [
        {
            "source": report.dataset,
            "rows": report.rows_read,
            "facts": sum(report.facts.values()),
            "counted_out": sum(report.rows_counted_out.values()),
            "seconds": report.seconds,
            "licence": report.licence.partition(" (")[0],
        }
        for report in loaded
    ]
    print_table(rows, ["source", "rows", "facts", "counted_out", "seconds", "licence"])
    for report in loaded:
        for reason, count in report.rows_counted_out.items():
            out.print(f"  {report.dataset}: {count:,} rows not loaded: {reason}", style="dim")
        for told in report.rows_held_back:
            out.print(marked("  held back: {}", told), style="yellow", soft_wrap=True)
        for name in report.held_back:
            told = f"  {report.dataset}: {name.rows:,} rows held back: {name.kind} {name.raw!r} has no reviewed id"
            out.print(told, style="yellow")
    for report in reports:
        if report.status != "loaded":
            style = "red" if report.status == "refused" else "yellow"
            out.print(f"  {report.dataset} {report.status}: {report.reason}", style=style)
    nodes = Counter(node.kind.value for node in graph.nodes.values())
    edges = Counter(claim.kind.value for claim in graph.claims)
    out.print(marked("\n[bold]{} nodes[/]  {}", f"{len(graph.nodes):,}", _counted(nodes)))
    out.print(marked("[bold]{} edge facts[/]  {}", f"{len(graph.claims):,}", _counted(edges)))
    unresolved = _unresolved(reports)
    hint = " (`supplygraph resolve` proposes ids)" if unresolved else ""
    out.print(f"unresolved names {unresolved}{hint} · {len(graph.sources):,} pages and files cited")
    out.print(" · ".join(f"{name} {value:.1f} s" for name, value in seconds.items()))
    out.print(marked("version [bold]{}[/] is now in use. Next: `supplygraph serve`", graph.version[:12]))


def _counted(counts: Counter[str]) -> str:
    return ", ".join(f"{kind} {count:,}" for kind, count in counts.most_common())
