"""Who moved since the layout before: where each stood, in dashes, an arrow to where they stand, and how far it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain

from layoutkit.geometry import Rect, Size
from layoutkit.layout import Layout
from layoutkit.movement import Arrival, Departure, Move, Movement, moves
from layoutkit.picture.arrows import Arrow, Box, Point, arrow, meet
from layoutkit.picture.text import isolated, shorten, width
from layoutkit.picture.tiles import Drawn
from layoutkit.picture.words import called, place_text, size_text

LETTERS = 13.0
"""The size of the letters in a pill, in units (`legend.unit_of`)."""
LONGEST_NAME = 12.0
"""The longest name in a pill, in em."""
PADDING = 0.6
"""Free space at each side of a pill's text, in em."""


@dataclass(frozen=True, slots=True)
class Pill:
    """A short text on a ground of its own: `120 px`, `new`, `Ann left`."""

    text: str
    box: Box
    size: float

    @property
    def baseline(self) -> Point:
        """The middle of its text's baseline."""
        return (self.box[0] + self.box[2]) / 2, (self.box[1] + self.box[3]) / 2 + 0.36 * self.size


@dataclass(frozen=True, slots=True)
class Ghost:
    """Where somebody stood before; `rect` is None for who has just come."""

    about: str
    rect: Rect | None
    arrow: Arrow | None
    pill: Pill | None


@dataclass(slots=True)
class _Room:
    """Where pills may stand: inside the canvas, on no label and no other pill."""

    canvas: Size
    unit: float
    taken: list[Box] = field(default_factory=list)

    def pill(self, text: str, spots: Iterable[Point], *, anyway: bool) -> Pill | None:
        """The text at the first free spot; at the first one `anyway`, or not at all."""
        size = LETTERS * self.unit
        half, tall = width(text) * size / 2 + PADDING * size, 0.8 * size
        if 2 * half > self.canvas.width or 2 * tall > self.canvas.height:
            return None
        boxes = [self._inside(x, y, half, tall) for x, y in spots]
        free = [box for box in boxes if not any(meet(box, other) for other in self.taken)]
        chosen = next(iter(free or (boxes if anyway else ())), None)
        self.taken += [chosen] if chosen else []
        return Pill(text, chosen, size) if chosen else None

    def _inside(self, x: float, y: float, half: float, tall: float) -> Box:
        x, y = min(max(x, half), self.canvas.width - half), min(max(y, tall), self.canvas.height - tall)
        return x - half, y - tall, x + half, y + tall


def compared(before: Layout, after: Layout) -> Movement | None:
    """Who moved; None where the layout before was on another canvas, whose pixels are not this one's."""
    return moves(before, after) if before.canvas == after.canvas else None


def ghosts(before: Layout, after: Layout, tiles: Sequence[Drawn], unit: float) -> list[Ghost]:
    """A ghost for each who moved, left or came, in the order of the later layout's layers."""
    movement = compared(before, after)
    if movement is None:
        return []
    labels = {tile.rect: _around(tile) for tile in tiles if tile.lines}
    room = _Room(after.canvas, unit, [*labels.values()])
    names = {tile.stream.id: called(tile.stream) for tile in chain(before.tiles, after.tiles)}
    return [
        *(_moved(move, labels.get(move.after), room) for move in movement.moved),
        *(_left(left, names[left.stream], room) for left in movement.left),
        *(_came(came, names[came.stream], room) for came in movement.came),
    ]


def _around(tile: Drawn) -> Box:
    """The rectangle around a tile's words."""
    halves = [width(line.text) * line.size / 2 for line in tile.lines]
    return (
        min(line.x - half for line, half in zip(tile.lines, halves, strict=True)),
        tile.lines[0].y - tile.lines[0].size,
        max(line.x + half for line, half in zip(tile.lines, halves, strict=True)),
        tile.lines[-1].y + 0.3 * tile.lines[-1].size,
    )


def _moved(move: Move, label: Box | None, room: _Room) -> Ghost:
    way = arrow(_middle(move.before), _middle(move.after), label, room.unit)
    spots = way.spots if way else [_at_edge(move.after, room.unit), _at_edge(move.after, room.unit, below=True)]
    pill = room.pill(f"{move.distance} px" if move.distance else "resized", spots, anyway=True)
    return Ghost(isolated(move.says), move.before, way, pill)


def _left(left: Departure, name: str, room: _Room) -> Ghost:
    about = f"{isolated(name)} left, was {size_text(left.before)} at {place_text(left.before)}"
    spots = [_middle(left.before), _at_edge(left.before, room.unit), _at_edge(left.before, room.unit, below=True)]
    return Ghost(about, left.before, None, room.pill(f"{isolated(shorten(name, LONGEST_NAME))} left", spots, anyway=True))


def _came(came: Arrival, name: str, room: _Room) -> Ghost:
    spots = [_at_edge(came.after, room.unit), _at_edge(came.after, room.unit, below=True)]
    return Ghost(f"{isolated(name)} came", None, None, room.pill("new", _within(came.after, spots), anyway=False))


def _within(rect: Rect, spots: Iterable[Point]) -> Iterator[Point]:
    return (spot for spot in spots if rect.y < spot[1] < rect.bottom)


def _middle(rect: Rect) -> Point:
    return rect.x + rect.width / 2, rect.y + rect.height / 2


def _at_edge(rect: Rect, unit: float, *, below: bool = False) -> Point:
    """Just inside the upper or the lower edge, in the middle."""
    inside = 1.1 * LETTERS * unit
    return rect.x + rect.width / 2, rect.bottom - inside if below else rect.y + inside
