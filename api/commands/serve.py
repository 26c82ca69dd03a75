"""Serve the interface and the page."""

import logging
import sys
from contextlib import closing
from typing import Annotated

import typer
import uvicorn

from api.app import create_app
from api.commands.build import build
from api.middleware.connections import bounded
from api.settings import Settings
from api.terminal import marked, out
from graph.stores.opening import open_store

SWITCH = 0.001
"""Seconds that a working thread keeps the interpreter while the event loop waits for it."""


EVERY = ("0.0.0.0", "::", "")  # noqa: S104 - compared with, not listened on
"""Hosts that mean every address of the machine, and so no name."""


def serve(
    host: Annotated[str, typer.Option(help="address to listen on")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="port to listen on")] = 8123,
) -> None:
    """Serve the interface and the page; build the graph first if there is none."""
    settings = Settings.from_environment()
    if host not in EVERY:  # a name that the server was told to listen on is one of its own
        settings = settings.model_copy(update={"hosts": f"{settings.hosts},{_in_address(host)}"})
    with closing(open_store(settings.data, settings.neo4j_uri, settings.neo4j_user, settings.neo4j_password)) as store:
        if store.current() is None:
            out.print("There is no graph yet: building it first.")
            build(facts=None, only=None, source=None)
    app = create_app(settings, warm=True)
    app.state.current.get()  # read once, here: what is wrong with it is said before the server listens
    address = f"http://{_in_address(host)}:{port}/"
    out.print(marked("\nSupplygraph serves at [bold]{}[/]  (Ctrl-C stops it)", address), soft_wrap=True)
    sys.setswitchinterval(SWITCH)
    logging.basicConfig(format="%(message)s")
    logging.getLogger("supplygraph").setLevel(settings.log.upper())
    uvicorn.run(
        app,
        host=host,
        port=port,
        log_level="warning",
        timeout_graceful_shutdown=settings.drain_seconds,
        http=bounded(settings.connections, settings.head_seconds, settings.send_seconds),
        ws="none",
        server_header=False,
        forwarded_allow_ips=settings.proxies,
    )


def _in_address(host: str) -> str:
    return f"[{host}]" if ":" in host else host
