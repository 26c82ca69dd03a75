"""What comes to the door and is no good Bolt: bytes of any kind, too much, too slow, too many."""

import logging
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import pytest
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st

from api.app import create_app
from api.bolt.protocol import FIELDS, MAGIC, Tag, chosen, chunked
from api.bolt.server import Door
from api.settings import Settings
from graph.stores.bolt.packstream import Structure, pack, unpack

PASSWORD = "a password of the tests"
GREETING = MAGIC + bytes((0, 0, 4, 5)) + bytes(12)
HELLO = {"user_agent": "tests/1"}
LOGON = {"scheme": "basic", "principal": "neo4j", "credentials": PASSWORD}


class Line:
    """A connection of a client that says what it likes."""

    def __init__(self, door: Door) -> None:
        self.socket = socket.create_connection(("127.0.0.1", door.port), timeout=20)

    def say(self, tag: int, *fields: object) -> None:
        self.socket.sendall(chunked(pack(Structure(tag, fields))))

    def hear(self) -> tuple[Tag, tuple]:
        found = b""
        while size := int.from_bytes(self.exactly(2)):
            found += self.exactly(size)
        heard = unpack(found)
        return Tag(heard.tag), heard.fields

    def exactly(self, count: int) -> bytes:
        found = b""
        while len(found) < count:
            part = self.socket.recv(count - len(found))
            if not part:
                raise EOFError
            found += part
        return found

    def greet(self) -> bytes:
        self.socket.sendall(GREETING)
        return self.exactly(4)

    def enter(self) -> None:
        assert self.greet() == bytes((0, 0, 4, 5))
        for tag, content in ((Tag.HELLO, HELLO), (Tag.LOGON, LOGON)):
            self.say(tag, content)
            assert self.hear()[0] == Tag.SUCCESS

    def is_closed(self) -> bool:
        try:
            while self.socket.recv(65_536):
                pass
        except ConnectionResetError:
            return True
        except TimeoutError:
            return False
        return True


@contextmanager
def opened(data, **bounds) -> Iterator[Door]:
    door = Door.on(0, PASSWORD)
    with TestClient(create_app(Settings(data=data, **bounds), door=door), "http://localhost"):
        yield door


@pytest.fixture(scope="module")
def door(atlas_data) -> Iterator[Door]:
    with opened(atlas_data, body_bytes=20_000, cypher_workers=1) as door:
        yield door


@pytest.fixture
def dial() -> Iterator[Callable[[Door], Line]]:
    """Connect, as often as one likes; all is closed at the end."""
    lines: list[Line] = []

    def connect(door: Door) -> Line:
        lines.append(Line(door))
        return lines[-1]

    yield connect
    for line in lines:
        line.socket.close()


@pytest.fixture
def line(dial, door) -> Line:
    return dial(door)


@pytest.fixture(autouse=True)
def _nothing_goes_wrong(caplog) -> Iterator[None]:
    """No bytes of a client's are a fault of ours."""
    with caplog.at_level(logging.WARNING):
        yield
    assert [record for record in caplog.records if record.name.startswith(("supplygraph", "asyncio"))] == []


def still_answers(door: Door) -> bool:
    line = Line(door)
    line.enter()
    line.say(Tag.RUN, "SHOW DATABASES YIELD name", {}, {})
    line.say(Tag.PULL, {"n": -1})
    heard = [line.hear() for _ in range(3)]
    line.socket.close()
    return [tag for tag, _ in heard] == [Tag.SUCCESS, Tag.RECORD, Tag.SUCCESS]


@given(st.binary(max_size=300))
@settings(max_examples=60)
def test_any_bytes_leave_the_door_whole(door, data):
    for before in (b"", GREETING, GREETING + chunked(pack(Structure(Tag.HELLO, (HELLO,))))):
        line = Line(door)
        line.socket.sendall(before + data)
        line.socket.close()
    assert still_answers(door)


ANY = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["db", "n", "qid", "routing", "tx_timeout", "x"]), inner, max_size=4)
        | st.builds(Structure, st.integers(0, 255), st.lists(inner, max_size=3).map(tuple))
    ),
    max_leaves=8,
)
SHAPED = {dict: st.dictionaries(st.sampled_from(["db", "n", "qid", "tx_timeout", "scheme"]), ANY, max_size=4)}
MESSAGES = st.one_of(
    st.tuples(st.sampled_from(sorted(FIELDS)), st.lists(ANY, max_size=4).map(tuple)),
    *(
        st.tuples(st.just(tag), st.tuples(*(SHAPED.get(kind, ANY) for kind in kinds)))
        for tag, kinds in FIELDS.items()
        if tag not in (Tag.RUN, Tag.LOGOFF)
    ),
)


