"""What workers answer is what threads answer, to the byte; what is not theirs stays in the server."""

import json
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx2
import psutil
import pytest

from api.workers.nursery import can_fork
from graph.measures.declared import every
from tests.api.processes import ROOT, SERVE, started
from tests.environment import unset

pytestmark = [pytest.mark.quiet, pytest.mark.skipif(not can_fork(), reason="this system forks no workers")]
ITS_OWN = {"date", "server", "server-timing", "x-request-id", "transfer-encoding", "content-length", "connection"}
"""Headers that no two answers share, or that say only how the bytes travelled."""
FILES = (
    "/v1/export?format=jsonl", "/v1/export?format=graphml", "/v1/export?format=bundle", "/v1/headlines?format=csv",
    "/v1/headlines?format=parquet", "/v1/drawing/model:glm-5?format=svg", "/v1/dependencies/model:glm-5?format=gexf",
    "/v1/ontology", "/v1/sources", "/v1/versions", "/v1/cypher/schema", "/v1/queries", "/v1/reconcile",
)  # fmt: skip
WRONG = (
    ("GET", "/v1/nodes/company:nobody"), ("GET", "/v1/nothing"), ("GET", "/v1/headlines?limit=x"),
    ("GET", "/v1/headlines?wrong=1"), ("POST", "/v1/headlines"), ("DELETE", "/v1/headlines"),
    ("GET", "/v1/headlines?format=nope"), ("GET", "/v1/nodes/company:as%00ml"), ("GET", "/v1/n%C3%B6des"),
)  # fmt: skip


@pytest.fixture(scope="module")
def served(atlas_data, tmp_path_factory) -> Iterator[tuple[str, int]]:
    data = shutil.copytree(atlas_data, tmp_path_factory.mktemp("workers") / "data")
    settings = {"SUPPLYGRAPH_WORKERS": "2", "SUPPLYGRAPH_SECONDS": "60", "NEO4J_URI": ""}
    with started(data, SERVE, settings) as (address, process):
        yield address, process.pid


@pytest.fixture(scope="module")
def workers(served) -> Iterator[httpx2.Client]:
    with httpx2.Client(base_url=served[0], timeout=90) as client:
        yield client


def compared(answer: httpx2.Response) -> tuple[int, dict[str, str], bytes]:
    """Return an answer without what no two answers share."""
    return answer.status_code, {k: v for k, v in answer.headers.items() if k not in ITS_OWN}, answer.content


def asked(client, method: str, address: str, **given: object) -> tuple[int, dict[str, str], bytes]:
    return compared(client.request(method, address, headers={"Accept-Encoding": "gzip", "Host": "localhost"}, **given))


@pytest.mark.parametrize("measure", every(), ids=lambda measure: measure.name)
def test_every_measure_is_answered_as_in_threads(atlas, workers, measure):
    given = dict(measure.example)
    address = "/v1" + measure.path.format_map({name: given.pop(name) for name in measure.in_path})
    body = given.pop(measure.body, None) if measure.body else None
    told = {"params": {name: str(value) for name, value in given.items()}, "json": body}
    there = asked(workers, measure.method, address, **told)
    assert there[0] == 200
    assert there == asked(atlas, measure.method, address, **told)


@pytest.mark.parametrize("address", FILES)
def test_files_and_catalogues_are_answered_as_in_threads(atlas, workers, address):
    there = asked(workers, "GET", address)
    assert there[0] == 200
    assert there == asked(atlas, "GET", address)


@pytest.mark.parametrize(("method", "address"), WRONG)
def test_what_is_wrong_is_told_as_in_threads(atlas, workers, method, address):
    there = asked(workers, method, address)
    assert 400 <= there[0] < 500
    assert there == asked(atlas, method, address)


