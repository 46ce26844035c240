"""Who may ask: the account, the interface, the sign and the expiry (Mix_StreamV2, section 2)."""

from __future__ import annotations

import pytest

from layoutkit.emulator import Code, Settings

from .stage import APP_ID, KEY, NOW, Stage, page, query

TIME = NOW + 60


@pytest.mark.parametrize("name", ["cmd", "appid"])
def test_the_account_is_named_by_cmd_or_by_appid(stage: Stage, name: str) -> None:
    """The page says cmd, the tables after it appid."""
    assert stage.ask(page(), query().replace("cmd=", f"{name}=")).code == Code.SUCCESS


@pytest.mark.parametrize(
    ("asked", "code", "words"),
    [
        (query(leave="cmd"), Code.WRONG_QUERY, "cmd (or appid)"),
        (query(cmd=1), Code.WRONG_QUERY, "not the app id of this account"),
        (query(appid=1), Code.WRONG_QUERY, "not the app id of this account"),
        (query(cmd=f"0{APP_ID}"), Code.WRONG_QUERY, "not the app id of this account"),
        (query(leave="interface"), Code.WRONG_QUERY, "interface is not Mix_StreamV2"),
        (query(interface="mix_streamv2"), Code.WRONG_QUERY, "interface is not Mix_StreamV2"),
        (query(interface="mix_streamv2.start_mix_stream_advanced"), Code.WRONG_QUERY, "interface is not"),
        (query() + "&t=1", Code.WRONG_QUERY, "twice"),
        (query() + "&a=" * 40, Code.WRONG_QUERY, "more than 32 fields"),
        (query(leave="t"), Code.WRONG_QUERY, "t is not a UNIX time"),
        (query(t="soon"), Code.WRONG_QUERY, "t is not a UNIX time"),
        (query(t=f"+{TIME}"), Code.WRONG_QUERY, "t is not a UNIX time"),
        (query(t=f"{TIME}.5"), Code.WRONG_QUERY, "t is not a UNIX time"),
        (query(t="٤" * 10), Code.WRONG_QUERY, "t is not a UNIX time"),
        (query(t=TIME * 1000), Code.WRONG_QUERY, "not in milliseconds"),
        (query(leave="sign"), Code.WRONG_SIGN, "MD5 of key + t"),
        (query(sign=""), Code.WRONG_SIGN, "MD5 of key + t"),
        (query(key="another"), Code.WRONG_SIGN, "MD5 of key + t"),
        (query(t=TIME, sign="7F29ED83C61B77DE1B0D66936FD4FD44"), Code.WRONG_SIGN, "lower-case"),
        (query(sign="ключ"), Code.WRONG_SIGN, "MD5 of key + t"),
        (query(t=NOW - 61), Code.EXPIRED, "expired 61.0 s ago"),
        ("", Code.WRONG_QUERY, "cmd (or appid)"),
    ],
)
def test_who_may_not_ask_is_told_why(stage: Stage, asked: str, code: Code, words: str) -> None:
    reply = stage.ask(page(), asked)
    assert (reply.code, reply.timestamp) == (code, NOW)
    assert words in reply.message
    assert "the emulator's own code" in reply.message  # the page documents none of these


def test_a_wrong_sign_is_told_before_an_expired_t(stage: Stage) -> None:
    """Whoever has no key learns nothing of the clock."""
    assert stage.ask(page(), query(t=NOW - 9, key="another")).code == Code.WRONG_SIGN


def test_t_holds_to_its_last_second(stage: Stage) -> None:
    asked = query(t=NOW + 60)
    stage.now = NOW + 60
    assert stage.ask(page(), asked).code == Code.SUCCESS
    stage.now = NOW + 60.1
    assert stage.ask(page(), asked).code == Code.EXPIRED


def test_a_t_may_be_used_again_and_with_another_body(stage: Stage) -> None:
    """Nothing but t is signed (TENCENT, section 2)."""
    asked = query()
    assert [stage.ask(page(n), asked).code for n in (1, 2, 3, 3, 0)] == [Code.SUCCESS] * 5


def test_an_expired_t_can_be_told_in_the_clouds_plain_text() -> None:
    """The cloud was seen to answer so (TENCENT, section 2); a wrong sign stays JSON."""
    stage = Stage(Settings(expired_as_text=True))
    reply = stage.ask(page(), query(t=NOW - 1))
    assert (reply.body, reply.content_type) == (b"time expired", "text/plain; charset=utf-8")
    assert stage.ask(page(), query(key="another")).content_type == "application/json"


def test_the_key_is_in_no_repr(stage: Stage) -> None:
    assert KEY not in repr(stage.cloud.account)
    assert KEY not in repr(vars(stage.cloud))
