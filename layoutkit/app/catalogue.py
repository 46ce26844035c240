"""The shelf for people and programs: what stands on it, where each comes from, what is broken, and what a playbook picks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from layoutkit.app import tables
from layoutkit.geometry import Size
from layoutkit.shelf import Listed, Pick, Playbook, Row, ranges
from layoutkit.template import Template

Roles = tuple[tuple[str, int], ...]
Found = Listed[Template] | Listed[Playbook]


def card(found: Found) -> dict[str, Any]:
    """One item of `list --format json` (schema `list`, or `playbooks`); of a broken one its faults."""
    if found.document is None:
        faults = [fault.document() for fault in found.faults]
        return {"name": found.name, "from": found.origin, "file": found.file, "faults": faults}
    made = tables.card(found.document) if isinstance(found.document, Template) else _book(found.document)
    return {**made, "from": found.origin}


def _book(playbook: Playbook) -> dict[str, Any]:
    return {
        "name": playbook.name,
        "version": playbook.version,
        "title": playbook.title,
        "about": playbook.about,
        "secondaries": str(playbook.secondaries),
        "canvases": [str(canvas) for canvas in playbook.canvases],
        "roles": {name: str(counts) for name, counts in playbook.roles},
        "templates": [str(template) for template in dict.fromkeys(row.template.ref for row in playbook.rows)],
        "file": playbook.file,
    }


def table_of(found: Sequence[Found], playbooks: bool) -> str:
    """The shelf, a row each; a broken one has its name and nothing more."""
    middle = ("picks",) if playbooks else ("profiles", "settings")
    rows = [_cells(one, len(middle)) for one in found]
    return tables.table(("name", "serves", *middle, "from", "about"), rows)


def _cells(found: Found, middle: int) -> tuple[object, ...]:
    document = found.document
    if document is None:
        return found.name, "-", *[""] * middle, found.origin, "broken, see below"
    if isinstance(document, Template):
        settings = " ".join(setting.name for setting in document.settings)
        return document.ref, document.secondaries, tables.profiles(document), settings, found.origin, document.about
    names = dict.fromkeys(row.template.name for row in document.rows)
    return document.ref, document.secondaries, " ".join(names), found.origin, document.about


# --- a pick ----------------------------------------------------------------------------------------------------------


def picked(pick: Pick) -> dict[str, Any]:
    """What a playbook picks, as JSON (schema `pick`)."""
    made, row, case = pick.template.ref, pick.row, pick.case
    return {
        "playbook": {"name": pick.playbook.name, "version": pick.playbook.version, "digest": pick.playbook.digest},
        "case": {"secondaries": case.secondaries, "canvas": str(case.canvas), "roles": dict(case.roles)},
        "row": {"number": row.number, "name": row.name or None, "file": row.where.file, "line": row.where.line, "column": row.where.column},
        "template": {"name": made.name, "version": made.version, "digest": made.digest},
        "settings": dict(pick.settings),
    }


def picked_text(pick: Pick) -> str:
    """The same for people: what is picked, for what, by which row, with which settings."""
    row = pick.row
    named = f" ({row.name})" if row.name else ""
    settings = "".join(f"\n  --set {name}={tables.spoken(value)}" for name, value in pick.settings.items())
    return f"{pick.template.ref} for {pick.case}\nrow {row.number} of {pick.playbook}{named}, {row.where}{settings}"


def picks_text(picks: Sequence[Pick]) -> str:
    """All that a playbook picks, a line for the rooms that differ in the canvas or in the count only."""
    counts: dict[tuple[Row, Roles], dict[Size, list[int]]] = {}
    for pick in picks:
        counts.setdefault((pick.row, pick.case.roles), {}).setdefault(pick.case.canvas, []).append(pick.case.secondaries)
    in_order = sorted(counts.items(), key=lambda item: item[0][0].number)
    lines = [line for (row, roles), found in in_order for line in _lines(row, roles, found)]
    names = [name for name, _ in picks[0].case.roles]
    return tables.table(("row", "secondaries", *names, "canvases", "template", "settings", "name"), lines)


def _lines(row: Row, roles: Roles, found: Mapping[Size, list[int]]) -> Iterator[tuple[Any, ...]]:
    canvases: dict[str, list[str]] = {}
    for canvas, counts in found.items():
        canvases.setdefault(ranges(counts), []).append(str(canvas))
    settings = " ".join(f"{name}={tables.spoken(value)}" for name, value in row.settings)
    for people, sizes in canvases.items():
        yield row.number, people, *(held for _, held in roles), " ".join(sizes), row.template.ref, settings, row.name
