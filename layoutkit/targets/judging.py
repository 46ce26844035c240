"""`Mix_StreamV2` read back and judged: what its schema says, and what a schema cannot say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from layoutkit.documents import Keys, Locate, check, judged
from layoutkit.errors import DocumentError, Fault
from layoutkit.geometry import Size
from layoutkit.targets import judging_2017, judging_2019
from layoutkit.targets.bench import INPUTS, Bench
from layoutkit.targets.placements import Placement, placements
from layoutkit.targets.profiles import LATER, known


def read(payload: Any, locate: Locate | None = None, profile: str = "2017", canvas: Size | None = None) -> tuple[Placement, ...]:
    """Where a payload puts each input, by layer; DocumentError with every fault where the payload is not valid.

    Shares of the background become pixels of it: of the size that the payload states, or else of the canvas given.
    """
    known(profile)
    check(payload, f"mix_streamv2.{profile}", locate)
    wrong = _semantic(payload, canvas, locate, profile)
    if wrong:
        raise DocumentError(wrong)
    return placements(payload, canvas)


def faults(payload: Any, *, canvas: Size | None = None, profile: str = "2017", locate: Locate | None = None) -> list[Fault]:
    """All that is wrong with a payload: what its schema says, and what a schema cannot say, such as x + w <= W.

    Bounds are judged against the canvas in pixels where one is given, and in profile 2019 where the payload states one.
    """
    known(profile)
    wrong, refused = judged(payload, f"mix_streamv2.{profile}", locate, lacking=True)
    if profile == "2017":
        wrong = [replace(fault, hint="a key of profile 2019") if _later(fault) else fault for fault in wrong]
    return wrong + _semantic(payload, canvas, locate, profile, refused)


def _later(fault: Fault) -> bool:
    """Whether a fault is a key that the later profile has."""
    return any(fault.says.endswith(f"unknown key {key!r}") for key in LATER)


def warnings(payload: Any, *, profile: str = "2017", locate: Locate | None = None) -> list[Fault]:
    """What is legal in a valid payload, and unwise."""
    known(profile)
    if profile == "2017" or "input_stream_list" not in payload["interface"]["para"]:
        return []
    bench = Bench(payload, None, locate)
    judging_2019.warn(bench)
    return bench.found


def _semantic(payload: Any, canvas: Size | None, locate: Locate | None, profile: str, refused: Sequence[Keys] = ()) -> list[Fault]:
    """What a schema cannot say, of the parts that it does not refuse; a request to cancel has no such parts."""
    if any(path == INPUTS[: len(path)] for path in refused) or "input_stream_list" not in payload["interface"]["para"]:
        return []
    bench = Bench(payload, canvas, locate, refused)
    (judging_2017 if profile == "2017" else judging_2019).judge(bench)
    return bench.found
