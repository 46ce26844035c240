"""`check`: whether templates keep what they promise, and an atlas of what was proved."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

import layoutkit
from layoutkit.app import progress
from layoutkit.app.options import example, with_forms, with_output
from layoutkit.app.shell import put, put_bytes
from layoutkit.atlas import written
from layoutkit.documents import to_json


@click.command(
    short_help="Prove that templates keep what they promise.",
    epilog=example(
        "layoutkit check",
        "layoutkit check mine/column.yaml --limits",
        "layoutkit check --format junit -o check.xml",
        "layoutkit check --atlas shelf.atlas",
    ),
)
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--strict", is_flag=True, help="Exit with 1 also where some settings have no layout, or something is said in vain.")
@click.option("--limits", is_flag=True, help="List the settings that have no layout, each with a change that helps.")
@click.option("--atlas", metavar="FILE", help="Write the layouts of the promises there: what is in it needs no solver.")
@click.option("--jobs", type=click.IntRange(1, 256), metavar="N", help="So many processes. Default: as many as there are cores.")
@click.option("--memory", metavar="FILE", help="What was proved before, so that it is not proved again. Default: in your cache folder.")
@click.option("--fresh", is_flag=True, help="Prove all of it anew.")
@with_forms("text", "json", "junit", help="For people, for programs, for a test report, or GitHub's annotations.")
@with_output
def check(
    names: tuple[str, ...],
    strict: bool,
    limits: bool,
    atlas: str | None,
    jobs: int | None,
    memory: str | None,
    fresh: bool,
    form: str,
    output: str | None,
) -> None:
    """Prove that templates keep what they promise: every count on every canvas, with every set of settings under `promises`.

    Each case is solved, to one answer in two ways, certified, and carried by every profile that says so. Beyond the promises the ends of
    the settings' ranges must have a layout, or a clash with a cure that works; these are the template's limits. Rules that never matter
    and settings that change nothing are told.
    """
    from layoutkit.app import proving, remembering

    known = remembering.Memory(None if fresh else Path(memory) if memory else remembering.usual_memory())
    chosen = proving.known_names(names)
    proofs = proving.every(chosen, known, atlas=atlas is not None, jobs=jobs)
    found = [one for _, one in zip(progress.told(chosen, "templates"), proofs, strict=True)]
    known.save()
    if atlas is not None:
        put_bytes(written((pair for one in found for pair in one.layouts), layoutkit.__version__), atlas)
    reports = [one.document for one in found]
    put(_shown(reports, form, limits or strict), output)
    if not all(one["kept"] for one in reports) or (strict and any(map(_loose, reports))):
        sys.exit(1)


def _shown(reports: Sequence[dict[str, Any]], form: str, limits: bool) -> str:
    """The reports in the form that was asked for."""
    from layoutkit.app import proving, verdicts

    if form == "json":
        return to_json(proving.document(reports), indent=2)
    if form == "text":
        return verdicts.text(reports, limits=limits)
    return verdicts.junit(reports) if form == "junit" else verdicts.annotated(reports)


def _loose(report: dict[str, Sequence[object]]) -> bool:
    return any(report.get(key) for key in ("limits", "idle_rules", "idle_settings"))


ALL = (check,)
