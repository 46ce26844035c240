"""The chunk stream: whatever messages, however chunked, cut anywhere, come out the same."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layoutkit.emulator.rtmp.chunks import LANES, PENDING, Reader
from layoutkit.emulator.rtmp.epoch import Epoch
from layoutkit.emulator.rtmp.heads import LONGEST
from layoutkit.emulator.rtmp.messages import Message, number
from layoutkit.emulator.rtmp.writing import Writer
from layoutkit.emulator.rtmp.wrong import Malformed

from .strangers import Stranger

TIMES = st.integers(0, 200) | st.sampled_from([0xFFFFFE, 0xFFFFFF, 0x1000000, 0x7FFFFFFF, 0xFFFFFFFF]) | st.integers(0, 0xFFFFFFFF)
MESSAGES = st.builds(Message, st.sampled_from([4, 8, 9, 18, 20]), TIMES, st.integers(0, 3), st.binary(max_size=400))
SIZES = st.sampled_from([1, 2, 127, 128, 129, 4096, 65536, 0x7FFFFFFF])


def cut(data: st.DataObject, raw: bytes) -> list[bytes]:
    """The bytes in pieces of any length."""
    places = sorted(data.draw(st.lists(st.integers(0, len(raw)), max_size=8)))
    return [raw[start:end] for start, end in zip([0, *places], [*places, len(raw)], strict=True)]


def read(reader: Reader, pieces: list[bytes]) -> list[Message]:
    """The messages in these pieces, with their times as RTMP has them, in 32 bits."""
    found = [message for piece in pieces for message in reader.feed(piece)]
    return [Message(message.kind, message.at % (1 << 32), message.stream, message.body) for message in found]


@given(st.lists(MESSAGES, max_size=8), SIZES, st.data())
def test_what_we_write_we_read_whatever_the_size_and_the_cuts(messages: list[Message], size: int, data: st.DataObject) -> None:
    writer = Writer()
    raw = writer.resize(size) + b"".join(writer.write(message) for message in messages)
    assert read(Reader(), cut(data, raw)) == messages


@given(st.lists(st.tuples(MESSAGES, st.sampled_from([2, 3, 63, 64, 319, 320, 65599]), SIZES | st.none()), max_size=10), st.data())
def test_all_heads_that_rtmp_allows_say_the_same(steps: list, data: st.DataObject) -> None:
    stranger = Stranger(lambda shapes: data.draw(st.sampled_from(shapes)))
    raw = b""
    for message, lane, size in steps:
        raw += (stranger.resize(size) if size else b"") + stranger.write(message, lane)
    assert read(Reader(), cut(data, raw)) == [message for message, _, _ in steps]


@given(st.integers(0, 0xFFFFFFFF), st.integers(0, 40_000_000), st.integers(1, 6))
def test_equal_steps_need_no_head_at_all(start: int, step: int, count: int) -> None:
    """Sound of a constant rate: the same length, the same step, chunk after chunk, also over 4.6 hours and 49.7 days."""
    stranger = Stranger(lambda shapes: shapes[-1])
    resize = stranger.resize(50)
    messages = [Message(8, (start + index * step) % (1 << 32), 1, bytes(120)) for index in range(count)]
    raw = resize + b"".join(stranger.write(message, 4) for message in messages)
    assert read(Reader(), [raw]) == messages
    assert [message.at - start for message in Reader().feed(raw)] == [index * step for index in range(count)]


def test_old_publishers_do_not_repeat_a_long_time() -> None:
    stranger = Stranger(lambda shapes: shapes[-1], repeats=False)
    messages = [Message(9, 0x1000000 + 40 * index, 1, bytes([7]) * 300) for index in range(3)]
    assert read(Reader(), [b"".join(stranger.write(message, 6) for message in messages)]) == messages


def test_messages_of_several_lanes_may_be_mixed_chunk_by_chunk() -> None:
    stranger = Stranger(lambda shapes: 0)
    picture, sound = Message(9, 40, 1, bytes(500)), Message(8, 41, 1, bytes([1]) * 300)
    pictures, sounds = stranger.pieces(picture, 6), stranger.pieces(sound, 4)
    raw = pictures[0] + sounds[0] + pictures[1] + sounds[1] + sounds[2] + pictures[2] + pictures[3]
    assert read(Reader(), [raw]) == [sound, picture]


def test_a_message_that_is_called_off_is_forgotten() -> None:
    stranger = Stranger(lambda shapes: 0)
    begun = stranger.pieces(Message(9, 40, 1, bytes(500)), 6)[0]
    other = Message(9, 80, 1, b"other")
    called_off = Stranger(lambda shapes: 0).write(number(2, 6), 2)
    assert read(Reader(), [begun + called_off + stranger.write(other, 6)]) == [other]
    bare = b"".join(b"\xc6" + piece for piece in (b"a" * 128, b"b" * 128, b"c" * 128, b"d" * 116))  # one like it, without any head
    assert [message.body[:1] for message in read(Reader(), [begun + called_off + bare])] == [b"a"]


def test_what_came_is_acknowledged_after_half_a_window() -> None:
    reader, writer = Reader(), Writer()
    list(reader.feed(writer.write(number(5, 2000))))
    assert reader.acknowledgement() is None
    list(reader.feed(writer.write(Message(9, 0, 1, bytes(1500)))))
    told = reader.acknowledgement()
    assert told
    assert int.from_bytes(told.body, "big") == reader.received
    assert reader.acknowledgement() is None


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"\xc3", "nothing began"),
        (b"\x83\0\0\0", "nothing began"),
        (b"\x03\0\0\0" + (LONGEST + 1).to_bytes(3, "big") + b"\x09\1\0\0\0", "bytes"),
        (Writer().write(number(1, 0)), "chunks of 0"),
        (Writer().write(number(1, 1 << 31)), "chunks of"),
        (Writer().write(Message(1, 0, 0, b"\0")), "breaks off"),
        (b"".join(bytes([0, lane]) + bytes(11) for lane in range(LANES + 1)), "chunk streams"),
    ],
)
def test_what_is_not_rtmp_is_told(raw: bytes, says: str) -> None:
    with pytest.raises(Malformed, match=says):
        list(Reader().feed(raw))


def test_messages_begun_and_never_ended_have_a_bound_together() -> None:
    reader, stranger = Reader(), Stranger(lambda shapes: 0)
    list(reader.feed(stranger.resize(LONGEST - 1)))
    picture = Message(9, 0, 1, bytes(LONGEST))
    for lane in range(3, 3 + PENDING // LONGEST):
        assert read(reader, stranger.pieces(picture, lane)[:1]) == []
    with pytest.raises(Malformed, match="begun"):
        read(reader, stranger.pieces(picture, 60)[:1])


@given(st.binary(max_size=300), st.data())
def test_any_bytes_are_messages_or_malformed_and_nothing_else(raw: bytes, data: st.DataObject) -> None:
    with suppress(Malformed):
        read(Reader(), cut(data, raw))


@given(st.lists(st.integers(-100_000, 20_000_000), min_size=1, max_size=20), st.integers(0, 0xFFFFFFFF))
def test_a_clock_goes_on_where_32_bits_do_not(steps: list[int], start: int) -> None:
    epoch, at = Epoch(), start
    for step in [0, *steps]:
        at += step
        assert epoch.reach(at % (1 << 32)) == at
