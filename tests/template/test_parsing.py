"""The template language read into nouns: every key, word and wish, what each is by default, and what may be named where."""

from __future__ import annotations

import json

import pytest

from layoutkit.errors import DocumentError
from layoutkit.geometry import Size
from layoutkit.template import parse
from layoutkit.template.language import (
    ApartWord,
    EitherWord,
    ExtremeWish,
    FitWord,
    LargestWish,
    LeastCropWish,
    LeastMovementWish,
    PlaceWord,
    RequireWord,
    SizeWord,
    SplitWord,
)

from .reading import EVERY_WORD, read, rule, told


def test_a_template_may_say_every_word_there_is() -> None:
    template = read(EVERY_WORD)
    assert [spec.word for spec in template.rules] == ["either", "size", "place", "split", "apart", "fit", "require", "size"]
    assert [spec.word for spec in template.wishes] == [
        *["largest", "least_crop", "least_movement", "minimize", "maximize"],
        *["size", "place", "stack", "require"],
    ]
    assert [spec.name for spec in template.rules if spec.name] == ["pip"]
    assert [spec.name for spec in template.wishes if spec.name] == ["stay"]
    assert [spec.word for spec in (*template.rules, *template.wishes) if spec.when] == ["require", "maximize"]


def test_what_is_said_at_the_top_is_read() -> None:
    template = read(EVERY_WORD)
    assert (template.ref.name, template.version, template.title) == ("every-word", 2, "Every word")
    assert (template.snap, template.overlap, template.overflow, template.picture) == (2, True, "page", (4, 3))
    assert [who.text for who in template.layers] == ["secondaries", "screen"]
    assert template.promises == ((("gap", 16),), (("gap", 0), ("corner", "top left"), ("banner", False)))
    assert [(spec.name, spec.kind) for spec in template.settings] == [
        *[("gap", "number"), ("corner", "choice"), ("shape", "choice")],
        *[("speaker", "number"), ("banner", "flag")],
    ]
    assert template.canvases == (Size(540, 960), Size(1280, 720))


def test_what_is_not_said_at_the_top_has_its_default() -> None:
    template = parse(b"name: plain\nsecondaries: 2\ncanvases: [540x960]\nrules: []\n", "plain.yaml")
    assert (template.primary, template.picture, template.overlap, template.overflow) == ("background", (16, 9), False, "refuse")
    assert (template.snap, template.layers, template.promises, template.wishes, template.bases) == (1, (), (), (), ())
    assert (template.version, template.title, template.about) == (1, "plain", "")


def test_rules_and_wishes_have_the_place_of_their_word() -> None:
    template = read("rules:\n  - {name: x, when: n > 1, size: {width: 9}}\nwishes:\n  - largest: all\n")
    assert [str(spec.where) for spec in (*template.rules, *template.wishes)] == ["it.yaml:6:28", "it.yaml:8:5"]
    assert template.line(template.wishes[0].where) == "  - largest: all"


def test_a_rule_in_a_list_of_either_has_its_place_too() -> None:
    either = rule("either:\n      one: [size: {width: 9}]\n      two:\n        - {place: {at: top}, name: top, when: n > 2}\n")
    assert isinstance(either, EitherWord)
    (one, (size,)), (two, (place,)) = either.lists
    assert (one, size.where.line, size.where.column) == ("one", 8, 13)
    assert (two, place.where.line, place.where.column, place.name, place.when is not None) == ("two", 10, 12, "top", True)


# --- each word -------------------------------------------------------------------------------------------------------


def test_split_cuts_the_canvas_downwards_unless_told_otherwise() -> None:
    split = rule("split: {into: {head: 80, body: rest, foot: free, primary: 1/4}}")
    assert isinstance(split, SplitWord)
    assert (split.of.text, split.direction.text, split.gap.down.text) == ("canvas", "down", "0")
    lengths = [piece.length if isinstance(piece.length, str) else piece.length.text for piece in split.into]
    assert list(zip((piece.name for piece in split.into), lengths, strict=True)) == [
        *[("head", "80"), ("body", "rest"), ("foot", "free"), ("primary", "1/4")],
    ]


def test_split_keeps_the_order_of_its_pieces_and_their_places() -> None:
    split = rule("split: {of: side, direction: left, into: {z: rest, a: rest}, gap: [1, 2]}")
    assert isinstance(split, SplitWord)
    assert [(piece.name, piece.where.column) for piece in split.into] == [("z", 47), ("a", 56)]
    assert (split.gap.across.text, split.gap.down.text) == ("1", "2")


@pytest.mark.parametrize(
    ("written", "others"),
    [
        ("{}", []),
        ("{from: each other}", []),
        ("{from: primary}", ["primary"]),
        ("{from: [side, pip]}", ["side", "pip"]),
    ],
)
def test_apart_is_from_each_other_or_from_regions_and_the_primary(written: str, others: list[str]) -> None:
    apart = rule(f"apart: {written}")
    assert isinstance(apart, ApartWord)
    assert [word.text for word in apart.others] == others


