"""A playbook: a table that picks the template by participant count, orientation, canvas and roles; its first row that matches holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from layoutkit.errors import Where
from layoutkit.geometry import Size
from layoutkit.origin import Setting, TemplateRef
from layoutkit.template import Template
from layoutkit.template.language import Counts

Orientation = Literal["portrait", "landscape", "square"]


def orientation(canvas: Size) -> Orientation:
    """`portrait` is higher than wide, `landscape` wider than high; a `square` is neither."""
    if canvas.width == canvas.height:
        return "square"
    return "portrait" if canvas.height > canvas.width else "landscape"


@dataclass(frozen=True, slots=True)
class Case:
    """What a template is picked for: a canvas, a number of secondaries, and how many of them have each role."""

    canvas: Size
    secondaries: int
    roles: tuple[tuple[str, int], ...] = ()
    """Every role of the playbook, in its order."""

    def __str__(self) -> str:
        held = "".join(f", {count} with the role {role!r}" for role, count in self.roles)
        return f"{self.secondaries} secondaries on {self.canvas}{held}"


@dataclass(frozen=True, slots=True)
class Domain:
    """The cases that a playbook promises to answer: every count on every canvas, with every number of each role."""

    secondaries: Counts
    canvases: tuple[Size, ...]
    roles: tuple[tuple[str, Counts], ...] = ()

    def people(self) -> Iterator[tuple[int, tuple[tuple[str, int], ...]]]:
        """Every count of secondaries with every number of each role; nobody has a role where nobody is there."""
        names = [name for name, _ in self.roles]
        for count in range(self.secondaries.low, (self.secondaries.high or 0) + 1):
            for held in _held([counts for _, counts in self.roles], count) if count else ((0,) * len(names),):
                yield count, tuple(zip(names, held, strict=True))

    def cases(self) -> Iterator[Case]:
        """Every case, canvas by canvas."""
        return (Case(canvas, count, roles) for canvas in self.canvases for count, roles in self.people())


def _held(roles: Sequence[Counts], people: int) -> Iterator[tuple[int, ...]]:
    """Every way in which at most so many people have roles, one each, within what each role allows."""
    if not roles:
        yield ()
        return
    first, *others = roles
    most = people - sum(counts.low for counts in others)
    for count in range(first.low, (most if first.high is None else min(most, first.high)) + 1):
        yield from ((count, *rest) for rest in _held(others, people - count))


@dataclass(frozen=True, slots=True)
class Row:
    """One row: when it matches, the template that it picks, and the settings for it. What it does not speak of may be anything."""

    number: int
    """From 1, in the order of the text."""
    use: str
    template: Template
    where: Where
    name: str = ""
    settings: tuple[tuple[str, Setting], ...] = ()
    secondaries: Counts | None = None
    orientations: tuple[str, ...] = ()
    canvases: tuple[Size, ...] = ()
    roles: tuple[tuple[str, Counts], ...] = ()

    def fits_on(self, canvas: Size) -> bool:
        """Whether it matches on a canvas."""
        return (not self.orientations or orientation(canvas) in self.orientations) and (not self.canvases or canvas in self.canvases)

    def fits_for(self, secondaries: int, roles: Mapping[str, int]) -> bool:
        """Whether it matches for so many people, so many of them with each role."""
        if self.secondaries is not None and secondaries not in self.secondaries:
            return False
        return all(roles.get(role, 0) in counts for role, counts in self.roles)

    def matches(self, case: Case) -> bool:
        """Whether it matches a case."""
        return self.fits_on(case.canvas) and self.fits_for(case.secondaries, dict(case.roles))


@dataclass(frozen=True, slots=True)
class Playbook:
    """A named, versioned table of rows, proved to answer every case of its domain."""

    ref: TemplateRef
    """Its name, version, and the digest of its text and of every template that it picks."""
    title: str
    about: str
    file: str
    domain: Domain
    rows: tuple[Row, ...]
    text: str = field(repr=False, compare=False, default="")

    @property
    def name(self) -> str:
        return self.ref.name

    @property
    def version(self) -> int:
        return self.ref.version

    @property
    def secondaries(self) -> Counts:
        """How many secondaries it answers for."""
        return self.domain.secondaries

    @property
    def canvases(self) -> tuple[Size, ...]:
        """The canvases on which it is proved."""
        return self.domain.canvases

    @property
    def roles(self) -> tuple[tuple[str, Counts], ...]:
        """The roles that it speaks of, and how many may have each."""
        return self.domain.roles

    def picks(self) -> Iterator[Pick]:
        """What it picks for every case of its domain."""
        for case in self.domain.cases():
            if (found := self.picked(case)) is not None:
                yield found

    def picked(self, case: Case) -> Pick | None:
        """What its first row that matches picks; None where none does, which no case of its domain is."""
        row = next((row for row in self.rows if row.matches(case)), None)
        return Pick(self.ref, case, row, MappingProxyType(dict(row.settings))) if row else None


@dataclass(frozen=True, slots=True)
class Pick:
    """What a playbook picks for a case: the template, the settings for it, and the row that said so."""

    playbook: TemplateRef
    case: Case
    row: Row
    settings: Mapping[str, Setting] = field(hash=False)
    """Read-only; what `arrange` takes as `settings`."""

    @property
    def template(self) -> Template:
        """The template, as `arrange` takes it."""
        return self.row.template
