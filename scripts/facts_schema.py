"""Write docs/facts.schema.json, the JSON Schema of one line of a facts file, from the models of graph/facts/fact.py.

Run ``python scripts/facts_schema.py`` after a change of those models; a test fails until the file is current.
"""

import json
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, TypeAdapter

from graph.facts.fact import EdgeFact, NodeFact, Redirect

TARGET = Path(__file__).parents[1] / "docs" / "facts.schema.json"
_SET_BY_THE_READER = {"NodeFact": ("locator",), "EdgeFact": ("locator",), "Redirect": ("locator",), "Source": ("id",)}


def schema() -> dict[str, Any]:
    """Return the schema; what the reader itself sets is left out of it."""
    line = TypeAdapter[object](Annotated[NodeFact | EdgeFact | Redirect, Field(discriminator="type")])
    found = line.json_schema(by_alias=True)
    for name, keys in _SET_BY_THE_READER.items():
        for key in keys:
            del found["$defs"][name]["properties"][key]
    _widen(found["$defs"])
    for name in ("NodeFact", "EdgeFact", "Redirect"):
        found["$defs"][name]["required"] = ["type", *found["$defs"][name]["required"]]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A line of a Supplygraph facts file",
        **found,
    }


def _widen(definitions: dict[str, Any]) -> None:
    """Let in what the reader takes beside what a fact holds: intervals, and months, quarters and years as days."""
    share = definitions["EdgeFact"]["properties"]["share"]
    end = {"type": "number", "minimum": 0, "maximum": 1}
    share["anyOf"].append({"type": "array", "items": end, "minItems": 2, "maxItems": 2})
    for name in ("NodeFact", "EdgeFact"):
        for day in ("valid_from", "valid_to"):
            definitions[name]["properties"][day]["anyOf"].append(
                {"type": "string", "pattern": r"^\d{4}(-(Q[1-4]|\d{2}))?$"}
            )


def main() -> None:
    """Write the file."""
    TARGET.write_text(json.dumps(schema(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
