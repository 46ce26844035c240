"""A payload on the bench: the inputs that its schema allows, and what is found wrong with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from layoutkit.documents import Keys, Locate, sound
from layoutkit.errors import Fault
from layoutkit.geometry import Size

PARA: Keys = ("interface", "para")
INPUTS: Keys = (*PARA, "input_stream_list")
GEOMETRY = ("image_width", "image_height", "location_x", "location_y")


class Bench:
    """What a judge has before it: the parts of a payload that no schema refuses, and a list of faults to add to."""

    def __init__(self, payload: Mapping[str, Any], canvas: Size | None, locate: Locate | None, refused: Sequence[Keys] = ()) -> None:
        self.para, self.canvas, self.locate, self.refused = payload["interface"]["para"], canvas, locate, refused
        inputs: list[dict[str, Any]] = self.para["input_stream_list"]
        self.inputs = [(i, item) for i, item in enumerate(inputs) if sound((*INPUTS, i), refused)]
        self.layers = [item["layout_params"]["image_layer"] for i, item in enumerate(inputs) if self._layered(i, item)]
        """Of each input that has one, whatever else is wrong with it."""
        self.all = len(self.inputs) == len(inputs)
        self.found: list[Fault] = []

    def fault(self, says: str, path: Keys, hint: str = "") -> None:
        """Something is wrong with a part."""
        self.found.append(Fault(says, self.locate(path, False) if self.locate else None, hint))

    def sound(self, key: str) -> bool:
        """Whether a member of `para` is there and not refused."""
        return key in self.para and sound((*PARA, key), self.refused)

    def _layered(self, index: int, item: Any) -> bool:
        where = item.get("layout_params") if isinstance(item, dict) else None
        return isinstance(where, dict) and "image_layer" in where and sound((*INPUTS, index, "layout_params", "image_layer"), self.refused)
