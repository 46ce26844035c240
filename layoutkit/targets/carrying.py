"""What a profile of `Mix_StreamV2` cannot carry of a layout, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from layoutkit.errors import Fault
from layoutkit.geometry import Rect
from layoutkit.layout import Layout, Tile
from layoutkit.targets.inputs import inputs_of, is_cut
from layoutkit.targets.mixing import PLAIN, Mixing
from layoutkit.targets.profiles import LARGEST_SOURCE, LONGEST, MOST_INPUTS, PROFILES, known


@dataclass(frozen=True, slots=True)
class Carrier:
    """A profile, and every reason why it cannot carry a layout; with none, it can."""

    profile: str
    reasons: tuple[Fault, ...] = ()

    @property
    def carries(self) -> bool:
        """Whether the profile carries the layout."""
        return not self.reasons


def carriers(layout: Layout, mixing: Mixing = PLAIN) -> tuple[Carrier, ...]:
    """Each profile, and what keeps it from carrying a layout."""
    return tuple(Carrier(profile, tuple(not_carried(layout, profile, mixing))) for profile in PROFILES)


def not_carried(layout: Layout, profile: str = "2017", mixing: Mixing = PLAIN) -> Iterator[Fault]:
    """Every reason why a profile cannot carry a layout.

    Who was dropped, or is on another page, is left out, as the template says.
    """
    known(profile)
    if profile == "2017":
        yield from _not_in_2017(layout, mixing)
    else:
        yield from _not_in_2019(layout, mixing)


# --- 2017 ------------------------------------------------------------------------------------------------------------


PAGE_ALONE = Fault(
    "profile 2017 has no canvas, output, bitrate, session, picture or soundless stream of its own (Mix_StreamV2, section 3)",
    hint="--profile 2019",
)


def _not_in_2017(layout: Layout, mixing: Mixing) -> Iterator[Fault]:
    if mixing != PLAIN:
        yield PAGE_ALONE
    if len(layout.tiles) > MOST_INPUTS["2017"]:
        said = f"{len(layout.tiles)} streams; profile 2017 carries 4, the primary among them (Mix_StreamV2, section 3)"
        yield Fault(said, hint="a template for at most 3 secondaries")
    yield from _primary_faults(layout)
    for off in layout.off_picture:
        if off.why == "audio only":
            yield Fault(f"stream {off.stream.id!r} has no tile ({off.why}); profile 2017 mixes no stream without a picture")
    yield from (_too_long(tile, "2017") for tile in layout.secondaries if _is_long(tile, "2017"))
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


def _is_long(tile: Tile, profile: str) -> bool:
    return max(tile.rect.width, tile.rect.height) > LONGEST[profile]


def _too_long(tile: Tile, profile: str) -> Fault:
    said = f"stream {tile.stream.id!r} is {tile.rect.width}x{tile.rect.height}; no side may be above {LONGEST[profile]} px"
    return Fault(f"{said} (TENCENT, section 5)")


def _fit_fault(tile: Tile) -> Fault | None:
    """Why a tile would not look as the layout has it: the page has no field for a crop or a stretch, a source is shown whole."""
    if not is_cut(tile):
        return None
    done = f"is cropped to {tile.crop} of its source" if tile.crop else f"has fit {tile.fit or 'crop'}"
    return Fault(
        f"stream {tile.stream.id!r} {done}; profile 2017 has no field for it, a source is shown whole (TENCENT, sections 3 and 7)",
        hint="fit: {how: letterbox}, or tiles of the source's own shape (aspect: source)",
    )


# --- 2019 ------------------------------------------------------------------------------------------------------------


def _not_in_2019(layout: Layout, mixing: Mixing) -> Iterator[Fault]:
    yield from mixing.strangers(layout)
    inputs, most = inputs_of(layout, mixing), MOST_INPUTS["2019"]
    if len(inputs) > most:
        canvas = ", the canvas below them among them" if inputs[0].colour else ""
        yield Fault(f"{len(inputs)} inputs{canvas}; profile 2019 carries {most} (TENCENT, section 5)", hint="fewer secondaries")
    for tile in layout.tiles:
        if any(input.rect and input.stream == tile.stream.id for input in inputs) and _is_long(tile, "2019"):
            yield _too_long(tile, "2019")
    if inputs[0].colour and max(layout.canvas.width, layout.canvas.height) > LONGEST["2019"]:
        yield Fault(f"the canvas is {layout.canvas}; no side may be above {LONGEST['2019']} px (TENCENT, section 5)")
    fillers = mixing.fillers
    for tile in layout.tiles:
        if tile.stream.id not in fillers:
            yield from _source_faults(tile)


def _source_faults(tile: Tile) -> Iterator[Fault]:
    """A source that is too large, that is pulled out of its shape, or of which nobody knows which part is shown."""
    who, source = f"stream {tile.stream.id!r}", tile.stream.size
    if source and max(source.width, source.height) > LARGEST_SOURCE:
        yield Fault(f"{who} is pushed as {source}; no side of a source may be above {LARGEST_SOURCE} px (TENCENT, section 5)")
    if tile.crop is None and is_cut(tile):
        if tile.fit == "stretch":
            said = f"{who} has fit stretch; profile 2019 has no field for it (TENCENT, section 8.3)"
            yield Fault(said, hint="fit: {how: crop}, or {how: letterbox}")
        else:
            said = f"{who} is cropped, and the size of its source is not told: crop_params are in its pixels (TENCENT, section 3)"
            yield Fault(said, hint="give the stream its size in the scene")
