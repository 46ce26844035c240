"""`emulator push`: synthetic guests as the command line asks for them, pushed for real, and what is said where they cannot be."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from layoutkit.app.streaming import COLOURS, TONES, Wanted, colour_code, guests_of, pictures_of
from layoutkit.emulator.air.media import Media
from layoutkit.emulator.mixer.planes import colour_of
from layoutkit.emulator.rtmp import Hub, Player, Publisher
from layoutkit.emulator.rtmp.tags import AUDIO, Tag
from layoutkit.errors import ExtraMissing, UsageError
from layoutkit.geometry import Rect, Size

from ..emulator.mixer.stage import decoded, heard, level, looks, luma
from ..emulator.rtmp.watchers import Viewer
from .conftest import Run

SMALL = ("--size", "64x96")


@pytest.fixture
def hub() -> Iterator[Hub]:
    with Hub() as running:
        yield running


@dataclass(frozen=True)
class Pushed:
    """What came from one guest."""

    tags: list[Tag]

    @property
    def picture(self) -> Any:
        return decoded(self.tags)[-1]

    @property
    def stamps(self) -> list[int]:
        return [tag.at for tag in self.tags if tag.is_picture]

    def loud(self, tone: float) -> float:
        """How loud that tone is in the second half of a second, in dB."""
        return level(heard(self.tags)[1][22_050:], tone)


def pushed(lk: Run, hub: Hub, *arguments: object, names: tuple[str, ...] = ("rex",), seconds: float = 0.2) -> list[Pushed]:
    """Have guests pushed to a hub for a while; what a mixer would get of each."""
    viewers = [Viewer(Player(hub.push_url(name))) for name in names]
    for viewer in viewers:
        viewer.__enter__()
    said = lk("emulator", "push", *names, *SMALL, "--seconds", seconds, "--to", f"{hub.address}/live/", *arguments)
    assert (said.code, said.err) == (0, "")
    for viewer in viewers:
        viewer._thread.join(10)  # the end of the push is the end of what is played
        viewer.__exit__(None, None, None)
    return [Pushed(viewer.tags) for viewer in viewers]


# --- what is pushed --------------------------------------------------------------------------------------------------


def test_a_guest_has_the_colour_the_tone_and_the_size_that_were_asked_for(lk: Run, hub: Hub) -> None:
    [rex] = pushed(lk, hub, "--colour", "#d02020", "--tone", 880, "--still", seconds=1)
    assert looks(rex.picture, Rect(0, 0, 64, 96), "0xd02020")
    assert (rex.picture.width, rex.picture.height) == (64, 96)
    assert rex.stamps == list(range(0, 1000, 40))
    assert rex.loud(880) > -22 > -60 > rex.loud(440)


def test_guests_who_were_given_nothing_take_colours_and_tones_in_turn(lk: Run, hub: Hub) -> None:
    names = ("one", "two", "three")
    guests = pushed(lk, hub, "--still", names=names, seconds=1)
    for n, guest in enumerate(guests):
        assert looks(guest.picture, Rect(0, 0, 64, 96), [*COLOURS.values()][n])
        assert [guest.loud(tone) > -30 for tone in TONES[:3]] == [m == n for m in range(3)]


def test_fewer_colours_and_tones_than_guests_go_round() -> None:
    found = guests_of(("a", "b", "c"), ("red", "teal"), (500.0, 600.0)).values()
    assert [(guest.colour, guest.tone) for guest in found] == [("0xd02020", 500.0), ("0x0f8b8d", 600.0), ("0xd02020", 500.0)]


def test_a_silent_guest_sends_no_sound(lk: Run, hub: Hub) -> None:
    [rex] = pushed(lk, hub, "--silent")
    assert len(rex.stamps) == 5
    assert not any(tag.kind == AUDIO and tag.is_sound for tag in rex.tags)


def test_a_dot_moves_unless_it_is_to_be_still(lk: Run, hub: Hub) -> None:
    [moving], [still] = pushed(lk, hub, seconds=0.5), pushed(lk, hub, "--still", names=("link",))
    first, last = (luma(frame) for frame in (decoded(moving.tags)[0], moving.picture))
    assert abs(first - last).max() > 60
    assert luma(still.picture).max() - luma(still.picture).min() < 12


def test_a_host_sits_in_a_room(lk: Run, hub: Hub) -> None:
    """Light from above, a head before the wall, and nothing that moves."""
    [host] = pushed(lk, hub, "--scene", "--colour", "blue")
    frame = luma(host.picture)
    assert frame[2, 32] > colour_of(COLOURS["blue"]).y > frame[70, 2]
    assert frame[40, 32] > frame[90, 32] + 40
    assert abs(frame - luma(decoded(host.tags)[0])).max() < 30


def test_pictures_come_as_often_as_was_asked_for(lk: Run, hub: Hub) -> None:
    [rex] = pushed(lk, hub, "--fps", 10, seconds=0.5)
    assert rex.stamps == [0, 100, 200, 300, 400]


# --- what is said ----------------------------------------------------------------------------------------------------


def test_it_says_what_it_pushes_and_where(lk: Run, hub: Hub) -> None:
    said = lk("emulator", "push", "rex", "link", *SMALL, "--silent", "--seconds", 0.1, "--to", f"{hub.address}/live/")
    assert said.out == (
        f"pushing rex, 64x96 in #0f8b8d, silent, to {hub.address}/live/rex\n"
        f"pushing link, 64x96 in #e4572e, silent, to {hub.address}/live/link\n"
        "Ctrl-C ends it\n"
    )


def test_a_program_gets_a_document(lk: Run, hub: Hub) -> None:
    told = lk("emulator", "push", "rex", *SMALL, "--seconds", 0.1, "--to", f"{hub.address}/live", "--format", "json").document
    assert told == {
        "pushing": [{"stream": "rex", "url": f"{hub.address}/live/rex", "colour": "0x0f8b8d", "tone": 440.0, "width": 64, "height": 96}]
    }


@pytest.mark.parametrize(("text", "code"), [("teal", "0x0f8b8d"), ("TEAL", "0x0f8b8d"), ("#0F8B8D", "0x0f8b8d"), ("0x0f8b8d", "0x0f8b8d")])
def test_a_colour_is_a_name_or_six_digits(text: str, code: str) -> None:
    assert colour_code(text) == code


@pytest.mark.parametrize("text", ["tael", "#0f8b8", "#0f8b8d0", "", "#gggggg"])
def test_another_word_is_no_colour(text: str) -> None:
    with pytest.raises(UsageError, match="is no colour"):
        colour_code(text)


def test_all_that_is_wrong_with_guests_is_told_at_once(lk: Run) -> None:
    said = lk("emulator", "push", "rex", "rex", "not-a-name", "--colour", "tael")
    assert said.code == 2
    assert all(words in said.err for words in ("'rex' is named twice", "'not-a-name'", "'tael' is no colour"))


@pytest.mark.parametrize("size", ["541x960", "540x961"])
def test_odd_sides_are_refused(lk: Run, size: str) -> None:
    said = lk("emulator", "push", "rex", "--size", size)
    assert (said.code, f"a picture of {size} cannot be encoded" in said.err) == (2, True)


def test_where_nobody_listens_is_told(lk: Run) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
    said = lk("emulator", "push", "rex", *SMALL, "--to", f"rtmp://127.0.0.1:{port}/live")
    assert said.code == 2
    assert f"cannot push to rtmp://127.0.0.1:{port}/live/rex" in said.err
    assert "layoutkit emulator starts an endpoint" in said.err


def test_the_first_that_is_refused_ends_it_for_all(lk: Run, hub: Hub) -> None:
    """Somebody pushes `link` already: rex, who was to be pushed for eight seconds, is not pushed for half of them."""
    with Publisher(f"{hub.address}/live/link"), Viewer(Player(hub.push_url("rex"))) as rex:
        said = lk("emulator", "push", "rex", "link", *SMALL, "--to", f"{hub.address}/live", "--seconds", 8)
    assert said.code == 2
    assert f"cannot push to {hub.address}/live/link" in said.err
    assert len(rex.pictures) < 100
    assert hub.pushed() == ()


def test_without_the_extra_it_says_what_would_bring_it(lk: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("layoutkit.emulator.air.media.installed", lambda: False)
    said = lk("emulator", "push", "rex")
    assert (said.code, "pip install 'layoutkit[mixer]'" in said.err) == (1, True)


# --- the endpoint's own options --------------------------------------------------------------------------------------


def test_streams_are_taken_where_they_are_by_custom_unless_any_port_will_do() -> None:
    assert Wanted().made(8088) == Media(1935)
    assert Wanted().made(0) == Media(0)
    assert Wanted(rtmp_port=1936).made(0) == Media(1936)
    assert Wanted(media=False).made(8088) is None
    assert (Media().fps, Media().delay_s) == (25, 0.25)


def test_where_the_extra_is_missing_there_are_no_streams_and_whoever_insists_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    for place in ("layoutkit.app.streaming.installed", "layoutkit.emulator.air.media.installed"):
        monkeypatch.setattr(place, lambda: False)
    assert Wanted().made(8088) is None
    with pytest.raises(ExtraMissing):
        Wanted(media=True).made(8088)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"port": 65_536}, "RTMP port 65536"),
        ({"fps": 0}, "0 pictures a second"),
        ({"fps": 61}, "61 pictures a second"),
        ({"delay_s": 5.1}, "a jitter buffer of 5.1 s"),
        ({"delay_s": float("nan")}, "a jitter buffer of nan s"),
        ({"pull": "rtmp://127.0.0.1/in/{stream}"}, "both addresses"),
        (
            {"pull": "rtmp://127.0.0.1/in/x", "publish": "rtmp://127.0.0.1/live/{stream}"},
            "'rtmp://127.0.0.1/in/x' is no address of streams",
        ),
        ({"pull": "http://127.0.0.1/{stream}", "publish": "rtmp://127.0.0.1/live/{stream}"}, "'http://127.0.0.1/{stream}' is no address"),
    ],
)
def test_streams_that_cannot_be_handled_so_are_refused(wrong: dict[str, Any], says: str) -> None:
    with pytest.raises(UsageError) as refused:
        Media(**wrong)
    assert says in str(refused.value)


def test_pictures_are_named_by_their_numbers(tmp_path: Path) -> None:
    logo = tmp_path / "a=b.png"
    logo.write_bytes(b"")
    assert pictures_of([f"12={logo}", f"3={logo}"]) == ((3, str(logo)), (12, str(logo)))
    with pytest.raises(UsageError) as refused:
        pictures_of([f"0={logo}", "7", f"-1={logo}", f"12={tmp_path / 'nowhere.png'}"])
    assert len(refused.value.faults) == 4


def test_a_guest_is_as_large_as_the_page_has_it_unless_something_else_is_said() -> None:
    assert guests_of(["rex"], (), ())["rex"].size == Size(540, 960)
