"""A film of an output: from its first picture on, until it is stopped; stills of it show what was on air at a moment."""

from __future__ import annotations

import io
from fractions import Fraction
from pathlib import Path
from threading import Thread
from time import sleep

import av
import numpy as np
import pytest
from av.video.frame import VideoFrame

from layoutkit.emulator.mixer.film import Film, stills
from layoutkit.emulator.mixer.guest import Guest, push
from layoutkit.emulator.mixer.images import Images
from layoutkit.emulator.mixer.planes import colour_of, empty
from layoutkit.emulator.mixer.snapshot import jpeg, snapshot
from layoutkit.emulator.rtmp import Hub, Publisher
from layoutkit.emulator.rtmp.tags import Tag
from layoutkit.geometry import Rect, Size

from .stage import looks, tags_of

SHADES = ("0x202020", "0x606060", "0xa0a0a0", "0xe0e0e0")


@pytest.fixture
def film(tmp_path: Path) -> str:
    """Four pictures of one shade each, at 0, 1, 2 and 3 seconds."""
    path = str(tmp_path / "film.mp4")
    with av.open(path, "w") as made:
        stream = made.add_stream("libx264", rate=1, options={"tune": "zerolatency"})
        stream.width, stream.height, stream.pix_fmt = 64, 96, "yuv420p"
        for n, shade in enumerate(SHADES):
            frame = empty(Size(64, 96), colour_of(shade))
            frame.pts, frame.time_base = n, Fraction(1)
            made.mux(stream.encode(frame))
        made.mux(stream.encode(None))
    return path


def read(picture: bytes) -> VideoFrame:
    with av.open(io.BytesIO(picture)) as file:
        return next(file.decode(video=0))


def test_a_still_shows_what_is_on_at_that_time_in_whatever_order_they_are_asked_for(film: str) -> None:
    found = [read(picture).to_ndarray(format="gray")[48, 32] for picture in stills(film, [2.5, 0.0, 1.0, 0.99, 9.0, 2.5])]
    shades = [int(SHADES[n][2:4], 16) for n in (2, 0, 1, 0, 3, 2)]
    assert np.abs(np.array(found, int) - shades).max() < 8


def test_a_moment_has_the_time_of_the_picture_that_came_last_before_it() -> None:
    made = Film("nowhere.flv", "nowhere.mp4", [(100.0, 0.0), (100.04, 0.04), (100.3, 0.08)])
    assert [made.time_at(moment) for moment in (99.0, 100.0, 100.29, 100.3, 200.0)] == [0.0, 0.0, 0.04, 0.08, 0.08]


def test_a_film_that_cannot_be_made_says_why_and_raises_nothing(tmp_path: Path) -> None:
    made = Film(str(tmp_path / "nowhere.flv"), str(tmp_path / "film.mp4"))
    assert not made.begun(0.2)
    made.stop()
    assert isinstance(made.failure, OSError)


def test_an_output_is_recorded_from_its_first_picture_to_the_stop(tmp_path: Path) -> None:
    """Its clock says five seconds and its sound is a little early: the film begins at 0, with a picture, and ends when it is told to."""
    path = str(tmp_path / "film.mp4")
    with Hub() as hub, Publisher(hub.mixed_url("show")) as publisher:

        def send(tag: Tag) -> None:
            publisher.send(Tag(tag.kind, tag.at + (4800 if tag.is_sound else 5000), tag.body))

        pushing = Thread(target=lambda: push(Guest("0x0f8b8d", 440.0, Size(64, 96)), send, 3.0))
        pushing.start()
        made = Film(f"{hub.address}/live/show", path)
        assert made.begun(10)
        sleep(0.3)
        made.stop()
        pushing.join()
    assert made.failure is None
    assert (made.frames[0][1], made.frames[-1][1] < 2.5) == (0.0, True)
    with av.open(path) as film:
        stamps = [float(packet.pts * packet.time_base) for packet in film.demux(video=0) if packet.pts is not None]
        sound = film.streams.audio[0]
        assert stamps == pytest.approx([at for _, at in made.frames], abs=1e-3)
        assert 0.0 <= float(sound.start_time * sound.time_base) < 0.05


# --- pictures in files ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("size", "shown"),
    [((540, 960), (270, 480)), ((1920, 1080), (480, 270)), ((64, 96), (64, 96)), ((480, 480), (480, 480)), ((2000, 2), (480, 2))],
)
def test_a_snapshot_is_at_most_480_long_and_never_larger_than_its_picture(size: tuple[int, int], shown: tuple[int, int]) -> None:
    frame = read(jpeg(empty(Size(*size), colour_of("0xd02020"))))
    assert (frame.width, frame.height) == shown


def test_a_snapshot_is_of_what_was_encoded() -> None:
    tags = tags_of(Guest("0xd02020", 0.0, Size(64, 96), still=True), 0.2)
    header, key = tags[0], next(tag for tag in tags if tag.is_key)
    taken = snapshot(header, key)
    assert taken is not None
    assert looks(read(taken).reformat(format="yuv420p", src_color_range=2, dst_color_range=1), Rect(0, 0, 64, 96), "0xd02020")


@pytest.mark.parametrize("colour", ["0xd02020", "0x000000", "0xffffff"])
@pytest.mark.parametrize("kind", ["png", "mjpeg"])
def test_a_file_has_the_colours_of_video(tmp_path: Path, kind: str, colour: str) -> None:
    """Black is 0 in a file and 16 in the mix, white 255 and 235."""
    coder = av.CodecContext.create(kind, "w")
    form = "rgb24" if kind == "png" else "yuvj420p"
    coder.width, coder.height, coder.pix_fmt, coder.time_base = 64, 96, form, Fraction(1)
    pixels = np.full((96, 64, 3), [int(colour[at : at + 2], 16) for at in (2, 4, 6)], np.uint8)
    frame = VideoFrame.from_ndarray(pixels, "rgb24").reformat(format=form)
    file = tmp_path / f"logo.{kind}"
    file.write_bytes(b"".join(bytes(packet) for packet in [*coder.encode(frame), *coder.encode(None)]))
    read = Images({1: str(file)})(1)
    assert read is not None
    assert looks(read, Rect(0, 0, 64, 96), colour)


def test_pictures_are_read_once_and_what_is_none_is_not_there(tmp_path: Path) -> None:
    good, bad = tmp_path / "logo.png", tmp_path / "bad.png"
    coder = av.CodecContext.create("png", "w")
    coder.width, coder.height, coder.pix_fmt, coder.time_base = 8, 6, "rgba", Fraction(1)
    pixels = np.full((6, 8, 4), 255, np.uint8)
    pixels[:, 4:, 3] = 0
    good.write_bytes(b"".join(bytes(p) for p in [*coder.encode(VideoFrame.from_ndarray(pixels, "rgba")), *coder.encode(None)]))
    bad.write_bytes(b"no picture")
    images = Images({1: str(good), 2: str(bad), 3: str(tmp_path / "nowhere.png")})
    first = images(1)
    assert first is not None
    assert first.format.name == "yuva420p"
    assert [images(number) for number in (2, 3, 4)] == [None] * 3
    good.unlink()
    assert images(1) is first
