"""The words of a picture: what a stream is called, how a rectangle is written, what a layout is in a sentence."""

from __future__ import annotations

from layoutkit.geometry import Rect, Size
from layoutkit.layout import Layout, OffPicture, Tile
from layoutkit.picture.text import clean, isolated, shorten
from layoutkit.scene import Stream


def called(stream: Stream) -> str:
    """What a person calls the stream: its name, or its id where it has no name that can be shown."""
    return clean(stream.name) or stream.id


def size_text(box: Size | Rect) -> str:
    """Width and height in pixels: `160×240`."""
    return f"{box.width}×{box.height}"


def place_text(box: Rect) -> str:
    """The left and the top edge in pixels: `(380,630)`."""
    return f"({box.x},{box.y})"


def tile_text(tile: Tile) -> str:
    """A tile in a phrase: `8888_rex: 160×240 at (380,630), layer 2, crop: 1080×1080 at (420,0) of its source`."""
    shown = f": {size_text(tile.crop)} at {place_text(tile.crop)} of its source" if tile.crop else ""
    fit = f", {tile.fit or 'crop'}{shown}" if tile.fit or shown else ""
    return f"{isolated(called(tile.stream))}: {size_text(tile.rect)} at {place_text(tile.rect)}, layer {tile.layer}{fit}"


def tile_stacks(tile: Tile) -> tuple[tuple[str, ...], ...]:
    """What a tile's label may say, line by line, from all there is to say down to the layer's number alone."""
    name, layer = called(tile.stream), f"layer {tile.layer}"
    size, place = size_text(tile.rect), place_text(tile.rect)
    both = f"{size} {place}"
    return ((name, size, place, layer), (name, both, layer), (name, both), (name, size), (name,), (str(tile.layer),))


def heading(layout: Layout) -> str:
    """The template that the layout was made from: `right-column@1`."""
    return clean(str(layout.origin.template))


def facts(layout: Layout) -> str:
    """The canvas and the number of secondaries; told too where the layout is not proved to be the best."""
    count = len(layout.secondaries)
    parts = [size_text(layout.canvas), f"{count} {'secondary' if count == 1 else 'secondaries'}"]
    return " · ".join(parts if layout.proved else [*parts, "not proved"])


def without_tile(off: OffPicture) -> str:
    """A stream that has no tile, and why, without what may follow a colon: `Ann (dropped)`, `Bob (on page 2 of 3)`."""
    why = clean(off.why).partition(":")[0]
    return f"{isolated(shorten(called(off.stream), 12))} ({shorten(why, 14)})"


def region_text(name: str, area: Rect) -> str:
    """A region in a phrase: `strip: 320×720 at (960,0)`."""
    return f"{isolated(clean(name))}: {size_text(area)} at {place_text(area)}"
