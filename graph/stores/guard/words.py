"""The words that the guard knows: what may start a clause, join, be called, and what to say to the others."""

from collections.abc import Mapping


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


CLAUSES = _words("MATCH OPTIONAL UNWIND WITH RETURN CALL")
"""What may start a query, a subquery, or a part of a union."""

CONTINUATIONS = _words("WHERE ORDER SKIP OFFSET LIMIT UNION YIELD")
"""What may follow a whole expression or pattern, besides a clause."""

JOINERS = _words("AND OR XOR NOT IN STARTS ENDS CONTAINS IS AS BY DISTINCT ALL CASE WHEN THEN ELSE")
"""Words between operands."""

VALUES = _words("NULL TRUE FALSE END ASC DESC ASCENDING DESCENDING")
"""Words that stand for an operand, or end one."""

KEYWORDS = CLAUSES | CONTINUATIONS | JOINERS | VALUES

SUBQUERIES = _words("EXISTS COUNT COLLECT")
"""Words that open a subquery when a brace follows."""

SHOWN = _words("FUNCTIONS PROCEDURES INDEXES CONSTRAINTS")
"""What SHOW may list."""

PROCEDURES = frozenset(("db.labels", "db.relationshipTypes", "db.propertyKeys", "db.schema.visualization"))
"""Procedures that both engines have, and that only describe the schema."""

FUNCTIONS = _words(
    """
    abs acos all any asin atan atan2 avg btrim ceil char_length character_length coalesce collect cos cosh cot
    coth count date date.realtime date.statement date.transaction date.truncate datetime datetime.fromepoch
    datetime.fromepochmillis datetime.truncate degrees duration duration.between duration.indays
    duration.inmonths duration.inseconds e endnode exists exp floor haversin head isempty isnan keys labels last
    left length localdatetime localdatetime.truncate localtime localtime.truncate log log10 lower ltrim max min
    nodes none normalize nullif percentilecont percentiledisc pi point point.distance point.withinbbox
    properties radians rand range reduce relationships replace reverse right round rtrim shortestpath
    allshortestpaths sign sin single sinh size split sqrt startnode stdev stdevp substring sum tail tan tanh
    time time.truncate timestamp toboolean tobooleanlist tobooleanornull tofloat tofloatlist tofloatornull
    tointeger tointegerlist tointegerornull tolower tostring tostringlist tostringornull toupper
    trim type upper valuetype
    """
)
"""Functions that may be called, in lower case; nothing here reads a file, sleeps or sees the server."""

SHORTEST = _words("shortestpath allshortestpaths")

_READS = "this interface only reads; change facts with `supplygraph build --facts FILE`"
_SERVER = "the server is not managed from here"
_FACTS, _SCHEMA = _words("CREATE MERGE SET DELETE DETACH NODETACH REMOVE FOREACH INSERT"), _words("DROP ALTER RENAME")
WRITING = _FACTS | _SCHEMA
"""Words of what would write."""
REFUSED: Mapping[str, str] = {
    **dict.fromkeys(_FACTS, _READS),
    **dict.fromkeys(_SCHEMA, "the schema follows from the ontology; " + _READS),
    **dict.fromkeys(_words("GRANT DENY REVOKE TERMINATE ENABLE DEALLOCATE REALLOCATE DRYRUN"), _SERVER),
    "LOAD": "files are read by loaders, not by queries; pass values in `parameters` and UNWIND them",
    "USE": "there is one graph; leave USE out",
    "CYPHER": "leave out the CYPHER prefix: one dialect runs on every engine",
    "TRANSACTIONS": "queries run in one transaction; leave out IN TRANSACTIONS",
    "SHORTEST": "write shortestPath((a)-[:KIND*..12]->(b)) instead, or ORDER BY length(p) LIMIT k",
}  # fmt: skip
"""Words refused wherever a keyword could stand; in backticks they are ordinary names."""

INSTEAD: Mapping[str, str] = {
    "LET": "write WITH *, expression AS name",
    "FILTER": "write WITH * WHERE condition",
    "FOR": "write UNWIND list AS name",
    "FINISH": "write RETURN with what you want to see",
    "USING": "hints are not taken; the planner chooses",
    "SHOW": "SHOW takes FUNCTIONS, PROCEDURES, INDEXES or CONSTRAINTS, and stands alone",
    "EXPLAIN": "EXPLAIN stands at the beginning",
    "PROFILE": "PROFILE stands at the beginning",
    "SELECT": "this is Cypher: MATCH (n) WHERE ... RETURN n",
    "START": _SERVER,
    "STOP": _SERVER,
}
"""What to write instead of other words where a clause could stand."""

FUNCTION_INSTEAD: Mapping[str, str] = {
    "id": "it changes when the graph is replaced; use n.id",
    "elementid": "it changes when the graph is replaced; use n.id",
    "randomuuid": "answers are repeatable; pass a value in `parameters`",
    "linenumber": "files are not read by queries",
    "file": "files are not read by queries",
}
