"""The changelog of a version of the data."""

from typing import Annotated

import typer

from api.settings import Settings
from api.terminal import out
from graph.formats.changelog import changelog as lines
from graph.formats.changelog import edition
from graph.formats.delta import delta
from graph.stores.versions.store import VersionStore


def changelog(
    before: Annotated[str, typer.Argument(help="a version of `supplygraph versions`, or its beginning")],
    after: Annotated[str | None, typer.Argument(help="another; the one in use when left out")] = None,
    limit: Annotated[int, typer.Option(min=1, help="lines of each list; how many are left out is said")] = 1_000,
) -> None:
    """Write the changelog of a version in Markdown: what came, went and changed since another one."""
    store = VersionStore(Settings.from_environment().data)
    was, now = store.read(store.find(before)), store.read(store.find(after) if after else None)
    text = "".join(lines(edition(was), edition(now), delta(was.graph, now.graph), limit))
    out.file.write(text)
