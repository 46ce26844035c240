"""One case judged: solved, to one answer, certified, a valid document, and carried by the profiles that can."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from layoutkit.documents import check, layout_document
from layoutkit.errors import LayoutkitError, NotCarried
from layoutkit.layout import Layout
from layoutkit.origin import Setting
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
    render: Render
    profiles: tuple[str, ...]


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
        return Verdict(case, layout, frozenset(_carrying(layout, ways)), faults=faults)
    except LayoutkitError as error:
        return Verdict(case, layout, faults=(*faults, f"its payload is invalid: {error}"))


def _faults(template: Template, case: Case, layout: Layout) -> Iterator[str]:
    problem = pose(template, case.scene, case.asked)
    if not layout.proved:
        yield "it is the best so far, not proved to be the best"
    elif not layout.off_picture and solve(problem) != layout:
        yield "solved in two ways, it comes to two layouts"
    yield from (str(fault) for fault in breaches(problem, layout)) if not layout.off_picture else ()
    try:
        check(layout_document(layout), "layout")
    except LayoutkitError as error:
        yield f"its document is invalid: {error}"


def _carrying(layout: Layout, ways: Ways) -> Iterator[str]:
    for profile in ways.profiles:
        try:
            ways.render(layout, profile)
            yield profile
        except NotCarried:
            continue


def carried_by(verdicts: Sequence[Verdict], profiles: Sequence[str]) -> dict[str, int]:
    """In how many cases each profile carries the layout."""
    return {profile: sum(profile in verdict.carried for verdict in verdicts) for profile in profiles}
