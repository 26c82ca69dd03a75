"""A projection built in a process of its own, so that a server keeps answering while one is made.

``python -m graph.stores.embedded.projection_process DATA VERSION ASIDE`` reads the version's file in the data folder,
loads it into a fresh database in ASIDE over Bolt, closes the database and leaves the mark that it is whole. Progress is
printed as lines ``what done total``. It ends when its standard input closes.
"""

import os
import secrets
import shutil
import sys
import threading
from pathlib import Path

from neo4j import GraphDatabase

from graph.stores.embedded.engine import free_ports
from graph.stores.embedded.engine_process import DATABASE, start_server, write_accounts
from graph.stores.embedded.projection_folder import mark_whole
from graph.stores.property_graph.projection import project
from graph.stores.property_graph.replace import check_counts, ensure_constraints, write_rows
from graph.stores.versions.store import VersionStore

LOAD_SECONDS = 3_600.0


def build(data: Path, version: str, aside: Path) -> None:
    """Build the projection of a version in a folder.

    Parameters
    ----------
    data : Path
        Folder of the built graph.
    version : str
        Has to be among its versions.
    aside : Path
        An empty folder; nothing that looks for projections finds it before it is put in place.
    """
    stored = VersionStore(data).read(version)
    rows = project(stored.graph, stored.built_at)
    password = secrets.token_urlsafe(32)
    databases = aside / "databases"
    databases.mkdir(parents=True)
    server_root = aside / "server"
    write_accounts(server_root, {"writer": password})
    doors = free_ports()
    server = start_server(
        server_root, databases, "read_write", doors=doors, seconds=LOAD_SECONDS, heap_mb=2_048,
    )  # fmt: skip
    server.create_database(DATABASE)
    with GraphDatabase.driver(f"bolt://127.0.0.1:{doors.bolt}", auth=("writer", password)) as driver:
        ensure_constraints(driver, DATABASE)
        with driver.session(database=DATABASE) as session, session.begin_transaction() as transaction:
            write_rows(transaction, rows, _print_progress)
            check_counts(transaction, rows)
            transaction.commit()
    server.stop()
    shutil.rmtree(server_root)
    mark_whole(aside, version, stored.built_at)


def _print_progress(what: str, done: int, total: int) -> None:
    print(what, done, total, flush=True)  # noqa: T201 - the parent reads it


def _end_with_parent(aside: Path) -> None:
    sys.stdin.read()
    shutil.rmtree(aside, ignore_errors=True)
    os._exit(1)


if __name__ == "__main__":
    data, version, aside = Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3])
    threading.Thread(target=_end_with_parent, args=(aside,), daemon=True).start()
    build(data, version, aside)
    sys.stdout.flush()
    os._exit(0)  # the thread that waits for the parent would hold a plain exit up
