"""A source: a folder here with ``source.toml``, ``loader.py`` and what people reviewed for it.

``source.toml`` is the only place that says what the data set is, on which terms it comes and how it is cited.
"""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from graph.errors import Fault, SourceError
from graph.facts.dates import Period
from graph.facts.fact import Fact, Source
from loaders.manifest import published
from loaders.names import Unmapped
from loaders.reading import Reader

Load = Callable[[Reader], Iterator[Fact]]
FILE = "source.toml"


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Expected(_Table):
    """How many facts of a kind a healthy source gives: fewer or more is a changed upstream."""

    minimum: int
    maximum: int


class Citation(_Table):
    """How facts cite one file or page of the data set; what is left out is as of the data set."""

    title: str | None = None
    publisher: str | None = None
    url: str | None = None
    licence: str | None = None
    published_on: Period | None = None
    origin: str | None = None


class Metadata(_Table):
    """``source.toml``: what the data set is, on which terms it comes and how it is cited."""

    title: str
    publisher: str
    url: str
    licence: str
    licence_url: str = ""
    cadence: str = ""
    checked_on: str = ""
    feed: str | None = Field(default=None, description="folder under the upstream files; none if shipped")
    rows_dated: bool = Field(default=False, description="its rows say themselves when they were published")
    noncommercial: bool = False
    unverified: bool = False
    by_hand: str = Field(default="", description="why some or all of its files have no address")
    held_back: float = Field(
        default=0.0, ge=0, le=1, description="largest share of rows held back for a name that nobody has reviewed"
    )
    citations: dict[str, Citation] = {}
    files: dict[str, Annotated[str, Field(pattern=r"^https?://")]] = Field(
        default={}, description="file -> address, for sync"
    )
    expected: dict[str, Expected] = {}

    def sources(self, dataset: str) -> dict[str, Source]:
        """Return what facts cite: name of the citation -> source."""
        whole = self.model_dump(include={"title", "publisher", "url", "licence"})
        return {
            name: Source.model_validate(
                whole | citation.model_dump(exclude_none=True) | {"id": f"{dataset}/{name}", "dataset": dataset}
            )
            for name, citation in self.citations.items()
        }


@dataclass(frozen=True)
class SourceSpec:
    """One source.

    Parameters
    ----------
    dataset : str
        Its name in facts: that of its folder, with hyphens.
    load : callable
        Yields facts from a reader of its files.
    home : Path
        Its folder in this package.
    own_names : Path, optional
        Folder of a person's own reviewed names, a file a data set.
    """

    dataset: str
    load: Load
    home: Path
    own_names: Path | None = None

    @cached_property
    def metadata(self) -> Metadata:
        """The contents of ``source.toml``.

        Raises
        ------
        SourceError
            When the file is missing or wrong; names the field.
        """
        path = self.home / FILE
        try:
            return Metadata.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
        except ValidationError as error:
            first = error.errors()[0]
            field = ".".join(map(str, first["loc"]))
            raise SourceError(str(Fault(str(path), field, first["msg"]))) from error
        except (OSError, ValueError) as error:
            raise SourceError(f"{path} cannot be read: {error}") from error

    @property
    def feed(self) -> str | None:
        """Its folder under the upstream files, None if it is shipped with the loader."""
        return self.metadata.feed

    def folder(self, feeds: Path | None) -> Path:
        """Return where its files are: among the upstream files, or shipped with the loader."""
        return self.home if self.feed is None or feeds is None else feeds / self.feed

    def refused(self, feeds: Path) -> Path:
        """Return where `sync` keeps upstream files that could not be read, for a person to look at."""
        return feeds / f".refused-{self.dataset}"

    def reader(self, folder: Path, held: Mapping[str, Unmapped] | None = None) -> Reader:
        """Return a reader of its files in a folder.

        Parameters
        ----------
        folder : Path
        held : mapping of str to Unmapped, optional
            Rows that are held back.

        Notes
        -----
        The date of a file that `sync` fetched is that of the file; else it is the one that ``source.toml`` states,
        which is of the copy that the loader was written on.
        """
        dates = {} if self.feed is None or self.metadata.rows_dated else published(folder)
        return Reader(folder, self.names, dates, self.metadata.sources(self.dataset), held or {})

    @property
    def names(self) -> tuple[Path, ...]:
        """Its tables of reviewed names, a person's own before that of this package."""
        own = self.own_names / f"{self.dataset}.csv" if self.own_names else None
        return tuple(path for path in (own, self.home / "names.csv") if path is not None and path.is_file())
