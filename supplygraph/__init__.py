"""Supplygraph in a notebook: ``graph = supplygraph.connect()``, then ask it as the addresses and commands do.

The folder of a built graph is read in process; with the address of a server the same questions go there. The name is
that of the program that is installed, since that is what a reader of a notebook looks for; ``graph``, ``loaders`` and
``api`` are the rooms of the program itself.
"""

from graph.errors import SupplygraphError
from supplygraph.answered import Answered
from supplygraph.connected import ConnectedGraph
from supplygraph.connecting import connect
from supplygraph.remote import RemoteError

__all__ = ["Answered", "ConnectedGraph", "RemoteError", "SupplygraphError", "connect"]
