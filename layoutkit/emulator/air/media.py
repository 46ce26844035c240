"""How the endpoint handles real streams: where they come in and go out, at what pace."""

from __future__ import annotations

import importlib.util
import re
from dataclasses import dataclass, field

from layoutkit.errors import ExtraMissing, Fault, UsageError

PACKAGES = ("av", "numpy")
"""What the mixer needs, and the extra `mixer` brings."""

DELAYS_S = (0.1, 5.0)
"""The shortest and the longest jitter buffer, in seconds. Sound is mixed 93 ms ahead of the picture that it goes out before: with less
it would come too late, every time, and nothing be heard."""

STREAM = "{stream}"
"""Stands for a stream's name in the address of another server."""


@dataclass(frozen=True, slots=True)
class Media:
    """The RTMP side of the endpoint.

    `port` is the RTMP port on loopback, 0 takes a free one; `fps` are the output's pictures a second; `delay_s` is the
    jitter buffer in seconds. With `pull` and `publish`, both addresses with `{stream}` in them, the streams come from
    and go to another RTMP server: `rtmp://127.0.0.1:1935/in/{stream}`. `images` are files by picture number, for
    inputs of kind picture (profile 2019).
    """

    port: int = 0
    fps: int = 25
    delay_s: float = 0.25
    pull: str = field(default="", repr=False)  # an address may hold a password
    publish: str = field(default="", repr=False)
    images: tuple[tuple[int, str], ...] = ()

    def __post_init__(self) -> None:
        faults = []
        if type(self.port) is not int or not 0 <= self.port <= 65535:
            faults.append(Fault(f"RTMP port {self.port!r} cannot be", hint="a whole number from 1 to 65535; 0 takes a free one"))
        if type(self.fps) is not int or not 1 <= self.fps <= 60:
            faults.append(Fault(f"{self.fps!r} pictures a second cannot be", hint="a whole number from 1 to 60"))
        if not DELAYS_S[0] <= self.delay_s <= DELAYS_S[1]:
            faults.append(Fault(f"a jitter buffer of {self.delay_s!r} s cannot be", hint="seconds from {:g} to {:g}".format(*DELAYS_S)))
        if bool(self.pull) != bool(self.publish):
            faults.append(Fault("another server needs both addresses, where to pull from and where to publish to"))
        for address in filter(None, (self.pull, self.publish)):
            if not address.startswith("rtmp://") or STREAM not in address:
                hint = f"rtmp://127.0.0.1:1935/live/{STREAM}"
                faults.append(Fault(f"{shown(address)[:200]!r} is no address of streams", hint=hint))
        if faults:
            raise UsageError(faults)

    @property
    def foreign(self) -> bool:
        """Whether the streams are another server's."""
        return bool(self.pull)


def installed() -> bool:
    """Whether the extra `mixer` is there; nothing of it is loaded to find out."""
    return not _missing()


def need_mixer() -> None:
    """Refuse what cannot be done without the extra."""
    missing = _missing()
    if missing:
        says = f"real streams need the extra mixer, of which {' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} not installed"
        raise ExtraMissing(says, "pip install 'layoutkit[mixer]', or in a clone: pip install -e '.[mixer]'")


def _missing() -> list[str]:
    return [package for package in PACKAGES if importlib.util.find_spec(package) is None]


def shown(address: str) -> str:
    """An address without the user and password that may stand in it."""
    return re.sub(r"//[^/@]*@", "//", address)
