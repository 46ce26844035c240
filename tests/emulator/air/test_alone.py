"""What should be on air, and what one output does, decided by hand: no process, no connection, and a clock that is set."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from threading import Event, Lock
from types import SimpleNamespace
from typing import Any

import pytest

from layoutkit.emulator import Account, Cloud, Settings
from layoutkit.emulator.air import air as room
from layoutkit.emulator.air import foreign as streams
from layoutkit.emulator.air import worker as processes
from layoutkit.emulator.air.air import Air
from layoutkit.emulator.air.foreign import Foreign
from layoutkit.emulator.air.media import Media
from layoutkit.emulator.air.output import Output
from layoutkit.emulator.air.station import Station
from layoutkit.emulator.mixer.plan import Plan, plan_of
from layoutkit.emulator.reading.placement import Mix, Placement
from layoutkit.emulator.rtmp.events import Begun, Ended, Refused, Resized, Watched
from layoutkit.emulator.rtmp.flv import HEADER, framed
from layoutkit.emulator.rtmp.tags import VIDEO, Tag
from layoutkit.geometry import Size

from ..rtmp.clips import clip
from ..stage import APP_ID, CANVAS, DENNY, KEY, NOW, PAGE_SIGN, REX

FOREIGN = Media(
    pull="rtmp://127.0.0.1/in/{stream}", publish="rtmp://127.0.0.1/live/{stream}", fps=10, delay_s=1.0, images=((12, "logo.png"),)
)


class Watch:
    """A clock that is set."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def watch() -> Watch:
    return Watch()


# --- all outputs -------------------------------------------------------------------------------------------------------


class Shown:
    """An output that only remembers what it was to show."""

    def __init__(self, name: str, order: dict[str, Any], pool: object, lost: Callable[[Any], object]) -> None:
        self.name, self.order, self.lost = name, order, lost
        self.plans: list[Plan] = []
        self.why = ""
        self.checked = self.closed = self.restarts = 0

    def show(self, plan: Plan) -> None:
        self.plans.append(plan)

    def check(self) -> None:
        self.checked += 1

    def close(self) -> None:
        self.closed += 1

    def died(self, worker: str) -> bool:
        self.restarts += worker == "mine"
        return worker == "mine"


class Hub:
    """The addresses of a hub, and which outputs it was to end."""

    def __init__(self) -> None:
        self.ended: list[str] = []

    def push_url(self, name: str) -> str:
        return f"rtmp://hub/push/{name}?token=x"

    def mixed_url(self, name: str) -> str:
        return f"rtmp://hub/mixed/{name}?token=x"

    def close_output(self, name: str) -> None:
        self.ended.append(name)


class Control:
    """Air whose one thread is the test: `look` does what was asked for, and then what comes with time."""

    def __init__(self, media: Media, hub: Hub | None, watch: Watch) -> None:
        self.cloud = Cloud(Account(APP_ID, KEY), Settings())
        self.hub, self.watch = hub, watch
        self.air = Air(self.cloud, media, lambda: NOW, hub)  # type: ignore[arg-type]
        self.cloud.follow(self.air.changed)

    def look(self, later: float = 0.0) -> dict[str, Any]:
        self.watch.now += later
        while not self.air._todo.empty():
            act = self.air._todo.get()
            assert act
            act()
        self.air._look()
        return {**self.air.outputs}

    def push(self, name: str, size: Size | None = CANVAS, by: Any = "rtmp") -> None:
        self.cloud.push(name, size, NOW, by)
        self.air.changed(name)

    def end(self, name: str) -> None:
        self.cloud.drop(name, NOW, "rtmp")
        self.air.changed(name)

    def mix(self, **more: Any) -> None:
        asked = SimpleNamespace(
            session=DENNY,
            output=DENNY,
            timestamp=NOW,
            streams=(DENNY, REX),
            heard=(),
            bitrate=0,
            placements=Mix(DENNY, DENNY, NOW, DENNY, (Placement(REX, 380, 630, 160, 240, 2),)).placements,
        )
        vars(asked).update(more)
        assert self.cloud.mix(asked, CANVAS, NOW)