def test_head_and_what_a_caller_has_already(workers):
    whole = workers.get("/v1/headlines?limit=4")
    head = workers.head("/v1/headlines?limit=4")
    assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", whole.headers["etag"])
    again = workers.get("/v1/headlines?limit=4", headers={"If-None-Match": whole.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    fresh = workers.get("/v1/headlines?limit=5", headers={"If-None-Match": '"another"'})
    assert fresh.status_code == 200


def test_a_body_reaches_the_worker(atlas, workers):
    body = {"remove": ["country:TWN"], "targets": ["model:glm-5"]}
    there = workers.post("/v1/scenarios/run", json=body)
    assert there.status_code == 200
    assert there.json() == atlas.post("/v1/scenarios/run", json=body).json()
    wrong = workers.post("/v1/scenarios/run", content=b"{", headers={"Content-Type": "application/json"})
    assert wrong.status_code == 422


def test_cypher_has_one_engine_which_is_the_servers(served, workers):
    asks = {"query": "MATCH (n:Company {id: 'company:asml'}) RETURN n.name, $x", "parameters": {"x": 1}}
    answer = workers.post("/v1/cypher", json=asks)
    assert answer.status_code == 200, answer.text
    assert answer.json()["rows"][0][1] == 1
    saved = workers.get("/v1/queries/direct-needs", params={"id": "model:glm-5"})
    assert saved.status_code == 200
    (nursery,) = [one for one in psutil.Process(served[1]).children() if len(one.children()) >= 2]
    assert all(worker.children() == [] for worker in nursery.children()), "no worker has an engine"


def test_a_slow_reader_of_a_large_file_holds_no_other_up_and_gets_it_whole(served, workers, atlas):
    host, _, port = served[0].removeprefix("http://").partition(":")
    whole = atlas.get("/v1/export?format=jsonl&horizon=grow").content
    with socket.socket() as slow:
        slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65_536)  # less than the file, also with what we buffer
        slow.connect((host, int(port)))
        slow.sendall(
            b"GET /v1/export?format=jsonl&horizon=grow HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        )
        time.sleep(1)
        started_at = time.perf_counter()
        assert workers.get("/v1/nodes/company:asml").status_code == 200
        assert time.perf_counter() - started_at < 5
        got = bytearray()
        while part := slow.recv(1 << 16):
            got += part
    assert got.partition(b"\r\n\r\n")[2] == whole


def test_many_questions_at_once_are_each_answered_as_alone(workers):
    ids = [node["id"] for node in workers.get("/v1/nodes?kind=Model&limit=40").json()["items"]]
    alone = [workers.get(f"/v1/dependencies/{one}?horizon=run").json() for one in ids]
    with ThreadPoolExecutor(16) as callers:
        together = list(callers.map(lambda one: workers.get(f"/v1/dependencies/{one}?horizon=run&limit=1000"), ids))
    busy = [answer for answer in together if answer.status_code == 503]
    told = [answer.json() for answer in together if answer.status_code == 200]
    assert len(busy) + len(told) == len(ids)
    assert {json.dumps(one["meta"]["graph_version"]) for one in told} == {json.dumps(alone[0]["meta"]["graph_version"])}
    roots = {one["root"]["id"] if isinstance(one.get("root"), dict) else one.get("root") for one in told}
    assert len(roots) in (1, len(told))


def test_the_counters_have_rows_by_operation(workers):
    workers.get("/v1/nodes/company:tsmc")
    text = workers.get("/metrics").text
    assert 'supplygraph_request_seconds_count{operation="/v1/nodes/{node_id}"}' in text or "/v1/nodes/{" in text
    assert "supplygraph_workers 2.0" in text


def test_own_facts_are_answered_and_marked_as_own(tmp_path):
    source = {"title": "t", "publisher": "p", "url": "https://example.org", "licence": "private"}
    own = {"type": "node", "id": "company:x", "kind": "Company", "name": "Mine alone", "source": source}
    facts = tmp_path / "own.jsonl"
    facts.write_text(json.dumps(own))
    data = tmp_path / "data"
    built = [sys.executable, "-m", "api.cli", "build", "--only", str(facts)]
    subprocess.run(built, cwd=ROOT, env={**unset(), "SUPPLYGRAPH_DATA": str(data)}, check=True, capture_output=True)
    with started(data, SERVE, {"SUPPLYGRAPH_WORKERS": "1", "NEO4J_URI": ""}) as (address, _):
        answer = httpx2.get(f"{address}/v1/nodes/company:x", timeout=30)
        assert answer.json()["name"] == "Mine alone"
        datasets = {source["dataset"] for source in answer.json()["sources"].values()}
        assert datasets, "it has a source"
        assert all(name.startswith("facts") for name in datasets), "its source is said to be own"
