"""`doctor`: what this machine has of what layoutkit needs or can use."""

from __future__ import annotations

import sys

import click

from layoutkit.app.options import example, with_format, with_output
from layoutkit.app.shell import put
from layoutkit.documents import to_json


@click.command(
    short_help="What is there, and what is missing.",
    epilog=example("layoutkit doctor", "layoutkit doctor --format json -o doctor.json"),
)
@with_format
@with_output
def doctor(form: str, output: str | None) -> None:
    """Tell what is there and what is missing: packages, programs, ports, the environment; what each is for, and what would bring it.

    Exits with 1 where something is missing that the main job needs; all else is optional. Of a key it is only told whether it is set.
    """
    from layoutkit.app import doctor as examining
    from layoutkit.app.doctor.machine import Machine

    parts = examining.examined(Machine())
    found = examining.document(parts)
    put(to_json(found, indent=2) if form == "json" else examining.text(parts), output)
    if not found["works"]:
        sys.exit(1)


ALL = (doctor,)
