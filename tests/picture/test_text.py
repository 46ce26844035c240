"""Names of any script: cleaned, measured, and cut where a reader would cut them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layoutkit.picture.text import clean, clusters, direction, runs, shorten, width


@pytest.mark.parametrize(
    ("given_name", "shown"),
    [
        ("  two\n\tlines\u2028here ", "two lines here"),
        ("bell\x07 and \x9bescape", "bell and escape"),
        ("\u202egpj.exe\u202c", "gpj.exe"),
        ("e\u0301", "é"),
        ("z" + "\u0335" * 40, "z" + "\u0335" * 4),
        ("👩\u200d👩\u200d👧 🇨🇳 👍🏽", "👩\u200d👩\u200d👧 🇨🇳 👍🏽"),
        ("می\u200cخواهم", "می\u200cخواهم"),
    ],
)
def test_cleaning_keeps_what_shows(given_name: str, shown: str) -> None:
    assert clean(given_name) == shown


def test_a_chinese_sign_is_as_wide_as_two_thin_letters_or_more() -> None:
    assert width("王") >= 2 * width("i")
    assert width("王王") == 2 * width("王") > width("ab")


@given(st.text(max_size=40), st.floats(0, 40))
def test_a_shortened_text_fits_and_is_whole_where_it_can_be(text: str, room: float) -> None:
    short = shorten(text, room)
    assert width(short) <= room
    assert (short == text) == (width(text) <= room)


@pytest.mark.parametrize(
    ("text", "room", "shown"),
    [
        ("a very long name", 5.5, "a very…"),
        ("李娜的摄像头", 4.2, "李娜的…"),
        ("guest_12", 5.0, "gu…_12"),
        ("camera 7", 3.4, "c… 7"),
        ("20250101120000", 5.6, "20…0000"),
        ("guest", 1.5, ""),
    ],
)
def test_a_number_at_the_end_is_kept_since_it_tells_guests_apart(text: str, room: float, shown: str) -> None:
    assert shorten(text, room) == shown


@pytest.mark.parametrize("whole", ["👩\u200d👩\u200d👧", "🇨🇳", "👍🏽", "é\u0323", "❤\ufe0f", "क्"])
def test_what_belongs_together_is_never_cut(whole: str) -> None:
    assert clusters("a" + whole + "b") == ["a", whole, "b"]


def test_two_flags_are_two() -> None:
    assert clusters("🇨🇳🇫🇷") == ["🇨🇳", "🇫🇷"]


@pytest.mark.parametrize(
    ("text", "side"), [("Zoë", "ltr"), ("محمد", "rtl"), ("12 שלום", "rtl"), ("王", "ltr"), ("123", "ltr"), ("", "ltr")]
)
def test_the_first_letter_tells_the_direction(text: str, side: str) -> None:
    assert direction(text) == side


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("guest_1", [("", "guest_1")]),
        ("नमस्ते Zoë", [("Devanagari", "नमस्ते"), ("", " Zoë")]),
        ("王 ไทย 😀", [("han", "王 "), ("Thai", "ไทย"), ("han", " "), ("emoji", "😀")]),
        ("Ведущий ½ ²", [("", "Ведущий ½ ²")]),
        ("१२", [("Devanagari", "१२")]),
    ],
)
def test_each_script_is_a_piece_of_its_own(text: str, pieces: list[tuple[str, str]]) -> None:
    assert runs(text) == pieces
