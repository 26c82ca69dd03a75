"""Every version at hand as one file, and back."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from api.commands.build import write_to_neo4j
from api.commands.options import Json
from api.settings import Settings
from api.terminal import err, out, print_json
from graph.stores.versions.backup import Backup, back_up
from graph.stores.versions.backup import restore as bring_back
from graph.stores.versions.store import VersionStore


def backup(file: Annotated[Path, typer.Argument(help="the file to write, a tar")], json: Json = False) -> None:
    """Write every version at hand to one file; only you may read it, as it holds your own facts too."""
    with err.status("checking and copying"):
        done = back_up(VersionStore(Settings.from_environment().data), file)
    _print(done, f"saved to {file}", json=json)


def restore(file: Annotated[Path, typer.Argument(help="a file that `backup` wrote")], json: Json = False) -> None:
    """Bring versions back from a backup, after checking their content; the one in use then is in use again."""
    settings = Settings.from_environment()
    store = VersionStore(settings.data)
    with err.status("checking and copying"):
        done = bring_back(store, file)
    if there := settings.neo4j:
        stored = store.read()
        write_to_neo4j(there, stored.graph, stored.built_at, list(stored.reports))
    _print(done, f"restored from {file}", json=json)


def _print(done: Backup, what: str, *, json: bool) -> None:
    if json:
        print_json(asdict(done))
        return
    out.print(f"{len(done.versions)} version(s) {what}; in use is {done.current[:12]}", soft_wrap=True)
    for fault in done.left_out:
        out.print(f"left out: {fault}", style="yellow", soft_wrap=True)
