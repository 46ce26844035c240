"""The reference page of the template language: `docs/parts/reference.md`, with the words of the schema and worked examples put in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from docs import words
from docs.worked import Example, Shown, example, names, shown

DOCS = Path(__file__).parent
PAGE, PARTS = DOCS / "reference.md", DOCS / "parts" / "reference.md"
PICTURES = DOCS / "images" / "reference"

MADE_BY = "<!-- Written by `python -m docs` from docs/parts, docs/examples and schemas/template.schema.json: change those. -->"

WIDEST, HIGHEST = 420, 340
"""How large a picture is shown on the page, in pixels."""

_SLOT = re.compile(r"^<!-- (\w+)(?: ([\w-]+))? -->$", re.MULTILINE)
"""Where something is put in: `<!-- words -->`, `<!-- example grid -->`."""


def pages() -> dict[Path, str]:
    """The text of every file that is generated, by its path."""
    made: dict[Path, str] = {}

    def put(slot: re.Match[str]) -> str:
        return "\n".join(SLOTS[slot[1]](slot[2] or "", made))

    page = _SLOT.sub(put, PARTS.read_text("utf-8"))
    title, _, rest = page.partition("\n")
    made[PAGE] = f"{title}\n\n{MADE_BY}\n{rest}"
    return made


# --- what is put in --------------------------------------------------------------------------------------------------


def _keys(_: str, made: dict[Path, str]) -> Iterator[str]:
    """Every key of a document, with its examples."""
    for key, part in words.keys().items():
        default = words.default(part)
        yield f"### `{key}`\n\n{words.described(part)}\n"
        yield from ["\n".join(words.values(part)), ""] if "enumDescriptions" in part else []
        yield f"{f'Default: {default}. ' if default else ''}For example: `{key}: {words.flow(words.examples(part)[0])}`\n"
        yield from _examples_of(key, made)


def _rules(_: str, made: dict[Path, str]) -> Iterator[str]:
    """Every word of a rule, with its parameters and examples."""
    for word, part in words.rules().items():
        yield f"### `{word}`\n\n{words.described(part)}\n"
        yield from [*words.parameters(part), ""] if word != "either" else []
        yield from _examples_of(word, made)


def _wishes(_: str, made: dict[Path, str]) -> Iterator[str]:
    """Every word of a wish, with its examples."""
    for word, part in words.wishes().items():
        yield f"### `{word}`\n\n{words.described(part)}\n\nFor example: `- {word}: {words.flow(words.examples(part)[-1])}`\n"
        yield from _examples_of(word, made)


def _beside(_: str, made: dict[Path, str]) -> Iterator[str]:
    """What may stand beside a word."""
    for name in words.BESIDE:
        yield f"- `{name}`: {words.described(words.SCHEMA['$defs']['rule']['properties'][name])}"


def _part(name: str, made: dict[Path, str]) -> Iterator[str]:
    """What the schema says of a kind of value."""
    yield words.described(words.SCHEMA["$defs"][name])


def _parameter(name: str, made: dict[Path, str]) -> Iterator[str]:
    """What the schema says of a parameter, `place-at`, and of each of its values."""
    word, _, parameter = name.partition("-")
    part = words.SCHEMA["$defs"][word]["properties"][parameter]
    yield words.described(part) + "\n"
    yield from words.values(part)


def _setting(_: str, made: dict[Path, str]) -> Iterator[str]:
    """What a setting may say."""
    for name, part in words.SCHEMA["$defs"]["setting"]["properties"].items():
        yield f"- `{name}`: {words.described(part)} For example {words.for_example(part)}."


def _values(name: str, made: dict[Path, str]) -> Iterator[str]:
    """The words that a kind of value may be."""
    yield from words.values(words.SCHEMA["$defs"][name])


def _example(name: str, made: dict[Path, str]) -> Iterator[str]:
    """A worked example: the template, and what each command gives."""
    found = example(name)
    yield f"**{found.title}.** " + "\n\n".join(found.about) + "\n"
    yield f"```yaml\n{found.text}```\n"
    runs = list(shown(found))
    for number, run in enumerate(runs, 1):
        yield from _run(run, _picture(found, number if len(runs) > 1 else 0), made)


def _examples_of(word: str, made: dict[Path, str]) -> Iterator[str]:
    for name in names(word):
        yield from _example(name, made)


SLOTS: dict[str, Callable[[str, dict[Path, str]], Iterator[str]]] = {
    "keys": _keys, "rules": _rules, "wishes": _wishes, "beside": _beside, "part": _part, "parameter": _parameter, "setting": _setting,
    "values": _values, "example": _example,
}  # fmt: skip

# --- a run of an example ---------------------------------------------------------------------------------------------


def _picture(example: Example, number: int) -> Path:
    return PICTURES / (f"{example.name}-{number}.svg" if number else f"{example.name}.svg")


def _run(run: Shown, picture: Path, made: dict[Path, str]) -> Iterator[str]:
    """The scene if it is a document, the picture, and the command with what it prints."""
    made[picture] = run.picture
    if run.scene:
        yield f"The scene:\n\n```json\n{run.scene}```\n"
    yield f'<img src="{picture.relative_to(DOCS)}" width="{_width(run.picture)}" alt="{_title(run.picture)}">\n'
    yield f"```text\n$ layoutkit {run.command}\n{run.table}```\n"


def _width(svg: str) -> int:
    """How wide a picture is shown, so that none is wider or higher than there is room."""
    width, height = (float(found) for found in re.findall(r'(?<= )(?:width|height)="([0-9.]+)"', svg)[:2])
    return round(width * min(WIDEST / width, HIGHEST / height))


def _title(svg: str) -> str:
    found = re.search(r"<title>(.*?)</title>", svg)
    return found[1] if found else ""
