"""One POST over the wire and what came of it; no error, log or leftover of it holds the key or the sign.

The exceptions of requests hold the whole address, sign and all. So none is chained or kept: the frame that catches
one turns it into words and returns them, and whoever raises does it later, in a frame that knows no sign.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Literal, Protocol
from urllib.parse import urlencode, urlsplit

from layoutkit.errors import UsageError
from layoutkit.tencent.account import Account, Credentials, credentials
from layoutkit.tencent.codes import checked_profile
from layoutkit.tencent.hiding import hide_in_logs, hiding
from layoutkit.tencent.reply import Outcome, Request, read

MAX_REPLY_BYTES = 65536
"""What is read of an answer; no reply of the page comes near it."""


class Answer(Protocol):
    """What a post returns, as far as it is looked at; a `requests.Response` is one."""

    @property
    def status_code(self) -> int: ...
    @property
    def text(self) -> str: ...


class Post(Protocol):
    """How a request goes out; `requests.post` is one. `timeout` is the seconds to connect and to wait for each read."""

    def __call__(
        self, url: str, *, data: bytes, headers: dict[str, str], timeout: tuple[float, float], allow_redirects: bool
    ) -> Answer: ...


@dataclass(frozen=True, slots=True)
class Received:
    """A status and a text that were read; the connection and its address are forgotten."""

    status_code: int
    text: str


def post_once(url: str, *, data: bytes, headers: dict[str, str], timeout: tuple[float, float], allow_redirects: bool) -> Received:
    """POST over a connection of its own, closed after it; at most 64 KB of the answer are read, as UTF-8.

    A session of requests is not safe among threads, and mixes are rare: a connection kept since the last one would
    mostly be closed by the other side, and the first attempt lost. Loopback is never asked through a proxy.
    """
    import requests

    with requests.Session() as session:
        session.trust_env = not _is_loopback(url)
        with session.post(url, data=data, headers=headers, timeout=timeout, allow_redirects=allow_redirects, stream=True) as response:
            return Received(response.status_code, _body(response.iter_content(1024)).decode("utf-8-sig", "replace"))


@dataclass(frozen=True, slots=True)
class Wire:
    """Where and how requests go out: the address, the generation spoken there, the seconds to connect and to read.

    What is given to post with and to read the clock by is not shown: it may remember what it was called with.
    """

    endpoint: str
    profile: str
    connect_timeout: float
    read_timeout: float
    post: Post = field(repr=False)
    now: Callable[[], float] = field(repr=False)

    def __post_init__(self) -> None:
        checked_profile(self.profile)
        _check_endpoint(self.endpoint)
        for seconds in (self.connect_timeout, self.read_timeout):
            if not 0 < seconds < float("inf"):
                raise UsageError(f"a time-out of {seconds!r} seconds", "more than 0")

    def exchange(self, account: Account, request: Request) -> Outcome | BaseException:
        """What a request met, signed now; an interruption (Ctrl-C) is returned, to be raised where no sign is known."""
        hide_in_logs()
        issued = credentials(account, self.now())
        hide = hiding(account.key.reveal(), issued.sign)
        try:
            answer = self.post(
                self._address(account, issued),
                data=request.body,
                headers={"Content-Type": "application/json"},
                timeout=(self.connect_timeout, self.read_timeout),
                allow_redirects=False,
            )
            return read(answer.status_code, answer.text, request, self.profile, hide)
        except Exception as error:
            return _unanswered(error, self.endpoint)
        except BaseException as stop:
            stop.__cause__ = stop.__context__ = None
            return stop.with_traceback(None)

    def _address(self, account: Account, issued: Credentials) -> str:
        """The address and its query, in the page's order; V2C says `appid` for `cmd` (TENCENT, section 2)."""
        who = "cmd" if self.profile == "2017" else "appid"
        query = {who: account.app_id, "interface": "Mix_StreamV2", "t": issued.t, "sign": issued.sign}
        return f"{self.endpoint}?{urlencode(query)}"


def _check_endpoint(endpoint: str) -> None:
    """Refuse what is not an http(s) address, or has a query, user or password; these are not repeated."""
    private = re.search(r"[?#@]", endpoint)
    try:
        parts = urlsplit(endpoint)
        sound = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        sound = False
    if not sound or private or re.search(r"\s", endpoint):
        hint = "an address such as http://fcgi.video.qcloud.com/common_access, without query, user or password"
        raise UsageError(f"{'this' if private else repr(endpoint[:80])} is not an endpoint's address", hint)


def _unanswered(error: Exception, endpoint: str) -> Outcome:
    """Why no answer came, by the names of the error and its reasons; their texts hold the address and are left out."""
    if not isinstance(error, OSError):
        return Outcome("unsent", f"the request to {endpoint} could not be sent: {type(error).__name__}")
    inner = error.args[0] if error.args else None
    chain = (getattr(inner, "reason", None), inner, error)
    names = [kind.__name__ for link in chain if isinstance(link, BaseException) for kind in type(link).__mro__]
    action, says, advice = next((_MET[name] for name in names if name in _MET), _BROKE)
    return Outcome(action, says.format(endpoint), advice)


_Met = tuple[Literal["wait", "bad", "unsent"], str, str]
_OFFLINE = "is the address right, and does this machine reach the network?"
_DEAF = f"does anything listen there? {_OFFLINE}"
_SLOW = "the endpoint is slow or out of reach; try again later, or allow more time"
_BROKE: _Met = ("wait", "the connection with {} broke before an answer came", _SLOW)
_MET: dict[str, _Met] = {
    "NameResolutionError": ("wait", "the name of {} was not found", _OFFLINE),
    "gaierror": ("wait", "the name of {} was not found", _OFFLINE),
    "ConnectTimeoutError": ("wait", "no connection with {} within the time-out", _SLOW),
    "NewConnectionError": ("wait", "no connection with {} could be made", _DEAF),
    "ConnectionRefusedError": ("wait", "{} refused the connection", _DEAF),
    "ProxyError": ("wait", "the proxy on the way to {} did not answer", "are http_proxy and no_proxy right?"),
    "SSLError": ("unsent", "no secure connection with {}", "Tencent Cloud's endpoint speaks http only, not https"),
    "ReadTimeoutError": ("wait", "no answer from {} within the time-out", _SLOW),
    "Timeout": ("wait", "no answer from {} within the time-out", _SLOW),
    "TimeoutError": ("wait", "no answer from {} within the time-out", _SLOW),
    "ContentDecodingError": ("bad", "the answer of {} cannot be unpacked", "is the endpoint's address right?"),
    "ChunkedEncodingError": ("wait", "{} closed the connection within its answer", _SLOW),
    "ValueError": ("unsent", "a request to {} cannot be made", "is the endpoint's address right?"),
}
"""What the errors of sockets, urllib3 and requests say to a person; the name nearest to the cause counts."""


def _is_loopback(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _body(chunks: Iterable[bytes]) -> bytes:
    """The first 64 KB of an answer."""
    read = b""
    for chunk in chunks:
        read += chunk
        if len(read) > MAX_REPLY_BYTES:
            break
    return read[:MAX_REPLY_BYTES]
