"""Composition root of the command line: building and serving; questions live in ``api/questions.py``."""

import time
from collections import Counter
from contextlib import closing, suppress
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
import uvicorn
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from api import audit, measures, questions, review
from api.app import create_app
from api.settings import Settings
from api.terminal import err, fail, out, print_json, print_table
from graph.errors import BuildError, NoGraphError, SupplygraphError
from graph.facts import Fact, kind_of_fact
from graph.knowledge_graph import KnowledgeGraph
from graph.source_report import SourceReport
from graph.stores.opening import open_store
from graph.stores.versions import VersionStore
from loaders.facts_file import read_facts
from loaders.registry import Collected, collect, with_own_names
from loaders.resolving import propose
from loaders.syncing import sync as bring_up_to_date
from loaders.upstreams import Folder, Network

app = typer.Typer(
    help="A knowledge graph of AI supply chains: what rests on what, who can stop it, and how far the world is "
    "dividing.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
questions.add_to(app)
measures.add_to(app)
review.add_to(app)
audit.add_to(app)
INCOMPLETE = 4
"""Exit code: done, but without a source whose upstream files could not be had or read."""
Json = Annotated[bool, typer.Option("--json", help="print the answer as JSON")]


@app.command(rich_help_panel="The graph")
def build(
    facts: Annotated[
        list[Path] | None, typer.Option(help="add the facts of a JSON Lines file (marked as yours)")
    ] = None,
    only: Annotated[Path | None, typer.Option(help="build from this JSON Lines file alone")] = None,
    source: Annotated[list[str] | None, typer.Option(help="only these data sets")] = None,
    json: Json = False,
) -> None:
    """Build the graph from every source at hand; the old graph stays in use until the new one is whole."""
    settings = Settings.from_environment()
    started = time.perf_counter()
    gathered = _gather(settings, facts or [], only, source)
    reports = gathered.reports
    read = time.perf_counter()
    with err.status(f"checking {len(gathered.facts):,} facts"):
        graph = KnowledgeGraph.build(gathered.facts)
    checked = time.perf_counter()
    store = VersionStore(settings.data)
    _keep_what_is_in_use(store, gathered)
    with err.status("writing"):
        built_at = datetime.now(UTC).isoformat(timespec="seconds")
        path = store.write(graph, built_at, reports)
    if settings.neo4j_uri:
        _write_to_neo4j(settings, graph, built_at, reports)
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
    if gathered.faults:
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


def _write_to_neo4j(settings: Settings, graph: KnowledgeGraph, built_at: str, reports: list[SourceReport]) -> None:
    """Replace the graph in the Neo4j server; every process that serves from it takes the new one up."""
    from graph.stores.neo4j import Neo4jStore  # the driver takes part of a second to load

    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with (
        Progress(*columns, TimeElapsedColumn(), console=err, transient=True) as bar,
        closing(Neo4jStore(str(settings.neo4j_uri), settings.neo4j_user, settings.neo4j_password)) as store,
    ):
        task = bar.add_task("comparing with Neo4j", total=None)

        def progress(what: str, done: int, total: int) -> None:
            bar.update(task, description=f"writing {what} to Neo4j", completed=done, total=total)

        store.write(graph, built_at, reports, progress)


def _gather(settings: Settings, facts: list[Path], only: Path | None, wanted: list[str] | None) -> Collected:
    if only is not None:
        own = list(read_facts(only))
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
    for path in facts:
        own = list(read_facts(path))
        collected.facts += own
        collected.reports.append(_report_of_own(path, own))
    return collected


def _report_of_own(path: Path, facts: list[Fact]) -> SourceReport:
    return SourceReport(
        dataset=f"facts:{path.stem}",
        title=f"Your own facts, {path.name}",
        publisher="you",
        url=path.name,
        licence="yours",
        rows_read=len(facts),
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
            out.print(f"  {report.dataset}: {count:,} rows not loaded: {reason}", style="dim", markup=False)
        for name in report.held_back:
            told = f"  {report.dataset}: {name.rows:,} rows held back: {name.kind} {name.raw!r} has no reviewed id"
            out.print(told, style="yellow", markup=False)
    for report in reports:
        if report.status != "loaded":
            style = "red" if report.status == "refused" else "yellow"
            out.print(f"  {report.dataset} {report.status}: {report.reason}", style=style, markup=False)
    nodes = Counter(node.kind.value for node in graph.nodes.values())
    edges = Counter(claim.kind.value for claim in graph.claims)
    out.print(f"\n[bold]{len(graph.nodes):,} nodes[/]  " + _counted(nodes))
    out.print(f"[bold]{len(graph.claims):,} edge facts[/]  " + _counted(edges))
    unresolved = _unresolved(reports)
    hint = " (`supplygraph resolve` proposes ids)" if unresolved else ""
    out.print(f"unresolved names {unresolved}{hint} · {len(graph.sources):,} pages and files cited")
    out.print(" · ".join(f"{name} {value:.1f} s" for name, value in seconds.items()))
    out.print(f"version [bold]{graph.version[:12]}[/] is now in use. Next: `supplygraph serve`")


def _counted(counts: Counter[str]) -> str:
    return ", ".join(f"{kind} {count:,}" for kind, count in counts.most_common())


@app.command(rich_help_panel="The graph")
def serve(
    host: Annotated[str, typer.Option(help="address to listen on")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="port to listen on")] = 8123,
) -> None:
    """Serve the interface and the page; build the graph first if there is none."""
    settings = Settings.from_environment()
    with closing(open_store(settings.data, settings.neo4j_uri, settings.neo4j_user, settings.neo4j_password)) as store:
        if store.current() is None:
            out.print("There is no graph yet: building it first.")
            build(facts=None, only=None, source=None)
        store.read()
    out.print(f"\nSupplygraph serves at [bold]http://{host}:{port}/[/]  (Ctrl-C stops it)", soft_wrap=True)
    uvicorn.run(create_app(settings, warm=True), host=host, port=port, log_level="warning")


@app.command(rich_help_panel="The graph")
def sync(
    source: Annotated[list[str] | None, typer.Argument(help="data sets; all that have upstream files if none")] = None,
    from_: Annotated[Path | None, typer.Option("--from", help="take files at hand instead of the network")] = None,
    noncommercial: Annotated[bool, typer.Option(help="admit licences that forbid commercial use")] = False,
    unverified: Annotated[bool, typer.Option(help="admit sources whose terms could not be read")] = False,
    json: Json = False,
) -> None:
    """Fetch upstream files; whatever goes wrong, the last good copy stays in use (and the exit code is 4)."""
    settings = Settings.from_environment()
    with err.status("asking the upstreams") as status:

        def progress(dataset: str, file: str, got: int, total: int | None) -> None:
            status.update(f"{dataset}/{file} {got:,}" + (f" of {total:,} bytes" if total else " bytes"))

        done = bring_up_to_date(
            settings.feeds_folder,
            source or (),
            noncommercial=noncommercial or settings.noncommercial,
            unverified=unverified or settings.unverified,
            upstream=Folder(from_) if from_ else Network(progress=progress),
            sources=with_own_names(settings.names),
        )
    rows = [asdict(one) for one in done]
    if json:
        print_json(rows)
    else:
        print_table(rows, ["dataset", "status", "files", "bytes", "licence", "reason"])
        out.print("Next: `supplygraph build`")
    if any(one.status in ("kept", "failed") for one in done):
        raise typer.Exit(INCOMPLETE)


@app.command(rich_help_panel="The graph")
def resolve(
    source: Annotated[list[str] | None, typer.Argument(help="data sets; all if none")] = None,
    limit: Annotated[int, typer.Option(help="candidates a name")] = 3,
    json: Json = False,
) -> None:
    """Propose ids for names that nobody has reviewed; writes nothing."""
    settings = Settings.from_environment()
    with err.status("reading names"):
        found = propose(
            settings.feeds_folder,
            source or (),
            noncommercial=settings.noncommercial,
            unverified=settings.unverified,
            limit=limit,
            sources=with_own_names(settings.names),
        )
    rows = [proposal.model_dump(mode="json") for proposal in found]
    if json:
        print_json(rows)
        return
    print_table(rows, ["dataset", "kind", "raw", "where", "candidates"])
    out.print(
        f"{len(rows)} names without a reviewed row; a person adds the right ones to names.csv, or to a "
        "file of their own (SUPPLYGRAPH_NAMES)"
    )


def main() -> None:
    """Run a command; an expected error is one clear line, never a traceback."""
    with suppress(KeyboardInterrupt):
        try:
            app()
        except NoGraphError as error:
            fail(str(error), 3)
        except SupplygraphError as error:
            fail(str(error))


if __name__ == "__main__":
    main()
