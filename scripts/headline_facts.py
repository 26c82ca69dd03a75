"""Write docs/headline-facts.md: the relations that bear most headline answers, how each was checked, and where.

``python scripts/headline_facts.py`` over the graph that is shipped; read its difference before committing it.
"""

from datetime import UTC, datetime
from pathlib import Path

from graph.audit.headline_facts import HeadlineFact, headline_facts, looked_up_share
from graph.facts.fact import Checked
from graph.knowledge_graph import KnowledgeGraph
from loaders.registry import SOURCES, collect

TARGET = Path(__file__).parents[1] / "docs" / "headline-facts.md"
FIRST, ROWS = 50, 200
OUTCOME = {Checked.READ: "read", Checked.FILE: "in a data file", Checked.RECALLED: "from memory: no page was had"}


def text(facts: list[HeadlineFact], day: str) -> str:
    """Return the page."""
    share = looked_up_share(facts) or 0.0
    first, listed = facts[:FIRST], facts[:ROWS]
    lines = [
        "# Headline facts",
        "",
        f"Written by `python scripts/headline_facts.py` on {day}. {len(facts):,} relations of the shipped graph bear",
        f"headline answers; of {share:.0%} somebody opened a page or a data file that states them, of the first"
        f" {FIRST} of {sum(fact.looked_up for fact in first)},",
        f"of the first {len(listed)} of {sum(fact.looked_up for fact in listed)}."
        " What a page states of a class says so in `as_reported`. [audit.md](audit.md) says how they are ranked.",
        "",
        "| | relation | answers | outcome | source |",
        "|---|---|---|---|---|",
    ]
    for place, fact in enumerate(listed, 1):
        claim = next(
            (one for one in (fact.edge.claim, *fact.edge.rivals) if one.checked is not Checked.RECALLED),
            fact.edge.claim,
        )
        shown = claim if fact.looked_up else fact.edge.claim
        title = shown.source.title.replace("|", "/")
        source = f"[{title}]({shown.source.url})" if fact.looked_up else "–"
        relation = fact.edge.id.replace("|", " ")
        lines.append(f"| {place} | `{relation}` | {fact.answers:,} | {OUTCOME[shown.checked]} | {source} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Write the page."""
    shipped = {spec.dataset for spec in SOURCES if not spec.feed}
    graph = KnowledgeGraph.build(collect(None, noncommercial=False, unverified=False, only=shipped).facts)
    day = datetime.now(UTC).date()
    TARGET.write_text(text(headline_facts(graph.snapshot(day)), str(day)), encoding="utf-8")


if __name__ == "__main__":
    main()
