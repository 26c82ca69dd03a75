"""Blocs: which countries stand with the United States, which with China, which with neither.

The default is control by the two powers themselves. The others are presets in ``graph/blocs/*.toml``, each with
its rule and citations; any assignment may be passed in. Fragmentation is given for the one asked for, with its
range over the presets.
"""

import tomllib
from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
from pydantic import Field, field_serializer, field_validator, model_validator

from graph.analysis.origin import Sphere
from graph.analysis.results import Row
from graph.errors import QuestionError
from graph.snapshots.arrays import FloatArray

ROOM = Path(__file__).parents[1] / "blocs"
SPHERES: tuple[Sphere, ...] = (Sphere.US, Sphere.CHINA, Sphere.OTHER)
"""The order of columns in every array of sphere shares."""


class BlocCitation(Row):
    """A page that a preset rests on."""

    title: str
    publisher: str
    url: str
    published_on: str | None = None
    retrieved_on: date | None = None
    checked: str
    note: str | None = None


class Bloc(Row):
    """An assignment of countries to the two poles; who is in neither is ``other``."""

    name: str
    title: str = ""
    rule: str = ""
    us: frozenset[str]
    china: frozenset[str]
    apart: dict[str, str] = Field(default={}, description="countries left in `other`, with the reason")
    citations: tuple[BlocCitation, ...] = ()

    @field_validator("us", "china", mode="before")
    @classmethod
    def _ids(cls, codes: Iterable[str]) -> frozenset[str]:
        return frozenset(code if code.startswith("country:") else f"country:{code.upper()}" for code in codes)

    @field_serializer("us", "china")
    def _sorted(self, ids: frozenset[str]) -> list[str]:
        return sorted(ids)

    @model_validator(mode="after")
    def _apart(self) -> "Bloc":
        if both := self.us & self.china:
            raise ValueError(f"{', '.join(sorted(both))} cannot stand on both sides")
        return self

    def sphere(self, country_id: str) -> Sphere:
        """Return the sphere of a country.

        Parameters
        ----------
        country_id : str
            Its id, ``country:ISO3``; one that stands on neither side, known or not, is of the sphere other.
        """
        if country_id in self.us:
            return Sphere.US
        return Sphere.CHINA if country_id in self.china else Sphere.OTHER

    def column(self, country_id: str) -> int:
        """Return the place of a country's sphere in ``SPHERES``.

        Parameters
        ----------
        country_id : str
            Its id, ``country:ISO3``.
        """
        return SPHERES.index(self.sphere(country_id))

    def spread(self, countries: Iterable[tuple[str, float]]) -> FloatArray:
        """Return weights of countries as weights of spheres, shape (3,).

        Parameters
        ----------
        countries : Iterable[tuple[str, float]]
            Id and weight of each; what they sum to the answer sums to.
        """
        shares = [0.0] * len(SPHERES)
        for country, weight in countries:
            shares[self.column(country)] += weight
        return np.array(shares)


@cache
def presets() -> dict[str, Bloc]:
    """Return the presets by name, the default first."""
    read = {file.stem: _read(file) for file in sorted(ROOM.glob("*.toml"))}
    return {DEFAULT: read.pop(DEFAULT)} | read


DEFAULT = "control"


def _read(file: Path) -> Bloc:
    content = tomllib.loads(file.read_text(encoding="utf-8"))
    return Bloc(name=file.stem, **content)


def bloc_named(text: str) -> Bloc:
    """Return a preset by its name, or an assignment written as ``USA,GBR,JPN|CHN,RUS``.

    Parameters
    ----------
    text : str
        A preset's name, with hyphens or underscores; or alpha-3 codes of both sides, parted by ``|``.

    Raises
    ------
    QuestionError
        When it is neither.

    Examples
    --------
    >>> bloc_named("USA,JPN|CHN").sphere("country:JPN").value
    'US'
    """
    known = presets()
    if (name := text.replace("-", "_")) in known:
        return known[name]
    us, bar, china = text.partition("|")
    if not bar:
        raise QuestionError(
            f"no bloc {text!r}: name a preset ({', '.join(known)}), or write both sides as alpha-3 codes, "
            "USA,GBR,JPN|CHN,RUS",
            "bloc",
            list(known),
        )
    sides = [[code.strip() for code in side.split(",") if code.strip()] for side in (us, china)]
    try:
        return Bloc(name=text, title="as given", us=frozenset(sides[0]), china=frozenset(sides[1]))
    except ValueError as error:
        raise QuestionError(f"bloc {text!r}: {error}", "bloc", list(known)) from error
