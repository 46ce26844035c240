"""Streams on their own, without a connection: who gets what from where on, what is kept, and what is told."""

from __future__ import annotations

import pytest

from layoutkit.emulator.rtmp import Event, Limits
from layoutkit.emulator.rtmp.cache import Cache, Headers
from layoutkit.emulator.rtmp.events import Resized
from layoutkit.emulator.rtmp.output import Output
from layoutkit.emulator.rtmp.pushed import Pushed
from layoutkit.emulator.rtmp.sink import Sink
from layoutkit.emulator.rtmp.tags import AUDIO, VIDEO, Tag

from .clips import clip

LIMITS = Limits(backlog=1000, caught_up=100)
HEADER = Tag(VIDEO, 0, b"\x17\x00\0\0\0an avc configuration")
OTHER = Tag(VIDEO, 0, b"\x17\x00\0\0\0another one")


def key(at: int) -> Tag:
    return Tag(VIDEO, at, b"\x17\x01\0\0\0key")


def inter(at: int) -> Tag:
    return Tag(VIDEO, at, b"\x27\x01\0\0\0inter")


def sound(at: int) -> Tag:
    return Tag(AUDIO, at, b"\xaf\x01sound")


class Ear(Sink):
    """Somebody who gets a stream, and has so much of it still to take."""

    def __init__(self, limits: Limits = LIMITS) -> None:
        super().__init__(limits)
        self.tags: list[Tag] = []
        self.waits = 0

    def put(self, tag: Tag) -> None:
        self.tags.append(tag)

    @property
    def backlog(self) -> int:
        return self.waits

    def unpublished(self) -> None:
        self.tags.append(Tag(0, 0, b"unpublished"))

    def over(self) -> None:
        self.tags.append(Tag(0, 0, b"over"))

    @property
    def came(self) -> list[str]:
        """What came, in a word each, with its time; and nothing of it a second time."""
        said, self.tags = self.tags, []
        return [f"{tag.body[5:].decode() or 'header'} {tag.at}" if tag.kind == VIDEO else tag.body.decode("latin-1")[-11:] for tag in said]


class Camera:
    """Whoever sends."""

    dismissed = False

    def dismiss(self) -> None:
        self.dismissed = True


@pytest.fixture
def told() -> list[Event]:
    return []


@pytest.fixture
def output() -> Output:
    """An output whose clock does not move but with its tags."""
    made = Output("show", LIMITS, lambda event: None, lambda: 0.0)
    made.begin(Camera())
    return made


@pytest.fixture
def push(told: list[Event]) -> Pushed:
    made = Pushed("rex", LIMITS, told.append, lambda: 0.0)
    made.begin(Camera())
    return made


# --- from where on ---------------------------------------------------------------------------------------------------


def test_whoever_comes_late_gets_no_pictures_of_other_parameters(output: Output) -> None:
    """What came before another header cannot be decoded by it."""
    for tag in (HEADER, key(0), inter(40), OTHER):
        output.take(tag)
    ear = Ear()
    output.join(ear)
    assert ear.came == []
    output.take(key(80))
    assert ear.came == ["another one 80", "key 80"]


def test_nothing_is_kept_before_a_key_frame() -> None:
    cache = Cache(LIMITS)
    for tag in (sound(0), inter(40)):
        cache.keep(tag)
    assert cache.tags == []
    for tag in (key(80), sound(81), inter(120)):
        cache.keep(tag)
    assert cache.tags == [key(80), sound(81), inter(120)]


def test_a_new_mixer_begins_with_a_key_frame_for_those_who_watch(output: Output) -> None:
    """Its first pictures, which are changes of others that nobody has seen, are left out."""
    ear = Ear()
    output.join(ear)
    for tag in (HEADER, key(0), inter(40)):
        output.take(tag)
    output.begin(Camera())
    assert len(ear.came) == 3
    for tag in (HEADER, inter(0), key(40)):
        output.take(tag)
    assert ear.came == ["key 81"]


def test_a_slow_one_goes_on_at_a_key_frame_when_it_has_caught_up(output: Output) -> None:
    ear = Ear()
    output.join(ear)
    steps = [
        (HEADER, 0),
        (key(0), 0),
        (inter(40), 1000),
        (inter(80), 1001),
        (inter(120), 0),
        (key(160), 101),
        (key(200), 100),
        (inter(240), 100),
    ]
    for tag, waits in steps:
        ear.waits = waits
        output.take(tag)
    assert ear.came == ["an avc configuration 0", "key 0", "inter 40", "key 200", "inter 240"]
    assert ear.dropped == 3
    assert output.facts.dropped == 3
    output.leave(ear)
    assert output.facts.dropped == 3  # what was lost stays lost


def test_after_the_end_of_a_push_all_is_told_anew(push: Pushed) -> None:
    """The next camera has the very same parameters; whoever decodes it begins from nothing."""
    ear = Ear()
    push.join(ear)
    for tag in (HEADER, key(0)):
        push.take(tag)
    push.end()
    push.begin(Camera())
    for tag in (HEADER, key(0)):
        push.take(tag)
    assert ear.came == ["an avc configuration 0", "key 0", "unpublished", "an avc configuration 0", "key 0"]


def test_of_a_name_that_is_pushed_again_the_last_pictures_are_forgotten(push: Pushed) -> None:
    """They are of somebody who is back: whoever asks for them gets what is pushed now, and is not told that it is over."""
    for tag in (HEADER, key(0)):
        push.take(tag)
    push.end()
    push.begin(Camera())
    for tag in (HEADER, key(5000)):
        push.take(tag)
    ear = Ear()
    push.join(ear)
    push.recall(ear)
    assert ear.came == ["an avc configuration 5000", "key 5000"]


def test_headers_that_are_known_are_not_told_again() -> None:
    known = Headers(video=HEADER.body)
    both = known.having(Tag(AUDIO, 0, b"\xaf\0sound"))
    assert [tag.kind for tag in both.since(known, 40)] == [AUDIO]
    assert [*both.since(both, 40)] == []
    assert both.having(HEADER) is both


# --- what is told ----------------------------------------------------------------------------------------------------


def test_only_another_size_is_told_and_not_another_header(push: Pushed, told: list[Event]) -> None:
    """A camera that changes its quality says so in a header too."""
    parameters = (("level", "3.0"), ("level", "4.0"))
    same = [clip(320, 180, frames=3, sound=False, options=(wanted,)) for wanted in parameters]
    assert same[0][1].body != same[1][1].body
    for film in same:
        for tag in film:
            push.take(tag)
    assert len(told) == 1
    for tag in clip(180, 320, frames=3, sound=False):
        push.take(tag)
    assert isinstance(told[-1], Resized)
    assert len(told) == 2


def test_an_output_that_is_over_is_so_for_whoever_delivers_it(output: Output) -> None:
    camera, ear = Camera(), Ear()
    output.begin(camera)
    output.join(ear)
    output.over()
    assert ear.came == ["over"]
    assert camera.dismissed
    assert output.is_forsaken
