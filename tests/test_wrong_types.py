"""Everything that is raised says what is wrong with the call; no bare error of Python's comes from a wrong type."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import layoutkit as lk

HOST, CANVAS = lk.Stream("host"), lk.Size(540, 960)
LAYOUT = lk.arrange("right-column", canvas="540x960", primary="host", secondaries=["a"])
ANY: Any = lk


@pytest.mark.parametrize(
    "call",
    [
        lambda: ANY.arrange(None, canvas="540x960", primary="host"),
        lambda: ANY.arrange(3, canvas="540x960", primary="host"),
        lambda: ANY.arrange("grid", canvas="540x960", primary="host", secondaries=["a"], before=3),
        lambda: ANY.arrange("grid", "540x960"),
        lambda: ANY.Stream("a", size=(3, 3)),
        lambda: ANY.Stream("a", priority="x"),
        lambda: ANY.Stream("a", name=3),
        lambda: ANY.Stream("a", role=3),
        lambda: ANY.Stream(None),
        lambda: ANY.Scene(CANVAS, "host", ("a",)),
        lambda: ANY.Scene("540x960", HOST),
        lambda: ANY.moves(3, LAYOUT),
        lambda: ANY.moves(LAYOUT, 4),
        lambda: ANY.draw(3),
        lambda: ANY.render(3, app_id=1),
    ],
)
def test_a_wrong_type_is_wrong_usage(call: Callable[[], object]) -> None:
    with pytest.raises(lk.UsageError) as found:
        call()
    assert all(fault.hint for fault in found.value.faults)
