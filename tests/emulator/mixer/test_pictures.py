"""What the output looks like: every rectangle where the request has it, to the pixel, in the order of its layers."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from av.video.codeccontext import VideoCodecContext
from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange, Colorspace

from layoutkit.emulator.mixer.canvas import Canvas
from layoutkit.emulator.mixer.clock import StampClock
from layoutkit.emulator.mixer.desk import Desk
from layoutkit.emulator.mixer.encoder import GLOBAL_HEADER, PictureEncoder, _units, bitrate_for
from layoutkit.emulator.mixer.images import Images
from layoutkit.emulator.mixer.planes import colour_of, empty, planes
from layoutkit.emulator.mixer.source import Source
from layoutkit.emulator.rtmp.tags import VIDEO, Tag
from layoutkit.geometry import Rect, Size

from .stage import CANVAS, COLOURS, FPS, Show, decoded, edges, guest, host, looks, luma, place, plan, tags_of

TILE = Size(320, 480)
"""A guest's picture of the shape of the page's tiles, 160x240."""


def show(*names: str, seconds: float = 3, **particulars: object) -> Show:
    return Show({name: tags_of(guest(name, CANVAS if name == "host" else TILE, **particulars), seconds) for name in names})


def last(played: Show) -> object:
    return decoded(played.tags)[-1]


def test_the_published_example_stands_where_the_page_has_it() -> None:
    played = show("host", "rex", "link", "shock")
    tiles = [place(name, 380, y, 160, 240, 2 + n) for n, (name, y) in enumerate((("rex", 630), ("link", 390), ("shock", 150)))]
    played.plan(host(), *tiles)
    played.play(1)
    frame = decoded(played.tags)[-1]
    for tile in tiles:
        assert looks(frame, tile.rect, COLOURS[tile.stream]), tile
    assert edges(luma(frame)[300]) == [380]
    assert edges(luma(frame)[:, 460]) == [150, 390, 630, 870]
    assert looks(frame, Rect(0, 0, 380, 960), COLOURS["host"])


@pytest.mark.parametrize("rect", [Rect(51, 33, 101, 203), Rect(0, 0, 1, 1), Rect(439, 757, 101, 203), Rect(20, 21, 160, 240)], ids=str)
def test_odd_places_are_exact_in_brightness(rect: Rect) -> None:
    """Colour has half the detail, so at an odd edge it may be one pixel off; brightness is not."""
    played = show("host", seconds=1)
    played.plan(host(), place("plain", rect.x, rect.y, rect.width, rect.height, 2, kind="canvas", colour="0xffffff"))
    played.play(0.4)
    frame = decoded(played.tags)[-1]
    across, down = luma(frame)[rect.y], luma(frame)[:, rect.x]
    assert edges(across) == [x for x in (rect.x, rect.right) if 0 < x < 540]
    assert edges(down) == [y for y in (rect.y, rect.bottom) if 0 < y < 960]


@pytest.mark.parametrize("upper", ["rex", "link"])
def test_layers_order_what_overlaps(upper: str) -> None:
    lower = "link" if upper == "rex" else "rex"
    played = show("host", "rex", "link")
    under, over = place(lower, 100, 100, 160, 240, 2), place(upper, 180, 220, 160, 240, 3)
    played.plan(host(), over, under)
    played.play(0.4)
    frame = decoded(played.tags)[-1]
    assert looks(frame, over.rect, COLOURS[upper])
    assert looks(frame, Rect(100, 100, 160, 120), COLOURS[lower])


def test_another_shape_gets_black_bars_in_its_tile() -> None:
    """A 540x960 camera in the page's 160x240 is 135x240 with 12 and 13 black columns beside it."""
    played = Show({"host": tags_of(guest("host"), 1), "rex": tags_of(guest("rex"), 1)})
    played.plan(host(), place("rex", 380, 630, 160, 240, 2))
    played.play(0.4)
    frame = decoded(played.tags)[-1]
    assert edges(luma(frame)[700]) == [380, 392, 527]
    assert looks(frame, Rect(380, 630, 12, 240), "0x000000")
    assert looks(frame, Rect(392, 630, 135, 240), COLOURS["rex"])


