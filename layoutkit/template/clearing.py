"""Which areas a template kept clear when a layout was made from it."""

from __future__ import annotations

from layoutkit.layout import Layout
from layoutkit.scene import KeepClear, Scene
from layoutkit.template.language import Template
from layoutkit.template.settings import settled
from layoutkit.template.stage import Stage


def kept_clear(template: Template, layout: Layout) -> tuple[KeepClear, ...]:
    """The template's own areas that were in force in a layout of it, in canvas pixels; the scene's are the scene's to tell.

    A layout does not hold them: they follow from its template, settings, canvas and people.
    """
    if not template.keep_clear:
        return ()
    stage = Stage(template, _scene(layout), settled(template, dict(layout.origin.settings)))
    areas = ((spec.name, stage.rect(spec)) for spec in template.keep_clear if stage.holds(spec.when))
    return tuple(KeepClear(name, rect) for name, rect in areas if rect)


def _scene(layout: Layout) -> Scene:
    """Whom conditions count: those with a tile."""
    return Scene(layout.canvas, layout.primary.stream, tuple(tile.stream for tile in layout.secondaries))
