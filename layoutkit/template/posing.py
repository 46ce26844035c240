"""Template + scene -> problem: every rule in force says what it demands, and what is always on is added."""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never

from layoutkit.errors import DocumentError, Fault, UsageError
from layoutkit.layout import Layout
from layoutkit.origin import Origin
from layoutkit.problem import Problem, Rule
from layoutkit.scene import Scene
from layoutkit.template.always import inside, kept_clear_of, separate, snapped
from layoutkit.template.choosing import either, fit
from layoutkit.template.dividing import apart, split
from layoutkit.template.grids import grid
from layoutkit.template.language import (
    ApartWord,
    EitherWord,
    FitWord,
    GridWord,
    PlaceWord,
    RequireWord,
    RuleSpec,
    SizeWord,
    SplitWord,
    StackWord,
    Template,
)
from layoutkit.template.lines import require
from layoutkit.template.pieces import Posed, StagedCheck
from layoutkit.template.settings import settled
from layoutkit.template.stage import Stage
from layoutkit.template.wishing import wishes
from layoutkit.template.words import place, size, stack


def pose(template: Template, scene: Scene, settings: Mapping[str, object] | None = None, before: Layout | None = None) -> Problem:
    """What must hold for this template on this scene, with these settings; `before` is the layout now on air, for who should stay.

    Raises UsageError for a count or setting that the template does not serve, DocumentError where an expression comes to nothing.
    """
    served(template, scene)
    return pose_on(Stage(template, scene, settled(template, settings or {})), before)


def pose_openly(template: Template, scene: Scene, settings: Mapping[str, object] | None = None) -> Problem | None:
    """The same on every canvas that is upright, or not, as the scene's: its width and height are the first two unknowns.

    No two tiles are kept apart in it, nor from what is kept clear: its checks tell whether they are. None where the template asks for more
    of the canvas than its sides as lengths: its pixels in a condition or a count, or whole snaps of them.
    """
    values = settled(template, settings or {})
    if template.snap != 1:
        return None
    try:
        return pose_on(Stage(template, scene, values, open_canvas=True))
    except DocumentError:
        return None


def pose_on(stage: Stage, before: Layout | None = None) -> Problem:
    """What must hold on a stage."""
    template, scene = stage.template, stage.scene
    areas = tuple(kept_clear_of(stage))
    specs = [spec for spec in template.rules if stage.seats and stage.holds(spec.when)]
    stage.undisturbed = len(specs) == 1 and not areas and not any(stage.holds(wish.when) for wish in template.wishes)
    with stage.scope(specs):
        rules = tuple(_rule(spec, stage) for spec in specs)
        wished = tuple(wishes(template, stage, before, posed))
        regions = stage.all_regions()
    asides, stage.asides = tuple(stage.asides), []
    return Problem(
        scene=scene,
        origin=Origin(template.ref, stage.settings),
        seats=tuple(stage.fits()),
        rules=(
            *rules,
            *areas,
            inside(stage, regions, asides),
            *snapped(stage),
            separate(stage, template.overlap),
        ),
        wishes=wished,
        regions=regions,
        off_picture=tuple((s, "audio only") for s in scene.secondaries if s.audio_only),
    )


def served(template: Template, scene: Scene, *, too_many: bool = False) -> None:
    """Refuse a count of secondaries or of a role that the template does not serve; none at all is always served.

    With `too_many`, more secondaries than it serves are let pass.
    """
    faults = []
    count = len(scene.pictured)
    if count and count not in template.secondaries and not (too_many and count > template.secondaries.low):
        faults.append(Fault(f"{template.ref} serves {template.secondaries} secondaries, not {count}"))
    for role, counts in template.roles:
        held = sum(1 for s in scene.pictured if s.role == role)
        if count and held not in counts:
            faults.append(Fault(f"{template.ref} serves {counts} with the role {role!r}, not {held}"))
    if faults:
        raise UsageError(faults)


def _rule(spec: RuleSpec, stage: Stage) -> Rule:
    made = posed(spec, stage)
    asides, stage.asides = tuple(stage.asides), []
    check = StagedCheck(stage, made.check)
    return Rule(spec.word, spec.name, spec.where, made.says, (*asides, *made.demands), check, apart=made.apart)


def posed(spec: RuleSpec, stage: Stage) -> Posed:
    """What one rule demands on a stage."""
    match word := spec.rule:
        case SizeWord():
            return size(word, stage)
        case PlaceWord():
            return place(word, stage)
        case StackWord():
            return stack(word, stage)
        case GridWord():
            return grid(word, stage)
        case SplitWord():
            return split(word, stage)
        case ApartWord():
            return apart(word, stage)
        case FitWord():
            return fit(word, stage)
        case RequireWord():
            return require(word, stage)
        case EitherWord():
            return either(word, stage, posed)
        case _:
            assert_never(word)
