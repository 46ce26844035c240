"""The size of pictures is read from their header as a decoder reads it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layoutkit.emulator.rtmp import VIDEO, Tag
from layoutkit.emulator.rtmp.picture import size
from layoutkit.geometry import Size

from .clips import clip


def header(width: int, height: int, **options: str) -> Tag:
    """The sequence header that x264 writes for that size."""
    tags = clip(width, height, frames=2, sound=False, options=tuple(options.items()))
    return next(tag for tag in tags if tag.kind == VIDEO and tag.is_header)


@pytest.mark.parametrize("shape", [(540, 960), (1080, 1920), (1920, 1080), (322, 182), (160, 240), (16, 16), (18, 34), (854, 480)])
def test_a_size_is_read_without_what_is_cropped(shape: tuple[int, int]) -> None:
    assert size(header(*shape)) == Size(*shape)


@pytest.mark.parametrize(
    "options",
    [
        {"profile": "baseline", "preset": "medium"},
        {"profile": "main", "preset": "medium"},
        {"profile": "high", "preset": "medium"},
        {"preset": "medium", "x264-params": "cqm=jvt"},
        {"preset": "medium", "x264-params": "interlaced=1"},
        {"pix_fmt": "yuv422p"},
        {"pix_fmt": "yuv444p"},
        {"pix_fmt": "yuv420p10le"},
        {"pix_fmt": "yuv444p", "preset": "medium", "x264-params": "cqm=jvt"},
    ],
)
def test_every_profile_says_it_in_its_way(options: dict[str, str]) -> None:
    assert size(header(322, 188, **options)) == Size(322, 188)


@settings(max_examples=15)
@given(st.integers(8, 160), st.integers(8, 160))
def test_any_even_size_is_read(half_width: int, half_height: int) -> None:
    assert size(header(2 * half_width, 2 * half_height)) == Size(2 * half_width, 2 * half_height)


@given(st.data())
def test_a_spoilt_header_has_some_size_or_none(data: st.DataObject) -> None:
    body = bytearray(header(322, 182).body)
    for _ in range(data.draw(st.integers(1, 6))):
        body[data.draw(st.integers(5, len(body) - 1))] = data.draw(st.integers(0, 255))
    found = size(Tag(VIDEO, 0, bytes(body[: data.draw(st.integers(0, len(body)))])))
    assert found is None or isinstance(found, Size)


@given(st.binary(max_size=300))
def test_any_bytes_have_some_size_or_none(body: bytes) -> None:
    found = size(Tag(VIDEO, 0, body))
    assert found is None or isinstance(found, Size)
