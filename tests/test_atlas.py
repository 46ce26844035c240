"""Layouts solved ahead: what an atlas has needs no solver; what is wrong with one costs time, and never changes an answer."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

import layoutkit as lk
from layoutkit import alike, pipeline, shelf
from layoutkit.app.proving import proved
from layoutkit.atlas import Atlas, AtlasWarning, written
from layoutkit.documents import data_path, layout_document
from layoutkit.layout import Layout
from layoutkit.scene import Scene, Stream
from layoutkit.template import Template, parse
from tests.cli.stage import process

ROOT = Path(__file__).parents[1]
SHIPPED = data_path("templates", "atlases", "shelf.atlas")

ROOM = """\
name: room
secondaries: 0..3
canvases: [640x360]
primary: tile
roles: {screen: 0..1}
settings:
  gap: {default: 8, min: 0, max: 40}
rules:
  - split: {direction: right, into: {primary: 400, panel: rest}, gap: gap}
  - size:  {tiles: secondaries, aspect: "4:3", alike: yes}
  - fit:   {tiles: all, how: crop}
  - stack: {tiles: secondaries, direction: down, in: panel, at: top left, gap: gap}
wishes:
  - largest: secondaries
"""


@pytest.fixture(autouse=True)
def _nothing_known(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No layout is remembered, and no atlas is asked until a test names one."""
    monkeypatch.setattr(pipeline, "_seen", {})
    monkeypatch.setattr(pipeline, "_atlases", [])
    alike.forget()
    yield
    alike.forget()


def no_solver(monkeypatch: pytest.MonkeyPatch) -> None:
    """From here on whoever solves fails."""

    def never(*_: object) -> Any:
        raise AssertionError("solved, though it was solved ahead")

    monkeypatch.setattr(pipeline, "solve", never)
    monkeypatch.setattr(alike, "recipe", never)


def forgotten() -> None:
    pipeline._seen.clear()
    alike.forget()


def scene(people: int, canvas: str = "540x960", roles: tuple[str, ...] = ()) -> Scene:
    given = [*roles, *[""] * people][:people]
    return Scene(lk.Size.parse(canvas), Stream("host"), tuple(Stream(f"g{i}", role=role) for i, role in enumerate(given)))


def solved(template: Template | str, *scenes: Scene, **settings: Any) -> list[tuple[Scene, Layout]]:
    with pipeline.unaided():
        return [(one, lk.arrange(template, one, settings=settings)) for one in scenes]


def atlas_of(path: Path, *layouts: tuple[Scene, Layout]) -> Path:
    path.write_bytes(written(layouts, lk.__version__))
    forgotten()
    return path


@pytest.fixture
def column(tmp_path: Path) -> Path:
    """An atlas of the right column with one, two and three secondaries."""
    return atlas_of(tmp_path / "column.atlas", *solved("right-column", scene(1), scene(2), scene(3)))


def only(path: Path) -> None:
    """Ask this atlas, and not layoutkit's own."""
    pipeline._atlases[:] = [Atlas(path, lk.__version__)]


# --- what is in it ---------------------------------------------------------------------------------------------------


