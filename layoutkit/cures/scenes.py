"""What every rule hangs on: how many people there are, and how large the canvas is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from layoutkit.cures.case import Case, applied
from layoutkit.cures.nearest import nearest, tried
from layoutkit.errors import Cure
from layoutkit.geometry import MAX_SIDE, Size
from layoutkit.scene import Scene, Stream
from layoutkit.template.opening import opened

MOST_FEWER = 32
"""So many fewer people are tried one by one."""

MOST_MORE = 8
"""So many more people are tried: seldom are more a help."""


def of_count(case: Case) -> Iterator[Cure]:
    """The nearest count of secondaries, those at the end left out, or some more added."""
    now, served = len(case.scene.pictured), case.template.secondaries
    most = now + MOST_MORE if served.high is None else min(served.high, now + MOST_MORE)
    found = tried(now, (max(served.low, 1), most), lambda count: applied(replace(case, scene=_with_people(case.scene, count))), MOST_FEWER)
    if found:
        yield Cure("count", "secondaries", now, found.value, found.fits)


def _with_people(scene: Scene, count: int) -> Scene:
    """The scene with so many secondaries in the picture."""
    pictured = scene.pictured
    if count <= len(pictured):
        left = {stream.id for stream in pictured[count:]}
        return replace(scene, secondaries=tuple(s for s in scene.secondaries if s.id not in left))
    taken = {stream.id for stream in (scene.primary, *scene.secondaries)}
    free = (name for number in range(len(taken) + count) if (name := f"guest_{number}") not in taken)
    return replace(scene, secondaries=(*scene.secondaries, *(Stream(next(free)) for _ in range(count - len(pictured)))))


def of_canvas(case: Case) -> Iterator[Cure]:
    """The nearest longer side of the canvas."""
    size = case.scene.canvas
    for side, now in (("width", size.width), ("height", size.height)):
        most = min(MAX_SIDE, 4 * now)

        def longer(value: int, side: str = side) -> Case:
            canvas = Size(value, size.height) if side == "width" else Size(size.width, value)
            return replace(case, scene=replace(case.scene, canvas=canvas))

        poses = partial(opened, case.template, case.scene, case.values, side=side)  # type: ignore[arg-type]
        found = nearest(case, now, (now, most), poses, longer)
        if found:
            yield Cure("canvas", side, now, found.value, found.fits)
