"""One output picture: every placement of a plan, drawn by layer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from av.video.frame import VideoFrame
from av.video.reformatter import Interpolation, VideoReformatter

from layoutkit.emulator.mixer.fit import fitted
from layoutkit.emulator.mixer.plan import Plan
from layoutkit.emulator.mixer.planes import BLACK, Plane, blend, colour_of, cut, empty, fill, lay, planes
from layoutkit.emulator.reading.placement import Placement
from layoutkit.geometry import Rect, Size

Ready = tuple[VideoFrame, VideoFrame, Rect]
"""A picture, the same as large as its tile wants it, and where it stands."""


class Canvas:
    """Draws plans. A picture is scaled once for each place, and kept until the next one comes."""

    def __init__(self, images: Callable[[int], VideoFrame | None] = lambda number: None) -> None:
        self._images = images
        self._scaled: dict[Placement, Ready] = {}
        self._scalers: dict[Placement, VideoReformatter] = {}

    def draw(self, plan: Plan, pictures: Mapping[str, VideoFrame | None]) -> VideoFrame:
        """The picture of a plan; a stream without one leaves its place as it is beneath."""
        frame = VideoFrame(_even(plan.canvas.width), _even(plan.canvas.height), "yuv420p")
        target = planes(frame)
        if not self._covers(plan, pictures, frame):
            fill(target, Rect(0, 0, frame.width, frame.height), BLACK)
        for placement in plan.placements:
            self._draw(target, placement, pictures)
        return frame

    def forget(self, plan: Plan) -> None:
        """Drop what was kept for places that the plan has not."""
        kept = set(plan.placements)
        self._scaled = {placement: ready for placement, ready in self._scaled.items() if placement in kept}
        self._scalers = {placement: scaler for placement, scaler in self._scalers.items() if placement in kept}

    def _covers(self, plan: Plan, pictures: Mapping[str, VideoFrame | None], frame: VideoFrame) -> bool:
        """Whether the lowest picture fills the canvas just as it is, so that nothing beneath it has to be drawn."""
        bottom = plan.placements[0] if plan.placements else None
        found = pictures.get(bottom.stream) if bottom and bottom.kind in ("stream", "video") and not bottom.crop else None
        return found is not None and bottom is not None and bottom.rect == Rect(0, 0, found.width, found.height) == _whole(frame)

    def _draw(self, target: tuple[Plane, ...], placement: Placement, pictures: Mapping[str, VideoFrame | None]) -> None:
        if placement.kind == "canvas":
            fill(target, placement.rect, colour_of(placement.colour))
        elif placement.kind == "picture":
            self._image(target, placement)
        elif (picture := pictures.get(placement.stream)) is not None:
            self._stream(target, placement, picture)

    def _stream(self, target: tuple[Plane, ...], placement: Placement, picture: VideoFrame) -> None:
        _, scaled, inner = self._ready(placement, picture, placement.crop, "yuv420p")
        if (inner.width, inner.height) != (placement.width, placement.height):
            fill(target, placement.rect, BLACK)
        lay(target, planes(scaled), inner)

    def _image(self, target: tuple[Plane, ...], placement: Placement) -> None:
        image = self._images(placement.picture)
        if image is None:  # nobody gave this number a picture: a grey card shows where it would be
            fill(target, placement.rect, colour_of("0x808080"))
            return
        _, scaled, inner = self._ready(placement, image, None, "yuva420p")
        blend(target, planes(scaled), inner)

    def _ready(self, placement: Placement, picture: VideoFrame, crop: Rect | None, form: str) -> Ready:
        found = self._scaled.get(placement)
        if found is None or found[0] is not picture:
            found = self._scaled[placement] = self._make(placement, picture, crop, form)
        return found

    def _make(self, placement: Placement, picture: VideoFrame, crop: Rect | None, form: str) -> Ready:
        part = _inside(crop, picture) if crop else None
        shown = cut(picture, part) if part else picture
        inner = fitted(Size(shown.width, shown.height), Size(placement.width, placement.height))
        place = replace(inner, x=placement.x + inner.x, y=placement.y + inner.y)
        if (shown.width, shown.height) == (inner.width, inner.height) and shown.format.name == form:
            return picture, shown, place
        scaler = self._scalers.setdefault(placement, VideoReformatter())
        scaled = scaler.reformat(shown, inner.width, inner.height, form, interpolation=Interpolation.BILINEAR, threads=1)
        return picture, scaled, place


def frozen(plan: Plan) -> VideoFrame:
    """What is shown where a picture never came: black."""
    return empty(Size(_even(plan.canvas.width), _even(plan.canvas.height)))


def _inside(crop: Rect, picture: VideoFrame) -> Rect | None:
    """The part of the crop that the picture has; a source may have become smaller since it was asked for."""
    x, y = min(crop.x, picture.width - 1), min(crop.y, picture.height - 1)
    return Rect(x, y, min(crop.width, picture.width - x), min(crop.height, picture.height - y))


def _whole(frame: VideoFrame) -> Rect:
    return Rect(0, 0, frame.width, frame.height)


def _even(side: int) -> int:
    """H.264 wants even sides."""
    return side + side % 2
