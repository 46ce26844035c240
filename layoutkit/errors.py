"""All that can be refused, drawn as a tree; every error says what, where, and what would help.

    LayoutkitError                 the root; `kind` is its word in a document, `exit_code` its code at the command line
    ├── UsageError                 the call itself is wrong: unknown template, canvas, count or setting out of range (2)
    ├── DocumentError              a template, scene, layout or payload is invalid; carries every fault (1)
    ├── NoLayout                   the rules cannot all hold; carries the clashes and their cures (1)
    ├── Unproved                   the limit of work came before the unique answer (1)
    │   └── OutOfTime              the guard's clock ran out first: a machine that is slow or busy
    ├── Uncertified                a layout breaks a rule that it claims to keep (1)
    ├── NotCarried                 the target's profile cannot carry this layout (1)
    ├── SolverMissing              a search is needed and ortools cannot be loaded (1)
    ├── ExtraMissing               a package of an optional part is not installed (1)
    ├── RtmpError                  an RTMP server could not be reached, said no, or hung up (1; emulator/rtmp)
    └── SendError                  the endpoint did not start, update or end the mix (1)
        ├── Refused                the endpoint said no, and asking again is useless
        ├── Expired                the endpoint said `time expired` twice
        ├── BadReply               what came back is not a reply in the page's form
        └── GaveUp                 every retry was used; carries what the last attempt met

Errors carry values and places (`Where`), never the nouns above them, and never a key or a sign.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True, order=True)
class Where:
    """A place in a text: file name, line and column, both counted from 1; 0 where it is not known."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return ":".join([self.file, *(str(n) for n in (self.line, self.column) if n)])


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: what it is, where it stands, and what would help."""

    says: str
    where: Where | None = None
    hint: str = ""
    line: str = ""
    """The text of the line it stands on, so that a terminal can show it with a caret."""

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        return f"{place}{self.says}" + (f" ({self.hint})" if self.hint else "")

    def document(self) -> dict[str, Any]:
        """The fault as JSON: says, file, line, column, hint; null where there is none (DESIGN, section 8)."""
        place = self.where
        return {
            "says": self.says,
            "file": place.file if place else None,
            "line": (place.line or None) if place else None,
            "column": (place.column or None) if place else None,
            "hint": self.hint or None,
        }


class LayoutkitError(Exception):
    """Anything that layoutkit refuses."""

    kind: ClassVar[str] = "error"
    exit_code: ClassVar[int] = 1

    def __init__(self, faults: Fault | str | Iterable[Fault], hint: str = "") -> None:
        if isinstance(faults, str):
            faults = Fault(faults, hint=hint)
        self.faults: tuple[Fault, ...] = (faults,) if isinstance(faults, Fault) else tuple(faults)
        super().__init__("\n".join(str(f) for f in self.faults))

    def document(self) -> dict[str, Any]:
        """The error as JSON: its kind and all its faults."""
        return {"error": self.kind, "faults": [f.document() for f in self.faults]}


class ShelfWarning(UserWarning):
    """A folder or an installed pack of templates cannot be used, and is left out; all others can."""


class UsageError(LayoutkitError):
    """The call itself is wrong: an unknown template, a canvas, count or setting out of range."""

    kind = "usage"
    exit_code = 2


class DocumentError(LayoutkitError):
    """A document is invalid; every fault of it is told at once."""

    kind = "invalid"


class Unproved(LayoutkitError):
    """The limit of work came before the one right answer was proved."""

    kind = "unproved"


class OutOfTime(Unproved):
    """The clock that guards the limit of work ran out first: no answer, since another machine would have gone on."""


class Uncertified(LayoutkitError):
    """A layout breaks a rule of the template it names."""

    kind = "uncertified"


class NotCarried(LayoutkitError):
    """The target's profile cannot carry this layout; each fault is one reason."""

    kind = "not_carried"


class SolverMissing(LayoutkitError):
    """The layout needs a search and OR-Tools cannot be loaded in this process."""

    kind = "solver_missing"


class ExtraMissing(LayoutkitError):
    """What is asked for needs a package of an optional part (`pip install 'layoutkit[preview]'`) that is not installed."""

    kind = "extra_missing"


