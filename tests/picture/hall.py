"""Exhibits for the gallery, made by hand: what it shows does not hang on what is on the shelf."""

from __future__ import annotations

from layoutkit.geometry import Rect, Size
from layoutkit.layout import Layout
from layoutkit.picture import Carried, Exhibit, Picture, SettingRow, gallery
from layoutkit.scene import KeepClear

from . import album

HOSTILE = "</script><script>document.title='broken'</script>\"'&<b>"


def pictures(counts: range, canvases: tuple[str, ...], carried_up_to: int = 3) -> tuple[Picture, ...]:
    return tuple(_picture(count, canvas, carried_up_to) for canvas in canvases for count in counts)


def _picture(count: int, canvas: str, carried_up_to: int) -> Picture:
    layout = _column(count, canvas)
    carried = Carried("2017", f'{{\n  "x": {count}\n}}') if count <= carried_up_to else Carried("2017", "", (f"{count + 1} streams",))
    command = f"layoutkit solve it --canvas {canvas} --secondaries {count}"
    return Picture(count, layout, (KeepClear("chat", Rect(0, 0, 50, 50)),), (carried,), command)


def _column(count: int, canvas: str) -> Layout:
    size = Size.parse(canvas)
    side = size.height // (count + 1)
    return album.layout(canvas, tuple((size.width - side, side * n, side, side) for n in range(count)))


def exhibit(name: str, counts: range, canvases: tuple[str, ...] = ("540x960", "1280x720", "720x720"), **more: object) -> Exhibit:
    parts: dict[str, object] = {
        "title": name.title(),
        "about": f"All about {name}.",
        "serves": f"{counts.start}..{counts.stop - 1}",
        "settings": (SettingRow("gap", "8", "a whole number 0..48", "Space between two"),),
        "sources": ((f"{name}.yaml", f"# {name}\nname: {name}\nsecondaries: 1..3\n"),),
        "pictures": pictures(counts, canvases),
    }
    return Exhibit(name=name, **(parts | more))  # type: ignore[arg-type]


def page(*exhibits: Exhibit) -> str:
    return gallery(exhibits or (exhibit("tower", range(1, 7)), exhibit("duel", range(1, 2)), phone()), title="Layouts", version="0")


def phone() -> Exhibit:
    """A template for upright pictures only."""
    return exhibit("phone", range(2, 10), ("540x960", "1080x1920"))
