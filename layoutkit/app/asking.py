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
from layoutkit.errors import Fault, UsageError
from layoutkit.geometry import Rect, Size
from layoutkit.layout import Layout
from layoutkit.scene import KeepClear, Scene, Stream
from layoutkit.solve import breaches, seated
from layoutkit.targets import Placement
from layoutkit.template import Template, pose

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
        help="So many secondaries: guest_1, guest_2, … on primary.",
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
    template = shelf.load(name)
    return pipeline.arrange(template, scene_for(template, asked), settings=settings_of(asked.settings))


def scene_for(template: Template, asked: Asked) -> Scene:
    """The scene that the command line describes; what it leaves out is the template's first canvas and greatest count."""
    if asked.scene is not None:
        if asked != replace(Asked(None, None, None, (), asked.scene, (), (), ()), settings=asked.settings):
            raise UsageError(
                "--scene says all of the scene",
                "leave out --canvas, --primary, --secondary, --secondaries, --role, --keep-clear",
            )
        return scene_from(*read_json(*_taken(asked.scene)))
    faults: list[Fault] = []
    canvas = _tried(faults, Size.parse, asked.canvas) if asked.canvas is not None else template.canvases[0]
    streams = [_tried(faults, Stream, stream) for stream in _ids(template, asked)]
    areas = [_tried(faults, _area, text) for text in asked.keep_clear]
    if faults or canvas is None:
        raise UsageError(faults)
    made = [s for s in streams if s]
    return Scene(canvas, made[0], with_roles(made[1:], asked.role, template), tuple(a for a in areas if a))


@functools.lru_cache(maxsize=1)
def _taken(path: str) -> tuple[bytes, str]:
    """A file, read once: standard input can be read but once, and a picture asks for its scene a second time."""
    return take(path)


def _ids(template: Template, asked: Asked) -> list[str]:
    if asked.count is not None and (asked.primary or asked.secondary):
        raise UsageError("--secondaries N names the streams itself", "give either it, or --primary and --secondary")
    if asked.primary is None and asked.secondary:
        raise UsageError("secondaries without a primary", "--primary ID")
    if asked.primary is not None:
        return [asked.primary, *asked.secondary]
    most = template.secondaries.high
    count = asked.count if asked.count is not None else most if most is not None else max(1, template.secondaries.low)
    return ["primary", *(f"guest_{i}" for i in range(1, count + 1))]


def _tried(faults: list[Fault], make: Callable[[str], T], text: str) -> T | None:
    try:
        return make(text)
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


def with_roles(secondaries: Sequence[Stream], roles: Sequence[str], template: Template) -> tuple[Stream, ...]:
    """The secondaries with the roles that the command line gave them, by id or by number from 1."""
    made, known = list(secondaries), [name for name, _ in template.roles]
    for text in roles:
        role, _, who = text.partition("=")
        if role not in known:
            hint = nearest(role, known) or ("there are " + ", ".join(known) if known else "it has none")
            raise UsageError(f"{template.ref} has no role {role[:40]!r}", hint)
        index = next((i for i, s in enumerate(made) if s.id == who), None)
        if index is None and who.isascii() and who.isdecimal() and 1 <= int(who[:4]) <= len(made):
            index = int(who) - 1
        if index is None:
            raise UsageError(f"--role {text[:80]!r} names no secondary", "ROLE=ID, or ROLE=NUMBER counted from 1")
        made[index] = replace(made[index], role=role)
    return tuple(made)


def settings_of(texts: Sequence[str]) -> dict[str, object]:
    """The settings that `--set` asks for, as texts."""
    pairs = [text.partition("=") for text in texts]
    wrong = [
        Fault(f"--set {name[:60]!r} has no value", hint="--set NAME=VALUE: gap=8") for name, equals, _ in pairs if not (equals and name)
    ]
    if wrong:
        raise UsageError(wrong)
    return {name: value for name, _, value in pairs}


def layout_from_file(path: str, warn: Callable[[str], None]) -> Layout:
    """A layout document, certified against the template it names where the shelf has that very text of it."""
    source, name = take(path)
    layout = layout_from(*read_json(source, name))
    made = layout.origin.template
    template = shelf.load(made.name) if made.name in shelf.names() else None
    if template is None or template.ref != made:
        warn(f"{name}: not certified, since the shelf does not have {made} with its digest")
        return layout
    return pipeline.certified(layout, template, scene_of(layout))


def scene_of(layout: Layout) -> Scene:
    """The scene that a layout was made for, as far as it tells."""
    silent = tuple(replace(off.stream, audio_only=True) for off in layout.off_picture if off.why == "audio only")
    return Scene(layout.canvas, layout.primary.stream, (*(tile.stream for tile in layout.secondaries), *silent))


def chosen(name: str | None, asked: Asked, layout: str | None) -> Layout:
    """The layout that is meant: of a template on a scene, or read from a document."""
    if (name is None) == (layout is None):
        raise UsageError("a template's NAME, or --layout FILE" + (", not both" if name else ""), "layoutkit list tells the names")
    if layout is not None:
        if asked.any:
            raise UsageError("--layout says all of the scene", "leave out --canvas, --primary, --secondary, --set and the like")
        return layout_from_file(layout, lambda text: click.echo(f"warning: {text}", err=True))
    return layout_of(name or "", asked)


def areas(name: str | None, asked: Asked) -> tuple[KeepClear, ...]:
    """The keep-clear areas that a picture shows: the scene's."""
    return scene_for(shelf.load(name), asked).keep_clear if name else ()


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
    problem = pose(shelf.load(name), scene, settings_of(settings))
    whole = Rect(0, 0, canvas.width, canvas.height)
    rects = {place.stream: place.rect or whole for place in places}
    return breaches(problem, seated(problem, [rects[seat.stream.id] for seat in problem.seats]))
