"""Templates with a few parts replaced, taken out or added, most of them broken."""

from __future__ import annotations

import copy
from typing import Any

from hypothesis import strategies as st

from layoutkit.template.reading import read as read_yaml

from .reading import EVERY_WORD

WHOLE: Any = read_yaml(EVERY_WORD.encode(), "every.yaml").data
VALUES = st.sampled_from(
    [None, True, False, 0, 1, -1, 2.5, 300, "", "x", "16:9", "1..3", "free", "rest", [], [1], ["all", "all"], {}, {"x": 1}]
)
KEYS = st.sampled_from(["size", "either", "off", "name", "extends", "that", "x", "width", "default", "box"])


def places(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [at, *(place for key, part in inner for place in places(part, (*at, key)))]


@st.composite
def changed(draw: st.DrawFn, whole: Any = WHOLE, keys: st.SearchStrategy[str] = KEYS) -> Any:
    """A document, by default the template that says every word, with a few parts replaced, taken out or added."""
    document = copy.deepcopy(whole)
    for _ in range(draw(st.integers(0, 3))):
        place = draw(st.sampled_from(places(document)[1:] or [()]))
        holder = document
        for step in place[:-1]:
            holder = holder[step]
        if not place:
            continue
        match draw(st.sampled_from(["replace", "take", "add"])):
            case "take":
                del holder[place[-1]]
            case "add" if isinstance(holder[place[-1]], dict):
                holder[place[-1]][draw(keys)] = copy.deepcopy(draw(VALUES))
            case _:
                holder[place[-1]] = copy.deepcopy(draw(VALUES))
    return document
