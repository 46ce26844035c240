"""`layoutkit verify`: what is wrong with a payload that somebody wrote."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from layoutkit import pipeline, shelf, targets
from layoutkit.app.scenes import areas_of, numbered, roles_of, settings_of, tried
from layoutkit.documents import Locate
from layoutkit.errors import DocumentError, Fault, LayoutkitError, UsageError, Where
from layoutkit.forms import Relation, equal
from layoutkit.geometry import Area, Rect, Size
from layoutkit.layout import Layout, Tile
from layoutkit.problem import Problem, Rule
from layoutkit.scene import Scene, Stream
from layoutkit.solve import breaches, solve
from layoutkit.targets import Placement
from layoutkit.template import Template, pose
from layoutkit.template.language import Who
from layoutkit.template.settings import settled
from layoutkit.template.stage import Stage

MOST_NAMED = 4
"""So many tiles are named beside a breach that is of all of them."""


@dataclass(frozen=True, slots=True)
class Measure:
    """What a payload is held against: a profile, and perhaps a canvas and a template's rules."""

    profile: str
    canvas: Size | None
    template: str | None = None
    settings: tuple[str, ...] = ()
    role: tuple[str, ...] = ()
    keep_clear: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        faults = [
            Fault(f"{option} is of a template", hint="--template NAME")
            for option, given in (("--set", self.settings), ("--role", self.role), ("--keep-clear", self.keep_clear))
            if given and not self.template
        ]
        if self.template and self.canvas is None:
            faults.append(Fault("--template needs --canvas", hint="a template's rules speak of a canvas: --canvas 540x960"))
        if faults:
            raise UsageError(faults)

    @property
    def parts(self) -> list[str]:
        """What it is made of, in words."""
        canvas = [f"canvas {self.canvas}"] if self.canvas else []
        return [f"mix_streamv2 {self.profile}", *canvas, *([f"template {self.template}"] if self.template else [])]

    def warnings(self, document: Any, locate: Locate) -> list[Fault]:
        """What is legal in a valid payload, and unwise."""
        return targets.warnings(document, profile=self.profile, locate=locate)

    def repaired(self, document: Any, locate: Locate) -> targets.Repaired:
        """The nearest payload that is valid; where it breaks the template's rules, with everybody where the template puts him."""
        found = targets.repair(document, canvas=self.canvas, profile=self.profile, locate=locate)
        if found.payload is None or self.template is None or not self.faults(found.payload, locate):
            return found
        draft = targets.Draft(found.payload, locate)
        try:
            self._rearrange(draft, shelf.load(self.template))
        except UsageError:
            raise
        except LayoutkitError as error:
            return targets.Repaired(None, found.changes, error.faults)
        left = tuple(self.faults(draft.payload, locate))
        return targets.Repaired(None if left else draft.payload, (*found.changes, *draft.changes), left)

    def _rearrange(self, draft: targets.Draft, template: Template) -> None:
        """Put every tile where the template has it."""
        assert self.canvas
        shown = targets.show(draft.payload, self.canvas, self.profile)
        scene, wanted = self._posed(template, self.canvas, [place.stream for place in shown.places], shown.heard)
        scene = numbered(template, scene, {place.stream: place.layer for place in shown.places}, wanted)
        layout = pipeline.arrange(template, scene, settings=wanted)
        targets.rearranged(draft, {tile.stream.id: tile.rect for tile in layout.tiles}, self.canvas, f"{template.ref} has it there")

    def faults(self, document: Any, locate: Locate) -> list[Fault]:
        """All that is wrong with a payload; the rules of the template judge one that is valid without them."""
        found = targets.faults(document, canvas=self.canvas, profile=self.profile, locate=locate)
        if found or self.template is None or self.canvas is None:
            return found
        try:
            shown = targets.show(document, self.canvas, self.profile)
        except DocumentError as error:
            return list(error.faults)
        return self._broken(shelf.load(self.template), self.canvas, shown.places, shown.heard)

    def _broken(self, template: Template, canvas: Size, places: Sequence[Placement], heard: Sequence[str]) -> list[Fault]:
        """What the places break of the template's rules, each with the tiles that it is about."""
        scene, wanted = self._posed(template, canvas, [place.stream for place in places], heard)
        scene = numbered(template, scene, {place.stream: place.layer for place in places}, wanted)
        problem = pose(template, scene, wanted)
        layout = seen(problem, places)
        found = breaches(problem, layout)
        nameless = any(not _names(fault, layout) for fault in found)
        elsewhere = _elsewhere(layout, template, scene, wanted) if nameless else ""
        spoken = _spoken_of(layout, template, Stage(template, scene, problem.origin.settings)) if nameless and not elsewhere else {}
        return [f if _names(f, layout) else replace(f, hint=f.hint or elsewhere or spoken.get(f.where, "")) for f in found]

    def _posed(self, template: Template, canvas: Size, ids: Sequence[str], heard: Sequence[str] = ()) -> tuple[Scene, dict[str, object]]:
        """The scene that a payload is of, and the settings; all that is wrong with the asking is told at once."""
        faults: list[Fault] = []
        wanted = settings_of(self.settings, faults)
        tried(faults, lambda: settled(template, wanted))
        roles = roles_of(ids[1:], self.role, template, faults)
        areas = areas_of(self.keep_clear, faults)
        streams = [*(Stream(i, role=roles.get(i, "")) for i in ids), *(Stream(i, audio_only=True) for i in heard)]
        scene = tried(faults, lambda: Scene(canvas, streams[0], tuple(streams[1:]), areas))
        if faults or scene is None:
            raise UsageError(faults)
        return scene, wanted


