"""How a picture fills its tile: whole, undistorted, in the middle, with black bars where its shape is another one."""

from __future__ import annotations

from layoutkit.geometry import Rect, Size


def fitted(source: Size, tile: Size) -> Rect:
    """Where in the tile the picture stands, in the tile's pixels: the cloud letterboxes unless a crop fits (TENCENT, V2C Q8).

    A picture that misses the tile's shape by less than a pixel fills it: no bar is made by rounding.
    """
    width = _scaled(source.width, tile.height, source.height)
    height = _scaled(source.height, tile.width, source.width)
    if abs(width - tile.width) <= 1 and abs(height - tile.height) <= 1:
        return Rect(0, 0, tile.width, tile.height)
    if source.width * tile.height <= tile.width * source.height:  # narrower than the tile
        return Rect((tile.width - width) // 2, 0, width, tile.height)
    return Rect(0, (tile.height - height) // 2, tile.width, height)


def _scaled(length: int, by: int, of: int) -> int:
    """`length * by / of` to the nearest whole number, at least 1."""
    return max(1, (2 * length * by + of) // (2 * of))
