"""Profile 2019: what a layout becomes in it, and that three readers agree on where everybody is (TENCENT, generation V2C)."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import layoutkit as lk
from layoutkit import NotCarried, UsageError, targets, tencent
from layoutkit.documents import check
from layoutkit.emulator import placements
from layoutkit.emulator.cloud import state
from layoutkit.geometry import Rect, Size
from layoutkit.layout import Layout, OffPicture, Tile
from layoutkit.scene import Stream
from layoutkit.targets import Kind

from .stage import CANVAS, NOW, ORIGIN, entry, layouts, payload

WHOLE = Rect(0, 0, 540, 960)
HOST = Tile(Stream("host"), "primary", WHOLE, 1)
REX = Tile(Stream("rex"), "secondary", Rect(380, 630, 160, 240), 2)
PAIR = Layout(ORIGIN, CANVAS, (HOST, REX))
HALVES = Layout(ORIGIN, CANVAS, (replace(HOST, rect=Rect(0, 0, 540, 480)), Tile(Stream("rex"), "secondary", Rect(0, 480, 540, 480), 2)))


def rendered(layout: Layout, **mixing: Any) -> dict[str, Any]:
    return lk.render(layout, app_id=1250000000, profile="2019", now=NOW, **mixing)


def para(payload: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = payload["interface"]["para"]
    return found


def inputs(payload: dict[str, Any]) -> list[dict[str, Any]]:
    return list(para(payload)["input_stream_list"])


def refused(layout: Layout, profile: str = "2019", **mixing: Any) -> list[str]:
    with pytest.raises(NotCarried) as caught:
        lk.render(layout, app_id=1, profile=profile, now=NOW, **mixing)
    return [fault.says for fault in caught.value.faults]


def test_the_rooms_that_are_strangers_know_the_same_profiles() -> None:
    assert targets.PROFILES == tencent.PROFILES == state.PROFILES


# --- three readers ---------------------------------------------------------------------------------------------------


@given(layouts())
def test_layout_target_and_stranger_agree_on_stream_rectangle_layer_and_crop(layout: Layout) -> None:
    """The canvas that the target lays below is the target's business: without it, all three say the same."""
    payload = rendered(layout)
    check(payload, "mix_streamv2.2019")
    read = [p for p in targets.read(payload, profile="2019") if p.kind is not Kind.SOUND]
    stranger = placements(json.dumps(payload), layout.canvas, "2019")
    below = int(read[0].kind is Kind.CANVAS)
    meant = sorted((t.layer, t.stream.id, t.rect, cut(t)) for t in layout.tiles)
    whole = Rect(0, 0, layout.canvas.width, layout.canvas.height)
    assert [(p.layer - below, p.stream, p.rect or whole, p.crop) for p in read[below:]] == meant
    assert [(p.layer - below, p.stream, p.rect, p.crop) for p in stranger[below:]] == meant
    assert all(p.rect == whole for p in stranger[:below])


def cut(tile: Tile) -> Rect | None:
    """The part of a source that is shown, where that is not all of it."""
    size = tile.stream.size
    return tile.crop if tile.crop and size and tile.crop != Rect(0, 0, size.width, size.height) else None


@given(layouts(most=3, background=True))
def test_what_the_page_carries_both_profiles_place_alike(layout: Layout) -> None:
    if not targets.carriers(layout)[0].carries or len(layout.tiles) == 1:
        return
    old = targets.read(lk.render(layout, app_id=1, now=NOW))
    new = targets.read(rendered(layout), profile="2019")
    assert [(p.stream, p.layer, p.rect) for p in old] == [(p.stream, p.layer, p.rect) for p in new]


@given(layouts())
def test_a_layout_read_back_is_the_layout(layout: Layout) -> None:
    """`show` takes the canvas away and finds the primary, whatever layer it is on."""
    shown = targets.show(rendered(layout), layout.canvas, "2019")
    assert [(p.stream, p.rect, p.layer) for p in shown.places] == [(t.stream.id, t.rect, t.layer) for t in layout.tiles]
    assert list(shown.heard) == [off.stream.id for off in layout.off_picture]


SHARES = st.integers(1, 99).map(lambda n: n / 100)


