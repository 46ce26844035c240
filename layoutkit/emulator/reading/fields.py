"""A JSON body and its fields: whole numbers, ids, and what a generation later than the page's would mean."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NoReturn

from layoutkit.emulator.reading.codes import Code, Refusal, shown
from layoutkit.scene import is_stream_id

INT32 = 2**31 - 1
INT64 = 2**63 - 1

LATER = (
    "input_type",
    "color",
    "picture_id",
    "crop_params",
    "output_stream_type",
    "output_stream_bitrate",
    "mix_stream_template_id",
)
"""Fields of later generations that change the picture (TENCENT, section 3); 0 means the same as leaving them out."""


def parse(body: bytes) -> Any:
    """The JSON value of a body; not UTF-8, no JSON, a key twice, NaN or too deep a nesting is a Refusal."""
    try:
        return json.loads(body.decode("utf-8"), object_pairs_hook=_once, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        says = f"{error.msg}, line {error.lineno} column {error.colno}"
    except UnicodeDecodeError:
        says = "it is not UTF-8"
    except RecursionError:
        says = "it nests too deep"
    except ValueError:  # an integer of more digits than Python converts
        says = "a number is too long"
    raise Refusal(Code.UNREADABLE, f"the body is no JSON: {says}")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise Refusal(Code.UNREADABLE, "a key stands twice in one object of the body")
    return found


def _no_number(word: str) -> NoReturn:
    raise Refusal(Code.UNREADABLE, f"{word} is no JSON number")


def whole(holder: Mapping[str, Any], key: str, at: str, low: int, high: int = INT32) -> int:
    """A whole number from low to high, written as one: `160`, not `160.0`, `"160"` or `true`."""
    value = _present(holder, key, at)
    if type(value) is not int:
        raise Refusal(Code.WRONG_FIELD, f"{_dotted(at, key)} is {shown(value)}, not a whole number")
    if not low <= value <= high:
        raise Refusal(Code.WRONG_FIELD, f"{_dotted(at, key)} is {shown(value)}, not from {low} to {high}")
    return value


def stream_id(holder: Mapping[str, Any], key: str, at: str) -> str:
    """A stream, session or output id: 1 to 80 of A-Z a-z 0-9 _ (V2A, field mix_stream_session_id)."""
    value = _present(holder, key, at)
    if not is_stream_id(value):
        raise Refusal(Code.WRONG_FIELD, f"{_dotted(at, key)} is {shown(value)}, not 1 to 80 of A-Z a-z 0-9 and _")
    return str(value)


def mapping(value: object, at: str) -> dict[str, Any]:
    """An object that speaks no later generation's words, which this one would lose in silence."""
    if not isinstance(value, dict):
        raise Refusal(Code.WRONG_FIELD, f"{at} is {'missing' if value is None else shown(value) + ', not an object'}")
    later = next((key for key in LATER if value.get(key)), None)
    if later:
        raise Refusal(Code.WRONG_FIELD, f"{_dotted(at, later)} belongs to a later generation; the page of 2017 has no such field")
    return value


def _present(holder: Mapping[str, Any], key: str, at: str) -> Any:
    if holder.get(key) is None:
        raise Refusal(Code.WRONG_FIELD, f"{_dotted(at, key)} is missing")
    return holder[key]


def _dotted(at: str, key: str) -> str:
    return f"{at}.{key}" if at else key
