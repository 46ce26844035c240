"""The words of a template as they are written: each with its parameters and their defaults. `either` stands where lists are read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from layoutkit.documents import Keys
from layoutkit.template import expressions as ex
from layoutkit.template.language import (
    ApartWord,
    FitWord,
    GridWord,
    Piece,
    PlaceWord,
    RequireWord,
    RuleWord,
    SizeWord,
    SplitWord,
    StackWord,
    Word,
    Written,
)
from layoutkit.template.sums import chain
from layoutkit.template.values import Values

CORNERS = (
    "top left",
    "top right",
    "bottom left",
    "bottom right",
    "left top",
    "right top",
    "left bottom",
    "right bottom",
)


def size(values: Values, given: dict[str, Any], path: Keys) -> SizeWord:
    """How wide and high."""
    return SizeWord(
        values.who(given.get("tiles", "all"), (*path, "tiles"), regions=True),
        values.range(given.get("width"), (*path, "width")),
        values.range(given.get("height"), (*path, "height")),
        values.aspect(given.get("aspect"), (*path, "aspect"), "source"),
        values.within(given.get("in", "canvas"), (*path, "in")),
        values.flag(given.get("alike", "yes"), (*path, "alike")),
    )


def place(values: Values, given: dict[str, Any], path: Keys) -> PlaceWord:
    """Inside an area, at its edges or centre."""
    return PlaceWord(
        values.who(given.get("tiles", "all"), (*path, "tiles"), regions=True),
        values.within(given.get("in", "canvas"), (*path, "in")),
        values.at(given["at"], (*path, "at")) if "at" in given else None,
        values.pair(given.get("inset", 0), (*path, "inset")),
    )


def stack(values: Values, given: dict[str, Any], path: Keys) -> StackWord:
    """One after the other."""
    return StackWord(
        values.who(given.get("tiles", "all"), (*path, "tiles"), regions=True),
        values.one_of(given.get("direction", "down"), (*path, "direction"), "down", "up", "right", "left"),
        values.pair(given.get("gap", 0), (*path, "gap")),
        values.within(given.get("in", "canvas"), (*path, "in")),
        values.at(given.get("at", "center"), (*path, "at"), "free"),
        values.pair(given.get("inset", 0), (*path, "inset")),
    )


def grid(values: Values, given: dict[str, Any], path: Keys) -> GridWord:
    """A cell each, in columns and rows."""

    def optional(key: str) -> Written | None:
        return values.written(given[key], (*path, key), wanted="number") if key in given else None

    return GridWord(
        values.who(given.get("tiles", "all"), (*path, "tiles")),
        optional("columns"),
        optional("rows"),
        values.within(given.get("in", "canvas"), (*path, "in")),
        values.at(given.get("at", "center"), (*path, "at")),
        values.pair(given.get("inset", 0), (*path, "inset")),
        values.pair(given.get("gap", 0), (*path, "gap")),
        values.range(given.get("width"), (*path, "width")),
        values.range(given.get("height"), (*path, "height")),
        values.aspect(given.get("aspect"), (*path, "aspect")),
        values.one_of(given.get("from", "top left"), (*path, "from"), *CORNERS),
        values.one_of(given.get("by", "row"), (*path, "by"), "row", "column"),
        values.flag(given.get("balance", "no"), (*path, "balance")),
        values.one_of(given.get("short", "center"), (*path, "short"), "start", "center", "stretch"),
        values.one_of(given.get("remainder", "spread"), (*path, "remainder"), "spread", "margin", "last"),
    )


def split(values: Values, given: dict[str, Any], path: Keys) -> SplitWord:
    """An area cut into pieces."""
    return SplitWord(
        values.within(given.get("of", "canvas"), (*path, "of")),
        values.one_of(given.get("direction", "down"), (*path, "direction"), "down", "up", "right", "left"),
        tuple(_piece(values, name, length, (*path, "into", name)) for name, length in given["into"].items()),
        values.pair(given.get("gap", 0), (*path, "gap")),
    )


def _piece(values: Values, name: str, length: Any, path: Keys) -> Piece:
    where = values.source.where(path, True)
    match length:
        case "rest" | "free":
            return Piece(name, length, where)
        case _:
            return Piece(name, values.written(length, path), where)


def apart(values: Values, given: dict[str, Any], path: Keys) -> ApartWord:
    """A gap between each two, or from regions and the primary."""
    return ApartWord(
        values.who(given.get("tiles", "all"), (*path, "tiles")),
        tuple(_others(values, given.get("from", _EACH_OTHER), (*path, "from"))),
        values.pair(given.get("gap", 0), (*path, "gap")),
    )


_EACH_OTHER = "each other"


def _others(values: Values, given: Any, path: Keys) -> Iterator[Word]:
    """What `from` names; nothing is each other, and each other stands alone."""
    if given == _EACH_OTHER:
        return
    allowed = ("primary", *values.scope.regions)
    for inner, item in [((*path, i), item) for i, item in enumerate(given)] if isinstance(given, list) else [(path, given)]:
        hint = f"{_EACH_OTHER!r} stands alone" if item == _EACH_OTHER else values.scope.hint(item)
        yield values.word(item, inner, lambda text: text in allowed, "known here", (*allowed, _EACH_OTHER), hint)


def fit(values: Values, given: dict[str, Any], path: Keys) -> FitWord:
    """How a source fills its tile."""
    how = values.one_of(given.get("how", "crop"), (*path, "how"), "crop", "letterbox", "stretch")
    most = values.written(given.get("most", "100%"), (*path, "most"))
    if "most" in given and not how.setting and how.text != "crop":
        values.fault(
            f"'most' bounds what is cropped; {how.text} loses nothing", (*path, "most"), "take it away, or say 'how: crop'", key=True
        )
    if isinstance(most.node, ex.Percent) and most.node.value > 1:
        values.fault(f"{most.text} is more than there is", (*path, "most"), "at most 100%")
    return FitWord(values.who(given.get("tiles", "all"), (*path, "tiles")), how, most)


def require(values: Values, given: Any, path: Keys) -> RequireWord:
    """A linear relation between sides of boxes."""
    if isinstance(given, str):
        return RequireWord(values.who("all", path), chain(values, given, path))
    return RequireWord(values.who(given.get("tiles", "all"), (*path, "tiles")), chain(values, given["that"], (*path, "that")))


WORDS: dict[str, Callable[[Values, Any, Keys], RuleWord]] = {
    "size": size, "place": place, "stack": stack, "grid": grid, "split": split, "apart": apart, "fit": fit, "require": require,
}  # fmt: skip
