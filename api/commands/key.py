"""Give somebody a key."""

from pathlib import Path
from typing import Annotated

import typer

from api.commands.options import Json
from api.keys import Scope, add_key
from api.settings import Settings
from api.terminal import fail, out, print_json


def key(
    name: Annotated[str, typer.Argument(help="whose key it is: lower-case letters, digits and -")],
    scope: Annotated[list[Scope] | None, typer.Option(help="what it may do; `read` if none is given")] = None,
    per_minute: Annotated[int, typer.Option(min=0, help="questions a minute; as addresses have where 0")] = 0,
    file: Annotated[Path | None, typer.Option(help="the file of keys; SUPPLYGRAPH_KEYS if left out")] = None,
    json: Json = False,
) -> None:
    """Make a key and add its hash to the file of keys; the key itself is shown once and kept nowhere."""
    target = file or Settings.from_environment().keys
    if target is None:
        fail("which file? set SUPPLYGRAPH_KEYS, or give --file")
    made = add_key(target, name, frozenset(scope or [Scope.READ]), per_minute)
    if json:
        print_json({"name": name, "key": made, "file": str(target)})
    else:
        out.print(made, soft_wrap=True)
        out.print(f"for {name}, as `Authorization: Bearer KEY`; to withdraw it, remove its lines from {target}",
                  style="dim", soft_wrap=True)  # fmt: skip
