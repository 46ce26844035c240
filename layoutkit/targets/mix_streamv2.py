"""Tencent Cloud's `Mix_StreamV2`, profile 2017: exactly the page, which is copied whole in its section numbers here.

At most four streams; the primary covers the picture on layer 1 and needs no geometry; secondaries are on layers 2, 3 and 4 in turn, in
whole pixels that may not go beyond the primary's image (Mix_StreamV2, section 3).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from layoutkit.documents import Keys, Locate, check, judged, sound, write_payload
from layoutkit.errors import DocumentError, Fault, NotCarried, UsageError
from layoutkit.geometry import Rect, Size
from layoutkit.layout import Layout, Tile
from layoutkit.scene import is_stream_id, stream_id_fault

PROFILES = ("2017",)
MOST_STREAMS = 4
"""Mix_StreamV2, section 3: at most four video streams are mixed."""

_INPUTS: Keys = ("interface", "para", "input_stream_list")


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a payload puts a stream: its layer, and its rectangle; None for a primary that covers the picture."""

    stream: str
    layer: int
    rect: Rect | None


def render(layout: Layout, *, app_id: int, now: int, profile: str = "2017") -> dict[str, Any]:
    """The payload of a layout, with its fields in the page's order; `now` in UNIX seconds is its timestamp and event id.

    Raises NotCarried, with every reason, where the profile cannot carry the layout; UsageError for an app id that cannot be one.
    """
    known(profile)
    reasons = list(not_carried(layout))
    if reasons:
        raise NotCarried(reasons)
    payload = _written(layout.primary.stream.id, layout.secondaries, app_id, now, profile)
    wrong = faults(payload, canvas=layout.canvas, profile=profile)
    if wrong:
        raise NotCarried(wrong)
    return payload


def render_end(primary: str, *, app_id: int, now: int, profile: str = "2017") -> dict[str, Any]:
    """The payload that ends the mix of a primary: it alone in the list (Mix_StreamV2, notes)."""
    known(profile)
    if not is_stream_id(primary):
        raise UsageError(stream_id_fault(primary))
    return _written(primary, (), app_id, now, profile)


def _written(primary: str, secondaries: Sequence[Tile], app_id: int, now: int, profile: str) -> dict[str, Any]:
    if type(app_id) is not int or not 1 <= app_id <= 2**31 - 1:
        raise UsageError(f"app id {app_id!r}", "a whole number from 1 to 2147483647")
    session = {"session_id": primary, "output_id": primary, "primary": primary}
    text = write_payload(f"mix_streamv2.{profile}.json.j2", now=int(now), app_id=app_id, secondaries=secondaries, **session)
    payload: dict[str, Any] = json.loads(text)
    return payload


def known(profile: str) -> None:
    """Refuse a profile that there is not."""
    if profile not in PROFILES:
        raise UsageError(f"mix_streamv2 has no profile {profile!r}", "there are " + ", ".join(PROFILES))


def not_carried(layout: Layout) -> Iterator[Fault]:
    """Every reason why profile 2017 cannot carry a layout."""
    primary, whole = layout.primary, Rect(0, 0, layout.canvas.width, layout.canvas.height)
    if len(layout.tiles) > MOST_STREAMS:
        said = f"{len(layout.tiles)} streams; profile 2017 carries {MOST_STREAMS}, the primary among them (Mix_StreamV2, section 3)"
        yield Fault(said, hint="a template for at most 3 secondaries")
    if primary.rect != whole or primary.layer != 1:
        said = (
            f"the primary {primary.stream.id!r} is a tile, {primary.rect} on layer {primary.layer}; in profile 2017 it covers the picture"
        )
        yield Fault(said, hint="a template whose primary is the background")
    for off in layout.off_picture:
        yield Fault(f"stream {off.stream.id!r} has no tile ({off.why}); profile 2017 mixes no stream without a picture")
    yield from (_too_long(tile) for tile in layout.secondaries if max(tile.rect.width, tile.rect.height) > 3000)


def _too_long(tile: Tile) -> Fault:
    return Fault(f"stream {tile.stream.id!r} is {tile.rect.width}x{tile.rect.height}; no side may be above 3000 px (TENCENT, section 5)")


def renewed(payload: Mapping[str, Any], now: int) -> dict[str, Any]:
    """The same payload with the current second, in UNIX time, as its timestamp and event id."""
    return {**payload, "timestamp": int(now), "eventId": int(now)}


def of_primary(payload: Mapping[str, Any]) -> str:
    """The session of a payload: the stream id of its primary."""
    return str(payload["interface"]["para"]["mix_stream_session_id"])


# --- reading back ----------------------------------------------------------------------------------------------------


