"""The gallery as a file: complete, escaped, self-contained, and the same bytes every time."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from typing import Any

from layoutkit.picture import draw
from layoutkit.picture.compact import Forms
from layoutkit.picture.highlight import highlighted

from . import hall

VOID = {"meta", "input", "link", "br", "path", "rect", "use"}


class Reader(HTMLParser):
    """What a browser would see: elements with their attributes, the text that is shown, and whether all are closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.said = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] not in ("script", "style"):
            self.said += data

    def all(self, tag: str, kind: str = "") -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.elements if name == tag and kind in [*(attrs.get("class") or "").split(), ""]]


def data(page: str) -> Any:
    return json.loads(page.partition('id="data">')[2].partition("</script>")[0])


def test_every_count_is_there_on_one_canvas_of_each_shape() -> None:
    page = Reader(hall.page())
    assert page.open == []
    assert len(page.all("article", "card")) == 3
    smalls = page.all("button", "small")
    assert len(smalls) == 6 * 3 + 1 * 3 + 8
    assert [small["data-at"] for small in smalls[-8:]] == [f"{count}/540x960" for count in range(2, 10)]


def test_the_large_view_has_every_count_on_every_canvas() -> None:
    """Each picture as `draw` drew it, its command and its payload, or why there is none."""
    shelf = data(page := hall.page())["shelf"]
    forms = Forms({form: number for number, form in enumerate(data(page)["forms"])})
    assert len(shelf["phone"]["pictures"]) == 16
    for exhibit in (hall.phone(),):
        for picture in exhibit.pictures:
            svg, command, carried = shelf["phone"]["pictures"][f"{picture.count}/{picture.layout.canvas}"]
            assert forms.unpacked(svg) + "\n" == draw(picture.layout, keep_clear=picture.keep_clear)
            assert forms.unpacked(command) == picture.command
            told = picture.carried[0]
            assert (forms.unpacked(carried["2017"]) == told.payload) if told.payload else (carried["2017"] == list(told.why))


def test_every_small_picture_says_what_it_is() -> None:
    page = Reader(hall.page())
    labels = [attrs["aria-label"] for attrs in page.all("svg") if attrs.get("role") == "img"]
    assert labels[0] == "Tower: 1 secondary on 540x960"
    assert len(set(labels)) == len(labels) == len(page.all("button", "small"))


def test_what_is_kept_clear_is_hatched() -> None:
    page = Reader(hall.page())
    assert len(page.all("rect", "clear")) == len(page.all("button", "small"))
    assert [attrs for attrs in page.all("pattern") if attrs["id"] == "hatch"]


def test_nothing_is_loaded_from_anywhere() -> None:
    """No address but the names of the SVG namespace, and a policy that would refuse all others."""
    page = hall.page()
    reader = Reader(page)
    assert set(re.findall(r"[a-z]+://[^\s\"'<\\]+", page)) <= {"http://www.w3.org/"}
    assert all((href or "").startswith("#") for _, attrs in reader.elements for name, href in attrs.items() if name in ("href", "src"))
    assert "default-src 'none'" in page


def test_hostile_words_are_only_words() -> None:
    bad = hall.HOSTILE
    settings = (hall.SettingRow(bad, bad, bad, bad),)
    exhibit = hall.exhibit(
        "tower", range(1, 3), title=bad, about=bad, settings=settings, sources=((bad, f"# {bad}\nname: {bad}\n"),), failures=(bad,)
    )
    page = hall.page(exhibit, hall.exhibit(bad, range(1, 2)))
    reader = Reader(page)
    assert len(reader.all("script")) == 2
    assert not set("<>&") & set(page.partition('id="data">')[2].partition("</script>")[0]), "nothing can end the data early"
    assert reader.all("b") == [{}], "our own, around the name of what failed"
    assert bad in reader.said
    assert data(page)["shelf"]["tower"]["title"] == bad


def test_two_templates_of_one_name_are_two() -> None:
    assert list(data(hall.page(hall.exhibit("tower", range(1, 2)), hall.exhibit("tower", range(2, 3))))["shelf"]) == ["tower", "tower~2"]


def test_what_failed_is_told_and_the_rest_is_there() -> None:
    broken = hall.Exhibit("bad.yaml", "bad.yaml", "", "", failures=("bad.yaml:3:1: unknown key 'ruls'",))
    partly = hall.exhibit("tower", range(1, 3), failures=("3 on 540x960: no layout",))
    page = Reader(hall.page(broken, partly, hall.phone()))
    assert "unknown key 'ruls'" in page.said
    assert "3 on 540x960: no layout" in page.said
    assert len(page.all("article", "card")) == 2


def test_a_source_in_colour_is_the_source() -> None:
    text = 'name: a-b # note\nsettings: {gap: {default: 8, about: "x # y"}}\ncanvases: [540x960]\nsecondaries: 1..3\nwidth: 25%\n'
    pieces = list(highlighted(text))
    assert "".join(piece for _, piece in pieces) == text
    kinds = {piece: kind for kind, piece in pieces if kind}
    assert [kinds[piece] for piece in ("name", "# note", '"x # y"', "8", "540x960", "1..3", "25%")] == [
        "key",
        "note",
        "text",
        *["number"] * 4,
    ]


MAKES = "import sys; from tests.picture import hall; sys.stdout.buffer.write(hall.page().encode())"


def test_the_same_bytes_in_another_process() -> None:
    environment = {**os.environ, "PYTHONHASHSEED": "5", "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    done = subprocess.run([sys.executable, "-c", MAKES], env=environment, capture_output=True, check=True)
    assert done.stdout == hall.page().encode()
