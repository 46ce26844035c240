"""JSON at the borders: read with places, refused with words."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layoutkit.documents import read_json, to_json
from layoutkit.errors import DocumentError

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**12), 10**12) | st.text(st.characters(codec="utf-8"), max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(st.characters(codec="utf-8"), max_size=5), inner, max_size=4),
    max_leaves=20,
)


@given(VALUES, st.sampled_from([None, 1, 3]))
def test_what_was_written_is_read_back(value: object, indent: int | None) -> None:
    assert read_json(to_json(value, indent=indent).encode(), "it.json")[0] == value
    assert read_json(json.dumps(value, indent=indent).encode(), "it.json")[0] == value


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"a": 1,\n "a": 2}', "it.json:2:2: key 'a' stands here a second time (first at it.json:1:2)"),
        ('{"a": 1,}', "it.json:1:9: a comma before the end (take it away)"),
        ("[1 2]", "it.json:1:4: a comma or ']' should stand here"),
        ("[01]", "it.json:1:2"),
        ("[NaN]", "it.json:1:2: 'N' cannot stand here in JSON"),
        ('["\\ud800"]', "it.json:1:3: half a surrogate pair is no character"),
        ("", "it.json:1:1: the document ends too early"),
        ("[" * 50, "nested more than 32 deep"),
        ("{} {}", "it.json:1:4: only one document may stand in a file"),
    ],
)
def test_what_is_no_json_is_told_with_its_place(text: str, said: str) -> None:
    with pytest.raises(DocumentError) as caught:
        read_json(text.encode(), "it.json")
    assert said in str(caught.value)


def test_parts_have_places() -> None:
    _, locate = read_json(b'{"a": [1,\n  {"b": 2}]}', "it.json")
    assert str(locate(("a", 1, "b"), False)) == "it.json:2:9"
    assert str(locate(("a", 1, "b"), True)) == "it.json:2:4"
    assert str(locate(("a", 7), False)) == "it.json:1:7", "what is not there has the place of what is around it"
