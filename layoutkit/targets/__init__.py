"""Layout -> payload, and back: `mix_streamv2` first."""

from layoutkit.targets.carrying import Carrier, carriers
from layoutkit.targets.inputs import Kind
from layoutkit.targets.judging import faults, read, warnings
from layoutkit.targets.mix_streamv2 import ends, of_primary, render, render_end, renewed, session_of
from layoutkit.targets.mixing import PLAIN, Mixing
from layoutkit.targets.placements import Placement
from layoutkit.targets.profiles import PROFILES

__all__ = [
    "PLAIN",
    "PROFILES",
    "Carrier",
    "Kind",
    "Mixing",
    "Placement",
    "carriers",
    "ends",
    "faults",
    "of_primary",
    "read",
    "render",
    "render_end",
    "renewed",
    "session_of",
    "warnings",
]
