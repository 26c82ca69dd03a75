"""Countries by their ISO 3166-1 alpha-3 code; the commonly used name, and what else they are called."""

from collections.abc import Iterator, Sequence
from gettext import NullTranslations, translation
from importlib.metadata import version
from typing import Any

import pycountry

from graph.facts.fact import Fact, NodeFact
from loaders.reading import Reader


def load(reader: Reader) -> Iterator[Fact]:
    """Yield one node a country."""
    standard = f"pycountry {version('pycountry')}: ISO 3166-1"
    languages = [translation("iso3166-1", pycountry.LOCALES_DIR, languages=[code]) for code in LANGUAGES]
    evidence = reader.evidence("pycountry", "confirmed") | {"source": reader.source("pycountry", title=standard)}
    for country in pycountry.countries:
        where = f"ISO 3166-1:{country.alpha_3}"
        reader.rows.add(where)
        plain = getattr(country, "common_name", country.name)
        name = NAMES.get(country.alpha_3, plain)
        yield from reader.fact(
            NodeFact,
            where,
            id=f"country:{country.alpha_3}",
            kind="Country",
            name=name,
            aliases=tuple(sorted(_aliases(country, languages) - {name})),
            properties={"iso2": country.alpha_2},
            **evidence,
        )
    evidence = {"source": reader.source("user-assigned"), "checked": "recalled", "confidence": "likely"}
    reader.rows.add(where := "user-assigned:XKX")
    yield from reader.fact(
        NodeFact, where, id="country:XKX", kind="Country", name="Kosovo", aliases=("Kosova", "XK", "XKX", "XKK"),
        properties={"iso2": "XK"}, **evidence,
    )  # fmt: skip


def _aliases(country: Any, languages: Sequence[NullTranslations]) -> set[str]:
    """Return codes, the standard's names, short forms in use, and the names in some other languages."""
    forms = {getattr(country, form) for form in ("name", "common_name", "official_name") if hasattr(country, form)}
    short = getattr(country, "common_name", country.name)
    translated = {language.gettext(short) for language in languages}
    return {country.alpha_2, country.alpha_3, *forms, *translated, *ALSO.get(country.alpha_3, ())}


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

ALSO = {
    "ARE": ("UAE", "Emirates"),
    "BIH": ("Bosnia",),
    "CHN": ("PRC", "Mainland China"),
    "CIV": ("Ivory Coast",),
    "CZE": ("Czech Republic",),
    "GBR": ("UK", "Britain", "Great Britain", "England"),
    "HKG": ("Hong Kong SAR",),
    "KOR": ("ROK", "Republic of Korea", "Korea", "Korea, Rep.", "Korea, South"),
    "MMR": ("Burma",),
    "NLD": ("Holland", "The Netherlands"),
    "PRK": ("DPRK", "Korea, Dem. People's Rep.", "Korea, North"),
    "RUS": ("Russian Federation",),
    "SWZ": ("Swaziland",),
    "TUR": ("Turkey",),
    "TWN": ("ROC", "Republic of China", "台灣"),
    "USA": ("US", "U.S.", "U.S.A.", "America"),
    "VAT": ("Vatican",),
}
"""Short and former names in use that the standard does not have."""

LANGUAGES = ("zh_CN", "zh_TW", "ja", "ko", "de", "fr", "es", "ru", "nl")
"""Languages whose names of countries are taken from pycountry."""
