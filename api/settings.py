"""Settings: read once from the environment, frozen, each with a default and a help text.

The table in docs/settings.md is tested against this class.
"""

import os
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from graph.errors import SupplygraphError

_ENVIRONMENT = {"neo4j_uri": "NEO4J_URI", "neo4j_user": "NEO4J_USER", "neo4j_password": "NEO4J_PASSWORD"}


class SettingsError(SupplygraphError):
    """A setting in the environment is wrong."""


class Settings(BaseModel):
    """Everything that can be set; names in the environment are ``SUPPLYGRAPH_<NAME>`` unless said."""

    model_config = ConfigDict(frozen=True)

    data: Path = Field(default=Path("data"), description="folder of the built graph")
    feeds: Path | None = Field(
        default=None,
        description="folder with upstream files; what `sync` fetched under the data folder if unset",
    )
    names: Path | None = Field(
        default=None, description="folder of your own reviewed names, `<data set>.csv`; they go before ours"
    )
    noncommercial: bool = Field(
        default=False, description="admit sources whose licence forbids commercial use (1 or 0)"
    )
    unverified: bool = Field(default=False, description="admit sources whose terms could not be read (1 or 0)")
    page_limit: int = Field(default=100, ge=1, le=10_000, description="rows of a list when `limit` is not given")
    path_limit: int = Field(default=25, ge=1, le=1_000, description="paths when `limit` is not given")
    path_length: int = Field(default=12, ge=1, le=40, description="longest path when `max_length` is not given")
    cut_order: int = Field(default=5, ge=1, le=6, description="largest order of a cut set that may be asked for")
    seconds: float = Field(default=20.0, gt=0, description="time limit of one analysis")
    body_bytes: int = Field(default=1_000_000, ge=1_000, description="largest request body")
    cypher_seconds: float = Field(default=10.0, gt=0, description="longest time a Cypher query may ask for")
    cypher_rows: int = Field(default=5_000, ge=1, description="most rows of a Cypher answer")
    cypher_memory_mb: int = Field(default=1_024, ge=256, description="address space of a Cypher worker, MB")
    cypher_characters: int = Field(default=4_000_000, ge=10_000, description="largest Cypher answer, characters")
    cypher_workers: int = Field(default=4, ge=1, le=64, description="Cypher queries that run at once")
    cypher_engine_mb: int = Field(default=512, ge=128, description="heap of the embedded engine, MB")
    neo4j_uri: str | None = Field(default=None, description="use this Neo4j instead of the embedded engine")
    neo4j_user: str = Field(default="neo4j", description="user of that Neo4j")
    neo4j_password: str = Field(default="", description="password of that Neo4j", repr=False)

    @property
    def feeds_folder(self) -> Path:
        """Where upstream files are looked for."""
        return self.feeds or self.data / "feeds"

    @classmethod
    def from_environment(cls) -> Self:
        """Read the settings.

        Raises
        ------
        SettingsError
            Naming the variable, its value and what it takes.
        """
        found = {
            name: os.environ[variable]
            for name in cls.model_fields
            if os.environ.get(variable := environment_name(name))
        }
        try:
            return cls.model_validate(found)
        except ValidationError as error:
            first = error.errors()[0]
            name = str(first["loc"][0])
            raise SettingsError(
                f"{environment_name(name)}={found.get(name)!r}: {first['msg']} ({cls.model_fields[name].description})"
            ) from error


def environment_name(setting: str) -> str:
    """Return the environment variable of a setting."""
    return _ENVIRONMENT.get(setting, f"SUPPLYGRAPH_{setting.upper()}")
