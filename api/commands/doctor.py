"""Say what is wrong, and what to do."""

from dataclasses import asdict
from typing import Annotated

import typer

from api.commands.options import Json
from api.observability.checkup import look
from api.settings import Settings
from api.terminal import err, fail, marked, out, print_json

STYLES = {"good": "green", "note": "dim", "warning": "yellow", "fault": "bold red"}


def doctor(
    at: Annotated[str, typer.Option(help="address of a server that may be running")] = "http://127.0.0.1:8123",
    json: Json = False,
) -> None:
    """Say what is wrong with settings, store, sources and server, and what to do; leaves with 2 at a fault."""
    with err.status("looking"):
        found = list(look(Settings.from_environment(), at.rstrip("/")))
    if json:
        print_json([asdict(one) for one in found])
    else:
        for one in found:
            way = f" → {one.do}" if one.do and one.level != "good" else ""
            style = STYLES[one.level]
            out.print(marked(f"[{style}]{{:8}}[/] {{}}: {{}}{{}}", one.level, one.what, one.told, way), soft_wrap=True)
    if faults := sum(one.level == "fault" for one in found):
        fail(f"{faults} fault(s)")
