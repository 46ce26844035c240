"""The scene that the command line describes, or a document holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Protocol, TypeVar

from layoutkit.app.asking import Asked
from layoutkit.app.shell import take
from layoutkit.app.telling import reading
from layoutkit.documents import nearest, read_json, scene_from
from layoutkit.errors import Fault, UsageError
from layoutkit.geometry import Rect, Size
from layoutkit.origin import TemplateRef
from layoutkit.scene import KeepClear, Scene, Stream
from layoutkit.template import Template, pose
from layoutkit.template.language import Counts

T = TypeVar("T")


class Serving(Protocol):
    """What says whom it serves: a template, or a playbook."""

    @property
    def ref(self) -> TemplateRef: ...

    @property
    def secondaries(self) -> Counts: ...

    @property
    def canvases(self) -> tuple[Size, ...]: ...

    @property
    def roles(self) -> tuple[tuple[str, Counts], ...]: ...


AREA = "NAME=x,y,width,height in pixels: banner=0,0,540,80"


def scene_for(template: Serving, asked: Asked) -> Scene:
    """The scene that is asked for; what the command line leaves out is the template's first canvas, and three secondaries if it can."""
    if asked.scene is None:
        return _described(template, asked)
    if asked.parts_of_scene:
        said = "leave out --canvas, --primary, --secondary, --secondaries, --role, --keep-clear"
        raise UsageError("--scene says all of the scene", said)
    with reading("scene"):
        return scene_from(*read_json(*take(asked.scene)))


def _described(template: Serving, asked: Asked) -> Scene:
    """The scene in the words of the command line; all that is wrong with them is told at once."""
    ids, faults = _ids(template, asked), list[Fault]()
    canvas = tried(faults, lambda: Size.parse(asked.canvas or "")) if asked.canvas is not None else template.canvases[0]
    twice = [i for i in dict.fromkeys(ids) if ids.count(i) > 1]
    faults += [Fault(f"stream {i!r} is in the scene {ids.count(i)} times", hint="each has an id of its own") for i in twice]
    roles = roles_of(ids[1:], asked.role, template, faults)
    streams = [tried(faults, lambda i=i: Stream(i, role=roles.get(i, ""))) for i in ids]  # type: ignore[misc]
    areas = areas_of(asked.keep_clear, faults)
    if faults or canvas is None:
        raise UsageError(faults)
    made = [s for s in streams if s]
    return Scene(canvas, made[0], tuple(made[1:]), areas)


def _ids(template: Serving, asked: Asked) -> list[str]:
    if asked.count is not None and (asked.primary or asked.secondary):
        raise UsageError("--secondaries N names the streams itself", "give either it, or --primary and --secondary")
    if asked.primary is None and asked.secondary:
        raise UsageError("secondaries without a primary", "--primary ID")
    if asked.primary is not None:
        return [asked.primary, *asked.secondary]
    low, most = template.secondaries.low, template.secondaries.high
    count = asked.count if asked.count is not None else max(low, min(3, 3 if most is None else most))
    return ["primary", *(f"guest_{i}" for i in range(1, count + 1))]


def tried(faults: list[Fault], make: Callable[[], T]) -> T | None:
    """What is made; None where it cannot be, and the faults told."""
    try:
        return make()
    except UsageError as error:
        faults += error.faults
    return None


def areas_of(texts: Sequence[str], faults: list[Fault]) -> tuple[KeepClear, ...]:
    """The areas that `--keep-clear` asks for; those that cannot be are noted."""
    areas = [tried(faults, lambda text=text: _area(text)) for text in texts]  # type: ignore[misc]
    return tuple(area for area in areas if area)


def _area(text: str) -> KeepClear:
    name, _, numbers = text.partition("=")
    sides = numbers.split(",")
    if not name or len(sides) != 4 or not all(s.strip().isascii() and s.strip().isdecimal() and len(s) < 7 for s in sides):
        raise UsageError(f"--keep-clear {text[:80]!r} is not an area", AREA)
    try:
        return KeepClear(name, Rect(*(int(s) for s in sides)))
    except UsageError as error:
        raise UsageError(f"--keep-clear {text[:80]!r}: {error.faults[0].says}", AREA) from None


def roles_of(ids: Sequence[str], roles: Sequence[str], template: Serving, faults: list[Fault]) -> dict[str, str]:
    """The roles that `--role` gives, by id or by number from 1."""
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


def numbered(template: Template, scene: Scene, layers: Mapping[str, int], settings: Mapping[str, object]) -> Scene:
    """The scene with its secondaries in an order that gives them these layers; a payload or layout tells the layers only.

    Where the template says nothing of layers, that is the order of the layers. Else the seats of any order tell which number is on
    which layer; by turns, since layers may hang on roles too, and who has a role then changes his number.
    """
    for _ in template.layers:
        seats = [(index, seat) for index, seat in enumerate(pose(template, scene, settings).seats) if seat.role != "primary"]
        if all(layers.get(seat.stream.id, seat.layer) == seat.layer for _, seat in seats):
            return scene
        by_layer = sorted((seat.stream for _, seat in seats), key=lambda stream: layers.get(stream.id, 0))
        ranks = {index: rank for rank, (index, _) in enumerate(sorted(seats, key=lambda pair: pair[1].layer))}
        pictured = [by_layer[ranks[index]] for index, _ in seats]
        scene = replace(scene, secondaries=(*pictured, *(s for s in scene.secondaries if s.audio_only)))
    return scene


def settings_of(texts: Sequence[str], faults: list[Fault]) -> dict[str, object]:
    """The settings that `--set` asks for, as texts; those without a value are noted."""
    pairs = [text.partition("=") for text in texts]
    faults += [
        Fault(f"--set {name[:60]!r} has no value", hint="--set NAME=VALUE: gap=8") for name, equals, _ in pairs if not (equals and name)
    ]
    return {name: value for name, equals, value in pairs if equals and name}
