"""What `draw` draws: a layout of a template or of a document, or a sheet with a picture for each number of secondaries."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from layoutkit.app.answers import Answer, answer, chosen, on_air
from layoutkit.app.asking import Asked
from layoutkit.app.scenes import areas_of
from layoutkit.errors import Fault, UsageError


@dataclass(frozen=True, slots=True)
class Look:
    """The theme and how large."""

    theme: str
    scale: float

    def drawn(self, found: Answer) -> str:
        """An answer as the text of an SVG."""
        from layoutkit.picture import draw

        return draw(found.layout, keep_clear=found.keep_clear, theme=self.theme, before=found.before, scale=self.scale)


def answered(name: str | None, asked: Asked, layout: str | None) -> Answer:
    """The layout that is meant; beside a document it may be said what it does not hold: the scene's areas, and the layout before."""
    if layout is None:
        return chosen(name, asked, layout)
    if layout == asked.before == "-":
        raise UsageError("--layout and --before cannot both be standard input", "give one of them as a file")
    faults: list[Fault] = []
    areas = areas_of(asked.keep_clear, faults)
    if faults:
        raise UsageError(faults)
    found = chosen(name, replace(asked, before=None, keep_clear=()), layout)
    before = on_air(asked.before) if asked.before is not None else None
    return replace(found, keep_clear=(*found.keep_clear, *areas), before=before)


def sheeted(name: str | None, asked: Asked, layout: str | None, counts: str, look: Look) -> str:
    """A sheet with the template's layout for each of the numbers."""
    from layoutkit.picture import sheet

    if name is None or layout is not None or (asked.scene, asked.count, asked.primary, asked.before) != (None,) * 4:
        says = "--counts is of a template's NAME, and says how many secondaries there are"
        raise UsageError(says, "leave out --layout, --scene, --secondaries, --primary, --before")
    plain = replace(look, scale=1.0)
    answers = [answer(name, replace(asked, count=count)) for count in _counts(counts)]
    title = f"{name}: {counts} secondaries on {answers[0].layout.canvas}"
    return sheet([plain.drawn(found) for found in answers], theme=look.theme, title=title, scale=look.scale)


def _counts(text: str) -> range:
    found = re.fullmatch(r"([0-9]{1,3})(?:\.\.([0-9]{1,3}))?", text, re.ASCII)
    low, high = (int(found[1]), int(found[2] or found[1])) if found else (1, 0)
    if not 0 <= high - low < 64:
        raise UsageError(f"--counts {text[:40]!r} is no range of numbers", "A..B, from the least to the most, at most 64: 1..6")
    return range(low, high + 1)
