"""Several pictures on one sheet."""

from __future__ import annotations

from itertools import combinations

import pytest

from layoutkit.errors import UsageError
from layoutkit.geometry import Rect
from layoutkit.picture import draw, sheet

from . import album


def places(svg: str) -> list[Rect]:
    parts = album.root(svg).findall(f"{album.SVG}svg")
    return [Rect(*(int(part.attrib[key]) for key in ("x", "y", "width", "height"))) for part in parts]


@pytest.mark.parametrize("count", [1, 2, 5, 9])
@pytest.mark.parametrize("canvas", ["540x960", "1280x720"])
def test_every_picture_lies_on_the_sheet_and_none_on_another(count: int, canvas: str) -> None:
    svg = sheet([draw(album.layout(canvas, ()))] * count)
    whole = Rect(0, 0, *(int(n) for n in album.root(svg).attrib["viewBox"].split()[2:]))
    found = places(svg)
    assert len(found) == count
    assert all(place.x > 0 and place.y > 0 and place.right < whole.right and place.bottom < whole.bottom for place in found)
    assert not any(one.overlaps(other) for one, other in combinations(found, 2))


def test_a_sheet_is_about_as_wide_as_high() -> None:
    for canvas in ("540x960", "1280x720"):
        wide, high = map(int, album.root(sheet([draw(album.layout(canvas, ()))] * 8)).attrib["viewBox"].split()[2:])
        assert 0.5 < wide / high < 2


@pytest.mark.parametrize("count", [0, 65])
def test_a_sheet_of_none_or_of_too_many_is_refused(count: int) -> None:
    with pytest.raises(UsageError, match="a sheet of"):
        sheet([draw(album.layout())] * count)
