"""The main path: arrange() finds the layout, render() writes it for a target, Client.mix() sends it."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

from layoutkit import shelf, tencent
from layoutkit.alike import Kind, kind_of, known, recipe_of, remember
from layoutkit.atlas import Atlas
from layoutkit.documents import data_path
from layoutkit.errors import Fault, NoLayout, UsageError
from layoutkit.geometry import Rect, Size
from layoutkit.layout import Layout, OffPicture, need_layout
from layoutkit.origin import VERSION, Setting
from layoutkit.overflow import overflowing
from layoutkit.problem import Stay
from layoutkit.scene import KeepClear, Scene, Stream
from layoutkit.solve import Way, breaches, certify, possible, solve, stayed
from layoutkit.targets import PLAIN, Mixing, ends, render_end, session_of
from layoutkit.targets import render as render_payload
from layoutkit.template import Template, pose, served, settled
from layoutkit.tencent import Reply
from layoutkit.work import afresh, bounded, limited, running

T = TypeVar("T")

TARGETS = {"mix_streamv2": render_payload}

MOST_SEEN = 4096
"""As many layouts are remembered in a process; when there are more, the older half is forgotten."""

CURING = 0.5
"""The share of the limit that the search for cures may take."""

_atlases: list[Atlas] = []

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
    before: Layout | None = None,
    page: int = 1,
    limit: float | None = None,
    best: bool = False,
) -> Layout:
    """Where every stream goes, by the template, in whole pixels of the canvas; the same every time for the same question.

    The template is a name on the shelf, the path of a file, or a Template; the scene is a Scene, or its parts: a canvas such as
    `"540x960"`, the primary's stream id, the secondaries' in order, keep-clear areas as `{"banner": (x, y, width, height)}`.
    `before` is the layout now on air, for templates that wish for least movement; `page` is which page, from 1, where the template
    says `overflow: page` and there are too many for one.
    `limit` is how much work the question may take, in seconds (6 if None), counted in steps, so that it ends at the same step on every
    machine; a clock at six times as much may only refuse. With `best`, a layout that was found before the limit came is answered, with
    `proved` false and what each wish reached; it keeps every rule, and is the same on every machine.

    Raises UsageError for a name, count or setting that cannot be; DocumentError for an invalid template; NoLayout where the rules
    cannot all hold; Unproved at the limit of work.
    """
    if not isinstance(template, Template):
        template = shelf.load(template)
    try:
        key: Any = (
            template.ref.digest,
            scene,
            canvas,
            primary,
            _ids(secondaries),
            *_frozen(keep_clear, settings),
            before,
            page,
            limit,
            best,
        )
        found = _seen.get(key)
    except (TypeError, AttributeError):
        says = "ids are text, a canvas is text or a Size, areas are four whole numbers, settings are numbers, texts or flags by name"
        raise UsageError(says, 'canvas="540x960", secondaries=["a"], keep_clear={"banner": (0, 0, 540, 80)}, settings={"gap": 8}') from None
    if found is not None:
        return found
    if scene is None:
        scene = scene_of(canvas, primary, secondaries, keep_clear)
    elif canvas is not None or primary is not None or keep_clear is not None or secondaries:
        raise UsageError("a scene is given whole, or by its parts, not both")
    if not (before is None or isinstance(before, Layout)) or not isinstance(scene, Scene):
        raise UsageError("a scene is a Scene, and the layout before a Layout", "lk.arrange gives a Layout")
    if type(page) is not int or page < 1:
        raise UsageError(f"there is no page {page!r}", "pages are counted from 1")
    with bounded(limited(limit)):
        return _remembered(key, _arranged(template, scene, settings, before, page, Way(best=bool(best))))


def _arranged(
    template: Template, scene: Scene, settings: Mapping[str, object] | None, before: Layout | None, page: int, way: Way
) -> Layout:
    """The layout of everyone; where the template says so, of as many as there is room for."""

    def of(cut: Scene, left_out: Sequence[tuple[Stream, str]] = ()) -> Layout:
        layout = _after(template, cut, settings, way, before) if before else _like_others(template, cut, settings, way)
        return replace(layout, off_picture=(*layout.off_picture, *(OffPicture(*one) for one in left_out))) if left_out else layout

    if template.overflow == "refuse" and page != 1:
        raise UsageError(f"{template.ref} has no pages", "a template with 'overflow: page' has")
    try:
        if template.overflow != "refuse":
            return overflowing(template, scene, page, partial(_fits, template, settings), of)
        return of(scene)
    except NoLayout as clash:
        error = clash

    from layoutkit.cures import cured  # most programs meet no clash

    with afresh(CURING):
        raise cured(error, template, scene, settled(template, settings or {}))


def _after(template: Template, scene: Scene, settings: Mapping[str, object] | None, way: Way, before: Layout) -> Layout:
    """The layout of a scene after another: as always, but where the template wishes that people stay."""
    problem = pose(template, scene, settings, before)
    if not any(isinstance(wish.wanted, Stay) for wish in problem.wishes):
        return _like_others(template, scene, settings, way)
    made = recipe_of(_kind(template, scene, settings, way), template, scene, settings or {})
    return (made and stayed(made, problem)) or certify(problem, solve(problem, way))


def _kind(template: Template, scene: Scene, settings: Mapping[str, object] | None, way: Way) -> Kind:
    """What is known of scenes like this one, with so much work allowed."""
    meter = running()
    return kind_of(template, scene, settled(template, settings or {}), (meter.limit if meter else None, way.best))


def _like_others(template: Template, scene: Scene, settings: Mapping[str, object] | None, way: Way) -> Layout:
    """The layout of a scene, from what is known of scenes like it, or solved."""
    served(template, scene)
    values, kind = settled(template, settings or {}), _kind(template, scene, settings, way)
    layout = known(kind, template, scene, settings or {}, lambda: _solved_ahead(template, scene, values))
    return layout or remember(kind, scene, _solved(template, scene, settings, way))


def _solved_ahead(template: Template, scene: Scene, values: tuple[tuple[str, Setting], ...]) -> Layout | None:
    """The certified layout of a scene from an atlas; None where none has it, or it breaks a rule."""
    for atlas in atlases():
        layout = atlas.find(template.ref, scene, values)
        if layout is not None and not breaches(pose(template, scene, dict(values)), layout):
            return layout
        if layout is not None:
            atlas.warn(f"a layout of {template.ref} on {scene.canvas} breaks a rule")
    return None


def atlases() -> tuple[Atlas, ...]:
    """The atlases that are asked, in turn: those of `use_atlas`, then layoutkit's own of its shelf."""
    if not _atlases:
        own = data_path("templates", "atlases", "shelf.atlas")
        _atlases.extend([Atlas(own, VERSION)] if own.is_file() else [])
        _atlases.append(Atlas(None, VERSION))
    return tuple(_atlases)