@given(st.lists(MESSAGES, max_size=12))
@settings(max_examples=100)
def test_any_messages_of_somebody_known_are_answered_or_end_the_connection(door, messages):
    line = Line(door)
    line.enter()
    with suppress(OSError):  # the server may have broken off
        line.socket.sendall(b"".join(chunked(pack(Structure(tag, fields))) for tag, fields in messages))
        line.socket.shutdown(socket.SHUT_WR)
    assert line.is_closed()
    line.socket.close()
    assert still_answers(door)


@pytest.mark.parametrize(
    ("proposals", "wanted"),
    [
        ("00080805 00020404 00000004 00000003", (5, 4)), ("00000105 00000104 00000004 00000003", (5, 1)),
        ("00020404 00000104 00000004 00000003", (4, 4)), ("000001FF 00080805 00020404 00000003", (5, 4)),
        ("00000805 00000004 00000003 00000000", None), ("00000003 00000000 00000000 00000000", None),
        ("00000304 00000004 00000003 00000000", None), ("00FF0005 00000000 00000000 00000000", (5, 0)),
    ],
)  # fmt: skip
def test_the_newest_version_in_common_is_spoken(proposals, wanted):
    assert chosen(bytes.fromhex(proposals.replace(" ", ""))) == wanted


def test_who_speaks_no_version_of_ours_is_told_so(line):
    line.socket.sendall(MAGIC + bytes((0, 0, 0, 3)) + bytes(12))
    assert line.exactly(4) == bytes(4)
    assert line.is_closed()


def test_a_web_page_gets_nothing(line):
    line.socket.sendall(b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 0\r\n\r\n")
    assert line.is_closed()


def test_who_has_not_said_who_it_is_can_ask_nothing_and_send_little(dial, door):
    for tag, fields in ((Tag.RUN, ("RETURN 1", {}, {})), (Tag.BEGIN, ({},)), (Tag.LOGON, (LOGON,))):
        line = dial(door)
        line.greet()
        line.say(tag, *fields)
        assert line.hear()[0] == Tag.FAILURE
        assert line.is_closed()
    line = dial(door)
    line.greet()
    line.say(Tag.HELLO, {"user_agent": "x" * 10_000})
    assert line.is_closed()


def test_a_message_larger_than_it_may_be_ends_the_connection(line, door):
    line.enter()
    line.say(Tag.RUN, "RETURN $x AS x", {"x": "x" * 30_000}, {})
    assert line.is_closed()
    assert still_answers(door)


def test_after_a_failure_everything_is_ignored_until_a_reset(line):
    line.enter()
    line.say(Tag.RUN, "NONSENSE", {}, {})
    line.say(Tag.PULL, {"n": -1})
    line.say(Tag.RESET)
    line.say(Tag.RUN, "CALL db.ping()", {}, {})
    heard = [line.hear() for _ in range(4)]
    assert [tag for tag, _ in heard] == [Tag.FAILURE, Tag.IGNORED, Tag.SUCCESS, Tag.SUCCESS]
    assert heard[0][1][0]["code"] == "Neo.ClientError.Statement.SyntaxError"


def test_a_reset_ends_the_query_that_runs(line):
    line.enter()
    line.say(Tag.RUN, "RETURN 1", {}, {})
    while line.hear()[0] == Tag.FAILURE:  # the engine is being prepared
        line.say(Tag.RESET)
        assert line.hear()[0] == Tag.SUCCESS
        line.say(Tag.RUN, "RETURN 1", {}, {})
    line.say(Tag.RESET)
    line.hear()
    started = time.monotonic()
    line.say(Tag.RUN, "MATCH (a)-[*1..9]-(b) RETURN count(*) AS n", {}, {})
    line.say(Tag.PULL, {"n": -1})
    time.sleep(0.5)
    line.say(Tag.RESET)
    assert [line.hear()[0] for _ in range(3)] == [Tag.FAILURE, Tag.IGNORED, Tag.SUCCESS]
    assert time.monotonic() - started < 9  # its time limit is ten


def test_the_connection_that_idles_longest_gives_way(dial, atlas_data):
    with opened(atlas_data, bolt_connections=3) as door:
        lines = [dial(door) for _ in range(3)]
        for line in lines[1:]:
            line.enter()
        newest = dial(door)
        newest.enter()
        assert lines[0].is_closed()  # it has not even said hello
        for line in lines[1:]:
            line.say(Tag.RUN, "CALL db.ping()", {}, {})
            assert line.hear()[0] == Tag.SUCCESS


def test_who_is_silent_too_long_is_let_go(dial, atlas_data):
    with opened(atlas_data, bolt_idle_seconds=0.3, body_seconds=0.6) as door:
        silent, slow, idle = dial(door), dial(door), dial(door)
        idle.enter()
        slow.enter()
        slow.socket.sendall(b"\x00\x10\xb3")  # a message that never comes whole
        assert [line.is_closed() for line in (silent, slow, idle)] == [True, True, True]
