"""A quotient that stands alone is a share; one that comes to more than there is was probably meant in pixels."""

from __future__ import annotations

from collections.abc import Mapping

from layoutkit.template.expressions import Binary, Choice, Name, Node, Share
from layoutkit.template.language import Written


def taken_for_pixels(written: Written, value: Share, lets: Mapping[str, Written]) -> tuple[str, str] | None:
    """What to say of a share that comes to more than the canvas holds, and how it is written in pixels; None where it is no quotient."""
    node, text = _quotient(written.node, written.text, lets)
    if node is None:
        return None
    whole = f"{written.text!r} is a share: a quotient that stands alone is a part of the side, here {float(value.part * 100):.10g}% of it"
    return whole, f"pixels are written {_in_pixels(node, text)}"


def _quotient(node: Node, text: str, lets: Mapping[str, Written]) -> tuple[Binary | None, str]:
    """The quotient that a length is, or one of its choices, or the let that it names; and the text that it stands in."""
    match node:
        case Binary(sign="/"):
            return node, text
        case Choice():
            found = _quotient(node.then, text, lets)
            return found if found[0] else _quotient(node.other, text, lets)
        case Name() if node.name in lets:
            return _quotient(lets[node.name].node, lets[node.name].text, lets)
        case _:
            return None, text


def _in_pixels(node: Binary, text: str) -> str:
    """The same quotient as a product, which is in pixels; by an example, where it is only a part of its text."""
    above, below = text[: node.at].strip(), text[node.at + 1 :].strip()
    if " if " in text:
        return "1/2 * a, not a/2"
    return f"1/{below} * {above}"
