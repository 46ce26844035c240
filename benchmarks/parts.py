"""What is timed of each case: every part of the way on its own, the whole, and others at the same work."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

import layoutkit as lk
from benchmarks import kiwi, manual
from benchmarks.cases import DICT, KIWI, MANUAL, NEW, SEEN, Case, Column, placed
from benchmarks.race import Runner
from layoutkit.documents import check, layout_document
from layoutkit.solve import certify, solve
from layoutkit.template import parse, pose

CARRIED = 3
"""As many secondaries a payload of profile 2017 can carry."""


def runners(cases: Sequence[Case]) -> list[Runner]:
    """All that is timed, case by case; the signature, which hangs on none of them, last."""
    found = [runner for case in cases for runner in (*_reading(case, cases), *_parts(case), *_whole(case), *_others(case))]
    return [
        *found,
        Runner(None, "sign", lambda t: lk.sign("5d41402abc4b2a76b9719d911017c592", t), lambda number: 1471850187 + number),
    ]


def _reading(case: Case, cases: Sequence[Case]) -> Iterator[Runner]:
    """Text -> Template, once for each file."""
    if case is next(other for other in cases if other.file == case.file):
        yield Runner(case, "read", partial(parse, file=case.file.name), lambda number: case.text)


def _parts(case: Case) -> Iterator[Runner]:
    """The stages, each on what the stage before it made of a scene that was not seen before."""
    template = case.template

    def posed(number: int) -> Any:
        return pose(template, case.scene(number))

    def solved(number: int) -> Any:
        problem = posed(number)
        return problem, solve(problem)

    yield Runner(case, "pose", lambda scene: pose(template, scene), case.scene)
    yield Runner(case, "solve", solve, posed)
    yield Runner(case, "certify", lambda pair: certify(*pair), solved)
    yield Runner(
        case,
        "check layout",
        lambda document: check(document, "layout"),
        lambda number: layout_document(solved(number)[1]),
    )
    if case.secondaries <= CARRIED:
        yield Runner(case, "render", _render, lambda number: solved(number)[1])
        yield Runner(
            case,
            "check payload",
            lambda payload: check(payload, "mix_streamv2.2017"),
            lambda number: _render(solved(number)[1]),
        )


def _render(layout: lk.Layout) -> Any:
    return lk.render(layout, app_id=1250000000, now=1490079362)


def _whole(case: Case) -> Iterator[Runner]:
    """`arrange` as a backend calls it, the template already read; a seen scene is that of the round before, with new strings."""
    template = case.template

    def asked(number: int) -> dict[str, Any]:
        return {"canvas": str(case.size(number)), "primary": "host", "secondaries": case.ids()}

    def arrange(question: dict[str, Any]) -> lk.Layout:
        return lk.arrange(template, **question)

    yield Runner(case, NEW, arrange, asked, answer=placed)
    yield Runner(case, SEEN, arrange, lambda number: asked(max(0, number - 1)))
    yield Runner(case, DICT, _looked_up, lambda number: ({_key(case): 1}, _key(case)), calls=100)


def _key(case: Case) -> Any:
    return case.template.ref.digest, str(case.canvas), "host", tuple(case.ids())


def _looked_up(question: Any) -> Any:
    known, key = question
    return known[key]


def _others(case: Case) -> Iterator[Runner]:
    """Those who do the same: kiwisolver where the columns are given, CP-SAT everywhere."""
    column = isinstance(case.same, Column)
    solvers = [(MANUAL, manual.column if column else manual.grid)]
    if isinstance(case.same, Column) or case.same.columns:
        solvers.append((KIWI, kiwi.column if column else kiwi.grid))
    for name, solver in solvers:
        yield Runner(case, name, partial(_solved, solver, case), case.size, answer=list)


def _solved(solver: Any, case: Case, canvas: lk.Size) -> Any:
    return solver(canvas, case.secondaries, case.same)
