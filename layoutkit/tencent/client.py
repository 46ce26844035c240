"""The signed client: one attempt asks for the newest payload, signs it anew, posts it and reads the answer."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

from layoutkit.tencent.account import Account, Secret
from layoutkit.tencent.patience import EVERYONE, MAX_RETRIES, Patience, persist
from layoutkit.tencent.reply import Outcome, Reply, Request
from layoutkit.tencent.transport import Post, Wire, post_once

ENDPOINT = "http://fcgi.video.qcloud.com/common_access"
"""Where mixes are asked for; http only (Mix_StreamV2, section 1; V2C)."""

RETRY_EVERY_S = 2.0
"""Seconds between attempts (Mix_StreamV2, notes)."""

Ask = Callable[[], Mapping[str, object]]
"""Gives the payload as it should be now: the newest layout, fresh timestamps."""


class Client:
    """Sends the mixes of one account; many threads may use it. Times are in seconds.

    The sends of a session are ordered among all clients of this process; another process knows nothing of them.
    """

    def __init__(
        self,
        app_id: int,
        key: Secret | str,
        *,
        endpoint: str = ENDPOINT,
        profile: str = "2017",
        post: Post | None = None,
        sleep: Callable[[float], None] = time.sleep,
        now: Callable[[], float] = time.time,
        connect_timeout: float = 3.0,
        read_timeout: float = 5.0,
        wait_s: float = RETRY_EVERY_S,
        retries: int = MAX_RETRIES,
    ) -> None:
        key = Secret(key)  # from here on no traceback of a wrong argument can show it
        self.account = Account(app_id, key)
        post = post_once if post is None else post
        self._wire = Wire(endpoint, profile, connect_timeout, read_timeout, post, now)
        self._patience = Patience(wait_s, retries, sleep)

    def __repr__(self) -> str:
        if not hasattr(self, "_wire"):
            return "Client(refused)"  # a traceback may show one whose arguments were wrong
        return f"Client(app_id={self.account.app_id}, endpoint={self.endpoint!r}, profile={self.profile!r})"

    @property
    def endpoint(self) -> str:
        """The address that requests go to."""
        return self._wire.endpoint

    @property
    def profile(self) -> str:
        """The generation of the API that is spoken: `2017` or `2019`; payloads must be of the same."""
        return self._wire.profile

    @property
    def now(self) -> float:
        """The current time by the client's clock, in UNIX seconds."""
        return self._wire.now()

    def send(self, ask: Ask, *, session: str) -> Reply:
        """Start, update or end a session's mix, asking again where that may help.

        Each attempt asks for the payload anew, so that the newest layout goes out with fresh timestamps. A later send
        of the same session makes this one return `superseded` where it would ask again. What `ask` raises goes through,
        and nothing is sent. Refused, Expired, BadReply and GaveUp say what was met and what would help.
        """
        with EVERYONE.turn((self.endpoint, self.account.app_id, session)) as turn:
            return persist(lambda: self._attempt(ask), turn, self._patience)

    def _attempt(self, ask: Ask) -> Outcome:
        met = self._wire.exchange(self.account, Request.of(ask()))
        if isinstance(met, BaseException):
            raise met
        return met
