"""Many texts in little room: every character comes back."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from layoutkit.picture import draw
from layoutkit.picture.compact import Forms

from . import album

TEXTS = st.lists(st.text(st.characters(codec="utf-8")) | st.text("01.-e\n\x01a", max_size=30), max_size=5)


@given(TEXTS)
def test_what_was_packed_is_unpacked_also_by_way_of_json(texts: list[str]) -> None:
    forms = Forms()
    packed = json.loads(json.dumps([forms.packed(text) for text in texts]))
    assert [forms.unpacked(each) for each in packed] == texts


def test_pictures_that_are_alike_take_less_than_half_of_the_room() -> None:
    pictures = [draw(album.grid(columns, 3)) for columns in range(2, 8)]
    forms = Forms()
    packed = json.dumps([forms.packed(svg) for svg in pictures], separators=(",", ":"))
    assert len(packed) + len(json.dumps(list(forms.known))) < sum(map(len, pictures)) / 2
