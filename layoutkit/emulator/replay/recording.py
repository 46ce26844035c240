"""A recording: the journal as lines of JSON in a file, and that file read back (schema `recording`)."""

from __future__ import annotations

import errno
import json
import os
import stat
from dataclasses import dataclass
from typing import Any, NoReturn

from layoutkit.documents import schema_faults
from layoutkit.emulator.journal.notes import Note
from layoutkit.errors import DocumentError, Fault, UsageError, Where

MOST_FAULTS = 100
"""So many faults of a recording are told at once."""

HEADER = '{"recording": 1, "profile": "2017", "app_id": 1250000000, "at": 1490858287}'
"""How a recording begins, as an example."""


@dataclass(frozen=True, slots=True)
class Recording:
    """What happened at an endpoint from a moment on (`at`, UNIX seconds): its profile, its account's app id, the notes in order."""

    profile: str
    app_id: int
    at: float
    notes: tuple[Note, ...] = ()

    @property
    def header(self) -> str:
        """The first line of its file."""
        return json.dumps({"recording": 1, "profile": self.profile, "app_id": self.app_id, "at": self.at}) + "\n"

    @property
    def text(self) -> str:
        """All of its file."""
        return self.header + "".join(note.line for note in self.notes)


# --- writing ---------------------------------------------------------------------------------------------------------


class Recorder:
    """A new file, for nobody else to read, that takes whole lines: `recorder(line)`. What does not fit is not begun."""

    def __init__(self, path: str) -> None:
        """A file where something stands already, or that cannot be made, is a UsageError."""
        try:
            self._file = os.open(
                path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NONBLOCK", 0), 0o600
            )
            found = os.fstat(self._file)
        except (OSError, ValueError) as error:
            raise UsageError(f"{path[:200]!r} cannot be recorded to: {getattr(error, 'strerror', None) or error}") from None
        self._regular = stat.S_ISREG(found.st_mode)
        if stat.S_ISFIFO(found.st_mode) or stat.S_ISSOCK(found.st_mode):
            os.close(self._file)
            raise UsageError(f"{path[:200]!r} is no file", "whoever reads from a pipe could hold up the endpoint: record to a file")
        if found.st_size:
            os.close(self._file)
            raise UsageError(f"there is something in {path[:200]!r} already", "a recording begins a new file: give another name")
        if self._regular:
            os.chmod(path, 0o600)

    def __call__(self, line: str) -> None:
        """Append a line, at once and whole; an OSError when it cannot be, and then the file ends with the line before."""
        data = line.encode("ascii")
        written = os.write(self._file, data)
        if written < len(data):
            if self._regular:
                os.ftruncate(self._file, os.fstat(self._file).st_size - written)
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def clear(self) -> None:
        """Take back all that was written."""
        if self._regular:
            os.ftruncate(self._file, 0)

    def close(self) -> None:
        """No more lines: one that comes later is an OSError."""
        file, self._file = self._file, -1
        os.close(file)


# --- reading ---------------------------------------------------------------------------------------------------------


def read_recording(source: bytes, file: str) -> Recording:
    """A recording from its file's bytes; all that is wrong with it is told at once, with the lines."""
    faults: list[Fault] = []
    first, *rest = source.split(b"\n")
    lines = [first, *rest] if b'"recording"' in first else [first]  # of what is no recording, its first line says enough
    documents = [document for n, line in enumerate(lines, 1) if (document := _document(line, Where(file, n), faults))]
    faults += [] if documents or faults else [Fault("the recording is empty", Where(file, 1), f"it begins with {HEADER}")]
    if faults:
        raise DocumentError(faults)
    header, notes = documents[0], documents[1:]
    made = (Note(float(note.pop("at")), note.pop("what"), note) for note in notes)
    return Recording(header["profile"], header["app_id"], float(header["at"]), tuple(made))


def _document(line: bytes, where: Where, faults: list[Fault]) -> dict[str, Any] | None:
    """One line; None when it is empty, or wrong, which is noted."""
    if not line.strip() or len(faults) > MOST_FAULTS:
        return None
    found = [Fault("and so on", where)] if len(faults) == MOST_FAULTS else []
    document: Any = None
    try:
        document = json.loads(line.decode("utf-8"), parse_constant=_no_number)
    except UnicodeDecodeError:
        found = found or [Fault("this line is not UTF-8", where, "is it a recording?")]
    except (ValueError, RecursionError) as error:
        column = error.colno if isinstance(error, json.JSONDecodeError) else 1
        says = error.msg if isinstance(error, json.JSONDecodeError) else "it cannot be read"
        found = found or [Fault(f"this line is no JSON: {says}", Where(where.file, where.line, column), "a line is one JSON object")]
    else:
        found = found or _wrong(document, where)
    faults += found
    return None if found else document


def _no_number(word: str) -> NoReturn:
    raise ValueError(word)


def _wrong(document: Any, where: Where) -> list[Fault]:
    """What is wrong with a line that is JSON."""
    head = isinstance(document, dict) and "recording" in document
    if where.line == 1 and not head:
        return [Fault("a recording begins with another line", where, f"such as {HEADER}")]
    if where.line > 1 and head:
        return [Fault("another recording begins here", where, "one file holds one recording: cut it here")]
    return schema_faults(document, "recording", lambda path, key: where if not path else Where(where.file, where.line))
