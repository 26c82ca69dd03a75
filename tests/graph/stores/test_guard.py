import contextlib
import itertools
import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import CypherError
from graph.stores.guard.guard import CheckedQuery, check
from graph.stores.guard.tokens import tokens
from tests.graph.stores.attacks import BOMBS, REFUSED

HONEST = [
    "MATCH (n) RETURN n",
    "match (n:Model)-[r:DEVELOPED_BY]->(l:Lab) where n.name = 'GLM-5' return l.name as lab;",
    "MATCH (n:Model|Lab) WHERE n:Model AND NOT n:Lab OR n IS NOT NULL XOR true RETURN DISTINCT n.id AS id",
    "MATCH (n:!Model&(Lab|Chip)) RETURN n",
    "MATCH (a)-[r:SUPPLIED_BY|REQUIRES*1..3]->(b) RETURN a.id, size(r) AS hops ORDER BY hops SKIP 1 LIMIT 5",
    "MATCH p = shortestPath((a:Entity {id: $from})-[:REQUIRES*..12]->(b:Entity {id: $to})) RETURN p",
    "MATCH p = (a)-->(b)<--(c)--(d) RETURN [n IN nodes(p) | n.id] AS ids, length(p)",
    "MATCH p = shortestPath((a WHERE a.x = 1)-[*..5]->(b)) WITH p WHERE length(p) > 2 MATCH (c) WHERE c.x RETURN c",
    "MATCH (a) WHERE a.x MATCH p = shortestPath((a)-[*..5]->(b)) RETURN all(n IN nodes(p) WHERE n.x)",
    "OPTIONAL MATCH (n) RETURN coalesce(n.name, 'none') AS name",
    "UNWIND $rows AS row WITH row.a AS a, row RETURN a, row['b'], $rows[0], $rows[1..2]",
    "MATCH (n) WITH * WHERE n.x > 1 RETURN count(*) * 2 AS twice, count(DISTINCT n) AS c",
    "MATCH (n) RETURN * ORDER BY n.id",
    "RETURN [x IN range(1, 10) WHERE x % 2 = 0 | x ^ 2] AS xs, {a: 1, create: 2, b: {set: [1, 2]}} AS m",
    "MATCH (n) RETURN n {.id, .name, kind: labels(n), .*} AS shown",
    "MATCH (n) CALL (n) { MATCH (n)-->(m) RETURN count(m) AS c } RETURN n.id, c",
    "MATCH (n) CALL { WITH n MATCH (n)-->(m) RETURN count(m) AS c } RETURN n.id, c",
    "CALL { MATCH (n:Lab) RETURN n.id AS i UNION MATCH (n:Chip) RETURN n.id AS i } RETURN i",
    "MATCH (n) WHERE EXISTS { (n)-[:SUPPLIED_BY]->() } RETURN n",
    "MATCH (n) WHERE EXISTS { MATCH (n)-->(m) WHERE m.id = 'x' } RETURN n",
    "MATCH (n) RETURN COUNT { (n)-->() } AS c, COLLECT { MATCH (n)-->(m) RETURN m.id } AS ids",
    "MATCH (n) WHERE all(x IN [1] WHERE x = 1) AND none(x IN [] WHERE x) RETURN any(x IN [1] WHERE x > 0)",
    "RETURN CASE WHEN 1 = 1 THEN 'a' ELSE 'b' END AS x UNION ALL RETURN 'c' AS x",
    "RETURN CASE $x WHEN 1 THEN 'one' WHEN 2 THEN 'two' END AS name",
    "MATCH (n) WHERE n.name STARTS WITH 'A' OR n.name ENDS WITH 'Z' OR n.name CONTAINS 'm' RETURN n",
    "MATCH (n) WHERE n.name =~ '(?i).*glm.*' AND n.id IN ['a', 'b'] RETURN n",
    "MATCH (`a b`:`CREATE` {`delete`: 1})-[:`SET`]->(n:DELETE {create: 1}) RETURN n.merge, `a b`.load",
    "RETURN date('2025-01-01') + duration('P1D') AS day, date.truncate('month', date()) AS month",
    "RETURN 'CREATE (n)' AS s, \"it's\" AS t, 'a\\'b' AS u, '// not a comment' AS v // a comment: CREATE",
    "RETURN 1.5e3 AS a, .5 AS b, 0x1F AS c, -1 AS d, 智谱 AS e",
    "RETURN reduce(total = 0, x IN [1, 2] | total + x) AS total",
    "MATCH (n) RETURN n.order, n.end, n.limit AS count ORDER BY count",
    "RETURN count(*) AS count, sum(1) AS sum",
    "MATCH (n) RETURN n SKIP $skip LIMIT $limit",
    "MATCH ((a)-[:REQUIRES]->(b)){1,3} RETURN a",
    "MATCH (n WHERE n.id = 'x')-[r WHERE r.share > 0.5]->(m) RETURN m",
    "CALL db.labels() YIELD label RETURN label ORDER BY label",
    "CALL db.labels",
    "SHOW FUNCTIONS",
    "SHOW INDEXES YIELD name RETURN name",
    "RETURN toUpper('a') AS upper, ToLower('B') AS lower",
]  # fmt: skip


