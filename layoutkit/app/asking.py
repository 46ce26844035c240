"""The arguments that say which layout is meant, the same for every command that needs one."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import click

from layoutkit import pipeline, shelf
from layoutkit.app.shell import F, take
from layoutkit.documents import layout_from, nearest, read_json, scene_from
from layoutkit.errors import DocumentError, Fault, UsageError, Where
from layoutkit.geometry import Rect, Size
from layoutkit.layout import Layout
from layoutkit.scene import KeepClear, Scene, Stream
from layoutkit.solve import breaches, seated
from layoutkit.targets import Placement
from layoutkit.template import Template, pose
from layoutkit.template.settings import settled

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line says of a scene."""

    canvas: str | None
    count: int | None
    primary: str | None
    secondary: tuple[str, ...]
    scene: str | None
    role: tuple[str, ...]
    settings: tuple[str, ...]
    keep_clear: tuple[str, ...]

    @property
    def any(self) -> bool:
        """Whether anything was said of a scene."""
        return self != Asked(None, None, None, (), None, (), (), ())


_OPTIONS: Sequence[Callable[[Any], Any]] = (
    click.option(
        "--canvas",
        metavar="WxH",
        help="The size of the whole picture in pixels: 540x960. Default: the template's first.",
    ),
    click.option(
        "--secondaries",
        "count",
        type=click.IntRange(0, 999),
        metavar="N",
        help="So many secondaries: guest_1, guest_2, … on primary. Default: 3.",
    ),
    click.option("--primary", metavar="ID", help="The primary's stream id."),
    click.option("--secondary", metavar="ID", multiple=True, help="A secondary's stream id; repeat it, in order."),
    click.option("--scene", metavar="FILE|-", help="All of it from a JSON document (layoutkit schema scene)."),
    click.option("--role", metavar="ROLE=ID|INDEX", multiple=True, help="Who is what: screen=8888_rex, or screen=1."),
    click.option("--set", "settings", metavar="NAME=VALUE", multiple=True, help="A setting of the template: gap=8."),
    click.option("--keep-clear", metavar="NAME=x,y,w,h", multiple=True, help="An area in pixels that no tile may touch."),
)


def with_scene(command: F) -> F:
    """Add the options of a scene to a command; it gets them as one `asked`."""

    @functools.wraps(command)
    def gathered(
        canvas: Any,
        count: Any,
        primary: Any,
        secondary: Any,
        scene: Any,
        role: Any,
        settings: Any,
        keep_clear: Any,
        **others: Any,
    ) -> Any:
        return command(asked=Asked(canvas, count, primary, secondary, scene, role, settings, keep_clear), **others)

    wrapped: Any = gathered
    for option in reversed(_OPTIONS):
        wrapped = option(wrapped)
    return wrapped  # type: ignore[no-any-return]


def layout_of(name: str, asked: Asked) -> Layout:
    """The layout that the command line asks for."""
    return meant(name, asked)[0]


def meant(name: str, asked: Asked) -> tuple[Layout, Scene]:
    """The layout that the command line asks for, and its scene; all that is wrong with the asking is told at once."""
    template = shelf.load(name)
    faults: list[Fault] = []
    wanted = settings_of(asked.settings, faults)
    _tried(faults, lambda: settled(template, wanted))
    scene = _tried(faults, lambda: scene_for(template, asked))
    if faults or scene is None:
        raise UsageError(faults)
    return pipeline.arrange(template, scene, settings=wanted), scene


def scene_for(template: Template, asked: Asked) -> Scene:
    """The scene that the command line describes; what it leaves out is the template's first canvas, and three secondaries if it can."""
    if asked.scene is not None:
        if asked != replace(Asked(None, None, None, (), asked.scene, (), (), ()), settings=asked.settings):
            said = "leave out --canvas, --primary, --secondary, --secondaries, --role, --keep-clear"
            raise UsageError("--scene says all of the scene", said)
        return scene_from(*read_json(*take(asked.scene)))
    ids, faults = _ids(template, asked), list[Fault]()
    canvas = _tried(faults, lambda: Size.parse(asked.canvas or "")) if asked.canvas is not None else template.canvases[0]
    twice = [i for i in dict.fromkeys(ids) if ids.count(i) > 1]
    faults += [Fault(f"stream {i!r} is in the scene {ids.count(i)} times", hint="each has an id of its own") for i in twice]
    roles = _roles(ids[1:], asked.role, template, faults)
    streams = [_tried(faults, lambda i=i: Stream(i, role=roles.get(i, ""))) for i in ids]  # type: ignore[misc]
    areas = [_tried(faults, lambda text=text: _area(text)) for text in asked.keep_clear]  # type: ignore[misc]
    if faults or canvas is None:
        raise UsageError(faults)
    made = [s for s in streams if s]
    return Scene(canvas, made[0], tuple(made[1:]), tuple(a for a in areas if a))


def _ids(template: Template, asked: Asked) -> list[str]:
    if asked.count is not None and (asked.primary or asked.secondary):
        raise UsageError("--secondaries N names the streams itself", "give either it, or --primary and --secondary")
    if asked.primary is None and asked.secondary:
        raise UsageError("secondaries without a primary", "--primary ID")
    if asked.primary is not None:
        return [asked.primary, *asked.secondary]
    low, most = template.secondaries.low, template.secondaries.high
    count = asked.count if asked.count is not None else max(low, min(3, 3 if most is None else most))
    return ["primary", *(f"guest_{i}" for i in range(1, count + 1))]


