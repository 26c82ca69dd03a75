"""The attack list, live: nothing changes, no file is read, everything ends in time, the next query answers at once."""

import contextlib
import time
from concurrent.futures import ThreadPoolExecutor

import psutil
import pytest

from graph.errors import CypherError, EngineBusyError, LimitError, TimeLimitError
from tests.graph.stores.attacks import BOMBS, PARAMETERS, REFUSED

pytestmark = pytest.mark.quiet

HONEST = "MATCH (n:Entity {id: 'company:asml'})-[r]->(m) RETURN count(DISTINCT m) AS n"
COUNTS = "MATCH (n) OPTIONAL MATCH (n)-[r]->() RETURN count(DISTINCT n) AS nodes, count(r) AS relationships"
AT_ONCE = 2.0
MORE_MEMORY = 100 * 1024 * 1024


@pytest.fixture(scope="module")
def before(on_atlas):
    """What there was, and how much memory this process had, before any attack."""
    return on_atlas.rows(HONEST), on_atlas.rows(COUNTS), psutil.Process().memory_info().rss


def attack(on_atlas, query: str, parameters: dict) -> float:
    started = time.perf_counter()
    with contextlib.suppress(CypherError, LimitError, TimeLimitError, EngineBusyError):
        answer = on_atlas.service.run(query, parameters, version=on_atlas.graph.version)
        assert len(answer.content) < 8 * on_atlas.service.limits.characters
    return time.perf_counter() - started


def assert_unharmed(on_atlas, before) -> None:
    honest, _, memory = before
    started = time.perf_counter()
    assert on_atlas.rows(HONEST) == honest
    assert time.perf_counter() - started < AT_ONCE
    assert psutil.Process().memory_info().rss - memory < MORE_MEMORY


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_ends_in_time_and_harms_nothing(on_atlas, before, name):
    taken = attack(on_atlas, BOMBS[name], PARAMETERS)
    assert taken < on_atlas.service.limits.seconds + 1
    assert_unharmed(on_atlas, before)


def test_bombs_side_by_side_end_in_time_and_the_next_query_is_answered_at_once(on_atlas, before):
    """More at once than there are workers: waiting for one counts against the limit too."""
    names = ["doubled string", "doubled list", "long list", "nested lists", "deep undirected paths", "paths collected"]
    with ThreadPoolExecutor(len(names)) as threads:
        taken = dict(
            zip(names, threads.map(lambda name: attack(on_atlas, BOMBS[name], PARAMETERS), names), strict=True)
        )
    assert {name: seconds for name, seconds in taken.items() if seconds > on_atlas.service.limits.seconds + 1} == {}
    assert_unharmed(on_atlas, before)


def test_an_engine_in_which_a_query_ran_over_is_asked_nothing_more(on_atlas, before):
    """It goes on computing what nobody waits for; honest questions that were lent it ran over in their turn."""
    if on_atlas.engine != "embedded":
        pytest.skip("a Neo4j ends an overdue transaction by itself")
    assert on_atlas.rows(HONEST) != []
    overrun = on_atlas.service.backend.engine.process_id
    with pytest.raises(TimeLimitError):
        on_atlas.service.run(BOMBS["doubled list"], PARAMETERS, version=on_atlas.graph.version)
    assert_unharmed(on_atlas, before)
    assert on_atlas.service.backend.engine.process_id != overrun
    assert not psutil.pid_exists(overrun)


def test_refused_statements_change_nothing(on_atlas, before):
    for query in REFUSED.values():
        with pytest.raises(CypherError):
            on_atlas.service.run(query, PARAMETERS, version=on_atlas.graph.version)
    assert on_atlas.rows(COUNTS) == before[1]
    assert_unharmed(on_atlas, before)


def test_a_parameter_is_data(on_atlas, before):
    assert on_atlas.rows("RETURN $code", **PARAMETERS) == [[PARAMETERS["code"]]]
    assert on_atlas.rows("MATCH (n:Entity {id: $id}) RETURN n", id="x'}) DETACH DELETE n //") == []
    assert on_atlas.rows(COUNTS) == before[1]
