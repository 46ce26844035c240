"""A layout for people: where everybody is, what the wishes reached, who moved."""

from __future__ import annotations

from layoutkit.app.tables import table
from layoutkit.geometry import Rect, Size
from layoutkit.layout import Layout, Tile, WishReached
from layoutkit.movement import Move, Movement

PLACE = ("x", "y", "width", "height")


def placed(layout: Layout) -> str:
    """A layout, a row a tile, by layer; then its regions, who has no tile, and what the wishes reached."""
    head = f"{layout.origin.template} on {layout.canvas}"
    regions = table(("region", *PLACE), [(name, *_numbers(area)) for name, area in layout.regions])
    off = [f"{o.stream.id} has no tile: {o.why}" for o in layout.off_picture]
    proved = [] if layout.proved else ["not proved: the limit of work came first, and there may be a better layout"]
    rest = [*off, *map(wish_text, layout.wishes), *proved]
    parts = [f"{head}\n{_tiles(layout)}", *([regions] if layout.regions else []), *(["\n".join(rest)] if rest else [])]
    return "\n\n".join(parts)


def _numbers(rect: Rect) -> tuple[int, int, int, int]:
    return rect.x, rect.y, rect.width, rect.height


def _tiles(layout: Layout) -> str:
    """A row a tile; how the source fills it, and which part of it is shown, where a template says so."""
    header = ["stream", "role", *PLACE, "layer"]
    rows: list[list[object]] = [[t.stream.id, t.role, *_numbers(t.rect), t.layer] for t in layout.tiles]
    if any(tile.fit for tile in layout.tiles):
        header.append("fit")
        rows = [[*row, tile.fit or "-"] for row, tile in zip(rows, layout.tiles, strict=True)]
    if any(tile.crop for tile in layout.tiles):
        header.append("shown of the source")
        rows = [[*row, _shown(tile)] for row, tile in zip(rows, layout.tiles, strict=True)]
    return table(header, rows)


def _shown(tile: Tile) -> str:
    """The part of the source that is shown; nobody knows which, where a source is cropped whose size was not told."""
    return str(tile.crop or ("size not told" if tile.fit == "crop" else "all"))


def wish_text(wish: WishReached) -> str:
    """`largest all: 313 px (proved best)`, `place first: 40 px short (proved best)`, `least_movement all: 2 moved (proved best)`."""
    word = wish.wish.partition(" ")[0]
    best = "proved best" if wish.proved else f"not proved; at best {_amount(word, wish.bound)}"
    return f"{wish.wish}: {_amount(word, wish.value)} ({best})"


def _amount(word: str, value: float) -> str:
    """A number that a wish came to, in its unit; a wish that its author named does not say which it is."""
    match word:
        case "largest" | "minimize" | "maximize":
            return f"{value:.10g} px"
        case "least_crop":
            return f"{value:.10g} px cut off"
        case "size" | "place" | "stack" | "require":
            return f"{value:.10g} px short" if value else "granted"
        case "least_movement":
            return f"{value:.10g} moved"
        case _:
            return f"{value:.10g}"


def movement_text(movement: Movement, *, other_canvas: Size | None = None) -> str:
    """Who moved how far since the layout before, a row a person; those who stayed are counted."""
    rows = [
        *((m.stream, "moved", _way(m), m.distance) for m in movement.moved),
        *((c.stream, "came", str(c.after), None) for c in movement.came),
        *((left.stream, "left", left.why or f"was {left.before}", None) for left in movement.left),
    ]
    told = table(("stream", "since before", "how", "px"), rows)
    canvas = f" (the layout before was on {other_canvas})" if other_canvas else ""
    return "\n" + "\n".join([movement.says + canvas, *([told] if rows else [])])


def _way(move: Move) -> str:
    """`120 left, 40 down, now 320x180`."""
    steps = ((move.dx, "right", "left"), (move.dy, "down", "up"))
    way = [f"{abs(px)} {ahead if px > 0 else back}" for px, ahead, back in steps if px]
    size = [f"now {move.after.width}x{move.after.height}"] if move.resized else []
    return ", ".join([*way, *size])