@pytest.fixture
def control(watch: Watch, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Control]:
    monkeypatch.setattr(room, "Output", Shown)
    monkeypatch.setattr(room, "time", SimpleNamespace(monotonic=watch))
    return lambda media=Media(), hub=None: Control(media, hub, watch)  # noqa: B008 - frozen


def alone(size: Size = CANVAS) -> Plan:
    return plan_of(size, [Placement(DENNY, 0, 0, size.width, size.height, 1)])


def test_a_stream_alone_is_on_air_while_it_is_watched_and_ten_seconds_more(control: Callable[..., Control]) -> None:
    hub = Hub()
    on = control(hub=hub)
    on.push(DENNY)
    assert on.look() == {}  # nobody looks
    on.air.watched(DENNY, 1)
    (output,) = on.look().values()
    assert output.plans == [alone()]
    assert [*on.look(100)] == [DENNY]
    on.air.watched(DENNY, 0)
    assert [*on.look()] == [*on.look(9.9)] == [DENNY]
    assert (output.closed, hub.ended) == (0, [])
    assert on.look(0.2) == {}
    assert (output.closed, hub.ended) == (1, [DENNY])


def test_whoever_looks_again_gives_an_output_all_its_time_again(control: Callable[..., Control]) -> None:
    on = control()
    on.push(DENNY)
    for viewers, later in ((1, 0.0), (0, 0.0), (1, 9.0), (0, 9.0), (0, 9.0)):
        on.air.watched(DENNY, viewers)
        assert [*on.look(later)] == [DENNY]
    assert on.look(1.1) == {}


def test_a_push_that_ended_is_shown_for_ten_seconds_however_many_watch(control: Callable[..., Control]) -> None:
    on = control()
    on.push(DENNY)
    on.air.watched(DENNY, 3)
    on.look()
    on.end(DENNY)
    assert [*on.look()] == [*on.look(9.9)] == [DENNY]
    assert on.look(0.2) == {}


def test_a_stream_alone_is_shown_as_large_as_it_is(control: Callable[..., Control]) -> None:
    on = control()
    on.push(DENNY)
    on.air.watched(DENNY, 1)
    on.look()
    on.push(DENNY, Size(640, 360))
    (output,) = on.look().values()
    assert output.plans[-1] == alone(Size(640, 360))


def test_a_mix_of_streams_that_were_only_declared_is_not_mixed(control: Callable[..., Control]) -> None:
    """There is nothing to show of them; with the first that is really pushed there is."""
    on = control()
    on.push(DENNY, by="control")
    on.push(REX, by="control")
    on.mix()
    on.air.watched(DENNY, 1)
    assert on.look() == {}
    on.push(REX)
    on.mix()
    assert [*on.look()] == [DENNY]


def test_a_mix_is_shown_with_all_that_it_asks_for(control: Callable[..., Control]) -> None:
    on = control()
    on.push(DENNY)
    on.mix(heard=("8888_voice",), bitrate=1500)
    (output,) = on.look().values()
    assert (output.plans[-1].heard, output.plans[-1].bitrate) == ((DENNY, REX, "8888_voice"), 1500)
    assert [placement.stream for placement in output.plans[-1].placements] == [DENNY, REX]
    on.cloud.end(Mix(DENNY, DENNY, NOW, DENNY, ()), NOW)
    on.look()
    assert output.plans[-1] == alone()


def test_a_mixer_is_told_where_and_how(control: Callable[..., Control]) -> None:
    ours = control(Media(images=((12, "logo.png"),)), Hub())
    assert ours.air._order(DENNY) == {
        "publish": f"rtmp://hub/mixed/{DENNY}?token=x",
        "pull": "rtmp://hub/push/{stream}?token=x",
        "pull_first": "&last=1",
        "images": {"12": "logo.png"},
        "fps": 25,
        "delay_s": 0.25,
        "patience_s": 1.0,
    }
    theirs = control(FOREIGN).air._order(DENNY)
    assert (theirs["publish"], theirs["pull"]) == (f"rtmp://127.0.0.1/live/{DENNY}", "rtmp://127.0.0.1/in/{stream}")
    assert (theirs["fps"], theirs["delay_s"], theirs["patience_s"], theirs["pull_first"]) == (10, 1.0, 3.0, "")


