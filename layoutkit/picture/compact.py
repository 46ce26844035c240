"""Many texts that are alike, in little room: their lines as forms with holes, and what stands in the holes.

Two pictures of a shelf differ in their numbers and say the rest in the same words. Each line is cut into its form, which is kept once,
and its numbers; whoever reads puts them back, and has every character as it was written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

HOLE = "\x01"
"""What stands in a form where a number was."""

_VALUE = re.compile(rf"{HOLE}|(?<![\w#.])-?[0-9]+(?:\.[0-9]+)?(?!\w)")
"""A number by itself: not the digits of a colour, nor of `guest_1`, which stay in the form."""

Packed = list[int | float | str]
"""For each line the number of its form, then its values."""


@dataclass(slots=True)
class Forms:
    """The forms met so far, in the order in which they were met."""

    known: dict[str, int] = field(default_factory=dict)

    def packed(self, text: str) -> Packed:
        """A text as the numbers of its lines' forms, each followed by that line's values."""
        return [part for line in text.split("\n") for part in (self._form(line), *map(_value, _VALUE.findall(line)))]

    def unpacked(self, packed: Packed) -> str:
        """The text again; a page does the same in its own script."""
        forms, parts, lines = list(self.known), iter(packed), []
        for number in parts:
            assert isinstance(number, int)
            head, *rest = forms[number].split(HOLE)
            lines.append(head + "".join(f"{next(parts)}{piece}" for piece in rest))
        return "\n".join(lines)

    def _form(self, line: str) -> int:
        return self.known.setdefault(_VALUE.sub(HOLE, line), len(self.known))


def _value(text: str) -> int | float | str:
    """A number where it is written as every program writes it, else its text."""
    if len(text) > 9 or text == HOLE:
        return text
    number = float(text) if "." in text else int(text)
    return number if str(number) == text and "e" not in text and not text.endswith(".0") else text