def test_fit_crops_as_much_as_it_must_unless_told_otherwise() -> None:
    fit = rule("fit:")
    assert isinstance(fit, FitWord)
    assert (fit.tiles.text, fit.how.text, fit.most.text) == ("all", "crop", "100%")


@pytest.mark.parametrize("written", ["tile.left <= next.left", "{that: tile.left <= next.left}"])
def test_require_is_a_relation_alone_or_of_some(written: str) -> None:
    require = rule(f"require: {written}")
    assert isinstance(require, RequireWord)
    assert (require.tiles.text, require.that.text, require.that.signs) == ("all", "tile.left <= next.left", ("<=",))


def test_require_keeps_every_link_of_a_chain() -> None:
    that = rule("require: {that: 0 <= next.left - tile.right == gap_ >= -3, tiles: 2..}".replace("gap_", "8")).that
    assert (len(that.sides), that.signs) == (4, ("<=", "==", ">="))


@pytest.mark.parametrize("aspect", ["16:9", "..3:2", "4:3..", "4:3..16:9", "1:1..1:1", "source"])
def test_a_size_has_a_shape_or_a_range_of_shapes_or_its_sources(aspect: str) -> None:
    size = rule(f'size: {{aspect: "{aspect}"}}')
    assert isinstance(size, SizeWord)
    assert size.aspect is not None
    assert size.aspect.text == aspect


@pytest.mark.parametrize("word", ["size", "place", "stack", "grid", "apart", "fit"])
def test_a_word_whose_parameters_have_defaults_may_stand_alone(word: str) -> None:
    assert rule(f"{word}:") is not None


def test_wishes_are_whos_sums_and_rules() -> None:
    wishes = [spec.wish for spec in read(EVERY_WORD).wishes]
    kinds = [LargestWish, LeastCropWish, LeastMovementWish, ExtremeWish, ExtremeWish, SizeWord, PlaceWord]
    assert [type(wish) for wish in wishes[: len(kinds)]] == kinds
    assert [(wish.sense, wish.form.text) for wish in wishes if isinstance(wish, ExtremeWish)] == [
        ("minimize", "last.bottom - first.top"),
        ("maximize", "2 * pip.width"),
    ]


# --- who and where ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("word", ["size: {tiles: pip}", "place: {tiles: [pip, first]}", "stack: {tiles: [side, pip, 2..]}"])
def test_a_region_may_be_sized_placed_and_stacked(word: str) -> None:
    assert "pip" in [part.word for part, _ in rule(word).tiles.parts]


@pytest.mark.parametrize("word", ["grid: {tiles: pip}", "apart: {tiles: pip}", "fit: {tiles: pip}", "size: {tiles: all but pip}"])
def test_elsewhere_a_region_is_nobody(word: str) -> None:
    fault = told(f"regions: {{pip: free}}\nrules: [{word}]")[0]
    assert "'pip' is nobody (a region stands in 'tiles' of size, place and stack only" in fault


def test_a_wish_for_larger_pictures_is_for_tiles() -> None:
    assert "'pip' is nobody" in told("regions: {pip: free}\nrules: []\nwishes: [largest: pip]")[0]


def test_a_rule_may_speak_of_a_region_that_a_later_rule_makes() -> None:
    read("rules: [place: {in: strip}, require: strip.width >= 9, split: {of: head, into: {strip: rest}}, split: {into: {head: 9}}]")


def test_what_a_list_splits_is_seen_in_it_and_in_the_lists_inside_it() -> None:
    inner = "either: {x: [place: {in: strip}], y: [split: {of: strip, into: {half: 1/2}}, place: {in: half}]}"
    read(f"rules: [either: {{a: [{inner}, split: {{into: {{strip: rest}}}}], b: [size: {{width: 9}}]}}]")


def test_two_lists_may_give_their_pieces_the_same_names() -> None:
    read("rules: [either: {a: [split: {into: {strip: 1/4}}], b: [split: {into: {strip: 1/3, primary: rest}}]}]")


def test_a_list_may_not_take_the_name_of_a_piece_around_it() -> None:
    both = "rules: [split: {into: {strip: 1/4}}, either: {a: [split: {into: {strip: 1/3}}], b: [size: {width: 9}]}]"
    assert told(both) == [
        "it.yaml:5:66: 'strip' is already a piece of the split in line 5 "
        "(give each piece a name of its own, or each split a 'when' of its own)"
    ]


@pytest.mark.parametrize("name", ["tile", "next", "other", "canvas", "center", "rest", "n"])
def test_a_region_is_not_named_like_a_word(name: str) -> None:
    assert "is a word of the language" in told(f"rules: [split: {{into: {{{name}: rest}}}}]")[0]
    assert "is a word of the language" in told(f"regions: {{{name}: free}}\nrules: []")[0]


def test_a_setting_may_stand_wherever_each_of_its_choices_may() -> None:
    settings = "{whom: {default: first, choice: [first, 2, all but first]}, spot: {default: top, choice: [top, fill]}, k: {default: 2}}"
    rules = "[place: {tiles: whom, at: spot}, size: {tiles: k, width: 9, aspect: shape}]"
    shape = 'shape: {default: source, choice: [source, "..4:3"]}'
    read(f"settings: {settings[:-1]}, {shape}}}\nrules: {rules}")