@pytest.mark.parametrize("query", HONEST)
def test_honest_queries_pass_unchanged(query):
    text = query.removesuffix(";").partition(" // a comment")[0]
    assert check(query) == CheckedQuery(text, "run", text)


@pytest.mark.parametrize("name", REFUSED)
def test_attacks_are_refused_with_their_place(name):
    with pytest.raises(CypherError) as caught:
        check(REFUSED[name])
    if len(REFUSED[name]) < 20_000:
        assert caught.value.line is not None
        assert caught.value.column is not None


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_are_reading_queries_so_the_other_walls_must_hold_them(name):
    assert check(BOMBS[name]).text == BOMBS[name]


def test_there_are_enough_attacks():
    assert len(REFUSED) + len(BOMBS) >= 80
    assert len(HONEST) >= 30


@pytest.mark.parametrize(
    ("query", "line", "column", "says"),
    [
        ("MATCH (n)\n  DELETE n", 2, 3, "only reads"),
        ("MATCH (n) RETUR n", 1, 11, "a clause stands here"),
        ("LOAD CSV FROM 'x' AS l RETURN l", 1, 1, "UNWIND"),
        ("MATCH (n)\nRETURN elementId(n)", 2, 8, "use n.id"),
        ("MATCH p = SHORTEST 1 (a)-->(b) RETURN p", 1, 11, "shortestPath"),
        ("MATCH p = shortestPath((a)-[*]->(b)) WHERE length(p) > 2 RETURN p", 1, 38, "WITH p WHERE"),
        ("RETURN 'a", 1, 8, "not closed"),
        ("RETURN 1 // x\n; RETURN 2", 2, 1, "one statement"),
        ("RETURN tolowercase('A')", 1, 8, "only functions known"),
    ],
)
def test_a_refusal_names_the_place_and_the_way_out(query, line, column, says):
    with pytest.raises(CypherError, match=re.escape(says)) as caught:
        check(query)
    assert (caught.value.line, caught.value.column) == (line, column)


def test_a_misspelt_word_gets_a_suggestion():
    with pytest.raises(CypherError) as caught:
        check("MATCH (n) RETUR n")
    assert "RETURN" in caught.value.suggestions
    with pytest.raises(CypherError) as caught:
        check("RETURN tolowr('A')")
    assert "tolower" in caught.value.suggestions


def test_explain_and_profile_are_taken_off_in_place():
    assert check("EXPLAIN RETURN 1;") == CheckedQuery("        RETURN 1", "explain", "EXPLAIN RETURN 1")
    assert check("  profile  RETURN 1 ; ") == CheckedQuery("           RETURN 1", "profile", "  profile  RETURN 1")


WORDS = ["MATCH", "(n)", "RETURN", "n", ".", "x", "*", ",", "1", "'s'", "WITH", "AS", "WHERE", "{", "}", "(",
         ")", "[", "]", "|", ":", "CALL", "UNION", "$p", "=", "IN", "`q`", "END", "//c\n", "/*c*/", "count",
         "ALL"]  # fmt: skip
WRITES = ["CREATE", "MERGE", "SET", "DELETE", "DETACH", "REMOVE", "FOREACH", "LOAD", "DROP", "USE"]


@given(st.lists(st.sampled_from(WORDS), max_size=12), st.lists(st.sampled_from(WORDS), max_size=12),
       st.sampled_from(WRITES), st.sampled_from(["(n)", "n.x = 1", "CSV FROM 'x' AS l", ""]))  # fmt: skip
def test_no_writing_word_stands_where_a_clause_can(before, after, write, rest):
    """Whatever surrounds it: a writing word passes only as a property, label, type or map key."""
    query = " ".join([*before, write, rest, *after])
    try:
        passed = check(query).text
    except CypherError:
        return
    found = list(tokens(passed))
    for place, token in enumerate(found):
        if token.upper == write:
            assert found[place - 1].text in (".", ":", "|", "(", "{", ",")


@given(st.lists(st.sampled_from([*WORDS, "FROBNICATE"]), max_size=15))
def test_an_unknown_clause_has_nowhere_to_stand(words):
    """After a whole operand a bare name is refused, so no unknown clause can follow one."""
    query = " ".join(["MATCH (n)", *words])
    try:
        found = list(tokens(check(query).text))
    except CypherError:
        return
    for before, token in itertools.pairwise(found):
        if token.text == "FROBNICATE":
            assert before.kind in ("sign", "word")
            assert before.text not in (")", "]", "}", "END", "n", "x", "count")


@given(st.text(max_size=200))
def test_any_text_is_answered_or_refused_never_worse(text):
    with contextlib.suppress(CypherError):
        check(text)


@pytest.mark.quiet
def test_the_longest_query_is_judged_fast():
    started = time.perf_counter()
    check("RETURN [" + "1," * 9_000 + "1]")
    assert time.perf_counter() - started < 1
