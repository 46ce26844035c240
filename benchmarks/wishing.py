"""Four wishes in order, beside kiwisolver whose answer is floored and solved again, wish by wish."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import partial
from typing import Any

import layoutkit as lk
from benchmarks import peers, templates
from benchmarks.arranging import asked
from benchmarks.cases import PHONE, TALL, Case, placed
from benchmarks.names import KIWI, NEW
from benchmarks.race import Runner
from benchmarks.same import Tiers


def cases() -> list[Case]:
    """On a phone, so that the gap hangs on the size of the tiles, and a long column."""
    return [Case(templates.TIERS, n, canvas, Tiers()) for n, canvas in ((3, PHONE), (8, PHONE), (25, TALL))]


def runners(cases: Sequence[Case], there: Collection[str]) -> Iterator[Runner]:
    """Both, for each case; whoever comes to other pixels ends the run."""
    for case in cases:
        beside = (KIWI,) if peers.KIWISOLVER in there else ()
        every = 5 if case.secondaries > 8 else 1
        yield Runner(case, NEW, partial(_arranged, case), partial(asked, case), answer=placed, beside=beside, every=every)
        if beside:
            from benchmarks import kiwi

            yield Runner(case, KIWI, partial(_tiers, kiwi.tiers, case), case.size, answer=list, every=every)


def _arranged(case: Case, question: dict[str, Any]) -> lk.Layout:
    return lk.arrange(case.template, **question)


def _tiers(solver: Any, case: Case, canvas: lk.Size) -> Any:
    return solver(canvas, case.secondaries, case.same)
