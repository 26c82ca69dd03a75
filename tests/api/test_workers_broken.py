"""Workers, and what starts them, stopped in mid-air or short of memory and descriptors: nobody else notices."""

import resource
import signal
import time
from concurrent.futures import ThreadPoolExecutor

import psutil
import pytest

from api.workers.nursery import can_fork
from tests.api.toy_server import do, eventually, metrics, pid

pytestmark = [pytest.mark.quiet, pytest.mark.skipif(not can_fork(), reason="this system forks no workers")]


def first_worker(toys) -> psutil.Process:
    return psutil.Process(pid(toys.client))


def test_a_stopped_worker_is_asked_no_more_once_it_is_silent(toys):
    worker = first_worker(toys)
    worker.suspend()
    time.sleep(3)
    for number in range(4):
        answer = do(toys.client, "nothing", n=1 + number)
        assert answer.status_code == 200
        assert answer.json()["pid"] != worker.pid
        assert toys.client.get("/health").status_code == 200


def test_a_stopped_worker_costs_its_questions_a_504_and_is_gone(toys):
    workers = toys.process.children()[0].children()
    for worker in workers:
        worker.suspend()
    with ThreadPoolExecutor(4) as callers:
        answers = list(callers.map(lambda n: do(toys.client, "nothing", n=n).status_code, range(4)))
    assert set(answers) == {504}
    _, alive = psutil.wait_procs(workers, timeout=20)
    assert alive == []
    assert do(toys.client, "nothing", n=9).status_code == 200


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGKILL])
def test_stopped_workers_end_with_the_server(toys, end):
    family = toys.process.children(recursive=True)
    for worker in toys.process.children()[0].children():
        worker.suspend()
    toys.process.send_signal(end)
    _, alive = psutil.wait_procs([toys.process, *family], timeout=15)
    for one in alive:
        one.kill()
    assert alive == []


def test_a_server_ends_though_its_nursery_is_stopped(toys):
    family = toys.process.children(recursive=True)
    toys.process.children()[0].suspend()
    toys.process.terminate()
    _, alive = psutil.wait_procs([toys.process, *family], timeout=15)
    for one in alive:
        one.kill()
    assert alive == []


def test_a_worker_without_descriptors_refuses_a_question_and_ends_no_other(toys):
    worker = first_worker(toys)
    with ThreadPoolExecutor(2) as callers:
        asked = [callers.submit(do, toys.client, "stick", seconds=3, n=n) for n in range(2)]
        eventually(lambda: metrics(toys.client)['supplygraph_running{lane="short"}'] == 2)
        for one in toys.process.children()[0].children():
            one.rlimit(resource.RLIMIT_NOFILE, (one.num_fds(), 4096))
        refused = do(toys.client, "nothing", n=7)
        for one in toys.process.children()[0].children():
            one.rlimit(resource.RLIMIT_NOFILE, (4096, 4096))
        assert [one.result().status_code for one in asked] == [200, 200]
    assert refused.status_code == 503
    assert do(toys.client, "nothing", n=8).status_code == 200
    assert worker.is_running()


def test_a_server_without_descriptors_refuses_and_comes_back(toys):
    assert do(toys.client, "nothing").status_code == 200
    most = toys.process.rlimit(resource.RLIMIT_NOFILE)
    toys.process.rlimit(resource.RLIMIT_NOFILE, (toys.process.num_fds(), most[1]))
    refused = do(toys.client, "nothing", n=1)
    assert toys.client.get("/health").status_code == 200
    toys.process.rlimit(resource.RLIMIT_NOFILE, most)
    assert refused.status_code == 503
    assert refused.json()["type"] == "/docs/errors#overload"
    assert do(toys.client, "nothing", n=1).status_code == 200


def test_a_worker_without_memory_refuses_and_goes_on(toys):
    for worker in toys.process.children()[0].children():
        worker.rlimit(resource.RLIMIT_AS, (worker.memory_info().vms + 30_000_000,) * 2)
    refused = do(toys.client, "grow", n=300)
    assert refused.status_code == 503
    assert refused.json()["type"] == "/docs/errors#overload"
    assert do(toys.client, "nothing", n=3).status_code == 200
