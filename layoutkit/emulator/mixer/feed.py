"""A thread that pulls one pushed stream from an RTMP server and gives its tags to a source, for as long as it is wanted."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from threading import Event, Thread

from layoutkit.emulator.mixer.source import Source
from layoutkit.emulator.rtmp.client import Player
from layoutkit.emulator.rtmp.wrong import RtmpError

SILENCE_S = 15.0
"""A server that says nothing for so long, in seconds, may be gone without a word: it is asked anew, which costs nothing."""

AGAIN_S = 0.25
"""How long to wait, in seconds, before a stream that ended or could not be had is asked for again."""


def _patient(url: str) -> Player:
    return Player(url, silence=SILENCE_S)


class Feed:
    """Pulls `url` into a source; when the stream ends, the source is told, and it is asked for again.

    The first time it is asked for with `first` behind the address: our hub then gives the last pictures of a push that is over.
    """

    def __init__(self, source: Source, url: str, first: str = "", play: Callable[[str], Player] = _patient) -> None:
        self.source = source
        self._url, self._first, self._play = url, first, play
        self._stopped = Event()
        self._player: Player | None = None
        self._thread = Thread(target=self._run, name=f"feed {source.name}", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Hang up; the source gets nothing more."""
        self._stopped.set()
        player = self._player
        if player is not None:
            player.close()

    def _run(self) -> None:
        while not self._stopped.is_set():
            with suppress(RtmpError, OSError):
                self._pull()
            self.source.lost = True
            self._stopped.wait(AGAIN_S)

    def _pull(self) -> None:
        with self._play(self._url + self._first) as player:
            self._player, self._first = player, ""
            if self._stopped.is_set():  # while it was being connected: nobody hangs up on it any more
                return
            for tag in player:
                if self._stopped.is_set():
                    return
                self.source.take(tag)
