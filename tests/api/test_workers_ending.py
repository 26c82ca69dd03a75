"""Workers that die, stick, grow and fail, callers who leave, a server that is stopped: nobody else notices."""

import json
import signal
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx2
import psutil
import pytest

from api.workers.nursery import can_fork
from graph.stores.versions.store import VersionStore
from tests.api.processes import started
from tests.api.toy_server import SETTINGS, TOYS, do, eventually, metrics, pid

pytestmark = [pytest.mark.quiet, pytest.mark.skipif(not can_fork(), reason="this system forks no workers")]


def test_a_question_is_answered_by_another_process_than_the_server(toys):
    assert pid(toys.client) not in (0, toys.process.pid)


def test_a_worker_that_dies_costs_its_question_a_503_and_is_followed_by_another(toys):
    for _ in range(3):
        answer = do(toys.client, "die")
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "2")
        assert answer.json()["type"] == "/docs/errors#overload"
        assert "has ended" in answer.json()["detail"]
    assert do(toys.client, "nothing").status_code == 200
    eventually(lambda: metrics(toys.client)['supplygraph_workers_ended_total{why="gone"}'] == 3)
    eventually(lambda: metrics(toys.client)["supplygraph_workers"] == 2)


def test_what_a_worker_did_not_expect_is_a_500_that_tells_nothing_and_a_traceback_in_the_log(toys):
    answer = toys.client.get("/v1/do", params={"what": "fail"}, headers={"X-Request-Id": "find-me"})
    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["x-request-id"] == "find-me"
    assert "a fault of ours" not in answer.text
    assert "RuntimeError: a fault of ours" in toys.log.read_text()
    assert "find-me" in toys.log.read_text()


def test_time_that_is_up_is_a_504_that_says_what_was_reached(toys):
    answer = do(toys.client, "work", seconds=60)
    assert answer.status_code == 504
    assert "it had reached turns" in answer.json()["detail"]


def test_a_call_that_nothing_can_end_is_a_504_and_its_worker_ends(toys):
    answer = do(toys.client, "stick", seconds=600)
    assert answer.status_code == 504
    assert answer.elapsed.total_seconds() < 30
    assert metrics(toys.client)['supplygraph_workers_ended_total{why="stuck"}'] == 1
    eventually(lambda: metrics(toys.client)["supplygraph_workers"] == 2)
    assert do(toys.client, "nothing").status_code == 200


def test_work_ends_when_its_caller_leaves(tmp_path, m1):
    VersionStore(tmp_path).write(m1, "2026-01-01T00:00:00+00:00")
    with started(tmp_path, TOYS, {**SETTINGS, "SUPPLYGRAPH_SECONDS": "60"}) as (address, _):
        host, _, port = address.removeprefix("http://").partition(":")
        with httpx2.Client(base_url=address) as client, socket.create_connection((host, int(port))) as caller:
            worker = psutil.Process(pid(client))
            caller.sendall(b"GET /v1/do?what=work&seconds=50 HTTP/1.1\r\nHost: localhost\r\n\r\n")
            eventually(lambda: sum(worker.cpu_times()[:2]) > 1)
            caller.close()
            eventually(lambda: metrics(client)['supplygraph_requests_total{status="499"}'] == 1)
            used = sum(worker.cpu_times()[:2])
            time.sleep(1)
            assert sum(worker.cpu_times()[:2]) - used < 0.5, "it worked on for nobody"


def test_questions_go_to_the_worker_that_has_the_least_to_do(toys):
    with ThreadPoolExecutor(2) as callers:
        answers = list(callers.map(lambda n: do(toys.client, "work", seconds=2, n=n), range(2)))
    assert len({answer.json()["pid"] for answer in answers}) == 2


def test_equal_questions_at_once_are_worked_on_once(toys):
    with ThreadPoolExecutor(8) as callers:
        answers = list(callers.map(lambda _: do(toys.client, "work", seconds=0.3), range(8)))
    assert len({answer.content for answer in answers}) == 1
    eventually(lambda: len([one for one in lines(toys.log) if one["path"] == "/v1/do"]) == 8)  # one line a request
    worked = [one for one in lines(toys.log) if one["path"] == "/v1/do" and one["lane"]]
    assert len(worked) == 1


def lines(log: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in log.read_text().splitlines() if line.startswith("{")]


def test_a_line_in_the_log_and_the_metrics_tell_of_a_question_what_they_told_before(toys):
    do(toys.client, "work", seconds=0.4)
    eventually(lambda: "/v1/do" in toys.log.read_text())
    (line,) = [one for one in lines(toys.log) if one["path"] == "/v1/do"]
    assert line["version"] == VersionStore(toys.data).current()[:12]
    assert line["status"] == 200
    told = metrics(toys.client)
    assert told['supplygraph_request_seconds_count{operation="/v1/do"}'] == 1
    eventually(lambda: metrics(toys.client)["supplygraph_snapshots"] >= 1)  # kept in a worker, which says so in time
    assert told['supplygraph_worker_resident_bytes{worker="0"}'] > 10_000_000


