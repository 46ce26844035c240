"""What a mixer shows, as a picture: no layout, for one stream may stand in it twice, or nothing at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from layoutkit.documents import write_picture
from layoutkit.geometry import Rect, Size
from layoutkit.layout import Tile
from layoutkit.picture.label import Line, Sizes, label
from layoutkit.picture.svg import need_theme, short
from layoutkit.picture.text import isolated, runs, shorten
from layoutkit.picture.tiles import MOST_LETTERS, USUAL_LETTERS, Drawn, drawn
from layoutkit.picture.words import size_text, tile_stacks

SHOWN = 500
"""The longest side of the picture where it is usually shown, in CSS pixels: letters can be read at that size."""
WIDEST_NOTE = 30
"""A note is so many em wide at most."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Something that the mixer shows: its place, a word to say of it (`frozen`), and its own colour, `#rrggbb`."""

    tile: Tile
    note: str = ""
    ground: str = ""


@dataclass(frozen=True, slots=True)
class _Seen:
    """A piece ready to be drawn: its own colour or none, and letters that can be read on that."""

    drawn: Drawn
    noted: bool
    ground: str
    ink: str


def draw_mix(canvas: Size, pieces: Sequence[Piece], *, theme: str = "light", says: str = "", heard: Sequence[str] = ()) -> str:
    """The text of an SVG exactly as large as the canvas, so that it can lie beside the real picture.

    The pieces come from the lowest up. `says` is written where nothing is shown, `heard` are those that are only heard.
    """
    need_theme(theme)
    unit = max(canvas.width, canvas.height) / SHOWN
    return write_picture(
        "mixed.svg.j2",
        short=short,
        runs=runs,
        theme=theme,
        unit=unit,
        canvas=canvas,
        title=f"{size_text(canvas)}, {len(pieces)} in the picture",
        pieces=_seen(canvas, pieces, unit, [_foot(canvas, unit)] if heard else []),
        says=_says(canvas, says, unit) if not pieces else (),
        heard=shorten("heard: " + ", ".join(isolated(name) for name in heard), min(WIDEST_NOTE, canvas.width / unit / 13)) if heard else "",
    )


def _seen(canvas: Size, pieces: Sequence[Piece], unit: float, kept: list[Rect]) -> list[_Seen]:
    """Each with the label that those above it leave room for; a stream has one colour wherever it stands."""
    others = [piece.tile.stream.id for piece in pieces if piece.tile.role == "secondary"]
    colours = {stream: number for number, stream in enumerate(dict.fromkeys(others))}
    covers = [[*kept, *(above.tile.rect for above in pieces[n:])] for n in range(1, len(pieces) + 1)]
    pairs = zip(pieces, covers, strict=True)
    return [
        _piece(piece, drawn(piece.tile, _stacks(piece), over, unit, canvas, colours.get(piece.tile.stream.id, 0))) for piece, over in pairs
    ]


def _foot(canvas: Size, unit: float) -> Rect:
    """Where those that are only heard are named: the lowest line of the picture."""
    high = min(canvas.height, round(26 * unit))
    return Rect(0, canvas.height - high, canvas.width, high)


def _piece(piece: Piece, made: Drawn) -> _Seen:
    return _Seen(made, bool(piece.note), piece.ground, _ink_on(piece.ground) if piece.ground else "")


def _stacks(piece: Piece) -> tuple[tuple[str, ...], ...]:
    """The lines that a label may have; the note goes before numbers."""
    stacks = tile_stacks(piece.tile)
    if not piece.note:
        return stacks
    named = [stack for stack in stacks if len(stack) > 1]
    return (*((name, piece.note, *rest) for name, *rest in named), (named[0][0], piece.note), *stacks[len(named) :])


def _ink_on(ground: str) -> str:
    """Black or white, whichever can be read on a colour (its luma by Rec. 709)."""
    red, green, blue = (int(ground[n : n + 2], 16) for n in (1, 3, 5))
    return "#000000" if 0.2126 * red + 0.7152 * green + 0.0722 * blue > 120 else "#ffffff"


def _says(canvas: Size, text: str, unit: float) -> tuple[Line, ...]:
    room = Rect(0, 0, canvas.width, canvas.height)
    return label([(text,)], room, Sizes(USUAL_LETTERS * unit, MOST_LETTERS * unit)) if text else ()
