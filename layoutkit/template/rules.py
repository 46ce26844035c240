"""The rules of a template as they are written: each word with its parameters and their defaults."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from layoutkit.documents import Keys
from layoutkit.template.language import GridWord, PlaceWord, RuleWord, SizeWord, StackWord, Written
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


def size(values: Values, given: dict[str, Any], path: Keys) -> RuleWord:
    """How wide and high."""
    return SizeWord(
        values.who(given.get("tiles", "all"), (*path, "tiles")),
        values.range(given.get("width"), (*path, "width")),
        values.range(given.get("height"), (*path, "height")),
        values.aspect(given.get("aspect"), (*path, "aspect")),
        values.within(given.get("in", "canvas"), (*path, "in")),
        values.flag(given.get("alike", "yes"), (*path, "alike")),
    )


def place(values: Values, given: dict[str, Any], path: Keys) -> RuleWord:
    """Inside an area, at its edges or centre."""
    return PlaceWord(
        values.who(given.get("tiles", "all"), (*path, "tiles")),
        values.within(given.get("in", "canvas"), (*path, "in")),
        values.at(given["at"], (*path, "at")) if "at" in given else None,
        values.pair(given.get("inset", 0), (*path, "inset")),
    )


def stack(values: Values, given: dict[str, Any], path: Keys) -> RuleWord:
    """One after the other."""
    return StackWord(
        values.who(given.get("tiles", "all"), (*path, "tiles")),
        values.one_of(given.get("direction", "down"), (*path, "direction"), "down", "up", "right", "left"),
        values.pair(given.get("gap", 0), (*path, "gap")),
        values.within(given.get("in", "canvas"), (*path, "in")),
        values.at(given.get("at", "center"), (*path, "at"), "free"),
        values.pair(given.get("inset", 0), (*path, "inset")),
    )


def grid(values: Values, given: dict[str, Any], path: Keys) -> RuleWord:
    """A cell each, in columns and rows."""

    def optional(key: str) -> Written | None:
        return values.written(given[key], (*path, key)) if key in given else None

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


RULES: dict[str, Callable[[Values, dict[str, Any], Keys], RuleWord]] = {"size": size, "place": place, "stack": stack, "grid": grid}
