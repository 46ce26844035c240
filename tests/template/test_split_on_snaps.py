"""A division on a canvas that is no multiple of the snap: its edges lie on snaps, and the last on the canvas's own edge."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import layoutkit as lk

from .reading import read


@pytest.mark.parametrize(
    ("into", "starts"),
    [
        ("strip: rest, primary: 1/3", [0, 248]),
        ("primary: rest, strip: 160", [0, 216]),
        ("strip: 1/3, primary: rest", [0, 128]),
        ("primary: 1/3, a: 1/3, strip: 1/3", [0, 128, 248]),
        ("a: rest, primary: 100, strip: 100", [0, 176, 272]),
        ("a: rest, primary: rest, strip: 20%", [0, 152, 296]),
        ("primary: 99.6%, strip: rest", [0, 375]),
        ("primary: rest, strip: 0", [0, 375]),
        ("primary: 273, strip: 102", [0, 272]),
    ],
)
def test_the_edges_are_whole_snaps_and_the_last_is_the_canvas_own(into: str, starts: list[int]) -> None:
    assert cut(375, 8, into, 0) == list(zip(starts, [*starts[1:], 375], strict=True))


def cut(width: int, snap: int, into: str, gap: int) -> list[tuple[int, int]]:
    """Where the pieces reach from and to, from left to right."""
    template = read(f"snap: {snap}\nrules: [split: {{direction: right, into: {{{into}}}, gap: {gap}}}]\n")
    layout = lk.arrange(template, canvas=f"{width}x96", primary="host")
    spans = [(area.x, area.right) for area in (layout.primary.rect, *(area for _, area in layout.regions))]
    return sorted(spans)


LENGTHS = st.one_of(
    st.integers(0, 200).map(lambda px: (str(px), px, 0)),
    st.integers(1, 60).map(lambda part: (f"{part}%", 0, Fraction(part, 100))),
    st.integers(2, 9).map(lambda part: (f"1/{part}", 0, Fraction(1, part))),
    st.just(("rest", 0, None)),
)


@settings(max_examples=120, deadline=None)
@given(st.integers(30, 700), st.integers(1, 9), st.lists(LENGTHS, min_size=2, max_size=4), st.integers(0, 3))
def test_every_edge_is_the_snap_nearest_to_the_exact_one(
    width: int, snap: int, lengths: list[tuple[str, int, Fraction | None]], gap: int
) -> None:
    """Before the last rest halves go up, behind it down: to the piece whose length was written."""
    gap *= snap
    into = ", ".join(f"{'primary' if i == 0 else f'p{i}'}: {text}" for i, (text, _, _) in enumerate(lengths))
    try:
        found = cut(width, snap, into, gap)
    except lk.NoLayout:
        found = []
    wanted = by_hand(width, snap, lengths, gap)
    possible = (
        wanted
        and wanted[0][0] < wanted[0][1]
        and all(a <= b for a, b in wanted)
        and all(edge % snap == 0 or edge == width for edge in wanted[0])
    )
    assert found == (wanted if possible else [])


def by_hand(width: int, snap: int, lengths: list[tuple[str, int, Fraction | None]], gap: int) -> list[tuple[int, int]]:
    usable, last = width - gap * (len(lengths) - 1), len(lengths) - 1
    sizes = [Fraction(0) if share is None else px + share * usable for _, px, share in lengths]
    rests = [i for i, (_, _, share) in enumerate(lengths) if share is None]
    spare = usable - sum(sizes)
    if not rests and not -Fraction(snap, 2) <= -spare < Fraction(snap, 2):
        return []
    sizes = [spare / len(rests) if i in rests else size for i, size in enumerate(sizes)]
    starts = []
    for i in range(len(lengths)):
        front, gaps = i <= (rests[-1] if rests else last), gap * (i if i <= (rests[-1] if rests else last) else last - i)
        exact, most = (sum(sizes[:i]), usable) if front else (width - sum(sizes[i:]), width)
        steps = Fraction(exact) / snap
        edge = snap * (floor(steps + Fraction(1, 2)) if front else ceil(steps - Fraction(1, 2)))
        if exact <= most < edge:
            edge = edge - snap if (gap if front else gaps) else most
        starts.append(edge + gaps if front else edge - gaps)
    return list(zip(starts, [*(start - gap for start in starts[1:]), width], strict=True))


@pytest.mark.parametrize(("second", "fills"), [(99, True), (106, True), (98, False), (107, False)])
def test_pieces_of_written_lengths_fill_the_whole_if_they_come_nearest_to_it(second: int, fills: bool) -> None:
    """272 and 107 are 379, which lies half a snap beyond 375; 272 and 99 are 371, half a snap before it: halves go up."""
    if fills:
        assert cut(375, 8, f"primary: 272, strip: {second}", 0) == [(0, 272), (272, 375)]
    else:
        with pytest.raises(lk.NoLayout):
            cut(375, 8, f"primary: 272, strip: {second}", 0)
