"""The RTMP side of the endpoint: pushes are taken in, outputs go out, and whoever looks is shown what there is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Self, assert_never

from layoutkit.emulator.air.air import Air
from layoutkit.emulator.air.foreign import Foreign
from layoutkit.emulator.air.media import Media, shown
from layoutkit.emulator.air.output import Output
from layoutkit.emulator.cloud.state import Cloud
from layoutkit.emulator.cloud.watching import OnAir
from layoutkit.emulator.rtmp.events import Begun, Ended, Event, Refused, Resized, Watched
from layoutkit.emulator.rtmp.flv import HEADER, framed
from layoutkit.emulator.rtmp.hub import Hub
from layoutkit.errors import UsageError
from layoutkit.geometry import Size

APP = "live"
"""What everybody pushes to and plays from, as on the cloud."""


class Station:
    """Listens on RTMP from `start` to `stop`; with `Media.pull` and `Media.publish` it uses another server instead."""

    def __init__(self, cloud: Cloud, media: Media, now: Callable[[], float], log: Callable[[str], object] = lambda line: None) -> None:
        self._cloud, self._media, self._now, self._log = cloud, media, now, log
        self._hub = None if media.foreign else Hub(port=media.port, told=self._told)
        self._air = Air(cloud, media, now, self._hub)
        self._foreign = Foreign(media.pull, self._begun, self._ended, self._air.watched) if media.foreign else None
        cloud.images = frozenset(number for number, _ in media.images) if media.images else None

    def start(self) -> Self:
        """Listen; a port that is taken is a UsageError."""
        if self._hub:
            self._listen(self._hub)
        self._air.start()
        return self

    def _listen(self, hub: Hub) -> None:
        try:
            hub.start()
        except UsageError as error:
            hint = "another --rtmp-port, 0 for a free one, or --no-media for an endpoint without real streams"
            raise UsageError(f"RTMP: {error.faults[0].says}", hint) from None

    def stop(self) -> None:
        """End every output and hang up on everybody."""
        self._air.stop()
        if self._foreign:
            self._foreign.stop()
        if self._hub:
            self._hub.stop()

    # --- what happens on RTMP ---

    def _told(self, event: Event) -> None:
        match event:
            case Begun(name, size):
                self._begun(name, size)
            case Resized(name, size):
                self._cloud.push(name, size, self._now(), "rtmp")
                self._air.changed(name)
            case Ended(name):
                self._ended(name)
            case Watched(name, viewers):
                self._air.watched(name, viewers)
            case Refused(name, why):
                self._cloud.refuse(name, why, self._now())
                self._log(f"RTMP -> {self._cloud.blank(name, self._now())} refused: {why}")
            case _:
                assert_never(event)

    def _begun(self, name: str, size: Size | None) -> None:
        self._cloud.push(name, size, self._now(), "rtmp")
        self._air.changed(name)

    def _ended(self, name: str) -> None:
        self._cloud.drop(name, self._now(), "rtmp")
        self._air.changed(name)

    def notified(self, fields: Mapping[str, str]) -> None:
        """A foreign server says who publishes and who plays: nginx-rtmp's `on_publish`, `on_play` and their ends."""
        if self._foreign:
            self._foreign.notified(fields.get("call", ""), fields.get("name", ""))

    # --- what can be watched ---

    def address(self) -> str:
        """Below which address streams are pushed and played: `rtmp://127.0.0.1:1935/live`."""
        if self._hub is None:
            return shown(self._media.publish.partition("/{stream}")[0])
        return f"{self._hub.address}/{APP}"

    def outputs(self) -> tuple[OnAir, ...]:
        """All outputs that are on air."""
        return tuple(self._on_air(output) for output in [*self._air.outputs.values()])

    def _on_air(self, output: Output) -> OnAir:
        plan, facts = output.plan, output.facts
        width, height = (plan.canvas.width, plan.canvas.height) if plan else (0, 0)
        return OnAir(
            output.name,
            width,
            height,
            fps=facts.get("fps", 0.0),
            viewers=self._air.viewers(output.name),
            frames=facts.get("frames", 0),
            late=facts.get("late", 0),
            state=output.state,
            play=f"{self.address()}/{output.name}",
            restarts=output.restarts,
        )

    def output(self, name: str) -> Output | None:
        """An output on air."""
        return self._air.outputs.get(name)

    def settled(self, name: str) -> bool:
        """Whether an output shows what its session, running or just ended, has: the request has taken effect."""
        output, session = self._air.outputs.get(name), self._cloud.session(name)
        if output is None or session is None or output.plan is None:
            return False
        return output.settled and set(output.plan.placements) == set(session.placements)

    def thumbnail(self, name: str) -> bytes | None:
        """A JPEG of the real output, at most some seconds old; None while there is none."""
        output = self._air.outputs.get(name)
        return output.snapshot() if output else None

    def flv(self, name: str, write: Callable[[bytes], object]) -> None:
        """Write the output as FLV until its viewer goes (`write` raises an OSError, of nothing too) or it ends."""
        if self._hub is None:
            return
        with self._hub.watch(name) as tags:
            tags.idle = lambda: write(b"")
            write(HEADER)
            for tag in tags:
                write(framed(tag))

    def plays(self, name: str) -> bool:
        """Whether there is such an output to watch: somebody pushes it, or it is mixed."""
        pushed = self._cloud.pushed(name)
        return self._hub is not None and (name in self._air.outputs or (pushed is not None and pushed.by == "rtmp"))
