"""Settings: read once from the environment, frozen, each with a default and a help text.

The table in docs/settings.md is tested against this class. A misspelt ``SUPPLYGRAPH_`` variable is refused: silently
it would leave a default in force that somebody thought was changed.
"""

import os
import re
from pathlib import Path
from typing import Literal, Self

from pydantic import AliasChoices, Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from api.keys import Scope
from graph.errors import SupplygraphError
from graph.measures.measure import Limits
from graph.stores.target import Target
from graph.suggestions import did_you_mean

PREFIX = "SUPPLYGRAPH_"
_ORIGIN = re.compile(r"https?://[^/\s,@]+")
_NEO4J = re.compile(r"(bolt|neo4j)(\+s|\+ssc)?://([^/\s@?#:\[\]]+|\[[0-9a-fA-F:]+\])(:\d{1,5})?/?")


class SettingsError(SupplygraphError):
    """A setting in the environment is wrong."""


def _neo4j(name: str) -> AliasChoices:
    return AliasChoices(f"neo4j_{name}", f"NEO4J_{name.upper()}")


class Settings(BaseSettings):
    """Everything that can be set; names in the environment are ``SUPPLYGRAPH_<NAME>`` unless said."""

    model_config = SettingsConfigDict(
        frozen=True, env_prefix=PREFIX, env_ignore_empty=True, extra="forbid", allow_inf_nan=False
    )

    data: Path = Field(default=Path("data"), description="folder of the built graph")
    versions_kept: int = Field(
        default=5, ge=1, le=1_000, description="versions of the graph kept on disk, for `use` and `diff`"
    )
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
    compiled: bool = Field(
        default=True, description="compute by the kernels in C where they were built (1 or 0); results are equal"
    )
    page_limit: int = Field(default=100, ge=1, le=10_000, description="rows of a list when `limit` is not given")
    path_limit: int = Field(default=25, ge=1, le=1_000, description="paths when `limit` is not given")
    path_length: int = Field(default=12, ge=1, le=40, description="longest path when `max_length` is not given")
    cut_order: int = Field(default=5, ge=1, le=6, description="largest order of a cut set that may be asked for")
    seconds: float = Field(default=20.0, gt=0, description="time limit of one question, waiting for its turn included")
    answer_bytes: int = Field(
        default=200_000, ge=10_000, description="largest JSON answer when `limit` is not given; the rest is asked for"
    )
    at_once: int = Field(
        default=2, ge=1, le=64, description="long questions at work at once, as many middling, twice as many short"
    )
    workers: int | None = Field(
        default=None, ge=0, le=64,
        description="processes that work on analyses; 0: threads of the server; one a core, at most 4, if unset",
    )  # fmt: skip
    worker_mb: int = Field(
        default=600, ge=150, description="memory of such a process from which it is replaced between questions, MB"
    )
    places: int = Field(
        default=16, ge=0, le=1_000, description="questions that may wait in each lane; more are asked to come back"
    )
    memory_mb: int = Field(
        default=4_000,
        ge=256,
        description="memory of the server and its workers, evenly divided, from which they end questions, MB",
    )
    snapshot_mb: int = Field(
        default=400, ge=1, description="snapshots kept of a graph, by all workers together, MB as estimated"
    )
    answers_mb: int = Field(
        default=64,
        ge=0,
        description="answers kept for equal questions, by the server in memory, by commands on disk, MB; 0: none",
    )
    drain_seconds: int = Field(default=10, ge=0, description="time that questions have to end at SIGTERM")
    hosts: str = Field(
        default="localhost,127.0.0.1,[::1]",
        description="names by which the server may be asked, after commas; `*.example.org` is every name under it",
    )
    keys: Path | None = Field(default=None, description="file of keys, which `supplygraph key` writes")
    without_key: str | None = Field(
        default=None,
        description="what callers without a key may do, of `read,cypher,admin`, or `none`; all if there is no file of "
        "keys, none if there is one",
    )
    per_minute: int = Field(
        default=0, ge=0, description="questions a minute of one address, or of a key that says no other; 0: any"
    )
    origins: str | None = Field(
        default=None, description="origins of other pages that may read answers in a browser, after commas (CORS)"
    )
    proxies: str = Field(
        default="127.0.0.1", description="addresses of proxies whose X-Forwarded-For is believed, after commas"
    )
    connections: int = Field(default=512, ge=1, description="connections open at once")
    head_seconds: float = Field(default=10.0, gt=0, description="longest time the head of a request may take to come")
    send_seconds: float = Field(default=30.0, gt=0, description="longest time a caller may read nothing of an answer")
    log: Literal["info", "warning"] = Field(
        default="info", description="`info` writes a line of JSON for every request, `warning` faults only"
    )
    telemetry: bool = Field(
        default=False, description="send a span of every request by OpenTelemetry (1 or 0); `OTEL_` variables say where"
    )
    body_bytes: int = Field(default=1_000_000, ge=1_000, description="largest request body")
    body_seconds: float = Field(default=10.0, gt=0, description="longest time a request body may take to come")
    cypher_seconds: float = Field(default=10.0, gt=0, description="longest time a Cypher query may ask for")
    cypher_rows: int = Field(default=5_000, ge=1, description="most rows of a Cypher answer")
    cypher_memory_mb: int = Field(default=1_024, ge=256, description="address space of a Cypher worker, MB")
    cypher_characters: int = Field(default=4_000_000, ge=10_000, description="largest Cypher answer, characters")
    cypher_workers: int = Field(default=4, ge=1, le=64, description="Cypher queries that run at once")
    cypher_engine_mb: int = Field(default=512, ge=128, description="heap of the embedded engine, MB")
    bolt: bool = Field(default=False, description="open the door for Bolt, as `serve --bolt` does (1 or 0)")
    bolt_port: int = Field(default=7687, ge=1, le=65_535, description="port of that door, on loopback")
    bolt_password: str = Field(
        default="",
        description="password of that door; a new one is made and printed at each start if unset",
        repr=False,
    )
    bolt_connections: int = Field(default=64, ge=1, description="connections open there at once")
    bolt_idle_seconds: float = Field(default=3_600.0, gt=0, description="time that such a connection may idle")
    neo4j_uri: str | None = Field(
        default=None, validation_alias=_neo4j("uri"), description="use this Neo4j instead of the embedded engine"
    )
    neo4j_user: str = Field(default="neo4j", validation_alias=_neo4j("user"), description="user of that Neo4j")
    neo4j_password: str = Field(
        default="", validation_alias=_neo4j("password"), description="password of that Neo4j", repr=False
    )
    neo4j_database: str = Field(
        default="neo4j",
        validation_alias=_neo4j("database"),
        pattern=r"^[A-Za-z][A-Za-z0-9.-]{2,62}$",
        description="database of that Neo4j in which the graph is",
    )

    @property
    def feeds_folder(self) -> Path:
        """Where upstream files are looked for."""
        return self.feeds or self.data / "feeds"

    @property
    def neo4j(self) -> Target | None:
        """Where the graph is instead of a folder, None where it is in one."""
        if self.neo4j_uri is None:
            return None
        return Target(self.neo4j_uri, self.neo4j_user, self.neo4j_password, self.neo4j_database)

    @property
    def limits(self) -> Limits:
        """What one analysis may take."""
        return Limits(
            rows=self.page_limit,
            paths=self.path_limit,
            path_length=self.path_length,
            cut_order=self.cut_order,
            seconds=self.seconds,
            answer_bytes=self.answer_bytes,
        )

    @field_validator("without_key")
    @classmethod
    def _only_scopes(cls, value: str | None) -> str | None:
        for name in listed(value):
            if name != "none" and name not in set(Scope):
                raise ValueError(f"{name!r} is none of {', '.join(Scope)}, none")
        return value

    @field_validator("origins")
    @classmethod
    def _only_origins(cls, value: str | None) -> str | None:
        for name in listed(value):
            if not _ORIGIN.fullmatch(name):
                raise ValueError(f"{name!r} is no origin; write https://example.org, without a path")
        return value

    @field_validator("neo4j_uri")
    @classmethod
    def _without_password(cls, value: str | None) -> str | None:
        if value is not None and not _NEO4J.fullmatch(value):
            raise ValueError("write bolt://host:7687 or neo4j://host:7687; user and password have their own variables")
        return value

    @classmethod
    def from_environment(cls) -> Self:
        """Read the settings.

        Raises
        ------
        SettingsError
            Naming the variable, its value and what it takes; or the variable that there is not.
        """
        known = {environment_name(name): name for name in cls.model_fields}
        for variable in os.environ:
            if variable.startswith(PREFIX) and variable not in known:
                told, _ = did_you_mean(variable, known)
                raise SettingsError(f"there is no setting {variable}; {told}")
        try:
            found = cls()
        except ValidationError as error:
            first = error.errors()[0]
            name = _field(str(first["loc"][0]))
            variable = environment_name(name)
            told = f"{first['msg']} ({cls.model_fields[name].description})"
            given = "" if name.startswith("neo4j_") else f"={os.environ.get(variable)!r}"  # it may hold a password
            raise SettingsError(f"{variable}{given}: {told}") from (None if name.startswith("neo4j_") else error)
        return found


def environment_name(setting: str) -> str:
    """Return the environment variable of a setting."""
    return setting.upper() if setting.startswith("neo4j_") else f"{PREFIX}{setting.upper()}"


def listed(value: str | None) -> tuple[str, ...]:
    """Return the parts of a setting that is written with commas."""
    return tuple(part.strip() for part in (value or "").split(",") if part.strip())


def _field(place: str) -> str:
    return place.lower().removeprefix(PREFIX.lower())
