"""Layout -> payload, and back: `mix_streamv2` first."""

from layoutkit.targets.judging import PROFILES, Placement, faults, read
from layoutkit.targets.mix_streamv2 import of_primary, render, render_end, renewed

__all__ = ["PROFILES", "Placement", "faults", "of_primary", "read", "render", "render_end", "renewed"]
