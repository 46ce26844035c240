"""layoutkit itself, the packages that it needs, and those of its optional parts."""

from __future__ import annotations

import json

from layoutkit.app.doctor.machine import Machine, last_line
from layoutkit.app.doctor.part import Look, Part, State
from layoutkit.documents import data_path, schema_names
from layoutkit.origin import VERSION

MAIN_JOB = """
import layoutkit as lk
layout = lk.arrange("right-column", canvas="540x960", primary="host", secondaries=["guest"])
lk.render(layout, target="mix_streamv2", app_id=1250000000, now=1490858287)
print("a right column is solved and written")
"""


def _python(machine: Machine) -> Part:
    import platform
    import sys

    state: State = "fine" if sys.version_info >= (3, 11) else "broken"
    return Part("layoutkit", "Python", state, platform.python_version(), "running layoutkit", "Python 3.11 or later", needed=True)


def _files(machine: Machine) -> Part:
    use, hint = "templates, payloads and schemas", "install layoutkit again: its templates and schemas are not beside it"
    try:
        layouts, schemas = len(list(data_path("templates", "layouts").glob("*.yaml"))), len(schema_names())
    except OSError:
        layouts = schemas = 0
    state: State = "fine" if layouts and schemas else "missing"
    return Part("layoutkit", f"layoutkit {VERSION}", state, f"{layouts} templates, {schemas} schemas", use, hint, needed=True)


def _main_job(machine: Machine) -> Part:
    ran = machine.python(MAIN_JOB)
    use = "what all else is there for"
    return Part("layoutkit", "main job", "fine" if ran.well else "broken", last_line(ran.text), use, "install layoutkit again", needed=True)


def _package(name: str, module: str, use: str) -> Look:
    def look(machine: Machine) -> Part:
        version = machine.package(name, module)
        return Part("packages", name, "fine" if version else "missing", version or "not installed", use, f"pip install {name}", needed=True)

    return look


def _tried(group: str, name: str, module: str, code: str, use: str, hint: str, *, needed: bool = False) -> Look:
    """A package with compiled parts: imported in a process of its own, which tells what it has."""

    def look(machine: Machine) -> Part:
        version = machine.package(name, module)
        if version is None:
            return Part(group, name, "missing", "not installed", use, hint, needed)
        ran = machine.python(f"import {module}\n{code}")
        said, lacking = _told(ran.text) if ran.well else (last_line(ran.text), ["it cannot be loaded"])
        says = "; ".join(text for text in (version, said, *lacking) if text)
        return Part(group, name, "broken" if lacking else "fine", says, use, hint if not ran.well else "; ".join(lacking), needed)

    return look


def _told(text: str) -> tuple[str, list[str]]:
    """What a probe says: what there is, and what is lacking; nothing at all says that nothing is."""
    try:
        document = json.loads(text.splitlines()[-1])
        return str(document.get("has", "")), [str(item) for item in document.get("lacks", [])]
    except (ValueError, IndexError, AttributeError):
        return "", []


AV = """
import json
wanted = {"h264 decoder": ("h264", "r"), "libx264 encoder": ("libx264", "w"), "aac encoder": ("aac", "w")}
def there(name, mode):
    try:
        return bool(av.codec.Codec(name, mode))
    except Exception:
        return False
has = [what for what, codec in wanted.items() if there(*codec)]
libraries = [f"{name} {'.'.join(map(str, version))}" for name, version in sorted(av.library_versions.items())]
print(json.dumps({"has": ", ".join(libraries + has), "lacks": ["no " + what for what in wanted if what not in has]}))
"""
LETTERS = """
import json
from layoutkit.picture.png import has_letters
print(json.dumps({"lacks": []} if has_letters() else {"lacks": ["no fonts: names are left out; install fonts-dejavu or any other"]}))
"""
SOLVER = "from ortools.sat.python import cp_model\nprint('{}')"
NUMPY = "numpy.zeros(3) + 1\nprint('{}')"

MIXER, PREVIEW = "pip install 'layoutkit[mixer]'", "pip install 'layoutkit[preview]'"
PACKAGES: tuple[Look, ...] = (
    _python,
    _files,
    _main_job,
    _package("click", "click", "the command line"),
    _package("jinja2", "jinja2", "writing payloads and pictures"),
    _package("jsonschema", "jsonschema", "telling what is wrong with a document"),
    _package("PyYAML", "yaml", "reading templates"),
    _package("requests", "requests", "sending"),
    _tried(
        "packages", "ortools", "ortools", SOLVER, "searching where arithmetic alone does not decide", "pip install ortools", needed=True
    ),
    _tried("mixer", "av", "av", AV, "mixing video on this machine", MIXER),
    _tried("mixer", "numpy", "numpy", NUMPY, "mixing video on this machine", MIXER),
    _tried("preview", "resvg-py", "resvg_py", LETTERS, "pictures as PNG", PREVIEW),
)