def test_a_mixer_that_dies_is_noted_and_replaced_and_another_ones_death_is_not(control: Callable[..., Control]) -> None:
    on = control()
    on.push(DENNY)
    on.air.watched(DENNY, 1)
    (output,) = on.look().values()
    before = output.checked
    output.lost("somebody else's")
    output.lost("mine")
    on.look()
    notes = [note.document() for note in on.cloud.journal.recent() if note.what == "mixer_died"]
    assert notes == [{"at": NOW, "what": "mixer_died", "output": DENNY, "restarts": 1, "why": "it was ended"}]
    assert output.checked == before + 2  # at once, and when all are looked after


# --- one output ----------------------------------------------------------------------------------------------------------


class Worker:
    """A process that only remembers what it was told, and answers a snapshot at once."""

    alive = ready = True

    def __init__(self, heard: Callable[[Any, dict[str, Any] | None], object]) -> None:
        self.heard, self.told, self.killed, self.pid = heard, [], 0, 1
        self.pictures = 0

    def tell(self, order: dict[str, Any]) -> None:
        self.told.append(order)
        if "snap" in order:
            self.pictures += 1
            self.heard(self, {"snapshot": base64.b64encode(f"picture {self.pictures}".encode()).decode()})

    def kill(self) -> None:
        self.killed += 1


class Pool:
    """Hands out such processes."""

    def __init__(self) -> None:
        self.workers: list[Worker] = []
        self.released: list[Worker] = []

    def take(self, heard: Callable[[Any, dict[str, Any] | None], object]) -> Worker:
        self.workers.append(Worker(heard))
        return self.workers[-1]

    def release(self, worker: Worker) -> None:
        self.released.append(worker)


@pytest.fixture
def pool() -> Pool:
    return Pool()


@pytest.fixture
def output(pool: Pool, watch: Watch) -> Output:
    made = Output(DENNY, {"fps": 25}, pool, lambda worker: None, watch)  # type: ignore[arg-type]
    made.show(alone())
    return made


def dies(output: Output, pool: Pool) -> None:
    assert output.died(pool.workers[-1])  # type: ignore[arg-type]
    output.check()


def test_only_another_plan_is_news(output: Output, pool: Pool) -> None:
    output.show(alone())
    output.show(alone(Size(640, 360)))
    assert [order.get("serial", "open") for order in pool.workers[0].told] == ["open", 1, 2]


def test_a_new_mixer_goes_on_at_the_time_that_the_output_has_reached(output: Output, pool: Pool, watch: Watch) -> None:
    watch.now += 60.5
    dies(output, pool)
    assert [worker.told[0]["open"]["base_ms"] for worker in pool.workers] == [0, 60_500]
    assert pool.workers[1].told[1] == {"plan": alone().document(), "serial": 1}


def test_the_first_death_costs_nothing_and_those_after_it_longer_and_longer_waits(output: Output, pool: Pool, watch: Watch) -> None:
    """At once, then after 0.25, 0.5, 1, 2, 4, 5, 5 seconds; one that lived ten seconds is replaced at once again."""
    waits = []
    for _ in range(8):
        began, count = watch.now, len(pool.workers)
        dies(output, pool)
        while len(pool.workers) == count:
            watch.now += 0.125
            output.check()
        waits.append(watch.now - began)
    assert waits == [0, 0.25, 0.5, 1, 2, 4, 5, 5]
    assert output.restarts == 8
    watch.now += 10
    pool.workers[-1].heard(pool.workers[-1], {"told": {}})
    count = len(pool.workers)
    dies(output, pool)
    assert len(pool.workers) == count + 1


def test_the_death_of_one_that_was_replaced_means_nothing(output: Output, pool: Pool) -> None:
    dies(output, pool)
    assert not output.died(pool.workers[0])  # type: ignore[arg-type]
    assert (output.restarts, output.pid) == (1, 1)


def test_one_that_tells_nothing_for_five_seconds_is_killed(output: Output, pool: Pool, watch: Watch) -> None:
    (worker,) = pool.workers
    for told in (4.9, 4.9):
        watch.now += told
        output.check()
        worker.heard(worker, {"told": {"fps": 25.0}})
    assert worker.killed == 0
    watch.now += 5.1
    output.check()
    assert worker.killed == 1


