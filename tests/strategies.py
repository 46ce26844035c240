"""Random templates and scenes, small enough that every placement can be tried."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import strategies as st

from layoutkit.geometry import Size
from layoutkit.scene import Scene, Stream
from layoutkit.template import Template, parse

WHO = st.sampled_from(["all", "secondaries", "first", "last", "1", "2..", "all but first"])
AT = st.sampled_from(
    [
        "left",
        "right",
        "top",
        "bottom",
        "center",
        "fill",
        "top left",
        "bottom right",
        "center right",
        "top center",
        "left right",
    ]
)
ASPECT = st.sampled_from(["1:1", "2:1", "1:2", "2:3", "3:2", "16:9", "9:16"])
SHAPES = st.one_of(ASPECT, st.sampled_from(["..3:2", "1:1..", "2:3..3:2", "..1:2", "2:1.."]))


def lengths(top: int) -> st.SearchStrategy[Any]:
    """Pixels or a share."""
    return st.one_of(
        st.integers(0, top),
        st.sampled_from(["25%", "1/3", "50%", "100%", "n", "canvas.width - 3 if canvas.width > 3 else 1"]),
    )


def ranges(top: int) -> st.SearchStrategy[Any]:
    """A length or a range of them."""
    low_high = st.tuples(st.integers(1, top), st.integers(0, top)).map(lambda p: f"{p[0]}..{p[0] + p[1]}")
    return st.one_of(st.integers(1, top), low_high, st.integers(1, top).map(lambda n: f"{n}.."), st.just("..60%"), st.just("1/2"))


def _some(fields: dict[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=fields)


def sizes(top: int) -> st.SearchStrategy[Any]:
    return _some({"tiles": WHO, "width": ranges(top), "height": ranges(top), "aspect": SHAPES, "alike": st.booleans()}).map(
        lambda d: {"size": d}
    )


def places(top: int) -> st.SearchStrategy[Any]:
    return _some({"tiles": WHO, "at": AT, "inset": st.integers(0, 2)}).map(lambda d: {"place": d})


def stacks(top: int) -> st.SearchStrategy[Any]:
    fields = {
        "tiles": WHO,
        "direction": st.sampled_from(["down", "up", "left", "right"]),
        "gap": st.integers(0, 2),
        "at": st.one_of(AT, st.just("free")),
        "inset": st.one_of(st.integers(0, 2), st.tuples(st.integers(0, 2), st.integers(0, 2)).map(list)),
    }
    return _some(fields).map(lambda d: {"stack": d})


def grids(top: int) -> st.SearchStrategy[Any]:
    fields = {
        "tiles": WHO,
        "columns": st.integers(1, 3),
        "rows": st.integers(1, 3),
        "at": AT,
        "inset": st.integers(0, 1),
        "gap": st.integers(0, 2),
        "width": ranges(top),
        "height": ranges(top),
        "aspect": SHAPES,
        "from": st.sampled_from(["top left", "top right", "bottom left", "bottom right"]),
        "by": st.sampled_from(["row", "column"]),
        "balance": st.booleans(),
        "short": st.sampled_from(["start", "center", "stretch"]),
        "remainder": st.sampled_from(["spread", "margin", "last"]),
    }
    return _some(fields).map(lambda d: {"grid": d})


def aparts(top: int) -> st.SearchStrategy[Any]:
    return _some({"tiles": WHO, "gap": st.one_of(st.integers(0, 2), st.tuples(st.integers(0, 2), st.integers(0, 2)).map(list))}).map(
        lambda d: {"apart": d}
    )


def requires(top: int) -> st.SearchStrategy[Any]:
    """A line over sides of tiles."""
    side = st.sampled_from(["left", "top", "right", "bottom", "width", "height"])
    box = st.sampled_from(["tile", "first", "last", "canvas", "next"])
    term = st.builds(lambda b, s, k: f"{k} * {b}.{s}" if k > 1 else f"{b}.{s}", box, side, st.integers(1, 2))
    other = st.one_of(term, st.integers(0, top).map(str), st.builds(lambda t, k: f"{t} / 2 + {k}", term, st.integers(0, 2)))
    sign = st.sampled_from(["<=", ">=", "=="])
    return st.builds(lambda a, s, b: f"{a} {s} {b}", term, sign, other).filter(_has_tile).map(lambda text: {"require": text})


def _has_tile(text: str) -> bool:
    return "next" not in text or "tile" in text


def fits(top: int) -> st.SearchStrategy[Any]:
    return _some({"tiles": WHO, "most": st.sampled_from(["0%", "25%", "50%", "100%"])}).map(lambda d: {"fit": d})


def eithers(top: int) -> st.SearchStrategy[Any]:
    """Two or three lists of plain rules."""
    lists = st.lists(st.lists(plain(top), min_size=1, max_size=2), min_size=2, max_size=3)
    return lists.map(lambda found: {"either": {f"way_{i}": rules for i, rules in enumerate(found)}})


def plain(top: int) -> st.SearchStrategy[Any]:
    """Any word but `split` and `either`."""
    return st.one_of(sizes(top), places(top), stacks(top), grids(top), aparts(top), requires(top), fits(top))


def rules(top: int) -> st.SearchStrategy[list[Any]]:
    """One to three rules of any word that needs no region."""
    return st.lists(st.one_of(plain(top), eithers(top)), min_size=1, max_size=3)


def wishes(top: int) -> st.SearchStrategy[list[Any]]:
    """Up to two wishes, of every kind but least movement."""
    place = places(top).filter(lambda d: d["place"].get("at") != "center")
    size = _some({"tiles": WHO, "width": ranges(top), "height": ranges(top), "alike": st.booleans()}).map(lambda d: {"size": d})
    extreme = st.builds(
        lambda sense, box, side: {sense: f"{box}.{side}"},
        st.sampled_from(["minimize", "maximize"]),
        st.sampled_from(["tile", "first", "last"]),
        st.sampled_from(["left", "top", "right", "bottom", "width", "height"]),
    )
    who = st.sampled_from(["all", "first", "2..", "last"])
    return st.lists(
        st.one_of(who.map(lambda w: {"largest": w}), who.map(lambda w: {"least_crop": w}), place, size, extreme, requires(top)), max_size=2
    )


def splits(top: int) -> st.SearchStrategy[Any]:
    """The canvas cut into `side` and another region, or two."""
    length = st.one_of(st.integers(0, top), st.sampled_from(["25%", "1/3", "50%", "rest", "free"]))
    other = st.one_of(st.integers(0, top), st.sampled_from(["rest", "50%", "2/3"]))
    fields = {"direction": st.sampled_from(["down", "up", "left", "right"]), "gap": st.integers(0, 1)}

    def made(options: dict[str, Any], side: Any, main: Any, *, first: bool) -> dict[str, Any]:
        into = {"side": side, "main": main} if first else {"main": main, "side": side}
        return {"split": {**options, "into": into}}

    return st.builds(made, st.fixed_dictionaries({}, optional=fields), length, other, first=st.booleans())


def template(rules: list[Any], **more: Any) -> Template:
    """A template of these rules, through the general path."""
    document = {"name": "drawn", "secondaries": "0..999", "canvases": ["4x4"], "rules": rules, **more}
    return parse(json.dumps(document).encode(), "drawn.json")


def scene(width: int, height: int, count: int) -> Scene:
    """A scene of so many secondaries."""
    return Scene(Size(width, height), Stream("host"), tuple(Stream(f"g{i}") for i in range(1, count + 1)))


RANGES = {"a": (0, 9), "b": (1, 8)}


@st.composite
def adjustable(draw: Any) -> tuple[Template, dict[str, int]]:
    """Rules in some of whose numbers settings stand."""
    rule = st.one_of(sizes(9), places(9), stacks(9), aparts(9), requires(9))
    rules = [_with_settings(draw, rule) for rule in draw(st.lists(rule, min_size=2, max_size=5))]
    now = {name: draw(st.integers(*ends)) for name, ends in RANGES.items()}
    specs = {name: {"default": now[name], "min": low, "max": high} for name, (low, high) in RANGES.items()}
    return template(rules, settings=specs, secondaries="1..4", snap=draw(st.sampled_from([1, 1, 1, 2]))), now


def _with_settings(draw: Any, value: Any, key: str = "") -> Any:
    if isinstance(value, dict):
        return {name: _with_settings(draw, part, name) for name, part in value.items()}
    if isinstance(value, int) and not isinstance(value, bool) and key in ("width", "height", "inset", "gap"):
        return draw(st.sampled_from([value, "a", "b", "a + 1", "10 - a", "b / 2 + 1"]))
    return value
