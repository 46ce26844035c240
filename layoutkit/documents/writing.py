"""Text from templates: payloads, where every value is written as JSON, and pictures, where every value is escaped.

The only home of jinja2, which is loaded at the first call that needs it.
"""

from __future__ import annotations

import json
from functools import lru_cache
from json.encoder import encode_basestring_ascii
from typing import TYPE_CHECKING

from layoutkit.documents.files import data_path

if TYPE_CHECKING:
    import jinja2

_SCRIPT_ESCAPES = {char: f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}


@lru_cache(maxsize=2)
def _environment(escape: bool) -> jinja2.Environment:
    """One for payloads, where every `{{ }}` writes JSON; one for pictures and pages, where it writes escaped text."""
    import jinja2

    loader = jinja2.FileSystemLoader(data_path("templates"))
    return jinja2.Environment(
        loader=loader,
        autoescape=escape,  # noqa: S701 - payloads are JSON: there every value is written by json.dumps
        finalize=None if escape else _json,
        undefined=jinja2.StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _json(value: object) -> str:
    """A value as JSON; the two kinds that payloads are made of without an encoder, which is most of the time of writing one."""
    if type(value) is int:
        return str(value)
    return encode_basestring_ascii(value) if type(value) is str else json.dumps(value, ensure_ascii=True)


def write_payload(template: str, **values: object) -> str:
    """The text of a payload from `templates/payloads/`; every value is written as JSON, so that none can break it."""
    return _environment(False).get_template(f"payloads/{template}").render(values)


def write_picture(template: str, **values: object) -> str:
    """The text of a picture from `templates/pictures/`; every value is escaped."""
    return _environment(True).get_template(f"pictures/{template}").render(values)


def write_page(template: str, **values: object) -> str:
    """The text of a web page from `templates/pages/`; every value is escaped."""
    return _environment(True).get_template(f"pages/{template}").render(values)


def to_script(document: object) -> str:
    """A document as JSON that may stand inside a page's `<script>`: nothing in it can end the script."""
    text = to_json(document)
    return "".join(_SCRIPT_ESCAPES.get(char, char) for char in text)


def to_json(document: object, *, indent: int | None = None) -> str:
    """A document as JSON text: keys in the order given, the same bytes every time."""
    separators = None if indent else (",", ":")
    return json.dumps(document, ensure_ascii=False, indent=indent, separators=separators)
