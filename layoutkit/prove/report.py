"""All that was found of one template."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from layoutkit.prove.cases import promised
from layoutkit.prove.idle import idle_rules, idle_settings
from layoutkit.prove.judging import Verdict, Ways, carried_by, judged
from layoutkit.prove.limits import Limit, beyond, tried
from layoutkit.template import Template


@dataclass(frozen=True, slots=True)
class Report:
    """A template on trial: every promised case with its verdict, its limits, and what it says in vain."""

    template: Template
    verdicts: tuple[Verdict, ...]
    carried: dict[str, int]
    limits: tuple[Limit, ...] = ()
    faults: tuple[str, ...] = ()
    """What is wrong beyond the promises: a clash without a cure, an expression that comes to nothing."""
    idle_rules: tuple[str, ...] = ()
    idle_settings: tuple[str, ...] = ()

    @property
    def failed(self) -> tuple[Verdict, ...]:
        return tuple(verdict for verdict in self.verdicts if not verdict.proved)

    @property
    def kept(self) -> bool:
        """Whether the template keeps what it promises."""
        return not self.failed and not self.faults

    def document(self) -> dict[str, Any]:
        """The report as JSON (an item of schema `check`)."""
        ref = self.template.ref
        return {
            "name": ref.name,
            "version": ref.version,
            "digest": ref.digest,
            "file": self.template.file,
            "kept": self.kept,
            "cases": len(self.verdicts),
            "carried": self.carried,
            "failures": [_failure(verdict) for verdict in self.failed],
            "faults": list(self.faults),
            "limits": [{"case": one.case, "says": one.says, "cure": one.cure} for one in self.limits],
            "idle_rules": list(self.idle_rules),
            "idle_settings": list(self.idle_settings),
        }


def _failure(verdict: Verdict) -> dict[str, Any]:
    return {
        "case": str(verdict.case),
        "faults": list(verdict.faults) or [fault.says for fault in (verdict.error.faults if verdict.error else ())],
        "error": verdict.error.document() if verdict.error else None,
    }


def report(template: Template, ways: Ways) -> Report:
    """A template on trial."""
    verdicts = tuple(judged(template, case, ways) for case in promised(template))
    found = [outcome for case in beyond(template) if (outcome := tried(template, case, ways))]
    return Report(
        template,
        verdicts,
        carried_by(verdicts, ways.profiles),
        tuple(one for one in found if isinstance(one, Limit)),
        tuple(one for one in found if isinstance(one, str)),
        tuple(idle_rules(template, verdicts, ways)),
        tuple(idle_settings(template, verdicts, ways)),
    )
