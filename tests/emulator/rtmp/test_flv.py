"""FLV, read by arithmetic and by a real demuxer."""

from __future__ import annotations

import io

import av
from hypothesis import given
from hypothesis import strategies as st

from layoutkit.emulator.rtmp import Tag
from layoutkit.emulator.rtmp.flv import HEADER, framed

from .clips import clip, later, tags_of


@given(st.lists(st.builds(Tag, st.sampled_from([8, 9, 18]), st.integers(0, 0xFFFFFFFF), st.binary(max_size=50)), max_size=5))
def test_tags_are_framed_as_flv_has_them(tags: list[Tag]) -> None:
    assert list(tags_of(HEADER + b"".join(map(framed, tags)))) == tags


def test_a_real_demuxer_reads_the_film_also_after_five_hours() -> None:
    film = HEADER + b"".join(map(framed, later(clip(), 5 * 3600_000)))
    with av.open(io.BytesIO(film), format="flv") as file:
        times = [packet.dts for packet in file.demux(video=0) if packet.dts is not None]
    assert len(times) == 50
    assert times == sorted(set(times))
    assert times[0] >= 5 * 3600_000