def seen(problem: Problem, places: Sequence[Placement]) -> Layout:
    """The layout that a payload shows; where the template's free regions are, which no payload tells, is found by solving."""
    canvas, roles = problem.scene.canvas, {stream.id: stream.role for stream in problem.scene.secondaries}
    whole = Rect(0, 0, canvas.width, canvas.height)
    tiles = [
        Tile(Stream(p.stream, role=roles.get(p.stream, "")), (roles[p.stream] or "secondary") if i else "primary", p.rect or whole, p.layer)
        for i, p in enumerate(places)
    ]
    layout = Layout(problem.origin, canvas, tuple(tiles))
    free = any(not region.fixed for region in problem.regions)
    return replace(layout, regions=_regions(problem, layout)) if free else layout


def _regions(problem: Problem, layout: Layout) -> tuple[tuple[str, Area], ...]:
    """Where the free regions are, the tiles being where they are; if no place is right, where the template alone would put them."""
    rects = {tile.stream.id: tile.rect for tile in layout.tiles}
    pinned = Rule("payload", "", None, "every tile is where it is", tuple(_pins(problem, rects)), lambda _, __=None: iter(()), always=True)
    for posed in (replace(problem, rules=(*problem.rules, pinned), wishes=()), problem):
        try:
            return solve(posed).regions
        except LayoutkitError:
            continue
    return ()


def _pins(problem: Problem, rects: Mapping[str, Rect]) -> Iterator[Relation]:
    for seat in problem.seats:
        rect, (across, down) = rects[seat.stream.id], seat.box.spans
        yield from (equal(across.start, rect.x), equal(across.size, rect.width))
        yield from (equal(down.start, rect.y), equal(down.size, rect.height))


def _names(fault: Fault, layout: Layout) -> bool:
    """Whether a breach says whose tile it is about."""
    words = set(fault.says.replace(",", " ").replace(":", " ").split())
    return not words.isdisjoint(tile.stream.id for tile in layout.tiles)


def _spoken_of(layout: Layout, template: Template, stage: Stage) -> Mapping[Where | None, str]:
    """By the place of each rule, where those are whom it speaks of; for a template that has no layout of its own to compare with."""
    tiles = {tile.stream.id: tile for tile in layout.tiles}
    found = dict[Where | None, str]()
    for spec in template.rules:
        who = getattr(spec.rule, "tiles", None)
        seats = stage.who(who) if isinstance(who, Who) else range(len(stage.seats))
        ids = [stage.seats[index].stream.id for index in seats if index < len(stage.seats)]
        told = [f"{i} is {tiles[i].rect}" for i in ids[:MOST_NAMED]]
        found[spec.where] = "; ".join(told) + (f"; and {len(ids) - MOST_NAMED} more" if len(ids) > MOST_NAMED else "")
    return found


def _elsewhere(layout: Layout, template: Template, scene: Scene, settings: Mapping[str, object]) -> str:
    """The tiles that stand elsewhere than the template would put them; nothing where it has no layout."""
    try:
        own = {tile.stream.id: tile.rect for tile in pipeline.arrange(template, scene, settings=settings).tiles}
    except LayoutkitError:
        return ""
    differing = [(tile, own[tile.stream.id]) for tile in layout.tiles if own.get(tile.stream.id, tile.rect) != tile.rect]
    told = [f"{tile.stream.id} is {tile.rect}, {template.ref} puts it {rect}" for tile, rect in differing[:MOST_NAMED]]
    more = f"; {len(differing) - MOST_NAMED} more stand elsewhere" if len(differing) > MOST_NAMED else ""
    return "; ".join(told) + more
