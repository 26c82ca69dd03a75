"""Names that are not there are told, in the same words on either engine; names that are there never are."""

import pytest

from graph.errors import CypherError
from graph.queries.saved_queries import saved_queries
from graph.stores.guard.warnings import judge

TOLD = [
    ("MATCH (m:Modle) RETURN m", {}, ["line 1, column 10: there is no label Modle; did you mean Model?"]),
    ("MATCH (n)\nWHERE n:Labb RETURN n", {}, ["line 2, column 9: there is no label Labb; did you mean Lab?"]),
    ("MATCH ()-[:SUPLIED_BY|REQUIRES]->(x) RETURN x", {},
     ["line 1, column 12: there is no relationship type SUPLIED_BY; did you mean SUPPLIED_BY?"]),
    ("MATCH ()-[r]->() WHERE r:REQUIRE RETURN r", {},
     ["line 1, column 26: there is no relationship type REQUIRE; did you mean REQUIRES?"]),
    ("MATCH (m:Model) RETURN m.relased_on", {},
     ["line 1, column 26: no Model has a property relased_on; did you mean released_on?"]),
    ("MATCH (m:Model {naem: 'Alpha'}) RETURN m", {},
     ["line 1, column 17: no Model has a property naem; did you mean name?"]),
    ("MATCH (n) RETURN n {.nam, total: 1}", {}, ["line 1, column 22: nothing has a property nam; did you mean name?"]),
    ("MATCH (l:Lab) WHERE l.released_on IS NOT NULL RETURN l", {},
     ["line 1, column 23: no Lab has a property released_on; it is one of Model, Chip"]),
    ("WITH {total: 3} AS row RETURN row.totl", {},
     ["line 1, column 35: nothing has a property totl; did you mean total?"]),
    ("MATCH (m:Model) WHERE m.released_on >= '2025-01-01' RETURN m", {},
     ["line 1, column 25: released_on is a date, with which no text compares: write date('2025-01-01')"]),
    ("MATCH (m:Model) WHERE $day < m.released_on RETURN m", {"day": "2025-01-01"},
     ["line 1, column 32: released_on is a date, with which no text compares: write date($day)"]),
    ("MATCH (m:Model) WHERE m.released_on STARTS WITH '2025' RETURN m", {},
     ["line 1, column 25: released_on is a date, with which no text compares: write date('2025')"]),
    ("MATCH (s:Source) WHERE s.published_on > date('2025-01-01') RETURN s", {},
     ["line 1, column 26: published_on is a text (a day, month or year): compare published_from, or write a text"]),
    ("MATCH (m:Model {id: $id}) RETURN m", {"id": "model:alpha", "idd": 1},
     ["the parameter idd is given, and the query does not name it; did you mean id?"]),
]  # fmt: skip

QUIET = [
    "MATCH (m:Model|Lab) WHERE m:Model OR m:Lab RETURN m.name, m.released_on, m.founded_on",
    "MATCH (m:Model) WITH m.released_on AS day RETURN day.year, day.month",
    "MATCH (m:Model) RETURN m.released_on.year AS year, duration.between(m.released_on, date()).months AS age",
    "MATCH (m:Model) WHERE m.released_on >= date('2025-01-01') AND m.released_on <> date($day) RETURN m",
    "UNWIND $rows AS row MATCH (m:Model {id: row.key}) RETURN m.name, row.other",
    "WITH {total: 3, part: {of: 1}} AS row RETURN row.total, row.part.of",
    "MATCH p = (a:Lab)-[:BASED_IN]->(c) RETURN [n IN nodes(p) WHERE n:Lab | n.id]",
    "MATCH p = (a:Lab)-[:BASED_IN]->(c) RETURN [n IN nodes(p) WHERE n:Lab | n] AS labs",
    "MATCH (m:Model) RETURN [(m)-[:DEVELOPED_BY]->(l:Lab) | l.name] AS labs",
    "MATCH ()-[r:SUPPLIED_BY]->() RETURN r.tier",
    "CALL db.labels() YIELD label RETURN label",
    "MATCH (n)-[r]->() WHERE r.preferred AND (r.valid_to IS NULL OR r.valid_to > date()) RETURN type(r), n.id",
    "MATCH (c:Claim) RETURN c.of, c.stated, c.released_on_stated",
    "RETURN point({x: 1, y: 2}).x AS x, date.truncate('month', date()).day AS day",
]


@pytest.mark.parametrize(("query", "parameters", "told"), TOLD)
def test_a_name_that_is_not_there_is_told_with_its_place_and_the_nearest(asked, query, parameters, told):
    assert [*asked.service.run(query, parameters, version=asked.graph.version).warnings] == told


@pytest.mark.parametrize("query", QUIET)
def test_nothing_is_told_of_names_that_are_there(asked, query):
    given = {"rows": [{"key": "model:alpha", "other": 1}], "day": "2025-01-01"}
    given = {name: value for name, value in given.items() if f"${name}" in query}
    assert asked.service.run(query, given, version=asked.graph.version).warnings == ()


@pytest.mark.parametrize("name", saved_queries())
def test_saved_queries_name_what_is_there(name):
    query = saved_queries()[name]
    judged = judge(query.cypher, query.parameters)
    assert (judged.warnings, [one.warning for one in judged.suspects]) == ((), [])


def test_a_parameter_that_is_not_given_is_an_error_with_its_place_and_the_nearest(asked):
    with pytest.raises(CypherError, match="did you mean \\$id") as caught:
        asked.rows("MATCH (n {id: $idd})\nRETURN n", id="model:alpha")
    assert (caught.value.line, caught.value.column) == (1, 15)


def test_dates_compare_as_dates_and_what_the_source_said_is_beside(asked):
    found = asked.rows(
        "MATCH (m:Model) WHERE m.released_on >= date('2025-01-01') AND m.released_on < date('2025-12-31') "
        "RETURN m.id, toString(m.released_on), m.released_on_stated"
    )
    assert found == [["model:alpha", "2025-03-01", "2025-03"]]
    assert asked.service.run(
        "MATCH (m:Model) RETURN m.released_on", {}, version=asked.graph.version
    ).dated  # the answer says that a month stands as its first day
