"""What would help where a schema knows no such key: it stands elsewhere, has another name here, or is not written in plain signs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

BESIDE = ("name", "when", "off")
"""What stands beside a word, never inside it."""

_PLAIN = str.maketrans("：，；（）［］｛｝【】“”„‘’＝＜＞％－＋＊／．　×", ':,;()[]{}[]"""\'\'=<>%-+*/. x')
_CALLED = {
    "if": "when", "condition": "when", "ratio": "aspect", "spacing": "gap", "gutter": "gap", "margin": "inset", "padding": "inset",
    "position": "at", "align": "at", "cols": "columns", "col": "columns", "row": "rows", "guests": "secondaries", "sizes": "canvases",
    "constraints": "rules", "goals": "wishes", "variables": "let", "params": "settings", "description": "about", "who": "tiles",
    "within": "in", "inside": "in", "region": "in", "area": "in",
}  # fmt: skip
"""What other systems call what is known here."""


def nearest(word: str, known: Sequence[str]) -> str:
    """`did you mean 'gap'?`, where one of the known words is near."""
    import difflib

    close = difflib.get_close_matches(word[:80], known, n=1, cutoff=0.6)
    return f"did you mean {close[0]!r}?" if close else ""


def plain(text: str) -> str:
    """A text in the signs of the language: full-width colons, commas, brackets and quotes as the plain ones."""
    return text.translate(_PLAIN)


def of_key(key: str, beside: Mapping[str, Any], within: Mapping[str, Any], root: Mapping[str, Any]) -> str:
    """What to say of a key that a mapping does not know; `root` is the whole schema."""
    known = list(within.get("properties", {}))
    found = _playbooks(key, beside, within, root) or _signs(key, known) or _elsewhere(key, beside, within, root)
    found = found or nearest(key, known) or nearest(_CALLED.get(key, ""), known)
    missing = [repr(name) for name in within.get("required", ()) if name not in beside]
    return found or "; ".join(["known here: " + ", ".join(known), *([f"{', '.join(missing)} is missing"] if missing else [])])


def _playbooks(key: str, beside: Mapping[str, Any], within: Mapping[str, Any], root: Mapping[str, Any]) -> str:
    """A document that is a playbook, taken for another."""
    taken = key in ("domain", "rows") and within is root and {"domain", "rows"} <= set(beside)
    return "this is a playbook: layoutkit pick FILE reads and proves it" if taken else ""


def _signs(key: str, known: Sequence[str]) -> str:
    """A key that was to end at a sign which does not end it."""
    if plain(key) != key:
        return "use the plain signs, and a space after the colon: " + plain(key).replace(":", ": ").replace(":  ", ": ").strip()
    name, colon, rest = key.partition(":")
    return f"a space is missing after the colon: {name}: {rest}" if colon and name in known else ""


def _elsewhere(key: str, beside: Mapping[str, Any], within: Mapping[str, Any], root: Mapping[str, Any]) -> str:
    """Where a key stands that is right in another place of a template."""
    lists = {name: root.get("$defs", {}).get(one, {}).get("properties", {}) for name, one in (("rules", "rule"), ("wishes", "wish"))}
    here = within.get("properties", {})
    deeper = next((word for word in beside if beside[word] is None and key in _parameters(here.get(word), root)), None)
    if deeper:
        return f"it is of {deeper!r}, and stands deeper than it: {deeper}: {{{key}: ...}}"
    around = next((word for words in lists.values() for word, part in words.items() if here and here == _parameters(part, root)), None)
    if key in BESIDE and around:
        return f"it stands beside the word, not inside it: {{{around}: {{...}}, {key}: ...}}"
    other = next(
        (name for name, words in lists.items() if key in words and here not in (words, {}) and _holds_words(here, lists, root)), None
    )
    told = "" if here == root.get("properties") else "; known here: " + ", ".join(here)
    return f"it stands under {other!r}: - {key}: ...{told}" if other else ""


def _holds_words(here: Mapping[str, Any], lists: Mapping[str, Any], root: Mapping[str, Any]) -> bool:
    """Whether a mapping is the document, a rule or a wish, and not the parameters of a word."""
    return here in (root.get("properties"), *lists.values())


def _parameters(part: Any, root: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a word knows of its own."""
    pointed = root.get("$defs", {}).get(str((part or {}).get("$ref", "")).rpartition("/")[2], {})
    found: Mapping[str, Any] = {**pointed, **(part or {})}.get("properties", {})
    return found
