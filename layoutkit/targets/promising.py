"""How much of what a template promises a profile can carry, whoever comes: told from what the template asks, without a layout."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from layoutkit.targets.profiles import LONGEST, MOST_INPUTS, PROFILES


@dataclass(frozen=True, slots=True)
class Asks:
    """What a template asks of a profile: how many secondaries, and what may be done with the pictures."""

    low: int
    high: int | None
    tile: bool = False
    """The primary is a tile like the rest, on a plain canvas."""
    crops: str = ""
    """Where sources are cropped to their tiles: `mosaic.yaml:15:5`; empty where none is."""
    stretches: str = ""
    longest: int = 0
    """The longest side of a canvas that is promised, in pixels."""


@dataclass(frozen=True, slots=True)
class Carriage:
    """A profile, the counts of secondaries that it carries of those promised, why not all, and what the scene must tell."""

    profile: str
    low: int
    high: int | None
    """Below `low` where it carries none."""
    reasons: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()

    @property
    def carries(self) -> bool:
        """Whether it carries the template for any count at all."""
        return self.high is None or self.high >= self.low

    @property
    def counts(self) -> str | None:
        """`1..3`; None where it carries none."""
        if not self.carries:
            return None
        return str(self.low) if self.low == self.high else f"{self.low}..{'' if self.high is None else self.high}"

    def document(self) -> dict[str, object]:
        """The carriage as JSON: profile, secondaries, reasons, needs."""
        return {"profile": self.profile, "secondaries": self.counts, "reasons": list(self.reasons), "needs": list(self.needs)}


def carriages(asks: Asks) -> tuple[Carriage, ...]:
    """What each profile carries of what is asked."""
    return tuple(_carriage(asks, profile) for profile in PROFILES)


def _carriage(asks: Asks, profile: str) -> Carriage:
    never = tuple(_never_2017(asks) if profile == "2017" else _never_2019(asks))
    room, why = _room(asks, profile)
    fewer = asks.high is None or asks.high > room
    high = -1 if never else room if fewer else asks.high
    reasons = (*never, *((why,) if fewer else ()))
    sized = profile == "2019" and asks.crops and not never
    return Carriage(profile, asks.low, high, reasons, ("the size of each source, since they are cropped",) if sized else ())


def _room(asks: Asks, profile: str) -> tuple[int, str]:
    """How many secondaries there is room for, and why not for more."""
    most = MOST_INPUTS[profile]
    beside = 2 if asks.tile and profile == "2019" else 1
    who = "the primary and a canvas below it" if beside == 2 else "the primary"
    return most - beside, f"more than {most - beside} secondaries: it mixes {most} inputs, {who} among them"


def _never_2017(asks: Asks) -> Iterator[str]:
    if asks.tile:
        yield "the primary is a tile: it has no canvas, and the primary covers the picture"
    if asks.crops:
        yield f"sources are cropped ({asks.crops}): it has no field for it"
    if asks.stretches:
        yield f"sources are stretched ({asks.stretches}): it has no field for it"


def _never_2019(asks: Asks) -> Iterator[str]:
    if asks.stretches:
        yield f"sources are stretched ({asks.stretches}): it has no field for it"
    if asks.tile and asks.longest > LONGEST["2019"]:
        yield f"a canvas of {asks.longest} px: no input may be longer than {LONGEST['2019']}"
