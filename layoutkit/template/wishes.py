"""The wishes of a template as they are written; a rule's word may be wished too."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from layoutkit.documents import Keys
from layoutkit.template.language import ExtremeWish, LargestWish, LeastCropWish, LeastMovementWish, WishWord
from layoutkit.template.rules import place, require, size, stack
from layoutkit.template.sums import extreme
from layoutkit.template.values import Values


def largest(values: Values, given: Any, path: Keys) -> LargestWish:
    """Pictures as large as can be."""
    return LargestWish(values.who(given, path))


def least_crop(values: Values, given: Any, path: Keys) -> LeastCropWish:
    """As little cut off as can be."""
    return LeastCropWish(values.who(given, path))


def least_movement(values: Values, given: Any, path: Keys) -> LeastMovementWish:
    """Those who were there before stay where they are."""
    return LeastMovementWish(values.who(given, path))


def minimize(values: Values, given: Any, path: Keys) -> ExtremeWish:
    """A sum as small as can be."""
    return ExtremeWish("minimize", extreme(values, given, path))


def maximize(values: Values, given: Any, path: Keys) -> ExtremeWish:
    """A sum as large as can be."""
    return ExtremeWish("maximize", extreme(values, given, path))


WISHES: dict[str, Callable[[Values, Any, Keys], WishWord]] = {
    "largest": largest, "least_crop": least_crop, "least_movement": least_movement, "minimize": minimize, "maximize": maximize,
    "size": size, "place": place, "stack": stack, "require": require,
}  # fmt: skip
