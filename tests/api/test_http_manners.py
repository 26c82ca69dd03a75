"""What HTTP clients count on: merged ids lead on, answers are packed as the caller takes them, HEAD has no body."""

import gzip

import brotli
import httpx2
import pytest

from graph.errors import BuildError
from graph.facts.fact import Redirect
from graph.knowledge_graph import KnowledgeGraph


@pytest.fixture
def merged(serve, facts_of):
    facts = facts_of("input:x SUPPLIED_BY company:now supplier\ncompany:now BASED_IN country:NLD")
    chain = [Redirect(id="company:older", to="company:old"), Redirect(id="company:old", to="company:now")]
    return serve(KnowledgeGraph.build([*facts, *chain]))


@pytest.mark.parametrize("old", ["company:old", "company:older"])
def test_a_merged_id_leads_on_also_in_chains(merged, old):
    assert merged.get("/v1/nodes?limit=1").status_code == 200
    for path in ("nodes", "dependencies", "drawing", "cut-sets"):
        answer = merged.get(f"/v1/{path}/{old}?horizon=grow", follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (308, f"/v1/{path}/company:now?horizon=grow")
    assert merged.get(f"/v1/nodes/{old}", follow_redirects=True).json()["id"] == "company:now"
    found = merged.get(f"/v1/paths?from=input:x&to={old}").json()["paths"]
    assert [path["nodes"] for path in found] == [["input:x", "company:now"]]


def test_ids_merged_in_a_circle_are_a_fault(facts_of):
    facts = facts_of("company:a BASED_IN country:NLD")
    with pytest.raises(BuildError, match="circle"):
        KnowledgeGraph.build(
            [*facts, Redirect(id="company:x", to="company:y"), Redirect(id="company:y", to="company:x")]
        )


@pytest.mark.parametrize(
    ("taken", "unpack"), [("br", brotli.decompress), ("gzip", gzip.decompress), ("identity", bytes)]
)
def test_an_answer_is_packed_as_the_caller_takes_it_and_kept_apart(atlas, taken, unpack):
    plain = atlas.get("/v1/sources").json()
    for _ in range(2):
        for path in ("/v1/sources", "/v1/headlines"):
            with atlas.stream("GET", path, headers={"Accept-Encoding": taken}) as answer:
                packed = b"".join(answer.iter_raw())
            assert answer.headers.get("content-encoding", "identity") == taken
            assert "Accept-Encoding" in answer.headers["vary"]
            content = httpx2.Response(200, content=unpack(packed)).json()
            assert path != "/v1/sources" or content == plain
