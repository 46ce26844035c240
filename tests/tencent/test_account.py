"""The account, its key that nobody sees, and the two signatures that Tencent published."""

from __future__ import annotations

import copy
import dataclasses
import json
import pickle
import subprocess
import sys
import traceback
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layoutkit.errors import UsageError
from layoutkit.tencent import Account, Client, Credentials, Secret, credentials, sign

from .stage import APP_ID, KEY

PUBLISHED = [
    (KEY, 1490858347, "7f29ed83c61b77de1b0d66936fd4fd44"),
    ("5d41402abc4b2a76b9719d911017c592", 1471850187, "b17971b51ba0fe5916ddcd96692e9fb3"),
]
BAD_KEYS = ["", "k" * 201, "secret with-space", "secret\n", "gehe\u00efm", "geheim\ud800", b"bytes-key", None, 12345678]


@pytest.mark.parametrize(("key", "t", "signed"), PUBLISHED)
def test_the_sign_is_the_published_one(key: str, t: int, signed: str) -> None:
    assert sign(key, t) == sign(Secret(key), t) == signed


@pytest.mark.parametrize(("key", "t", "signed"), PUBLISHED)
def test_credentials_expire_sixty_seconds_from_now(key: str, t: int, signed: str) -> None:
    issued = credentials(Account(APP_ID, key), now=t - 60 + 0.9)
    assert issued == Credentials(t, signed)
    assert issued.document() == {"t": t, "sign": signed}


def test_the_sign_of_credentials_is_shown_only_on_purpose() -> None:
    issued = credentials(Account(APP_ID, KEY), now=1490858287)
    assert repr(issued) == str(issued) == f"{issued}" == "Credentials(t=1490858347, sign=hidden)"


@pytest.mark.parametrize("t", [1490858347.0, "1490858347", True, None])
def test_only_whole_seconds_are_signed(t: object) -> None:
    with pytest.raises(UsageError, match="whole number of seconds"):
        sign(KEY, t)  # type: ignore[arg-type]


def test_a_secret_is_seen_by_no_way_of_printing() -> None:
    secret = Secret(KEY)
    account = Account(APP_ID, secret)
    ways = [repr(secret), str(secret), f"{secret}", f"{secret:>30}", "{!r:s}".format(secret), "%s" % secret]  # noqa: UP031, UP032
    ways += [
        repr(account),
        repr(dataclasses.asdict(account)),
        repr(dataclasses.astuple(account)),
        repr(vars(Client(APP_ID, KEY))),
    ]
    assert not [way for way in ways if KEY in way]
    assert secret.reveal() == account.key.reveal() == KEY


def test_a_secret_is_not_pickled_nor_written_as_json() -> None:
    for holder in (Secret(KEY), Account(APP_ID, KEY)):
        with pytest.raises(TypeError, match="not pickled"):
            pickle.dumps(holder)
        with pytest.raises(TypeError):
            json.dumps(holder)


def test_a_copied_account_is_the_same_account() -> None:
    account = Account(APP_ID, KEY)
    assert copy.copy(account) == copy.deepcopy(account) == dataclasses.replace(account) == account
    assert account != Account(APP_ID, KEY + "x")
    assert len({Secret(KEY), Secret(Secret(KEY)), Secret("other")}) == 2


@pytest.mark.parametrize("make", [Account, Client, lambda _, key: sign(key, 1490858347)], ids=["account", "client", "sign"])
@pytest.mark.parametrize("number", range(len(BAD_KEYS)))
def test_a_wrong_key_is_refused_without_being_shown(make: Callable[[int, Any], object], number: int) -> None:
    """Not even by a traceback that shows the variables of our frames; so the key comes here by its number."""
    with pytest.raises(UsageError) as caught:
        make(APP_ID, BAD_KEYS[number])
    ours = traceback.TracebackException.from_exception(caught.value, capture_locals=True)
    shown = "".join(
        line for frame in ours.stack if "layoutkit/tencent" in frame.filename for line in map(str, (frame.locals or {}).values())
    )
    assert "the key" in str(caught.value)
    key = BAD_KEYS[number]
    assert not key or (str(key) not in str(caught.value) + shown and repr(key)[1:-1] not in str(caught.value) + shown)


def test_the_fault_of_a_key_says_where_it_is() -> None:
    with pytest.raises(UsageError, match="character 33 of the key cannot stand in one"):
        Account(APP_ID, KEY + "\n")


@pytest.mark.parametrize("app_id", [0, -1, 2**31, pytest.param(10**5000, id="huge"), True, 1.5, "1250000000", None])
def test_an_app_id_is_an_int32_above_zero(app_id: object) -> None:
    with pytest.raises(UsageError, match="app id"):
        Account(app_id, KEY)  # type: ignore[arg-type]


def test_a_key_in_the_place_of_the_app_id_is_not_shown() -> None:
    with pytest.raises(UsageError, match="the app id is a str, not a whole number") as caught:
        Account(KEY, APP_ID)  # type: ignore[arg-type]
    assert KEY not in str(caught.value)


def test_all_faults_of_an_account_are_told_at_once() -> None:
    with pytest.raises(UsageError) as caught:
        Account(0, "")
    assert len(caught.value.faults) == 2


@given(key=st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=200), t=st.integers(0, 2**40))
def test_any_good_key_signs(key: str, t: int) -> None:
    signed = sign(Account(2**31 - 1, key).key, t)
    assert len(signed) == 32
    assert set(signed) <= set("0123456789abcdef")


def test_importing_and_signing_load_no_requests() -> None:
    program = (
        "import sys; from layoutkit.tencent import Client, credentials;"
        "print(credentials(Client(1, 'k').account, 0)); sys.exit('requests' in sys.modules or 'urllib3' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, check=False).returncode == 0
