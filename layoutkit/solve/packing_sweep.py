"""Tiles of several sizes put down one after the other, each as high, then as far left, as it goes: quick, and often enough."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from layoutkit.solve.packing_pieces import Corner, Forbidden, Piece, around, beside, clear

Frame = tuple[bool, int, int]
"""How a sweep looks at the canvas: whether left before top, and from which side on each axis (1 or -1)."""

PLAIN: Frame = (False, 1, 1)
FRAMES: tuple[Frame, ...] = (PLAIN, (True, 1, 1), (False, -1, 1), (True, 1, -1))


def swept(pieces: Sequence[Piece], gap: tuple[int, int], order: Sequence[int] | None = None, frame: Frame = PLAIN) -> dict[int, Corner]:
    """The corners of the tiles, by number, put down in that order until one finds no room: of all, or of those before it."""
    found: dict[int, Corner] = {}
    for number in range(len(pieces)) if order is None else order:
        piece = pieces[number]
        forbidden = [around(piece, obstacle) for obstacle in piece.obstacles]
        forbidden += [beside(piece, pieces[other], corner, gap) for other, corner in found.items()]
        corner = _least(piece, forbidden, frame)
        if corner is None:
            return found
        found[number] = corner
    return found


def orders(pieces: Sequence[Piece]) -> Iterator[list[int]]:
    """Orders in which to put tiles down: those with places of their own first, then large ones, or wide ones, or high ones."""
    numbers = range(len(pieces))
    for size in (lambda p: p.width * p.height, lambda p: p.height, lambda p: p.width):
        yield sorted(numbers, key=lambda i, size=size: (pieces[i].corners is None, -size(pieces[i])))  # type: ignore[misc]


def _least(piece: Piece, forbidden: Sequence[Forbidden], frame: Frame) -> Corner | None:
    """The first corner in a frame that is clear of all that is forbidden."""
    if piece.corners is not None:
        return next((corner for corner in piece.corners if clear(corner, forbidden)), None)
    turned, across, down = frame
    lefts, tops = _seen(piece.left, across), _seen(piece.top, down)
    blocks = [(*_seen((a, b), across), *_seen((c, d), down)) for a, b, c, d in forbidden]
    if turned:
        lefts, tops, blocks = tops, lefts, [(c, d, a, b) for a, b, c, d in blocks]
    found = _first(lefts, tops, blocks)
    if found is None:
        return None
    top, left = found[::-1] if turned else found
    return top * down, left * across


def _seen(span: tuple[int, int], sign: int) -> tuple[int, int]:
    return span if sign > 0 else (-span[1], -span[0])


def _first(lefts: tuple[int, int], tops: tuple[int, int], blocks: Sequence[Forbidden]) -> Corner | None:
    """The least top, then the least left: both stand at the start of the room or at the end of a block."""
    first, last = lefts
    for top in sorted({tops[0], *(block[3] for block in blocks if tops[0] < block[3] <= tops[1])}):
        left = first
        for start, end in sorted([(block[0], block[1]) for block in blocks if block[2] < top < block[3]]):
            if start >= left:
                break
            left = max(left, end)
        if left <= last and top <= tops[1]:
            return top, left
    return None
