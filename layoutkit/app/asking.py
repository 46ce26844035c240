"""The arguments that say which layout is meant, the same for every command that needs one."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import click

from layoutkit.app.options import F, with_best, with_keep_clear, with_limit, with_roles, with_settings
from layoutkit.errors import UsageError


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line says of a layout: its scene or playbook, settings, what was on air, the page, how long to search."""

    canvas: str | None = None
    count: int | None = None
    primary: str | None = None
    secondary: tuple[str, ...] = ()
    scene: str | None = None
    role: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    keep_clear: tuple[str, ...] = ()
    before: str | None = None
    page: int | None = None
    limit: float | None = None
    best: bool = False
    playbook: str | None = None

    def __post_init__(self) -> None:
        if self.scene == self.before == "-":
            raise UsageError("--scene and --before cannot both be standard input", "give one of them as a file")

    @property
    def any(self) -> bool:
        """Whether anything was said."""
        return self != Asked()

    @property
    def parts_of_scene(self) -> bool:
        """Whether anything was said that a scene document says."""
        return replace(self, scene=None, settings=(), before=None, page=None, limit=None, best=False, playbook=None).any


_ROOM: Sequence[Callable[[Any], Any]] = (
    click.option(
        "--canvas",
        metavar="WxH",
        help="The size of the whole picture in pixels: 540x960. Default: the first of the template, or of the playbook.",
    ),
    click.option(
        "--secondaries",
        "count",
        type=click.IntRange(0, 999),
        metavar="N",
        help="So many secondaries: guest_1, guest_2, … on primary. Default: 3.",
    ),
    click.option("--primary", metavar="ID", help="The primary's stream id."),
    click.option("--secondary", metavar="ID", multiple=True, help="A secondary's stream id; repeat it, in order."),
    click.option("--scene", metavar="FILE|-", help="All of it from a JSON document (layoutkit schema scene)."),
    with_roles,
)
_OPTIONS: Sequence[Callable[[Any], Any]] = (
    *_ROOM,
    with_settings,
    with_keep_clear,
    click.option(
        "--before", metavar="FILE|-", help="The layout on air before, as its document: for templates that wish for little movement."
    ),
    click.option(
        "--page",
        type=click.IntRange(1, 999),
        metavar="N",
        help="Which page, where a template pages because there are too many. Default: 1.",
    ),
    with_limit,
    with_best,
    click.option("--playbook", metavar="NAME", help="A playbook in the place of a template's NAME: it picks the template."),
)


def with_scene(command: F) -> F:
    """Add the options of a layout to a command; it gets them as one `asked`."""
    return _gathering(command, _OPTIONS)


def with_room(command: F) -> F:
    """Add the options that say who is there, and on which canvas; the command gets them as one `asked`."""
    return _gathering(command, _ROOM)


def _gathering(command: F, options: Sequence[Callable[[Any], Any]]) -> F:
    @functools.wraps(command)
    def gathered(**given: Any) -> Any:
        said = {field.name: given.pop(field.name) for field in fields(Asked) if field.name in given}
        return command(asked=Asked(**said), **given)

    wrapped: Any = gathered
    for option in reversed(options):
        wrapped = option(wrapped)
    return wrapped  # type: ignore[no-any-return]