def test_how_long_a_question_took_a_worker_decides_its_lane(toys):
    do(toys.client, "work", seconds=1.3)
    do(toys.client, "work", seconds=0.01)
    eventually(lambda: [one["lane"] for one in lines(toys.log) if one["path"] == "/v1/do"] == ["short", "long"])


def test_a_worker_that_grew_is_replaced_and_nobody_is_refused(tmp_path, m1):
    VersionStore(tmp_path).write(m1, "2026-01-01T00:00:00+00:00")
    settings = {**SETTINGS, "SUPPLYGRAPH_WORKERS": "1", "SUPPLYGRAPH_WORKER_MB": "200"}
    with started(tmp_path, TOYS, settings) as (address, _), httpx2.Client(base_url=address) as client:
        first = pid(client)
        assert do(client, "grow", n=200).status_code == 200
        until = time.monotonic() + 60
        while (turn := do(client, "nothing", n=int(1e6 * time.monotonic()))).json()["pid"] == first:
            assert turn.status_code == 200
            assert time.monotonic() < until, "it stays"
            time.sleep(0.05)
        assert metrics(client)['supplygraph_workers_ended_total{why="memory"}'] == 1
        eventually(lambda: not psutil.pid_exists(first))
        assert metrics(client)['supplygraph_worker_resident_bytes{worker="0"}'] < 200e6


def test_a_server_that_is_told_to_stop_lets_questions_end_and_leaves_no_process(toys):
    family = toys.process.children(recursive=True)
    assert len(family) == 3, "the nursery and two workers"
    with ThreadPoolExecutor(1) as caller:
        asked = caller.submit(do, toys.client, "work", seconds=1.5)
        eventually(lambda: metrics(toys.client)['supplygraph_running{lane="short"}'] == 1)
        toys.process.send_signal(signal.SIGTERM)
        assert asked.result().status_code == 200
    _, alive = psutil.wait_procs(family, timeout=10)
    assert alive == []


def test_a_server_that_is_killed_leaves_no_process(toys):
    family = toys.process.children(recursive=True)
    toys.process.kill()
    _, alive = psutil.wait_procs(family, timeout=10)
    assert alive == []


def test_a_control_c_in_a_terminal_reaches_the_server_alone(toys):
    worker = pid(toys.client)
    for process in toys.process.children(recursive=True):
        process.send_signal(signal.SIGINT)
        process.send_signal(signal.SIGTERM)
    assert do(toys.client, "nothing", n=1).json()["pid"] == worker


def test_a_server_whose_nursery_has_gone_answers_in_threads(toys):
    nursery = next(one for one in toys.process.children())
    workers = nursery.children()
    nursery.kill()
    for worker in workers:
        worker.kill()
    eventually(lambda: do(toys.client, "nothing", n=time.monotonic_ns() % 10**9).status_code == 200)
    assert pid(toys.client) == toys.process.pid
    assert "the server answers in threads" in toys.log.read_text()


def test_what_goes_between_the_server_and_its_workers_has_no_name_that_others_could_open(toys):
    for process in (toys.process, *toys.process.children(recursive=True)):
        named = [one for one in process.net_connections("unix") if one.laddr]
        assert named == []


def test_a_new_version_is_answered_from_as_soon_as_the_server_has_it_and_never_the_old_one_again(toys, world):
    after = world("company:asml BASED_IN country:NLD")
    old, new = VersionStore(toys.data).current(), after.version
    over, seen = [], []

    def ask(number: int) -> None:
        with httpx2.Client(base_url=toys.address, timeout=30) as client:
            while not over:
                ready = client.get("/ready").json()["graph_version"]
                answer = do(client, "nothing", n=time.monotonic_ns() % 10**9)
                told = answer.json()
                assert told["version"] == told["meta"]["graph_version"] == answer.headers["x-graph-version"]
                seen.append((number, ready, told["version"]))

    with ThreadPoolExecutor(4) as callers:
        asking = [callers.submit(ask, number) for number in range(4)]
        time.sleep(0.5)
        VersionStore(toys.data).write(after, "2026-01-02T00:00:00+00:00")
        eventually(lambda: toys.client.get("/ready").json()["graph_version"] == new)
        time.sleep(0.5)
        over.append(True)
        for one in asking:
            one.result()
    assert {version for _, _, version in seen} == {old, new}
    assert all(version == new for _, ready, version in seen if ready == new), "none goes back"


def test_threads_are_used_where_the_setting_says_so(tmp_path, m1):
    VersionStore(tmp_path).write(m1, "2026-01-01T00:00:00+00:00")
    with started(tmp_path, TOYS, {**SETTINGS, "SUPPLYGRAPH_WORKERS": "0"}) as (address, process):
        assert psutil.Process(process.pid).children() == []
        with httpx2.Client(base_url=address) as client:
            assert pid(client) == process.pid
            assert metrics(client)["supplygraph_workers"] == 0
