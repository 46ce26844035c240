"""Layout -> payload, and back: `mix_streamv2` first."""

from layoutkit.targets.carrying import Carrier, carriers
from layoutkit.targets.inputs import Kind
from layoutkit.targets.judging import faults, read, warnings
from layoutkit.targets.mix_streamv2 import ends, of_primary, render, render_end, renewed, session_of
from layoutkit.targets.mixing import PLAIN, Mixing
from layoutkit.targets.placements import Placement
from layoutkit.targets.profiles import PROFILES
from layoutkit.targets.promising import Asks, Carriage, carriages
from layoutkit.targets.repairing import Repaired, repair
from layoutkit.targets.repairing.draft import Change, Draft, rearranged
from layoutkit.targets.showing import Show, show

__all__ = [
    "PLAIN",
    "PROFILES",
    "Asks",
    "Carriage",
    "Carrier",
    "Change",
    "Draft",
    "Kind",
    "Mixing",
    "Placement",
    "Repaired",
    "Show",
    "carriages",
    "carriers",
    "ends",
    "faults",
    "of_primary",
    "read",
    "rearranged",
    "render",
    "render_end",
    "renewed",
    "repair",
    "session_of",
    "show",
    "warnings",
]
