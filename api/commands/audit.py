"""What the rules of :mod:`graph.audit` find in the stored graph, and which facts headline answers rest on."""

from collections import Counter
from datetime import UTC, datetime
from typing import Annotated

import typer

from api.commands.options import Json
from api.settings import Settings
from api.terminal import fail, out, print_json, print_table
from graph.analysis.results import percent
from graph.audit.finding import where
from graph.audit.headline_facts import HeadlineFact, changed_without, headline_facts, looked_up_share
from graph.audit.rules import RULES, Audit
from graph.audit.rules import audit as run_rules
from graph.knowledge_graph import KnowledgeGraph
from graph.stores.versions.store import VersionStore


def audit(
    rule: Annotated[str, typer.Option(help="findings of this rule alone")] = "",
    limit: Annotated[int, typer.Option(help="so many findings, most depended on first")] = 20,
    facts: Annotated[int, typer.Option(help="list so many of the facts that bear most headline answers")] = 0,
    without: Annotated[bool, typer.Option(help="of each listed fact: headline answers that change without it")] = False,
    json: Json = False,
) -> None:
    """List what the rules find in the graph and nobody has explained, and what headline answers rest on."""
    if rule and rule not in {known.name for known in RULES}:
        fail(f"unknown rule '{rule}'; one of: {', '.join(known.name for known in RULES)}")
    graph = VersionStore(Settings.from_environment().data).read().graph
    snapshot = graph.snapshot(datetime.now(UTC).date())
    found = run_rules(snapshot, [known for known in RULES if rule in ("", known.name)])
    borne = headline_facts(snapshot)
    rows = _rows(graph, borne[:facts], without=without)
    if json:
        print_json(_document(found, borne, rows))
        return
    _print_rules(found, rule, limit)
    if (share := looked_up_share(borne)) is not None:
        out.print(
            f"{len(borne):,} relations bear headline answers; of {percent(share)} somebody opened the page or the file"
        )
    if rows:
        print_table(rows, [*rows[0]])


def _rows(graph: KnowledgeGraph, facts: list[HeadlineFact], *, without: bool) -> list[dict[str, object]]:
    rows = []
    for fact in facts:
        claim = fact.edge.claim
        row: dict[str, object] = {
            "fact": fact.edge.id, "answers": fact.answers, "checked": claim.checked.value, "where": where(claim)
        }  # fmt: skip
        if without:
            row["changed"] = changed_without(graph, fact.edge, datetime.now(UTC).date())
        rows.append(row)
    return rows


def _document(found: Audit, borne: list[HeadlineFact], rows: list[dict[str, object]]) -> dict[str, object]:
    return {
        "findings": [finding.model_dump(mode="json") for finding in found.findings],
        "explained": [{**finding.model_dump(mode="json"), "reason": why.reason} for finding, why in found.explained],
        "headline_facts": {"relations": len(borne), "looked_up": looked_up_share(borne), "most": rows},
    }


def _print_rules(found: Audit, rule: str, limit: int) -> None:
    left = Counter(finding.rule for finding in found.findings)
    answered = Counter(finding.rule for finding, _ in found.explained)
    rows = [
        {"rule": known.name, "found": left[known.name], "explained": answered[known.name], "meaning": known.meaning}
        for known in RULES
        if rule in ("", known.name)
    ]
    print_table(rows, ["rule", "found", "explained", "meaning"])
    for finding in found.findings[:limit]:
        out.print(f"{finding.rule}  {finding.subject}: {finding.why} ({finding.where})", soft_wrap=True)
    if len(found.findings) > limit:
        out.print(f"… and {len(found.findings) - limit:,} more (--json lists all)")
