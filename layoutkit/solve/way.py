"""How to solve."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from layoutkit.solve.cpsat import maximum

if TYPE_CHECKING:
    from layoutkit.solve.search import Maximum


@dataclass(frozen=True, slots=True)
class Way:
    """How to solve: `eliminating` first, or handing all of it to the search, which must come to the same bytes."""

    eliminating: bool = True
    find: Maximum = maximum
    best: bool = False
    """Whether at the limit of work a layout that was found by then is answered, not proved, rather than none."""
