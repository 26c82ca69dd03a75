"""The versions of the graph at hand: list them, return to one, check them."""

from contextlib import closing
from typing import Annotated

import typer

from api.commands.options import Json
from api.settings import Settings
from api.terminal import fail, marked, out, print_json, print_table
from graph.errors import StoreError
from graph.stores.opening import open_store
from graph.stores.versions.store import VersionStore
from graph.stores.versions.version_file import read_header


def versions(json: Json = False) -> None:
    """List the versions of the graph at hand, those used last first."""
    store = VersionStore(Settings.from_environment().data)
    current, fault = _current(store)
    rows = [_row(store, version, current) for version in store.versions()]
    if json:
        print_json({"current": current, "items": rows})
    elif rows:
        print_table(rows, ["name", "in_use", "nodes", "claims", "sources", "bytes", "fault"])
    else:
        out.print("There is no version yet: `supplygraph build` makes one.")
    if fault:
        fail(fault)


def _current(store: VersionStore) -> tuple[str | None, str]:
    """Return the version in use, or why it is not known: the list is the way out of a damaged pointer."""
    try:
        return store.current(), ""
    except StoreError as error:
        return None, str(error)


def _row(store: VersionStore, version: str, current: str | None) -> dict[str, object]:
    path = store.path(version)
    row: dict[str, object] = {"version": version, "in_use": version == current, "bytes": path.stat().st_size}
    try:
        header = read_header(path)
    except StoreError as error:
        unknown = dict.fromkeys(("built_at", "nodes", "claims", "sources"))
        return row | {"name": version[:12], **unknown, "fault": str(error)}
    counts = {"nodes": header.counts.nodes, "claims": header.counts.claims, "sources": header.sources}
    return row | {"name": header.name, "built_at": header.built_at, **counts, "fault": None}


def use(
    version: Annotated[str, typer.Argument(help="of `supplygraph versions`, or its beginning")], json: Json = False
) -> None:
    """Return to a version at hand; servers take it up by themselves."""
    settings = Settings.from_environment()
    stored = VersionStore(settings.data).use(version)
    if there := settings.neo4j:
        from api.commands.build import write_to_neo4j  # brings the loaders, which a list of versions does not need

        write_to_neo4j(there, stored.graph, stored.built_at, list(stored.reports))
    if json:
        print_json({"version": stored.graph.version, "built_at": stored.built_at})
    else:
        out.print(marked("version [bold]{}[/], built {}, is now in use", stored.graph.version[:12], stored.built_at))


def verify(
    version: Annotated[list[str] | None, typer.Argument(help="versions; all at hand if none")] = None,
    json: Json = False,
) -> None:
    """Compute the content hash of versions anew, and compare it with their names."""
    settings = Settings.from_environment()
    store = VersionStore(settings.data)
    current, fault = _current(store)
    wanted = [store.find(one) for one in version] if version else store.versions()
    rows: list[dict[str, object]] = []
    for one in wanted:
        try:
            store.read(one, checked=True)
            rows.append({"version": one, "in_use": one == current, "fault": None})
        except StoreError as error:
            rows.append({"version": one, "in_use": one == current, "fault": str(error)})
    if current and not version and current not in wanted:
        rows.append({"version": current, "in_use": True, "fault": "its file is missing"})
    if settings.neo4j_uri:
        rows.append(_in_neo4j(settings))
    if json:
        print_json({"pointer": fault or None, "items": rows})
    else:
        print_table([row | {"fault": row["fault"] or "none"} for row in rows], ["version", "in_use", "fault"])
    found = [str(row["fault"]) for row in rows if row["fault"]] + ([fault] if fault else [])
    if found:
        fail(f"{len(found)} fault(s): {found[0]}")


def _in_neo4j(settings: Settings) -> dict[str, object]:
    try:
        with closing(open_store(settings.data, settings.neo4j)) as store:
            return {"version": store.read(checked=True).graph.version, "in_use": True, "fault": None}
    except StoreError as error:
        return {"version": "in Neo4j", "in_use": True, "fault": str(error)}
