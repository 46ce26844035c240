"""FLV: how the same tags travel over HTTP."""

from __future__ import annotations

from layoutkit.emulator.rtmp.tags import Tag

HEADER = b"FLV\x01\x05\x00\x00\x00\x09\x00\x00\x00\x00"
"""What comes first: sound and picture follow, and no tag was before."""

_HEAD = 11
"""Bytes before a tag's body."""


def framed(tag: Tag) -> bytes:
    """The tag as FLV has it: its kind, length and time, its body, and how long all that was."""
    at, length = tag.at & 0xFFFFFFFF, len(tag.body)
    time = (at & 0xFFFFFF).to_bytes(3, "big") + (at >> 24).to_bytes(1, "big")
    return bytes([tag.kind]) + length.to_bytes(3, "big") + time + bytes(3) + tag.body + (_HEAD + length).to_bytes(4, "big")