@given(st.lists(st.tuples(SHARES, SHARES, SHARES, SHARES), min_size=1, max_size=3), st.integers(1, 2000), st.integers(1, 2000))
def test_target_and_stranger_round_shares_alike(shares: list[tuple[float, ...]], width: int, height: int) -> None:
    """Each edge to the nearest pixel, halves up, so that what is inside stays inside; we write none, others do."""
    inside = [(min(w, 1 - x), min(h, 1 - y), x, y) for w, h, x, y in shares]
    places = [tuple(round(number, 2) for number in place) for place in inside]
    document = payload(entry("host", 1), *(entry(f"g{n}", n, *place) for n, place in enumerate(places, 2)))
    canvas = Size(width, height)
    read = targets.read(document, profile="2019", canvas=canvas)[1:]
    assert not any(p.rect and p.rect.overhang(canvas) for p in read)
    assert [p.rect for p in read] == [p.rect for p in placements(json.dumps(document), canvas, "2019")[1:]]


# --- what a layout becomes -------------------------------------------------------------------------------------------


def test_a_background_that_is_pushed_needs_no_canvas_and_no_place() -> None:
    assert inputs(rendered(PAIR)) == [
        {"input_stream_id": "host", "layout_params": {"image_layer": 1}},
        {
            "input_stream_id": "rex",
            "layout_params": {"image_layer": 2, "image_width": 160, "image_height": 240, "location_x": 380, "location_y": 630},
        },
    ]


def test_a_primary_that_is_a_tile_has_a_canvas_below_it() -> None:
    """It shifts every image_layer by one; the layout's own layers stay."""
    ground, host, rex = inputs(rendered(HALVES, canvas_colour="0xcc0033"))
    size = {"image_width": 540, "image_height": 960, "location_x": 0, "location_y": 0}
    assert ground == {"input_stream_id": "canvas", "layout_params": {"image_layer": 1, "input_type": 3, **size, "color": "0xcc0033"}}
    assert [i["layout_params"]["image_layer"] for i in (host, rex)] == [2, 3]
    assert "input_type" not in host["layout_params"], "sound and picture is the default"


def test_the_canvas_is_black_where_no_colour_is_given_and_its_label_is_nobodys() -> None:
    crowd = replace(HALVES, tiles=(HALVES.tiles[0], replace(HALVES.tiles[1], stream=Stream("canvas"))))
    ground = inputs(rendered(crowd))[0]
    assert (ground["input_stream_id"], ground["layout_params"]["color"]) == ("canvas_1", "0x000000")


@pytest.mark.parametrize("source", [Size(1080, 1920), Size(960, 540)])
def test_a_background_pushed_in_another_size_stands_on_a_canvas(source: Size) -> None:
    """The output has the size of what is on layer 1: it must be the layout's canvas."""
    ground, host, _ = inputs(rendered(replace(PAIR, tiles=(replace(HOST, stream=Stream("host", size=source)), REX))))
    assert ground["layout_params"]["image_width"] == 540
    assert host["layout_params"] == {"image_layer": 2, "image_width": 540, "image_height": 960, "location_x": 0, "location_y": 0}


def test_a_background_above_somebody_stands_on_a_canvas() -> None:
    above = replace(PAIR, tiles=(replace(HOST, layer=2), replace(REX, layer=1)))
    assert [(i["input_stream_id"], i["layout_params"]["image_layer"]) for i in inputs(rendered(above))] == [
        ("canvas", 1),
        ("host", 3),
        ("rex", 2),
    ]


def test_a_crop_window_stands_beside_the_place_in_pixels_of_the_source() -> None:
    seen = replace(REX, stream=Stream("rex", size=Size(600, 600)), fit="crop", crop=Rect(100, 0, 400, 600))
    rex = inputs(rendered(replace(PAIR, tiles=(HOST, seen))))[1]
    assert rex["crop_params"] == {"crop_width": 400, "crop_height": 600, "crop_x": 100, "crop_y": 0}
    assert list(rex) == ["input_stream_id", "layout_params", "crop_params"]


def test_a_part_that_is_all_of_the_source_is_no_crop() -> None:
    seen = replace(REX, stream=Stream("rex", size=Size(320, 480)), fit="crop", crop=Rect(0, 0, 320, 480))
    assert "crop_params" not in inputs(rendered(replace(PAIR, tiles=(HOST, seen))))[1]


