"""`--format json`: what each command prints is the document that its published schema describes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from layoutkit.documents import check, schema, schema_names
from layoutkit.emulator import Emulator

from .conftest import Run
from .stage import APP_ID, COMMANDS, NOW

MIX = ("right-column", "--primary", "8888_denny", "--secondary", "8888_rex", "--canvas", "540x960")


def test_list_is_an_array_of_templates(lk: Run) -> None:
    document = lk("list", "--format", "json").document
    check(document, "list")
    assert [item["name"] for item in document] == sorted(item["name"] for item in document)


def test_solve_prints_the_layout_document_without_a_wrapper(lk: Run) -> None:
    document = lk("solve", *MIX, "--format", "json").document
    check(document, "layout")
    assert document["settings"] == {"tile_width": 160, "lift": 90, "gap": 0}
    assert document["tiles"][0] == {"stream": "8888_denny", "role": "primary", "x": 0, "y": 0, "width": 540, "height": 960, "layer": 1}
    assert document["tiles"][1] == {"stream": "8888_rex", "role": "secondary", "x": 380, "y": 630, "width": 160, "height": 240, "layer": 2}


@pytest.mark.parametrize("form", ["json", "text"])
def test_payload_prints_the_payload_itself(lk: Run, form: str) -> None:
    document = lk("payload", *MIX, "--app-id", APP_ID, "--now", NOW, "--format", form).document
    check(document, "mix_streamv2.2017")
    assert list(document) == ["timestamp", "eventId", "interface"]
    assert document["timestamp"] == document["eventId"] == NOW


def test_credentials_are_the_pages_own_example(lk: Run, account: None) -> None:
    document = lk("credentials", "--now", NOW, "--format", "json").document
    check(document, "credentials")
    assert document == {"t": 1490858347, "sign": "7f29ed83c61b77de1b0d66936fd4fd44"}
    assert lk("credentials", "--now", NOW).out == "t=1490858347\nsign=7f29ed83c61b77de1b0d66936fd4fd44\n"


def test_credentials_are_taken_by_a_shell(lk: Run, account: None) -> None:
    assert lk("credentials", "--now", NOW, "--format", "env").out == "T=1490858347\nSIGN=7f29ed83c61b77de1b0d66936fd4fd44\n"


def test_a_valid_payload_has_a_verdict_that_tells_what_it_was_held_against(lk: Run, payload_file: Path) -> None:
    document = lk("verify", payload_file, "--canvas", "540x960", "--template", "right-column", "--format", "json").document
    check(document, "verdict")
    assert document == {
        "valid": True,
        "faults": [],
        "warnings": [],
        "checked": ["mix_streamv2 2017", "canvas 540x960", "template right-column"],
    }


def test_an_invalid_payload_has_a_verdict_with_every_fault(lk: Run, payload_file: Path) -> None:
    said = lk("verify", payload_file, "--canvas", "530x960", "--format", "json")
    check(said.document, "verdict")
    assert (said.code, said.document["valid"], len(said.document["faults"])) == (1, False, 3)
    assert all(fault["file"] == str(payload_file) and fault["line"] and fault["column"] for fault in said.document["faults"])


def test_a_reply_tells_what_became_of_the_mix(lk: Run, account: None, emulator: Emulator) -> None:
    document = lk("send", *MIX, "--endpoint", emulator.endpoint, "--now", NOW, "--format", "json").document
    check(document, "reply")
    assert (document["status"], document["code"]) == ("mixed", 0)


def test_a_clash_names_its_rules_and_their_cures(lk: Run) -> None:
    said = lk("solve", "right-column", "--canvas", "540x600", "--format", "json")
    check(said.document, "clash")
    rules = [rule for clash in said.document["clashes"] for rule in clash["rules"]]
    assert said.code == 1
    assert {rule["word"] for rule in rules} >= {"size", "stack"}
    assert any(rule["cures"] for rule in rules)


@pytest.mark.parametrize(
    ("arguments", "code", "kind"),
    [
        (("solve", "right-colunm"), 2, "usage"),
        (("solve", "grid", "--canvas", "0x0"), 2, "usage"),
        (("solve", "grid", "--nonsense"), 2, "usage"),
        (("nonsense",), 2, "usage"),
        (("payload", "grid", "--secondaries", "9", "--app-id", "1"), 1, "not_carried"),
        (("credentials",), 2, "usage"),
    ],
)
def test_every_other_error_is_the_error_document_on_standard_output(lk: Run, arguments: tuple[str, ...], code: int, kind: str) -> None:
    said = lk(*arguments, "--format", "json")
    check(said.document, "error")
    assert (said.code, said.document["error"], said.err) == (code, kind, "")


def test_a_broken_template_has_an_error_document_with_every_place(lk: Run, tmp_path: Path) -> None:
    (tmp_path / "t.yaml").write_text("name: t\nsecondaries: 1\ncanvases: [540x960]\nrules:\n  - stack: {gap: gpa, at: buttom}\n")
    said = lk("solve", "t.yaml", "--format=json")
    check(said.document, "error")
    assert (said.code, said.document["error"]) == (1, "invalid")
    assert [(f["file"], f["line"], f["column"]) for f in said.document["faults"]] == [("t.yaml", 5, 18), ("t.yaml", 5, 27)]


def test_schema_prints_each_published_schema(lk: Run, tmp_path: Path) -> None:
    names = lk("schema", "--format", "json").document
    assert names == list(schema_names()) == lk("schema").out.split()
    assert {"list", "layout", "mix_streamv2.2017", "credentials", "verdict", "error", "clash", "reply", "template", "scene"} <= set(names)
    for name in names:
        assert lk("schema", name).document == schema(name)
    assert lk("schema", "scene", "-o", "scene.json").out == ""
    assert json.loads((tmp_path / "scene.json").read_text()) == schema("scene")


@pytest.mark.parametrize("arguments", [("show", "grid"), ("draw", "grid"), ("init", "mine")], ids=lambda a: a[0])
def test_show_draw_and_init_print_what_their_schemas_say(lk: Run, arguments: tuple[str, ...]) -> None:
    said = lk(*arguments, "--format", "json")
    assert said.code == 0
    check(said.document, arguments[0])


def test_the_demo_is_made_of_documents_that_are_published(lk: Run) -> None:
    document = lk("demo", "--no-film", "--now", NOW, "--format", "json").document
    check(document, "demo")
    check(document["signature"], "credentials")
    for mix in document["mixes"]:
        check(mix["payload"], "mix_streamv2.2017")
        check(mix["reply"], "reply")
        if mix["layout"] is not None:
            check(mix["layout"], "layout")
    assert [mix["layout"] is None for mix in document["mixes"]] == [False, False, False, False, True]


def test_every_command_that_prints_a_document_has_a_schema(lk: Run) -> None:
    """`solve` prints a layout, `payload` a payload, `send` a reply, `verify` a verdict; the rest bear the command's own name."""
    named = {"solve": "layout", "payload": "mix_streamv2.2017", "send": "reply", "verify": "verdict"}
    assert {named.get(command, command) for command in COMMANDS} - {"schema"} <= set(schema_names())
