"""AMF0: what is written is read the same, and what is none is told to be none."""

from __future__ import annotations

import struct
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layoutkit.emulator.rtmp.amf import DEEPEST, LONGEST, decode, encode
from layoutkit.emulator.rtmp.wrong import Malformed

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
VALUES = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)


@given(st.lists(VALUES, max_size=4))
def test_what_is_written_is_read_the_same(values: list) -> None:
    assert decode(encode(*values)) == tuple(values)


@given(st.binary(max_size=200))
def test_any_bytes_are_values_or_malformed_and_nothing_else(body: bytes) -> None:
    with suppress(Malformed):
        decode(body)


@given(st.lists(VALUES, min_size=1, max_size=3), st.data())
def test_what_breaks_off_is_told_or_read_as_fewer_values(values: list, data: st.DataObject) -> None:
    whole = encode(*values)
    part = whole[: data.draw(st.integers(0, len(whole) - 1))]
    with suppress(Malformed):
        assert len(decode(part)) < len(values)


def test_a_long_text_has_its_own_kind() -> None:
    assert encode("x" * 65536)[0] == 12
    with pytest.raises(Malformed):
        decode(encode("x" * LONGEST))


def test_what_is_too_deep_is_not_followed() -> None:
    with pytest.raises(Malformed, match="deep"):
        decode(b"\x0a\x00\x00\x00\x01" * (DEEPEST + 1) + b"\x05")


@pytest.mark.parametrize(
    ("body", "value"),
    [
        (b"\x06", None),
        (b"\x0d", None),
        (b"\x0b" + struct.pack(">dh", 1.5, 0), 1.5),
        (b"\x08\x00\x00\x00\x09\x00\x01a\x05\x00\x00\x09", {"a": None}),
        (b"\x10\x00\x05Class\x00\x01a\x01\x01\x00\x00\x09", {"a": True}),
        (b"\x0c\x00\x00\x00\x02ab", "ab"),
    ],
)
def test_kinds_that_others_write_are_read(body: bytes, value: object) -> None:
    assert decode(body) == (value,)
