"""From what a reader has, a folder or an address, to a connection."""

import os
from datetime import date
from pathlib import Path

from supplygraph.asking import Asked
from supplygraph.connected import ConnectedGraph
from supplygraph.folder import GraphFolder
from supplygraph.remote import GraphServer


def connect(
    where: str | Path | None = None,
    *,
    as_of: str | date | None = None,
    known_at: str | date | None = None,
    lens: str | None = None,
    horizon: str | None = None,
    key: str | None = None,
) -> ConnectedGraph:
    """Return a connection to a graph.

    Parameters
    ----------
    where : str or Path, optional
        The folder of a built graph, or the address of a server (``http://127.0.0.1:8123``). When left out, the folder
        that ``SUPPLYGRAPH_DATA`` names, else ``data``.
    as_of, known_at : str or date, optional
        The day that every question is about, and the day by which its sources were public.
    lens, horizon : str, optional
        Whose control counts (territory, ownership, vendor); which needs bind (run, make, grow).
    key : str, optional
        For a server that asks for one.

    Raises
    ------
    NoGraphError
        Nothing has been built in the folder.
    ParameterError
        A value is none of those that there are.
    """
    text = str(where) if where is not None else os.environ.get("SUPPLYGRAPH_DATA") or "data"
    asked: Asked = GraphServer(text, key) if text.startswith(("http://", "https://")) else GraphFolder(Path(text))
    common = {"as_of": as_of, "known_at": known_at, "lens": lens, "horizon": horizon}
    return ConnectedGraph(asked, {name: str(value) for name, value in common.items() if value is not None})
