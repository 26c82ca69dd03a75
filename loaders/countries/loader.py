"""Countries by their ISO 3166-1 alpha-3 code; the commonly used name where there is one."""

from collections.abc import Iterator
from importlib.metadata import version

import pycountry

from graph.facts import Fact, NodeFact
from loaders.reading import Reader


def load(reader: Reader) -> Iterator[Fact]:
    """Yield one node a country."""
    standard = f"pycountry {version('pycountry')}: ISO 3166-1"
    evidence = reader.evidence("pycountry", "confirmed") | {"source": reader.source("pycountry", title=standard)}
    for country in pycountry.countries:
        where = f"ISO 3166-1:{country.alpha_3}"
        reader.rows.add(where)
        plain = getattr(country, "common_name", country.name)
        official = getattr(country, "official_name", None)
        yield from reader.fact(
            NodeFact,
            where,
            id=f"country:{country.alpha_3}",
            kind="Country",
            name=NAMES.get(country.alpha_3, plain),
            aliases=tuple(sorted({country.alpha_2, country.alpha_3, country.name, official or plain})),
            properties={"iso2": country.alpha_2},
            **evidence,
        )


NAMES = {
    "TWN": "Taiwan",
    "KOR": "South Korea",
    "PRK": "North Korea",
    "RUS": "Russia",
    "IRN": "Iran",
    "VNM": "Vietnam",
    "GBR": "United Kingdom",
    "USA": "United States",
    "HKG": "Hong Kong",
    "MAC": "Macao",
    "ARE": "United Arab Emirates",
    "TUR": "Türkiye",
}
"""Short names as most readers write them, where the standard's form is long."""
