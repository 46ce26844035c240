"""The nearest valid payload: whatever can be put right without guessing who is meant, and a list of what was changed.

Tiles are moved inside by the least distance, and made smaller only where they are larger than the picture; layers are renumbered in
their order; numbers written as text or with decimals become whole; ids and colours are written as they must be. Who is shown is never
guessed: too many streams, a stream twice, no primary and no size are told and left.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from layoutkit.documents import Locate
from layoutkit.errors import Fault, Where
from layoutkit.geometry import Size
from layoutkit.targets.judging import faults
from layoutkit.targets.profiles import known
from layoutkit.targets.repairing.draft import Change, Draft
from layoutkit.targets.repairing.envelope import envelope
from layoutkit.targets.repairing.layers import layers
from layoutkit.targets.repairing.members import members, outputs
from layoutkit.targets.repairing.places import places


@dataclass(frozen=True, slots=True)
class Repaired:
    """What came of a repair: the valid payload, or None and the faults that are left; and what was changed on the way."""

    payload: dict[str, Any] | None
    changes: tuple[Change, ...] = ()
    faults: tuple[Fault, ...] = ()


def repair(payload: Any, *, canvas: Size | None = None, profile: str = "2017", locate: Locate | None = None) -> Repaired:
    """The nearest valid payload; a valid one is its own."""
    known(profile)
    if not faults(payload, canvas=canvas, profile=profile):
        return Repaired(payload)
    draft = Draft(payload, locate)
    envelope(draft, profile)
    members(draft, profile)
    layers(draft, profile)
    places(draft, profile, canvas)
    outputs(draft, profile)
    left = tuple(faults(draft.payload, canvas=canvas, profile=profile, locate=draft.where if locate else None))
    changes = sorted(draft.changes, key=lambda change: change.where or Where(""))
    return Repaired(None if left else draft.payload, tuple(changes), left)
