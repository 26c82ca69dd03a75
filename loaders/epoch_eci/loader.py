"""Scores on the Epoch Capabilities Index: one row a model version; the 90 % interval goes into the note."""

from collections.abc import Iterator
from typing import Any

from graph.facts.fact import EdgeFact, Fact, NodeFact
from loaders.listings import declared
from loaders.reading import Reader

_USED = ("Model", "Display name", "eci", "eci_ci_low", "eci_ci_high", "date", "Organization")
_IGNORED = (
    "Country (of organization)", "Model accessibility", "Accessibility group",
    "model_versions",
)  # fmt: skip
_ECI = "benchmark:eci"


def load(reader: Reader) -> Iterator[Fact]:
    """Yield scores; of several dated versions of one model, the best is its score."""
    evidence = reader.evidence("eci_scores", "confirmed")
    models: dict[str, tuple[str, str, dict[str, Any]]] = {}
    labs: dict[str, tuple[str, str, dict[str, Any]]] = {}
    makers: set[tuple[str, str]] = set()
    rows = [(where, row, reader.number(row["eci"], where, "eci"))
            for where, row in reader.table("eci_scores.csv", _USED, _IGNORED)]  # fmt: skip
    for where, row, score in sorted(rows, key=lambda one: (-(one[2] or 0.0), one[1]["Model"])):
        model = reader.resolve("model", row["Model"], where, "Model")
        if model is None or score is None or model in models:
            reader.count_out(where, "a version of a model that has scored higher" if model else "names no model")
            continue
        models[model] = (where, row["Model"], evidence)
        ends = {"from": model, "to": _ECI, "quantity": round(score, 2), "unit": "points"}
        yield from reader.fact(
            EdgeFact,
            where,
            kind="SCORED",
            **ends,
            basis="Epoch Capabilities Index",
            period="2025-12-19",
            as_reported=f"{row['Display name']}: {row['eci']}",
            note=f"90 % interval {row['eci_ci_low']} to {row['eci_ci_high']}",
            # The best version may be later than the model: its score counts from its own day.
            properties={"released_on": row["date"]} if row["date"] else {},
            **evidence,
        )
        for raw in filter(None, (part.strip() for part in row["Organization"].split(","))):
            lab = reader.resolve("lab", raw, where, "Organization")
            if lab and (model, lab) not in makers:
                makers.add((model, lab))
                labs.setdefault(lab, (where, raw, evidence))
                ends = {"from": model, "to": lab, "as_reported": row["Organization"]}
                yield from reader.fact(EdgeFact, where, kind="DEVELOPED_BY", **ends, **evidence)
    yield from declared(reader, models | labs)
    if models:
        where = next(iter(models.values()))[0]
        yield from reader.fact(NodeFact, where, id=_ECI, kind="Benchmark", name="Epoch Capabilities Index", **evidence)
