"""A template posed with one number left open: which value a setting, or a side of the canvas, would have to have is then solved for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Literal, TypeVar

from layoutkit.forms import Affine, Box, Form, Span, at_most, between
from layoutkit.geometry import Rect
from layoutkit.problem import Problem
from layoutkit.scene import Scene
from layoutkit.template import expressions as ex
from layoutkit.template.evaluating import evaluate, number
from layoutkit.template.language import BoxSpec, Template, Written
from layoutkit.template.posing import pose_on, served
from layoutkit.template.settings import settled
from layoutkit.template.stage import Stage

Side = Literal["width", "height"]

V = TypeVar("V")


class Closed(Exception):
    """The open number stands where only a known one can: in a condition, a count, a share."""


def opened(
    template: Template, scene: Scene, settings: Mapping[str, object], *, setting: str = "", side: Side | None = None
) -> tuple[Problem, Affine]:
    """What must hold whatever the value of one setting, or the length of one side of the canvas, and the unknown that stands for it.

    Raises Closed where what must hold does not follow from the value by sums alone, and what `pose` raises.
    """
    served(template, scene)
    stage = OpenStage(replace(template, wishes=()), scene, settled(template, settings), setting, side)
    return pose_on(stage), stage.sought


class OpenStage(Stage):
    """A stage on which one number is an unknown."""

    def __init__(self, template: Template, scene: Scene, settings: tuple[tuple[str, object], ...], setting: str, side: Side | None) -> None:
        self.side, self.setting = side, setting
        super().__init__(template, scene, settings)  # type: ignore[arg-type]
        self.sought: Affine = self.unknown()
        hidden = {f"canvas.{side}", "canvas.portrait", "canvas.landscape"} if side else _following(template, setting)
        self.hidden = hidden
        self.names, self.plain = _Veiled(self.names, hidden), _Veiled(self.plain, hidden)
        self.lets = dict(template.lets)
        self.known = {}
        if any(self._hangs(spec) for spec in template.regions):
            raise Closed
        if side:
            self.canvas = self._open_canvas(side)

    def _hangs(self, spec: BoxSpec) -> bool:
        """Whether an area hangs on what is open: on a side of the canvas each does."""
        sides = spec.sides or ()
        return bool(sides) and (self.side is not None or any(name in self.hidden for side in sides for name in _names(side.node)))

    def _open_canvas(self, side: Side) -> Box:
        if self.snap > 1:
            raise Closed
        across, down = self.canvas.spans
        return Box("canvas", Span(0, self.sought), down) if side == "width" else Box("canvas", across, Span(0, self.sought))

    def rect(self, spec: BoxSpec) -> Rect | None:
        """A keep-clear area of known numbers."""
        if self.side:
            raise Closed
        return super().rect(spec)

    def pixels(self, written: Written, side: int) -> int:
        value = super().length(written, side)
        assert isinstance(value, int)
        return value

    def length(self, written: Written, side: Form, *, bounds: bool = False) -> Form:
        """A length that may hang on what is open: then rounded as any other, and not below nought."""
        try:
            return super().length(written, side, bounds=bounds)
        except Closed:
            if _may_be_share(written.node, self.lets):
                raise
            return self._rounded(*self.sought_in(written.node))

    def _rounded(self, times: Fraction, constant: Fraction) -> Form:
        """`nearest(times * sought + constant)`, in whole snaps."""
        if times.denominator == constant.denominator == self.snap == 1:
            form: Form = self.sought * times.numerator + constant.numerator
        else:
            parts = 2 * times.denominator * constant.denominator
            steps = self.unknown()
            whole = self.sought * int(times * parts) + int(constant * parts)
            self.asides.append(between(steps * (parts * self.snap) - whole, 1 - parts // 2 * self.snap, parts // 2 * self.snap))
            form = steps * self.snap
        self.asides.append(at_most(0, form))
        return form

    def open_name(self, node: ex.Name) -> tuple[Fraction, Fraction] | None:
        """As on any stage."""
        return self.sought_in(node) if node.name in self.hidden else None

    def sought_in(self, node: ex.Node) -> tuple[Fraction, Fraction]:
        """An expression as so many times what is open, and a number. Raises Closed where it is no such sum."""
        match node:
            case ex.Name() if node.name in (self.setting, f"canvas.{self.side}"):
                return Fraction(1), Fraction(0)
            case ex.Name() if node.name in self.hidden and node.name in self.lets:
                return self.sought_in(self.lets[node.name].node)
            case ex.Unary(sign="-"):
                times, constant = self.sought_in(node.value)
                return -times, -constant
            case ex.Binary(sign="+" | "-"):
                (times, constant), (more, added) = self.sought_in(node.left), self.sought_in(node.right)
                sign = 1 if node.sign == "+" else -1
                return times + sign * more, constant + sign * added
            case ex.Binary(sign="*" | "/"):
                return self._scaled(node)
            case ex.Choice():
                return self.sought_in(node.then if evaluate(node.condition, self.plain, self.count) else node.other)
        return Fraction(0), Fraction(number(evaluate(node, self.plain, self.count), 0))

    def _scaled(self, node: ex.Binary) -> tuple[Fraction, Fraction]:
        """A product or quotient with a number."""
        (times, constant), (more, factor) = self.sought_in(node.left), self.sought_in(node.right)
        if node.sign == "*" and not times:
            times, constant, more, factor = more, factor, times, constant
        if more or (node.sign == "/" and not factor):
            raise Closed
        factor = factor if node.sign == "*" else 1 / factor
        return times * factor, constant * factor


class _Veiled(dict[str, V]):
    """Values by name, of which some may not be looked at."""

    def __init__(self, values: Mapping[str, V], hidden: Iterable[str]) -> None:
        super().__init__(values)
        self.hidden = frozenset(hidden)

    def __getitem__(self, name: str) -> V:
        if name in self.hidden:
            raise Closed
        return super().__getitem__(name)


def _following(template: Template, setting: str) -> set[str]:
    """The setting, and the lets that follow from it."""
    found = {setting}
    for name, written in template.lets:
        if any(other in found for other in _names(written.node)):
            found.add(name)
    return found


def _names(node: ex.Node) -> Iterator[str]:
    return (part.name for part in ex.walk(node) if isinstance(part, ex.Name))


def _may_be_share(node: ex.Node, lets: Mapping[str, Written]) -> bool:
    """Whether a length is a quotient that stands alone, or a let that is one: then it is a share."""
    if isinstance(node, ex.Name) and node.name in lets:
        return _may_be_share(lets[node.name].node, lets)
    if isinstance(node, ex.Choice):
        return _may_be_share(node.then, lets) or _may_be_share(node.other, lets)
    return isinstance(node, ex.Binary) and node.sign == "/"
