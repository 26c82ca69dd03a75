"""Options that commands share which are no measures."""

from collections.abc import Iterable
from typing import Annotated

import typer

from graph.measures.question import ParameterError

Json = Annotated[bool, typer.Option("--json", help="print the answer as JSON")]
AsOfOption = Annotated[str | None, typer.Option(help="valid time, a day like 2025-06-30; default today")]
KnownAtOption = Annotated[str | None, typer.Option(help="only sources public by this day")]
LensOption = Annotated[str, typer.Option(help="whose control counts (territory, ownership, vendor)")]
HorizonOption = Annotated[str, typer.Option(help="which needs bind (run, make, grow)")]
INCOMPLETE = 4
"""Exit code: done, but without a source whose upstream files could not be had or read, or without rows held back."""


def pairs(given: Iterable[str] | None) -> dict[str, str]:
    """Return parameters that were given as ``name=value``.

    Raises
    ------
    ParameterError
        One has no sign of equality.
    """
    found = {}
    for pair in given or ():
        name, sign, value = pair.partition("=")
        if not sign:
            raise ParameterError(f"--set {pair!r}: write name=value", "set")
        found[name] = value
    return found
