"""What is timed of a scene: every part of the way on its own, the whole, a lookup, and others at the same work."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import partial
from typing import Any

import layoutkit as lk
from benchmarks import peers
from benchmarks.cases import Case, placed
from benchmarks.names import DICT, DICT_HOT, FIRST, HOT, KIWI, MANUAL, NEW, SEEN
from benchmarks.race import Runner
from benchmarks.same import Column, Either, Free, Grid
from layoutkit.documents import check, layout_document
from layoutkit.solve import certify, solve
from layoutkit.template import pose

CARRIED = 3
"""As many secondaries a payload of profile 2017 can carry."""

MANY = 16
"""With more secondaries than these a search by the manual is slow."""


def runners(cases: Sequence[Case], there: Collection[str], patience: float) -> list[Runner]:
    """All that is timed, case by case; the signature, which hangs on none of them, last."""
    found = [runner for case in cases for runner in (*_parts(case), *_whole(case, there), *_others(case, there, patience))]
    return [
        *found,
        Runner(None, "sign", lambda t: lk.sign("5d41402abc4b2a76b9719d911017c592", t), lambda number: 1471850187 + number),
    ]


def _parts(case: Case) -> Iterator[Runner]:
    """The stages, each on what the stage before it made of a scene that was not seen before; every other round, as they prepare much."""
    template = case.template

    def posed(number: int) -> Any:
        return pose(template, case.scene(number))

    def solved(number: int) -> Any:
        problem = posed(number)
        return problem, solve(problem)

    yield Runner(case, "pose", lambda scene: pose(template, scene), case.scene, every=2)
    yield Runner(case, "solve", solve, posed, every=2)
    yield Runner(case, "certify", lambda pair: certify(*pair), solved, every=2)
    yield Runner(case, "check layout", lambda found: check(found, "layout"), lambda number: layout_document(solved(number)[1]), every=2)
    if case.secondaries <= CARRIED:
        yield Runner(case, "render", _render, lambda number: solved(number)[1], every=2)
        yield Runner(case, "check payload", lambda p: check(p, "mix_streamv2.2017"), lambda number: _render(solved(number)[1]), every=2)


def _render(layout: lk.Layout) -> Any:
    return lk.render(layout, app_id=1250000000, now=1490079362)


def asked(case: Case, number: int) -> dict[str, Any]:
    """The question of that number, as a backend asks it."""
    return {"canvas": str(case.size(number)), "primary": "host", "secondaries": case.ids(number)}


def _whole(case: Case, there: Collection[str]) -> Iterator[Runner]:
    """`arrange` as a backend calls it, the template already read; a seen scene is that of the round before, with new strings."""
    answer, template = (_widest if isinstance(case.same, Free) else placed), case.template
    kiwi = (KIWI,) if _without_search(case) and peers.KIWISOLVER in there else ()
    yield Runner(case, NEW, lambda question: lk.arrange(template, **question), partial(asked, case), answer=answer, beside=(*kiwi, MANUAL))
    if case.nobody_elses:
        yield Runner(case, FIRST, _arranged, lambda number: (case.another(number), asked(case, number)), answer=answer, every=2)
    yield Runner(case, SEEN, _arranged, lambda number: (template, asked(case, max(0, number - 1))), beside=(DICT,))
    yield Runner(case, DICT, _looked_up, lambda number: (_known(case, number), _key(case, number)))
    yield Runner(case, HOT, _arranged, lambda number: (template, asked(case, max(0, number - 1))), calls=100, beside=(DICT_HOT,))
    yield Runner(case, DICT_HOT, _looked_up, lambda number: (_known(case, number), _key(case, number)), calls=100)


def _arranged(question: Any) -> lk.Layout:
    template, parts = question
    return lk.arrange(template, **parts)


def _key(case: Case, number: int) -> Any:
    return case.template.ref.digest, str(case.size(number)), "host", tuple(case.ids(number))


def _known(case: Case, number: int) -> dict[Any, int]:
    return {_key(case, number): 1}


def _looked_up(question: Any) -> Any:
    known, key = question
    return known[key]


def _widest(layout: lk.Layout) -> tuple[int, int]:
    """The measure of free placement: the width of the largest 16:9 picture in a tile, then that of the tile itself."""
    _, _, width, height = placed(layout)[0]
    return min(width, height * 16 // 9), width


def _without_search(case: Case) -> bool:
    return isinstance(case.same, Column) or (isinstance(case.same, Grid) and case.same.columns is not None)


def _others(case: Case, there: Collection[str], patience: float) -> Iterator[Runner]:
    """Those who do the same: kiwisolver where nothing is to be chosen, CP-SAT everywhere, for so many seconds at most."""
    from benchmarks import manual

    by_name = {Column: manual.column, Grid: manual.grid, Either: manual.either, Free: partial(manual.free, patience=patience)}
    solver = partial(_solved, by_name[type(case.same)], case)
    yield Runner(case, MANUAL, solver, case.size, answer=_itself, every=_seldom(case))
    if _without_search(case) and peers.KIWISOLVER in there:
        from benchmarks import kiwi

        kiwis = kiwi.column if isinstance(case.same, Column) else kiwi.grid
        yield Runner(case, KIWI, partial(_solved, kiwis, case), case.size, answer=list)


def _seldom(case: Case) -> int:
    """In how many rounds the manual's CP-SAT runs once: it takes seconds where much is to be chosen, and never proves many free tiles."""
    many, free = case.secondaries > MANY, isinstance(case.same, Free)
    return 10**6 if many and free else 1 if _without_search(case) or not (many or free) else 20


def _solved(solver: Any, case: Case, canvas: lk.Size) -> Any:
    return solver(canvas, case.secondaries, case.same)


def _itself(answer: Any) -> Any:
    return answer
