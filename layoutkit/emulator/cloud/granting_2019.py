"""Whether a request of profile 2019 can be granted now: who is pushed, how large the background is, whose the output is."""

from __future__ import annotations

from layoutkit.emulator.cloud.state import Cloud
from layoutkit.emulator.reading.blend import Blend, Cancel, Entry
from layoutkit.emulator.reading.codes import Refusal
from layoutkit.emulator.reading.codes_2019 import LaterCode
from layoutkit.geometry import Size

PRESETS = {10: 2, 20: 2, 30: 2, 40: 2, 50: 2, 310: 3, 390: 3, 391: 3, 410: 4, 510: 5, 590: 5, 610: 6}
"""How many inputs that are seen each preset template is for (TENCENT, section 4)."""

LARGEST_SOURCE = 2000
MOST_MIXES = 20
"""A source's longest side in pixels, and in how many mixes a stream may be (TENCENT, section 5)."""


def grant(cloud: Cloud, asked: Blend | Cancel, now: float) -> None:
    """Start, change or end a mix, as one step: nobody sees half of it."""
    with cloud.lock:
        if isinstance(asked, Cancel):
            _end(cloud, asked, now)
            return
        _own_output(cloud, asked)
        _preset(asked)
        _all_pushed(cloud, asked, now)
        canvas = _canvas(cloud, asked)
        _inside(asked, canvas)
        _crops(cloud, asked)
        _images(cloud, asked)
        if cloud.mix(asked, canvas, now) is None:
            raise Refusal(LaterCode.NOT_STARTED, f"{cloud.max_sessions} mixes are running, as many as fit here; end one")


def _end(cloud: Cloud, asked: Cancel, now: float) -> None:
    running = cloud.mixing(asked.session)
    if running is None:
        raise Refusal(LaterCode.NO_SUCH_MIX, f"session {asked.session!r} is not mixing")
    if running.output != asked.output:
        raise Refusal(LaterCode.CANCELS_OTHER_OUTPUT, f"session {asked.session!r} mixes into {running.output!r}, not {asked.output!r}")
    cloud.end(asked, now)


def _own_output(cloud: Cloud, blend: Blend) -> None:
    """Type 0 takes an input's place, type 1 is a new stream; a session keeps its output, and no other session writes it."""
    if (blend.output in blend.streams) == blend.new_output:
        kind, must = (1, "be none of") if blend.new_output else (0, "be one of")
        raise Refusal(LaterCode.OUTPUT_TYPE, f"output {blend.output!r} with output_stream_type {kind} must {must} the input streams")
    running = cloud.mixing(blend.session)
    if running and running.output != blend.output:
        raise Refusal(LaterCode.OTHER_OUTPUT, f"session {blend.session!r} is still mixing into output {running.output!r}")
    others = [session for session in cloud.sessions() if session.state == "mixing" and session.id != blend.session]
    writer = next((session.id for session in others if session.output == blend.output), None)
    if writer:
        raise Refusal(LaterCode.OUTPUT_TAKEN, f"output {blend.output!r} is written by session {writer!r}")
    for stream in blend.streams:
        if sum(stream in (*session.heard, *(p.stream for p in session.placements)) for session in others) >= MOST_MIXES:
            raise Refusal(LaterCode.IN_TOO_MANY_MIXES, f"stream {stream!r} is in {MOST_MIXES} mixes already")


def _preset(blend: Blend) -> None:
    seen = sum(entry.seen for entry in blend.entries)
    if blend.preset and PRESETS.get(blend.preset) != seen:
        says = f"{seen} inputs are seen; preset template {blend.preset} is " + (
            f"for {PRESETS[blend.preset]}" if blend.preset in PRESETS else "unknown"
        )
        raise Refusal(LaterCode.WRONG_PRESET_OR_COLOUR, says)


def _all_pushed(cloud: Cloud, blend: Blend, now: float) -> None:
    says = [text for stream in blend.streams if (text := cloud.why_unknown(stream, now))]
    if says:
        raise Refusal(LaterCode.NOT_PUSHED, "; ".join(says))
    for stream in blend.streams:
        size = _source(cloud, stream)
        if size is None:
            _unseen(blend, stream)
        elif max(size.width, size.height) > LARGEST_SOURCE:
            raise Refusal(LaterCode.SOURCE_TOO_LARGE, f"stream {stream!r} is {size}; no side may be above {LARGEST_SOURCE}")


def _unseen(blend: Blend, stream: str) -> None:
    """Sound alone can be heard and cannot be seen (V2C, -507)."""
    if any(entry.stream == stream and entry.live and entry.seen for entry in blend.entries):
        raise Refusal(LaterCode.SIZE_UNKNOWN, f"stream {stream!r} is pushed without a picture")


def _source(cloud: Cloud, stream: str) -> Size | None:
    """The size of a stream that is pushed; None for sound alone."""
    pushed = cloud.pushed(stream)
    assert pushed is not None
    return pushed.size


def _canvas(cloud: Cloud, blend: Blend) -> Size:
    """The background's size: as stated, else of its own stream, else, for a canvas, of the lowest stream that is seen."""
    ground = blend.background
    if isinstance(ground.width, float) or isinstance(ground.height, float):
        raise Refusal(LaterCode.WRONG_FIELD, f"the background {ground.stream!r} is a share of itself; its size is in whole pixels")
    if ground.width is not None and ground.height is not None:
        return Size(ground.width, ground.height)
    source = next((entry.stream for entry in blend.entries if entry.live and entry.seen), None)
    size = _source(cloud, source) if source else None
    if size is None or not ground.seen or ground.kind == "picture":
        raise Refusal(LaterCode.BACKGROUND_UNKNOWN, f"the size of the background {ground.stream!r} is not known")
    return size


def _inside(blend: Blend, canvas: Size) -> None:
    """No tile may cross the edge of the background."""
    found = ((placement, placement.rect.overhang(canvas)) for placement in blend.placements(canvas))
    says = [f"tile of {tile.stream!r}, {tile.rect}, is {over} of the {canvas} background" for tile, over in found if over]
    if says:
        raise Refusal(LaterCode.OUT_OF_PICTURE, "; ".join(says))


def _crops(cloud: Cloud, blend: Blend) -> None:
    """A crop lies inside its source (V2C, -29)."""
    says = [text for entry in blend.entries if (text := _crop_outside(cloud, entry))]
    if says:
        raise Refusal(LaterCode.WRONG_CROP, "; ".join(says))


def _images(cloud: Cloud, blend: Blend) -> None:
    """Every picture is one that there is, where it is known which there are (V2C, -34)."""
    asked = {entry.picture for entry in blend.entries if entry.kind == "picture"}
    missing = sorted(asked - cloud.images) if cloud.images is not None else []
    if missing:
        raise Refusal(LaterCode.PICTURE_MISSING, f"there is no picture {', '.join(map(str, missing))}")


def _crop_outside(cloud: Cloud, entry: Entry) -> str:
    if entry.crop is None or not entry.live:
        return ""
    size = _source(cloud, entry.stream)
    over = entry.crop.overhang(size) if size else ""
    return f"crop of {entry.stream!r}, {entry.crop}, is {over} of its {size} source" if over else ""