@dataclass(frozen=True, slots=True)
class Cure:
    """The nearest change that was tried and ends a clash: `lift 90 -> 30`, `3 secondaries -> 2`, `canvas height 960 -> 1050`."""

    kind: str
    """`setting`, `count`, `canvas` or `rule`."""
    name: str
    before: str | int | bool
    after: str | int | bool
    fits: bool = True
    """Whether with it the whole template has a layout; where not, another clash remains."""

    def __str__(self) -> str:
        if self.kind == "count":
            return f"{self.before} {self.name} -> {self.after}"
        before, after = (str(value).lower() if isinstance(value, bool) else value for value in (self.before, self.after))
        return f"{'canvas ' if self.kind == 'canvas' else ''}{self.name} {before} -> {after}"

    def document(self) -> dict[str, Any]:
        """The cure as JSON: kind, name, from, to, fits."""
        return {"kind": self.kind, "name": self.name, "from": self.before, "to": self.after, "fits": self.fits}


@dataclass(frozen=True, slots=True)
class ClashingRule:
    """One member of a clash: the rule's word, place and demand, and what would let it hold."""

    word: str
    name: str
    where: Where | None
    says: str
    cures: tuple[Cure, ...] = ()
    pixels: int | None = None
    """By how much the rule's lines must give, all told, for the others of its clash to hold; None where it has no lines in pixels."""

    @property
    def helps(self) -> str:
        """`must give 90 px; works with lift 90 -> 0, or 3 secondaries -> 2`; empty where nothing was found."""
        ways = (("works with ", True, ""), ("would end this clash with ", False, " (another remains)"))
        told = [(lead, ", or ".join(str(cure) for cure in self.cures if cure.fits is fits), tail) for lead, fits, tail in ways]
        pixels = [] if self.pixels is None else [f"must give {self.pixels} px"]
        return "; ".join([*pixels, *(f"{lead}{cures}{tail}" for lead, cures, tail in told if cures)])

    def document(self) -> dict[str, Any]:
        """The rule as JSON (DESIGN, section 8)."""
        place = self.where
        return {
            "word": self.word,
            "name": self.name or None,
            "file": place.file if place else None,
            "line": (place.line or None) if place else None,
            "column": (place.column or None) if place else None,
            "says": self.says,
            "pixels": self.pixels,
            "cures": [cure.document() for cure in self.cures],
        }


class NoLayout(LayoutkitError):
    """These rules cannot all hold: each clash is an irreducible set, told in the author's words."""

    kind = "no_layout"

    def __init__(self, says: str, clashes: Iterable[tuple[ClashingRule, ...]]) -> None:
        self.clashes = tuple(clashes)
        self.says = says
        rows = (rule for clash in self.clashes for rule in clash)
        super().__init__([Fault(says), *(Fault(f"{rule.word}: {rule.says}", rule.where, rule.helps) for rule in rows)])

    def document(self) -> dict[str, Any]:
        """The clash document (DESIGN, section 8)."""
        return {
            "error": self.kind,
            "clashes": [{"rules": [rule.document() for rule in clash]} for clash in self.clashes],
        }


class SendError(LayoutkitError):
    """The endpoint did not do what was asked; `code` is its answer where it gave one, `attempts` how often it was asked."""

    kind = "send"

    def __init__(self, says: str, hint: str = "", *, code: int | None = None, attempts: int = 1) -> None:
        super().__init__(says, hint)
        self.code = code
        self.attempts = attempts

    def document(self) -> dict[str, Any]:
        """The error as JSON, with the endpoint's code and the number of attempts."""
        return {**super().document(), "code": self.code, "attempts": self.attempts}


class Refused(SendError):
    """The endpoint said no, and asking again with the same request is useless."""

    kind = "refused"


class Expired(SendError):
    """The endpoint said `time expired` to two requests that were freshly signed: this machine's clock is wrong."""

    kind = "time_expired"


class BadReply(SendError):
    """What came back is not a reply in the form of Mix_StreamV2, section 4."""

    kind = "bad_reply"


class GaveUp(SendError):
    """Every retry was used up (Mix_StreamV2, notes: every 2 seconds, at most 5 retries)."""

    kind = "gave_up"
