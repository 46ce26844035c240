"""The document as tables to read: markdown for a README, or the same in aligned columns for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from benchmarks.cases import DICT, KIWI, MANUAL, NEW, SEEN

Table = tuple[str, list[list[str]]]
"""A heading, and the lines: the first names the columns."""

_STAGES = ("pose", "solve", "certify", NEW, SEEN)
_DOCUMENTS = ("read", "render", "check payload", "check layout", "sign")


def markdown(document: Mapping[str, Any]) -> str:
    """The tables as markdown."""
    parts = [machine(document)]
    for heading, lines in tables(document):
        rule = ["---", *("---:" for _ in lines[0][1:])]
        parts.append("\n".join([f"**{heading}**", "", *("| " + " | ".join(cells) + " |" for cells in (lines[0], rule, *lines[1:]))]))
    return "\n\n".join([*parts, aims(document)]) + "\n"


def text(document: Mapping[str, Any]) -> str:
    """The tables in aligned columns."""
    parts = [machine(document)]
    for heading, lines in tables(document):
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
        parts.append("\n".join([heading, *("  " + _aligned(cells, widths) for cells in lines)]))
    return "\n\n".join([*parts, aims(document)]) + "\n"


def _aligned(cells: Sequence[str], widths: Sequence[int]) -> str:
    return "  ".join(cell.rjust(width) if i else cell.ljust(width) for i, (cell, width) in enumerate(zip(cells, widths, strict=True)))


def machine(document: Mapping[str, Any]) -> str:
    """One sentence on where and how it was measured."""
    about, rows = document["machine"], document["rows"]
    versions = ", ".join(f"{name} {about[name]}" for name in ("layoutkit", "ortools", "kiwisolver"))
    how = f"Median / 95th percentile of {rows[0]['runs']} rounds in one process, every round all in another order. {_NEW}"
    return f"{about['cores']} cores, {about['system']}, Python {about['python']}, {versions}.\n{how}"


_NEW = "A new scene is one whose canvas is some pixels wider or higher than any before; a seen one is that of the round before."


def tables(document: Mapping[str, Any]) -> list[Table]:
    """Every table of the report."""
    rows = document["rows"]
    cases = list(_cases(rows))
    documents = (_line(case, _DOCUMENTS) for case in _with_sign(rows, cases))
    return [
        ("A scene, part by part and whole (µs)", [["template", "N", "canvas", *_STAGES], *(_line(case, _STAGES) for case in cases)]),
        ("The same work beside others (µs; ratio: arrange by the other, below 1 it is faster)", list(_beside(cases, document["ratios"]))),
        ("Documents (µs)", [["template", "N", "canvas", *_DOCUMENTS], *documents]),
        ("First calls, each in a fresh process (ms)", list(_first(document["first"]))),
    ]


Rows = dict[str, Mapping[str, Any]]
"""The rows of one case, by what was timed."""


def _cases(rows: Sequence[Mapping[str, Any]]) -> Iterator[Rows]:
    for (template, _), group in groupby(rows, key=lambda row: (row["template"], row["secondaries"])):
        if template:
            yield {row["what"]: row for row in group}


def _with_sign(rows: Sequence[Mapping[str, Any]], cases: Sequence[Rows]) -> Iterator[Rows]:
    yield from cases
    yield {row["what"]: {**row, "template": "any"} for row in rows if not row["template"]}


def _line(case: Rows, what: Sequence[str]) -> list[str]:
    return [*_named(case), *(_both(case.get(name)) for name in what)]


def _named(case: Rows) -> list[str]:
    row = next(iter(case.values()))
    return [row["template"], str(row["secondaries"] or ""), row["canvas"]]


def _both(row: Mapping[str, Any] | None) -> str:
    return f"{_short(row['median_us'])} / {_short(row['p95_us'])}" if row else ""


def _short(value: float) -> str:
    return f"{value:.0f}" if value >= 20 else f"{value:.1f}" if value >= 1 else f"{value:.2f}"


def _beside(cases: Sequence[Rows], ratios: Sequence[Mapping[str, Any]]) -> Iterator[list[str]]:
    found = {(r["template"], r["secondaries"], r["beside"]): r["ratio"] for r in ratios}
    yield ["template", "N", NEW, *(cell for other in (KIWI, MANUAL) for cell in (other, "ratio")), SEEN, DICT]
    for case in cases:
        key = next((row["template"], row["secondaries"]) for row in case.values())
        others = [(_both(case.get(other)), _ratio(found.get((*key, other)))) for other in (KIWI, MANUAL)]
        yield [
            key[0],
            str(key[1]),
            _both(case[NEW]),
            *(cell for pair in others for cell in pair),
            _both(case[SEEN]),
            _both(case[DICT]),
        ]


def _ratio(ratio: float | None) -> str:
    return "" if ratio is None else f"{ratio:.2f}"


def _first(first: Sequence[Mapping[str, Any]]) -> Iterator[list[str]]:
    yield ["step", "median / p95", "processes", "memory after it (MB)"]
    for row in first:
        times = " / ".join(f"{row[key] / 1000:.2f}" for key in ("median_us", "p95_us"))
        yield [row["what"], times, str(row["runs"]), str(row["memory_mb"] or "")]


def aims(document: Mapping[str, Any]) -> str:
    """A line for each aim: what it is, and what was reached."""
    lines = (
        f"{aim['what']}, {aim['template']}, N = {aim['secondaries']}: {_short(aim['median_us'])} µs, aim {aim['aim_us']:.0f} µs"
        f"{'' if aim['median_us'] <= aim['aim_us'] else ', missed'}"
        for aim in document["aims"]
    )
    return "\n".join(f"- {line}" for line in lines)
