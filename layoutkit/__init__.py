"""A template and a scene in, a mixed stream out.

A live show has a primary picture and secondary pictures laid upon it. A template states what must hold ("a right column", "a grid");
a solver finds whole-pixel coordinates; the layout is certified, written as Tencent Cloud's Mix_StreamV2 payload, signed and sent:

    import layoutkit as lk

    layout = lk.arrange("right-column", canvas="540x960", primary="8888_denny", secondaries=["8888_rex", "8888_link"])
    payload = lk.render(layout, target="mix_streamv2", app_id=1250000000)
    reply = lk.Client(app_id=1250000000, key=key).mix(layout)

Everything raised is a `LayoutkitError` (see `layoutkit.errors`) that says what, where, and what would help. Importing layoutkit loads
none of its packages; each is loaded by the first call that needs it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from layoutkit.origin import VERSION

__version__ = VERSION

if TYPE_CHECKING:
    from layoutkit.carriage import carriers
    from layoutkit.documents import layout_document, schema
    from layoutkit.emulator import Emulator, Media
    from layoutkit.errors import (
        DocumentError,
        ExtraMissing,
        LayoutkitError,
        NoLayout,
        NotCarried,
        SendError,
        Uncertified,
        Unproved,
        UsageError,
    )
    from layoutkit.geometry import Rect, Size
    from layoutkit.layout import Layout, Tile
    from layoutkit.movement import Movement, moves
    from layoutkit.picture import draw, sheet, to_png
    from layoutkit.pipeline import Client, arrange, certified, render, use_atlas
    from layoutkit.scene import KeepClear, Scene, Stream
    from layoutkit.shelf import Pick, Playbook, load, pick
    from layoutkit.targets import Mixing
    from layoutkit.template import Template, kept_clear
    from layoutkit.tencent import Account, Credentials, Reply, credentials, sign

_HOMES = {
    "carriage": ("carriers",),
    "documents": ("layout_document", "schema"),
    "emulator": ("Emulator", "Media"),
    "errors": (
        "DocumentError",
        "ExtraMissing",
        "LayoutkitError",
        "NoLayout",
        "NotCarried",
        "SendError",
        "Uncertified",
        "Unproved",
        "UsageError",
    ),
    "geometry": ("Rect", "Size"),
    "layout": ("Layout", "Tile"),
    "movement": ("Movement", "moves"),
    "picture": ("draw", "sheet", "to_png"),
    "pipeline": ("Client", "arrange", "certified", "render", "use_atlas"),
    "scene": ("KeepClear", "Scene", "Stream"),
    "shelf": ("Pick", "Playbook", "load", "pick"),
    "targets": ("Mixing",),
    "template": ("Template", "kept_clear"),
    "tencent": ("Account", "Credentials", "Reply", "credentials", "sign"),
}
_HOME = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "Account",
    "Client",
    "Credentials",
    "DocumentError",
    "Emulator",
    "ExtraMissing",
    "KeepClear",
    "Layout",
    "LayoutkitError",
    "Media",
    "Mixing",
    "Movement",
    "NoLayout",
    "NotCarried",
    "Pick",
    "Playbook",
    "Rect",
    "Reply",
    "Scene",
    "SendError",
    "Size",
    "Stream",
    "Template",
    "Tile",
    "Uncertified",
    "Unproved",
    "UsageError",
    "arrange",
    "carriers",
    "certified",
    "credentials",
    "draw",
    "kept_clear",
    "layout_document",
    "load",
    "moves",
    "pick",
    "render",
    "schema",
    "sheet",
    "sign",
    "to_png",
    "use_atlas",
]


def __getattr__(name: str) -> Any:
    """A public name, loaded from its home when it is first asked for."""
    if name not in _HOME:
        raise AttributeError(f"module 'layoutkit' has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(f"layoutkit.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
