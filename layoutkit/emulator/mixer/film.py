"""Records an output as any player sees it, into an MP4, and takes stills from that."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from threading import Event, Thread
from typing import Any

import av
from av.video.frame import VideoFrame

from layoutkit.emulator.mixer.snapshot import jpeg


@dataclass
class Film:
    """A recording that runs until `stop`. `frames` tells when each picture came (monotonic seconds), and its time in the film."""

    url: str
    path: str
    frames: list[tuple[float, float]] = field(default_factory=list)
    failure: Exception | None = None

    def __post_init__(self) -> None:
        self._begun, self._stopped = Event(), Event()
        self._thread = Thread(target=self._run, name="film", daemon=True)
        self._thread.start()

    def begun(self, patience: float) -> bool:
        """Wait for the first picture; whether it came in so many seconds."""
        return self._begun.wait(patience)

    def stop(self, patience: float = 5.0) -> None:
        """End the recording; the file is then whole."""
        self._stopped.set()
        self._thread.join(patience)

    def time_at(self, moment: float) -> float:
        """Which time of the film was on air at a moment."""
        return max((at for came, at in self.frames if came <= moment), default=0.0)

    def _run(self) -> None:
        try:
            self._record()
        except (av.FFmpegError, OSError, ValueError) as error:
            self.failure = error

    def _record(self) -> None:
        with av.open(self.url) as source, av.open(self.path, "w", format="mp4", options={"movflags": "+faststart"}) as target:
            streams = {stream.index: target.add_stream_from_template(stream) for stream in source.streams}
            first: dict[int, int] = {}
            start: Fraction | None = None
            for packet in source.demux():
                if packet.dts is None or packet.pts is None or packet.time_base is None:
                    continue
                if start is None:
                    if packet.stream.type != "video":
                        continue
                    start = packet.dts * packet.time_base
                self._keep(packet, start, first, streams, target)
                if self._stopped.is_set():
                    return

    def _keep(self, packet: Any, start: Fraction, first: dict[int, int], streams: dict[int, Any], target: Any) -> None:
        """Write one packet, with the film beginning at 0; sound from before its first picture is left out."""
        shift = first.setdefault(packet.stream.index, round(start / packet.time_base))
        if packet.dts < shift:
            return
        packet.pts, packet.dts = packet.pts - shift, packet.dts - shift
        if packet.stream.type == "video":
            self.frames.append((time.monotonic(), float(packet.pts * packet.time_base)))
            self._begun.set()
        packet.stream = streams[packet.stream.index]
        target.mux(packet)


def stills(path: str, times: Sequence[float], longest: int = 480) -> list[bytes]:
    """The pictures of a film at some times, in seconds, as JPEG."""
    wanted, found = sorted(set(times)), {}
    last: VideoFrame | None = None
    with av.open(path) as film:
        for frame in film.decode(video=0):
            while wanted and last is not None and frame.time is not None and frame.time > wanted[0]:
                found[wanted.pop(0)] = jpeg(last, longest)
            last = frame
    assert last is not None
    found |= {at: jpeg(last, longest) for at in wanted}
    return [found[at] for at in times]
