"""The inputs that a layout becomes in profile 2019: canvas, tiles, pictures, and who is only heard."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from layoutkit.geometry import Rect
from layoutkit.layout import Layout, Tile
from layoutkit.targets.mixing import BLACK, Mixing, colour_of


class Kind(IntEnum):
    """What an input is (V2C, field input_type)."""

    STREAM = 0
    PICTURE = 2
    CANVAS = 3
    SOUND = 4
    VIDEO = 5


@dataclass(frozen=True, slots=True)
class Input:
    """One input: its id, its layer, what it is, where it stands, and which part of its source is shown."""

    stream: str
    layer: int
    kind: Kind = Kind.STREAM
    rect: Rect | None = None
    """None for a background that covers the picture, and for who is only heard."""
    crop: Rect | None = None
    colour: str = ""
    picture: int = 0


def inputs_of(layout: Layout, mixing: Mixing) -> tuple[Input, ...]:
    """All inputs of a layout: the canvas first where it needs one, the tiles in the layout's order, then who is only heard."""
    ground = _ground(layout, mixing) if on_canvas(layout, mixing) else ()
    tiles = [_seen(tile, len(ground), mixing, covers=not ground and tile is layout.primary) for tile in layout.tiles]
    top = len(ground) + len(tiles)
    heard = (Input(stream, layer, Kind.SOUND) for layer, stream in enumerate(silent(layout), top + 1))
    return (*ground, *tiles, *heard)


def silent(layout: Layout) -> Iterator[str]:
    """Who is only heard."""
    return (off.stream.id for off in layout.off_picture if off.why == "audio only")


def on_canvas(layout: Layout, mixing: Mixing) -> bool:
    """Whether a canvas must lie below everybody: else the primary as it is pushed would have to be the whole background."""
    primary, canvas = layout.primary, layout.canvas
    whole = Rect(0, 0, canvas.width, canvas.height)
    covers = primary.rect == whole and primary.layer == 1 and not is_cut(primary) and primary.stream.size in (None, canvas)
    alone = len(layout.tiles) == 1 and not any(silent(layout))
    return bool(mixing.canvas_colour) or not covers or alone


def _ground(layout: Layout, mixing: Mixing) -> tuple[Input]:
    """A canvas of the layout's size; its label is no stream's id."""
    taken = {tile.stream.id for tile in layout.tiles} | {*silent(layout), mixing.output, mixing.session}
    labels = (label for n in range(len(taken) + 1) if (label := f"canvas_{n}" if n else "canvas") not in taken)
    rect = Rect(0, 0, layout.canvas.width, layout.canvas.height)
    return (Input(next(labels), 1, Kind.CANVAS, rect, colour=mixing.canvas_colour or BLACK),)


def _seen(tile: Tile, below: int, mixing: Mixing, *, covers: bool) -> Input:
    """A tile above so many canvases; a primary that covers the picture needs no place."""
    stream, layer, rect = tile.stream.id, tile.layer + below, None if covers else tile.rect
    filler = mixing.fillers.get(stream)
    if isinstance(filler, int):
        return Input(stream, layer, Kind.PICTURE, rect, picture=filler)
    if filler is not None:
        return Input(stream, layer, Kind.CANVAS, rect, colour=colour_of(filler) or BLACK)
    kind = Kind.VIDEO if stream in mixing.video_only else Kind.STREAM
    return Input(stream, layer, kind, rect, tile.crop if is_cut(tile) else None)


def is_cut(tile: Tile) -> bool:
    """Whether a part of the source is not shown, or it is pulled out of its shape, as far as its size is known."""
    source, rect, crop = tile.stream.size, tile.rect, tile.crop
    if tile.fit in ("", "letterbox") and crop is None:
        return False
    if source is None:
        return True
    if crop is not None:
        return crop != Rect(0, 0, source.width, source.height)
    return source.width * rect.height != source.height * rect.width