def test_its_state_is_that_of_its_mixer(output: Output, pool: Pool, watch: Watch) -> None:
    states = [output.state]
    pool.workers[0].heard(pool.workers[0], {"shown": 1})  # type: ignore[arg-type]
    states.append(output.state)
    output.died(pool.workers[0])  # type: ignore[arg-type]
    states.append(output.state)
    output.check()
    states.append(output.state)
    pool.workers[1].heard(pool.workers[1], {"shown": 1})  # type: ignore[arg-type]
    assert [*states, output.state] == ["starting", "on air", "restarting", "restarting", "on air"]
    output.close()
    assert pool.released == [pool.workers[1]]


def test_a_snapshot_is_a_second_old_at_most_and_is_not_taken_more_often(output: Output, watch: Watch) -> None:
    seen = []
    for later in (0, 0.5, 0.5, 0.1, 0.9, 0.2):
        watch.now += later
        seen.append(output.snapshot())
    assert seen == [b"picture 1"] * 3 + [b"picture 2"] * 2 + [b"picture 3"]


def test_one_process_is_kept_ready_and_a_dead_one_is_not_handed_out(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Any] = []

    def worker(heard: Any = None) -> Any:
        made.append(SimpleNamespace(heard=heard, alive=True, number=len(made)))
        return made[-1]

    monkeypatch.setattr(processes, "Worker", worker)
    ready, ears = processes.Pool(), [object() for _ in range(3)]
    first = ready.take(ears[0])  # type: ignore[arg-type]
    spare = next(other for other in made if other is not first)
    second = ready.take(ears[1])  # type: ignore[arg-type]
    assert (second, spare.heard, len(made)) == (spare, ears[1], 3)
    made[2].alive = False
    third = ready.take(ears[2])  # type: ignore[arg-type]
    assert (third.alive, third.heard, third in (first, second)) == (True, ears[2], False)


def test_a_mixer_that_takes_only_a_part_of_an_order_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    """It stands still, and what follows would be read as the rest of a line."""
    killed: list[int] = []
    worker = processes.Worker.__new__(processes.Worker)
    worker._lock = Lock()
    worker._process = SimpleNamespace(stdin=SimpleNamespace(fileno=lambda: 7), kill=lambda: killed.append(1))  # type: ignore[assignment]
    for taken in (len(b'{"snap": true}\n'), 3):
        monkeypatch.setattr(processes, "os", SimpleNamespace(write=lambda file, line, taken=taken: taken))
        worker.tell({"snap": True})
        assert len(killed) == (taken == 3)


# --- streams of another server -------------------------------------------------------------------------------------------


class Theirs:
    """Another server's streams as players see them: one push after the other, each with its tags."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *pushes: tuple[Tag, ...]) -> None:
        self.pushes, self.asked = [*pushes], []
        self.told: list[tuple[object, ...]] = []
        self.over = Event()
        monkeypatch.setattr(streams, "Player", self)
        self.foreign = Foreign(
            "rtmp://nowhere/in/{stream}", lambda *said: self.told.append(("begun", *said)), self.ended, lambda *said: self.told.append(said)
        )

    def __call__(self, url: str) -> Theirs:
        self.asked.append(url)
        return self

    def __enter__(self) -> Theirs:
        return self

    def __exit__(self, *failure: object) -> None:
        pass

    def __iter__(self) -> Iterator[Tag]:
        return iter(self.pushes.pop(0))

    def ended(self, name: str) -> None:
        self.told.append(("ended", name))
        if not self.pushes:
            self.over.set()


def test_viewers_of_another_server_are_counted_and_never_fewer_than_none(monkeypatch: pytest.MonkeyPatch) -> None:
    theirs = Theirs(monkeypatch)
    for call in ("play", "play", "play_done", "play_done", "play_done", "play", "update"):
        theirs.foreign.notified(call, DENNY)
    assert theirs.told == [(DENNY, viewers) for viewers in (1, 2, 1, 0, 0, 1)]


def test_each_push_to_another_server_begins_once_with_its_size_and_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two pushes are told of before the first was seen to its end; the second has another picture, and changes it once more."""
    small, wide = (clip(*size, frames=12, gop=4, sound=False) for size in ((180, 320), (320, 180)))
    theirs = Theirs(monkeypatch, small, (*wide, *small))
    monkeypatch.setattr(streams, "Thread", lambda target, args, **more: SimpleNamespace(start=lambda: later.append(lambda: target(*args))))
    later: list[Callable[[], object]] = []
    for name in (REX, REX, "no name"):
        theirs.foreign.notified("publish", name)
    (look,) = later
    look()
    assert theirs.over.is_set()
    assert theirs.asked == [f"rtmp://nowhere/in/{REX}"] * 2
    tall, broad = Size(180, 320), Size(320, 180)
    assert theirs.told == [
        ("begun", REX, tall),
        ("ended", REX),
        ("begun", REX, broad),
        ("begun", REX, tall),
        ("ended", REX),
    ]


