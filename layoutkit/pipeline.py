"""The main path: arrange() finds the layout, render() writes it for a target, Client.mix() sends it."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from threading import Lock
from typing import Any, TypeVar

from layoutkit import shelf
from layoutkit.errors import Fault, UsageError
from layoutkit.geometry import Rect, Size
from layoutkit.layout import Layout
from layoutkit.scene import KeepClear, Scene, Stream
from layoutkit.solve import breaches, certify, solve
from layoutkit.targets import render as _render_mix_streamv2
from layoutkit.template import Template, pose

T = TypeVar("T")

TARGETS = {"mix_streamv2": _render_mix_streamv2}

MOST_SEEN = 4096
"""As many layouts are remembered in a process; when there are more, the older half is forgotten."""

_seen: dict[Any, Layout] = {}
_lock = Lock()


def arrange(
    template: Template | str | os.PathLike[str],
    scene: Scene | None = None,
    *,
    canvas: Size | str | None = None,
    primary: Stream | str | None = None,
    secondaries: Sequence[Stream | str] = (),
    keep_clear: Mapping[str, Sequence[int]] | None = None,
    settings: Mapping[str, object] | None = None,
) -> Layout:
    """Where every stream goes, by the template, in whole pixels of the canvas; the same every time for the same question.

    The template is a name on the shelf, the path of a file, or a Template; the scene is a Scene, or its parts: a canvas such as
    `"540x960"`, the primary's stream id, the secondaries' in order, keep-clear areas as `{"banner": (x, y, width, height)}`.

    Raises UsageError for a name, count or setting that cannot be; DocumentError for an invalid template; NoLayout where the rules
    cannot all hold; Unproved at the limit of work.
    """
    if not isinstance(template, Template):
        template = shelf.load(template)
    key: Any = (template.ref.digest, scene, canvas, primary, tuple(secondaries), *_frozen(keep_clear, settings))
    try:
        found = _seen.get(key)
    except TypeError:
        raise UsageError("ids are text, a canvas is text or a Size, settings are numbers, texts or flags") from None
    if found is not None:
        return found
    if scene is None:
        scene = scene_of(canvas, primary, secondaries, keep_clear)
    elif not (canvas is primary is keep_clear is None and not secondaries):
        raise UsageError("a scene is given whole, or by its parts, not both")
    return _remembered(key, _arranged(template, scene, settings))


def _arranged(template: Template, scene: Scene, settings: Mapping[str, object] | None) -> Layout:
    problem = pose(template, scene, settings)
    return certify(problem, solve(problem))


def _frozen(keep_clear: Mapping[str, Sequence[int]] | None, settings: Mapping[str, object] | None) -> tuple[object, object]:
    areas = tuple((name, tuple(box)) for name, box in keep_clear.items()) if keep_clear else ()
    # The type is part of the key: True == 1, and a flag is not a number.
    values = tuple((name, type(value), value) for name, value in sorted(settings.items())) if settings else ()
    return areas, values


def _remembered(key: Any, layout: Layout) -> Layout:
    with _lock:
        if len(_seen) >= MOST_SEEN:
            for old in list(_seen)[: MOST_SEEN // 2]:
                del _seen[old]
        return _seen.setdefault(key, layout)


def scene_of(
    canvas: Size | str | None,
    primary: Stream | str | None,
    secondaries: Iterable[Stream | str] = (),
    keep_clear: Mapping[str, Sequence[int]] | None = None,
) -> Scene:
    """A scene from its parts, all its faults told at once."""
    if canvas is None or primary is None:
        raise UsageError("a scene needs a canvas and a primary", 'canvas="540x960", primary="8888_denny"')
    faults: list[Fault] = []
    size = _made(faults, lambda: canvas if isinstance(canvas, Size) else Size.parse(canvas))
    streams = [_made(faults, lambda s=s: s if isinstance(s, Stream) else Stream(s)) for s in (primary, *secondaries)]
    areas = [_made(faults, lambda n=n, b=b: KeepClear(n, Rect(*b))) for n, b in (keep_clear or {}).items()]
    if faults or size is None or streams[0] is None:
        raise UsageError(faults)
    return Scene(size, streams[0], tuple(s for s in streams[1:] if s), tuple(a for a in areas if a))


def _made(faults: list[Fault], make: Callable[[], T]) -> T | None:
    try:
        return make()
    except UsageError as error:
        faults += error.faults
    except TypeError:
        faults.append(Fault("a keep-clear area is four whole numbers", hint="(x, y, width, height) in pixels"))
    return None


def certified(layout: Layout, template: Template, scene: Scene) -> Layout:
    """A layout that came from outside, if it keeps every rule of its template; else Uncertified with every breach."""
    return certify(pose(template, scene, dict(layout.origin.settings)), layout)
