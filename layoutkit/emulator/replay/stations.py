"""Where a recording is played: an emulator of its own, whose clock follows the recording, or an endpoint that listens somewhere."""

from __future__ import annotations

import http.client
import ipaddress
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from urllib.parse import SplitResult, urlsplit

from layoutkit.emulator.cloud.state import Cloud
from layoutkit.emulator.replay.recording import Recording
from layoutkit.emulator.settings import Account
from layoutkit.emulator.web.door import respond
from layoutkit.errors import SendError, UsageError

Ask = Callable[[str, str, bytes], tuple[int, bytes]]
"""A method, a target below `/common_access` or a control call, a body; the status and the body of the answer."""

ANSWER_S = 30.0
"""How long an endpoint may take to answer, in seconds."""

MOST_BYTES = 65536
"""What is read of an answer."""


@dataclass(frozen=True, slots=True)
class Station:
    """An endpoint to play at: whose it is, how it is asked, what time it is there."""

    account: Account
    ask: Ask = field(repr=False)
    now: Callable[[], float] = field(repr=False)
    wait: Callable[[float], object] = field(repr=False)
    """Called before each note with the seconds since the recording began: comes back when it is that late."""
    steered: bool = True
    """Whether it takes control calls."""


def own(recording: Recording, at: float | None = None, pace: Callable[[float], object] = lambda elapsed: None) -> Station:
    """An emulator in this process, with nobody pushed. Its clock begins `at`, or when the recording did, and goes as that goes."""
    account = Account(recording.app_id, "this key never leaves the process")
    cloud, start = Cloud(account, profile=recording.profile), recording.at if at is None else at
    elapsed = [0.0]

    def wait(seconds: float) -> None:
        pace(seconds)
        elapsed[0] = seconds

    def now() -> float:
        return start + elapsed[0]

    def ask(method: str, target: str, body: bytes) -> tuple[int, bytes]:
        answer = respond(cloud, method, target, body, now())
        return answer.status, answer.body

    return Station(account, ask, now, wait)


def remote(
    endpoint: str,
    account: Account,
    now: Callable[[], float] = time.time,
    pace: Callable[[float], object] = lambda elapsed: None,
) -> Station:
    """An endpoint by its address. Control calls go to the same host, where that is this machine; the cloud takes none."""
    parts = checked(endpoint)

    def ask(method: str, target: str, body: bytes) -> tuple[int, bytes]:
        path, mark, query = target.partition("?")
        target = (parts.path or "/") + mark + query if path == "/common_access" else target
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        try:
            with closing(kind(str(parts.hostname), parts.port, timeout=ANSWER_S)) as connection:
                connection.request(method, target, body, {"Content-Type": "application/json"})
                reply = connection.getresponse()
                return reply.status, reply.read(MOST_BYTES)
        except (OSError, http.client.HTTPException) as error:
            says = f"no answer from {endpoint}: {getattr(error, 'strerror', None) or type(error).__name__}"
        raise SendError(says, "does an endpoint listen there? layoutkit emulator begins one")

    return Station(account, ask, now, wait=pace, steered=is_loopback(endpoint))


def checked(endpoint: str) -> SplitResult:
    """The parts of an endpoint's address; what has a query, a user or a password is a UsageError that does not repeat it."""
    try:
        parts = urlsplit(endpoint)
        sound = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        sound = False
    if not sound or any(c in "?#@" or not "!" <= c <= "~" for c in endpoint):
        hint = "such as http://127.0.0.1:8088/common_access, without query, user or password"
        raise UsageError("this is not an endpoint's address", hint)
    return parts


def is_loopback(endpoint: str) -> bool:
    """Whether an address is on this machine."""
    host = urlsplit(endpoint).hostname or ""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def paced(
    speed: float, clock: Callable[[], float] = time.monotonic, sleep: Callable[[float], object] = time.sleep
) -> Callable[[float], object]:
    """Waits as the recording did, `speed` times as fast; 0 for not at all."""
    began = clock()

    def pace(elapsed: float) -> None:
        left = began + elapsed / speed - clock() if speed else 0.0
        if left > 0:
            sleep(left)

    return pace
