"""Layouts solved ahead, in a file that several processes can read at once: what is in it needs no solver.

The file is text. Its first line is JSON: the version of this form, the version of layoutkit that wrote it, and for each template where its
section begins, how long it is, and the SHA-256 of its bytes. The second line is the SHA-256 of the first. A section has a line of JSON for
each layout: who is there, on which canvas, with which settings, and where everybody is. Whatever does not fit together is ignored, with a
warning: an atlas saves time and never decides anything. Every layout that it tells is certified, as any other that comes from outside.
"""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from layoutkit.documents import check, layout_document
from layoutkit.errors import LayoutkitError, ShelfWarning
from layoutkit.geometry import Area, Rect, Size
from layoutkit.layout import Layout, Tile, WishReached
from layoutkit.origin import Origin, Setting, TemplateRef
from layoutkit.scene import Scene

FORM = 1
"""The version of the file's form."""

Settings = tuple[tuple[str, Setting], ...]
Key = tuple[str, tuple[str, ...], str]
"""The canvas, the role of each secondary in order, and the settings in force as JSON: what tells one layout of a template from another."""


class AtlasWarning(ShelfWarning):
    """An atlas, or a part of it, is not what it says it is, and is not used."""


# --- written ---------------------------------------------------------------------------------------------------------


def written(layouts: Iterable[tuple[Scene, Layout]], version: str) -> bytes:
    """The atlas of some layouts, each with its scene, by the order of their templates' names and their own.

    Layouts that leave somebody out, or are not proved to be the best, are left out themselves.
    """
    sections: dict[TemplateRef, dict[Key, str]] = {}
    for scene, layout in layouts:
        if layout.off_picture or not layout.proved:
            continue
        key = key_of(scene, layout.origin.settings)
        sections.setdefault(layout.origin.template, {})[key] = _line(_row(key, scene, layout))
    bodies = [(ref, "".join(lines.values()).encode()) for ref, lines in sorted(sections.items(), key=lambda item: _order(item[0]))]
    head, at = [], 0
    for ref, body in bodies:
        place = {"at": at, "bytes": len(body), "sha256": sha256(body).hexdigest()}
        head.append({"name": ref.name, "version": ref.version, "digest": ref.digest, **place})
        at += len(body)
    first = _line({"atlas": FORM, "layoutkit": version, "sections": head}).encode()
    return b"".join([first, sha256(first).hexdigest().encode() + b"\n", *(body for _, body in bodies)])


def _order(ref: TemplateRef) -> tuple[str, int, str]:
    return ref.name, ref.version, ref.digest


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=True, separators=(",", ":")) + "\n"


def key_of(scene: Scene, settings: Settings) -> Key:
    """What a layout of a scene is found by."""
    return str(scene.canvas), tuple(stream.role for stream in scene.secondaries), _line([[type(v).__name__, n, v] for n, v in settings])


def _row(key: Key, scene: Scene, layout: Layout) -> dict[str, Any]:
    tiles = {tile.stream.id: tile for tile in layout.tiles}
    people = [tiles[stream.id] for stream in scene.streams]
    fits = [tile.fit for tile in people]
    regions = {name: [area.x, area.y, area.width, area.height] for name, area in layout.regions}
    wishes = [[wish.wish, wish.value] for wish in layout.wishes]
    return {
        "canvas": key[0],
        "roles": list(key[1]),
        "settings": json.loads(key[2]),
        "tiles": [[t.rect.x, t.rect.y, t.rect.width, t.rect.height, t.layer] for t in people],
        **({"fits": fits} if any(fits) else {}),
        **({"regions": regions} if regions else {}),
        **({"wishes": wishes} if wishes else {}),
    }


# --- read ------------------------------------------------------------------------------------------------------------


_MISFITS = (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError)
"""What comes of a file that has another shape than the one that is written."""


@dataclass(slots=True)
class _Section:
    at: int
    size: int
    digest: str
    rows: dict[Key, Mapping[str, Any]] | None = None