# --- whoever looks -------------------------------------------------------------------------------------------------------


def station(media: Media = Media()) -> Station:  # noqa: B008 - frozen
    """A station that was not started."""
    return Station(Cloud(Account(APP_ID, KEY), Settings()), media, lambda: NOW)


def notes(made: Station) -> list[dict[str, Any]]:
    return [note.document() for note in made._cloud.journal.recent()]


def test_what_happens_on_rtmp_is_a_push_as_it_is_for_the_cloud() -> None:
    made = station()
    for event in (Begun(DENNY, CANVAS, 1.0), Resized(DENNY, Size(640, 360))):
        made._told(event)
        assert made._air._todo.get_nowait()  # what is on air is looked at anew
    pushed = made._cloud.pushed(DENNY)
    assert pushed
    assert (pushed.size, pushed.by, pushed.since) == (Size(640, 360), "rtmp", NOW)
    made._told(Watched(DENNY, 3))
    assert made._air.viewers(DENNY) == 3
    made._told(Ended(DENNY))
    assert made._cloud.pushed(DENNY) is None


@pytest.mark.parametrize(("name", "noted"), [(REX, REX), (PAGE_SIGN, "***"), (KEY, "***")])
def test_a_push_that_is_refused_is_noted_without_secrets(name: str, noted: str) -> None:
    made = station()
    made._told(Refused(name, "somebody pushes this name already"))
    assert notes(made) == [{"at": NOW, "what": "push_refused", "stream": noted, "why": "somebody pushes this name already"}]


def test_what_plays_is_what_is_on_air_or_really_pushed() -> None:
    made = station()
    made._cloud.push(REX, CANVAS, NOW)
    assert not made.plays(REX)
    made._begun(DENNY, CANVAS)
    assert made.plays(DENNY)
    made._air.outputs["show_mix"] = SimpleNamespace()  # type: ignore[assignment]
    assert made.plays("show_mix")
    assert not station(FOREIGN).plays(DENNY)


def test_an_output_tells_its_size_its_viewers_and_how_it_does(pool: Pool, output: Output, monkeypatch: pytest.MonkeyPatch) -> None:
    made = station(FOREIGN)
    made._air.outputs[DENNY] = output
    made._air.watched(DENNY, 2)
    pool.workers[0].heard(pool.workers[0], {"told": {"fps": 24.9, "frames": 250, "late": 3}})  # type: ignore[arg-type]
    (told,) = made.outputs()
    assert (told.name, told.width, told.height, told.viewers, told.state) == (DENNY, 540, 960, 2, "starting")
    assert (told.fps, told.frames, told.late, told.play) == (24.9, 250, 3, f"rtmp://127.0.0.1/live/{DENNY}")
    assert made.thumbnail(DENNY) == b"picture 1"
    assert made.thumbnail("nobody") is None


def test_the_cloud_knows_the_numbers_of_the_pictures() -> None:
    assert station(FOREIGN)._cloud.images == {12}
    assert station()._cloud.images is None


def test_a_film_over_http_begins_with_its_head() -> None:
    class Tags(list[Tag]):
        def __enter__(self) -> Tags:
            return self

        def __exit__(self, *failure: object) -> None:
            self.clear()

    made, written = station(), []
    tags = Tags([Tag(VIDEO, 0, b"\x17\0\0\0\0header"), Tag(VIDEO, 40, b"\x17\1\0\0\0key")])
    expected = [HEADER, *map(framed, tags)]
    made._hub = SimpleNamespace(watch=lambda name: tags)  # type: ignore[assignment]
    made.flv(DENNY, written.append)
    assert written == expected
    assert tags == []  # nobody watches any more