def test_a_crop_shows_that_part_of_its_source_only() -> None:
    """The dot, white and a twelfth of the picture wide, is looked for by cropping to where it is."""
    source = guest("rex", Size(480, 480), still=False)
    played = Show({"host": tags_of(guest("host"), 1), "rex": tags_of(source, 1)})
    played.plan(host(), place("rex", 100, 100, 80, 80, 2, crop=Rect(0, 360, 40, 40)))
    played.play(0.04)
    assert looks(decoded(played.tags)[-1], Rect(100, 100, 80, 80), COLOURS["rex"])
    played.plan(host(), place("rex", 100, 100, 80, 80, 2, crop=Rect(40, 360, 40, 40)))
    played.play(0.04)
    frame = decoded(played.tags)[-1]
    assert luma(frame)[140, 140] > 200


def test_the_whole_picture_changes_from_one_frame_to_the_next() -> None:
    """Every frame shows the layout before or the one after, none a part of either."""
    played = show("host", "rex", "link")
    before = [place("rex", 20, 20, 160, 240, 2), place("link", 20, 300, 160, 240, 3)]
    after = [place("rex", 360, 700, 160, 240, 2), place("link", 200, 700, 160, 240, 3)]
    for n in range(6):
        played.plan(host(), *(before if n % 2 == 0 else after))
        played.play(0.2)
    kinds = [
        "".join("a" if all(looks(f, t.rect, COLOURS[t.stream]) for t in tiles) else "-" for tiles in (before, after))
        for f in decoded(played.tags)
    ]
    assert kinds == (["a-"] * 5 + ["-a"] * 5) * 3


def test_a_new_layout_waits_for_the_first_picture_of_who_is_new() -> None:
    """Rex has no picture for 0.4 s: till then the old layout stays, whole; then the new one is there, whole."""
    played = show("host", "rex", "link")
    played.plan(host(), place("link", 20, 20, 160, 240, 2))
    played.play(0.4, without=["rex"])
    played.plan(host(), place("link", 360, 20, 160, 240, 2), place("rex", 360, 700, 160, 240, 3))
    played.play(0.4, without=["rex"])
    assert looks(decoded(played.tags)[-1], Rect(20, 20, 160, 240), COLOURS["link"])
    played.sources["rex"]._open(played.guests["rex"][0])  # its header was among what did not come
    played.play(1.2)
    frame = decoded(played.tags)[-1]
    assert looks(frame, Rect(360, 20, 160, 240), COLOURS["link"])
    assert looks(frame, Rect(20, 20, 160, 240), COLOURS["host"])


def test_nobody_is_waited_for_longer_than_a_second() -> None:
    played = show("host", "rex")
    played.plan(host())
    played.play(0.2, without=["rex"])
    played.plan(host(), place("rex", 360, 700, 160, 240, 2), place("plain", 0, 0, 100, 100, 3, kind="canvas", colour="0xffffff"))
    played.play(0.96, without=["rex"])
    assert not looks(decoded(played.tags)[-1], Rect(0, 0, 100, 100), "0xffffff")
    played.play(0.12, without=["rex"])
    assert looks(decoded(played.tags)[-1], Rect(0, 0, 100, 100), "0xffffff")


def test_who_vanishes_keeps_the_last_picture_and_is_shown_again() -> None:
    played = Show({"host": tags_of(guest("host"), 5), "rex": tags_of(guest("rex", TILE, still=False), 5)})
    tile = place("rex", 360, 700, 160, 240, 2)
    played.plan(host(), tile)
    played.play(1)
    played.sources["rex"].lost = True
    gone = decoded(played.tags + played.play(1, without=["rex"]))
    part = [luma(frame)[700:940, 360:520] for frame in gone[-10:]]
    assert all(abs(part[0] - other).max() < 12 for other in part)
    back = decoded(played.tags + played.play(2.2))
    part = [luma(frame)[700:940, 360:520] for frame in back[-10:]]
    assert abs(part[0] - part[-1]).max() > 60  # the dot moves again


