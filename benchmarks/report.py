"""The document as tables to read: markdown for a README, or the same in aligned columns for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from benchmarks.aims import figure
from benchmarks.names import DICT, FIRST, KIWI, MANUAL, NEW, SEEN

Table = tuple[str, list[list[str]]]
"""A heading, and the lines: the first names the columns."""

_STAGES = ("pose", "solve", "certify", NEW, FIRST, SEEN)
_DOCUMENTS = ("render", "check payload", "check layout", "sign")


def markdown(document: Mapping[str, Any]) -> str:
    """The tables as markdown."""
    return marked(about(document), tables(document))


def text(document: Mapping[str, Any]) -> str:
    """The tables in aligned columns."""
    return aligned(about(document), tables(document))


def marked(about: str, tables: Sequence[Table]) -> str:
    """Any tables as markdown."""
    parts = [about]
    for heading, lines in tables:
        rule = ["---:" if _right(column) else "---" for column in zip(*lines, strict=True)]
        parts.append("\n".join([f"**{heading}**", "", *("| " + " | ".join(cells) + " |" for cells in (lines[0], rule, *lines[1:]))]))
    return "\n\n".join(parts) + "\n"


def aligned(about: str, tables: Sequence[Table]) -> str:
    """Any tables in aligned columns."""
    parts = [about]
    for heading, lines in tables:
        columns = [_aligned(column) for column in zip(*lines, strict=True)]
        parts.append("\n".join([heading, *("  " + "  ".join(cells).rstrip() for cells in zip(*columns, strict=True))]))
    return "\n\n".join(parts) + "\n"


def _aligned(column: Sequence[str]) -> list[str]:
    width, right = max(map(len, column)), _right(column)
    return [cell.rjust(width) if right else cell.ljust(width) for cell in column]


def _right(column: Sequence[str]) -> bool:
    """Whether a column holds figures."""
    return all(set(cell) <= set("<0123456789./% ") for cell in column[1:])


def about(document: Mapping[str, Any]) -> str:
    """Where and how it was measured, and who was not there."""
    found, rounds = document["machine"], max(row["runs"] for row in document["rows"])
    versions = ", ".join(f"{name} {number}" for name, number in found.items() if name not in ("cores", "system", "python"))
    where = f"{found['cores']} cores, {found['system']}, Python {found['python']}, {versions}."
    how = f"Median / 95th percentile of {rounds} rounds in one process, each in another order; the slow ones run in some of them."
    missing = (f"Not measured: {one['peer']} is not installed ({one['how']})." for one in document["missing"])
    return "\n".join([where, f"{how} {_NEW}", *missing])


_NEW = "A new scene has a canvas some pixels wider or higher than any before, and new ids; a seen one is that of the round before."


def tables(document: Mapping[str, Any]) -> list[Table]:
    """Every table of the report."""
    cases = list(_cases(document["rows"]))
    arranged = [case for case in cases if "pose" in case]
    documents = (_line(case, _DOCUMENTS) for case in _with_sign(document["rows"], arranged))
    return [
        ("What is aimed at (ratios: layoutkit by the other, below 1 it is faster)", list(aimed(document["aims"]))),
        ("A scene, part by part and whole (µs)", [["template", "N", "canvas", *_STAGES], *(_line(case, _STAGES) for case in arranged)]),
        ("The same work beside others (µs; ratio: arrange by the other)", list(_beside(arranged, document["ratios"]))),
        ("Other work (µs)", list(_others(cases))),
        ("Free placement around keep-clear areas (ms)", list(_around(document["around"]))),
        ("Documents (µs)", [["template", "N", "canvas", *_DOCUMENTS], *documents]),
        ("First calls, each in a fresh process (ms)", list(_first(document["first"]))),
    ]


Rows = dict[str, Mapping[str, Any]]
"""The rows of one case, by what was timed."""


def aimed(aims: Sequence[Mapping[str, Any]]) -> Iterator[list[str]]:
    """The lines of what is aimed at."""
    yield ["what", "beside", "aim", "seen", "met"]
    for aim in aims:
        yield [aim["what"], aim["beside"], aim["aim"], aim["seen"], {True: "yes", False: "no", None: "?"}[aim["met"]]]


def _cases(rows: Sequence[Mapping[str, Any]]) -> Iterator[Rows]:
    for (_, _), group in groupby(rows, key=lambda row: (row["template"], row["secondaries"])):
        yield {row["what"]: row for row in group}


def _with_sign(rows: Sequence[Mapping[str, Any]], cases: Sequence[Rows]) -> Iterator[Rows]:
    yield from cases
    yield {row["what"]: {**row, "template": "any"} for row in rows if row["what"] == "sign"}


def _line(case: Rows, what: Sequence[str]) -> list[str]:
    return [*_named(case), *(_both(case.get(name)) for name in what)]


def _named(case: Rows) -> list[str]:
    row = next(iter(case.values()))
    return [row["template"], str(row["secondaries"] or ""), row["canvas"]]


def _both(row: Mapping[str, Any] | None) -> str:
    if not row:
        return ""
    limited = f" ({row['undecided']} of {row['runs']} unproved)" if row["undecided"] else ""
    return f"{_short(row['median_us'])} / {_short(row['p95_us'])}{limited}"


def _short(value: float) -> str:
    return f"{value:.0f}" if value >= 20 else f"{value:.1f}" if value >= 1 else f"{value:.2f}"


def _beside(cases: Sequence[Rows], ratios: Sequence[Mapping[str, Any]]) -> Iterator[list[str]]:
    found = {(r["template"], r["secondaries"], r["beside"]): r for r in ratios if r["what"] == NEW}
    yield ["template", "N", NEW, *(cell for other in (KIWI, MANUAL) for cell in (other, "ratio")), SEEN, DICT]
    for case in cases:
        row = case[NEW]
        key = row["template"], row["secondaries"]
        others = [(_both(case.get(other)), _ratio(found.get((*key, other)))) for other in (KIWI, MANUAL)]
        cells = [_both(row), *(cell for pair in others for cell in pair), _both(case[SEEN]), _both(case[DICT])]
        yield [key[0], str(key[1]), *cells]


def _ratio(ratio: Mapping[str, Any] | None) -> str:
    return figure(ratio) if ratio else ""


def _others(cases: Sequence[Rows]) -> Iterator[list[str]]:
    """What is no scene taken apart: wishes, clashes, movement, reading."""
    yield ["template", "N", "what", "median / p95"]
    for case in cases:
        for what, row in case.items():
            if "pose" not in case and what != "sign":
                yield [row["template"], str(row["secondaries"] or ""), what, _both(row)]


def _around(around: Mapping[str, Any]) -> Iterator[list[str]]:
    yield ["tiles", "cases", "proved", "also by lattices", "also by CP-SAT", "farthest from the lattices' bound", "median / p95"]
    for line in around["lines"]:
        counts = [str(line[key]) for key in ("cases", "proved", "by_lattice", "by_cp_sat")]
        yield [line["tiles"], *counts, f"{line['short']:.1%}", f"{line['median_us'] / 1000:.1f} / {line['p95_us'] / 1000:.1f}"]


def _first(first: Sequence[Mapping[str, Any]]) -> Iterator[list[str]]:
    yield ["step", "median / p95", "processes", "memory after it (MB)"]
    for row in first:
        times = " / ".join(f"{row[key] / 1000:.2f}" for key in ("median_us", "p95_us"))
        yield [row["what"], times, str(row["runs"]), str(row["memory_mb"] or "")]
