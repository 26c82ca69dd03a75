"""What the rules of :mod:`graph.audit` find in the stored graph."""

from collections import Counter
from datetime import UTC, datetime
from typing import Annotated

import typer

from api.commands.options import Json
from api.settings import Settings
from api.terminal import fail, out, print_json, print_table
from graph.audit.rules import RULES
from graph.audit.rules import audit as run_rules
from graph.stores.versions import VersionStore


def audit(
    rule: Annotated[str, typer.Option(help="findings of this rule alone")] = "",
    limit: Annotated[int, typer.Option(help="so many findings, most depended on first")] = 20,
    json: Json = False,
) -> None:
    """List what the rules find in the graph and nobody has explained."""
    if rule and rule not in {known.name for known in RULES}:
        fail(f"unknown rule '{rule}'; one of: {', '.join(known.name for known in RULES)}")
    graph = VersionStore(Settings.from_environment().data).read().graph
    found = run_rules(graph.snapshot(datetime.now(UTC).date()))
    open_findings = [finding for finding in found.findings if rule in ("", finding.rule)]
    explained = [(finding, why) for finding, why in found.explained if rule in ("", finding.rule)]
    if json:
        print_json(
            {
                "findings": [finding.model_dump(mode="json") for finding in open_findings],
                "explained": [{**finding.model_dump(mode="json"), "reason": why.reason} for finding, why in explained],
            }
        )
        return
    left, answered = (
        Counter(finding.rule for finding in open_findings),
        Counter(finding.rule for finding, _ in explained),
    )
    rows = [
        {"rule": known.name, "found": left[known.name], "explained": answered[known.name], "meaning": known.meaning}
        for known in RULES
        if rule in ("", known.name)
    ]
    print_table(rows, ["rule", "found", "explained", "meaning"])
    for finding in open_findings[:limit]:
        out.print(f"{finding.rule}  {finding.subject}: {finding.why} ({finding.where})", soft_wrap=True)
    if len(open_findings) > limit:
        out.print(f"… and {len(open_findings) - limit:,} more (--json lists all)")
