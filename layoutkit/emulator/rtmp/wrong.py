"""What can go wrong between two ends of RTMP: bytes that are none, and an other side that says no."""

from __future__ import annotations

from layoutkit.errors import LayoutkitError


class Malformed(Exception):
    """What came is not RTMP, or more of it than anybody needs; the connection it came on is of no further use."""


class RtmpError(LayoutkitError):
    """An RTMP server could not be reached, said no, or hung up; it says which, and never a name's query."""

    kind = "rtmp"
