"""The generations of `Mix_StreamV2` that are spoken, and what each can bear."""

from __future__ import annotations

from layoutkit.errors import UsageError

PROFILES = ("2017", "2019")
"""The page of 2017, and the last table of the same interface (TENCENT, section 1: P17 and V2C)."""

MOST_INPUTS = {"2017": 4, "2019": 16}
"""Inputs of a mix, the primary among them (Mix_StreamV2, section 3; TENCENT, section 5)."""

LONGEST = {"2017": 3000, "2019": 2999}
"""The longest side of a tile in pixels (TENCENT, section 5: V2C refuses 3000 itself)."""

FURTHEST = 3000
"""The greatest distance of a tile from the left or the top, in pixels."""

LARGEST_SOURCE = 2000
"""The longest side of a source that is mixed, in pixels (TENCENT, section 5)."""

PRESETS = {10: 2, 20: 2, 30: 2, 40: 2, 50: 2, 310: 3, 390: 3, 391: 3, 410: 4, 510: 5, 590: 5, 610: 6}
"""The cloud's own arrangements, and how many inputs that are seen each is for (TENCENT, section 4)."""

ON_A_CANVAS = (390, 391, 590)
"""Presets whose background is a canvas (TENCENT, section 10, 15)."""


LATER = (
    "input_type",
    "color",
    "picture_id",
    "crop_params",
    "output_stream_type",
    "output_stream_bitrate",
    "mix_stream_template_id",
    "domain",
    "path",
)
"""Keys that profile 2017 does not have and 2019 has (TENCENT, section 3)."""


def known(profile: str) -> None:
    """Refuse a profile that there is not."""
    if profile not in PROFILES:
        raise UsageError(f"mix_streamv2 has no profile {profile!r}", "there are " + ", ".join(PROFILES))
