"""Results for people: tables and short texts, nothing that a program should read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from layoutkit.carriage import carriers
from layoutkit.errors import Fault
from layoutkit.origin import Setting
from layoutkit.targets import Carriage
from layoutkit.template import Template
from layoutkit.template.settings import admitted
from layoutkit.tencent import Reply


def table(header: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Rows under a header, each column as wide as its widest cell; numbers to the right, and nothing where there is none."""
    cells = [["" if cell is None else str(cell) for cell in row] for row in rows]
    widths = [max(len(row[i]) for row in [list(header), *cells]) for i in range(len(header))]
    numeric = [bool(rows) and all(row[i] is None or isinstance(row[i], int) for row in rows) for i in range(len(header))]

    def line(row: Sequence[str]) -> str:
        return "  ".join(f"{c:>{w}}" if n else f"{c:<{w}}" for c, w, n in zip(row, widths, numeric, strict=True)).rstrip()

    return "\n".join(line(row) for row in [list(header), *cells])


def card(template: Template) -> dict[str, Any]:
    """A template as one item of `list --format json` (schema `list`)."""
    settings = {
        s.name: {
            "kind": s.kind,
            "default": s.default,
            "min": s.low,
            "max": s.high,
            "choice": list(s.choice),
            "about": s.about,
        }
        for s in template.settings
    }
    return {
        "name": template.name,
        "version": template.version,
        "title": template.title,
        "about": template.about,
        "secondaries": str(template.secondaries),
        "canvases": [str(canvas) for canvas in template.canvases],
        "settings": settings,
        "profiles": [carriage.document() for carriage in carriers(template)],
        "file": template.file,
    }


def spoken(value: Setting) -> str:
    """A setting as the command line takes it: quoted where a shell would cut it, yes or no for a flag."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"'{value}'" if " " in str(value) else str(value)


def profiles(template: Template) -> str:
    """`2017: 1..3, 2019`: which profiles carry it, and for how many where not for all."""
    whole = str(template.secondaries)
    carried = [c for c in carriers(template) if c.carries]
    return ", ".join(c.profile if c.counts == whole else f"{c.profile}: {c.counts}" for c in carried) or "none"


def _carriage(carriage: Carriage) -> list[str]:
    """What a profile carries of a template, a line; why not all, and what the scene must tell, a line each."""
    carries = f"carries {carriage.counts} secondaries" if carriage.carries else "does not carry it"
    return [
        f"profile {carriage.profile} {carries}",
        *(f"  not {reason}" if carriage.carries else f"  {reason}" for reason in carriage.reasons),
        *(f"  the scene must tell {need}" for need in carriage.needs),
    ]


def shown(template: Template) -> str:
    """A template with its settings and its text."""
    settings = [(s.name, s.default, admitted(s), s.about) for s in template.settings]
    parts = [
        f"{template.ref}  {template.title}",
        template.about,
        f"serves {template.secondaries} secondaries; promised on {', '.join(map(str, template.canvases))}",
        "\n".join(line for carriage in carriers(template) for line in _carriage(carriage)),
        table(("setting", "default", "may be", "about"), settings) if settings else "",
        template.text.rstrip(),
    ]
    return "\n\n".join(part for part in parts if part)


def answered(reply: Reply) -> str:
    """What became of a send, in a line."""
    tries = "" if reply.attempts == 1 else f", at attempt {reply.attempts}"
    return f"{reply.status}: {reply.message}{tries}" if reply.message else reply.status + tries


def verdict(faults: Sequence[Fault], checked: Sequence[str], warnings: Sequence[Fault] = ()) -> dict[str, Any]:
    """What `verify` found, as JSON (schema `verdict`); of an invalid payload also an error document."""
    return {
        "valid": not faults,
        **({"error": "invalid"} if faults else {}),
        "faults": [fault.document() for fault in faults],
        "warnings": [fault.document() for fault in warnings],
        "checked": list(checked),
    }
