"""opentok-layout-js in a process of node that is asked case by case, so that its turns come between ours."""

from __future__ import annotations

import json
import subprocess
from types import TracebackType
from typing import Any

from benchmarks.same import Grid
from layoutkit.geometry import Size

_ASKED = """
const opentok = require('opentok-layout-js');
require('readline').createInterface({input: process.stdin}).on('line', line => {
  const {options, count, ratio} = JSON.parse(line);
  const elements = Array.from({length: count}, () => ({width: ratio[0], height: ratio[1], big: false}));
  const start = process.hrtime.bigint();
  const {boxes} = opentok(null, options).getLayout(elements);
  console.log(JSON.stringify({us: Number(process.hrtime.bigint() - start) / 1e3, boxes}));
});
"""


class Opentok:
    """A running node; it times itself, so that no pipe is in its figures."""

    def __enter__(self) -> Opentok:
        self.node = subprocess.Popen(["node", "-e", _ASKED], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.node.communicate()

    def tiles(self, canvas: Size, count: int, rule: Grid, *, grown: bool, wide: int) -> tuple[float, list[tuple[int, int]]]:
        """Its microseconds, and the tiles' widths and heights in whole pixels.

        It knows no gap and no margin: the container is the canvas without its margins and with one gap more, each element a picture
        and a gap, and each box is a gap less, rounded down. The shape of a picture with a gap hangs on its size: `wide` is the width it
        is thought to have. With `grown` a last row with room to spare is made larger than the others, as it does by default.
        """
        across, down = (side - 2 * rule.margin + rule.gap for side in (canvas.width, canvas.height))
        options = {"fixedRatio": True, "scaleLastRow": grown, "containerWidth": across, "containerHeight": down}
        p, q = rule.aspect
        found = self._answer({"options": options, "count": count, "ratio": [wide + rule.gap, wide * q / p + rule.gap]})
        return found["us"], [(int(box["width"] - rule.gap), int(box["height"] - rule.gap)) for box in found["boxes"]]

    def _answer(self, question: dict[str, Any]) -> Any:
        assert self.node.stdin
        assert self.node.stdout
        self.node.stdin.write(json.dumps(question) + "\n")
        self.node.stdin.flush()
        return json.loads(self.node.stdout.readline())
