"""What was proved before, in a file: the reports of `check`, by the template's digest and the versions that proved it."""

from __future__ import annotations

import json
import os
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import layoutkit
from layoutkit import shelf
from layoutkit.app.shell import put_bytes
from layoutkit.documents import check
from layoutkit.errors import LayoutkitError, UsageError

MOST_REMEMBERED = 2000
"""As many reports are kept in a memory file, the newest."""

Document = dict[str, Any]


class Memory:
    """Reports of before, in a file: what has not changed is not solved again. A file that cannot be read or written is done without."""

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self.reports: dict[str, Document] = {}
        try:
            found = json.loads(path.read_text("utf-8")) if path else {}
            self.reports = dict(found["reports"]) if found["check"] == _stamp() else {}
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            self.reports = {}

    def get(self, name: str) -> Document | None:
        """The report of a template that was proved before, as its text is now."""
        try:
            template = shelf.load(name)
        except LayoutkitError:
            return None
        found = self.reports.get(template.ref.digest)
        return found if found and _sound(found) and (found["digest"], found["file"]) == (template.ref.digest, template.file) else None

    def keep(self, report: Document) -> None:
        """Remember a report; one of a template that cannot be read has no digest, and is not."""
        if "digest" in report:
            self.reports.pop(report["digest"], None)
            self.reports[report["digest"]] = report

    def save(self) -> None:
        """Write what is remembered, whole or not at all."""
        if self.path is None:
            return
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            put_bytes(
                json.dumps({"check": _stamp(), "reports": dict(list(self.reports.items())[-MOST_REMEMBERED:])}).encode(), str(self.path)
            )
        except (OSError, UsageError):
            return


def _sound(found: Document) -> bool:
    """Whether what was remembered is a report."""
    try:
        check({"check": 1, "kept": found["kept"], "templates": [found]}, "check")
        return "digest" in found
    except (LayoutkitError, TypeError, KeyError):
        return False


def _stamp() -> str:
    """What a proof hangs on beside the template: this version, and the solver's."""
    try:
        solver = version("ortools")
    except PackageNotFoundError:
        solver = "none"
    return f"1 layoutkit {layoutkit.__version__} ortools {solver}"


def usual_memory() -> Path:
    """Where reports are remembered if nobody says otherwise."""
    cache = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    return Path(cache) / "layoutkit" / "check.json"
