"""What is pushed: when it begins, who gets it raw, and who is refused."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest

from layoutkit.emulator.rtmp import AUDIO, DATA, VIDEO, Begun, Ended, Event, Hub, Player, Publisher, Refused, Resized, RtmpError, Tag
from layoutkit.emulator.rtmp.codecs import unsupported
from layoutkit.geometry import Size

from .clips import clip, later
from .conftest import until
from .watchers import Viewer, media, send


def camera(hub: Hub, name: str = "denny") -> Publisher:
    """Somebody who pushes."""
    return Publisher(f"{hub.address}/live/{name}?txSecret=0f1e&txTime=5f")


def test_a_push_begins_with_its_first_key_frame_and_its_size(hub: Hub, told: list[Event]) -> None:
    film = clip()
    first = next(index for index, tag in enumerate(film) if tag.is_key)
    with camera(hub) as publisher:
        send(publisher, film[:first])
        until(lambda: hub.pushed()[0].tags == first)
        assert told == []
        publisher.send(film[first])
        until(lambda: told)
        begun = told[0]
        assert isinstance(begun, Begun)
        assert (begun.name, begun.size) == ("denny", Size(320, 180))
        assert abs(time.monotonic() - begun.at_monotonic) < 5
        assert hub.pushed()[0].begun
    until(lambda: len(told) == 2)
    assert told[1] == Ended("denny")
    assert hub.pushed() == ()


def test_a_size_that_changes_is_told_at_its_key_frame(hub: Hub, told: list[Event]) -> None:
    with camera(hub) as publisher:
        send(publisher, clip())
        send(publisher, later(clip(180, 320), 3000))
        until(lambda: Resized("denny", Size(180, 320)) in told)
    assert [type(event) for event in told[:2]] == [Begun, Resized]


def test_sound_alone_begins_after_a_second_without_a_size(hub: Hub, told: list[Event]) -> None:
    film = clip(picture=False)
    with camera(hub) as publisher:
        send(publisher, film[: len(film) // 2])
        until(lambda: hub.pushed()[0].last_at > 500)
        assert told == []
        time.sleep(1.1)
        send(publisher, film[len(film) // 2 :])
        until(lambda: told)
        assert isinstance(told[0], Begun)
        assert told[0].size is None


def test_whoever_comes_late_gets_everything_since_the_last_key_frame_at_once(hub: Hub) -> None:
    film = clip()
    with camera(hub) as publisher:
        send(publisher, film)
        until(lambda: hub.pushed() and hub.pushed()[0].tags == len(film))
        last = max(index for index, tag in enumerate(film) if tag.is_key)
        with Viewer(Player(hub.push_url("denny"))) as viewer:
            until(lambda: media(viewer.tags)[-1:] == media(film)[-1:])
            assert [tag.kind for tag in viewer.tags[:3]] == [DATA, VIDEO, AUDIO]
            assert all(tag.is_header for tag in viewer.tags[1:3])
            assert viewer.tags[0].body[3:13] == b"onMetaData"
            assert media(viewer.tags) == media(film[last:])


def test_whoever_is_early_waits_and_gets_every_tag_raw(hub: Hub) -> None:
    film = later(clip(options=(("preset", "veryfast"), ("bf", "2"))), 0xFFFFFF - 1000)
    with Viewer(Player(hub.push_url("denny"))) as viewer:
        with camera(hub) as publisher:
            send(publisher, film)
            until(lambda: media(viewer.tags)[-1:] == media(film)[-1:])
        until(lambda: viewer.is_over)
        start = next(index for index, tag in enumerate(film) if tag.is_key)
        assert media(viewer.tags) == media(film[start:])


def test_the_last_pictures_of_a_push_that_is_over_can_be_asked_for(hub: Hub, told: list[Event]) -> None:
    """A mixer that took over from one that died has not seen them. Who does not ask waits for the next push, as ever."""
    film = clip()
    with camera(hub) as publisher:
        send(publisher, film)
        until(lambda: hub.pushed() and hub.pushed()[0].tags == len(film))
    until(lambda: any(isinstance(event, Ended) for event in told))
    last = max(index for index, tag in enumerate(film) if tag.is_key)
    for _ in range(2):
        with Viewer(Player(hub.push_url("denny") + "&last=1")) as viewer:
            until(lambda viewer=viewer: viewer.is_over)
            assert media(viewer.tags) == media(film[last:])
    with Viewer(Player(hub.push_url("denny"))) as viewer, camera(hub) as publisher:
        send(publisher, film)
        start = next(index for index, tag in enumerate(film) if tag.is_key)
        until(lambda: media(viewer.tags) == media(film[start:]))


def test_only_some_pushes_that_are_over_are_remembered(hub: Hub) -> None:
    film = clip()[:20]
    for n in range(40):
        with Publisher(f"{hub.address}/live/guest_{n}") as publisher:
            send(publisher, film)
    until(lambda: not hub.pushed())
    assert len(hub._board._pushed) == 32
    assert min(hub._board._pushed) == "guest_10"


def test_times_go_on_where_rtmps_clock_begins_anew(hub: Hub) -> None:
    film = later(clip(), (1 << 32) - 1000)
    with Viewer(Player(hub.push_url("denny"))) as viewer, camera(hub) as publisher:
        send(publisher, film)
        until(lambda: media(viewer.tags)[-1:] == media(film)[-1:])


def test_a_second_publisher_is_refused_and_the_first_goes_on(hub: Hub, told: list[Event]) -> None:
    film = clip()
    with camera(hub) as publisher, Viewer(Player(hub.push_url("denny"))) as viewer:
        send(publisher, film[:20])
        with pytest.raises(RtmpError, match=r"BadName.*pushes this name already"):
            camera(hub)
        send(publisher, film[20:])
        until(lambda: media(viewer.tags)[-1:] == media(film)[-1:])
    assert Refused("denny", "somebody pushes this name already") in told


def test_a_name_can_be_pushed_again(hub: Hub, told: list[Event]) -> None:
    for _ in range(3):
        with camera(hub) as publisher:
            send(publisher, clip()[:20])
    until(lambda: len(told) == 6)
    assert [type(event) for event in told] == [Begun, Ended] * 3


@pytest.mark.parametrize("name", ["a-b", "a/b", "..", "x" * 81, "a%20b", "ä"])
def test_a_bad_name_is_refused(hub: Hub, told: list[Event], name: str) -> None:
    with pytest.raises(RtmpError, match=r"NetStream\.Publish\.BadName.*1 to 80 letters"):
        camera(hub, name)
    with pytest.raises(RtmpError, match=r"NetStream\.Play\.Failed"):
        Player(f"{hub.address}/live/{name}?x=1")
    assert isinstance(told[0], Refused)
    assert told[0].name == name[:80]


@pytest.mark.parametrize("query", ["", "?token=", "?token=0123", "?token=%FF%00", "?x=" + "&token=1" * 50])
def test_only_whoever_knows_the_token_gets_what_is_pushed_or_delivers_outputs(hub: Hub, query: str) -> None:
    with pytest.raises(RtmpError, match="token"):
        Player(f"{hub.address}/push/denny{query}")
    with pytest.raises(RtmpError, match="token"):
        Publisher(f"{hub.address}/mixed/denny{query}")


def test_the_applications_are_for_what_they_are_for(hub: Hub) -> None:
    with pytest.raises(RtmpError, match="'push' cannot be published"):
        Publisher(hub.push_url("denny"))
    with pytest.raises(RtmpError, match="'mixed' cannot be played"):
        Player(hub.mixed_url("denny"))
    with pytest.raises(RtmpError, match="no such application"):
        Player(f"{hub.address}/vod/denny")


@pytest.mark.parametrize(
    ("tag", "codec"),
    [
        (Tag(VIDEO, 0, b"\x90hvc1" + bytes(20)), "H.265"),
        (Tag(VIDEO, 0, b"\x1c\x00\x00\x00\x00" + bytes(20)), "H.265"),
        (Tag(VIDEO, 0, b"\x90zzzz" + bytes(20)), "enhanced"),
        (Tag(VIDEO, 0, b"\x14" + bytes(20)), "VP6"),
        (Tag(AUDIO, 0, b"\x2f" + bytes(20)), "MP3"),
        (Tag(AUDIO, 0, b"\x9f" + bytes(20)), "sound codec 9"),
    ],
)
def test_a_codec_that_is_not_understood_is_told_once_and_hung_up_on(hub: Hub, told: list[Event], tag: Tag, codec: str) -> None:
    with camera(hub) as publisher:
        with suppress(RtmpError):
            send(publisher, [tag, tag, *clip(), tag])
        until(lambda: hub.pushed() == ())
        (refused,) = told
        assert isinstance(refused, Refused)
        assert codec in refused.why


def test_tags_of_any_kind_of_nonsense_harm_nobody(hub: Hub, told: list[Event]) -> None:
    bodies = (b"", b"\x17", b"\x57\x00", b"\xaf", b"\x02\x00", b"\x17\x02\0\0\0\0")
    nonsense = [tag for kind in (AUDIO, VIDEO, DATA) for body in bodies if not unsupported(tag := Tag(kind, 0, body))]
    with camera(hub) as publisher, Viewer(Player(hub.push_url("denny"))) as viewer:
        send(publisher, [*nonsense, *clip(), *nonsense])
        until(lambda: media(viewer.tags)[-1:] == media(clip())[-1:])


def test_whoever_listens_may_fail(hub: Hub) -> None:
    def fail(event: Event) -> None:
        raise RuntimeError(event)

    with Hub(told=fail) as running, camera(running) as publisher, Viewer(Player(running.push_url("denny"))) as viewer:
        send(publisher, clip())
        until(lambda: media(viewer.tags)[-1:] == media(clip())[-1:])
