"""`Mix_StreamV2`, profile 2017, read back and judged: what its schema says, and what a schema cannot say (section 3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from layoutkit.documents import Keys, Locate, check, judged, sound
from layoutkit.errors import DocumentError, Fault, UsageError
from layoutkit.geometry import Rect, Size

PROFILES = ("2017",)

_INPUTS: Keys = ("interface", "para", "input_stream_list")


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a payload puts a stream: its layer, and its rectangle; None for a primary that covers the picture."""

    stream: str
    layer: int
    rect: Rect | None


def known(profile: str) -> None:
    """Refuse a profile that there is not."""
    if profile not in PROFILES:
        raise UsageError(f"mix_streamv2 has no profile {profile!r}", "there are " + ", ".join(PROFILES))


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
