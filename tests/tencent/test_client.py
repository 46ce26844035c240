"""One send, answer by answer: what goes out, what counts as done, what is asked again, what fails at once."""

from __future__ import annotations

from typing import Any

import pytest

from layoutkit.errors import BadReply, DocumentError, Expired, GaveUp, Refused, SendError, UsageError
from layoutkit.tencent import Client, Reply, sign

from .stage import APP_ID, KEY, NOW, Answer, Stage, answer, payload

OK = answer(0)
WAIT = answer(-505)
EXPIRED = "time expired"


# --- what goes out ---------------------------------------------------------------------------------------------------


def test_the_request_is_the_one_of_the_page(stage: Stage) -> None:
    """With the page's key and second: its address, its `t` and its `sign` (Mix_StreamV2, section 2)."""
    stage.send(OK)
    sent = stage.posted[0]
    assert sent["url"] == (
        "http://fcgi.video.qcloud.com/common_access?cmd=1250000000&interface=Mix_StreamV2"
        "&t=1490858347&sign=7f29ed83c61b77de1b0d66936fd4fd44"
    )
    assert sent["payload"] == payload(2, NOW)
    assert sent["headers"] == {"Content-Type": "application/json"}
    assert sent["timeout"] == (3.0, 5.0)
    assert sent["allow_redirects"] is False


def test_the_generation_of_2019_calls_cmd_appid(stage: Stage) -> None:
    stage.send(OK, profile="2019")
    assert stage.posted[0]["query"]["appid"] == str(APP_ID)
    assert "cmd" not in stage.posted[0]["query"]


def test_time_outs_and_endpoint_are_the_callers(stage: Stage) -> None:
    stage.send(OK, connect_timeout=1, read_timeout=0.5, endpoint="http://127.0.0.1:8088/common_access")
    assert stage.posted[0]["timeout"] == (1, 0.5)
    assert stage.posted[0]["url"].startswith("http://127.0.0.1:8088/common_access?cmd=")


def test_each_attempt_asks_for_the_payload_anew_and_signs_it_anew(stage: Stage) -> None:
    stage.send(WAIT, WAIT, OK)
    assert [sent["payload"]["timestamp"] for sent in stage.posted] == [NOW, NOW + 2, NOW + 4]
    assert [int(sent["query"]["t"]) for sent in stage.posted] == [NOW + 60, NOW + 62, NOW + 64]
    assert [sent["query"]["sign"] for sent in stage.posted] == [sign(KEY, NOW + later) for later in (60, 62, 64)]


def test_the_clock_is_read_after_the_payload_was_made(stage: Stage) -> None:
    """A layout that takes long to find does not eat up the 60 seconds."""

    def slow() -> dict[str, Any]:
        stage.now += 30
        return payload(2, int(stage.now))

    stage.client(OK).send(slow, session="s")
    assert int(stage.posted[0]["query"]["t"]) == NOW + 30 + 60


@pytest.mark.parametrize("unsendable", [{}, {"interface": []}, {"interface": {"para": {"input_stream_list": []}}}])
def test_a_payload_without_streams_is_not_sent(stage: Stage, unsendable: dict[str, Any]) -> None:
    with pytest.raises(DocumentError, match=r"interface\.para\.input_stream_list"):
        stage.client(OK).send(lambda: unsendable, session="s")
    assert stage.posted == []


def test_what_asking_raises_goes_through_and_nothing_is_sent(stage: Stage) -> None:
    broken = LookupError("no such room")

    def ask() -> dict[str, Any]:
        raise broken

    with pytest.raises(LookupError) as caught:
        stage.client(OK).send(ask, session="s")
    assert caught.value is broken
    assert stage.posted == []


def test_what_asking_raises_ends_the_retries_too(stage: Stage) -> None:
    payloads = iter([payload(2)])
    with pytest.raises(StopIteration):
        stage.client(WAIT).send(lambda: next(payloads), session="s")
    assert len(stage.posted) == 1


# --- done ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("streams", "status"), [(1, "ended"), (2, "mixed"), (4, "mixed")])
def test_the_primary_alone_ends_the_mix(stage: Stage, streams: int, status: str) -> None:
    reply = stage.send('{"code":0, "message":"Success!", "timestamp":1490858287}', streams=streams)
    assert reply == Reply(status, 0, "Success!", NOW, 1)  # type: ignore[arg-type]
    assert reply.document() == {
        "status": status, "code": 0, "message": "Success!", "timestamp": NOW, "attempts": 1,
    }  # fmt: skip


def test_the_status_is_that_of_the_payload_that_was_taken(stage: Stage) -> None:
    """The last secondary leaves while a mix is being retried: what was taken is the end."""
    payloads = iter([payload(2), payload(1)])
    assert stage.client(WAIT, OK).send(lambda: next(payloads), session="s").status == "ended"


def test_the_cancel_interface_ends_the_mix(stage: Stage) -> None:
    cancel = {"timestamp": NOW, "interface": {"para": {"interface": "mix_streamv2.cancel_mix_stream"}}}
    assert stage.client(OK, profile="2019").send(lambda: cancel, session="s").status == "ended"


