"""Whether a mix can start now: what is pushed, what fits the picture, and what becomes of a session."""

from __future__ import annotations

import pytest

from layoutkit.emulator import Code, Settings, respond
from layoutkit.geometry import Size

from .stage import CANVAS, DENNY, LINK, NOW, REX, SHOCK, STREAMS, Stage, page, para, tile

# --- the bounds of the picture (Mix_StreamV2, section 3) --------------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ({"location_x": 381}, "1 px beyond the right edge"),
        ({"location_x": -1}, "1 px beyond the left edge"),
        ({"location_y": 721}, "1 px beyond the bottom edge"),
        ({"location_y": -20}, "20 px beyond the top edge"),
        ({"image_width": 5000}, "4840 px beyond the right edge"),
        ({"location_x": 540, "location_y": 960}, "160 px beyond the right edge and 240 px beyond the bottom edge"),
    ],
)
def test_a_tile_beyond_the_primary_picture_is_refused(stage: Stage, place: dict[str, int], words: str) -> None:
    document = page(1)
    tile(document, 1).update({"location_x": 380, "location_y": 630} | place)
    reply = stage.ask(document)
    assert reply.code == Code.OUT_OF_PICTURE
    assert f"tile of '{REX}'" in reply.message
    assert words in reply.message


@pytest.mark.parametrize("place", [(0, 0, 540, 960), (380, 720, 160, 240), (0, 0, 1, 1), (539, 959, 1, 1)])
def test_a_tile_may_touch_the_edge(stage: Stage, place: tuple[int, int, int, int]) -> None:
    names = ("location_x", "location_y", "image_width", "image_height")
    document = page(1)
    tile(document, 1).update(zip(names, place, strict=True))
    assert stage.ask(document).code == Code.SUCCESS


def test_every_tile_that_stands_out_is_named(stage: Stage) -> None:
    message = stage.ask(page(location_x=400)).message
    assert all(f"'{stream}'" in message for stream in (REX, LINK, SHOCK))


def test_the_picture_is_the_one_that_the_primary_pushes(stage: Stage) -> None:
    """No field of the payload says how large the picture is: the size of the layer-1 stream does."""
    stage.cloud.push(DENNY, Size(539, 960), NOW)
    assert stage.ask(page()).code == Code.OUT_OF_PICTURE
    stage.cloud.push(DENNY, Size(1080, 1920), NOW)
    assert stage.ask(page()).code == Code.SUCCESS


@pytest.mark.parametrize(
    ("stated", "code"),
    [
        ({"image_width": 540, "image_height": 960}, Code.SUCCESS),
        ({"image_width": 540, "image_height": 960, "location_x": 0, "location_y": 0}, Code.SUCCESS),
        ({"image_width": 270, "image_height": 480}, Code.WRONG_FIELD),
        ({"image_width": 541, "image_height": 960}, Code.OUT_OF_PICTURE),
        ({"location_x": 0}, Code.WRONG_FIELD),
    ],
)
def test_the_primary_fills_its_own_picture(stage: Stage, stated: dict[str, int], code: Code) -> None:
    """It needs no place and size, and may state only that it fills the picture."""
    document = page()
    tile(document, 0).update(stated)
    assert stage.ask(document).code == code


# --- what is pushed --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("missing", [(REX,), (DENNY,), (LINK, SHOCK), STREAMS])
def test_every_stream_that_is_not_pushed_is_named(stage: Stage, missing: tuple[str, ...]) -> None:
    for stream in missing:
        stage.cloud.drop(stream, stage.now)
    reply = stage.ask(page())
    assert reply.code == Code.NOT_PUSHED
    assert [stream for stream in STREAMS if stream in reply.message] == list(missing)


def test_a_push_is_known_when_the_lag_is_over(stage: Stage) -> None:
    """The page: "there will be a lag of stream status synchronization at the video cloud backend"."""
    stage.cloud.configure({"lag_s": 4.5})
    seen = {}
    for after in (0, 4.4, 4.5, 60):
        stage.now = NOW + after
        seen[after] = stage.ask(page()).code
    assert seen == {0: Code.NOT_PUSHED, 4.4: Code.NOT_PUSHED, 4.5: Code.SUCCESS, 60: Code.SUCCESS}


def test_the_lag_of_each_stream_counts_from_its_own_push(stage: Stage) -> None:
    stage.cloud.configure({"lag_s": 5})
    stage.cloud.push("8888_late", CANVAS, NOW + 4)
    document = page()
    para(document)["input_stream_list"][3]["input_stream_id"] = "8888_late"
    stage.now = NOW + 6
    reply = stage.ask(document)
    assert reply.code == Code.NOT_PUSHED
    assert reply.message == "stream '8888_late' was pushed 2.0 s ago, and is known 5 s after its push"


def test_a_new_size_keeps_the_time_of_the_push_but_a_new_push_waits_again() -> None:
    stage = Stage(Settings(lag_s=5))
    stage.now = NOW + 5
    stage.cloud.push(REX, Size(720, 1280), stage.now)
    assert stage.ask(page()).code == Code.SUCCESS
    stage.cloud.drop(REX, stage.now)
    stage.cloud.push(REX, Size(720, 1280), stage.now)
    assert stage.ask(page()).code == Code.NOT_PUSHED


def test_a_tile_out_of_the_picture_is_told_before_a_missing_secondary(stage: Stage) -> None:
    """Waiting cures the one and not the other, so a client must not be made to wait in vain."""
    stage.cloud.drop(REX, stage.now)
    assert stage.ask(page(location_x=400)).code == Code.OUT_OF_PICTURE


