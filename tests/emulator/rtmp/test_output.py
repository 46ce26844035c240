"""What the world sees: an output whose clock goes on, whose viewers stay, until it is closed."""

from __future__ import annotations

import time
from threading import Thread

import pytest

from layoutkit.emulator.rtmp import Event, Hub, Limits, Player, Publisher, RtmpError, Watched
from layoutkit.errors import UsageError

from .clips import clip, later, loud
from .conftest import until
from .watchers import Viewer, gaps, media, send, send_at_the_pace_of


def test_an_output_is_another_stream_than_the_push_of_its_name(hub: Hub) -> None:
    with Publisher(f"{hub.address}/live/denny") as camera, Viewer(Player(f"{hub.address}/live/denny")) as viewer:
        send(camera, clip(180, 320))
        with Publisher(hub.mixed_url("denny")) as mixer:
            send(mixer, clip())
            until(lambda: media(viewer.tags)[-1:] == media(clip())[-1:])
        assert {tag.body for tag in viewer.tags if tag.is_header} == {tag.body for tag in clip() if tag.is_header}


def test_viewers_are_counted_whether_they_come_from_outside_or_inside(hub: Hub, told: list[Event]) -> None:
    with Player(f"{hub.address}/live/denny"):
        until(lambda: told[-1:] == [Watched("denny", 1)])
        with hub.watch("denny"):
            assert told[-1] == Watched("denny", 2)
            assert hub.outputs()[0].viewers == 2
        assert told[-1] == Watched("denny", 1)
    until(lambda: told[-1] == Watched("denny", 0))
    assert hub.outputs() == ()


def test_when_the_mixer_is_replaced_the_clock_goes_on_and_headers_are_not_repeated(hub: Hub) -> None:
    film = clip()
    with Viewer(hub.watch("denny")) as inside, Viewer(Player(f"{hub.address}/live/denny")) as outside:
        with Publisher(hub.mixed_url("denny")) as mixer:
            send(mixer, film)
            until(lambda: len(inside.pictures) == 50)
        time.sleep(0.3)
        with Publisher(hub.mixed_url("denny")) as mixer:
            start = next(index for index, tag in enumerate(film) if tag.is_picture and not tag.is_key)
            send(mixer, [tag for tag in film[:start] if tag.is_header])
            send(mixer, film[start:])
            until(lambda: inside.tags[-1].at > 3700)
            until(lambda: outside.tags[-1].at > 3700)
    for viewer in (inside, outside):
        times = [tag.at for tag in viewer.tags]
        assert times == sorted(times)
        assert all(gap > 0 for gap in gaps(viewer.tags))
        assert viewer.pictures[50].is_key
        assert len([tag for tag in viewer.tags if tag.is_header]) == 2


def test_a_new_mixer_takes_over_from_one_that_still_seems_to_be_there(hub: Hub) -> None:
    with Viewer(hub.watch("denny")) as viewer, Publisher(hub.mixed_url("denny")) as old:
        send(old, clip())
        until(lambda: len(viewer.pictures) == 50)
        with Publisher(hub.mixed_url("denny")) as new:
            send(new, clip())
            until(lambda: len(viewer.pictures) == 100)
            with pytest.raises(RtmpError):
                send(old, clip()[:3] * 200, every=0.01)
            assert len(viewer.pictures) == 100
            assert hub.outputs()[0].has_publisher


def test_other_parameters_are_told_before_their_key_frame(hub: Hub) -> None:
    with Viewer(hub.watch("denny")) as viewer:
        for count, film in ((50, clip()), (100, clip(180, 320))):
            with Publisher(hub.mixed_url("denny")) as mixer:
                send(mixer, film)
                until(lambda count=count: len(viewer.pictures) == count)
        headers = [index for index, tag in enumerate(viewer.tags) if tag.is_header and tag.kind == 9]
        assert len(headers) == 2
        assert next(tag for tag in viewer.tags[headers[1] + 1 :] if tag.is_picture).is_key