def use_atlas(path: str | os.PathLike[str]) -> None:
    """Ask an atlas that `layoutkit check --atlas` wrote before all others; one that is damaged or older is ignored with a warning."""
    if not isinstance(path, (str, os.PathLike)):
        raise UsageError(f"an atlas is the path of a file, not {type(path).__name__}", '"shelf.atlas"')
    _atlases[:] = [Atlas(Path(path), VERSION), *atlases()]


@contextmanager
def unaided() -> Iterator[None]:
    """In here no atlas is asked: whoever proves or writes one takes nothing from another."""
    before = atlases()
    _atlases[:] = [Atlas(None, VERSION)]
    try:
        yield
    finally:
        _atlases[:] = before


def _solved(template: Template, scene: Scene, settings: Mapping[str, object] | None, way: Way) -> Layout:
    problem = pose(template, scene, settings)
    return certify(problem, solve(problem, way))


def _fits(template: Template, settings: Mapping[str, object] | None, scene: Scene) -> bool:
    """Whether the template serves a scene and has a layout on it; Unproved where that cannot be told."""
    try:
        problem = pose(template, scene, settings)
    except UsageError:
        return False
    return possible(problem, problem.rules)


def _ids(secondaries: Sequence[Stream | str]) -> tuple[Stream | str, ...]:
    if isinstance(secondaries, (str, bytes)):
        raise UsageError("the secondaries are a list of ids, not a text", f"[{str(secondaries)[:40]!r}]")
    return tuple(secondaries)


def _frozen(keep_clear: Mapping[str, Sequence[int]] | None, settings: Mapping[str, object] | None) -> tuple[object, object]:
    """Areas and settings as parts of a key; the types too, since True == 1 == 1.0."""
    areas = tuple((name, tuple(box), tuple(map(type, box))) for name, box in keep_clear.items()) if keep_clear else ()
    values = tuple((name, type(value), value) for name, value in sorted(settings.items())) if settings else ()
    if not all(isinstance(name, str) for name, *_ in (*areas, *values)):
        raise TypeError("names are text")
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
    secondaries = tuple(secondaries)
    try:
        people = tuple([stream if isinstance(stream, Stream) else Stream(stream) for stream in secondaries])
        return Scene(_size(canvas), _stream(primary), people, tuple(_area(name, box) for name, box in (keep_clear or {}).items()))
    except UsageError:
        return _faulty_scene(canvas, primary, secondaries, keep_clear)


def _faulty_scene(
    canvas: Size | str, primary: Stream | str, secondaries: Iterable[Stream | str], keep_clear: Mapping[str, Sequence[int]] | None
) -> Scene:
    """The same, part by part, so that all faults are told."""
    faults: list[Fault] = []
    size = _made(faults, _size, canvas)
    streams = [_made(faults, _stream, stream) for stream in (primary, *secondaries)]
    areas = [_made(faults, _area, name, box) for name, box in (keep_clear or {}).items()]
    if faults or size is None or streams[0] is None:
        raise UsageError(faults)
    return Scene(size, streams[0], tuple(s for s in streams[1:] if s), tuple(a for a in areas if a))