def test_who_is_only_heard_has_a_layer_and_no_place() -> None:
    layout = replace(PAIR, off_picture=(OffPicture(Stream("hum"), "audio only"), OffPicture(Stream("ann"), "on page 2 of 2")))
    found = inputs(rendered(layout))
    assert found[2:] == [{"input_stream_id": "hum", "layout_params": {"image_layer": 3, "input_type": 4}}]


def test_an_empty_slot_is_filled_by_a_picture_or_a_colour() -> None:
    slots = replace(PAIR, tiles=(HOST, REX, replace(REX, stream=Stream("slot_2"), layer=3), replace(REX, stream=Stream("slot_3"), layer=4)))
    found = inputs(rendered(slots, pictures={"slot_2": 4711, "slot_3": "#333333"}, video_only=["rex"]))
    assert [i["layout_params"].get("input_type", 0) for i in found] == [0, 5, 2, 3]
    assert found[2]["layout_params"]["picture_id"] == 4711
    assert found[3]["layout_params"]["color"] == "0x333333"


def test_waiting_slots_are_filled_until_guests_come() -> None:
    """A slot is a secondary with a label; when a guest comes he takes it, and nobody moves."""
    slots = [f"slot_{n}" for n in range(1, 4)]
    empty = lk.arrange("waiting-slots", canvas="540x960", primary="host", secondaries=slots)
    taken = lk.arrange("waiting-slots", canvas="540x960", primary="host", secondaries=["rex", *slots[1:]])
    assert [t.rect for t in empty.tiles] == [t.rect for t in taken.tiles]
    filled = rendered(taken, pictures=dict.fromkeys(slots[1:], 4711))
    assert [i["layout_params"].get("input_type", 0) for i in inputs(filled)] == [0, 0, 2, 2]


@pytest.mark.parametrize(
    ("mixing", "told"),
    [
        ({}, ("host", "host", 0)),
        ({"output": "rex"}, ("host", "rex", 0)),
        ({"output": "show_mix"}, ("host", "show_mix", 1)),
        ({"output": "show_mix", "session": "lewis_room"}, ("lewis_room", "show_mix", 1)),
    ],
)
def test_an_output_takes_an_inputs_place_or_is_a_new_stream(mixing: dict[str, Any], told: tuple[str, str, int]) -> None:
    said = para(rendered(PAIR, **mixing))
    assert (said["mix_stream_session_id"], said["output_stream_id"], said["output_stream_type"]) == told


def test_a_bitrate_is_said_where_it_is_given() -> None:
    assert "output_stream_bitrate" not in para(rendered(PAIR))
    assert para(rendered(PAIR, bitrate=1500))["output_stream_bitrate"] == 1500


def test_the_cancel_request_names_session_and_output_and_no_streams() -> None:
    ended = targets.render_end("host", app_id=7, now=NOW, profile="2019", mixing=targets.Mixing(output="show_mix"))
    check(ended, "mix_streamv2.2019")
    assert para(ended) == {
        "app_id": 7,
        "interface": "mix_streamv2.cancel_mix_stream",
        "mix_stream_session_id": "host",
        "output_stream_id": "show_mix",
    }
    assert targets.faults(ended, profile="2019") == []


def test_a_primary_alone_ends_the_mix_unless_an_output_of_its_own_needs_it() -> None:
    """Whoever watches a new stream goes on watching it while no guest is there."""
    alone = replace(PAIR, tiles=(HOST,))
    assert targets.ends(alone)
    assert targets.ends(alone, "2019")
    own = targets.Mixing(output="show_mix")
    assert not targets.ends(alone, "2019", own)
    assert not targets.ends(replace(alone, off_picture=(OffPicture(Stream("hum"), "audio only"),)), "2019")
    assert [i["input_stream_id"] for i in inputs(rendered(alone, output="show_mix"))] == ["canvas", "host"], "two inputs at least"


# --- what it cannot carry --------------------------------------------------------------------------------------------


def crowd(count: int, primary: Tile = HOST) -> Layout:
    rest = [replace(REX, stream=Stream(f"g{i}"), layer=i + 1) for i in range(1, count + 1)]
    return Layout(ORIGIN, CANVAS, (primary, *rest))


