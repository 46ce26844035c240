"""The layout that the command line means: of a template on a scene, or read from a document."""

from __future__ import annotations

from dataclasses import dataclass, replace

from layoutkit import movement, pipeline, shelf
from layoutkit.app.asking import Asked
from layoutkit.app.scenes import numbered, scene_for, settings_of, tried
from layoutkit.app.shell import take
from layoutkit.app.telling import reading, warn
from layoutkit.documents import layout_from, read_json
from layoutkit.errors import DocumentError, Fault, UsageError, Where
from layoutkit.geometry import Size
from layoutkit.layout import Layout
from layoutkit.scene import KeepClear, Scene
from layoutkit.template import Template, kept_clear
from layoutkit.template.settings import settled


@dataclass(frozen=True, slots=True)
class Answer:
    """A layout, the keep-clear areas of its template and scene, and the layout on air before, if one was given."""

    layout: Layout
    keep_clear: tuple[KeepClear, ...] = ()
    before: Layout | None = None

    @property
    def movement(self) -> movement.Movement | None:
        """Who moved how far since the layout before."""
        return movement.moves(self.before, self.layout) if self.before else None

    @property
    def other_canvas(self) -> Size | None:
        """The canvas of the layout before, where it was another."""
        return self.before.canvas if self.before and self.before.canvas != self.layout.canvas else None


def answer(name: str, asked: Asked) -> Answer:
    """The layout that the command line asks for; all that is wrong with the asking is told at once."""
    template = shelf.load(name)
    faults: list[Fault] = []
    wanted = settings_of(asked.settings, faults)
    tried(faults, lambda: settled(template, wanted))
    scene = tried(faults, lambda: scene_for(template, asked))
    if faults or scene is None:
        raise UsageError(faults)
    before = on_air(asked.before) if asked.before is not None else None
    layout = pipeline.arrange(template, scene, settings=wanted, before=before, page=asked.page or 1)
    return Answer(layout, (*kept_clear(template, layout), *scene.keep_clear), before)


def on_air(path: str) -> Layout:
    """The layout on air before, as its document tells it; it need not be of a template that there still is."""
    with reading("layout"):
        return layout_from(*read_json(*take(path)))


def chosen(name: str | None, asked: Asked, layout: str | None) -> Answer:
    """The layout that is meant: of a template on a scene, or read from a document."""
    if (name is None) == (layout is None):
        raise UsageError("a template's NAME, or --layout FILE" + (", not both" if name else ""), "layoutkit list tells the names")
    if layout is None:
        return answer(name or "", asked)
    if asked.any:
        raise UsageError("--layout says all of the scene", "leave out --canvas, --primary, --secondary, --set, --before and the like")
    return from_file(layout)


def from_file(path: str) -> Answer:
    """A layout document, certified against the template it names where the shelf has that very text of it."""
    source, name = take(path)
    with reading("layout"):
        layout = layout_from(*read_json(source, name))
        made = layout.origin.template
        template = shelf.load(made.name) if made.name in shelf.names() else None
        if template is None or template.ref != made:
            warn(f"{name}: not certified, since the shelf does not have {made} with its digest")
            return Answer(layout)
        certified = _certified(layout, template, name)
        return Answer(certified, kept_clear(template, certified))


def _certified(layout: Layout, template: Template, file: str) -> Layout:
    """The layout, if it keeps its template's rules; a document with settings or a count that cannot be is invalid."""
    layers = {tile.stream.id: tile.layer for tile in layout.tiles}
    try:
        scene = numbered(template, scene_of(layout), layers, dict(layout.origin.settings))
        return pipeline.certified(layout, template, scene)
    except UsageError as error:
        raise DocumentError([Fault(f.says, Where(file, 1, 1), f.hint) for f in error.faults]) from None


def scene_of(layout: Layout) -> Scene:
    """The scene that a layout was made for, as far as it tells."""
    silent = tuple(replace(off.stream, audio_only=True) for off in layout.off_picture if off.why == "audio only")
    return Scene(layout.canvas, layout.primary.stream, (*(tile.stream for tile in layout.secondaries), *silent))
