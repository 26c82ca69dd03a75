"""What a build took from each source, and what it left out and why."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class HeldBack(BaseModel):
    """A name that nobody has reviewed, for which rows are not loaded."""

    model_config = ConfigDict(defer_build=True, frozen=True, extra="ignore")

    kind: str
    raw: str
    rows: int = Field(description="number of rows that are held back for it")


class SourceReport(BaseModel):
    """One data set in one build."""

    model_config = ConfigDict(defer_build=True, frozen=True, extra="ignore")

    dataset: str
    title: str
    publisher: str
    url: str
    licence: str
    status: Literal["loaded", "left out", "missing", "refused"] = "loaded"
    reason: str | None = Field(
        default=None, description="why it was left out, is missing or was refused, and what to do"
    )
    cadence: str | None = None
    checked_on: str | None = Field(default=None, description="when somebody last looked at the upstream")
    newest: str | None = Field(default=None, description="newest period or publication among its facts")
    rows_read: int = 0
    rows_counted_out: dict[str, int] = Field(default_factory=dict, description="rows not loaded, by reason")
    held_back: list[HeldBack] = Field(default=[], description="names without a reviewed row; `resolve` proposes ids")
    rows_held_back: list[str] = Field(
        default=[], description="rows of a user's own facts that do not fit: file and line, field, what is wrong"
    )
    facts: dict[str, int] = Field(default_factory=dict, description="facts by kind")
    seconds: float = 0.0
