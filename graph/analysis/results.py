"""What every result of analysis says about itself."""

from pydantic import BaseModel, ConfigDict, Field


class Row(BaseModel):
    """One row of a result."""

    model_config = ConfigDict(frozen=True)


class Result(BaseModel):
    """A result: frozen, and honest about its limits.

    ``truncated`` is True where a limit was reached, ``limits`` says which and how large it was.
    """

    model_config = ConfigDict(frozen=True)

    truncated: bool = Field(default=False, description="a limit was reached; `limits` says which")
    limits: dict[str, float] = Field(default={}, description="limits reached, by name")
    assumptions: tuple[str, ...] = ()