@pytest.mark.parametrize("code", [-30300, -31001, -31002])
@pytest.mark.parametrize("profile", ["2017", "2019"])
def test_a_mix_that_is_not_there_is_ended(stage: Stage, code: int, profile: str) -> None:
    reply = stage.send(answer(code), profile=profile)
    assert (reply.status, reply.code, reply.attempts) == ("ended", code, 1)


@pytest.mark.parametrize("text", [OK, answer(0, timestamp=None), answer(0, timestamp=NOW), '{"code":0}', answer(0, message=5)])
def test_the_echoed_timestamp_counts_when_one_comes(stage: Stage, text: str) -> None:
    assert stage.send(text).code == 0


@pytest.mark.parametrize("echo", [NOW - 1, 0, str(NOW), float(NOW), True, [NOW]])
def test_another_timestamp_is_another_requests_answer_in_2017(stage: Stage, echo: object) -> None:
    with pytest.raises(BadReply, match="not the request's 1490858287"):
        stage.send(answer(0, timestamp=echo))
    assert stage.send(answer(0, timestamp=echo), profile="2019").code == 0


@pytest.mark.parametrize("event_id", [71, "71"])
def test_replies_of_2019_may_carry_an_event_id_and_their_own_time(stage: Stage, event_id: object) -> None:
    reply = stage.send(answer(0, timestamp=NOW + 1, event_id=event_id), profile="2019")
    assert (reply.status, reply.timestamp) == ("mixed", NOW + 1)


# --- asked again -----------------------------------------------------------------------------------------------------

AGAIN: list[tuple[str, Answer, str]] = [
    *((profile, answer(code), f"code {code}") for code in (-27, -28, -34, -505, -507, -10031) for profile in ("2017", "2019")),
    ("2017", answer(-29), "an input stream was not found"),
    ("2017", answer(-77777), "a code that no table lists"),
    ("2019", answer(7), "a code that no table lists"),
    ("2017", (500, "oops"), "HTTP 500, 'oops'"),
    ("2017", (503, OK), "HTTP 503"),
    ("2017", ConnectionRefusedError(), "refused the connection"),
    ("2017", ConnectionResetError(), "broke before an answer came"),
    ("2017", TimeoutError(), "within the time-out"),
]


@pytest.mark.parametrize(("profile", "failure", "says"), AGAIN)
def test_what_may_pass_is_asked_again_every_two_seconds_five_times(stage: Stage, profile: str, failure: Answer, says: str) -> None:
    with pytest.raises(GaveUp, match="gave up after 6 attempts; the last met: ") as caught:
        stage.send(failure, profile=profile)
    assert says in str(caught.value)
    assert caught.value.faults[0].hint
    assert caught.value.attempts == len(stage.posted) == stage.asked == 6
    assert stage.slept == [2.0] * 5


@pytest.mark.parametrize(("profile", "failure", "says"), AGAIN)
def test_what_passes_within_the_retries_is_a_success(stage: Stage, profile: str, failure: Answer, says: str) -> None:
    reply = stage.send(*[failure] * 5, OK, profile=profile)
    assert (reply.status, reply.attempts, stage.slept) == ("mixed", 6, [2.0] * 5)


def test_giving_up_carries_the_last_code(stage: Stage) -> None:
    with pytest.raises(GaveUp) as caught:
        stage.send((500, ""), WAIT)
    assert caught.value.code == -505
    assert caught.value.document()["code"] == -505
    assert "PUSH_EVT_PUSH_BEGIN" in caught.value.faults[0].hint


def test_fewer_retries_and_another_wait_may_be_asked_for(stage: Stage) -> None:
    with pytest.raises(GaveUp, match="after 3 attempts"):
        stage.send(WAIT, retries=2, wait_s=0.5)
    assert stage.slept == [0.5, 0.5]


# --- time expired ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["time expired", " Time Expired\r\n", answer(-90002), (403, "time expired")])
def test_an_expired_request_is_signed_anew_at_once(stage: Stage, text: Answer) -> None:
    reply = stage.send(text, OK)
    assert (reply.status, reply.attempts, stage.asked, stage.slept) == ("mixed", 2, 2, [])


@pytest.mark.parametrize("text", [EXPIRED, answer(-90002)])
def test_expiring_twice_is_this_machines_clock(stage: Stage, text: str) -> None:
    with pytest.raises(Expired, match="this machine's clock") as caught:
        stage.send(text)
    assert (caught.value.attempts, stage.slept) == (2, [])


def test_expiring_twice_counts_also_with_other_answers_between(stage: Stage) -> None:
    with pytest.raises(Expired):
        stage.send(EXPIRED, WAIT, EXPIRED, OK)
    assert len(stage.posted) == 3


def test_signing_anew_uses_up_no_retry(stage: Stage) -> None:
    assert stage.send(WAIT, EXPIRED, *[WAIT] * 4, OK).attempts == 7


# --- refused at once -------------------------------------------------------------------------------------------------

