"""The clashing templates in z3: each rule hangs on a literal, and the core of the literals is minimised."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations
from typing import Any

import z3  # type: ignore[import-not-found, import-untyped, unused-ignore]

from benchmarks.cases import Case
from benchmarks.race import Disagreement
from layoutkit.geometry import Size

Say = Callable[..., None]
"""Takes the name of a rule and all that it demands."""


def core(case: Case, canvas: Size) -> list[str]:
    """The names of rules that cannot all hold beside what always holds: tiles inside the canvas, and apart."""
    solver, literals = z3.Solver(), []
    solver.set("core.minimize", True)
    tiles = [z3.Ints(f"x{i} y{i} w{i} h{i}") for i in range(1, case.secondaries + 1)]
    for x, y, w, h in tiles:
        solver.add(x >= 0, y >= 0, w >= 1, h >= 1, x + w <= canvas.width, y + h <= canvas.height)
    for pair in combinations(tiles, 2):
        solver.add(_apart(*pair, 0))

    def say(name: str, *demands: Any) -> None:
        literals.append(z3.Bool(name))
        solver.add(z3.Implies(literals[-1], z3.And(*demands)))

    {"too-wide": _too_wide, "too-tall": _too_tall}[case.name](say, tiles, canvas)
    if solver.check(literals) != z3.unsat:
        raise Disagreement(f"z3 has a layout for {case.name} on {canvas}")
    return [str(literal) for literal in solver.unsat_core()]


def _apart(one: Sequence[Any], other: Sequence[Any], gap: int) -> Any:
    (x, y, w, h), (a, b, c, d) = one, other
    return z3.Or(x + w + gap <= a, a + c + gap <= x, y + h + gap <= b, b + d + gap <= y)


def _too_wide(say: Say, tiles: Sequence[Any], canvas: Size) -> None:
    """The rules of the template of that name, in its order."""
    (x1, y1, w1, h1), (x2, y2, w2, h2), *others = tiles
    say("main", w1 >= 300)
    say("side", w2 == 160)
    say("left", x1 == 40)
    say("right", x2 + w2 == canvas.width - 40)
    say("gap", x2 == x1 + w1 + 12, y1 == y2)
    say("heights", h1 == 120, h2 == 120)
    say("tops", y1 == 16, y2 == 16)
    _pinned(say, others, 3, (10, 5))
    say("wide enough", canvas.width >= 300)


def _too_tall(say: Say, tiles: Sequence[Any], canvas: Size) -> None:
    """The rules of the template of that name, in its order."""
    (x1, y1, w1, h1), (x2, y2, w2, h2), (x3, y3, w3, h3), *others = tiles
    first = ((x1, y1, w1, h1), (x2, y2, w2, h2), (x3, y3, w3, h3))
    say("least", w1 >= 200)
    alike = w1 == w2, w2 == w3, h1 == h2, h2 == h3
    say("shape", *(z3.And(6 * w - 4 * h >= -2, 6 * w - 4 * h <= 3) for _, _, w, h in first), *alike)
    say("column", y2 == y1 + h1 + 8, y3 == y2 + h2 + 8, x1 == x2, x2 == x3)
    say("top", y1 == 40)
    say("bottom", x3 >= 0, y3 >= 40, x3 + w3 <= canvas.width, y3 + h3 <= canvas.height - 40)
    say("widths", *(w >= 60 for _, _, w, _ in first), w1 == w2, w2 == w3)
    say("lefts", *(x == 8 for x, _, _, _ in first))
    say("inside", x2 >= 4, y2 >= 4, x2 + w2 <= canvas.width - 4, y2 + h2 <= canvas.height - 4)
    _pinned(say, others, 4, (350, 3))
    say("wide enough", canvas.width >= 300)
    say("high enough", canvas.height >= 300)


def _pinned(say: Say, others: Sequence[Any], first: int, grid: tuple[int, int]) -> None:
    """The rules about the tiles that clash with nobody."""
    left, columns = grid
    say("small", *(h == 40 for _, _, _, h in others))
    say("apart", *(_apart(*pair, 4) for pair in combinations(others, 2)))
    for tile, (x, y, w, _) in enumerate(others, first):
        say(f"size {tile}", w == 30 + tile)
        say(f"place {tile}", x == left + 50 * ((tile - 3) % columns), y == 200 + 60 * ((tile - 3) // columns))