def test_sixteen_inputs_the_canvas_among_them() -> None:
    assert len(inputs(rendered(crowd(15)))) == 16
    assert len(inputs(rendered(crowd(14, HALVES.tiles[0])))) == 16
    assert refused(crowd(16)) == ["17 inputs; profile 2019 carries 16 (TENCENT, section 5)"]
    (said,) = refused(crowd(15, HALVES.tiles[0]))
    assert said == "17 inputs, the canvas below them among them; profile 2019 carries 16 (TENCENT, section 5)"


def shown(fit: str, source: Size | None) -> Layout:
    return replace(PAIR, tiles=(HOST, replace(REX, stream=Stream("rex", size=source), fit=fit)))


def test_a_crop_of_a_source_whose_size_is_not_told_is_refused() -> None:
    (said,) = refused(shown("crop", None))
    assert said.startswith("stream 'rex' is cropped, and the size of its source is not told")


def test_a_stretch_is_refused() -> None:
    (said,) = refused(shown("stretch", Size(600, 600)))
    assert said == "stream 'rex' has fit stretch; profile 2019 has no field for it (TENCENT, section 8.3)"


def test_a_source_beyond_2000_pixels_is_refused() -> None:
    (said,) = refused(shown("", Size(2560, 1440)))
    assert said == "stream 'rex' is pushed as 2560x1440; no side of a source may be above 2000 px (TENCENT, section 5)"


def test_who_is_spoken_of_must_be_there() -> None:
    assert refused(PAIR, pictures={"nobody": 1}, video_only=["ann"]) == [
        "stream 'nobody', a picture, is not among the secondaries of the layout",
        "stream 'ann', without sound, is no stream that has a tile in the layout",
    ]


def test_the_page_has_nothing_beside_the_layout() -> None:
    (said,) = refused(PAIR, "2017", bitrate=1500)
    assert said.startswith("profile 2017 has no canvas, output, bitrate")
    with pytest.raises(NotCarried):
        targets.render_end("host", app_id=1, now=NOW, mixing=targets.Mixing(output="x"))


@pytest.mark.parametrize(
    ("mixing", "told"),
    [
        ({"canvas_colour": "red"}, "'red' is not a colour (0xRRGGBB: 0xcc0033)"),
        ({"bitrate": 0}, "a bitrate of 0 (kbit/s, from 1 to 50000 (TENCENT, section 3))"),
        ({"bitrate": True}, "a bitrate of True"),
        ({"output": "show mix"}, "'show mix' is not a stream id"),
        ({"session": "é"}, "'é' is not a stream id"),
        ({"pictures": {"rex": 0}}, "'0' is no picture for 'rex'"),
        ({"pictures": ("rex",)}, "pictures are ids or colours by stream"),
        ({"pictures": {7: 1}}, "pictures are ids or colours by stream"),
        ({"pictures": [1]}, "pictures are ids or colours by stream"),
        ({"video_only": "rex"}, "video_only is a list of stream ids"),
        ({"output": 7}, "7 is not a stream id"),
    ],
)
def test_what_cannot_be_is_refused(mixing: dict[str, Any], told: str) -> None:
    with pytest.raises(UsageError) as caught:
        rendered(PAIR, **mixing)
    assert told in str(caught.value)


def test_a_mixing_can_be_a_key_and_reads_as_it_was_given() -> None:
    mixing = lk.Mixing(pictures={"slot": 4711}, video_only=["rex", "ann"])
    assert {mixing: 1}[lk.Mixing(pictures=(("slot", 4711),), video_only={"ann", "rex"})] == 1
    assert lk.Mixing() == targets.PLAIN


def test_all_that_cannot_be_is_told_at_once() -> None:
    with pytest.raises(UsageError) as caught:
        rendered(PAIR, canvas_colour="red", bitrate=0, output="é", pictures={"a b": -1})
    assert len(caught.value.faults) == 5


@given(layouts(), st.sampled_from(["2017", "2019"]))
def test_carriers_tell_what_render_does(layout: Layout, profile: str) -> None:
    carrier = next(c for c in lk.carriers(layout) if c.profile == profile)
    if carrier.carries:
        lk.render(layout, app_id=1, profile=profile, now=NOW)
        return
    with pytest.raises(NotCarried) as caught:
        lk.render(layout, app_id=1, profile=profile, now=NOW)
    assert carrier.reasons == caught.value.faults
