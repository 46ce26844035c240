"""Bad input and sending: whatever is wrong, nothing reaches the endpoint."""

from __future__ import annotations

from pathlib import Path

import pytest

from .conftest import Run
from .stage import APP_ID, Endpoint

CUT = '{"timestamp": 5, "eventId": 5, "interface": {'


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("right-colunm",), 2),
        (("right-column", "--secondaries", "4"), 2),
        (("right-column", "--secondaries", "-1"), 2),
        (("right-column", "--canvas", "0x0"), 2),
        (("right-column", "--canvas", "540×960"), 2),
        (("right-column", "--canvas", "540x600"), 1),
        (("right-column", "--set", "gap=65"), 2),
        (("right-column", "--primary", "a", "--secondary", "a"), 2),
        (("right-column", "--primary", "a b", "--secondary", "c"), 2),
        (("right-column", "--app-id", "0"), 2),
        (("right-column", "--profile", "1999"), 2),
        (("right-column", "--target", "other"), 2),
        (("right-column", "--now", "0"), 2),
        (("right-column", "--nonsense"), 2),
        (("grid", "--secondaries", "4"), 1),
        (("broken.yaml",), 1),
        (("missing.yaml",), 2),
        (("--scene", "cut.json", "grid"), 1),
        (("--layout", "cut.json"), 1),
        (("--payload", "cut.json"), 1),
        (("--payload", "missing.json"), 2),
        (("--payload", "cut.json", "right-column"), 2),
        (("--end",), 2),
        (("--end", "--primary", "a b"), 2),
        ((), 2),
    ],
    ids=str,
)
def test_nothing_is_sent(lk: Run, account: None, endpoint: Endpoint, tmp_path: Path, arguments: tuple[str, ...], code: int) -> None:
    (tmp_path / "cut.json").write_text(CUT)
    (tmp_path / "broken.yaml").write_text("name: broken\nrules: [}\n")
    said = lk("send", *arguments, "--endpoint", endpoint.url)
    assert (said.code, said.out) == (code, "")
    assert said.err
    assert endpoint.posted == []


@pytest.mark.parametrize(
    "change",
    [
        ('"image_layer": 2', '"image_layer": 3'),
        ('"image_layer": 2', '"image_layer": 2.0'),
        ('"location_x": 380', '"location_x": 380.0'),
        ('"location_y": 630', '"location_y": -1'),
        ('"image_width": 160', '"image_width": "160"'),
        ('"guest_1"', '"guest_2"'),
        ('"guest_1"', '"guest 1"'),
        ('"guest_1"', '"guest_1\\n"'),
        ('"app_id": 1250000000', '"app_id": 0'),
        ('"app_id": 1250000000', '"app_id": 1250000000.0'),
        ('"timestamp": 1490858287', '"timestamp": null'),
        ('"output_stream_id": "primary"', '"output_stream_id": "other"'),
        ('"eventId"', '"event_id"'),
        ('"eventId": 1490858287', '"eventId": 1490858287, "eventId": 1490858287'),
        ("mix_streamv2.start_mix_stream_advanced", "mix_streamv2.cancel_mix_stream"),
    ],
    ids=" -> ".join,
)
def test_no_payload_is_sent_that_the_page_does_not_allow(
    lk: Run, account: None, endpoint: Endpoint, payload_file: Path, change: tuple[str, str]
) -> None:
    """Integers are integers, ids are ids (Mix_StreamV2, section 3); each fault has its line."""
    text = payload_file.read_text()
    assert change[0] in text
    payload_file.write_text(text.replace(change[0], change[1]))
    for command in (("send", "--payload", payload_file, "--endpoint", endpoint.url), ("verify", payload_file)):
        said = lk(*command)
        assert said.code == 1, said.out
        assert f"{payload_file}:" in said.err
    assert endpoint.posted == []


def test_a_layout_with_fractions_is_never_written_as_a_payload(lk: Run, layout_file: Path) -> None:
    whole = layout_file.read_text()
    for field in ('"layer": 2', '"x": 380', '"width": 160', '"version": 1'):
        assert field in whole
        layout_file.write_text(whole.replace(field, field + ".0"))
        said = lk("payload", "--layout", layout_file, "--app-id", APP_ID)
        assert said.code == 1, field