def _made(faults: list[Fault], make: Callable[..., T], *parts: object) -> T | None:
    """What is made of the parts; None where it cannot be, and the faults told."""
    try:
        return make(*parts)
    except UsageError as error:
        faults += error.faults
        return None


def _size(canvas: Size | str) -> Size:
    if not isinstance(canvas, (Size, str)):
        raise UsageError(f"a canvas is text or a Size, not {type(canvas).__name__}", '"540x960"')
    return canvas if isinstance(canvas, Size) else Size.parse(canvas)


def _stream(stream: Stream | str) -> Stream:
    return stream if isinstance(stream, Stream) else Stream(stream)


def _area(name: str, box: Sequence[int]) -> KeepClear:
    if len(box) != 4:
        raise UsageError(f"keep-clear area {name!r} is not four numbers", "(x, y, width, height) in pixels")
    return KeepClear(name, Rect(*box))


def certified(layout: Layout, template: Template, scene: Scene) -> Layout:
    """A layout that came from outside, if it keeps every rule of its template; else Uncertified with every breach."""
    # As its own layout before, so that people may have changed the seats that the template's wish lets them change.
    return certify(pose(template, scene, dict(layout.origin.settings), layout), layout)


def render(
    layout: Layout,
    target: str = "mix_streamv2",
    *,
    app_id: int,
    profile: str = "2017",
    now: float | None = None,
    canvas_colour: str | None = None,
    output: str | None = None,
    bitrate: int | None = None,
    session: str | None = None,
    pictures: Mapping[str, int | str] | None = None,
    video_only: Sequence[str] = (),
) -> dict[str, Any]:
    """The payload of a layout in the words of a target, as JSON data in the order of the target's own page.

    `now` is the time in UNIX seconds, the current second if None. The rest is for profile 2019: a canvas of a colour below everybody
    (`"0xcc0033"`; a primary that is a tile has a black one anyway), the stream that shows the mix and its bitrate in kbit/s, a session
    of another name than the primary's, streams of the layout that are uploaded pictures or coloured canvases in empty slots
    (`{"slot_4": 4711, "slot_5": "0x333333"}`), and who is seen and not heard.

    Raises NotCarried, with every reason, where the profile cannot carry the layout; UsageError for what cannot be at all.
    """
    if target not in TARGETS:
        raise UsageError(f"there is no target {target!r}", "there are " + ", ".join(TARGETS))
    need_layout(layout)
    mixing = Mixing(canvas_colour or "", output or "", bitrate, session or "", pictures or {}, video_only)
    return TARGETS[target](layout, app_id=app_id, now=int(time.time() if now is None else now), profile=profile, mixing=mixing)


class Client(tencent.Client):
    """Sends mixes to Tencent Cloud, or to any endpoint in its form: signed, retried every 2 s at most 5 times, the newest layout last."""

    def mix(self, layout: Layout | Callable[[], Layout], mixing: Mixing = PLAIN) -> Reply:
        """Put a layout on air: with one secondary or more it starts or updates the mix, with the primary alone it ends it.

        A callable is asked anew at each attempt, so that a retry never sends an older layout than there is. `mixing` is what the
        layout does not say, for profile 2019; with an output of its own, the mix of a primary alone goes on. Returns the Reply;
        raises a SendError that says what to do, or NotCarried before anything is sent.
        """
        ask = layout if callable(layout) else lambda: layout
        first = ask()
        ready = [(self.now, self._payload(first, mixing))]

        def newest() -> dict[str, Any]:
            """The payload that is ready, if it is of this second; else that of the layout there is now."""
            made, payload = ready.pop() if ready else (None, {})
            return payload if made is not None and abs(self.now - made) < 1 else self._payload(ask(), mixing)

        return self.send(newest, session=session_of(first, mixing))

    def end(self, primary: str, mixing: Mixing = PLAIN) -> Reply:
        """End the mix of a primary; always allowed, whatever template made it."""
        return self.send(lambda: self._ending(primary, mixing), session=mixing.session or primary)

    def _payload(self, layout: Layout, mixing: Mixing) -> dict[str, Any]:
        if ends(layout, self.profile, mixing):
            return self._ending(layout.primary.stream.id, mixing)
        return render_payload(layout, app_id=self.account.app_id, profile=self.profile, now=int(self.now), mixing=mixing)

    def _ending(self, primary: str, mixing: Mixing) -> dict[str, Any]:
        return render_end(primary, app_id=self.account.app_id, now=int(self.now), profile=self.profile, mixing=mixing)
