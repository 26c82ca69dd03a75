"""A question ends soon after its time is up or its caller has left, wherever it is."""

import sys
import threading
import time
from collections.abc import Iterator
from datetime import date
from types import FrameType

import pytest

from graph.budget import LOOKED, Budget, checked, checkpoint, seconds_left, spending
from graph.errors import GivenUpError, TimeLimitError
from graph.knowledge_graph import KnowledgeGraph
from graph.measures.declared import declared, every
from graph.measures.measure import Limits, evaluate
from graph.measures.question import asked
from loaders.registry import collect

CALLS = 250_000
"""Most calls of functions between two checkpoints: a few tenths of a second."""

HEAVY = [
    ("timeline", {"step": "year", "from": "2018-01-01", "draws": 300}),
    ("matrix", {"draws": 500}),
    ("chokepoints", {"targets": "kind:model", "over": "company", "max_order": 2}),
    ("cut-all", {"targets": "kind:model", "action": "ban", "over": "country", "max_order": 2}),
    ("headlines", {"over": "company"}),
    ("path", {"from": "country:USA", "to": "country:NLD", "max_length": 30, "limit": 1000}),
]


class Counting(Budget):
    """Counts the calls of functions between two checkpoints."""

    def __init__(self) -> None:
        super().__init__(3_600)
        self.calls = self.most = 0
        self.where = ""

    def seen(self, frame: FrameType, event: str, _: object) -> None:
        if event == "call":
            self.calls += 1
            if self.calls > self.most:
                self.most, self.where = self.calls, f"{frame.f_code.co_filename}:{frame.f_lineno}"

    def check(self, what: str = "", done: int = 0, of: int = 0) -> None:
        self.calls = 0
        super().check(what, done, of)


@pytest.fixture(scope="module")
def shipped() -> KnowledgeGraph:
    return KnowledgeGraph.build(collect(None, noncommercial=False, unverified=False).facts)


@pytest.mark.parametrize(("name", "given"), [*((m.name, dict(m.example)) for m in every()), *HEAVY])
def test_no_question_works_long_without_looking_whether_it_is_still_wanted(shipped, name, given):
    measure = declared(name)
    counting = Counting()
    sys.setprofile(counting.seen)
    try:
        with spending(counting):
            evaluate(measure, shipped, asked(measure.question, given), Limits())
    finally:
        sys.setprofile(None)
    assert counting.most < CALLS, f"{counting.most:,} calls without a checkpoint, up to {counting.where}"


def test_time_that_runs_out_says_what_was_reached():
    with (
        spending(Budget(0.01)),
        pytest.raises(TimeLimitError, match=r"within 0.01 seconds; it had reached draws [\d,]+ of 1,000,000"),
    ):
        list(checked(_for_ever(), "draws", 1_000_000))


def test_a_checkpoint_asks_the_system_nothing_most_of_the_time():
    calls = 0

    def seen(frame: FrameType, event: str, function: object) -> None:
        nonlocal calls
        calls += event == "c_call" and function is time.thread_time

    budget, started = Budget(60), time.monotonic()
    sys.setprofile(seen)
    try:
        for _ in range(50_000):
            budget.check()
    finally:
        sys.setprofile(None)
    assert 1 <= calls <= (time.monotonic() - started) / LOOKED + 1


def test_a_question_given_up_ends_in_its_own_thread():
    budget, ended = Budget(60), threading.Event()

    def work() -> None:
        with spending(budget), pytest.raises(GivenUpError):
            for _ in checked(_for_ever()):
                pass
        ended.set()

    thread = threading.Thread(target=work)
    thread.start()
    budget.give_up()
    assert ended.wait(10)
    thread.join()


def _for_ever() -> Iterator[int]:
    while True:
        yield 0


def test_without_a_budget_nothing_ends():
    checkpoint()
    assert seconds_left(7) == 7


def test_a_search_leaves_time_for_its_answer():
    with spending(Budget(10)):
        assert seconds_left(20) < 10
        assert seconds_left(1) == 1


def test_a_snapshot_given_up_is_made_by_the_next_who_asks(m1):
    graph = KnowledgeGraph.build(list(m1.facts()))
    budget = Budget(60)
    budget.give_up()
    with spending(budget), pytest.raises(GivenUpError):
        graph.snapshot(date(2026, 1, 1))
    assert len(graph.kept_snapshots) == 0
    assert graph.snapshot(date(2026, 1, 1)) is graph.snapshot(date(2026, 1, 1))


def test_snapshots_are_bounded_in_bytes_and_made_once_by_many_threads(m1):
    graph = KnowledgeGraph.build(list(m1.facts()))
    made: list[object] = []
    start = threading.Barrier(8)

    def ask() -> None:
        start.wait()
        made.append(graph.snapshot(date(2026, 1, 1)))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(map(id, made))) == 1
    each = graph.kept_snapshots.bytes
    graph.kept_snapshots.bound(3 * each)
    for day in range(1, 20):
        graph.snapshot(date(2026, 1, day))
    assert len(graph.kept_snapshots) == 3
    assert graph.kept_snapshots.bytes <= 3 * each
