"""Write down the facts that a source's fixture gives: ``python scripts/golden_facts.py eto epoch-models``.

The result, ``tests/loaders/fixtures/<data set>/facts.json``, is compared by tests/loaders/test_sources.py. Read
its difference before committing it: it says what a change of a loader does.
"""

import json
import sys
from pathlib import Path
from typing import Any

from graph.facts.fact import Redirect
from loaders.registry import SOURCES
from loaders.source import SourceSpec

FIXTURES = Path(__file__).parents[1] / "tests" / "loaders" / "fixtures"


def golden(spec: SourceSpec) -> dict[str, Any]:
    """Return what a source gives from its fixture: facts, each source cited once, and rows counted out."""
    reader = spec.reader(FIXTURES / spec.dataset)
    facts = list(spec.load(reader))
    if reader.faults:
        raise ValueError("\n".join(map(str, reader.faults)))
    cited = {fact.source.id: fact.source for fact in facts if not isinstance(fact, Redirect)}
    return {
        "sources": [cited[name].model_dump(mode="json", exclude_none=True) for name in sorted(cited)],
        "counted_out": dict(sorted(reader.counted_out.items())),
        "facts": [_short(fact.model_dump(mode="json", exclude_none=True, by_alias=True)) for fact in facts],
    }


def _short(fact: dict[str, Any]) -> dict[str, Any]:
    """Cite the source by id, and leave out what is at its default."""
    if "source" in fact:
        fact["source"] = fact["source"]["id"]
    return {key: value for key, value in fact.items() if value not in ("", [], {}, False)}


def main(datasets: list[str]) -> None:
    """Write the golden files of some sources."""
    for spec in SOURCES:
        if spec.dataset in datasets:
            text = json.dumps(golden(spec), indent=1, ensure_ascii=False)
            (FIXTURES / spec.dataset / "facts.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
