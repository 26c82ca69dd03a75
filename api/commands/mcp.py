"""Serve tools for assistants."""

from importlib.util import find_spec
from typing import Annotated

import typer

from api.settings import Settings
from api.terminal import fail

HELP = "the address of a server to ask; the folder of the built graph when left out"


def mcp(
    ask: Annotated[str | None, typer.Option(help=HELP)] = None,
    http: Annotated[bool, typer.Option(help="serve over HTTP instead of standard input and output")] = False,
    host: Annotated[str, typer.Option(help="address to listen on, with --http")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="port to listen on, with --http")] = 8124,
    page: Annotated[str, typer.Option(help="the page that links in answers lead to")] = "http://127.0.0.1:8123",
) -> None:
    """Serve ten tools for assistants (Model Context Protocol), over standard input and output or HTTP."""
    if find_spec("mcp") is None:
        fail("this needs the extra `assistants`: .venv/bin/pip install -e '.[assistants]'")
    from supplygraph import connect
    from supplygraph.assistants.server import server_of

    with connect(ask or Settings.from_environment().data) as graph:
        server = server_of(graph, page)
        if http:
            server.run("streamable-http", host=host, port=port)
        else:
            server.run("stdio")
