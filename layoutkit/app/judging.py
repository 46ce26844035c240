"""`layoutkit verify`: how its verdict, or a repair, is told; each returns the exit code."""

from __future__ import annotations

from typing import Any

import click

from layoutkit.app import tables
from layoutkit.app.shell import put
from layoutkit.app.telling import reading, warn
from layoutkit.app.verifying import Measure
from layoutkit.documents import Locate, to_json
from layoutkit.errors import DocumentError


def judged(measure: Measure, document: Any, locate: Locate, form: str, output: str | None) -> int:
    """Tell whether the payload is valid, and every fault; what is legal and unwise beside it."""
    faults = measure.faults(document, locate)
    warnings = [] if faults else measure.warnings(document, locate)
    if form == "json":
        put(to_json(tables.verdict(faults, measure.parts, warnings), indent=2), output)
        return int(bool(faults))
    if faults:
        with reading("payload"):
            raise DocumentError(faults)
    for fault in warnings:
        warn(str(fault))
    put(f"valid: {', '.join(measure.parts)}" + ("" if measure.canvas else "; bounds were not judged (give --canvas)"), output)
    return 0


def repaired(measure: Measure, document: Any, locate: Locate, form: str, output: str | None) -> int:
    """Print the nearest valid payload, and tell what was changed; where there is none, what keeps it from being one."""
    faults, found = measure.faults(document, locate), measure.repaired(document, locate)
    if form == "json":
        told = tables.verdict(faults, measure.parts)
        left = [fault.document() for fault in found.faults]
        changes = [change.document() for change in found.changes]
        put(to_json({**told, "repaired": found.payload, "changes": changes, "left": left}, indent=2), output)
        return int(found.payload is None)
    for change in found.changes if found.payload is not None else ():
        click.echo(f"::notice ::{change}" if form == "github" else str(change), err=True)
    if found.payload is None:
        with reading("payload"):
            raise DocumentError(found.faults)
    put(to_json(found.payload, indent=2), output)
    return 0
