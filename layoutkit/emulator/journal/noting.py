"""What the journal says of one request to `common_access`: enough to send it again, and neither key nor sign; and its query once more."""

from __future__ import annotations

import base64
import hmac
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Literal
from urllib.parse import parse_qsl

from layoutkit.emulator.journal.blanking import Blanking
from layoutkit.emulator.journal.notes import Note
from layoutkit.emulator.reading.admission import SECONDS, signed
from layoutkit.emulator.settings import Account

TOLD = ("cmd", "appid", "interface", "t")
"""The fields of a query that are noted; all others are only counted, since a sign may hide under any name."""

LONGEST = 80
"""How much of a field is kept, in characters."""

WRONG_SIGN = "0" * 32
"""What stands for a sign that was wrong."""

MOST_OTHERS = 40
"""So many fields that nobody knows are sent again; with more than 32 in all a query is refused anyway."""

Sign = Literal["right", "wrong", "missing"]


def noted(account: Account, blank: Blanking, query: str, body: bytes, now: float) -> dict[str, Any]:
    """A request's query, what became of its sign, and its body, as a note has them."""
    pairs = parse_qsl(query, keep_blank_values=True)
    return {"query": _query(pairs, blank, now), "sign": _sign(account, dict(pairs)), **_body(body, blank, now, query)}


def _query(pairs: list[tuple[str, str]], blank: Blanking, now: float) -> dict[str, Any]:
    """The fields that the page knows, `t` as the seconds that were left to it; what comes twice; how many others there are."""
    fields = dict(pairs)
    said: dict[str, Any] = {name: blank.signs(fields[name])[:LONGEST] for name in TOLD if name in fields}
    if SECONDS.fullmatch(fields.get("t", "")):
        said["t_in"] = round(int(said.pop("t")) - now, 6)
    names = [name for name, _ in pairs]
    twice = [name for name in (*TOLD, "sign") if names.count(name) > 1]
    others = [name for name in names if name not in (*TOLD, "sign")]
    twice += ["others"] if len(set(others)) < len(others) else []
    return said | ({"twice": twice} if twice else {}) | ({"others": len(others)} if others else {})


def _sign(account: Account, fields: dict[str, str]) -> Sign:
    if "sign" not in fields:
        return "missing"
    right = signed(account.key, fields.get("t", ""))
    return "right" if hmac.compare_digest(right, fields["sign"].encode(errors="replace")) else "wrong"


def _body(body: bytes, blank: Blanking, now: float, query: str) -> dict[str, str]:
    """The body as text, or in base64 where it is not UTF-8."""
    try:
        return {"body": blank(body.decode("utf-8"), now, query)}
    except UnicodeDecodeError:
        safe = blank(body.decode("latin-1"), now, query).encode("latin-1")
        return {"body_base64": base64.b64encode(safe).decode("ascii")}


def fields_of(note: Note, t: str, sign: str | None, ours: Mapping[str, str] = MappingProxyType({})) -> list[tuple[str, str]]:
    """The fields of a noted query, with this `t` and sign where it had any, and fields of ours instead of its own."""
    said = note.about["query"]
    fields = {name: said[name] for name in ("cmd", "appid", "interface", "t") if name in said} | dict(ours)
    fields |= {"t": t} if "t_in" in said else {}
    fields |= {} if sign is None else {"sign": sign}
    twice = said.get("twice", ())
    others = [(f"x{n}", "") for n in range(min(said.get("others", 0), MOST_OTHERS))]
    if "others" in twice:
        others[-1:] = others[:1]
    return [*fields.items(), *others, *((name, fields[name]) for name in twice if name in fields)]
