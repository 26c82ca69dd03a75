"""Equal questions about one version are worked on once, and get the same bytes; nothing else is kept."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress

import httpx2
import pytest
import uvicorn
from fastapi.testclient import TestClient

from api.app import create_app
from api.middleware.answers import KeptAnswer, KeptAnswers
from api.settings import Settings
from graph.analysis.results import Result
from graph.budget import checkpoint
from graph.errors import QuestionError
from graph.measures.envelope import Answer
from graph.measures.measure import Measure
from graph.measures.question import Question
from graph.stores.versions.store import VersionStore
from tests.api.conftest import LOCAL


class WorkResult(Result):
    """What was worked."""

    text: str


class WorkQuestion(Question):
    """How."""

    how: str = "well"


class Work:
    """A measure that counts how often it is worked on, and works until it is let go."""

    def __init__(self) -> None:
        self.times = 0
        self.go = threading.Event()
        self.go.set()

    def measure(self) -> Measure[WorkQuestion]:
        def work(snapshot: object, question: WorkQuestion, limits: object) -> Answer:
            """Work."""
            self.times += 1
            while not self.go.wait(0.01):
                checkpoint()
            if question.how == "wrong":
                raise QuestionError("wrong", "how")
            limits_reached = {"seconds": 1.0} if question.how == "cut" else {}
            return Answer(WorkResult(text="x" * 10_000), limits=limits_reached)

        return Measure(answer=work, title="Work", panel="Test", path="/work", question=WorkQuestion, result=WorkResult)


@pytest.fixture
def work() -> Work:
    return Work()


@pytest.fixture
def client(tmp_path, m1, work) -> Iterator[TestClient]:
    VersionStore(tmp_path).write(m1, "2026-01-01T00:00:00+00:00")
    with TestClient(create_app(Settings(data=tmp_path), measures=[work.measure()]), LOCAL) as client:
        client.get("/ready")
        yield client


@contextmanager
def over_connections(client: TestClient) -> Iterator[str]:
    server = uvicorn.Server(uvicorn.Config(client.app, port=0, log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()


def test_an_equal_question_gets_the_same_answer_without_work(client, work):
    one, two = client.get("/v1/work"), client.get("/v1/work")
    assert work.times == 1
    assert two.content == one.content
    known = {"x-request-id", "server-timing"}
    assert {name: value for name, value in two.headers.items() if name not in known} == {
        name: value for name, value in one.headers.items() if name not in known
    }
    counted = [row for row in client.get("/metrics").text.splitlines() if "request_seconds_count" in row]
    assert [row.split()[1] for row in counted if "/work" in row] == ["2.0"], counted


@pytest.mark.parametrize(
    "other",
    [{"params": {"how": "slowly"}}, {"params": {"as_of": "2025-01-01"}}, {"params": {"fields": "text"}},
     {"headers": {"Prefer": "whole"}}],
)  # fmt: skip
def test_another_question_is_worked_on(client, work, other):
    client.get("/v1/work")
    assert client.get("/v1/work", **other).status_code == 200
    assert work.times == 2


def test_a_new_version_is_asked_anew(client, work, tmp_path, world):
    before = client.get("/v1/work").json()
    VersionStore(tmp_path).write(world("model:m DEVELOPED_BY lab:l"), "later")
    deadline = time.monotonic() + 20
    while client.get("/ready").json()["graph_version"] == before["meta"]["graph_version"]:
        assert time.monotonic() < deadline
    assert client.get("/v1/work").json()["meta"]["graph_version"] != before["meta"]["graph_version"]


def test_whoever_has_the_answer_is_told_so(client, work):
    tag = client.get("/v1/work").headers["etag"]
    again = client.get("/v1/work", headers={"If-None-Match": tag})
    assert (again.status_code, again.content, work.times) == (304, b"", 1)
    assert again.headers["etag"] == tag
    assert "content-length" not in again.headers


def test_who_waits_for_the_answer_to_an_equal_question_has_no_longer_than_its_own(tmp_path, m1, work):
    VersionStore(tmp_path).write(m1, "2026-01-01T00:00:00+00:00")
    work.go.clear()
    with (
        TestClient(create_app(Settings(data=tmp_path, seconds=1.0), measures=[work.measure()]), LOCAL) as client,
        ThreadPoolExecutor(6) as pool,
    ):
        client.get("/ready")
        answers = list(pool.map(lambda _: client.get("/v1/work"), range(6)))
        work.go.set()
    assert [answer.status_code for answer in answers] == [504] * 6
    assert work.times <= 2, "each began anew when the one before it had run out of time"


def test_every_caller_can_read_it(client, work):
    with over_connections(client) as address:
        for _ in range(2):
            packed = httpx2.get(f"{address}/v1/work", headers={"Accept-Encoding": "gzip"})
            plain = httpx2.get(f"{address}/v1/work", headers={"Accept-Encoding": "identity"})
            assert packed.headers["content-encoding"] == "gzip"
            assert "content-encoding" not in plain.headers
            assert packed.json() == plain.json()
    assert work.times == 2


@pytest.mark.parametrize("how", ["wrong", "cut"])
def test_errors_and_what_ended_early_are_not_kept(client, work, how):
    for _ in range(2):
        assert client.get("/v1/work", params={"how": how}).status_code == (422 if how == "wrong" else 200)
    assert work.times == 2


def test_equal_questions_at_once_are_worked_on_once(client, work):
    work.go.clear()
    with over_connections(client) as address, ThreadPoolExecutor(8) as pool:
        asked = [pool.submit(httpx2.get, f"{address}/v1/work", timeout=60) for _ in range(8)]
        while not work.times:
            time.sleep(0.01)
        work.go.set()
        answers = {one.result().content for one in asked}
    assert len(answers) == 1
    assert work.times == 1


def test_when_the_first_caller_leaves_the_next_is_answered(client, work):
    work.go.clear()
    with over_connections(client) as address, ThreadPoolExecutor(1) as pool:
        first = threading.Thread(target=_leaving, args=(f"{address}/v1/work",))
        first.start()
        while not work.times:
            time.sleep(0.01)
        second = pool.submit(httpx2.get, f"{address}/v1/work", timeout=60)
        first.join()
        while work.times < 2:
            time.sleep(0.01)
        work.go.set()
        assert second.result().status_code == 200


def _leaving(address: str) -> None:
    with suppress(httpx2.TimeoutException):
        httpx2.get(address, timeout=0.5)


def test_what_is_kept_is_bounded_and_told(client):
    kept = KeptAnswers(100_000)
    for number in range(20):
        kept.keep((str(number), "", "", b"", "", "", True), KeptAnswer([], bytearray(8_000)))
    assert 80_000 < kept.bytes <= 100_000
    kept.keep(("large", "", "", b"", "", "", True), KeptAnswer([], bytearray(50_000)))
    assert kept.find(("large", "", "", b"", "", "", True)) is None
    client.get("/v1/work")
    (told,) = [row for row in client.get("/metrics").text.splitlines() if row.startswith("supplygraph_answer_bytes")]
    assert float(told.split()[1]) > 0


def test_none_is_kept_where_the_setting_says_so(tmp_path, m1, work):
    VersionStore(tmp_path).write(m1, "2026-01-01T00:00:00+00:00")
    with TestClient(create_app(Settings(data=tmp_path, answers_mb=0), measures=[work.measure()]), LOCAL) as client:
        client.get("/v1/work")
        client.get("/v1/work")
    assert work.times == 2