def test_the_picture_has_no_size_before_the_primary_is_known(stage: Stage) -> None:
    """Nobody can say that a tile stands out of a picture that the backend does not know yet."""
    stage.cloud.configure({"lag_s": 5})
    assert stage.ask(page(location_x=400)).code == Code.NOT_PUSHED


# --- sessions --------------------------------------------------------------------------------------------------------


def test_a_refused_change_leaves_the_mix_as_it_was(stage: Stage) -> None:
    stage.ask(page(2))
    before = stage.cloud.session(DENNY)
    assert stage.ask(page(location_x=400)).code == Code.OUT_OF_PICTURE
    assert stage.cloud.session(DENNY) is before


def test_a_stream_that_goes_away_freezes_and_its_mix_can_still_be_changed_and_ended(stage: Stage) -> None:
    """A dropped input shows its last picture (TENCENT, section 7); a request that names it is refused."""
    stage.ask(page(3))
    stage.cloud.drop(SHOCK, stage.now)
    running = stage.cloud.mixing(DENNY)
    assert running is not None
    assert len(running.placements) == 4
    assert stage.ask(page(3)).code == Code.NOT_PUSHED
    assert stage.ask(page(2)).code == Code.SUCCESS
    stage.cloud.drop(DENNY, stage.now)
    assert stage.ask(page(0)).code == Code.SUCCESS
    assert stage.cloud.mixing(DENNY) is None


def test_the_primary_alone_ends_a_mix_even_when_none_is_running(stage: Stage) -> None:
    assert stage.ask(page(0)).code == Code.SUCCESS
    assert stage.cloud.sessions() == ()


def test_an_ended_session_starts_anew(stage: Stage) -> None:
    for secondaries in (3, 2, 0, 1):
        stage.ask(page(secondaries))
    session = stage.cloud.session(DENNY)
    assert session is not None
    assert (session.state, session.updates) == ("mixing", 0)
    assert [event.what for event in session.history] == ["started", "updated", "ended", "started"]
    assert stage.cloud.sessions() == (session,)


@pytest.mark.parametrize("named", [("mix_stream_session_id",), ("output_stream_id",), ("mix_stream_session_id", "output_stream_id")])
def test_session_and_output_are_the_primary(stage: Stage, named: tuple[str, ...]) -> None:
    """In 2017 both are "the stream ID of primary VJ"."""
    reply = stage.ask(page(3, **dict.fromkeys(named, "room_7")))
    assert reply.code == Code.WRONG_FIELD
    assert f"must both be the primary's id, '{DENNY}'" in reply.message


def test_a_running_session_cannot_change_its_output(stage: Stage) -> None:
    """V2A, code -9: the session is still mixing, used with another output."""
    stage.ask(page())
    reply = stage.ask(page(output_stream_id=REX))
    assert (reply.code, reply.message) == (
        Code.SESSION_BUSY,
        f"session '{DENNY}' is still mixing into output '{DENNY}'",
    )


def test_the_session_that_ended_first_is_forgotten_first() -> None:
    stage = Stage(max_sessions=2)
    for name in ("a", "b", "c"):
        _show(stage, name, 1)
        _show(stage, name, 0)
    assert [session.id for session in stage.cloud.sessions()] == ["b", "c"]


def test_a_running_session_is_never_forgotten() -> None:
    stage = Stage(max_sessions=2)
    seen = [_show(stage, name, 1) for name in ("a", "b", "c")]
    seen += [_show(stage, "a", 1), _show(stage, "b", 0), _show(stage, "c", 1)]
    good, full = Code.SUCCESS, Code.NOT_STARTED
    assert seen == [good, good, full, good, good, good]
    assert [session.id for session in stage.cloud.sessions()] == ["a", "c"]


def test_a_session_remembers_its_last_sixteen_events(stage: Stage) -> None:
    for _ in range(40):
        stage.ask(page())
    session = stage.cloud.session(DENNY)
    assert session is not None
    assert (session.updates, len(session.history)) == (39, 16)


def _show(stage: Stage, primary: str, secondaries: int) -> Code:
    """One request of another show, whose primary has that id."""
    stage.cloud.push(primary, CANVAS, stage.now)
    document = page(secondaries, mix_stream_session_id=primary, output_stream_id=primary)
    para(document)["input_stream_list"][0]["input_stream_id"] = primary
    return stage.ask(document).code


def test_a_mix_ends_some_time_after_the_last_of_its_streams() -> None:
    """Fifteen minutes, unless a setting says otherwise; who comes back in time keeps it."""
    stage = Stage(Settings(idle_s=60))
    stage.ask(page())
    for stream in STREAMS:
        stage.cloud.drop(stream, stage.now)
    stage.now += 59
    stage.cloud.end_deserted(stage.now)
    assert stage.cloud.mixing(DENNY)
    stage.cloud.push(REX, CANVAS, stage.now)
    stage.now += 600
    stage.cloud.end_deserted(stage.now)
    assert stage.cloud.mixing(DENNY)
    stage.cloud.drop(REX, stage.now)
    stage.now += 60
    respond(stage.cloud, "GET", "/sessions", b"", stage.now)
    ended = stage.cloud.session(DENNY)
    assert ended
    assert (ended.state, ended.placements, ended.history[-1].what) == ("ended", (), "deserted")
    assert [note.what for note in stage.cloud.journal.recent()][-1] == "deserted"


def test_a_mix_goes_on_while_anybody_pushes() -> None:
    stage = Stage(Settings(idle_s=0))
    stage.ask(page())
    stage.cloud.drop(REX, stage.now)
    stage.cloud.end_deserted(stage.now + 1)
    assert stage.cloud.mixing(DENNY)
