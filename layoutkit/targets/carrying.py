"""What profile 2017 of `Mix_StreamV2` cannot carry of a layout, and why."""

from __future__ import annotations

from collections.abc import Iterator

from layoutkit.errors import Fault
from layoutkit.geometry import Rect
from layoutkit.layout import Layout, Tile

MOST_STREAMS = 4
"""Mix_StreamV2, section 3: at most four video streams are mixed."""


def not_carried(layout: Layout) -> Iterator[Fault]:
    """Every reason why profile 2017 cannot carry a layout.

    Who was dropped, or is on another page, is left out, as the template says.
    """
    if len(layout.tiles) > MOST_STREAMS:
        said = f"{len(layout.tiles)} streams; profile 2017 carries {MOST_STREAMS}, the primary among them (Mix_StreamV2, section 3)"
        yield Fault(said, hint="a template for at most 3 secondaries")
    yield from _primary_faults(layout)
    for off in layout.off_picture:
        if off.why == "audio only":
            yield Fault(f"stream {off.stream.id!r} has no tile ({off.why}); profile 2017 mixes no stream without a picture")
    yield from (_too_long(tile) for tile in layout.secondaries if max(tile.rect.width, tile.rect.height) > 3000)
    yield from (fault for tile in layout.tiles if (fault := _fit_fault(tile)))


def _primary_faults(layout: Layout) -> Iterator[Fault]:
    """The primary covers the picture, on layer 1; the secondaries are on 2, 3 and 4 (Mix_StreamV2, section 3)."""
    primary, whole = layout.primary, Rect(0, 0, layout.canvas.width, layout.canvas.height)
    if primary.rect != whole:
        yield Fault(
            f"the primary {primary.stream.id!r} is a tile, {primary.rect}; in profile 2017 it covers the picture",
            hint="a template whose primary is the background",
        )
    if primary.layer != 1:
        yield Fault(
            f"the primary {primary.stream.id!r} is on layer {primary.layer}; in profile 2017 it is the background, on layer 1",
            hint="a template whose layers begin with the primary",
        )


def _too_long(tile: Tile) -> Fault:
    return Fault(f"stream {tile.stream.id!r} is {tile.rect.width}x{tile.rect.height}; no side may be above 3000 px (TENCENT, section 5)")


def _fit_fault(tile: Tile) -> Fault | None:
    """Why a tile would not look as the layout has it: the page has no field for a crop or a stretch, a source is shown whole."""
    if not _is_cut(tile):
        return None
    done = f"is cropped to {tile.crop} of its source" if tile.crop else f"has fit {tile.fit or 'crop'}"
    return Fault(
        f"stream {tile.stream.id!r} {done}; profile 2017 has no field for it, a source is shown whole (TENCENT, sections 3 and 7)",
        hint="fit: {how: letterbox}, or tiles of the source's own shape (aspect: source)",
    )


def _is_cut(tile: Tile) -> bool:
    """Whether a part of the source is not shown, or it is pulled out of its shape, as far as its size is known."""
    source, rect, crop = tile.stream.size, tile.rect, tile.crop
    if tile.fit in ("", "letterbox") and crop is None:
        return False
    if source is None:
        return True
    if crop is not None:
        return crop != Rect(0, 0, source.width, source.height)
    return source.width * rect.height != source.height * rect.width
