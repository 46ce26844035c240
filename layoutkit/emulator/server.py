"""The emulator as a server: loopback only, a thread a connection, started and stopped like any resource."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from threading import RLock, Thread
from typing import TYPE_CHECKING, Self

from layoutkit.emulator.air.media import Media, need_mixer
from layoutkit.emulator.cloud.state import Cloud
from layoutkit.emulator.journal.notes import Journal
from layoutkit.emulator.loopback import loopback, port_number
from layoutkit.emulator.settings import Account, Settings
from layoutkit.emulator.web.door import respond
from layoutkit.emulator.web.listener import Listener
from layoutkit.emulator.web.wire import Handler, Talk
from layoutkit.errors import LayoutkitError, UsageError

if TYPE_CHECKING:
    from layoutkit.emulator.air.station import Station

PATIENCE_S = 10.0
"""How long, in seconds, a client may take to send a request, or to begin another one."""


class Emulator:
    """Tencent's endpoint on this machine: `with Emulator(app_id, key) as emulator: emulator.endpoint`.

    `port` 0 takes a free one; `now` is its clock in UNIX seconds; `log` gets a line for each request, never its query;
    `cloud` is its state; `profile` is the generation that it speaks, `2017` or `2019`; `journal` is where it notes what happens.
    `media` has it take in real streams over RTMP and mix them (extra `mixer`); `rtmp` is then where they go.
    A host that is not loopback is a UsageError: the emulator trusts whoever can reach it.
    """

    def __init__(
        self,
        app_id: int,
        key: str,
        host: str = "127.0.0.1",
        port: int = 0,
        now: Callable[[], float] = time.time,
        *,
        settings: Settings = Settings(),  # noqa: B008 - frozen
        profile: str = "2017",
        log: Callable[[str], None] = lambda line: None,
        patience: float = PATIENCE_S,
        journal: Journal | None = None,
        media: Media | None = None,
    ) -> None:
        self.cloud = cloud = Cloud(Account(app_id, key), settings, profile=profile, journal=journal)
        self._address = (loopback(host, "the emulator"), port_number(port))
        self._talk = Talk(
            lambda method, target, body: respond(cloud, method, target, body, now()),
            log,
            patience,
            lambda status, says: cloud.journal.note(now(), "turned_away", status=status, says=says),
        )
        self._turn = RLock()  # whoever stops what another thread starts waits until it is started
        self._server: Listener | None = None
        self._thread: Thread | None = None
        self._media, self._now, self._log = media, now, log
        self._station: Station | None = None

    def start(self) -> Self:
        """Listen; from now on `url` is known. A port that is taken is a UsageError."""
        with self._turn:
            if self._server is None:
                self._server = self._listen()
                self._thread = Thread(target=self._server.serve_forever, args=(0.05,), name="emulator", daemon=True)
                self.cloud.endpoint = self.endpoint
                self._thread.start()
                self._go_on_air()
        return self

    def _listen(self) -> Listener:
        try:
            return Listener(self._address, partial(Handler, talk=self._talk))
        except OSError as error:
            host, port = self._address
            says = f"cannot listen on {host} port {port}: {error.strerror}"
            raise UsageError(says, "choose another port") from None

    def _go_on_air(self) -> None:
        """Take pushes in and mix, where that was asked for. A port that is taken leaves nothing started."""
        if self._media is None:
            return
        from layoutkit.emulator.air.station import Station  # the hub and its event loop, which an endpoint without media does not need

        try:
            need_mixer()
            self._station = self.cloud.screen = Station(self.cloud, self._media, self._now, self._log).start()
        except LayoutkitError:
            self.stop()
            raise

    def stop(self) -> None:
        """Hang up on everybody and free the port; stopping twice is no mistake. What the cloud knows is kept."""
        with self._turn:
            server, thread, self._server, self._thread = self._server, self._thread, None, None
            if server and thread:
                server.shutdown()
                server.server_close()
                thread.join()
            station, self._station = self._station, None
            if station:
                station.stop()
            if server:
                server.hang_up()
            self.cloud.screen = None  # last of all: no page is told that there never were real streams

    def wait(self) -> None:
        """Stay here until the emulator is stopped, by another thread or by Ctrl-C."""
        if self._thread:
            self._thread.join()

    @property
    def url(self) -> str:
        """Where it listens: `http://127.0.0.1:8088`. The control calls are below it."""
        if self._server is None:
            raise UsageError("the emulator is not running", "call start(), or use it in a with statement")
        host, port = self._server.server_address[:2]
        return f"http://[{host!s}]:{port}" if ":" in str(host) else f"http://{host!s}:{port}"

    @property
    def rtmp(self) -> str:
        """Below which address streams are pushed and played: `rtmp://127.0.0.1:1935/live`; a stream's id follows."""
        if self._station is None:
            raise UsageError("the emulator handles no real streams", "Emulator(app_id, key, media=Media()), with the extra mixer installed")
        return self._station.address()

    @property
    def station(self) -> Station | None:
        """The RTMP side, while it runs."""
        return self._station

    @property
    def endpoint(self) -> str:
        """What a client sends its requests to: `http://127.0.0.1:8088/common_access`."""
        return f"{self.url}/common_access"

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *failure: object) -> None:
        self.stop()