def test_a_layout_in_the_atlas_needs_no_solver(column: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Other people than those it was solved with stand in the same places."""
    only(column)
    no_solver(monkeypatch)
    layout = lk.arrange("right-column", canvas="540x960", primary="8888_denny", secondaries=["a", "b", "c"])
    assert [str(tile.rect) for tile in layout.secondaries] == ["160x240 at (380,630)", "160x240 at (380,390)", "160x240 at (380,150)"]
    assert [tile.stream.id for tile in layout.tiles] == ["8888_denny", "a", "b", "c"]


def test_what_is_told_of_a_layout_is_the_same_as_solved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A primary among the tiles, a role, a setting, a fit, a region and a wish: all of it comes back."""
    room = parse(ROOM.encode(), "room.yaml")
    scenes = [scene(0, "640x360"), scene(3, "640x360"), scene(3, "640x360", ("screen",))]
    layouts = [*solved(room, *scenes), *solved(room, *scenes, gap=0)]
    only(atlas_of(tmp_path / "room.atlas", *layouts))
    no_solver(monkeypatch)
    for one, layout in layouts:
        found = lk.arrange(room, one, settings=dict(layout.origin.settings))
        assert found == layout
        assert layout_document(found) == layout_document(layout)
    assert layouts[1][1].regions
    assert layouts[1][1].wishes
    assert {tile.fit for tile in layouts[1][1].tiles} >= {"crop"}


def test_only_what_it_was_solved_for_is_told(column: Path) -> None:
    """Another setting, an area kept clear, a source's size or somebody only heard is another question."""
    atlas = Atlas(column, lk.__version__)
    template, values = shelf.load("right-column"), lk.arrange("right-column", scene(3)).origin.settings
    find: Callable[[Scene], Layout | None] = lambda asked: atlas.find(template.ref, asked, values)  # noqa: E731
    assert find(scene(3))
    assert not find(scene(3, "541x960"))
    assert not find(scene(3, roles=("screen",)))
    assert not find(pipeline.scene_of("540x960", "host", ["a", "b", "c"], {"bar": (0, 0, 540, 30)}))
    assert not find(pipeline.scene_of("540x960", "host", ["a", "b", Stream("c", size=lk.Size(4, 3))]))
    assert not find(pipeline.scene_of("540x960", "host", ["a", "b", Stream("c", audio_only=True)]))
    assert not atlas.find(template.ref, scene(3), tuple((name, True if name == "gap" else value) for name, value in values))


def test_another_text_of_the_template_is_another_template(column: Path) -> None:
    """Its digest is not in the atlas, so that nothing of the older text is told."""
    only(column)
    text = shelf.load("right-column").text.replace("default: 160", "default: 120")
    layout = lk.arrange(parse(text.encode(), "right-column.yaml"), scene(1))
    assert layout.secondaries[0].rect.width == 120


def test_who_is_left_out_of_the_picture_is_left_to_the_solver(tmp_path: Path) -> None:
    """A layout with somebody off the picture is in no atlas."""
    heard = Scene(lk.Size(540, 960), Stream("host"), (Stream("a"), Stream("b", audio_only=True)))
    assert json.loads(written(solved("voices", heard), "1").splitlines()[0])["sections"] == []


def test_the_same_layouts_are_the_same_bytes() -> None:
    """Also in another process, whatever the order of its sets is."""
    code = "import sys\nfrom layoutkit.app.proving import proved\nfrom layoutkit.atlas import written\n"
    code += "sys.stdout.buffer.write(written(proved('right-column', {'digest': ''}, True).layouts, '1'))"
    said = {process(code=code, PYTHONHASHSEED=seed).out for seed in ("0", "1", "77")}
    assert said == {written(proved("right-column", {"digest": ""}, True).layouts, "1").decode()}


# --- what is wrong with it -------------------------------------------------------------------------------------------


def same_as_without(path: Path) -> list[str]:
    """The warnings of an atlas; the answers with it are those without."""
    expected = [layout_document(layout) for _, layout in solved("right-column", scene(1), scene(3))]
    forgotten()
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        only(path)
        assert [layout_document(lk.arrange("right-column", scene(n))) for n in (1, 3)] == expected
    assert {one.category for one in told} <= {AtlasWarning}
    return [str(one.message) for one in told]


def sealed(head: dict[str, Any], body: bytes) -> bytes:
    """An atlas of any content, with checksums that are right."""
    for section in head["sections"]:
        section["sha256"] = sha256(body[section["at"] : section["at"] + section["bytes"]]).hexdigest()
    first = (json.dumps(head) + "\n").encode()
    return first + sha256(first).hexdigest().encode() + b"\n" + body


def opened(path: Path) -> tuple[dict[str, Any], bytes]:
    first, _, body = path.read_bytes().split(b"\n", 2)
    return json.loads(first), body


def test_a_sound_atlas_says_nothing(column: Path) -> None:
    """This is what the next tests damage."""
    assert same_as_without(column) == []


WRONG: dict[str, bytes] = {
    "empty": b"",
    "one line": b"{}",
    "not JSON": b"<svg/>\n" + sha256(b"<svg/>\n").hexdigest().encode() + b"\n",
    "a list": b"[]\n" + sha256(b"[]\n").hexdigest().encode() + b"\n",
    "not text": bytes(range(256)) * 8,
    "very deep": b"[" * 100_000 + b"\n" + sha256(b"[" * 100_000 + b"\n").hexdigest().encode() + b"\n",
}


@pytest.mark.parametrize("what", WRONG)
def test_what_is_no_atlas_is_told_and_not_used(tmp_path: Path, what: str) -> None:
    """One warning, and the answers come from the solver."""
    (tmp_path / "a.atlas").write_bytes(WRONG[what])
    (told,) = same_as_without(tmp_path / "a.atlas")
    assert told.startswith(f"atlas {tmp_path / 'a.atlas'}: ")
    assert told.endswith("; it is not used")


def test_an_atlas_that_is_not_there_or_a_folder_is_told(tmp_path: Path) -> None:
    """By what the system says."""
    assert "No such file" in same_as_without(tmp_path / "none.atlas")[0]
    assert "directory" in same_as_without(tmp_path)[0].lower()
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    assert len(same_as_without(tmp_path / "loop")) == 1


@pytest.mark.parametrize(("key", "value"), [("atlas", 2), ("atlas", "1"), ("layoutkit", "99.0")])
def test_another_form_or_version_is_told(column: Path, key: str, value: object) -> None:
    """Whatever the future writes, this version does not guess at it."""
    head, body = opened(column)
    column.write_bytes(sealed({**head, key: value}, body))
    assert str(value) in same_as_without(column)[0]


def test_wherever_the_file_is_cut_off_the_answers_are_the_same(column: Path) -> None:
    """In its first line all of it is lost; after that, the sections that are not whole."""
    whole = column.read_bytes()
    for end in range(0, len(whole), 97):
        column.write_bytes(whole[:end])
        assert len(same_as_without(column)) == 1, end


def test_the_shipped_atlas_cut_off_anywhere_tells_the_same(tmp_path: Path) -> None:
    """At every thousandth byte: a whole section is used, a broken one never."""
    whole, path = SHIPPED.read_bytes(), tmp_path / "cut.atlas"
    for end in range(0, len(whole), 1000):
        path.write_bytes(whole[:end])
        assert len(same_as_without(path)) <= 1, end


def test_one_flipped_byte_is_noticed(column: Path) -> None:
    """In the first line, in its checksum, in a layout."""
    whole = column.read_bytes()
    for at in (5, whole.index(b"\n") + 3, len(whole) - 20):
        column.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert len(same_as_without(column)) == 1, at


def test_sections_that_overlap_or_lie_outside_are_not_used(column: Path) -> None:
    """Places that are no numbers, negative, or beyond the end."""
    for at in (-5, 10**9, "0", None, 1.5):
        head, body = opened(column)
        head["sections"][0]["at"] = at
        first = (json.dumps(head) + "\n").encode()
        column.write_bytes(first + sha256(first).hexdigest().encode() + b"\n" + body)
        assert len(same_as_without(column)) == 1, at


def rewritten(path: Path, **changed: Any) -> None:
    """Every layout of the atlas with some of its parts changed, and all checksums right."""
    head, body = opened(path)
    lines = [json.dumps({**json.loads(line), **changed}) for line in body.splitlines()]
    body = "".join(line + "\n" for line in lines).encode()
    head["sections"][0]["bytes"] = len(body)
    path.write_bytes(sealed(head, body))


def test_a_layout_that_breaks_a_rule_is_not_used_though_its_checksum_is_right(column: Path) -> None:
    """Every layout is certified by the rules of its template, as any that comes from outside."""
    column.write_bytes(sealed(opened(column)[0], opened(column)[1].replace(b"[380,630,", b"[380,631,")))
    told = same_as_without(column)
    assert [says.split(": ")[1] for says in told] == ["a layout of right-column@1 on 540x960 breaks a rule; it is not used"] * 2


SHAPES: list[dict[str, Any]] = [
    {"tiles": []},
    {"tiles": None},
    {"tiles": [[0, 0, 540, 960, 1]] * 9},
    {"tiles": [["0", "0", "1", "1", "1"]] * 2},
    {"tiles": [[0, 0, 540, 960]] * 2},
    {"tiles": [[0.5, 0, 540, 960, 1]] * 2},
    {"fits": 3},
    {"fits": ["sideways"] * 2},
    {"regions": [1]},
    {"regions": {"desk": [1]}},
    {"wishes": [3]},
    {"roles": 3},
    {"canvas": 3},
    {"settings": [["int", "gap", 0]]},
]


@pytest.mark.parametrize("changed", SHAPES, ids=json.dumps)
def test_a_layout_of_another_shape_is_not_used(column: Path, changed: dict[str, Any]) -> None:
    """Whatever stands in the file, the answer is the solver's."""
    rewritten(column, **changed)
    assert len(same_as_without(column)) <= 2


def test_lines_that_are_no_layouts_are_told(column: Path) -> None:
    """A list, a number, nothing: the section is not used."""
    for line in (b"[]\n", b"7\n", b"\n", b"{}\n", b"[" * 100_000 + b"\n"):
        head, _ = opened(column)
        head["sections"][0]["bytes"] = len(line)
        column.write_bytes(sealed(head, line))
        assert len(same_as_without(column)) == 1, line[:9]


# --- who asks it -----------------------------------------------------------------------------------------------------


def test_an_atlas_of_ones_own_is_asked_first(column: Path) -> None:
    """`use_atlas` puts it before layoutkit's own."""
    lk.use_atlas(str(column))
    assert [atlas.path for atlas in pipeline.atlases()] == [column, SHIPPED, None]
    with pytest.raises(lk.UsageError, match="an atlas is the path of a file"):
        lk.use_atlas(3)  # type: ignore[arg-type]


def test_the_environment_names_an_atlas_for_the_command_line(column: Path, tmp_path: Path) -> None:
    """A damaged one is a warning beside the answer."""
    arguments = ("solve", "right-column")
    sound = process(*arguments, LAYOUTKIT_ATLAS=str(column))
    damaged = process(*arguments, LAYOUTKIT_ATLAS=str(tmp_path / "none.atlas"))
    assert sound == process(*arguments)
    assert (damaged.code, damaged.out) == (0, sound.out)
    assert damaged.err.startswith("warning: atlas ")
    assert damaged.err.count("\n") == 1


def asked(path: str, seed: int) -> str:
    """What a process of its own answers."""
    only(Path(path))
    layouts = [lk.arrange("right-column", scene(1 + (seed + n) % 3)) for n in range(3)]
    return json.dumps(sorted((layout_document(layout) for layout in layouts), key=json.dumps))


def test_several_processes_read_it_at_once(column: Path) -> None:
    """A file that is only read needs no lock."""
    with ProcessPoolExecutor(4) as pool:
        assert len({future.result() for future in [pool.submit(asked, str(column), seed) for seed in range(12)]}) == 1


# --- the one that is shipped -----------------------------------------------------------------------------------------


def test_the_shipped_atlas_is_current(monkeypatch: pytest.MonkeyPatch) -> None:
    """Built from the shelf, without a look at itself, it has the same bytes: `layoutkit check --atlas templates/atlases/shelf.atlas`."""
    layouts = [pair for name in shelf.names() for pair in proved(name, {"digest": ""}, True).layouts]
    assert written(layouts, lk.__version__) == SHIPPED.read_bytes()
    forgotten()
    no_solver(monkeypatch)
    for one, layout in layouts:
        assert lk.arrange(layout.origin.template.name, one) == layout, "told from the file and certified, never solved"


def test_the_shipped_atlas_is_below_two_megabytes() -> None:
    """It is in every wheel."""
    assert SHIPPED.stat().st_size < 2_000_000


def test_importing_layoutkit_reads_no_atlas() -> None:
    """Nor does an answer that needs none."""
    code = "import layoutkit as lk, sys; lk.load('grid'); from layoutkit import pipeline; assert not pipeline._atlases"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=os.environ, check=False)
    assert done.returncode == 0
