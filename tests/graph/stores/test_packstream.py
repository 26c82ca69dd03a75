"""Our PackStream against the codec of the official driver, and against bytes that are none."""

from datetime import date, datetime, timedelta, timezone

import pytest
import pytz
from hypothesis import example, given
from hypothesis import strategies as st
from neo4j._codec.hydration.bolt import v1, v2
from neo4j._codec.packstream.v1 import PackableBuffer, Packer, UnpackableBuffer, Unpacker
from neo4j.time import Date, DateTime, Duration, Time

from graph.stores.bolt.bolt_values import BoltValues, number, received
from graph.stores.bolt.packstream import PackStreamError, Structure, pack, unpack

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)
PLAIN = (
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False) | TEXT
    | st.binary(max_size=300)
)  # fmt: skip
VALUES = st.recursive(
    PLAIN, lambda inner: st.lists(inner, max_size=20) | st.dictionaries(TEXT, inner, max_size=20), max_leaves=60
)
ZONES = st.integers(-18 * 60, 18 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
TIMES = st.one_of(
    st.dates().map(Date.from_native),
    st.datetimes(min_value=datetime(2, 1, 1), max_value=datetime(9998, 1, 1)).map(DateTime.from_native),
    st.datetimes(min_value=datetime(2, 1, 1), max_value=datetime(9998, 1, 1), timezones=ZONES).map(
        DateTime.from_native
    ),
    st.times().map(Time.from_native),
    st.builds(Duration, months=st.integers(-99, 99), days=st.integers(-99, 99), seconds=st.integers(-99, 99)),
)


def packed_by_driver(value, hooks=None):
    buffer = PackableBuffer()
    Packer(buffer).pack(value, dehydration_hooks=hooks)
    return bytes(buffer.data)


def unpacked_by_driver(data, hooks=None):
    return Unpacker(UnpackableBuffer(data)).unpack(hooks)


@given(VALUES)
@example([0] * 70_000)
@example("x" * 70_000)
@example({str(number): number for number in range(70_000)})
@example(b"x" * 70_000)
def test_values_are_those_of_the_driver_both_ways(value):
    data = pack(value)
    assert unpacked_by_driver(data) == value == unpack(data)
    assert data == packed_by_driver(value)
    assert [type(item) for item in [unpack(data)]] == [type(value)]


@given(TIMES, st.sampled_from([4, 5]))
def test_times_are_those_of_the_driver_both_ways(value, major):
    handler = {4: v1, 5: v2}[major].HydrationHandler()
    data = pack(BoltValues(major).sent(value))
    assert unpacked_by_driver(data, handler.new_hydration_scope().hydration_hooks) == value
    assert data == packed_by_driver(value, handler.dehydration_hooks)
    assert received(unpack(data)) == value


@pytest.mark.parametrize("major", [4, 5])
def test_a_time_in_a_named_zone_is_the_drivers(major):
    handler = {4: v1, 5: v2}[major].HydrationHandler()
    value = pytz.timezone("Europe/Amsterdam").localize(DateTime(2026, 7, 1, 12))
    data = packed_by_driver(value, handler.dehydration_hooks)
    assert received(unpack(data)).iso_format() == value.iso_format()
    assert pack(BoltValues(major).sent(received(unpack(data)))) == data


@given(st.binary(max_size=200))
@example(b"\xd6\xff\xff\xff\xff")
@example(b"\xda\xff\xff\xff\xff\x80")
@example(b"\xce\xff\xff\xff\xff")
@example(b"\x91" * 5_000)
@example(b"\xa2\x81a\x01\x81a\x02")
@example(b"\xa1\x01\x01")
@example(b"\x81\xff")
@example(b"")
def test_any_bytes_are_a_value_or_an_error(data):
    try:
        value = unpack(data)
    except PackStreamError:
        return
    try:
        received(value)
    except PackStreamError:
        return


@given(st.sampled_from("DTtdFfIiEXYNRz"), st.lists(PLAIN, max_size=6))
@example("d", [2**62, 0])
@example("D", [2**40])
@example("i", [0, 0, "../../etc/passwd"])
@example("X", [1, 2.0, 3.0])
def test_any_structure_is_a_parameter_or_an_error(tag, fields):
    try:
        received(Structure(ord(tag), tuple(fields)))
    except PackStreamError:
        return


@pytest.mark.parametrize("value", [2**63, object(), {1, 2}, date(2026, 1, 1)])
def test_what_has_no_form_is_refused(value):
    with pytest.raises(PackStreamError):
        pack(BoltValues(5).sent(value) if not isinstance(value, date) else value)


def test_a_number_of_an_element_is_the_same_for_ever():
    assert number("company:asml") == 8_133_920_591_141_359
    assert all(number(f"company:{name}") < 2**53 for name in range(1_000))
