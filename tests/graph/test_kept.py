"""What is kept is made once, bounded, and safe to ask for from many threads."""

import threading

import numpy as np
import pytest

from graph.budget import Budget, spending
from graph.errors import TimeLimitError
from graph.kept import Kept, Shared, array_bytes


def test_many_threads_make_a_value_once():
    kept, made, start = Kept(1_000_000), [], threading.Barrier(8)

    def ask() -> None:
        start.wait()
        kept.get("one", lambda: made.append(1) or np.zeros(10))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == [1]


def test_the_least_lately_asked_for_is_dropped_and_what_is_too_large_is_not_kept():
    kept = Kept(2_000)
    for key in ("a", "b", "a", "c"):
        kept.get(key, lambda: np.zeros(100))
    assert len(kept) == 2
    assert kept.bytes == 1_600
    assert kept.get("a", lambda: None) is not None
    kept.get("large", lambda: np.zeros(1_000))
    assert len(kept) == 2


def test_none_is_a_value_and_a_failure_is_not():
    kept = Kept(1_000)
    assert kept.get("none", lambda: None) is None
    assert kept.get("none", lambda: 1) is None
    with pytest.raises(ZeroDivisionError):
        kept.get("failed", lambda: 1 / 0)
    assert kept.get("failed", lambda: 2) == 2


def test_the_size_of_a_value_is_that_of_its_arrays():
    assert array_bytes(np.zeros(1_000)) == 8_000
    assert 16_000 < array_bytes((np.zeros(1_000), {"a": np.zeros(1_000)})) < 16_500


def test_who_waits_for_another_s_value_gives_up_when_its_time_is_up():
    kept, made, begun = Kept(1_000), threading.Event(), threading.Event()
    other = threading.Thread(target=lambda: kept.get("slow", lambda: begun.set() or made.wait(60)))
    other.start()
    begun.wait(60)
    with spending(Budget(0.2)), pytest.raises(TimeLimitError):
        kept.get("slow", lambda: None)
    made.set()
    other.join()
    assert kept.get("slow", lambda: None) is True


def test_what_is_shared_is_one_object_until_there_is_too_much_of_it():
    shared = Shared(most=2)
    first = shared.get("a", object)
    assert shared.get("a", object) is first
    assert shared.get(("b", 1.0), object) is not first
    assert len(shared) == 2
    shared.get("c", object)
    assert len(shared) == 1, "it begins anew"
    assert shared.get("a", object) is not first


def test_many_threads_that_share_a_thing_have_one():
    shared, start = Shared(most=10), threading.Barrier(8)
    found: list[object] = []

    def ask() -> None:
        start.wait()
        found.append(shared.get("one", object))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(map(id, found))) == 1


def test_what_says_how_large_it_is_is_taken_at_its_word():
    class Own:
        nbytes = 123

    assert array_bytes(Own()) == 123
