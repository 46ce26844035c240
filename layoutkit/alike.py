"""Scenes that are alike: other people, or another canvas, and all else the same. What one cost to solve, the others are spared.

Where a stream stands does not hang on its id. So for scenes of as many streams of the same kinds, with the same settings, a layout is
worked out once a canvas, and handed on to other people; and where a template can be solved with its canvas left open, it is worked out
once for all canvases of the same orientation, and certified on each.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field, replace
from threading import Lock
from typing import TYPE_CHECKING

from layoutkit.geometry import Size
from layoutkit.layout import Layout, OffPicture, Tile
from layoutkit.origin import Setting
from layoutkit.scene import Scene, Stream
from layoutkit.solve import followed, recipe
from layoutkit.template import Template, pose_openly
from layoutkit.work import afresh

if TYPE_CHECKING:
    from layoutkit.solve import Recipe

MOST_KINDS = 512
"""So many kinds of scenes are remembered; when there are more, the older half is forgotten."""

MOST_MISSED = 3
"""A recipe that does not tell so many layouts in a row is given up: what it leaves out decides."""

MOST_CANVASES = 16
"""Of each kind, the layouts on so many canvases."""


@dataclass(slots=True)
class Kind:
    """What is known of scenes that are alike."""

    asked: bool = False
    recipe: Recipe | None = None
    missed: int = 0
    """So many times in a row the recipe did not tell the layout."""
    layouts: dict[Size, tuple[Scene, Layout]] = field(default_factory=dict)


_kinds: dict[Hashable, Kind] = {}
_lock = Lock()


def kind_of(template: Template, scene: Scene, values: tuple[tuple[str, Setting], ...], work: Hashable = None) -> Kind:
    """What is known of scenes like this one, for a template with these settings in force, and so much `work` allowed."""
    typed = tuple([(type(value), value) for _, value in values])
    portrait = scene.canvas.height > scene.canvas.width
    key = (template.ref.digest, typed, portrait, _people(scene), scene.keep_clear, work)
    return _kinds.get(key) or _new_kind(key)


def _new_kind(key: Hashable) -> Kind:
    with _lock:
        if len(_kinds) >= MOST_KINDS:
            for old in list(_kinds)[: MOST_KINDS // 2]:
                del _kinds[old]
        return _kinds.setdefault(key, Kind())


def _people(scene: Scene) -> Hashable:
    """All that a layout can hang on of who is in a scene: of each source its size, role, and whether it has a picture."""
    return tuple([(s.size, s.role, s.audio_only) for s in (scene.primary, *scene.secondaries)])


def known(
    kind: Kind, template: Template, scene: Scene, settings: Mapping[str, object], ahead: Callable[[], Layout | None] = lambda: None
) -> Layout | None:
    """The layout of a scene as far as it follows from what was worked out before; None where it has to be solved.

    `ahead` is asked for one that was solved ahead, where there is no recipe, or none yet.
    """
    there = kind.layouts.get(scene.canvas)
    if there:
        return _handed_on(*there, scene)
    found = ahead() if kind.recipe is None else None
    if found is not None:
        return remember(kind, scene, found)
    made = recipe_of(kind, template, scene, settings)
    layout = followed(made, scene) if made else None
    kind.missed = 0 if layout else kind.missed + 1
    if kind.missed > MOST_MISSED:
        kind.recipe = None
    return layout


def recipe_of(kind: Kind, template: Template, scene: Scene, settings: Mapping[str, object]) -> Recipe | None:
    """The recipe of scenes like this one, made when it is first asked for; None where there is none."""
    if not kind.asked:
        kind.asked = True
        with afresh(1):  # whoever asks first does not pay for it
            problem = pose_openly(template, scene, settings)
            kind.recipe = recipe(problem) if problem else None
    return kind.recipe


def remember(kind: Kind, scene: Scene, layout: Layout) -> Layout:
    """Keep a layout for scenes like this one on the same canvas, if it is proved."""
    if not layout.proved:
        return layout
    with _lock:
        if len(kind.layouts) >= MOST_CANVASES:
            del kind.layouts[next(iter(kind.layouts))]
        kind.layouts[scene.canvas] = scene, layout
    return layout


def _handed_on(before: Scene, layout: Layout, scene: Scene) -> Layout:
    """The same layout with other people in it."""
    if before == scene:
        return layout
    people: dict[str, Stream] = {old.id: new for old, new in zip(before.streams, scene.streams, strict=True)}

    tiles = tuple([Tile(people[old.stream.id], old.role, old.rect, old.layer, old.fit, old.crop) for old in layout.tiles])
    off = tuple([OffPicture(people[old.stream.id], old.why) for old in layout.off_picture])
    return replace(layout, tiles=tiles, off_picture=off)


def forget() -> None:
    """Forget all that was worked out."""
    _kinds.clear()
