"""Planes and canvases, sample by sample, before any encoder: what is filled, laid, blended and cut, and what covers what."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from av.video.frame import VideoFrame

from layoutkit.emulator.mixer.canvas import Canvas, frozen
from layoutkit.emulator.mixer.planes import BLACK, Colour, blend, colour_of, cut, empty, fill, planes
from layoutkit.emulator.reading.placement import Placement
from layoutkit.geometry import Rect, Size

from .stage import looks, place, plan

RED, GREEN, GREY = "0xd02020", "0x20d020", "0x808080"
WHOLE = Size(120, 80)


def ramp(size: Size) -> VideoFrame:
    """A picture whose samples say where they are: luma 10 y + x, the colours 10 y + x by their own lines and columns."""
    frame = VideoFrame(size.width, size.height, "yuv420p")
    for plane in planes(frame):
        y, x = np.mgrid[0 : plane.shape[0], 0 : plane.shape[1]]
        plane[...] = (10 * y + x).astype(np.uint8)
    return frame


# --- planes ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "colour"),
    [("0xff0000", (81, 90, 240)), ("0x00ff00", (145, 54, 34)), ("0x0000ff", (41, 240, 110)), ("0xffffff", (235, 128, 128)), ("", BLACK)],
)
def test_colours_are_those_of_video(text: str, colour: tuple[int, int, int]) -> None:
    assert colour_of(text) == colour


@pytest.mark.parametrize(
    ("rect", "rows", "columns"),
    [
        (Rect(2, 4, 4, 2), (2, 3), (1, 3)),
        (Rect(3, 5, 4, 3), (2, 4), (1, 3)),  # from the sample that the odd edge lies in, as many as the tile is large
        (Rect(0, 0, 1, 1), (0, 1), (0, 1)),
    ],
    ids=str,
)
def test_a_rectangle_fills_its_pixels_and_half_as_many_samples_of_colour(
    rect: Rect, rows: tuple[int, int], columns: tuple[int, int]
) -> None:
    frame = empty(Size(16, 16))
    fill(planes(frame), rect, Colour(200, 10, 20))
    luma, u, v = planes(frame)
    inside = np.zeros((16, 16), bool)
    inside[rect.y : rect.bottom, rect.x : rect.right] = True
    assert np.array_equal(luma == 200, inside)
    half = np.zeros((8, 8), bool)
    half[slice(*rows), slice(*columns)] = True
    assert np.array_equal(u == 10, half)
    assert np.array_equal(v == 20, half)


def test_what_is_cut_out_begins_at_an_even_pixel_in_brightness_and_colour() -> None:
    """From (5, 3) on: at (4, 2), so that brightness and colour still belong together."""
    luma, u, _ = planes(cut(ramp(Size(16, 12)), Rect(5, 3, 6, 4)))
    assert luma.tolist() == [[10 * y + x for x in range(4, 10)] for y in range(2, 6)]
    assert u.tolist() == [[10 * y + x for x in range(2, 5)] for y in range(1, 3)]


def test_what_is_transparent_shows_what_is_beneath() -> None:
    """Brightness by each pixel of the picture above, colour by every second one."""
    target = empty(Size(4, 2), Colour(100, 100, 100))
    above = VideoFrame(4, 2, "yuva420p")
    luma, u, v, alpha = planes(above)
    luma[...], u[...], v[...] = 200, 150, 50
    alpha[...] = [[0, 51, 255, 255], [0, 51, 255, 255]]
    blend(planes(target), planes(above), Rect(0, 0, 4, 2))
    assert [plane.tolist() for plane in planes(target)] == [[[100, 120, 200, 200]] * 2, [[100, 150]], [[100, 50]]]


# --- a canvas --------------------------------------------------------------------------------------------------------


def drawn(*placements: Placement, images: Callable[[int], VideoFrame | None] = lambda number: None, **streams: VideoFrame) -> VideoFrame:
    """The placements on a canvas of which every pixel was of another colour before."""
    canvas = Canvas(images)
    for _ in range(8):  # so that memory is handed out again in which something is
        canvas.draw(plan(place("ground", 0, 0, 120, 80, 1, kind="canvas", colour="0xffffff"), canvas=WHOLE), {})
    return canvas.draw(plan(*placements, canvas=WHOLE), streams)


def test_what_nobody_covers_is_black() -> None:
    red = empty(Size(40, 80), colour_of(RED))
    frame = drawn(place("host", 0, 0, 40, 80, 1), host=red)
    assert looks(frame, Rect(0, 0, 40, 80), RED)
    assert looks(frame, Rect(40, 0, 80, 80), "0x000000")
    small = drawn(place("host", 0, 0, 60, 40, 1), host=empty(WHOLE, colour_of(RED)))  # as large as the canvas, and shown smaller
    assert looks(small, Rect(0, 0, 60, 40), RED)
    assert looks(small, Rect(60, 0, 60, 80), "0x000000")


def test_a_host_as_large_as_the_canvas_is_drawn_whole_and_only_a_cropped_one_in_part() -> None:
    two = empty(WHOLE, colour_of(RED))
    fill(planes(two), Rect(60, 0, 60, 80), colour_of(GREEN))
    whole = drawn(place("host", 0, 0, 120, 80, 1), host=two)
    assert looks(whole, Rect(0, 0, 60, 80), RED)
    assert looks(whole, Rect(60, 0, 60, 80), GREEN)
    part = drawn(place("host", 0, 0, 120, 80, 1, crop=Rect(0, 0, 40, 80)), host=two)
    assert looks(part, Rect(40, 0, 40, 80), RED)  # a third of it, in the middle
    assert looks(part, Rect(0, 0, 40, 80), "0x000000")


def test_a_crop_that_the_source_has_no_more_shows_what_is_left_of_it() -> None:
    """A camera turned from 120x80 to 60x40: of the part from (40, 20) on there are 20x20 pixels, and beyond it the last one."""
    small = empty(Size(60, 40), colour_of(RED))
    fill(planes(small), Rect(40, 20, 20, 20), colour_of(GREEN))
    assert looks(drawn(place("rex", 0, 0, 40, 40, 2, crop=Rect(40, 20, 40, 40)), rex=small), Rect(0, 0, 40, 40), GREEN)
    assert looks(drawn(place("rex", 0, 0, 40, 40, 2, crop=Rect(100, 90, 20, 20)), rex=small), Rect(0, 0, 40, 40), GREEN)


def test_a_picture_that_there_is_not_is_a_grey_card() -> None:
    frame = drawn(place("", 20, 20, 40, 40, 2, kind="picture", picture=7))
    assert looks(frame, Rect(20, 20, 40, 40), GREY)
    assert looks(frame, Rect(60, 0, 60, 80), "0x000000")


def test_a_picture_is_laid_by_its_transparency() -> None:
    logo = VideoFrame.from_ndarray(np.full((40, 40, 4), (0xD0, 0x20, 0x20, 255), np.uint8), "rgba").reformat(format="yuva420p")
    planes(logo)[3][:, 20:] = 0
    ground = place("ground", 0, 0, 120, 80, 1, kind="canvas", colour=GREEN)
    frame = drawn(ground, place("", 20, 20, 40, 40, 2, kind="picture", picture=7), images={7: logo}.get)
    assert looks(frame, Rect(20, 20, 20, 40), RED)
    assert looks(frame, Rect(40, 20, 80, 60), GREEN)


def test_odd_canvases_are_a_pixel_larger() -> None:
    odd = plan(place("ground", 0, 0, 121, 81, 1, kind="canvas", colour=GREEN), canvas=Size(121, 81))
    for frame in (Canvas().draw(odd, {}), frozen(odd)):
        assert (frame.width, frame.height) == (122, 82)


def test_what_a_plan_has_no_more_is_not_kept() -> None:
    canvas, host, rex = Canvas(), place("host", 0, 0, 120, 80, 1), place("rex", 0, 0, 30, 20, 2)
    both, alone = plan(host, rex, canvas=WHOLE), plan(host, canvas=WHOLE)
    canvas.draw(both, {"host": empty(Size(60, 40)), "rex": empty(Size(60, 40))})
    canvas.forget(alone)
    assert {*canvas._scaled} == {host} == {*canvas._scalers}
