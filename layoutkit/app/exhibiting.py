"""Templates as a gallery shows them: solved for every count and canvas that they promise, with their payloads."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from layoutkit import pipeline, shelf, targets
from layoutkit.documents import to_json
from layoutkit.errors import LayoutkitError, NotCarried, UsageError
from layoutkit.geometry import Size
from layoutkit.layout import Layout
from layoutkit.picture import Carried, Exhibit, Picture, SettingRow
from layoutkit.scene import Scene, Stream
from layoutkit.template import Template, kept_clear
from layoutkit.template.settings import admitted

OPEN_END = 9
"""So many secondaries are shown of a template that serves any number."""

APP_ID, NOW = 1250000000, 1490858287
"""The account and the second of the payloads shown, which are the target page's own: the page is the same whenever it is made."""


@dataclass(slots=True)
class Collected:
    """Exhibits, and the errors met on the way: one template's do not stop the others."""

    exhibits: list[Exhibit] = field(default_factory=list)
    errors: list[tuple[str, LayoutkitError]] = field(default_factory=list)

    def add(self, name: str) -> None:
        """The template of that name, or the file; a name that there is not is the caller's mistake, and raised."""
        try:
            self.exhibits.append(self._exhibit(name, shelf.load(name)))
        except UsageError:
            raise
        except LayoutkitError as error:
            self.errors.append((name, error))
            self.exhibits.append(Exhibit(name, name, "", "", failures=tuple(str(fault) for fault in error.faults)))

    def _exhibit(self, name: str, template: Template) -> Exhibit:
        failures: list[str] = []
        pictures = tuple(self._pictures(name, template, failures))
        return Exhibit(
            name=template.name,
            title=template.title or template.name,
            about=template.about,
            serves=str(template.secondaries),
            settings=tuple(SettingRow(s.name, _yaml(s.default), admitted(s), s.about) for s in template.settings),
            sources=((template.file, template.text), *template.bases),
            pictures=pictures,
            failures=tuple(failures),
        )

    def _pictures(self, name: str, template: Template, failures: list[str]) -> Iterator[Picture]:
        for canvas in template.canvases:
            for count in counts_of(template):
                try:
                    yield _picture(name, template, canvas, count)
                except LayoutkitError as error:
                    self.errors.append((f"{name} with {count} on {canvas}", error))
                    failures.append(f"{count} on {canvas}: {error}")


def names(given: Sequence[str]) -> tuple[str, ...]:
    """The templates that are asked for, or all on the shelf."""
    return tuple(dict.fromkeys(given)) or shelf.names()


def counts_of(template: Template) -> range:
    """The numbers of secondaries that are shown: all that it promises."""
    low, high = template.secondaries.low, template.secondaries.high
    return range(low, (max(low, OPEN_END) if high is None else high) + 1)


def _picture(name: str, template: Template, canvas: Size, count: int) -> Picture:
    roles = roles_in(template, count)
    guests = [Stream(f"guest_{n}", role=role) for n, role in enumerate([*roles, *[""] * (count - len(roles))], 1)]
    layout = pipeline.arrange(template, Scene(canvas, Stream("primary"), tuple(guests)))
    carried = tuple(_carried(layout, profile) for profile in targets.PROFILES)
    return Picture(count, layout, kept_clear(template, layout), carried, _command(name, canvas, count, roles))


def roles_in(template: Template, count: int) -> list[str]:
    """The roles of the first secondaries: as many of each as it must have; one that may be is there where others are too."""
    wanted = [(role, max(held.low, 1 if count > 1 and held.high != 0 else 0)) for role, held in template.roles]
    return [role for role, number in wanted for _ in range(number)][:count]


def _carried(layout: Layout, profile: str) -> Carried:
    try:
        return Carried(profile, to_json(pipeline.render(layout, app_id=APP_ID, profile=profile, now=NOW), indent=2))
    except NotCarried as error:
        return Carried(profile, "", tuple(dict.fromkeys(fault.says for fault in error.faults)))


def _command(name: str, canvas: Size, count: int, roles: Sequence[str]) -> str:
    """What to type for this very layout."""
    given = [part for number, role in enumerate(roles, 1) for part in ("--role", f"{role}={number}")]
    return shlex.join(["layoutkit", "solve", name, "--canvas", str(canvas), "--secondaries", str(count), *given])


def _yaml(value: object) -> str:
    """A default as a template writes it."""
    return str(value).lower() if isinstance(value, bool) else str(value)
