"""How large the pictures of a stream are, by its H.264 sequence header, before any of them is decoded (H.264, section 7.3.2.1)."""

from __future__ import annotations

from layoutkit.emulator.rtmp.bits import Bits
from layoutkit.emulator.rtmp.tags import Tag
from layoutkit.emulator.rtmp.wrong import Malformed
from layoutkit.errors import UsageError
from layoutkit.geometry import Size

_AVCC = 5
"""Where in a tag its decoder configuration begins."""

_ENOUGH = 4096
"""Bytes of a parameter set that are looked at; what matters stands in the first few hundred."""

_HIGH = frozenset({44, 83, 86, 100, 110, 118, 122, 128, 134, 135, 138, 139, 244})
"""Profiles that say their chroma, bit depth and scaling lists."""


def size(header: Tag) -> Size | None:
    """The size of the pictures that follow a video sequence header, without what is cropped; None if it cannot be read."""
    try:
        return _size(Bits(_sequence(header.body[_AVCC:])))
    except (Malformed, UsageError):
        return None


def _sequence(avcc: bytes) -> bytes:
    """The first sequence parameter set, without the bytes that are there only to break up start codes."""
    length = int.from_bytes(avcc[6:8], "big")
    if len(avcc) < 8 + length or not avcc[5] & 31 or length < 4:
        raise Malformed("no sequence parameter set")
    return avcc[8 : 8 + min(length, _ENOUGH)].replace(b"\x00\x00\x03", b"\x00\x00")


def _size(bits: Bits) -> Size:
    bits.take(8)
    profile = bits.take(8)
    bits.take(16)
    bits.unsigned()
    chroma = _chroma(bits) if profile in _HIGH else 1
    _skip_counting(bits)
    width, height, frames = 16 * (bits.unsigned() + 1), 16 * (bits.unsigned() + 1), bits.flag()
    fields = 1 if frames else 2
    bits.take(1 if frames else 2)
    left, right, top, bottom = (bits.unsigned() for _ in range(4)) if bits.flag() else (0, 0, 0, 0)
    across, down = 2 if chroma in (1, 2) else 1, 2 if chroma == 1 else 1
    return Size(width - across * (left + right), fields * (height - down * (top + bottom)))


def _chroma(bits: Bits) -> int:
    """How chroma is sampled (1: half both ways, 2: half across, else as luma), having read what only high profiles say."""
    chroma = bits.unsigned()
    apart = chroma == 3 and bits.flag()
    bits.unsigned()
    bits.unsigned()
    bits.take(1)
    if bits.flag():
        for index in range(12 if chroma == 3 else 8):
            if bits.flag():
                _skip_scaling(bits, 16 if index < 6 else 64)
    return 0 if apart else chroma


def _skip_scaling(bits: Bits, count: int) -> None:
    """A scaling list ends where its next value would be 0."""
    last = 8
    for _ in range(count):
        last = (last + bits.signed()) % 256
        if not last:
            return


def _skip_counting(bits: Bits) -> None:
    """How frames are numbered and ordered."""
    bits.unsigned()
    order = bits.unsigned()
    if order == 0:
        bits.unsigned()
    elif order == 1:
        bits.take(1)
        bits.signed()
        bits.signed()
        for _ in range(bits.unsigned()):
            bits.signed()
    bits.unsigned()
    bits.take(1)
