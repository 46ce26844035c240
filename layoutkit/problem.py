"""What must hold, and nothing about how it is found: boxes with unknown edges, and whole-number relations between them.

The vocabulary is smaller than an author's: a linear relation, boxes that lie apart, a clause of relations, and one of several
alternatives, such as the shapes that a grid can take. Each belongs to the rule it came from, and each rule can also be checked by plain
arithmetic on a finished placement.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from layoutkit.errors import Where
from layoutkit.forms import Box, Form, Relation, at_most
from layoutkit.geometry import Rect, Size
from layoutkit.origin import Origin
from layoutkit.scene import Scene, Stream


@dataclass(frozen=True, slots=True)
class Apart:
    """Two boxes, or a box and an area, that share no pixel and keep a gap: one lies wholly beside, above or below the other."""

    one: Box
    other: Box
    gap: tuple[int, int] = (0, 0)

    def ways(self) -> tuple[Relation, ...]:
        """The four relations, of which at least one must hold."""
        return ways_apart(self.one, self.other, self.gap)


def ways_apart(one: Box, other: Box, gap: tuple[Form, Form]) -> tuple[Relation, ...]:
    """The ways in which two boxes can keep a gap: one lies to the left of the other, to the right, above or below."""
    (a, b), (c, d) = one.spans, other.spans
    across, down = gap
    return (
        at_most(a.end + across, c.start),
        at_most(c.end + across, a.start),
        at_most(b.end + down, d.start),
        at_most(d.end + down, b.start),
    )


@dataclass(frozen=True, slots=True)
class Clause:
    """Relations of which at least one must hold, none of them preferred."""

    relations: tuple[Relation, ...]

    def ways(self) -> tuple[Relation, ...]:
        """The relations, of which at least one must hold."""
        return self.relations


Edges = tuple[Mapping[int, Form], Sequence[Relation]]
"""What the edges of boxes are, by unknown, and the relations that the new unknowns in them keep."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """One of several ways: one shape of a grid, one list of an `either`.

    `holds` and `inner` say all that decides whether this way is possible. `edges`, which then puts the boxes in their cells, never fails;
    it is asked for only when this way is looked at: a grid of a hundred has many shapes and needs the edges of one.
    """

    holds: tuple[Relation, ...]
    rank: int = 0
    """Its place in the order of ties; two ways may share one."""
    inner: tuple[Apart | Clause | OneOf, ...] = ()
    regions: tuple[tuple[str, Box], ...] = ()
    """The regions that only this way makes."""
    sizes: tuple[tuple[Form, Form, int], ...] = ()
    """The widths and heights of a grid's cells, each with the number of boxes of that size."""
    edges: Callable[[], Edges] = lambda: ({}, ())


@dataclass(frozen=True, slots=True)
class OneOf:
    """Exactly one of the alternatives is in force, in the order in which ties prefer them."""

    kind: Literal["grid", "either"]
    alternatives: tuple[Alternative, ...]
    boxes: tuple[Box, ...] = ()
    """A grid's: those in its cells."""
    key: str = ""
    """What orders two of a kind, whatever the order of the rules."""


@dataclass(frozen=True, slots=True)
class Largest:
    """Pictures as large as can be: first the smallest, then their sum. `shapes` are the sources' p:q, one a box."""

    boxes: tuple[Box, ...]
    shapes: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Nearly:
    """Lines that hold as nearly as can be: the least sum of the pixels by which they fail."""

    lines: tuple[Relation, ...]


@dataclass(frozen=True, slots=True)
class Extreme:
    """One sum as great as can be, or as small; what it comes to is `form / denominator`."""

    form: Form
    sense: Literal["minimize", "maximize"]
    denominator: int = 1


@dataclass(frozen=True, slots=True)
class Stay:
    """Those who were there before stay where they were: the fewest moved, then the least distance.

    `before` is the rectangle that each seat's stream had, None where it had none; people may change seats within a class, which is a
    set of seats, by index, that no rule tells apart.
    """

    before: tuple[Rect | None, ...]
    classes: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Wish:
    """Something wanted as far as the wishes before it allow; `written` says whether an author asked for it."""

    name: str
    wanted: Largest | Nearly | Extreme | Stay
    written: bool = True


Demand = Relation | Apart | Clause | OneOf


class Placement(tuple[Rect, ...]):
    """The rectangles of the seats, then of the regions; and how each seat is filled, where a finished layout tells it."""

    fits: tuple[str, ...] = ()


class Check(Protocol):
    """Judges a finished placement by plain arithmetic; says each breach in words.

    The placement is the rectangles of the seats and then of the regions, on the problem's canvas if no other is named.
    """

    def __call__(self, rects: Sequence[Rect], canvas: Size | None = None, /) -> Iterator[str]: ...


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that must hold: its word and place in the author's text, what it says, what it demands, how it is checked."""

    word: str
    name: str
    where: Where | None
    says: str
    demands: tuple[Demand, ...]
    check: Check
    late: Callable[[Sequence[Rule]], Sequence[Demand]] | None = None
    """What else it demands, given the rules in force: tiles that a grid holds need not be kept apart once more."""
    always: bool = False
    """It is in force whatever the author wrote: inside the canvas, apart from each other."""
    apart: tuple[tuple[str, ...], ...] = ()
    """Groups of boxes, by name, that it keeps apart from each other by what it is: the cells of a grid, the tiles of a stack."""


FITS = ("", "crop", "letterbox", "stretch")
"""The ways in which a source fills its tile; the first is that nothing is said."""


@dataclass(frozen=True, slots=True)
class Seat:
    """A tile to be: who sits there, in which role and layer, how the source fills it, and the box that is sought."""

    stream: Stream
    role: str
    layer: int
    box: Box
    fit: Form = 0
    """How the source fills it, as a place in FITS: unknown where rules speak of it."""


@dataclass(frozen=True, slots=True)
class Region:
    """A named part of the canvas: of known numbers, decided by the rules, or without a box of its own: made by some alternatives only."""

    name: str
    box: Box | None
    fixed: bool = False
    """Whether its numbers are written in the template, and not found."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A template posed on a scene: the seats in the order of `all`, the rules, and the wishes in the order they are granted."""

    scene: Scene
    origin: Origin
    seats: tuple[Seat, ...]
    rules: tuple[Rule, ...]
    wishes: tuple[Wish, ...]
    regions: tuple[Region, ...] = ()
    """By name; a placement tells their rectangles after those of the seats, in this order."""
    off_picture: tuple[tuple[Stream, str], ...] = ()
    """Who has no tile, and why."""

    @property
    def background(self) -> bool:
        """Whether the primary covers the canvas, at the bottom, and is no tile."""
        return not self.seats or self.seats[0].role != "primary"

    def __str__(self) -> str:
        people = "1 secondary" if (n := len(self.scene.pictured)) == 1 else f"{n} secondaries"
        return f"{self.origin.template} on {self.scene.canvas} with {people}"