FIX = [-1, -2, -3, -4, -11, -20, -21, -33, -111, -10021, -31003, -31004, -90001, -90003]
STATE = [-9, -41, -103, -300, -508, -30001]


@pytest.mark.parametrize("profile", ["2017", "2019"])
@pytest.mark.parametrize("code", [*FIX, *STATE])
def test_what_asking_again_cannot_help_fails_at_once_with_advice(stage: Stage, profile: str, code: int) -> None:
    with pytest.raises(Refused, match=f"code {code}, ") as caught:
        stage.send(answer(code), profile=profile)
    assert (caught.value.code, caught.value.attempts, len(stage.posted), stage.slept) == (code, 1, 1, [])
    assert "'said the endpoint'" in str(caught.value)
    assert caught.value.faults[0].hint


@pytest.mark.parametrize(
    ("code", "profile", "says"),
    [
        (-21, "2017", "a tile stands out of the primary picture"),
        (-21, "2019", "there are fewer than two inputs"),
        (-29, "2019", "a crop reaches outside its source picture"),
    ],
)
def test_a_refusal_says_what_the_code_means_in_its_generation(stage: Stage, code: int, profile: str, says: str) -> None:
    with pytest.raises(Refused, match=says):
        stage.send(answer(code), profile=profile)


def test_a_refusal_after_a_wait_ends_the_waiting(stage: Stage) -> None:
    with pytest.raises(Refused) as caught:
        stage.send(WAIT, answer(-21))
    assert (caught.value.attempts, stage.slept) == (2, [2.0])


# --- no reply of the page --------------------------------------------------------------------------------------------

NO_REPLY: list[Answer] = [
    *map(answer, ("0", True, False, None, 0.0, [0], {}, 2**31, -(10**400))),
    *(
        "",
        "Success!",
        "[]",
        "[0]",
        "0",
        "null",
        "{}",
        '{"code":0',
        '{"code":NaN}',
        "[" * 60000,
        "\ufeff{}",
        "\x00\ud800",
    ),
    *((status, OK) for status in (201, 204, 301, 302, 307, 400, 401, 403, 404, 429)),
]


@pytest.mark.parametrize("text", NO_REPLY)
@pytest.mark.parametrize("profile", ["2017", "2019"])
def test_what_is_no_reply_of_the_page_is_told_at_once(stage: Stage, profile: str, text: Answer) -> None:
    status = text[0] if isinstance(text, tuple) else 200
    with pytest.raises(BadReply, match=f"not a reply of Mix_StreamV2: HTTP {status}, ") as caught:
        stage.send(text, profile=profile)
    assert (len(stage.posted), stage.slept) == (1, [])
    assert len(str(caught.value)) < 500
    assert str(caught.value).isprintable()


def test_a_redirect_is_told_as_one(stage: Stage) -> None:
    with pytest.raises(BadReply, match="a redirect is not followed"):
        stage.send((302, ""))


def test_messages_from_outside_are_cleaned_and_cut(stage: Stage) -> None:
    reply = stage.send(answer(0, message="\x1b[31mred\n\u202eright to left" + "x" * 1000))
    assert reply.message.startswith("[31mred right to left")
    assert len(reply.message) == 201


# --- the transport's own faults --------------------------------------------------------------------------------------


@pytest.mark.parametrize("fault", [RuntimeError("bug"), KeyError("bug"), UnicodeError("bug")])
def test_a_fault_of_the_transport_is_not_asked_again(stage: Stage, fault: Exception) -> None:
    with pytest.raises(SendError, match=f"could not be sent: {type(fault).__name__}") as caught:
        stage.send(fault)
    assert type(caught.value) is SendError
    assert len(stage.posted) == 1


def test_an_interruption_goes_through(stage: Stage) -> None:
    with pytest.raises(KeyboardInterrupt):
        stage.send(KeyboardInterrupt())
    assert len(stage.posted) == 1


# --- making a client -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "wrong",
    [
        *({"endpoint": e} for e in ("", "localhost:8088", "ftp://host/x", "http://", "http://h:99999/", "http://[::1/", "http://a b/")),
        *({"endpoint": e} for e in ("http://h/?cmd=1", "http://user:pass@h/", "http://h/#x", "http://h:0/")),
        *({"profile": p} for p in ("", "2018", 2017)),
        *({"retries": n} for n in (-1, 6, 2.0, True)),
        *({"wait_s": s} for s in (-1, float("nan"), float("inf"))),
        *({name: s} for name in ("connect_timeout", "read_timeout") for s in (0, -1, float("nan"), float("inf"))),
    ],
)
def test_a_client_is_made_right_or_not_at_all(wrong: dict[str, Any]) -> None:
    with pytest.raises(UsageError) as caught:
        Client(APP_ID, KEY, **wrong)
    assert "pass" not in str(caught.value).replace("password", "")


def test_a_client_shows_where_it_sends_and_no_key() -> None:
    client = Client(APP_ID, KEY)
    assert repr(client) == ("Client(app_id=1250000000, endpoint='http://fcgi.video.qcloud.com/common_access', profile='2017')")