def _tried(faults: list[Fault], make: Callable[[], T]) -> T | None:
    """What is made; None where it cannot be, and the faults told."""
    try:
        return make()
    except UsageError as error:
        faults += error.faults
    return None


def _area(text: str) -> KeepClear:
    name, _, numbers = text.partition("=")
    sides = numbers.split(",")
    if not name or len(sides) != 4 or not all(s.strip().isascii() and s.strip().isdecimal() and len(s) < 7 for s in sides):
        raise UsageError(f"--keep-clear {text[:80]!r} is not an area", "NAME=x,y,width,height in pixels: banner=0,0,540,80")
    try:
        return KeepClear(name, Rect(*(int(s) for s in sides)))
    except UsageError as error:
        raise UsageError(
            f"--keep-clear {text[:80]!r}: {error.faults[0].says}", "NAME=x,y,width,height in pixels: banner=0,0,540,80"
        ) from None


def _roles(ids: Sequence[str], roles: Sequence[str], template: Template, faults: list[Fault]) -> dict[str, str]:
    """The roles that the command line gives, by id or by number from 1."""
    known, given = [name for name, _ in template.roles], dict[str, str]()
    for text in roles:
        role, _, who = text.partition("=")
        if role not in known:
            hint = nearest(role, known) or ("there are " + ", ".join(known) if known else "it has none")
            faults.append(Fault(f"{template.ref} has no role {role[:40]!r}", hint=hint))
            continue
        if who not in ids and who.isascii() and who.isdecimal() and 1 <= int(who[:4]) <= len(ids):
            who = ids[int(who[:4]) - 1]
        if who not in ids:
            faults.append(Fault(f"--role {text[:80]!r} names no secondary", hint="ROLE=ID, or ROLE=NUMBER counted from 1"))
        given[who] = role
    return given


def settings_of(texts: Sequence[str], faults: list[Fault]) -> dict[str, object]:
    """The settings that `--set` asks for, as texts; those without a value are noted."""
    pairs = [text.partition("=") for text in texts]
    faults += [
        Fault(f"--set {name[:60]!r} has no value", hint="--set NAME=VALUE: gap=8") for name, equals, _ in pairs if not (equals and name)
    ]
    return {name: value for name, equals, value in pairs if equals and name}


def layout_from_file(path: str, warn: Callable[[str], None]) -> Layout:
    """A layout document, certified against the template it names where the shelf has that very text of it."""
    source, name = take(path)
    layout = layout_from(*read_json(source, name))
    made = layout.origin.template
    template = shelf.load(made.name) if made.name in shelf.names() else None
    if template is None or template.ref != made:
        warn(f"{name}: not certified, since the shelf does not have {made} with its digest")
        return layout
    try:
        return pipeline.certified(layout, template, scene_of(layout))
    except UsageError as error:
        raise DocumentError([Fault(f.says, Where(name, 1, 1), f.hint) for f in error.faults]) from None


def scene_of(layout: Layout) -> Scene:
    """The scene that a layout was made for, as far as it tells."""
    silent = tuple(replace(off.stream, audio_only=True) for off in layout.off_picture if off.why == "audio only")
    return Scene(layout.canvas, layout.primary.stream, (*(tile.stream for tile in layout.secondaries), *silent))


def chosen(name: str | None, asked: Asked, layout: str | None) -> Layout:
    """The layout that is meant: of a template on a scene, or read from a document."""
    return pictured(name, asked, layout)[0]


def pictured(name: str | None, asked: Asked, layout: str | None) -> tuple[Layout, tuple[KeepClear, ...]]:
    """The layout that is meant, and the keep-clear areas of its scene."""
    if (name is None) == (layout is None):
        raise UsageError("a template's NAME, or --layout FILE" + (", not both" if name else ""), "layoutkit list tells the names")
    if layout is not None:
        if asked.any:
            raise UsageError("--layout says all of the scene", "leave out --canvas, --primary, --secondary, --set and the like")
        return layout_from_file(layout, lambda text: click.echo(f"warning: {text}", err=True)), ()
    found, scene = meant(name or "", asked)
    return found, scene.keep_clear


def alone(payload_file: str, name: str | None, layout: str | None, asked: Asked, end: bool) -> None:
    """A payload says all; nothing may stand beside it."""
    if name or layout or asked.any or end:
        raise UsageError(
            f"--payload {payload_file[:80]} says all of the mix",
            "leave out the template, the layout, the scene and --end",
        )


def ruled(places: Sequence[Placement], name: str, canvas: Size, settings: Sequence[str]) -> list[Fault]:
    """What the places of a payload break of a template's rules."""
    scene = Scene(canvas, Stream(places[0].stream), tuple(Stream(place.stream) for place in places[1:]))
    faults: list[Fault] = []
    wanted = settings_of(settings, faults)
    if faults:
        raise UsageError(faults)
    problem = pose(shelf.load(name), scene, wanted)
    whole = Rect(0, 0, canvas.width, canvas.height)
    rects = {place.stream: place.rect or whole for place in places}
    return breaches(problem, seated(problem, [rects[seat.stream.id] for seat in problem.seats]))
