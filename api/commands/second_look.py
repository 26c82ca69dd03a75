"""What deserves a second look: facts to treat with care, and what differs between two versions."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Any

import typer

from api.commands.options import Json
from api.settings import Settings
from api.terminal import out, print_json, print_table
from graph.facts.fact import Checked, EdgeFact, NodeFact
from graph.formats.delta import delta, subject
from graph.ontology import Horizon
from graph.snapshots.snapshot import Snapshot
from graph.stores.versions.store import VersionStore


def check(
    days: Annotated[int, typer.Option(help="a source is stale after so many days")] = 180, json: Json = False
) -> None:
    """List what deserves a second look: unread citations, stale sources, disputes, figures carried forward."""
    stored = VersionStore(Settings.from_environment().data).read()
    graph = stored.graph
    every: list[NodeFact | EdgeFact] = [
        *graph.claims,
        *(fact for node in graph.nodes.values() for fact in node.facts),
    ]
    horizon = datetime.now(UTC).date() - timedelta(days=days)
    recalled = [fact for fact in every if fact.checked is Checked.RECALLED]
    disputed = [fact for fact in every if fact.confidence.value in ("disputed", "speculative")]
    stale = [
        {"dataset": report.dataset, "checked_on": report.checked_on, "cadence": report.cadence}
        for report in stored.reports
        if report.checked_on and date.fromisoformat(report.checked_on) < horizon
    ]
    content: dict[str, Any] = {
        "version": graph.version,
        "facts": len(every),
        "recalled": [f"{fact.locator}: {subject(fact)} ({fact.source.url})" for fact in recalled],
        "disputed": [f"{fact.locator}: {subject(fact)} [{fact.confidence}]" for fact in disputed],
        "closed_needs": _closed_by_reason(graph.snapshot(datetime.now(UTC).date(), horizon=Horizon.GROW)),
        "stale": stale,
        "left_out": [
            {"dataset": report.dataset, "status": report.status, "reason": report.reason}
            for report in stored.reports
            if report.status != "loaded"
        ],
    }
    if json:
        print_json(content)
        return
    out.print(f"{len(every):,} facts; {len(recalled):,} recalled (nobody opened the cited page):")
    for title in ("recalled", "disputed"):
        for line in content[title][:20]:
            out.print(f"  {title}  {line}", soft_wrap=True)
        if len(content[title]) > 20:
            out.print(f"  … and {len(content[title]) - 20:,} more (--json lists all)")
    closed = [{"needs": count, "closed because": reason} for reason, count in content["closed_needs"].items()]
    _print_or_none(closed, ["needs", "closed because"], "Needs with a complete list of suppliers, by proof")
    _print_or_none(content["left_out"], ["dataset", "status", "reason"], "Not in this graph")
    _print_or_none(stale, ["dataset", "checked_on", "cadence"], f"Not looked at for {days} days")


def _closed_by_reason(snapshot: Snapshot) -> dict[str, int]:
    """Count the closed needs by their proof, control apart."""
    reasons = Counter(need.closed_because or "" for need in snapshot.needs if need.closed and need.counts)
    return dict(reasons.most_common())


def _print_or_none(rows: list[dict[str, Any]], columns: list[str], title: str) -> None:
    if rows:
        print_table(rows, columns, title)
    else:
        out.print(f"{title}: nothing")


def diff(
    a: Annotated[str, typer.Argument(help="a version, or its beginning")],
    b: Annotated[str | None, typer.Argument(help="another one; the current if left out")] = None,
    json: Json = False,
) -> None:
    """Say which facts differ between two versions at hand."""
    store = VersionStore(Settings.from_environment().data)
    before, after = store.read(a).graph, store.read(b or store.current()).graph
    found = delta(before, after)
    gone = [f"{subject(fact)}  {key}" for key, fact in found.gone.items()]
    come = [f"{subject(fact)}  {key}" for key, fact in found.come.items()]
    sources = list(found.sources)
    if json:
        content = {"a": before.version, "b": after.version, "only_in_a": gone, "only_in_b": come, "sources": sources}
        print_json(content)
        return
    out.print(f"{before.version[:12]} → {after.version[:12]}: {len(gone)} facts gone, {len(come)} new")
    for sign, lines in (("-", gone), ("+", come)):
        for line in lines[:50]:
            out.print(f"{sign} {line}", soft_wrap=True)
    if sources:
        told = f"{len(sources)} pages or files differ in title, date or licence, or are cited by one only"
        out.print(f"{told}: {', '.join(sources[:20])}", soft_wrap=True)
