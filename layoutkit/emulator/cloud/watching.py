"""What can be watched: the outputs of the mixer, as the pages and the audience ask for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

AirState = Literal["idle", "starting", "on air", "restarting"]
"""Nobody watches yet; the mixer starts; pictures go out; it broke and comes back."""


@dataclass(frozen=True, slots=True)
class OnAir:
    """One output: its name, its picture, and how it is doing."""

    name: str
    width: int = 0
    height: int = 0
    """In pixels; 0 while they are not known."""
    fps: float = 0.0
    """Pictures a second, over the last seconds."""
    viewers: int = 0
    frames: int = 0
    late: int = 0
    """How many pictures went out since it started, and how many of them too late."""
    state: AirState = "idle"
    play: str = ""
    """Where a player finds it: `rtmp://127.0.0.1:1935/live/8888_denny`."""
    restarts: int = 0


class Screen(Protocol):
    """The media side of the emulator, as far as somebody looks at it. Safe for threads."""

    def address(self) -> str:
        """Below which address streams are pushed and played: `rtmp://127.0.0.1:1935/live`."""
        ...

    def outputs(self) -> tuple[OnAir, ...]:
        """All outputs that there are."""
        ...

    def thumbnail(self, name: str) -> bytes | None:
        """A JPEG of the real output, at most some seconds old; None while there is none."""
        ...

    def flv(self, name: str, write: Callable[[bytes], object]) -> None:
        """Write the output as FLV until its viewer goes (`write` raises an OSError) or it ends.

        While there is nothing to write, that nothing is written now and then: so a viewer is seen to go.
        """
        ...

    def notified(self, fields: Mapping[str, str]) -> None:
        """Another RTMP server, whose streams these are, said who publishes or plays."""
        ...

    def plays(self, name: str) -> bool:
        """Whether there is such an output to watch."""
        ...