class Atlas:
    """An atlas in memory: its sections are read when a layout of their template is first asked for. Without a path it is empty."""

    def __init__(self, path: Path | None, version: str) -> None:
        self.path = path
        self.body = b""
        self.sections: dict[str, _Section] = {}
        if path is None:
            return
        try:
            self._open(path.read_bytes(), version)
        except (OSError, *_MISFITS) as error:
            self.warn(getattr(error, "strerror", None) or _why(error))

    def _open(self, text: bytes, version: str) -> None:
        first, digest, self.body = [*text.split(b"\n", 2), b"", b""][:3]
        if sha256(first + b"\n").hexdigest().encode() != digest:
            raise ValueError("its first line is not the one that was written")
        head = json.loads(first)
        if head["atlas"] != FORM or head["layoutkit"] != version:
            raise ValueError(f"it was written by layoutkit {head['layoutkit']} in form {head['atlas']}, this is {version} and {FORM}")
        self.sections = {one["digest"]: _Section(one["at"], one["bytes"], one["sha256"]) for one in head["sections"]}

    def find(self, ref: TemplateRef, scene: Scene, settings: Settings) -> Layout | None:
        """The layout of a scene of which nothing but roles is known, if the atlas has it for this very text of the template."""
        if ref.digest not in self.sections or not _plain(scene):
            return None
        row = self._rows(self.sections[ref.digest], ref).get(key_of(scene, settings))
        try:
            return None if row is None else _layout(row, Origin(ref, settings), scene)
        except (LayoutkitError, *_MISFITS):
            self.warn(f"a layout of {ref} on {scene.canvas} is none")
            return None

    def _rows(self, section: _Section, ref: TemplateRef) -> Mapping[Key, Mapping[str, Any]]:
        """The layouts of a section, read when they are first asked for; none where they are not what was written."""
        if section.rows is None:
            try:
                section.rows = dict(_parsed(self._sound(section)))
            except _MISFITS as error:
                section.rows = {}
                self.warn(f"the layouts of {ref} cannot be read: {_why(error)}")
        return section.rows

    def _sound(self, section: _Section) -> bytes:
        body = self.body[section.at : section.at + section.size]
        if sha256(body).hexdigest() != section.digest:
            raise ValueError("they are not the ones that were written")
        return body

    def warn(self, says: str) -> None:
        """Tell what of the file is not used, and why."""
        warnings.warn(f"atlas {self.path}: {says}; it is not used", AtlasWarning, stacklevel=4)


def _why(error: BaseException) -> str:
    return str(error) or type(error).__name__


def _parsed(body: bytes) -> Iterator[tuple[Key, Mapping[str, Any]]]:
    for line in body.splitlines():
        row = json.loads(line)
        yield (row["canvas"], tuple(row["roles"]), _line(row["settings"])), row


def _plain(scene: Scene) -> bool:
    """Whether nothing but roles is known of the people, and nothing is kept clear."""
    return not scene.keep_clear and all(stream.size is None and not stream.audio_only for stream in scene.streams)


def _layout(row: Mapping[str, Any], origin: Origin, scene: Scene) -> Layout:
    fits: Sequence[str] = row.get("fits") or [""] * len(row["tiles"])
    roles = ["primary", *(stream.role or "secondary" for stream in scene.secondaries)]
    tiles = [
        Tile(stream, role, Rect(*numbers[:4]), numbers[4], fit)
        for stream, role, numbers, fit in zip(scene.streams, roles, row["tiles"], fits, strict=True)
    ]
    layout = Layout(
        origin,
        Size.parse(row["canvas"]),
        (tiles[0], *sorted(tiles[1:], key=lambda tile: tile.layer)),
        wishes=tuple(WishReached(name, value, value, True) for name, value in row.get("wishes", ())),
        regions=tuple((name, Area(*numbers)) for name, numbers in row.get("regions", {}).items()),
    )
    check(layout_document(layout), "layout")
    return layout
