"""`layoutkit doctor`: what is there and what is missing, each with what it is for and what would bring it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from layoutkit.app.doctor.environment import ENVIRONMENT
from layoutkit.app.doctor.machine import Machine
from layoutkit.app.doctor.packages import PACKAGES
from layoutkit.app.doctor.part import Look, Part
from layoutkit.app.doctor.programs import PROGRAMS

LOOKS: tuple[Look, ...] = (*PACKAGES, *PROGRAMS, *ENVIRONMENT)
"""All that is looked at, in the order in which it is told."""


def examined(machine: Machine) -> tuple[Part, ...]:
    """Everything, looked at side by side, in the order in which it is told."""
    with ThreadPoolExecutor(4) as pool:
        return tuple(pool.map(lambda look: look(machine), LOOKS))


def document(parts: Sequence[Part]) -> dict[str, Any]:
    """What was found, as JSON (schema `doctor`)."""
    return {"works": not any(part.hinders for part in parts), "parts": [part.document() for part in parts]}


def text(parts: Sequence[Part]) -> str:
    """A line for each part by groups; below it, where it is missing or broken, what it is for and what would bring it."""
    lines: list[str] = []
    for group in dict.fromkeys(part.group for part in parts):
        lines += [group, *(line for part in parts if part.group == group for line in _lines(part)), ""]
    return "\n".join([*lines, summary(parts)])


def _lines(part: Part) -> Iterator[str]:
    mark = "unset" if (part.group, part.state) == ("environment", "missing") else _MARKS[part.state]
    yield f"  {mark:<8} {part.part}: {part.says}"
    if part.state != "fine":
        yield f"           {'needed' if part.needed else 'optional'}, for {part.use}" + (f"; {part.hint}" if part.hint else "")


_MARKS = {"fine": "fine", "missing": "missing", "broken": "BROKEN", "taken": "taken"}


def summary(parts: Sequence[Part]) -> str:
    """Whether the main job works, and what hinders it."""
    hindering = [part.part for part in parts if part.hinders]
    return f"not all that is needed is there: {', '.join(hindering)}" if hindering else "all that is needed is there"
