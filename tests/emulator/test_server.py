"""Starting and stopping: what may be listened on, and what is left when it is over."""

from __future__ import annotations

import socket
from contextlib import closing

import pytest

from layoutkit.emulator import Emulator
from layoutkit.errors import UsageError

from .stage import APP_ID, DENNY, KEY, STREAMS
from .wire import Caller


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.7", "example.com", "", "::"])
def test_only_loopback_is_listened_on(host: str) -> None:
    with pytest.raises(UsageError, match="loopback only"):
        Emulator(APP_ID, KEY, host=host)


@pytest.mark.parametrize(("app_id", "key"), [(0, KEY), (2**31, KEY), ("1", KEY), (True, KEY), (APP_ID, ""), (APP_ID, None)])
def test_an_account_that_cannot_be_is_refused_without_showing_the_key(app_id: int, key: str) -> None:
    with pytest.raises(UsageError) as refused:
        Emulator(app_id, key)
    assert KEY not in str(refused.value)


@pytest.mark.parametrize("port", [-1, 65536, "8088", True])
def test_a_port_that_cannot_be_is_refused(port: int) -> None:
    with pytest.raises(UsageError, match="port"):
        Emulator(APP_ID, KEY, port=port)


def test_a_port_that_is_taken_is_a_clear_error(emulator: Emulator, call: Caller) -> None:
    with pytest.raises(UsageError, match=f"cannot listen on 127.0.0.1 port {call.address[1]}"):
        Emulator(APP_ID, KEY, port=call.address[1]).start()


def test_it_listens_under_the_name_localhost_and_tells_its_addresses() -> None:
    emulator = Emulator(APP_ID, KEY, host="localhost")
    with pytest.raises(UsageError, match="not running"):
        _ = emulator.url
    with emulator:
        assert emulator.url.startswith("http://127.0.0.1:")
        assert emulator.endpoint == f"{emulator.url}/common_access"


def test_stopping_hangs_up_on_whoever_is_connected_and_frees_the_port() -> None:
    """It does not wait for a client that is silent, and stopping twice is no mistake."""
    emulator = Emulator(APP_ID, KEY, patience=3600).start()
    call = Caller(emulator.url)
    with closing(socket.create_connection(call.address, timeout=10)) as idle:
        call("PUT", f"/streams/{DENNY}", {"width": 540, "height": 960})
        emulator.stop()
        emulator.stop()
        assert idle.recv(1) == b""
    with Emulator(APP_ID, KEY, port=call.address[1]):
        assert call("GET", "/streams") == (200, {"streams": []})
    assert [pushed.stream for pushed in emulator.cloud.streams()] == [STREAMS[0]]  # what the stopped one knew is kept


def test_it_listens_on_the_other_loopback_too() -> None:
    if not _has_ipv6():
        pytest.skip("this machine has no ::1")
    with Emulator(APP_ID, KEY, host="::1") as emulator:
        assert emulator.url.startswith("http://[::1]:")
        assert Caller(emulator.url)("GET", "/settings")[0] == 200


def _has_ipv6() -> bool:
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        return False
    return True
