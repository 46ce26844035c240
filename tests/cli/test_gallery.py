"""`layoutkit gallery`: every template, count and canvas on one page; one that fails does not stop the others."""

from __future__ import annotations

import json
import shlex
from pathlib import Path
from typing import Any

import pytest

from layoutkit import shelf
from layoutkit.documents import check
from layoutkit.picture.compact import Forms

from .conftest import Run
from .stage import NOW

GOOD = """
name: pair
title: A <b>pair</b>
about: Two & two
secondaries: 1..2
canvases: [640x360, 360x640]
rules: [{grid: {rows: 1}}]
"""
TIGHT = GOOD.replace("pair\n", "tight\n", 1).replace("[{grid: {rows: 1}}]", "[{size: {width: 300}}, {stack: {direction: right}}]")


def data(page: str) -> Any:
    return json.loads(page.partition('id="data">')[2].partition("</script>")[0])


def put(folder: Path, **files: str) -> None:
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, "utf-8")


def test_every_promise_of_every_template_is_on_the_page(lk: Run) -> None:
    said = lk("gallery", "--format", "json")
    assert (said.code, said.err) == (0, "")
    check(said.document, "gallery")
    assert [template["name"] for template in said.document["templates"]] == list(shelf.names())
    on_page = data(said.document["html"])["shelf"]
    for name in shelf.names():
        template = shelf.load(name)
        counts = range(template.secondaries.low, (template.secondaries.high or 9) + 1)
        assert set(on_page[name]["pictures"]) == {f"{count}/{canvas}" for count in counts for canvas in template.canvases}


def test_it_is_the_same_page_every_time_and_not_too_large(lk: Run, tmp_path: Path) -> None:
    assert lk("gallery", "-o", "a.html") == lk("gallery", "-o", "b.html")
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()
    assert (tmp_path / "a.html").stat().st_size < 5_000_000


def test_what_is_shown_can_be_asked_for(lk: Run) -> None:
    """The command that stands beside a picture gives that very layout, and `payload` that very payload."""
    page = data(lk("gallery", "right-column", "screen-with-strip").out)
    forms = Forms({form: number for number, form in enumerate(page["forms"])})
    for name, key in (("right-column", "3/540x960"), ("screen-with-strip", "4/1280x720")):
        svg, command, carried = page["shelf"][name]["pictures"][key]
        _, _, *asked = shlex.split(forms.unpacked(command))
        assert lk("draw", *asked).out == forms.unpacked(svg) + "\n"
        if name == "right-column":
            assert lk("payload", *asked, "--app-id", "1250000000", "--now", NOW).out == forms.unpacked(carried["2017"]) + "\n"
        else:
            assert "5 streams; profile 2017 carries 4" in carried["2017"][0]


def test_files_may_be_shown_beside_the_shelf(lk: Run, tmp_path: Path) -> None:
    put(tmp_path, pair=GOOD)
    page = lk("gallery", "./pair.yaml", "grid").out
    assert list(data(page)["shelf"]) == ["pair", "grid"]
    assert "A &lt;b&gt;pair&lt;/b&gt;" in page
    assert "<b>pair" not in page


def test_what_fails_is_told_and_does_not_stop_the_others(lk: Run, tmp_path: Path) -> None:
    """A file that is no template, one that is not there any more for all counts, and a good one."""
    put(tmp_path, pair=GOOD, tight=TIGHT, bad=GOOD.replace("rules:", "ruls:"))
    said = lk("gallery", "./bad.yaml", "./tight.yaml", "./pair.yaml", "-o", "page.html")
    assert said.code == 1
    assert "unknown key 'ruls'" in said.err
    assert "./tight.yaml with 2 on 360x640:\nno layout for tight@1 on 360x640 with 2 secondaries" in said.err
    page = (tmp_path / "page.html").read_text("utf-8")
    assert {name: len(about["pictures"]) for name, about in data(page)["shelf"].items() if about["pictures"]} == {"tight": 3, "pair": 4}
    assert "unknown key &#39;ruls&#39;" in page
    document = lk("gallery", "./bad.yaml", "./tight.yaml", "--format", "json").document
    assert [len(template["failures"]) for template in document["templates"]] == [1, 1]
    check(document, "gallery")


def test_faults_are_annotations_for_github(lk: Run, tmp_path: Path) -> None:
    put(tmp_path, bad=GOOD.replace("rules:", "ruls:"))
    said = lk("gallery", "./bad.yaml", "--format", "github", "-o", "page.html")
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith("::error file=./bad.yaml,line=")


@pytest.mark.parametrize("name", ["no-such", "./no-such.yaml"])
def test_a_name_that_there_is_not_is_wrong_usage(lk: Run, name: str, tmp_path: Path) -> None:
    said = lk("gallery", "grid", name, "-o", "page.html")
    assert (said.code, said.out) == (2, "")
    assert "no-such" in said.err
    assert not (tmp_path / "page.html").exists()


def test_nobody_sees_progress_but_on_a_terminal(lk: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert lk("gallery", "right-column").err == ""
    monkeypatch.setattr("layoutkit.app.progress._is_terminal", lambda: True)
    assert "templates 0/1" in lk("gallery", "right-column").err
