"""pick(): which template a playbook has for a scene, and with which settings; no solver is asked."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Any

from layoutkit.documents import nearest
from layoutkit.errors import Fault, UsageError
from layoutkit.geometry import Size
from layoutkit.scene import Scene, Stream
from layoutkit.shelf.books import open_book
from layoutkit.shelf.playbook import Case, Domain, Pick, Playbook, orientation

MOST_SEEN = 4096
"""As many picks are remembered in a process; when there are more, all are forgotten."""

_seen: dict[Any, tuple[Playbook, Pick]] = {}
"""By playbook and room; the playbook is kept, so that its identity stays its own."""


def pick(
    playbook: Playbook | str | os.PathLike[str],
    scene: Scene | None = None,
    *,
    canvas: Size | str | None = None,
    secondaries: int | Sequence[Stream | str] = 0,
    roles: Mapping[str, int] | None = None,
) -> Pick:
    """The template and settings that a playbook has for a scene: of its first row that matches.

    The playbook is a name on the shelf, the path of a file, or a Playbook; the scene is a Scene, or a canvas such as `"720x1280"`, how
    many secondaries there are (or who they are, each with a role or none), and how many of them have a role: `{"screen": 1}`. Whoever is
    only heard does not count. What is picked is arranged by `arrange(pick.template, settings=pick.settings, ...)`.

    Raises UsageError for what is outside the playbook's domain, or a name that is not on the shelf; DocumentError for an invalid playbook.
    """
    book = playbook if isinstance(playbook, Playbook) else open_book(playbook)
    if scene is not None:
        if canvas is not None or roles is not None or secondaries != 0:
            raise UsageError("a scene is given whole, or by its parts, not both")
        canvas, secondaries = scene.canvas, scene.secondaries
    if isinstance(secondaries, (str, bytes, bool)) or not isinstance(secondaries, (int, Sequence)):
        raise UsageError("the secondaries are a number, or a list of ids", 'secondaries=3, or secondaries=["a", "b"]')
    count, held = _counted(book.domain, secondaries, roles)
    key = (id(book), canvas, count, tuple(held.items()))
    try:
        found = _seen.get(key)
    except TypeError:
        raise UsageError("a canvas is text or a Size, a count is a whole number", 'canvas="720x1280", secondaries=3') from None
    return found[1] if found else _remembered(key, book, _picked(book, _case(book.domain, canvas, count, held, str(book.ref))))


def _counted(domain: Domain, secondaries: int | Sequence[Stream | str], roles: Mapping[str, int] | None) -> tuple[int, Mapping[str, int]]:
    """How many have a picture, and how many of them each role: as the caller tells, else as the streams do, as far as the domain asks."""
    if isinstance(secondaries, int):
        return secondaries, roles or {}
    pictured = [one for one in secondaries if not (isinstance(one, Stream) and one.audio_only)]
    if roles is not None:
        return len(pictured), roles
    given = [one.role for one in pictured if isinstance(one, Stream) and one.role]
    return len(pictured), {role: given.count(role) for role, _ in domain.roles}


def _case(domain: Domain, canvas: Size | str | None, count: int, held: Mapping[str, int], ref: str) -> Case:
    """The case, if it is of the domain; all that is not is told at once. Any canvas will do that lies as one of the domain's does."""
    faults = [*_roles_faults(domain, count, held, ref)]
    if count not in domain.secondaries:
        faults.append(Fault(f"{ref} is for {domain.secondaries} secondaries, not {count}"))
    size = _size(canvas, faults)
    known = tuple(dict.fromkeys(orientation(canvas) for canvas in domain.canvases))
    if size and orientation(size) not in known:
        faults.append(Fault(f"{ref} is for {' and '.join(known)} canvases, and {size} is {orientation(size)}"))
    if faults or size is None:
        raise UsageError(faults)
    return Case(size, count, tuple((name, held.get(name, 0)) for name, _ in domain.roles))


def _roles_faults(domain: Domain, count: int, held: Mapping[str, int], ref: str) -> list[Fault]:
    known = dict(domain.roles)
    faults = [
        Fault(f"{ref} knows no role {name!r}", hint=nearest(str(name), list(known)) or f"there are {', '.join(known) or 'none'}")
        for name in held
        if name not in known
    ]
    for name, counts in domain.roles if count else ():
        if type(held.get(name, 0)) is not int or held.get(name, 0) not in counts:
            faults.append(Fault(f"{ref} is for {counts} with the role {name!r}, not {held.get(name, 0)!r}"))
    numbers = [number for number in held.values() if type(number) is int]
    if sum(numbers) > count and not faults:
        faults.append(Fault(f"{sum(numbers)} have a role, of {count} secondaries", hint="a role is a secondary's"))
    return faults


def _size(canvas: Size | str | None, faults: list[Fault]) -> Size | None:
    if not isinstance(canvas, (Size, str)):
        faults.append(Fault("a pick needs a canvas", hint='canvas="720x1280"'))
        return None
    try:
        return canvas if isinstance(canvas, Size) else Size.parse(canvas)
    except UsageError as error:
        faults += error.faults
        return None


def _picked(book: Playbook, case: Case) -> Pick:
    """The pick of the first row that matches. A canvas that the domain does not name may find none, where rows name canvases."""
    found = book.picked(case)
    if found is None:
        raise UsageError(f"no row of {book.ref} is for {case}", f"it is proved on {', '.join(map(str, book.domain.canvases))}")
    return found


def _remembered(key: Any, book: Playbook, pick: Pick) -> Pick:
    if len(_seen) >= MOST_SEEN:
        _seen.clear()
    return _seen.setdefault(key, (book, pick))[1]
