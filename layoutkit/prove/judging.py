"""One case judged: solved, to one answer, certified, a valid document, and carried by the profiles that can."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from layoutkit.documents import check, layout_document
from layoutkit.errors import LayoutkitError, NotCarried
from layoutkit.geometry import Size
from layoutkit.layout import Layout
from layoutkit.origin import Setting
from layoutkit.problem import Problem
from layoutkit.prove.cases import Case
from layoutkit.scene import Scene
from layoutkit.solve import breaches, solve
from layoutkit.template import Template, pose

Arrange = Callable[[Template, Scene, Mapping[str, Setting]], Layout]
Render = Callable[[Layout, str], object]
"""Writes a layout for a profile, and checks what it wrote. Raises NotCarried where the profile cannot carry it."""


@dataclass(frozen=True, slots=True)
class Ways:
    """The main path, which stands above: how a layout is arranged, and how it is written for each profile of the target."""

    arrange: Arrange
    quickly: Arrange
    """The same with little work allowed: for what need not be known."""
    render: Render
    profiles: tuple[str, ...]
    claims: Callable[[Template], Mapping[str, range]] = lambda template: {}
    """The counts of secondaries that each profile says it carries of a template."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a case: its layout if there is one, every profile that carries it, or what is wrong."""

    case: Case
    layout: Layout | None = None
    carried: frozenset[str] = frozenset()
    error: LayoutkitError | None = None
    """Why there is no layout."""
    faults: tuple[str, ...] = ()

    @property
    def proved(self) -> bool:
        return self.layout is not None and not self.faults


def judged(template: Template, case: Case, ways: Ways) -> Verdict:
    """A case of a template, judged in every way there is."""
    try:
        layout = ways.arrange(template, case.scene, case.asked)
    except LayoutkitError as error:
        return Verdict(case, error=error)
    faults = tuple(_faults(template, case, layout))
    try:
        carried = frozenset(_carrying(template, case, layout, ways))
    except LayoutkitError as error:
        return Verdict(case, layout, faults=(*faults, f"its payload is invalid: {error}"))
    count = len(case.scene.secondaries)
    said = (name for name, counts in ways.claims(template).items() if count in counts and name not in carried)
    return Verdict(case, layout, carried, faults=(*faults, *(f"profile {name} is said to carry it, and does not" for name in said)))


def _faults(template: Template, case: Case, layout: Layout) -> Iterator[str]:
    problem = pose(template, case.scene, case.asked)
    if not layout.proved:
        yield "it is the best so far, not proved to be the best"
    if not layout.off_picture:
        yield from _two_ways(problem, layout) if layout.proved else ()
        yield from map(str, breaches(problem, layout))
    try:
        check(layout_document(layout), "layout")
    except LayoutkitError as error:
        yield f"its document is invalid: {error}"


def _two_ways(problem: Problem, layout: Layout) -> Iterator[str]:
    """What is wrong where the solver, asked on its own, does not come to the layout of the main path."""
    try:
        if solve(problem) != layout:
            yield "solved in two ways, it comes to two layouts"
    except LayoutkitError as error:
        yield f"solved again, it comes to none: {error}"


SOURCE = Size(1280, 720)
"""What a camera sends, where a profile must be told."""


def _carrying(template: Template, case: Case, layout: Layout, ways: Ways) -> Iterator[str]:
    """The profiles that carry a layout; where sources are cropped, some must be told their sizes."""
    for profile in ways.profiles:
        if _carried(layout, profile, ways) or (_cropped(layout) and _carried(_sized(template, case, ways), profile, ways)):
            yield profile


def _cropped(layout: Layout) -> bool:
    return any(tile.fit in ("crop", "stretch") for tile in layout.tiles)


def _sized(template: Template, case: Case, ways: Ways) -> Layout:
    primary, *others = (replace(stream, size=SOURCE) for stream in case.scene.streams)
    return ways.arrange(template, replace(case.scene, primary=primary, secondaries=tuple(others)), case.asked)


def _carried(layout: Layout, profile: str, ways: Ways) -> bool:
    try:
        ways.render(layout, profile)
        return True
    except NotCarried:
        return False


def carried_by(verdicts: Sequence[Verdict], profiles: Sequence[str]) -> dict[str, int]:
    """In how many cases each profile carries the layout."""
    return {profile: sum(profile in verdict.carried for verdict in verdicts) for profile in profiles}
