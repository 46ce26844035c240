"""Who moved between two layouts, how far, who stayed, who came and who left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from layoutkit.errors import UsageError
from layoutkit.geometry import Rect
from layoutkit.layout import Layout, need_layout


def half_pixels(before: Rect, after: Rect) -> int:
    """How far the centre went, across plus down, in half pixels: a centre may lie between two pixels."""
    across = 2 * before.x + before.width - 2 * after.x - after.width
    down = 2 * before.y + before.height - 2 * after.y - after.height
    return abs(across) + abs(down)


@dataclass(frozen=True, slots=True)
class Move:
    """A stream, by its id, whose tile stands elsewhere or is of another size than before."""

    stream: str
    before: Rect
    after: Rect

    def __post_init__(self) -> None:
        if self.before == self.after:
            raise UsageError(f"{self.stream!r} did not move: {self.after}")

    @property
    def dx(self) -> int:
        """How far the top left corner went to the right, in pixels; below nought to the left."""
        return self.after.x - self.before.x

    @property
    def dy(self) -> int:
        """How far the top left corner went down, in pixels; below nought up."""
        return self.after.y - self.before.y

    @property
    def resized(self) -> bool:
        """Whether the tile has another width or height than before."""
        return (self.before.width, self.before.height) != (self.after.width, self.after.height)

    @property
    def distance(self) -> int:
        """How far the centre went, across plus down, in pixels; half a pixel counts as one."""
        return (half_pixels(self.before, self.after) + 1) // 2

    @property
    def says(self) -> str:
        """`guest_2 moved 120 px left and 40 px down and is now 320x180, was 300x169`."""
        steps = ((self.dx, "right", "left"), (self.dy, "down", "up"))
        way = " and ".join(f"{abs(px)} px {ahead if px > 0 else back}" for px, ahead, back in steps if px)
        size = f"is now {_size(self.after)}, was {_size(self.before)}" if self.resized else ""
        return f"{self.stream} " + " and ".join(filter(None, (f"moved {way}" if way else "", size)))

    def document(self) -> dict[str, Any]:
        """The move as JSON; every length in pixels."""
        way = {"dx": self.dx, "dy": self.dy, "resized": self.resized, "distance": self.distance}
        return {**_record(self.stream, self.before, self.after), **way, "says": self.says}


@dataclass(frozen=True, slots=True)
class Stay:
    """A stream whose tile is the same as before."""

    stream: str
    rect: Rect

    @property
    def says(self) -> str:
        return f"{self.stream} stayed, {self.rect}"

    def document(self) -> dict[str, Any]:
        return {**_record(self.stream, self.rect, self.rect), "says": self.says}


@dataclass(frozen=True, slots=True)
class Arrival:
    """A stream that has a tile and had none before."""

    stream: str
    after: Rect

    @property
    def says(self) -> str:
        return f"{self.stream} came, {self.after}"

    def document(self) -> dict[str, Any]:
        return {**_record(self.stream, None, self.after), "says": self.says}


@dataclass(frozen=True, slots=True)
class Departure:
    """A stream that had a tile and has none now; `why` where it is still in the scene: audio only, dropped, on another page."""

    stream: str
    before: Rect
    why: str = ""

    @property
    def says(self) -> str:
        return f"{self.stream} left{f' ({self.why})' if self.why else ''}, was {self.before}"

    def document(self) -> dict[str, Any]:
        return {**_record(self.stream, self.before, None), "why": self.why or None, "says": self.says}


@dataclass(frozen=True, slots=True)
class Movement:
    """All that is different for the people of two layouts: by layer as the later one has them, who left as the earlier one had them."""

    moved: tuple[Move, ...] = ()
    stayed: tuple[Stay, ...] = ()
    came: tuple[Arrival, ...] = ()
    left: tuple[Departure, ...] = ()

    @property
    def distance(self) -> int:
        """How far all together moved: the sum of the moves' distances, in pixels."""
        return sum(move.distance for move in self.moved)

    @property
    def says(self) -> str:
        """`2 moved 340 px in all, 13 stayed, 1 left`."""
        moved = f"{len(self.moved)} moved {self.distance} px in all" if self.moved else "nobody moved"
        others = ((self.stayed, "stayed"), (self.came, "came"), (self.left, "left"))
        return ", ".join([moved, *(f"{len(people)} {verb}" for people, verb in others if people)])

    def document(self) -> dict[str, Any]:
        """The movement as JSON: for each person the rectangle before and after, null where there is none, and a sentence."""
        return {
            "moved": [move.document() for move in self.moved],
            "stayed": [stay.document() for stay in self.stayed],
            "came": [arrival.document() for arrival in self.came],
            "left": [departure.document() for departure in self.left],
            "distance": self.distance,
            "says": self.says,
        }


def moves(before: Layout, after: Layout) -> Movement:
    """What happened to each stream between two layouts; on canvases of two sizes each rectangle is in its own canvas's pixels."""
    need_layout(before, after)
    was = {tile.stream.id: tile.rect for tile in before.tiles}
    now = {tile.stream.id: tile.rect for tile in after.tiles}
    why = {off.stream.id: off.why for off in after.off_picture}
    return Movement(
        tuple(Move(stream, was[stream], rect) for stream, rect in now.items() if stream in was and was[stream] != rect),
        tuple(Stay(stream, rect) for stream, rect in now.items() if was.get(stream) == rect),
        tuple(Arrival(stream, rect) for stream, rect in now.items() if stream not in was),
        tuple(Departure(stream, rect, why.get(stream, "")) for stream, rect in was.items() if stream not in now),
    )


def _size(rect: Rect) -> str:
    return f"{rect.width}x{rect.height}"


def _record(stream: str, before: Rect | None, after: Rect | None) -> dict[str, Any]:
    return {"stream": stream, "before": _place(before), "after": _place(after)}


def _place(rect: Rect | None) -> dict[str, int] | None:
    return {"x": rect.x, "y": rect.y, "width": rect.width, "height": rect.height} if rect else None
