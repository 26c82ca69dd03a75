"""The addresses.

Those of measures are derived from their declarations in ``graph/measures/`` (``measures.py``). What cannot be
declared so has a module here:

* ``catalogues.py``: what there is to ask about (kinds, data sets, series, scenarios, ties, blocs, queries). They are of
  no day and no lens, so they have no envelope.
* ``drawing.py`` and ``exports.py``: files in several forms, chosen by ``?format=`` or the Accept header.
* ``cypher.py``: a query language with a service of its own. Rows are put together as text and a query stops when its
  caller goes away; a query chooses its own day and lens, and a saved one names its own parameters.
* ``versions.py``: the versions kept, and what differs between two.
* ``reconciliation.py``: the service that OpenRefine asks; a specification of others fixes its forms.
* ``health.py``: of the process, not of the graph.

Measures whose answers a terminal shows otherwise than as tables, a tree and paths, are listed in
``api/commands/printing.py``.
"""
