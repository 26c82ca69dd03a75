"""Where the engine was left out, everything but Cypher in a folder works, and Cypher says what it needs."""

import sys


def test_cypher_says_what_it_needs_and_the_rest_answers(serve, m1, monkeypatch):
    monkeypatch.setitem(sys.modules, "arcadedb", None)  # as where it is not installed
    client = serve(m1)
    answer = client.post("/v1/cypher", json={"query": "MATCH (n) RETURN n.id"})
    assert answer.status_code == 503
    assert "embedded" in answer.json()["detail"]
    assert client.get("/v1/dependencies/input:chip").status_code == 200