def read(payload: Any, locate: Locate | None = None, profile: str = "2017") -> tuple[Placement, ...]:
    """Where a payload puts each stream, by layer; DocumentError with every fault where the payload is not valid."""
    known(profile)
    check(payload, f"mix_streamv2.{profile}", locate)
    wrong = _semantic(payload, None, locate)
    if wrong:
        raise DocumentError(wrong)
    return _placements(payload)


def _placements(payload: Mapping[str, Any]) -> tuple[Placement, ...]:
    inputs = payload["interface"]["para"]["input_stream_list"]
    return tuple(sorted((_placement(item) for item in inputs), key=lambda p: p.layer))


def _placement(item: Mapping[str, Any]) -> Placement:
    where = item["layout_params"]
    numbers = [where.get(key) for key in ("location_x", "location_y", "image_width", "image_height")]
    rect = Rect(*numbers) if None not in numbers else None
    return Placement(item["input_stream_id"], where["image_layer"], rect)


def faults(payload: Any, *, canvas: Size | None = None, profile: str = "2017", locate: Locate | None = None) -> list[Fault]:
    """All that is wrong with a payload: what its schema says, and what a schema cannot say, such as x + w <= W.

    Bounds are judged against the canvas in pixels where one is given.
    """
    known(profile)
    wrong, refused = judged(payload, f"mix_streamv2.{profile}", locate)
    return wrong + _semantic(payload, canvas, locate, refused)


def _semantic(payload: Any, canvas: Size | None, locate: Locate | None, refused: Sequence[Keys] = ()) -> list[Fault]:
    """What a schema cannot say, of the parts that it does not refuse."""
    if any(path == _INPUTS[: len(path)] for path in refused):
        return []
    judge = _Judge(payload, canvas, locate, refused)
    judge.ids()
    judge.layers()
    return judge.found


class _Judge:
    """Judges what a schema cannot say of a payload that its schema allows."""

    def __init__(self, payload: Mapping[str, Any], canvas: Size | None, locate: Locate | None, refused: Sequence[Keys]) -> None:
        self.para, self.canvas, self.locate, self.refused = payload["interface"]["para"], canvas, locate, refused
        inputs: list[dict[str, Any]] = self.para["input_stream_list"]
        self.inputs = [(i, item) for i, item in enumerate(inputs) if sound((*_INPUTS, i), refused)]
        self.all = len(self.inputs) == len(inputs)
        self.found: list[Fault] = []

    def fault(self, says: str, path: Keys, hint: str = "") -> None:
        self.found.append(Fault(says, self.locate(path, False) if self.locate else None, hint))

    def ids(self) -> None:
        """Every stream once; session and output are the primary's id (section 3)."""
        seen: set[str] = set()
        for index, item in self.inputs:
            stream = item["input_stream_id"]
            if stream in seen:
                self.fault(f"stream {stream!r} comes a second time", (*_INPUTS, index, "input_stream_id"))
            seen.add(stream)
        primary = next((item["input_stream_id"] for _, item in self.inputs if item["layout_params"]["image_layer"] == 1), None)
        for key in ("mix_stream_session_id", "output_stream_id"):
            path: Keys = ("interface", "para", key)
            if primary is not None and sound(path, self.refused) and self.para[key] != primary:
                self.fault(f"{key} is {self.para[key]!r}, not the primary's id {primary!r}", path)

    def layers(self) -> None:
        """1 for the primary, then 2, 3, 4 in turn (section 3); where they are right, each in its place."""
        layers = [item["layout_params"]["image_layer"] for _, item in self.inputs]
        if self.all and sorted(layers) != list(range(1, len(layers) + 1)):
            self.fault(f"image layers {layers} are not 1..{len(layers)}, each once", _INPUTS, "1 for the primary, then 2, 3, 4 in turn")
            return
        for index, item in self.inputs:
            self.geometry(index, item)

    def geometry(self, index: int, item: Mapping[str, Any]) -> None:
        """Secondaries have a place inside the primary's image; the primary covers it (section 3)."""
        stream, where, path = item["input_stream_id"], item["layout_params"], (*_INPUTS, index, "layout_params")
        missing = [key for key in ("image_width", "image_height", "location_x", "location_y") if key not in where]
        primary = where["image_layer"] == 1
        if missing:
            if not primary or len(missing) < 4:
                self.fault(f"stream {stream!r} has no {', '.join(missing)}", path)
            return
        rect = Rect(where["location_x"], where["location_y"], where["image_width"], where["image_height"])
        if primary and (rect.x or rect.y or (self.canvas and (rect.width, rect.height) != (self.canvas.width, self.canvas.height))):
            self.fault(
                f"the primary {stream!r} is a tile, {rect}; in profile 2017 it covers the picture",
                path,
                "image_layer alone is enough",
            )
        elif self.canvas and (overhang := rect.overhang(self.canvas)):
            self.fault(f"stream {stream!r}, {rect}, is {overhang} of the {self.canvas} canvas", path)