def test_an_output_that_is_closed_ends_for_everybody(hub: Hub, told: list[Event]) -> None:
    with (
        Viewer(hub.watch("denny")) as inside,
        Viewer(Player(f"{hub.address}/live/denny")) as outside,
        Publisher(hub.mixed_url("denny")) as mixer,
    ):
        send(mixer, clip())
        until(lambda: len(inside.pictures) == len(outside.pictures) == 50)
        hub.close_output("denny")
        until(lambda: inside.is_over and outside.is_over)
        assert hub.outputs() == ()
        assert told[-1] == Watched("denny", 0)
        hub.close_output("denny")
        hub.close_output("never_was")


def test_watching_ends_when_the_hub_stops_or_another_thread_says_so() -> None:
    with Hub() as hub:
        with Viewer(hub.watch("denny")) as viewer:
            hub.stop()
            until(lambda: viewer.is_over)
        hub.start()
        watch = hub.watch("denny")
        with Viewer(watch) as viewer:
            watch.close()
            until(lambda: viewer.is_over, 2)
        assert hub.outputs() == ()


def test_a_player_that_is_closed_by_another_thread_ends_at_once(hub: Hub) -> None:
    player = Player(f"{hub.address}/live/denny")
    waiting = Thread(target=list, args=(player,))
    waiting.start()
    time.sleep(0.1)
    began = time.monotonic()
    player.close()
    waiting.join(5)
    assert time.monotonic() - began < 1


def test_a_viewer_inside_that_does_not_look_loses_pictures_and_nothing_else(hub: Hub) -> None:
    """It takes nothing while 40 MB go by; then it goes on at a key frame, and the one beside it has seen everything."""
    films = [later(tuple(loud(tag) if tag.is_picture else tag for tag in clip()), 2000 * turn) for turn in range(5)]
    with hub.watch("denny") as slow, Viewer(hub.watch("denny")) as bystander, Publisher(hub.mixed_url("denny")) as mixer:
        for film in films[:4]:
            send_at_the_pace_of(bystander, mixer, film)
        assert len(bystander.pictures) == 200
        assert slow.backlog < (4 << 20) + 300_000
        with Viewer(slow) as viewer:
            until(lambda: not slow.backlog)
            send_at_the_pace_of(viewer, mixer, films[4])
            until(lambda: viewer.tags[-1].at == media(films[4])[-1].at)
        assert set(gaps(bystander.tags)) == {40}
        jump = next(index for index, gap in enumerate(gaps(viewer.tags)) if gap > 40)
        assert viewer.pictures[jump + 1].is_key
        assert hub.outputs()[0].dropped > 100


def test_what_is_kept_of_a_stream_has_a_bound(hub: Hub) -> None:
    """A stream without a second key frame is not kept for ever: who comes late waits for the next one."""
    with Hub(limits=Limits(kept_tags=30)) as small, Publisher(small.mixed_url("denny")) as mixer:
        send(mixer, clip(gop=100))
        until(lambda: small.outputs() and small.outputs()[0].last_at > 1900)
        with Viewer(small.watch("denny")) as viewer:
            send(mixer, later(clip(gop=100), 2000))
            until(lambda: viewer.tags)
            assert next(tag for tag in viewer.tags if not tag.is_header and tag.kind == 9).at >= 2000


def test_what_cannot_be_is_told_before_anything_is_done(hub: Hub) -> None:
    with pytest.raises(UsageError, match="name"):
        hub.watch("a-b")
    with pytest.raises(UsageError, match="loopback"):
        Hub("0.0.0.0").start()
    with pytest.raises(UsageError, match="another port"):
        Hub(port=int(hub.address.rpartition(":")[2])).start()
    with pytest.raises(UsageError, match="not running"):
        Hub().watch("denny")
    with pytest.raises(UsageError, match="RTMP"):
        Player("http://127.0.0.1/live/denny")
    with pytest.raises(RtmpError, match="cannot be reached"):
        Player("rtmp://127.0.0.1:1/live/denny")
