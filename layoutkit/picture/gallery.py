"""All templates on one page: counts, canvases, sources and payloads; static, self-contained, the same bytes every time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from layoutkit.documents import to_script, write_page
from layoutkit.geometry import Size
from layoutkit.layout import Layout
from layoutkit.picture.compact import Forms, Packed
from layoutkit.picture.highlight import highlighted
from layoutkit.picture.svg import draw
from layoutkit.picture.thumbs import SHAPES, Thumb, one_of_each, orientation, thumb
from layoutkit.scene import KeepClear

USUAL_COUNT = 4
"""So many secondaries a template is shown with at first, or the nearest that it has."""


@dataclass(frozen=True, slots=True)
class Carried:
    """A profile of a target and a layout: its payload, or why there is none."""

    profile: str
    payload: str
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """A certified layout of a template, and how to ask for it."""

    count: int
    layout: Layout
    keep_clear: tuple[KeepClear, ...]
    carried: tuple[Carried, ...]
    command: str


@dataclass(frozen=True, slots=True)
class SettingRow:
    """A setting in words: its name, default, what it may be, and what it is about."""

    name: str
    default: str
    may_be: str
    about: str


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A template on the page: what it is, its texts, its pictures, and what went wrong with it."""

    name: str
    title: str
    about: str
    serves: str
    settings: tuple[SettingRow, ...] = ()
    sources: tuple[tuple[str, str], ...] = ()
    """The template's file and those that it extends, each with its text."""
    pictures: tuple[Picture, ...] = ()
    failures: tuple[str, ...] = ()

    @property
    def counts(self) -> tuple[int, ...]:
        """The numbers of secondaries that it has pictures for."""
        return tuple(sorted({picture.count for picture in self.pictures}))

    @property
    def canvases(self) -> tuple[Size, ...]:
        """The canvases that it has pictures for, in the order of its own list."""
        return tuple(dict.fromkeys(picture.layout.canvas for picture in self.pictures))

    @property
    def usual(self) -> int:
        """The number of secondaries that it is first shown with."""
        return min(self.counts, key=lambda count: (abs(count - USUAL_COUNT), count), default=0)


@dataclass(frozen=True, slots=True)
class _Small:
    """A picture in the overview."""

    key: str
    count: int
    shape: str
    profiles: str
    thumb: Thumb
    alt: str


def gallery(exhibits: Sequence[Exhibit], *, title: str, version: str) -> str:
    """The page, as the text of an HTML file that needs no network and no other file."""
    keys = _keys(exhibits)
    forms = Forms()
    shelf = {key: _data(exhibit, forms) for key, exhibit in zip(keys, exhibits, strict=True)}
    return write_page(
        "gallery.html.j2",
        title=title,
        version=version,
        cards=[(key, exhibit, _smalls(exhibit)) for key, exhibit in zip(keys, exhibits, strict=True) if exhibit.pictures],
        failed=[exhibit for exhibit in exhibits if exhibit.failures],
        total=sum(len(exhibit.pictures) for exhibit in exhibits),
        counts=sorted({count for exhibit in exhibits for count in exhibit.counts}),
        profiles=sorted({carried.profile for exhibit in exhibits for picture in exhibit.pictures for carried in picture.carried}),
        highlighted=highlighted,
        data=to_script({"forms": list(forms.known), "shelf": shelf}),
    )


def _keys(exhibits: Sequence[Exhibit]) -> list[str]:
    """A name of its own for each on the page, though two files may bear one."""
    keys: list[str] = []
    for exhibit in exhibits:
        same = [key for key in keys if key.partition("~")[0] == exhibit.name]
        keys.append(f"{exhibit.name}~{len(same) + 1}" if same else exhibit.name)
    return keys


def _smalls(exhibit: Exhibit) -> list[_Small]:
    """A picture for each count on one canvas of each orientation: the upright ones first, on every card alike."""
    shown = one_of_each(exhibit.canvases)
    smalls = [_small(exhibit, picture) for picture in exhibit.pictures if picture.layout.canvas in shown]
    return sorted(smalls, key=lambda small: SHAPES.index(small.shape))


def _small(exhibit: Exhibit, picture: Picture) -> _Small:
    canvas = picture.layout.canvas
    people = f"{picture.count} {'secondary' if picture.count == 1 else 'secondaries'}"
    profiles = " ".join(carried.profile for carried in picture.carried if carried.payload)
    small = thumb(picture.layout, picture.keep_clear)
    return _Small(_key(picture), picture.count, orientation(canvas), profiles, small, f"{exhibit.title}: {people} on {canvas}")


def _key(picture: Picture) -> str:
    return f"{picture.count}/{picture.layout.canvas}"


def _data(exhibit: Exhibit, forms: Forms) -> dict[str, object]:
    """What the large view needs of a template."""
    return {
        "title": exhibit.title,
        "about": exhibit.about,
        "counts": list(exhibit.counts),
        "canvases": [str(canvas) for canvas in exhibit.canvases],
        "pictures": {_key(picture): _large(picture, forms) for picture in exhibit.pictures},
    }


def _large(picture: Picture, forms: Forms) -> list[object]:
    """The drawing, the command, and for each profile its payload or the reasons against it."""
    svg = draw(picture.layout, keep_clear=picture.keep_clear)
    carried: dict[str, list[str] | Packed] = {c.profile: forms.packed(c.payload) if c.payload else list(c.why) for c in picture.carried}
    return [forms.packed(svg.rstrip("\n")), forms.packed(picture.command), carried]