def test_when_the_primary_vanishes_the_whole_picture_stands_still() -> None:
    played = Show({"host": tags_of(guest("host"), 5), "rex": tags_of(guest("rex", TILE, still=False), 5)})
    played.plan(host(), place("rex", 360, 700, 160, 240, 2))
    played.play(1)
    played.sources["host"].lost = True
    frozen = decoded(played.tags + played.play(1, without=["host"]))[-10:]
    assert all(abs(luma(frozen[0]) - luma(other)).max() < 12 for other in frozen)
    moving = decoded(played.tags + played.play(1.2))[-10:]
    assert abs(luma(moving[0]) - luma(moving[-1])).max() > 60


def test_times_rise_and_key_frames_come_at_each_change() -> None:
    played = show("host", "rex")
    played.plan(host())
    played.play(0.4)
    played.plan(host(), place("rex", 0, 0, 160, 240, 2))
    played.play(0.4)
    pictures = [tag for tag in played.tags if tag.is_picture]
    assert [tag.at for tag in pictures] == [1000 * n // FPS for n in range(20)]
    assert [n for n, tag in enumerate(pictures) if tag.is_key] == [0, 10]
    assert sum(tag.is_header for tag in played.tags) == 2  # one for pictures, one for sound, once
    assert [tag.at for tag in played.tags] == sorted(tag.at for tag in played.tags)


def test_what_is_renewed_begins_once_with_headers_and_a_key_frame() -> None:
    """A connection broke: whoever takes over knows nothing. Then all goes on as before."""
    played = show("host")
    played.plan(host())
    played.play(0.2)
    played.desk.renew()
    after = played.play(0.2)
    assert [tag.is_header for tag in after][:3] == [True, True, False]
    assert [tag.is_key for tag in after if tag.is_picture] == [True, False, False, False, False]
    assert [tag.at for tag in after if tag.is_header] == [200, 200]
    assert len(decoded(after)) == 5


def test_a_change_of_mind_does_not_renew_the_patience() -> None:
    """Rex never comes; a layout every 0.4 s still is on air a second after the first of them."""
    played = show("host", "rex")
    played.plan(host())
    played.play(0.2, without=["rex"])
    for n in range(3):
        played.plan(host(), place("rex", 360, 700, 160, 240, 2), place("plain", n, 0, 100, 100, 3, kind="canvas", colour="0xffffff"))
        played.play(0.36, without=["rex"])
    assert looks(decoded(played.tags)[-1], Rect(2, 0, 100, 100), "0xffffff")


def test_a_canvas_of_another_size_is_announced_in_midstream() -> None:
    played = show("host")
    played.plan(host())
    played.play(0.2)
    wide = Size(640, 360)
    played.plan(place("ground", 0, 0, 640, 360, 1, kind="canvas", colour="0x336699"), place("host", 0, 0, 202, 360, 2), canvas=wide)
    played.play(0.2)
    frames = decoded(played.tags)
    assert [(f.width, f.height) for f in frames] == [(540, 960)] * 5 + [(640, 360)] * 5
    assert looks(frames[-1], Rect(202, 0, 438, 360), "0x336699")
    assert sum(tag.is_header and tag.kind == VIDEO for tag in played.tags) == 2


def test_sixteen_inputs_on_a_canvas() -> None:
    wide = Size(1280, 720)
    small = tags_of(guest("rex", Size(320, 180)), 0.6)
    names = [f"guest_{n}" for n in range(15)]
    played = Show(dict.fromkeys(names, small))
    tiles = [place(name, 320 * (n % 4), 180 * (n // 4), 320, 180, n + 2) for n, name in enumerate(names)]
    played.plan(place("ground", 0, 0, 1280, 720, 1, kind="canvas", colour="0x101010"), *tiles, canvas=wide)
    played.play(0.4)
    frame = decoded(played.tags)[-1]
    assert all(looks(frame, tile.rect, COLOURS["rex"]) for tile in tiles)
    assert looks(frame, Rect(960, 540, 320, 180), "0x101010")


def test_an_unreadable_tag_costs_nobody_a_frame() -> None:
    """Three in four tags of one guest are spoilt: errors are counted, the others look as ever."""
    from layoutkit.emulator.rtmp.tags import Tag

    good = tags_of(guest("rex", TILE), 2)
    spoilt = tuple(
        tag if n % 4 == 0 else Tag(tag.kind, tag.at, tag.body[:9] + bytes(255 - b for b in tag.body[9:])) for n, tag in enumerate(good)
    )
    played = Show({"host": tags_of(guest("host"), 2), "link": tags_of(guest("link", TILE), 2), "rex": spoilt})
    played.plan(host(), place("rex", 0, 0, 160, 240, 2), place("link", 380, 630, 160, 240, 3))
    played.play(1.6)
    frames = decoded(played.tags)
    times = [tag.at for tag in played.tags if tag.is_picture]
    assert times == list(range(times[0], 1600, 40))
    assert times[0] <= 1000
    assert looks(frames[-1], Rect(380, 630, 160, 240), COLOURS["link"])
    assert played.sources["rex"].errors > 0


def test_when_the_primary_vanishes_a_canvas_of_another_size_is_shown_all_the_same() -> None:
    """What stands still must have the size that is wanted now."""
    played = show("host")
    played.plan(host())
    played.play(0.2)
    played.sources["host"].lost = True
    played.plan(place("host", 0, 0, 270, 480, 1), canvas=Size(270, 480))
    played.play(0.2, without=["host"])
    frame = decoded(played.tags)[-1]
    assert (frame.width, frame.height) == (270, 480)
    assert looks(frame, Rect(0, 0, 270, 480), COLOURS["host"])


def test_bits_follow_the_size_of_the_picture() -> None:
    assert bitrate_for(Size(540, 960), 25) == 1_555_200
    assert bitrate_for(Size(160, 90), 25) == 400_000


def test_a_bitrate_is_kept_from_the_next_picture_on() -> None:
    """A picture that is hard to encode, at 2,000 and at 300 kbit/s and at what its size is given: headers are told once."""
    size = Size(270, 480)
    camera, tags = PictureEncoder(size, FPS, kbits=20_000), []
    dice = np.random.default_rng(0)
    for n in range(150):
        frame = empty(size)
        planes(frame)[0][...] = np.kron(dice.integers(16, 235, (60, 34)), np.ones((8, 8)))[:480, :270]
        tags += camera.encode(frame, n, key=n == 0)
    noisy = Show({"host": (camera.header, *tags)})
    kbits = []
    for wanted in (2000, 300, 0):
        noisy.desk.plan(replace(plan(host(size), canvas=size), bitrate=wanted), noisy.now)
        noisy.play(0.6)
        kbits.append(sum(len(tag.body) for tag in noisy.play(1.4) if tag.is_picture) / 1.4 * 8 / 1000)
    assert sum(tag.is_header for tag in noisy.tags) == 2
    assert kbits == [pytest.approx(wanted, rel=0.35) for wanted in (2000, 300, 400)]
    assert [n for n, tag in enumerate(tag for tag in noisy.tags if tag.is_picture) if tag.is_key] == [0, 50, 100]
    assert len(decoded(noisy.tags)) == 150


def test_who_is_to_be_shown_is_needed_already() -> None:
    desk = Desk(FPS, 0.0)
    desk.plan(plan(host(), place("rex", 0, 0, 160, 240, 2), heard=["link"]), 0.0)
    assert (desk.streams, desk.waits) == ({"host", "rex", "link"}, True)


def coded(colour: int, form: str, params: str) -> tuple[Tag, ...]:
    """A picture of one brightness in some form of H.264, as a camera pushes it."""
    context: VideoCodecContext = av.CodecContext.create("libx264", "w")
    context.width, context.height, context.pix_fmt, context.time_base = 64, 64, form, Fraction(1, FPS)
    context.flags |= GLOBAL_HEADER
    context.options = {"tune": "zerolatency", "x264-params": params}
    frame = VideoFrame(64, 64, form)
    for plane, value in zip(planes(frame), (colour, 128, 128), strict=True):
        plane[...] = value
    frame.pts = 0
    units = [unit for packet in context.encode(frame) for unit in _units(bytes(packet))]
    sets = {unit[0] & 31: unit for unit in _units(bytes(context.extradata or b""))}
    sps, pps = sets[7], sets[8]
    record = b"\x01" + sps[1:4] + b"\xff\xe1" + len(sps).to_bytes(2, "big") + sps + b"\x01" + len(pps).to_bytes(2, "big") + pps
    body = b"".join(len(unit).to_bytes(4, "big") + unit for unit in units)
    return Tag(VIDEO, 0, b"\x17\x00\x00\x00\x00" + record), Tag(VIDEO, 0, b"\x17\x01\x00\x00\x00" + body)


@pytest.mark.parametrize("form", ["yuv420p", "yuvj420p", "yuv444p"])
@pytest.mark.parametrize(("full", "video"), [(0, 16), (255, 235)])
def test_black_and_white_of_a_camera_of_full_range_are_those_of_video(form: str, full: int, video: int) -> None:
    source = Source("phone", StampClock())
    for tag in coded(full, form, "fullrange=on"):
        source.take(tag)
    picture = source.picture(1)
    assert picture
    assert abs(int(luma(picture)[20, 20]) - video) <= 1


@pytest.mark.parametrize("colour", ["000000", "ffffff", "ff0000", "0f8b8d"])
def test_a_picture_of_a_file_has_the_colours_of_the_canvas(tmp_path: Path, colour: str) -> None:
    """A logo on a canvas of its own colour is not seen."""
    rgb = np.full((16, 16, 3), tuple(bytes.fromhex(colour)), np.uint8)
    context: VideoCodecContext = av.CodecContext.create("png", "w")
    context.width, context.height, context.pix_fmt, context.time_base = 16, 16, "rgb24", Fraction(1, FPS)
    frame = VideoFrame.from_ndarray(rgb, format="rgb24")
    frame.pts = 0
    (tmp_path / "logo.png").write_bytes(b"".join(bytes(packet) for packet in context.encode(frame)))
    picture = Images({12: str(tmp_path / "logo.png")})(12)
    assert picture
    assert [int(plane[4, 4]) for plane in planes(picture)[:3]] == pytest.approx(colour_of(f"0x{colour}"), abs=1)


def test_a_guest_whose_picture_changes_its_size_again_and_again_is_kept_once() -> None:
    """An SDK that follows its network goes through many sizes in an evening; only the last picture is shown again."""
    canvas, tile = Canvas(), place("rex", 0, 0, 40, 40, 2)
    for side in range(16, 80, 2):
        canvas.draw(plan(tile, canvas=Size(80, 80)), {"rex": empty(Size(side, side))})
    assert len(canvas._scaled) == 1


@pytest.mark.parametrize("size", [Size(90, 160), Size(1280, 720)], ids=str)
def test_the_output_says_how_its_colours_are_meant(size: Size) -> None:
    """Where a stream does not say it, players take BT.601 for small pictures and BT.709 for large ones; ours are BT.601."""
    encoder = PictureEncoder(size, FPS)
    tags = [encoder.header, *encoder.encode(empty(size), 0, key=True)]
    frame = decoded(tags)[0]
    assert (frame.color_range, frame.colorspace) == (ColorRange.MPEG, Colorspace.SMPTE170M)
