"""A quotient that stands alone is a share; one that comes to more than the canvas holds is told, and how it is written in pixels."""

from __future__ import annotations

import pytest

import layoutkit as lk

from .reading import read

HEAD = "settings: {wide: {default: 160}, few: {default: 3}}\nlet: {half: (wide + 2)/2}\nrules:\n  - "


def arranged(rule: str) -> lk.Layout:
    return lk.arrange(read(HEAD + rule), canvas="375x667", primary="host", secondaries=["guest"])


@pytest.mark.parametrize(
    ("rule", "column", "share", "pixels"),
    [
        ("size: {tiles: first, width: wide/2}", 33, "'wide/2' is a share: … 8000% of it", "1/2 * wide"),
        ("size: {tiles: first, height: wide / few..}", 34, "'wide / few' is a share: … 5333.333333% of it", "1/few * wide"),
        ("size: {tiles: first, width: half}", 33, "'half' is a share: … 8100% of it", "1/2 * (wide + 2)"),
        ("split: {into: {a: wide/2, b: rest}}", 23, "'wide/2' is a share: … 8000% of it", "1/2 * wide"),
        ("place: {tiles: first, inset: [wide/4, 0]}", 35, "'wide/4' is a share: … 4000% of it", "1/4 * wide"),
        (
            "size: {tiles: first, width: 9 if n > 5 else wide/2}",
            33,
            "'9 if n > 5 else wide/2' is a share: … 8000% of it",
            "1/2 * a, not a/2",
        ),
    ],
)
def test_a_quotient_that_was_meant_in_pixels_is_told_with_its_place(rule: str, column: int, share: str, pixels: str) -> None:
    with pytest.raises(lk.DocumentError) as caught:
        arranged(rule)
    (fault,) = caught.value.faults
    says = share.replace("…", "a quotient that stands alone is a part of the side, here")
    assert str(fault) == f"it.yaml:8:{column}: {says} (pixels are written {pixels})"


@pytest.mark.parametrize(
    "rule",
    [
        "size: {tiles: first, width: 1/2 * wide}",
        "size: {tiles: first, width: ..wide/2}",
        "size: {tiles: first, width: wide/320}",
        "size: {tiles: first, width: canvas.width/2}",
        "size: {tiles: first, width: 9 if half > 80 else 10}",
    ],
)
def test_a_quotient_that_can_be_is_what_it_says(rule: str) -> None:
    """A share of at most the whole, a bound that is never reached, a part of the canvas in pixels, a number in a condition."""
    assert arranged(rule).secondaries[0].rect.width > 0


def test_a_share_of_a_region_may_be_more_than_the_region() -> None:
    template = read("regions: {a: [0, 0, 100, 50%]}\nrules: [{size: {tiles: first, width: 3/2, in: a}}]\n")
    assert lk.arrange(template, canvas="375x667", primary="host", secondaries=["guest"]).secondaries[0].rect.width == 150
