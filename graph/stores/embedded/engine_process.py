"""The embedded engine as a process of its own: it may be ended at any moment without hurting anyone.

``python -m graph.stores.embedded.engine_process`` reads its settings as one line of JSON from standard input, serves a
projection read-only over Bolt on loopback, and ends when its standard input closes: it never outlives whoever
started it.
"""

import base64
import hashlib
import json
import os
import secrets
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, NamedTuple

DATABASE = "graph"
_ITERATIONS = 1_000  # the passwords are 256 random bits, so stretching them gains nothing
_ALL = {"resultSetLimit": -1, "readTimeout": -1}
GROUPS = {
    "reader": _ALL | {"access": [], "types": {"*": {"access": ["readRecord"]}}},
    "writer": _ALL
    | {
        "access": ["updateSchema", "updateDatabaseSettings"],
        "types": {"*": {"access": ["createRecord", "readRecord", "updateRecord", "deleteRecord"]}},
    },
    "*": _ALL | {"access": [], "types": {"*": {"access": []}}},
}
"""What the accounts may do. There is no administrator."""

DatabaseMode = Literal["read_only", "read_write"]


def write_accounts(root: Path, passwords: Mapping[str, str]) -> None:
    """Write the accounts that the engine will know: one per group named in ``passwords``.

    Parameters
    ----------
    root : Path
        Folder of the engine; ``config`` is made in it.
    passwords : Mapping[str, str]
        Group -> password, of which a salted hash is written.
    """
    folder = root / "config"
    folder.mkdir(parents=True, exist_ok=True)
    accounts = [
        json.dumps({"name": name, "databases": {DATABASE: [name]}, "password": _encoded(password)})
        for name, password in passwords.items()
    ]
    (folder / "server-users.jsonl").write_text("\n".join(accounts))
    groups = {"databases": {"*": {"groups": GROUPS}}, "version": 2}
    (folder / "server-groups.json").write_text(json.dumps(groups))


def _encoded(password: str) -> str:
    salt = base64.b64encode(secrets.token_bytes(32)).decode()
    key = hashlib.pbkdf2_hmac("sha256", password.encode(), salt.encode(), _ITERATIONS)
    return f"PBKDF2WithHmacSHA256${_ITERATIONS}${salt}${base64.b64encode(key).decode()}"


class Doors(NamedTuple):
    """Ports of an engine on loopback; HTTP is used for what Bolt refuses on a read-only database: plans."""

    bolt: int
    http: int


def start_server(root: Path, databases: Path, mode: DatabaseMode, *, doors: Doors, seconds: float, heap_mb: int) -> Any:
    """Start the engine in this process.

    Parameters
    ----------
    root : Path
        Folder for its accounts and logs.
    databases : Path
        Folder that holds the database.
    mode : {"read_only", "read_write"}
        In ``read_only`` the files of the database are never written, whoever asks.
    doors : Doors
        Ports that are free.
    seconds : float
        Longest time of a query; the time that a client asks for is ignored by this engine.
    heap_mb : int
        Largest heap.
    """
    settings = {
        "command.timeout": int(seconds * 1000),
        "opencypher.loadCsv.allowFileUrls": "false",
        "opencypher.loadCsv.allowRemoteUrls": "false",
        "server.databaseDirectory": databases,
    }
    # As plain server settings these are silently ignored; as arguments of the isolate they hold.
    arguments = [f"-Xmx{heap_mb}m", *(f"-Darcadedb.{name}={value}" for name, value in settings.items())]
    os.environ["ARCADEDB_NATIVE_ISOLATE_ARGS"] = " ".join(arguments)
    os.environ["ARCADEDB_LOG_DIR"] = str(root / "log")
    os.environ["ARCADEDB_LOG_CONSOLE"] = "0"
    import arcadedb  # reads the environment when it is first used

    server = arcadedb.create_server(
        str(root),
        None,
        {
            "host": "127.0.0.1",
            "http_port": doors.http,
            "server_plugins": "Bolt:com.arcadedb.bolt.BoltProtocolPlugin",
            "bolt_host": "127.0.0.1",
            "bolt_port": doors.bolt,
            "server_defaultDatabaseMode": mode,
            "server_httpWorkerThreads": 4,
        },
    )
    server.start()
    return server


def main() -> None:
    """Serve until standard input closes."""
    settings = json.loads(sys.stdin.readline())
    root = Path(settings["root"])
    try:
        write_accounts(root, {"reader": settings["password"]})
        server = start_server(
            root,
            Path(settings["databases"]),
            "read_only",
            doors=Doors(*settings["doors"]),
            seconds=settings["seconds"],
            heap_mb=settings["heap_mb"],
        )
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        sys.stdin.read()
        del server  # held until now: the binding stops a server that nobody refers to
    finally:
        shutil.rmtree(root, ignore_errors=True)
        os._exit(0)  # a read-only database needs no closing, and a busy query must not hold this up


if __name__ == "__main__":
    main()