def test_a_setting_may_not_stand_where_one_of_its_choices_may_not() -> None:
    faults = told("settings: {whom: {default: first, choice: [first, frist]}}\nrules: [place: {tiles: whom}]")
    assert faults == [
        "it.yaml:6:24: 'frist', which setting 'whom' can be, is nobody (there are all, primary, secondaries, first, last)",
    ]


def test_an_own_region_is_known_in_relations_by_its_sides() -> None:
    require = rule("require: side.left + pip.width <= primary.right")
    assert isinstance(require, RequireWord)


# --- the digest ------------------------------------------------------------------------------------------------------

SPLIT = {"split": {"into": {"a": "rest", "b": "1/4"}}}
TURNED = {"split": {"into": {"b": "1/4", "a": "rest"}}}


def digest(*rules: object, **more: object) -> str:
    document = {"name": "it", "secondaries": 3, "canvases": ["540x960"], "rules": list(rules), **more}
    return parse(json.dumps(document).encode(), "it.json").ref.digest


def test_the_digest_hangs_on_the_order_of_what_follows_one_another() -> None:
    assert digest(SPLIT) != digest(TURNED)
    one, two = [{"size": {"width": 9}}], [{"size": {"width": 8}}]
    assert digest({"either": {"a": one, "b": two}}) != digest({"either": {"b": two, "a": one}})
    assert digest({"either": {"a": [SPLIT], "b": two}}) != digest({"either": {"a": [TURNED], "b": two}})


def test_the_digest_does_not_hang_on_the_order_of_keys_that_mean_the_same() -> None:
    assert digest({"size": {"width": 9, "height": 8}}) == digest({"size": {"height": 8, "width": 9}})
    assert digest(let={"a": 1, "b": 2}) == digest(let={"b": 2, "a": 1})


def key(rules: str) -> str:
    either = rule(f"either: {{a: {rules}, b: [size: {{width: 7}}]}}")
    assert isinstance(either, EitherWord)
    return either.key


def test_the_key_of_an_either_does_not_hang_on_the_order_of_the_rules_in_a_list() -> None:
    nested = "either: {{x: [size: {{width: {}}}, size: {{width: {}}}], y: [fit: ]}}"
    assert key("[size: {width: 9}, fit: ]") == key("[fit: , size: {width: 9}]")
    assert key(f"[{nested.format(1, 2)}]") == key(f"[{nested.format(2, 1)}]")
    assert key("[size: {width: 9}]") != key("[size: {width: 8}]")
    assert key("[split: {into: {a: rest, b: 9}}]") != key("[split: {into: {b: 9, a: rest}}]")


# --- JSON ------------------------------------------------------------------------------------------------------------


def test_json_may_write_a_character_as_two_escapes() -> None:
    document = {"name": "it", "title": "Gäste \U0001f600", "secondaries": 3, "canvases": ["540x960"], "rules": []}
    escaped = json.dumps(document).encode()
    assert b"\\ud83d\\ude00" in escaped
    assert parse(escaped, "it.json").title == "Gäste \U0001f600"
    assert parse(escaped, "it.json").ref == parse(json.dumps(document, ensure_ascii=False).encode(), "it.json").ref


def test_faults_in_json_with_escapes_have_their_places() -> None:
    head = '{"name": "it", "title": "\\ud83d\\ude00",\n "secondaries": 3, "canvases": ["540x960"],\n'
    text = head + ' "rules": [{"size": {"width": "gpa"}, "nmae": 1}]}'
    with pytest.raises(DocumentError) as caught:
        parse(text.encode(), "it.json")
    assert [str(fault) for fault in caught.value.faults] == [
        "it.json:3:32: unknown name 'gpa'",
        "it.json:3:39: unknown key 'nmae' (did you mean 'name'?)",
    ]


@pytest.mark.parametrize(("half", "column"), [("\\ud83d", 12), ("\\ude00", 12), ("\\ud83dx", 12), ("\\\\\\ud83d\\ud83d\\ude00", 14)])
def test_half_a_character_is_told_where_it_is_escaped(half: str, column: int) -> None:
    head = '{"name": "it", "about": "\\ud83d\\ude00 \\\\ud83d \\u00e4",\n "title": "'
    with pytest.raises(DocumentError) as caught:
        parse(f'{head}{half}", "secondaries": 3, "canvases": ["540x960"], "rules": []}}'.encode(), "it.json")
    assert str(caught.value) == f"it.json:2:{column}: half a surrogate pair is no character (write the character itself, or both halves)"


def test_yaml_knows_no_surrogates_at_all() -> None:
    with pytest.raises(DocumentError) as caught:
        parse(b'title: "\\ud83d\\ude00"\n', "it.yaml")
    assert str(caught.value) == "it.yaml:1:9: this escape is no character (write the character itself)"
