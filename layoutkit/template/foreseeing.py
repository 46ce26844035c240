"""What is known of an expression before there is a scene: what each name in it may be, and what it comes to with the default settings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from layoutkit.template.evaluating import evaluate, length
from layoutkit.template.expressions import Binary, ExpressionError, Name, Node, Number, Percent, Value, walk
from layoutkit.template.kinds import A_FLAG, A_NUMBER, ANYTHING, WANTED, Kinds, judged, kinds, length_kinds, of
from layoutkit.template.language import SettingSpec
from layoutkit.template.settings import meant

_OF_THE_SCENE = {
    **dict.fromkeys(("n", "canvas.width", "canvas.height"), A_NUMBER),
    **dict.fromkeys(("canvas.portrait", "canvas.landscape", "true", "false", "yes", "no"), A_FLAG),
}


_AS_IT_IS: Mapping[type, tuple[str, ...]] = {Number: ("length", "number", "any"), Percent: ("length", "any")}
"""Where most expressions stand that are only a number or a share: nothing can be wrong with them."""


class _OpenError(Exception):
    """It hangs on the scene."""


class _Defaults(dict[str, Value]):
    """What names come to with the default settings; every other hangs on the scene."""

    def __contains__(self, name: object) -> bool:
        return True

    def __missing__(self, name: str) -> Value:
        raise _OpenError


@dataclass(frozen=True, slots=True)
class Meaning:
    """What names may be, and what they come to by default, in one of two readings: where a length is meant, or anywhere else."""

    kinds: dict[str, Kinds] = field(default_factory=lambda: dict(_OF_THE_SCENE))
    defaults: _Defaults = field(default_factory=_Defaults)


class Foreseen:
    """The names of a template as they are declared, and what is wrong with expressions of them whatever the scene."""

    def __init__(self) -> None:
        self.length, self.plain = Meaning(), Meaning()

    def setting(self, spec: SettingSpec) -> None:
        """A setting: what its default or its choices are."""
        for meaning in (self.length, self.plain):
            meaning.kinds[spec.name] = of(*map(meant, spec.choice or (spec.default,)))
            meaning.defaults[spec.name] = meant(spec.default)

    def let(self, name: str, node: Node) -> None:
        """A let: a quotient is a share where a length is meant, a number elsewhere."""
        silent = list[ExpressionError]().append
        self.length.kinds[name] = length_kinds(node, self.length.kinds, silent)
        self.plain.kinds[name] = kinds(node, self.plain.kinds, silent)
        for meaning in (self.length, self.plain):
            if (value := self._default(node, meaning)) is not None:
                meaning.defaults[name] = value

    def _default(self, node: Node, meaning: Meaning) -> Value | None:
        """What an expression comes to by default; None where that hangs on the scene, or it comes to nothing."""
        try:
            return self._value(node, meaning)
        except (_OpenError, ExpressionError):
            return None

    def _value(self, node: Node, meaning: Meaning) -> Value:
        if meaning is self.plain:
            return evaluate(node, meaning.defaults, _hangs_on_the_scene)
        return length(node, meaning.defaults, _hangs_on_the_scene, self.plain.defaults)

    def faults(self, node: Node, wanted: str, *, sure: bool) -> Iterator[ExpressionError]:
        """What is wrong with an expression; if it is not sure that it is ever reckoned, only what is wrong with any settings."""
        if wanted in _AS_IT_IS.get(type(node), ()):
            return
        meaning = self.length if wanted in ("length", "any") else self.plain
        if isinstance(node, Name) and _fits(meaning, node.name, wanted):
            return
        found: list[ExpressionError] = []
        judged(node, meaning.kinds, wanted, found.append)
        found += _divided(node)
        if not found and sure:
            found += self._beyond(node, meaning, wanted)
        yield from found

    def _beyond(self, node: Node, meaning: Meaning, wanted: str) -> Iterator[ExpressionError]:
        """What comes to nothing with the default settings, on every scene."""
        try:
            value = self._value(node, meaning)
        except _OpenError:
            return
        except ExpressionError as error:
            yield ExpressionError(error.says, error.at, error.hint or "with the default settings")
            return
        if wanted == "length" and isinstance(value, (int, Fraction)) and value < 0:
            yield ExpressionError(f"it comes to {float(value):.10g} px", 0, "a length is not below nought")


def _fits(meaning: Meaning, name: str, wanted: str) -> bool:
    """Whether a name that stands alone is what is wanted, and by default no length below nought."""
    known, default = meaning.kinds.get(name, ANYTHING), meaning.defaults.get(name)
    return known.may <= WANTED[wanted] and not (wanted == "length" and isinstance(default, (int, Fraction)) and default < 0)


def _hangs_on_the_scene(_: str) -> int:
    raise _OpenError


def _divided(node: Node) -> Iterator[ExpressionError]:
    """Divisions by what is nothing, whatever the settings."""
    for part in walk(node):
        if isinstance(part, Binary) and part.sign in ("/", "//"):
            try:
                if not evaluate(part.right, _Defaults(), _hangs_on_the_scene):
                    yield ExpressionError("divided by nothing", part.at)
            except (_OpenError, ExpressionError):
                continue
