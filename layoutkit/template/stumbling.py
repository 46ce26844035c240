"""What the YAML parser stumbled on, in words that name the usual causes: tabs, full-width signs, quotes and brackets left open."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from layoutkit.documents import plain
from layoutkit.errors import Fault, Where
from layoutkit.template.source import Source

_TWO_COLONS = "mapping values are not allowed in this context"
_STRUCTURE = frozenset(":,[]{}'\"")
_CLOSE = {"'": "'", '"': '"', "[": "]", "{": "}"}
_SYNTAX_HINTS = {
    _TWO_COLONS: "a second colon on the line? put the text in quotes",
    "did not find expected key": "is the line indented like the one above it?",
    "did not find expected ',' or '}'": "a comma or a closing brace is missing",
    "did not find expected ',' or ']'": "a comma or a closing bracket is missing",
    "did not find expected '-' indicator": "is the line indented like the one above it?",
    "found unexpected end of stream": "a quote, bracket or brace is not closed",
    "found unknown escape character": "in double quotes a backslash begins an escape; single quotes take it as it is",
    "did not find expected node content": "a value is missing here",
}


def unprintable(file: str, text: str, error: Any) -> Fault:
    """A character that YAML does not know, with its place."""
    before = text[: max(0, text.find(chr(error.character)))]
    where = Where(file, before.count("\n") + 1, len(before) - before.rfind("\n"))
    return Fault(f"character #x{error.character:04x} cannot stand in YAML", where, "take it away")


def stumbled(source: Source, error: Any) -> Fault:
    """What the YAML parser stumbled on, in words that name the usual causes."""
    mark = error.problem_mark or error.context_mark
    where = Where(source.file, mark.line + 1, mark.column + 1)
    line, says = source.line(where), str(error.problem or error.context)
    if "\t" in line[: mark.column + 1]:
        tab = line.index("\t")
        return Fault("a tab cannot indent YAML", replace(where, column=tab + 1), "use spaces", line)
    if says == "found invalid Unicode character escape code":
        # The mark stands behind the `u`. In YAML either half of a surrogate pair is one of these.
        return Fault("this escape is no character", replace(where, column=max(1, mark.column - 1)), "write the character itself", line)
    return (
        _unclosed(source, error, says) or _wide(source, where, says) or Fault(f"this is not YAML: {says}", where, _hint(says, line), line)
    )


def _wide(source: Source, where: Where, says: str) -> Fault | None:
    """A full-width sign before the place where the parser gave up: on its line, or on the one above. In a text they are right."""
    for number in (where.line, where.line - 1) if says != _TWO_COLONS else ():
        there = replace(where, line=number, column=1)
        line = source.line(there).partition(" #")[0]
        found = next((at for at, sign in enumerate(line) if plain(sign) in _STRUCTURE and plain(sign) != sign), None)
        if found is not None:
            says = f"{line[found]!r} is no sign of YAML"
            return Fault(says, replace(there, column=found + 1), f"use the plain sign {plain(line[found])!r}, and a space after it", line)
    return None


def _unclosed(source: Source, error: Any, says: str) -> Fault | None:
    """A quote, bracket or brace that the text ends without closing, told where it opens."""
    opened = error.context_mark
    if says not in ("found unexpected end of stream", "did not find expected ',' or '}'", "did not find expected ',' or ']'") or not opened:
        return None
    where = Where(source.file, opened.line + 1, opened.column + 1)
    line, ended = source.line(where), source.line(Where("", error.problem_mark.line + 1))
    if says != "found unexpected end of stream" and (ended.strip() and opened.line == error.problem_mark.line):
        return None
    sign = line[opened.column : opened.column + 1]
    hint = f"a {_CLOSE[sign]!r} is missing" + ("" if sign in "'\"" else " on this line, or a comma") if sign in _CLOSE else ""
    return Fault(f"{sign!r} is not closed" if sign else says, where, hint, line)


def _hint(says: str, line: str) -> str:
    """What would help where the parser stumbled."""
    if says == _TWO_COLONS and line.count(": ") + line.rstrip().endswith(":") < 2:
        return "is the line indented like the one above it?"
    return _SYNTAX_HINTS.get(says, "")
