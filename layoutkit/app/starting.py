"""`layoutkit init`: the first lines of a template of one's own."""

from __future__ import annotations

import re
from pathlib import Path

from layoutkit.documents import schema, to_json
from layoutkit.errors import DocumentError, UsageError
from layoutkit.template import parse

_STARTER = """\
# yaml-language-server: $schema=template.schema.json
name: {name}
version: 1
title: {title}
about: Secondaries climb the right edge of the primary, the first at the bottom.

# How many secondaries it serves, and the canvases it must hold on.
secondaries: 1..3
canvases: [540x960, 1280x720]

# What a caller may change: layoutkit solve {file} --set width=20%
settings:
  width: {{default: 25%, about: Width of a secondary}}
  gap:   {{default: 8, min: 0, max: 64, about: Space between two secondaries in pixels}}

# What must hold. One word a rule: size, place, stack, grid, split, apart, fit, require, or either of several lists.
# What is wished for stands under wishes: largest, least_crop, least_movement, minimize, maximize; without any it is largest: all.
rules:
  - size:  {{width: width, aspect: "16:9"}}
  - stack: {{direction: up, at: bottom right, inset: [2%, 4%], gap: gap}}
"""


def begin(name: str, output: str | None) -> list[str]:
    """Write a starter template and, beside it, the schema that editors complete it by; the files that were written."""
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name) or len(name) > 60:
        raise UsageError(
            f"{name[:80]!r} cannot be a template's name",
            "lower-case letters and digits, joined by single hyphens: right-column",
        )
    path = Path(output or f"{name}.yaml")
    text = _STARTER.format(name=name, title=name.replace("-", " ").capitalize(), file=path)
    parse(text.encode(), str(path))
    _new(path, text)
    beside = path.with_name("template.schema.json")
    if beside.exists():
        return [_named(path)]
    _new(beside, to_json(schema("template"), indent=2) + "\n")
    return [_named(path), str(beside)]


def _named(path: Path) -> str:
    """The path as a command takes it for a file and not for a name of the shelf."""
    return str(path) if path.suffix in (".yaml", ".yml", ".json") or len(path.parts) > 1 else f"./{path}"


def _new(path: Path, text: str) -> None:
    """Write a file that must not be there yet."""
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise DocumentError(f"{path} is there already", "give another name, or -o FILE") from None
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}") from None
