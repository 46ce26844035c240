"""Streams on a server that is not ours: whom it says is pushed is looked at, so that size and end are known for sure."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from threading import Lock, Thread

from layoutkit.emulator.air.media import STREAM
from layoutkit.emulator.rtmp.client import Player
from layoutkit.emulator.rtmp.picture import size as picture_size
from layoutkit.emulator.rtmp.tags import VIDEO
from layoutkit.emulator.rtmp.wrong import RtmpError
from layoutkit.geometry import Size
from layoutkit.scene import is_stream_id


class Foreign:
    """Plays what is pushed to another server for as long as it is; `begun` and `ended` tell of it, `watched` of viewers."""

    def __init__(
        self,
        pull: str,
        begun: Callable[[str, Size | None], object],
        ended: Callable[[str], object],
        watched: Callable[[str, int], object],
    ) -> None:
        self._pull, self._begun, self._ended, self._watched = pull, begun, ended, watched
        self._lock = Lock()
        self._players: dict[str, Player] = {}
        self._looked: dict[str, int] = {}  # how many pushes were told of and not yet looked at to their end
        self._viewers: dict[str, int] = {}
        self._stopped = False

    def notified(self, call: str, name: str) -> None:
        """The server said `publish`, `play`, `play_done`; that a push is over is seen from the stream itself."""
        if not is_stream_id(name):
            return
        if call == "publish":
            self._published(name)
        elif call in ("play", "play_done"):
            with self._lock:
                viewers = max(0, self._viewers.pop(name, 0) + (1 if call == "play" else -1))
                self._viewers |= {name: viewers} if viewers else {}
            self._watched(name, viewers)

    def stop(self) -> None:
        """Hang up."""
        with self._lock:
            self._stopped = True
            players = [*self._players.values()]
        for player in players:
            player.close()

    def _published(self, name: str) -> None:
        with self._lock:
            first = not self._looked.get(name)
            self._looked[name] = self._looked.get(name, 0) + 1
        if first:
            Thread(target=self._look, args=(name,), name=f"look {name}", daemon=True).start()

    def _look(self, name: str) -> None:
        """Look at one push after the other; the next may be told of before the end of this one is seen."""
        more = True
        while more:
            with suppress(RtmpError, OSError), Player(self._pull.replace(STREAM, name)) as player:
                if not self._keeps(name, player):
                    return
                self._follow(name, player)
            self._ended(name)
            more = self._leaves(name)

    def _keeps(self, name: str, player: Player) -> bool:
        """Have it hung up on when all is over; whether it is not over already."""
        with self._lock:
            self._players[name] = player
            return not self._stopped

    def _leaves(self, name: str) -> bool:
        """One push is over; whether another was told of meanwhile."""
        with self._lock:
            self._players.pop(name, None)
            left = self._looked.pop(name) - 1
            self._looked |= {name: left} if left else {}
            return left > 0 and not self._stopped

    def _follow(self, name: str, player: Player) -> None:
        """The push has begun with its first key frame; its size stands in the header before that."""
        size, known = None, False
        for tag in player:
            if tag.kind == VIDEO and tag.is_header:
                size, known = picture_size(tag), False
            elif tag.is_key and not known:
                known = True
                self._begun(name, size)
