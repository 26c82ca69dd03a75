"""Share of the working-age population that used a generative AI product, by country, as Microsoft reports it."""

from collections.abc import Iterator

from graph.facts.fact import EdgeFact, Fact, NodeFact
from loaders.reading import Reader

_FILE = "AI_Diffusion_Q12026_Update.csv"
_PERIODS = {
    "H1 2025 AI Diffusion": ("2025-H1", "first half of 2025"),
    "H2 2025 AI Diffusion": ("2025-H2", "second half of 2025"),
    "Q1 2026 AI Diffusion": ("2026-Q1", "first quarter of 2026"),
}
"""Column -> period and its words."""
_SURVEY = "benchmark:ai-diffusion"
_UNIT = "share of the working-age population (15 to 64)"
"""As the study defines it (arXiv 2511.02781); the file itself says only "AI diffusion"."""


def load(reader: Reader) -> Iterator[Fact]:
    """Yield one figure a country and period."""
    evidence = reader.evidence("q1-2026")
    # The file is written in the Mac's old character set: "Türkiye" does not decode as UTF-8.
    for where, row in reader.table(_FILE, ("Economy", *_PERIODS), encoding="mac_roman"):
        country = reader.resolve("country", row["Economy"], where, "Economy")
        if country is None:
            reader.count_out(where, "not a country")
            continue
        for column, (period, words) in _PERIODS.items():
            percent = reader.number(row[column].removesuffix("%"), where, column)
            if percent is not None:
                yield from reader.fact(
                    EdgeFact,
                    where,
                    kind="SCORED",
                    **{"from": country, "to": _SURVEY, "quantity": round(percent / 100, 6)},
                    unit=_UNIT,
                    basis="people who used a generative AI product, from telemetry, adjusted",
                    denominator="people of the country aged 15 to 64",
                    period=period,
                    as_reported=f"{row[column]} in the {words}",
                    **evidence,
                )
    yield from reader.fact(
        NodeFact, _FILE, id=_SURVEY, kind="Benchmark",
        name="AI Diffusion (share of people of working age using generative AI)",
        properties={"unit": _UNIT}, **evidence,
    )  # fmt: skip
