"""What a layout was made from: a template and the settings in force."""

from __future__ import annotations

from dataclasses import dataclass

VERSION = "0.1.0"
"""The version of layoutkit: it is part of whatever is kept for later, since another may place otherwise."""

Setting = int | str | bool
"""The value of a setting in force: a number, a length or choice as text, or a flag."""


@dataclass(frozen=True, slots=True)
class TemplateRef:
    """Which template: its name, its version, and the digest of its canonical text."""

    name: str
    version: int
    digest: str

    def __str__(self) -> str:
        return f"{self.name}@{self.version}"


@dataclass(frozen=True, slots=True)
class Origin:
    """A template and the settings in force, in the template's order."""

    template: TemplateRef
    settings: tuple[tuple[str, Setting], ...] = ()
