"""`layoutkit demo` with real streams: the film that it leaves shows every scene in its order, the contact sheet has one picture of each."""

from __future__ import annotations

import re
import socket
import sys
from collections.abc import Iterator
from contextlib import closing
from itertools import groupby, pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple

import av
import pytest

from layoutkit.app import demo, filming
from layoutkit.app.cli import cli
from layoutkit.app.demo import CANVAS, GUESTS, LINK, PRIMARY, REX, SHOCK
from layoutkit.app.filming import people, write_sheet
from layoutkit.app.pushing import COLOURS
from layoutkit.app.shell import run
from layoutkit.documents import check
from layoutkit.emulator.mixer.planes import colour_of, planes
from layoutkit.errors import UsageError
from layoutkit.geometry import Rect, Size
from layoutkit.picture import Still, contact_sheet

from .stage import Said

SLOTS = (750, 510, 270)
"""The middles of the column's three places, the lowest first; they stand at x = 460."""

PAINTED = {REX: COLOURS["teal"], LINK: COLOURS["coral"], SHOCK: COLOURS["gold"]}

SHOW = ((REX,), (REX, LINK), GUESTS, (REX, SHOCK), ())
"""Who stands in the column, from the lowest up, in each of the five scenes."""


def column(frame: Any, corner: tuple[int, int] = (0, 0), size: Size = CANVAS) -> tuple[str | None, ...]:
    """Who is in which place of the column, in a picture of the show that lies there in `frame`; None for nobody."""
    found = []
    for y in SLOTS:
        across, down = corner[0] + 460 * size.width // CANVAS.width, corner[1] + y * size.height // CANVAS.height
        spot = [int(plane[down // by, across // by]) for plane, by in zip(planes(frame), (1, 2, 2), strict=True)]
        near = [name for name, code in PAINTED.items() if all(abs(a - b) < 14 for a, b in zip(spot, colour_of(code), strict=True))]
        found.append(near[0] if near else None)
    return tuple(found)


def standing(guests: tuple[str, ...]) -> tuple[str | None, ...]:
    return (*guests, *[None] * (len(SLOTS) - len(guests)))


class Shot(NamedTuple):
    """What one run of the demo said and left, and which port it had to do without."""

    said: Said
    folder: Path
    taken: int


@pytest.fixture(scope="module")
def shot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shot]:
    """One demo, told as JSON, with scenes of a second; somebody else has its usual port."""
    folder = tmp_path_factory.mktemp("film")
    with pytest.MonkeyPatch.context() as patch, closing(socket.create_server(("127.0.0.1", 0))) as other:
        patch.chdir(tmp_path_factory.mktemp("elsewhere"))
        patch.setattr(filming, "SCENE_S", 1.0)
        patch.setattr(demo, "PORT", other.getsockname()[1])
        lines: list[str] = []
        patch.setattr("click.echo", lambda text="", **more: lines.append(str(text)))
        code = run(cli, ["demo", "--film", "--format", "json", "-o", str(folder / "picture.svg")])
        yield Shot(Said(code, "\n".join(lines), ""), folder, other.getsockname()[1])


def test_it_tells_what_it_left_beside_the_picture(shot: Shot) -> None:
    document = shot.said.document
    check(document, "demo")
    assert shot.said.code == 0
    assert (document["picture"], document["film"]) == (str(shot.folder / "picture.svg"), str(shot.folder / "demo.mp4"))
    assert {file.name for file in shot.folder.iterdir()} == {"picture.svg", "demo.mp4", Path(document["sheet"]).name}
    assert [mix["title"] for mix in document["mixes"]] == [*(title for title, _ in demo.SCENES), "the show is over"]


def test_the_film_shows_every_scene_in_its_order_whole(shot: Shot) -> None:
    """The host alone, then the five scenes: no picture shows anything else, and none of them comes twice."""
    with av.open(str(shot.folder / "demo.mp4")) as film:
        frames = [(frame.time, column(frame)) for frame in film.decode(video=0)]
    assert [seen for seen, _ in groupby(seen for _, seen in frames)] == [standing(()), *map(standing, SHOW)]
    assert frames[0][0] == 0.0
    assert 4.5 < frames[-1][0] < 12
    assert all(0 < later[0] - former[0] < 0.5 for former, later in pairwise(frames))


def test_the_film_has_sound_as_long_as_its_pictures(shot: Shot) -> None:
    with av.open(str(shot.folder / "demo.mp4")) as film:
        sound, picture = film.streams.audio[0], film.streams.video[0]
        assert abs(float(sound.duration * sound.time_base) - float(picture.duration * picture.time_base)) < 0.5
        assert (picture.width, picture.height, float(sound.start_time * sound.time_base) < 0.2) == (540, 960, True)


def test_the_contact_sheet_has_a_picture_of_each_scene(shot: Shot) -> None:
    """Five stills of 225x400, 24 apart: each shows its own scene, as it is when it has come to rest."""
    pytest.importorskip("resvg_py")
    with av.open(shot.said.document["sheet"]) as file:
        sheet = next(file.decode(video=0)).reformat(format="yuv420p")
    assert (sheet.width & ~1, sheet.height & ~1) == (5 * (225 + 24) + 24 & ~1, 60 + 400 + 72)
    assert [column(sheet, (24 + n * 249, 60), Size(225, 400)) for n in range(5)] == [*map(standing, SHOW)]


def test_without_resvg_the_contact_sheet_is_an_svg(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    stills = [Still(b"a picture", f"scene {n}", "code 0: mixed") for n in range(5)]
    left = write_sheet(contact_sheet(stills, CANVAS, "What the audience saw"), tmp_path / "demo.png")
    assert left == str(tmp_path / "demo.sheet.svg")
    assert [file.name for file in tmp_path.iterdir()] == ["demo.sheet.svg"]
    svg = Path(left).read_text()
    assert re.findall(r'<image x="(\d+)"', svg) == ["24", "273", "522", "771", "1020"]
    assert all(f"scene {n}" in svg for n in range(5))


def test_people_sound_together_and_guests_have_the_shape_of_their_tiles() -> None:
    cast = people(PRIMARY, GUESTS, CANVAS)
    assert [*cast] == [PRIMARY, *GUESTS]
    assert (cast[PRIMARY].scene, cast[PRIMARY].still, cast[PRIMARY].size) == (True, True, CANVAS)
    assert {guest.colour for name, guest in cast.items() if name != PRIMARY} == set(PAINTED.values())
    assert len({guest.tone for guest in cast.values()}) == 4
    tile = Rect(0, 0, 160, 240)
    assert all(guest.size.width * tile.height == guest.size.height * tile.width for name, guest in cast.items() if name != PRIMARY)


def test_a_film_that_cannot_be_written_is_told_and_no_part_of_it_is_left(tmp_path: Path) -> None:
    part = tmp_path / ".demo.mp4.part"
    part.write_bytes(b"half a film")
    shooting = filming.Filming(SimpleNamespace(), PRIMARY, GUESTS, CANVAS, tmp_path)  # type: ignore[arg-type]
    shooting._film = SimpleNamespace(failure=OSError("no space left"), path=str(part), stop=lambda: None)  # type: ignore[assignment]
    with pytest.raises(UsageError, match="could not be written: no space left"):
        shooting.leave()
    shooting.__exit__()
    assert [*tmp_path.iterdir()] == []
