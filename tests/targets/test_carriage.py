"""Which profiles carry a template: what is told without solving is what rendering does."""

from __future__ import annotations

from dataclasses import replace

import pytest

import layoutkit as lk
from layoutkit import shelf
from layoutkit.errors import NoLayout, NotCarried
from layoutkit.scene import Scene, Stream
from layoutkit.template import Template, parse

NAMES = shelf.names()
SOURCE = lk.Size(640, 360)


def scene(template: Template, count: int) -> Scene:
    """Everybody with a source of a known size, so that a crop can be told, and with the roles that the template wants."""
    roles = [name for name, counts in template.roles for _ in range(counts.low)]
    people = [Stream(f"guest_{i}", size=SOURCE, role=roles[i] if i < len(roles) else "") for i in range(count)]
    return Scene(template.canvases[0], Stream("host", size=template.canvases[0]), tuple(people))


@pytest.mark.parametrize("name", NAMES)
def test_what_is_told_is_what_rendering_does(name: str) -> None:
    """Of the whole shelf: the least and the greatest count that is promised, and each side of the border of what is carried."""
    template = lk.load(name)
    promised = template.secondaries
    for carriage in lk.carriers(template):
        most = promised.high or promised.low
        borders = {carriage.high, (carriage.high or 0) + 1} if carriage.carries else set()
        for count in sorted({c for c in {promised.low, most, *borders} if c is not None and c in promised}):
            told = carriage.carries and count <= (carriage.high or most)
            if told or count:  # with nobody beside him, a primary that is a tile covers the picture
                assert rendered(template, count, carriage.profile) == told, (carriage, count)


def rendered(template: Template, count: int, profile: str) -> bool:
    try:
        lk.render(lk.arrange(template, scene(template, count)), app_id=1, profile=profile, now=1)
    except NotCarried:
        return False
    except NoLayout:
        pytest.fail(f"{template.ref} has no layout for {count}")
    return True


def told(text: str) -> list[dict[str, object]]:
    head = "name: t\ncanvases: [540x960]\n"
    return [carriage.document() for carriage in lk.carriers(parse((head + text).encode(), "t.yaml"))]


FIT = "secondaries: 1..2\nsettings: {{how: {{default: letterbox, choice: [letterbox, {how}]}}}}\nrules: [{{fit: {{how: how}}}}]\n"


def test_a_background_of_few_is_carried_by_both() -> None:
    assert told("secondaries: 1..3\nrules: [{grid: {}}]\n") == [
        {"profile": "2017", "secondaries": "1..3", "reasons": [], "needs": []},
        {"profile": "2019", "secondaries": "1..3", "reasons": [], "needs": []},
    ]


def test_more_than_there_is_room_for() -> None:
    old, new = told("secondaries: 1..\nrules: [{grid: {}}]\n")
    assert (old["secondaries"], new["secondaries"]) == ("1..3", "1..15")
    assert new["reasons"] == ["more than 15 secondaries: it mixes 16 inputs, the primary among them"]


def test_a_primary_that_is_a_tile_takes_a_canvas_and_never_the_page() -> None:
    old, new = told("secondaries: 0..24\nprimary: tile\nrules: [{grid: {}}]\n")
    assert (old["secondaries"], new["secondaries"]) == (None, "0..14")
    assert old["reasons"] == [
        "the primary is a tile: it has no canvas, and the primary covers the picture",
        "more than 3 secondaries: it mixes 4 inputs, the primary among them",
    ]


def test_a_crop_needs_sources_and_never_the_page_even_where_a_setting_may_choose_it() -> None:
    old, new = told(FIT.format(how="crop"))
    assert (old["secondaries"], new["secondaries"]) == (None, "1..2")
    assert old["reasons"] == ["sources are cropped (t.yaml:5:10): it has no field for it"]
    assert new["needs"] == ["the size of each source, since they are cropped"]


def test_a_stretch_is_carried_by_none() -> None:
    assert [carriage["secondaries"] for carriage in told(FIT.format(how="stretch"))] == [None, None]


def test_a_list_of_an_either_counts() -> None:
    either = "secondaries: 1\nrules: [{either: {a: [{fit: {how: crop}}], b: [{fit: {how: letterbox}}]}}]\n"
    assert [carriage["secondaries"] for carriage in told(either)] == [None, "1"]


def test_a_layout_is_told_its_reasons() -> None:
    layout = lk.arrange("gallery", canvas="540x960", primary="host", secondaries=["rex"])
    old, new = lk.carriers(layout)
    assert (old.carries, new.carries) == (False, True)
    assert [fault.says for fault in old.reasons] == [
        "the primary 'host' is a tile, 540x480 at (0,0); in profile 2017 it covers the picture"
    ]
    assert lk.carriers("gallery")[1].counts == "0..14"
    assert replace(new, reasons=old.reasons).carries is False
