"""With more people than there is room for: as many as there is, the rest left out or on further pages, as the template says."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from layoutkit.errors import UsageError
from layoutkit.layout import Layout
from layoutkit.scene import Scene, Stream
from layoutkit.template import Template, served

Left = tuple[tuple[Stream, str], ...]
"""Those without a tile, each with the reason."""


def overflowing(
    template: Template, scene: Scene, page: int, fits: Callable[[Scene], bool], made: Callable[[Scene, Left], Layout]
) -> Layout:
    """The layout of everyone, or of the greatest number that has one.

    `drop` leaves out the lowest priority, then the last; `page` cuts the same order into pages of that number, each of which has a
    layout. `fits` tells whether a scene has one, and raises Unproved where that cannot be told in time, which is not "has none".
    Raises NoLayout where not even one has room on a page, UsageError for a page that there is not.
    """
    served(template, scene, too_many=True)
    people = sorted(scene.pictured, key=lambda stream: -stream.priority)
    size = next(_sizes(template, scene, people, fits), None)
    if size is None:
        # Not even the fewest have a layout: the clash of these is told.
        return made(_only(scene, people[: max(template.secondaries.low, 1)]), ())
    if size == len(people) and page == 1:
        return made(scene, ())
    if template.overflow == "drop":
        if page != 1:
            raise UsageError(f"{template.ref} has no page {page}", "it leaves out whom it has no room for")
        left = people[size:]
        return made(_without(scene, left), tuple((stream, f"dropped: there is room for {size}") for stream in left))
    return _page(template, scene, [people[i : i + size] for i in range(0, len(people), size)], page, made)


def _sizes(template: Template, scene: Scene, people: Sequence[Stream], fits: Callable[[Scene], bool]) -> Iterator[int]:
    """The numbers of people that have a layout, greatest first; on pages, all of them must."""
    most = len(people) if template.secondaries.high is None else min(len(people), template.secondaries.high)
    for size in range(most, 0, -1):
        starts = range(0, len(people), size) if template.overflow == "page" else range(1)
        pages = [people[i : i + size] for i in starts]
        if all(fits(_only(scene, own)) for own in pages):
            yield size
    if template.overflow == "drop":
        yield 0


def _page(template: Template, scene: Scene, pages: Sequence[Sequence[Stream]], page: int, made: Callable[[Scene, Left], Layout]) -> Layout:
    if page > len(pages):
        raise UsageError(f"there is no page {page}", "there is 1 page" if len(pages) == 1 else f"there are {len(pages)} pages")
    own = {stream.id for stream in pages[page - 1]}
    left = [(s, f"on page {number} of {len(pages)}") for number, people in enumerate(pages, 1) for s in people if s.id not in own]
    return made(_only(scene, pages[page - 1]), tuple(left))


def _only(scene: Scene, people: Sequence[Stream]) -> Scene:
    """The scene with these of the people in the picture, in their own order; who is only heard stays."""
    kept = {stream.id for stream in people}
    return replace(scene, secondaries=tuple(s for s in scene.secondaries if s.audio_only or s.id in kept))


def _without(scene: Scene, people: Sequence[Stream]) -> Scene:
    left = {stream.id for stream in people}
    return replace(scene, secondaries=tuple(s for s in scene.secondaries if s.id not in left))
