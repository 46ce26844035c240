"""The layout that the command line means: of a template on a scene, or read from a document."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass, replace

from layoutkit import movement, pipeline, shelf
from layoutkit.app.asking import Asked
from layoutkit.app.scenes import numbered, scene_for, settings_of, tried
from layoutkit.app.shell import take
from layoutkit.app.telling import reading, warn
from layoutkit.documents import layout_from, read_json
from layoutkit.errors import DocumentError, Fault, LayoutkitError, Uncertified, UsageError, Where
from layoutkit.geometry import Size
from layoutkit.layout import Layout
from layoutkit.origin import TemplateRef
from layoutkit.scene import KeepClear, Scene
from layoutkit.template import Template, kept_clear
from layoutkit.template.settings import settled

Question = tuple[Template, Scene, dict[str, object]]
"""The template, the scene and the settings that are meant."""


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


def answer(name: str | None, asked: Asked) -> Answer:
    """The layout that the command line asks for; all that is wrong with the asking is told at once."""
    if asked.playbook is None and name is not None:
        template, scene, wanted = _of_template(shelf.load(name), asked)
    elif asked.playbook is not None and name is None:
        template, scene, wanted = _of_playbook(playbook_of(asked.playbook), asked)
    else:
        raise UsageError("a template's NAME, or --playbook NAME" + (", not both" if name else ""), "layoutkit list tells the names")
    before = on_air(asked.before) if asked.before is not None else None
    layout = pipeline.arrange(template, scene, settings=wanted, before=before, page=asked.page or 1, limit=asked.limit, best=asked.best)
    return Answer(layout, (*kept_clear(template, layout), *scene.keep_clear), before)


def _of_template(template: Template, asked: Asked) -> Question:
    faults: list[Fault] = []
    wanted = settings_of(asked.settings, faults)
    tried(faults, lambda: settled(template, wanted))
    scene = tried(faults, lambda: scene_for(template, asked))
    if faults or scene is None:
        raise UsageError(faults)
    return template, scene, wanted


def _of_playbook(playbook: shelf.Playbook, asked: Asked) -> Question:
    """What the playbook picks for the scene; a setting that is asked for comes before the row's."""
    faults: list[Fault] = []
    wanted = settings_of(asked.settings, faults)
    picked = tried(faults, lambda: picked_for(playbook, asked))
    if picked is not None:
        tried(faults, lambda: settled(picked[0].template, wanted))
    if faults or picked is None:
        raise UsageError(faults)
    found, scene = picked
    return found.template, scene, {**found.settings, **wanted}


def playbook_of(name: str) -> shelf.Playbook:
    """A playbook on the shelf, or in a file."""
    with reading("playbook"):
        return shelf.open_book(name)


def picked_for(playbook: shelf.Playbook, asked: Asked) -> tuple[shelf.Pick, Scene]:
    """What a playbook picks for the scene that the command line means, and that scene."""
    scene = scene_for(playbook, asked)
    return shelf.pick(playbook, scene), scene


def on_air(path: str) -> Layout:
    """The layout on air before, as its document tells it; it need not be of a template that there still is."""
    with reading("layout"):
        return layout_from(*read_json(*take(path)))


def chosen(name: str | None, asked: Asked, layout: str | None) -> Answer:
    """The layout that is meant: of a template on a scene, or read from a document, of which the template then is the judge."""
    if layout is None:
        if name is None and asked.playbook is None:
            raise UsageError("a template's NAME, --playbook NAME, or --layout FILE", "layoutkit list tells the names")
        return answer(name, asked)
    if asked.playbook is not None:
        raise UsageError("--playbook NAME, or --layout FILE, not both", "layoutkit list tells the names")
    if asked.any:
        raise UsageError("--layout says all of the scene", "leave out --canvas, --primary, --secondary, --set, --before and the like")
    return from_file(layout, name)


def from_file(path: str, judge: str | None = None) -> Answer:
    """A layout document, certified against the template that is named, or else that very text of its own, if it can be found."""
    source, name = take(path)
    with reading("layout"):
        layout = layout_from(*read_json(source, name))
    template = _found(layout.origin.template, name) if judge is None else _of(shelf.load(judge), layout, judge, name)
    if template is None:
        made = layout.origin.template
        warn(
            f"{name}: not checked against its rules: {made} with its digest is neither on the shelf nor beside the layout; "
            "name the template's file before --layout"
        )
        return Answer(layout)
    with reading("layout"):
        certified = _certified(layout, template, name)
    return Answer(certified, kept_clear(template, certified))


def _found(made: TemplateRef, file: str) -> Template | None:
    """The template that a layout was made by, if that very text of it is on the shelf, or beside the layout under its name."""
    beside = os.path.join(os.path.dirname(file) or ".", f"{made.name}.yaml")
    for place in ([str(made)] if made.name in shelf.names() else []) + ([beside] if os.path.isfile(beside) else []):
        with suppress(LayoutkitError):
            if (template := shelf.load(place)).ref == made:
                return template
    return None


def _of(template: Template, layout: Layout, judge: str, file: str) -> Template:
    """The template that was named, if the layout was made by that very text of it."""
    made = layout.origin.template
    if template.ref != made:
        what = f"another text of {made}" if str(template.ref) == str(made) else str(template.ref)
        raise Uncertified(Fault(f"the layout was made by {made}, and {judge} is {what}", Where(file, 1, 1), "solve it anew"))
    return template


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
