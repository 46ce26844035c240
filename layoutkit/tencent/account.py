"""Who sends: an app id and its key, and the `t` and `sign` that prove it. The key is never shown by anything here."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import NoReturn

from layoutkit.errors import Fault, UsageError

LIFETIME_S = 60
"""Seconds that a signature lasts: `t` is the current time and 60 more (Mix_StreamV2, section 2)."""

MAX_APP_ID = 2**31 - 1
"""An app id is an int32 and not 0 (V2C, field app_id)."""

_KEY = re.compile(r"[!-~]{1,200}", re.ASCII)


class Secret:
    """A text that is used and never shown: not by repr, str, format, asdict, a traceback's locals or pickle.

    It takes any value without complaint, so that a wrong one is wrapped first and judged after: an error raised
    here would carry the text in its traceback.
    """

    __slots__ = ("_text",)

    def __init__(self, text: str | Secret) -> None:
        self._text: str = text._text if isinstance(text, Secret) else text

    def reveal(self) -> str:
        """The text itself."""
        return self._text

    def __repr__(self) -> str:
        return "Secret(hidden)"

    def __format__(self, spec: str) -> str:
        return format(repr(self), spec)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and self._text == other._text

    def __hash__(self) -> int:
        return hash((Secret, self._text))

    def __copy__(self) -> Secret:
        return self

    def __deepcopy__(self, memo: object) -> Secret:
        return self

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError("a Secret is not pickled: pass the key by the environment")


@dataclass(frozen=True, slots=True, init=False)
class Account:
    """An app id (1 to 2147483647) and its key (1 to 200 printable ASCII characters without spaces), or a UsageError."""

    app_id: int
    key: Secret

    def __init__(self, app_id: int, key: Secret | str) -> None:
        key = Secret(key)
        object.__setattr__(self, "app_id", app_id)
        object.__setattr__(self, "key", key)
        faults = [fault for fault in (_app_id_fault(app_id), _key_fault(key)) if fault]
        if faults:
            raise UsageError(faults)


@dataclass(frozen=True, slots=True, repr=False)
class Credentials:
    """What an app needs to send one mix itself: `t`, in UNIX seconds, and the `sign` that is good until then."""

    t: int
    sign: str

    def __repr__(self) -> str:
        return f"Credentials(t={self.t}, sign=hidden)"

    def document(self) -> dict[str, int | str]:
        """The credentials as JSON, to be handed to the primary's app: t, sign."""
        return {"t": self.t, "sign": self.sign}


def sign(key: Secret | str, t: int) -> str:
    """MD5 of the key and `t` written one after the other, in lower-case hex (Mix_StreamV2, section 2)."""
    key = Secret(key)
    fault = _key_fault(key)
    if fault or type(t) is not int:
        raise UsageError(fault or Fault(f"t is a whole number of seconds, not {t!r}"))
    return hashlib.md5(f"{key.reveal()}{t}".encode("ascii"), usedforsecurity=False).hexdigest()


def credentials(account: Account, now: float) -> Credentials:
    """The credentials issued at `now` (UNIX seconds), good for 60 seconds.

    The sign covers only `t` (TENCENT, section 2): whoever holds it may send any mix of the account, so it is given to
    nobody but the primary's app.
    """
    t = int(now) + LIFETIME_S
    return Credentials(t, sign(account.key, t))


def _app_id_fault(app_id: object) -> Fault | None:
    """What is wrong with an app id, without the value: it may be the key, given in the wrong place."""
    if type(app_id) is not int:
        return Fault(f"the app id is a {type(app_id).__name__}, not a whole number")
    if 1 <= app_id <= MAX_APP_ID:
        return None
    return Fault(f"the app id is {'below 1' if app_id < 1 else 'too large'}", hint=f"from 1 to {MAX_APP_ID}")


def _key_fault(key: Secret) -> Fault | None:
    """What is wrong with a key, without a character of it."""
    text: object = key.reveal()
    if not isinstance(text, str):
        return Fault(f"the key is a {type(text).__name__}, not text")
    if _KEY.fullmatch(text):
        return None
    hint = "1 to 200 printable ASCII characters without spaces: the API authentication key of the live console"
    if not text:
        return Fault("the key is empty", hint=hint)
    if len(text) > 200:
        return Fault(f"the key is {len(text)} characters long", hint=hint)
    place = next(n for n, char in enumerate(text, 1) if not "!" <= char <= "~")
    return Fault(f"character {place} of the key cannot stand in one", hint=hint)
