"""What a build took from each source, and what it left out and why."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class SourceReport(BaseModel):
    """One data set in one build."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    dataset: str
    title: str
    publisher: str
    url: str
    licence: str
    status: Literal["loaded", "left out", "missing"] = "loaded"
    reason: str | None = Field(default=None, description="why it was left out or is missing, and what to do")
    cadence: str | None = None
    checked_on: str | None = Field(default=None, description="when somebody last looked at the upstream")
    newest: str | None = Field(default=None, description="newest period or publication among its facts")
    rows_read: int = 0
    rows_counted_out: dict[str, int] = Field(default_factory=dict, description="rows not loaded, by reason")
    facts: dict[str, int] = Field(default_factory=dict, description="facts by kind")
    seconds: float = 0.0
