"""The reports of `check` for people and programs: a table, faults line by line, annotations, JUnit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from xml.etree import ElementTree as xml

from layoutkit.app.tables import table
from layoutkit.app.telling import data, property_of

Report = Mapping[str, Any]


def text(reports: Sequence[Report], *, limits: bool) -> str:
    """A row a template, then every failure; the limits too, where they are asked for."""
    profiles = list(dict.fromkeys(name for one in reports for name in one.get("carried", {})))
    rows = [_row(one, profiles) for one in reports]
    head = ("template", "kept", "cases", *profiles, "limits", "in vain")
    parts = [table(head, rows), *(line for one in reports for line in failures(one)), *(line for one in reports for line in _clashes(one))]
    if limits:
        found = [(one["name"], limit) for one in reports for limit in one.get("limits", ())]
        parts += [f"{name} has no layout for {limit['case']}\n    {_cured(limit)}" for name, limit in found]
    kept = sum(one["kept"] for one in reports)
    cases = sum(one.get("cases", 0) for one in reports)
    return "\n".join([*parts, "", f"{kept} of {len(reports)} templates keep what they promise, {cases} cases"])


def _cured(limit: Report) -> str:
    return f"{limit['says']}; works with {limit['cure']}"


def _row(one: Report, profiles: Sequence[str]) -> tuple[object, ...]:
    if "error" in one:
        return one["name"], "no", None, *(None for _ in profiles), None, ""
    vain = [*(f"rule {rule}" for rule in one["idle_rules"]), *(f"setting {name}" for name in one["idle_settings"])]
    carried = (one["carried"].get(profile, 0) for profile in profiles)
    return f"{one['name']}@{one['version']}", "yes" if one["kept"] else "no", one["cases"], *carried, len(one["limits"]), ", ".join(vain)


def failures(one: Report) -> Iterator[str]:
    """All that is wrong with a template, a line each."""
    name = one["name"]
    for fault in one["error"].get("faults", ()) if "error" in one else ():
        yield f"{_at(fault) or f'{name}: '}{fault['says']}"
    for failure in one.get("failures", ()):
        yield f"{name} fails for {failure['case']}: " + "; ".join(failure["faults"])
    yield from (f"{name}: {fault}" for fault in one.get("faults", ()))


def _clashes(one: Report) -> Iterator[str]:
    """The rules of the first case that fails, each with its place and what would help."""
    found = next((failure["error"] for failure in one.get("failures", ()) if (failure["error"] or {}).get("clashes")), None)
    for clash in found["clashes"] if found else ():
        for rule in clash["rules"]:
            cures = ", or ".join(f"{cure['name']} {cure['from']} -> {cure['to']}" for cure in rule["cures"])
            yield f"    {_at(rule)}{rule['name'] or rule['word']}  {rule['says']}" + (f"   works with {cures}" if cures else "")


def _at(fault: Report) -> str:
    place = [str(fault[key]) for key in ("file", "line", "column") if fault.get(key)]
    return ":".join(place) + ": " if place else ""


def annotated(reports: Sequence[Report]) -> str:
    """Every failure as an annotation of GitHub Actions, at the template's file."""
    lines = (line for one in reports for line in _annotations(one))
    told = f"{sum(one['kept'] for one in reports)} of {len(reports)} templates keep what they promise"
    return "\n".join([*lines, f"::notice title=check::{told}"])


def _annotations(one: Report) -> Iterator[str]:
    """Each failure at the template's file; a fault of one that cannot be read, at its line and column."""
    for fault in one["error"].get("faults", ()) if "error" in one else ():
        spots = [(name, fault.get(key)) for name, key in (("file", "file"), ("line", "line"), ("col", "column"))]
        yield _annotation(fault["says"], [(name, value) for name, value in spots if value])
    if "error" not in one:
        yield from (_annotation(line, [("file", one["file"])]) for line in failures(one))


def _annotation(says: str, spots: Sequence[tuple[str, object]]) -> str:
    return f"::error {','.join([*(f'{name}={property_of(str(value))}' for name, value in spots), 'title=check'])}::{data(says)}"


_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML cannot say."""


def junit(reports: Sequence[Report]) -> str:
    """A suite a template, with a test of its promises."""
    suites = xml.Element("testsuites", name="layoutkit check")
    for one in reports:
        wrong = list(failures(one))
        suite = xml.SubElement(suites, "testsuite", name=str(one["name"]), tests="1", failures="0" if one["kept"] else "1")
        case = xml.SubElement(suite, "testcase", classname=str(one["name"]), name=f"keeps what it promises ({one.get('cases', 0)} cases)")
        if not one["kept"]:
            xml.SubElement(case, "failure", message=wrong[0] if wrong else "refused").text = "\n".join(wrong)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + _NOT_XML.sub("\ufffd", xml.tostring(suites, encoding="unicode"))
