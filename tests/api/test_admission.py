"""Who is answered, who waits, who is asked to come back, and what becomes of those who leave."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import httpx2
import pytest
import uvicorn
from fastapi.testclient import TestClient

from api.app import create_app
from api.middleware.admission import LONG
from api.settings import Settings
from graph.analysis.results import Result
from graph.budget import checkpoint
from graph.measures.envelope import Answer
from graph.measures.measure import Measure
from graph.measures.question import Question
from graph.stores.versions.store import VersionStore
from tests.api.conftest import LOCAL

pytestmark = pytest.mark.quiet


class WaitResult(Result):
    """Nothing."""

    done: bool = True


class Waiting:
    """A measure that works until it is let go."""

    def __init__(self) -> None:
        self.go = threading.Event()
        self.busy = False
        self.working = threading.Semaphore(0)
        self.ended = threading.Semaphore(0)

    def work(self) -> None:
        """Use the processor, where a test asks for it: it is what makes a question long."""
        until = time.thread_time() + (0.05 if self.busy else 0.0)
        while time.thread_time() < until:
            pass

    @property
    def measure(self) -> Measure[Question]:
        def wait(snapshot: object, question: Question, limits: object) -> Answer:
            """Wait."""
            self.working.release()
            try:
                while not self.go.wait(0.01):
                    self.work()
                    checkpoint("waits")
            finally:
                self.ended.release()
            return Answer(WaitResult())

        return Measure(answer=wait, title="Wait", panel="Test", path="/wait", question=Question, result=WaitResult)


@pytest.fixture
def waiting() -> Iterator[Waiting]:
    one = Waiting()
    yield one
    one.go.set()


@pytest.fixture
def served(tmp_path, m1, waiting) -> Callable[..., "contextmanager[str]"]:
    """Serve a small world and the measure that waits, over real connections."""

    @contextmanager
    def serve(*, let_go: bool = True, **settings: object) -> Iterator[str]:
        VersionStore(tmp_path).write(m1, "2026-01-01T00:00:00+00:00")
        app = create_app(Settings(data=tmp_path, answers_mb=0, **settings), measures=[waiting.measure])
        server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error", timeout_graceful_shutdown=1))
        thread = threading.Thread(target=server.run)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        port = server.servers[0].sockets[0].getsockname()[1]
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            if let_go:
                waiting.go.set()
            server.should_exit = True
            thread.join()

    return serve


def test_what_is_too_much_is_refused_at_once_and_says_when_to_come_back(served, waiting):
    with served(at_once=1, places=1) as address, ThreadPoolExecutor(3) as pool:
        working = [
            pool.submit(httpx2.get, f"{address}/v1/wait", timeout=60) for _ in range(2)
        ]  # the short lane has two
        for _ in working:
            assert waiting.working.acquire(timeout=30)
        queued = pool.submit(httpx2.get, f"{address}/v1/wait", timeout=60)
        while 'supplygraph_waiting{lane="short"} 1' not in httpx2.get(f"{address}/metrics").text:
            time.sleep(0.01)
        refused = httpx2.get(f"{address}/v1/wait", timeout=60)
        assert (refused.status_code, refused.json()["type"]) == (503, "/docs/errors#overload")
        assert refused.headers["retry-after"]
        assert refused.headers["x-content-type-options"] == "nosniff"
        assert httpx2.get(f"{address}/health").status_code == 200
        assert httpx2.get(f"{address}/ready").status_code == 200
        waiting.go.set()
        assert [one.result().status_code for one in (*working, queued)] == [200, 200, 200]


def test_waiting_counts_against_the_time(served, waiting):
    with served(at_once=1, places=5, seconds=0.5) as address, ThreadPoolExecutor(6) as pool:
        answers = [
            one.result() for one in [pool.submit(httpx2.get, f"{address}/v1/wait", timeout=60) for _ in range(6)]
        ]
        assert {answer.status_code for answer in answers} == {504}
        assert any("waiting for its turn" in answer.json()["detail"] for answer in answers)
        assert any("it had reached waits" in answer.json()["detail"] for answer in answers)


def test_a_caller_that_leaves_ends_its_work_and_gives_its_place_back(served, waiting):
    with served(at_once=1, places=1, seconds=600.0) as address:
        for _ in range(10):  # more than there are places
            with pytest.raises(httpx2.TimeoutException):
                httpx2.get(f"{address}/v1/wait", timeout=0.2)
        for _ in range(10):
            ended = waiting.ended.acquire(timeout=1)
            if not ended:
                break  # the others left while they waited for their turn
        waiting.go.set()
        assert httpx2.get(f"{address}/v1/wait", timeout=60).status_code == 200
        text = httpx2.get(f"{address}/metrics").text
        assert 'supplygraph_requests_total{status="499"} 10.0' in text
        assert 'supplygraph_running{lane="short"} 0.0' in text
        assert 'supplygraph_running{lane="long"} 0.0' in text


def test_a_question_that_a_busy_machine_delays_stays_a_short_one(served, waiting):
    with served(at_once=1, places=3, seconds=600.0) as address, ThreadPoolExecutor(1) as pool:
        asked = pool.submit(httpx2.get, f"{address}/v1/wait", timeout=60)
        time.sleep(3 * LONG)
        assert 'supplygraph_running{lane="short"} 1.0' in httpx2.get(f"{address}/metrics").text
        waiting.go.set()
        assert asked.result().status_code == 200


def test_questions_that_turn_out_long_leave_the_short_lane(served, waiting):
    waiting.busy = True
    with served(at_once=1, places=3, seconds=600.0) as address, ThreadPoolExecutor(3) as pool:
        asked = [pool.submit(httpx2.get, f"{address}/v1/wait", timeout=60) for _ in range(2)]
        while 'supplygraph_running{lane="long"} 2.0' not in (text := httpx2.get(f"{address}/metrics").text):
            time.sleep(0.05)
        assert 'supplygraph_running{lane="short"} 0.0' in text
        assert httpx2.get(f"{address}/v1/ontology", timeout=60).status_code == 200, "a short one has its own lane"
        asked.append(pool.submit(httpx2.get, f"{address}/v1/wait", timeout=60))
        while 'supplygraph_waiting{lane="long"} 1.0' not in httpx2.get(f"{address}/metrics").text:
            time.sleep(0.05)
        waiting.go.set()
        assert [one.result().status_code for one in asked] == [200, 200, 200]


def test_a_server_that_is_ended_while_it_works_ends(served, waiting):
    with ThreadPoolExecutor(1) as pool:  # it waits for the caller: the server has to end before the caller gives up
        with served(let_go=False, seconds=600.0) as address:
            asked = pool.submit(httpx2.get, f"{address}/v1/wait", timeout=60)
            assert waiting.working.acquire(timeout=30)
        assert waiting.ended.acquire(timeout=10)
        assert not waiting.go.is_set(), "nobody let it go: it was given up"
        waiting.go.set()
        assert (asked.result().status_code, asked.result().json()["type"]) == (503, "/docs/errors#overload")


def test_a_fault_of_ours_is_told_counted_and_logged_with_its_id(tmp_path, m1, caplog):
    def broken(snapshot: object, question: Question, limits: object) -> Answer:
        """Fail."""
        raise ZeroDivisionError("of ours")

    VersionStore(tmp_path).write(m1, "2026-01-01T00:00:00+00:00")
    measure = Measure(answer=broken, title="Fail", panel="Test", path="/broken", question=Question, result=WaitResult)
    with TestClient(create_app(Settings(data=tmp_path), measures=[measure]), LOCAL) as client:
        answer = client.get("/v1/broken", headers={"X-Request-Id": "abc-1"})
        assert answer.status_code == 500
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "abc-1" in answer.json()["detail"]
        assert "ZeroDivision" not in answer.text
        assert 'supplygraph_requests_total{status="500"} 1.0' in client.get("/metrics").text
    assert any("abc-1" in record.getMessage() and "/v1/broken" in record.getMessage() for record in caplog.records)


@pytest.mark.parametrize(
    "address",
    ["/v1/export?format=csv", "/v1/export?format=graphml", "/v1/drawing/model:glm-5?format=svg", "/v1/headlines",
     "/v1/dependencies/model:glm-5", "/v1/nodes"],
)  # fmt: skip
def test_everything_that_works_has_a_budget(atlas_data, address):
    with TestClient(create_app(Settings(data=atlas_data, seconds=0.002)), LOCAL) as client:
        assert client.get("/ready").status_code == 200
        answer = client.get(address)
        assert answer.status_code == 504, answer.text[:200]
        assert answer.json()["type"] == "/docs/errors#time-limit"


def test_the_memory_of_the_process_bounds_questions(atlas_data):
    with TestClient(create_app(Settings(data=atlas_data, memory_mb=256)), LOCAL) as client:
        client.app.state.current.get()
        held = bytearray(300_000_000)
        held[::4096] = b"x" * len(held[::4096])
        answer = client.get("/v1/headlines")
        assert (answer.status_code, answer.json()["type"]) == (503, "/docs/errors#overload")
        del held


def test_waiting_for_the_first_engine_is_a_part_of_a_query_s_time(tmp_path, m1):
    VersionStore(tmp_path).write(m1, "2026-01-01T00:00:00+00:00")
    with TestClient(create_app(Settings(data=tmp_path, cypher_seconds=0.2)), LOCAL) as client:
        answer = client.post("/v1/cypher", json={"query": "RETURN 1 AS one"})
        assert answer.status_code in (503, 504), "no engine starts in a fifth of a second"
