"""`repair`: the nearest valid payload, and what was changed in it; who is shown is never guessed."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import layoutkit as lk
from layoutkit import targets
from layoutkit.documents import read_json
from layoutkit.geometry import Size
from layoutkit.layout import Layout
from layoutkit.targets import Repaired

from .stage import CANVAS, HOST, NOW, REX, entry, layouts, payload

PROFILES = st.sampled_from(["2017", "2019"])
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=6)
    | st.sampled_from(["160", "0.5", "1e3", "#cc0033", "12px"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)


def page(layout: Layout) -> dict[str, Any]:
    return lk.render(layout, app_id=1, now=NOW)


@st.composite
def valid(draw: st.DrawFn) -> tuple[dict[str, Any], Size, str]:
    """A payload that a layout became, its canvas and its profile."""
    profile = draw(PROFILES)
    layout = draw(layouts(most=3 if profile == "2017" else 6, background=True if profile == "2017" else None))
    if not next(c for c in lk.carriers(layout) if c.profile == profile).carries:
        profile = "2019"
    return lk.render(layout, app_id=1, now=NOW, profile=profile), layout.canvas, profile


def parts(document: Any) -> list[tuple[Any, Any]]:
    """Every member of every object and list: its holder and its key."""
    found = []
    for key, value in document.items() if isinstance(document, dict) else enumerate(document if isinstance(document, list) else []):
        found += [(document, key), *parts(value)]
    return found


@given(valid(), st.data())
def test_a_spoilt_payload_is_valid_again_or_told_to_be_past_repair(case: tuple[dict[str, Any], Size, str], data: st.DataObject) -> None:
    """Any members replaced by any JSON: no traceback, and what comes back is clean, and needs no repair itself."""
    document, canvas, profile = deepcopy(case[0]), case[1], case[2]
    for _ in range(data.draw(st.integers(1, 4))):
        holder, key = data.draw(st.sampled_from(parts(document)))
        if data.draw(st.booleans()):
            holder[key] = data.draw(JSON)
        elif isinstance(holder, dict):
            del holder[key]
        if not parts(document):
            break
    asked = data.draw(st.sampled_from([canvas, None]))
    before = deepcopy(document)
    found = targets.repair(document, canvas=asked, profile=profile)
    assert document == before or before != before, "what was given is not touched"
    if found.payload is None:
        assert found.faults
    else:
        clean(found.payload, asked, profile)
        assert bool(found.changes) == (json.dumps(found.payload) != json.dumps(before))


def clean(document: Any, canvas: Size | None, profile: str) -> None:
    assert targets.faults(document, canvas=canvas, profile=profile) == []
    assert targets.repair(document, canvas=canvas, profile=profile) == Repaired(document)


@given(JSON, PROFILES, st.sampled_from([CANVAS, None]))
def test_any_json_is_answered(document: Any, profile: str, canvas: Size | None) -> None:
    assert targets.repair(document, canvas=canvas, profile=profile).payload is None


@given(valid())
def test_a_valid_payload_is_its_own_repair(case: tuple[dict[str, Any], Size, str]) -> None:
    assert targets.repair(case[0], canvas=case[1], profile=case[2]) == Repaired(case[0])


NUMBERS = st.integers(-4000, 6000) | st.floats(1.5, 4000).map(lambda n: round(n, 2))


@given(valid(), st.data())
def test_whatever_numbers_stand_in_places_and_layers_can_be_put_right(case: tuple[dict[str, Any], Size, str], data: st.DataObject) -> None:
    """Places are moved and layers renumbered, however wrong they are; nobody is lost."""
    document, canvas, profile = deepcopy(case[0]), case[1], case[2]
    tiles = document["interface"]["para"]["input_stream_list"]
    for item in tiles:
        for key in [key for key in item["layout_params"] if key.startswith(("image_w", "image_h", "location"))]:
            item["layout_params"][key] = data.draw(st.just(item["layout_params"][key]) | NUMBERS)
    for item in tiles[1:]:
        item["layout_params"]["image_layer"] = data.draw(st.integers(2, 4) | st.integers(2, 30).map(str))
    found = targets.repair(document, canvas=canvas, profile=profile)
    assert found.payload is not None, found.faults
    clean(found.payload, canvas, profile)
    kept = [item["input_stream_id"] for item in found.payload["interface"]["para"]["input_stream_list"]]
    assert kept == [item["input_stream_id"] for item in tiles]


@given(st.integers(-2000, 2500), st.integers(-2000, 2500), st.integers(1, 1200), st.integers(1, 1200), st.sampled_from(["2017", "2019"]))
def test_a_tile_is_moved_inside_by_the_least_distance(x: int, y: int, width: int, height: int, profile: str) -> None:
    document = payload(HOST, entry("rex", 2, width, height, x, y), mix_stream_session_id="host")
    found = targets.repair(document, canvas=CANVAS, profile=profile).payload
    assert found is not None
    place = found["interface"]["para"]["input_stream_list"][1]["layout_params"]
    for key, length, side, was, size in (("location_x", "image_width", 540, x, width), ("location_y", "image_height", 960, y, height)):
        assert place[length] == min(size, side), "no smaller than it must be"
        places = range(side - place[length] + 1)
        assert place[key] in places
        assert abs(place[key] - was) == min(abs(at - was) for at in (places[0], places[-1], min(max(was, 0), places[-1])))


# --- by hand ---------------------------------------------------------------------------------------------------------


def repaired(document: Any, profile: str = "2019", canvas: Size | None = CANVAS) -> list[str]:
    """What was changed, in short: the last key of its path, from what, to what."""
    found = targets.repair(document, canvas=canvas, profile=profile)
    assert found.payload is not None, found.faults
    return [f"{c.path.rpartition('.')[2]}: {c.before} -> {c.after}" for c in found.changes]


def left(document: Any, profile: str = "2019", canvas: Size | None = CANVAS) -> str:
    found = targets.repair(document, canvas=canvas, profile=profile)
    assert found.payload is None
    return "\n".join(fault.says for fault in found.faults)


OLD = {"mix_stream_session_id": "host"}


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ((160, 240, 400, 630), ["location_x: 400 -> 380"]),
        ((160, 240, -5, 800), ["location_x: -5 -> 0", "location_y: 800 -> 720"]),
        ((600, 240, 10, 630), ["image_width: 600 -> 540", "location_x: 10 -> 0"]),
        ((160.4, 240.5, 380, 630), ["image_width: 160.4 -> 160", "image_height: 240.5 -> 241"]),
        ((160.0, 240, 380, 630), ["image_width: 160.0 -> 160"]),
        (("160", "240px", 380, 630), ['image_width: "160" -> 160', 'image_height: "240px" -> 240']),
        ((0, -3, 380, 630), ["image_width: 0 -> 1", "image_height: -3 -> 1"]),
    ],
)
@pytest.mark.parametrize("profile", ["2017", "2019"])
def test_places_are_put_right(place: tuple[Any, ...], told: list[str], profile: str) -> None:
    assert repaired(payload(HOST, entry("rex", 2, *place), **OLD), profile) == told


def test_shares_become_pixels_in_2017_and_stay_in_2019() -> None:
    shares = payload(HOST, entry("rex", 2, 0.25, 0.25, 0.75, 0.75), **OLD)
    assert repaired(shares, "2019") == []
    assert repaired(shares, "2017") == [
        "image_width: 0.25 -> 135",
        "location_x: 0.75 -> 405",
        "image_height: 0.25 -> 240",
        "location_y: 0.75 -> 720",
    ]
    assert "must be a whole number" in left(shares, "2017", None), "a share of who knows what"


def test_shares_that_stand_out_move_by_the_least() -> None:
    shares = payload(HOST, entry("rex", 2, 0.3, 0.25, 0.75, 0.75))
    assert repaired(shares, canvas=None) == ["location_x: 0.75 -> 0.7"]


def test_layers_are_renumbered_in_their_order() -> None:
    tiles = (entry("a", 1), entry("b", 7, 9, 9, 0, 0), entry("c", 3, 9, 9, 0, 0), entry("d", 7, 9, 9, 0, 0))
    assert repaired(payload(*tiles, mix_stream_session_id="a", output_stream_id="a"), "2017") == [
        "image_layer: 7 -> 3",
        "image_layer: 3 -> 2",
        "image_layer: 7 -> 4",
    ]
    assert repaired(payload(entry("a", 0), entry("b", 1, 9, 9), output_stream_id="a")) == ["image_layer: 0 -> 1", "image_layer: 1 -> 2"]


def test_holes_between_layers_stay_in_2019() -> None:
    assert repaired(payload(HOST, entry("rex", 5, 9, 9), entry("ann", 9, 600, 9)))[0] == "image_width: 600 -> 540"


def test_who_has_no_place_is_the_background_of_layers_that_have_none() -> None:
    assert repaired(payload(REX, entry("host", 3))) == ["image_layer: 3 -> 1"]


def test_of_two_at_the_bottom_the_one_without_a_place_is_the_background() -> None:
    assert repaired(payload(entry("rex", 1, 9, 9), entry("host", 1))) == ["image_layer: 1 -> 2"]


def test_the_page_has_the_primary_cover_the_picture_and_name_the_mix() -> None:
    document = payload(entry("host", 1, 540, 480, 0, 0), REX)
    assert repaired(document, "2017") == [
        "image_width: 540 -> nothing",
        "image_height: 480 -> nothing",
        "location_x: 0 -> nothing",
        "location_y: 0 -> nothing",
        'mix_stream_session_id: "room" -> "host"',
    ]


def test_names_times_ids_and_mistyped_keys() -> None:
    document = payload(entry("host", 1), entry("rex", 2, 9, 9, 0, 0), interface="Mix_StreamV2", app_id="1250000000")
    where = document["interface"]["para"]["input_stream_list"][1]["layout_params"]
    where["image_widht"] = where.pop("image_width")
    document |= {"timestamp": str(NOW), "eventId": 0, "comment": "hello"}
    assert repaired(document) == [
        'comment: "hello" -> nothing',
        "image_width: nothing -> 9",
        'interface: "Mix_StreamV2" -> "mix_streamv2.start_mix_stream_advanced"',
        f'timestamp: "{NOW}" -> {NOW}',
        f"eventId: 0 -> {NOW}",
        'app_id: "1250000000" -> 1250000000',
    ]


def test_colours_crops_and_outputs_of_2019() -> None:
    document = payload(
        entry("c", 1, 540, 960, input_type="3", color="#CC0033"),
        entry("host", 2, 9, 9, crop={"crop_width": 9.0, "crop_height": "9", "crop_x": -1}),
        output_stream_type=1,
        output_stream_bitrate=70000,
        mix_stream_template_id=410,
        domain="x",
    )
    assert repaired(document) == [
        'input_type: "3" -> 3',
        'color: "#CC0033" -> "0xCC0033"',
        "crop_width: 9.0 -> 9",
        'crop_height: "9" -> 9',
        "crop_x: -1 -> 0",
        "output_stream_type: 1 -> 0",
        "output_stream_bitrate: 70000 -> 50000",
        "mix_stream_template_id: 410 -> 0",
        'domain: "x" -> ""',
    ]


def test_the_same_input_word_for_word_is_taken_once_in_2017() -> None:
    assert repaired(payload(HOST, REX, REX, **OLD), "2017")[0].startswith("input_stream_list[2]: {")


def test_what_only_its_author_knows_is_told_and_left() -> None:
    five = [HOST, *(entry(f"g{n}", n, 9, 9, 0, 0) for n in range(2, 6))]
    assert "has more than 4 items" in left(payload(*five, **OLD), "2017")
    assert "comes a second time" in left(payload(HOST, REX, entry("rex", 3, 9, 9, 0, 0), **OLD), "2017")
    assert "no input is on layer 1" in left(payload(REX, entry("ann", 3, 9, 9)))
    assert "no image_width, image_height" in left(payload(HOST, entry("rex", 2)))
    assert "unknown key 'input_type'" in left(payload(HOST, entry("hum", 2, 9, 9, 0, 0, input_type=4), **OLD), "2017")
    assert "without a picture_id" in left(payload(HOST, entry("logo", 2, 9, 9, input_type=2)))


def test_a_change_says_where_and_why() -> None:
    text = json.dumps(payload(HOST, entry("rex", 2, 160, 240, 400, 630)), indent=1).encode()
    document, locate = read_json(text, "p.json")
    (change,) = targets.repair(document, canvas=CANVAS, profile="2019", locate=locate).changes
    path = "interface.para.input_stream_list[1].layout_params.location_x"
    line = text[: text.index(b'"location_x"')].count(b"\n") + 1
    assert str(change) == f"p.json:{line}:21: {path}: 400 -> 380 (inside the picture, by the least distance)"


def test_places_are_of_the_text_even_behind_an_input_that_was_taken_away() -> None:
    rows = [HOST, REX, REX, entry("ann", 3, 9, 9, 600, 0)]
    text = json.dumps(payload(*rows, **OLD), indent=1).encode()
    document, locate = read_json(text, "p.json")
    moved = targets.repair(document, canvas=CANVAS, locate=locate).changes[-1]
    assert (moved.before, moved.after) == ("600", "531")
    assert moved.where
    assert text.splitlines()[moved.where.line - 1].strip() == b'"location_x": 600,'
