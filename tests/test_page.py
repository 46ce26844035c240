"""The page, to the letter: coordinates, payload and reading back of Tencent's own example (Mix_StreamV2, section 3)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import layoutkit as lk
from layoutkit import targets
from layoutkit.emulator import placements
from layoutkit.errors import NotCarried
from layoutkit.scene import Scene, Stream

PAGE: dict[str, Any] = json.loads((Path(__file__).parent / "emulator" / "data" / "page_example.json").read_text())
GUESTS = ("8888_rex", "8888_link", "8888_shock")
PLACES = ((380, 630), (380, 390), (380, 150))


def column(*guests: str) -> lk.Layout:
    return lk.arrange("right-column", canvas="540x960", primary="8888_denny", secondaries=guests)


@pytest.mark.parametrize("count", [1, 2, 3])
def test_the_right_column_is_the_pages_example(count: int) -> None:
    tiles = column(*GUESTS[:count]).secondaries
    assert [(t.rect.x, t.rect.y, t.rect.width, t.rect.height) for t in tiles] == [(x, y, 160, 240) for x, y in PLACES[:count]]


def test_the_payload_is_the_pages_example_with_its_fields_in_order() -> None:
    payload = lk.render(column(*GUESTS), app_id=PAGE["interface"]["para"]["app_id"], now=PAGE["timestamp"])
    assert json.dumps(payload) == json.dumps(PAGE)


@pytest.mark.parametrize("count", [1, 2, 3])
def test_target_and_stranger_read_the_payload_as_the_layout_has_it(count: int) -> None:
    layout = column(*GUESTS[:count])
    payload = lk.render(layout, app_id=1, now=1490079362)
    meant = [(t.stream.id, t.layer, t.rect) for t in layout.tiles]
    read = [(p.stream, p.layer, p.rect or layout.primary.rect) for p in targets.read(payload)]
    stranger = sorted(((p.stream, p.layer, p.rect) for p in placements(json.dumps(payload), layout.canvas)), key=lambda p: p[1])
    assert read == meant
    assert stranger == meant


def test_ids_default_to_the_primary_and_times_to_now() -> None:
    payload = lk.render(column("8888_rex"), app_id=1250000000, now=1490079362.9)
    para = payload["interface"]["para"]
    assert (para["mix_stream_session_id"], para["output_stream_id"]) == ("8888_denny", "8888_denny")
    assert (payload["timestamp"], payload["eventId"]) == (1490079362, 1490079362)


# --- what profile 2017 cannot carry ----------------------------------------------------------------------------------


def test_a_fifth_stream_is_refused_with_the_reason() -> None:
    layout = lk.arrange("grid", canvas="540x960", primary="host", secondaries=["a", "b", "c", "d"])
    with pytest.raises(NotCarried, match=r"5 streams; profile 2017 carries 4.*section 3"):
        lk.render(layout, app_id=1)


def test_an_audio_only_stream_is_refused_with_the_reason() -> None:
    scene = Scene(lk.Size(540, 960), Stream("host"), (Stream("rex"), Stream("voice", audio_only=True)))
    layout = lk.arrange("right-column", scene)
    assert [off.stream.id for off in layout.off_picture] == ["voice"]
    with pytest.raises(NotCarried, match=r"'voice' has no tile \(audio only\)"):
        lk.render(layout, app_id=1)


def test_a_primary_that_is_a_tile_is_refused_with_the_reason(tmp_path: Path) -> None:
    halves = tmp_path / "halves.yaml"
    halves.write_text("name: halves\nprimary: tile\nsecondaries: 1\ncanvases: [540x960]\nrules: [{grid: {rows: 1}}]\n")
    layout = lk.arrange(halves, canvas="541x960", primary="host", secondaries=["rex"])
    assert [t.rect.width for t in layout.tiles] == [271, 270], "the odd pixel is not lost"
    with pytest.raises(NotCarried, match="the primary 'host' is a tile"):
        lk.render(layout, app_id=1)


@pytest.mark.parametrize("app_id", [0, -1, 2**31, True, "1"])
def test_an_app_id_that_cannot_be_one_is_refused(app_id: Any) -> None:
    with pytest.raises(lk.UsageError, match="app id"):
        lk.render(column("8888_rex"), app_id=app_id)


# --- judging a payload that somebody wrote ---------------------------------------------------------------------------


def changed(**fields: Any) -> dict[str, Any]:
    """The page's payload with some fields of its second input changed; None takes a field away."""
    payload: dict[str, Any] = json.loads(json.dumps(PAGE))
    item = payload["interface"]["para"]["input_stream_list"][1]
    for key, value in fields.items():
        holder = item if key == "input_stream_id" else item["layout_params"]
        if value is None:
            del holder[key]
        else:
            holder[key] = value
    return payload


CANVAS = lk.Size(540, 960)


def says(payload: Any, canvas: lk.Size | None = CANVAS) -> str:
    return "\n".join(str(fault) for fault in targets.faults(payload, canvas=canvas))


def test_the_pages_payload_is_valid() -> None:
    assert says(PAGE) == ""


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        (
            {"location_x": 400},
            "stream '8888_rex', 160x240 at (400,630), is 20 px beyond the right edge of the 540x960 canvas",
        ),
        ({"location_y": 800, "location_x": 381}, "1 px beyond the right edge and 80 px beyond the bottom edge"),
        ({"location_x": -1}, "-1 is below 0"),
        ({"image_width": 160.5}, "160.5 must be a whole number"),
        ({"image_width": 0}, "0 is below 1"),
        ({"image_width": None}, "'8888_rex' has no image_width"),
        ({"image_layer": 3}, "image layers [1, 3, 3, 4] are not 1..4, each once"),
        ({"image_layer": 5}, "5 is above 4"),
        ({"input_stream_id": "8888_link"}, "stream '8888_link' comes a second time"),
        ({"input_stream_id": "8888 rex"}, "'8888 rex' cannot stand here (1 to 80 of A-Z a-z 0-9 and _)"),
    ],
)
def test_a_wrong_payload_is_told_what_is_wrong(fields: dict[str, Any], told: str) -> None:
    assert told in says(changed(**fields))


def test_flush_with_the_edge_is_inside() -> None:
    assert says(changed(location_x=380, location_y=720)) == ""


def test_without_a_canvas_bounds_are_not_judged() -> None:
    assert says(changed(location_x=2000), canvas=None) == ""


def test_session_and_output_are_the_primarys_id() -> None:
    payload = changed()
    payload["interface"]["para"]["mix_stream_session_id"] = "other"
    assert "mix_stream_session_id is 'other', not the primary's id '8888_denny'" in says(payload)


def test_fields_of_later_profiles_are_unknown_to_this_one() -> None:
    payload = changed()
    payload["interface"]["para"]["input_stream_list"][1]["layout_params"]["input_type"] = 4
    assert "unknown key 'input_type'" in says(payload)


def test_all_faults_are_told_at_once() -> None:
    told = says(changed(image_width=0, location_x=-5, image_height="240"))
    assert all(part in told for part in ("0 is below 1", "-5 is below 0", "must be a whole number"))
