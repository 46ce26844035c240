"""Profile 2019 at the command line: written, judged, mended and sent; and which profiles carry a template."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from layoutkit.documents import check
from layoutkit.emulator import Emulator
from layoutkit.geometry import Size

from .conftest import Run
from .stage import APP_ID, KEY, NOW

GALLERY = ("gallery", "--canvas", "540x960", "--primary", "host", "--secondary", "rex", "--secondary", "slot")
MIXING = (
    *GALLERY,
    "--profile",
    "2019",
    "--canvas-colour",
    "#cc0033",
    "--output-stream",
    "mix",
    "--bitrate",
    1500,
    "--picture",
    "slot=4711",
)


@pytest.fixture
def later() -> Iterator[Emulator]:
    """Tencent of profile 2019 on this machine, with a host and a guest pushed."""
    with Emulator(APP_ID, KEY, now=lambda: NOW, profile="2019") as running:
        for stream in ("host", "rex"):
            running.cloud.push(stream, Size(540, 960), NOW)
        yield running


def para(document: Any) -> dict[str, Any]:
    found: dict[str, Any] = document["interface"]["para"]
    return found


def test_a_payload_says_all_that_the_options_say(lk: Run) -> None:
    document = lk("payload", *MIXING, "--app-id", APP_ID, "--now", NOW, "--video-only", "rex", "--session", "room").document
    check(document, "mix_streamv2.2019")
    said = para(document)
    assert (said["mix_stream_session_id"], said["output_stream_id"], said["output_stream_bitrate"]) == ("room", "mix", 1500)
    places = [item["layout_params"] for item in said["input_stream_list"]]
    assert [place.get("input_type", 0) for place in places] == [3, 0, 5, 2]
    assert (places[0]["color"], places[3]["picture_id"]) == ("0xcc0033", 4711)


def test_a_payload_is_valid_by_verify_and_by_its_template(lk: Run) -> None:
    made = lk("payload", *MIXING, "--app-id", APP_ID, "--now", NOW).out.encode()
    verify = ("verify", "-", "--profile", "2019", "--canvas", "540x960", "--template")
    said = lk(*verify, "gallery", stdin=made)
    assert (said.code, said.out) == (0, "valid: mix_streamv2 2019, canvas 540x960, template gallery\n")
    other = lk(*verify, "stage-with-panel", stdin=made)
    assert other.code == 1
    assert "host" in other.all


def test_who_is_only_heard_is_heard_when_a_template_judges(lk: Run) -> None:
    scene = {
        "canvas": {"width": 540, "height": 960},
        "primary": {"id": "host"},
        "secondaries": [{"id": "rex"}, {"id": "hum", "audio_only": True}],
    }
    asked = ("payload", "picture-in-picture", "--scene", "-", "--profile", "2019", "--app-id", APP_ID)
    made = lk(*asked, stdin=json.dumps(scene).encode())
    assert made.code == 0, made.all
    verify = ("verify", "-", "--profile", "2019", "--canvas", "540x960", "--template", "picture-in-picture")
    assert lk(*verify, stdin=made.out.encode()).code == 0


def test_it_is_sent_and_cancelled(lk: Run, account: None, later: Emulator) -> None:
    to = ("--endpoint", later.endpoint, "--now", NOW)
    assert lk("send", *MIXING, *to).out == "mixed: Success!\n"
    session = later.cloud.session("host")
    assert session
    assert (session.output, [p.kind for p in session.placements]) == ("mix", ["canvas", "stream", "stream", "picture"])
    end = ("send", "--end", "--primary", "host", "--profile", "2019", *to)
    assert "-31003" in lk(*end).err, "another output than it was started with"
    assert lk(*end, "--output-stream", "mix").out.startswith("ended")
    assert lk(*end, "--output-stream", "mix").out.startswith("ended"), "there is nothing left to end"


def test_a_payload_of_2019_is_sent_as_it_is(lk: Run, account: None, later: Emulator, tmp_path: Path) -> None:
    made = lk("payload", *MIXING, "--app-id", APP_ID, "--now", 1)
    (tmp_path / "p.json").write_text(made.out)
    to = ("--endpoint", later.endpoint, "--now", NOW, "--profile", "2019")
    assert lk("send", "--payload", "p.json", *to).out == "mixed: Success!\n"
    assert lk("send", "--payload", "p.json", "--bitrate", 800, *to).code == 2


def test_the_page_has_none_of_it(lk: Run) -> None:
    said = lk("payload", "grid", "--secondaries", 2, "--app-id", 1, "--bitrate", 1500, "--format", "json")
    assert (said.code, said.document["error"]) == (1, "not_carried")
    assert "profile 2017 has no canvas, output, bitrate" in said.document["faults"][0]["says"]


def test_all_that_is_wrong_with_the_options_is_told_at_once(lk: Run) -> None:
    wrong = ("--picture", "slot", "--picture", "rex=red", "--canvas-colour", "red", "--session", "a b")
    said = lk("payload", *GALLERY, "--app-id", 1, "--profile", "2019", *wrong, "--format", "json")
    assert (said.code, len(said.document["faults"])) == (2, 4), said.document


# --- verify --repair -------------------------------------------------------------------------------------------------


@pytest.fixture
def spoilt(payload_file: Path) -> Path:
    """A payload of the right column in which one tile stands outside, and a size is text."""
    document = json.loads(payload_file.read_text())
    second, third = (item["layout_params"] for item in para(document)["input_stream_list"][1:3])
    second["location_x"], third["image_width"] = 400, "160"
    payload_file.write_text(json.dumps(document, indent=1))
    return payload_file


REPAIR = ("--canvas", "540x960", "--repair")


def test_a_repair_prints_the_payload_and_says_on_the_side_what_it_changed(lk: Run, spoilt: Path) -> None:
    said = lk("verify", spoilt, *REPAIR)
    assert said.code == 0
    assert [line.split(": ", 1)[1].partition(": ")[2] for line in said.err.splitlines()] == [
        "400 -> 380 (inside the picture, by the least distance)",
        '"160" -> 160 (whole pixels)',
    ]
    assert lk("verify", "-", "--canvas", "540x960", "--template", "right-column", stdin=said.out.encode()).code == 0
    again = lk("verify", "-", *REPAIR, stdin=said.out.encode())
    assert (again.out, again.err) == (said.out, ""), "a valid payload is its own repair"


def test_a_repair_as_json(lk: Run, spoilt: Path) -> None:
    said = lk("verify", spoilt, *REPAIR, "--format", "json")
    check(said.document, "verdict")
    assert said.code == 0
    assert (said.document["valid"], said.document["left"], len(said.document["changes"])) == (False, [], 2)
    check(said.document["repaired"], "mix_streamv2.2017")


def test_what_cannot_be_repaired_is_told(lk: Run, payload_file: Path) -> None:
    document = json.loads(payload_file.read_text())
    para(document)["input_stream_list"][1]["input_stream_id"] = "guest_2"
    payload_file.write_text(json.dumps(document))
    said = lk("verify", payload_file, *REPAIR)
    assert (said.code, said.out) == (1, "")
    assert "stream 'guest_2' comes a second time" in said.err
    told = lk("verify", payload_file, *REPAIR, "--format", "json")
    check(told.document, "verdict")
    assert (told.code, told.document["repaired"]) == (1, None)
    assert len(told.document["left"]) == 1


@pytest.mark.parametrize("profile", ["2017", "2019"])
def test_a_template_says_where_everybody_is_to_be(lk: Run, spoilt: Path, profile: str) -> None:
    rules = (*REPAIR, "--template", "right-column", "--set", "lift=50", "--profile", profile)
    said = lk("verify", spoilt, *rules)
    assert said.code == 0, said.err
    assert "right-column@1 has it there" in said.err
    assert lk("verify", "-", *rules[:2], *rules[3:], stdin=said.out.encode()).code == 0


def test_a_template_that_has_no_such_layout_is_told(lk: Run, spoilt: Path) -> None:
    said = lk("verify", spoilt, *REPAIR, "--template", "right-column", "--set", "lift=400")
    assert (said.code, said.out) == (1, "")
    assert "no layout for right-column@1" in said.err


def test_shares_are_warned_of_and_valid(lk: Run) -> None:
    made = json.loads(lk("payload", *MIXING, "--app-id", APP_ID).out)
    para(made)["input_stream_list"][1]["layout_params"] |= {"image_width": 0.5}
    said = lk("verify", "-", "--profile", "2019", stdin=json.dumps(made).encode())
    assert (said.code, said.err.count("warning: ")) == (0, 1)
    told = lk("verify", "-", "--profile", "2019", "--format", "json", stdin=json.dumps(made).encode()).document
    check(told, "verdict")
    assert (told["valid"], len(told["warnings"])) == (True, 1)


# --- which profiles carry a template ---------------------------------------------------------------------------------


def test_list_and_show_tell_which_profiles_carry_a_template(lk: Run) -> None:
    listed = {item["name"]: item["profiles"] for item in lk("list", "--format", "json").document}
    assert [(one["profile"], one["secondaries"]) for one in listed["grid"]] == [("2017", "1..3"), ("2019", "1..9")]
    assert "2017: 1..3, 2019" in lk("list").out
    shown = lk("show", "gallery")
    assert "profile 2017 does not carry it\n  the primary is a tile" in shown.out
    assert "profile 2019 carries 0..14 secondaries" in shown.out
    assert lk("show", "gallery", "--format", "json").document["profiles"] == listed["gallery"]
