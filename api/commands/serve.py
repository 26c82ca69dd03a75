"""Serve the interface and the page."""

import logging
import os
import secrets
import sys
from contextlib import closing
from typing import Annotated

import typer
import uvicorn

from api.app import create_app
from api.bolt.own_answers import USER
from api.bolt.server import LOOPBACK, Door
from api.middleware.connections import BACKLOG, bounded, room_for
from api.settings import Settings
from api.terminal import marked, out
from api.workers.nursery import can_fork
from graph.stores.opening import open_store

SWITCH = 0.001
"""Seconds that a working thread keeps the interpreter while the event loop waits for it."""


MOST = 4
"""Processes that work on analyses, where the setting says nothing."""
EVERY = ("0.0.0.0", "::", "")  # noqa: S104 - compared with, not listened on
"""Hosts that mean every address of the machine, and so no name."""


def serve(
    host: Annotated[str, typer.Option(help="address to listen on")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="port to listen on")] = 8123,
    bolt: Annotated[bool, typer.Option("--bolt", help="open a door for tools of Neo4j as well, on loopback")] = False,
    bolt_port: Annotated[int | None, typer.Option(help="port of that door; the setting bolt_port if unset")] = None,
) -> None:
    """Serve the interface and the page; build the graph first if there is none."""
    settings = Settings.from_environment()
    if host not in EVERY:  # a name that the server was told to listen on is one of its own
        settings = settings.model_copy(update={"hosts": f"{settings.hosts},{_in_address(host)}"})
    with closing(open_store(settings.data, settings.neo4j)) as store:
        if store.current() is None:
            from api.commands.build import build  # with every loader, which a server needs at its first start alone

            out.print("There is no graph yet: building it first.")
            build(facts=None, only=None, source=None)
        stored = store.read(checked=True)  # once, here: what is wrong with it is said before the server listens
    door = _door(settings, bolt_port) if bolt or settings.bolt or bolt_port is not None else None
    sys.setswitchinterval(SWITCH)
    logging.basicConfig(format="%(message)s")
    logging.getLogger("supplygraph").setLevel(settings.log.upper())
    connections = room_for(settings.connections)
    if connections < settings.connections:
        out.print(f"The system allows too few open files (ulimit -n): at most {connections} connections at once.")
    app = create_app(settings, warm=True, door=door, stored=stored, workers=_workers(settings))
    address = f"http://{_in_address(host)}:{port}/"
    out.print(marked("\nSupplygraph serves at [bold]{}[/]  (Ctrl-C stops it)", address), soft_wrap=True)
    if door is not None:
        _tell(door, settings)
    uvicorn.run(
        app,
        host=host,
        port=port,
        log_level="warning",
        timeout_graceful_shutdown=settings.drain_seconds,
        http=bounded(connections, settings.head_seconds, settings.send_seconds),
        backlog=BACKLOG,
        ws="none",
        server_header=False,
        forwarded_allow_ips=settings.proxies,
    )


def _workers(settings: Settings) -> int:
    """Return how many processes work on analyses; 0: threads of this one."""
    if can_fork():
        return min(os.cpu_count() or 1, MOST) if settings.workers is None else settings.workers
    if settings.workers:
        out.print("Processes of their own for analyses are for Linux alone: they run in threads here.")
    return 0


def _door(settings: Settings, port: int | None) -> Door:
    password = settings.bolt_password or secrets.token_urlsafe(16)
    return Door.on(settings.bolt_port if port is None else port, password)


def _tell(door: Door, settings: Settings) -> None:
    """Say how the door is opened; a password that somebody chose is not repeated."""
    password = "the one you set" if settings.bolt_password else door.password
    out.print(
        marked("Bolt at [bold]{}[/]  user {}  password [bold]{}[/]", f"bolt://{LOOPBACK}:{door.port}", USER, password),
        soft_wrap=True,
    )


def _in_address(host: str) -> str:
    return f"[{host}]" if ":" in host else host
