"""A sum that a goal speaks of, made an unknown of its own: what is wished of a gap is then wished of one number."""

from __future__ import annotations

from collections.abc import Sequence

from layoutkit.forms import Affine, Form, Relation, Terms, between, combined
from layoutkit.solve.goals import Closest, Goal, Greatest, Least, Measure, Total, merged
from layoutkit.solve.thinning import Bounds, Rows


def asked_sum(goals: Sequence[Goal], group: set[int]) -> Terms | None:
    """The sum over several of a group that the first goal that speaks of it asks for; None where it is none."""
    for goal in goals:
        forms = _sums(goal)
        own = [terms for terms in forms if group & {u for u, _ in terms}]
        if own:
            return own[0] if len(set(own)) == 1 and len(group & {u for u, _ in own[0]}) > 1 else None
    return None


def _sums(goal: Goal) -> list[Terms]:
    match goal:
        case Greatest():
            return [] if isinstance(goal.form, int) else [goal.form.terms]
        case Closest():
            return [line.terms for line in goal.lines]
        case Least() | Total():
            return [form.terms for m in goal.measures for _, form in m.bounds if not isinstance(form, int)]
        case _:
            return []


def rebased(rows: Rows, goals: Sequence[Goal], terms: Terms, group: set[int], new: int) -> tuple[dict[Terms, Bounds], list[Goal]] | None:
    """Rows and goals with a new unknown for a sum, and one of the group's told by it; None where none has coefficient one in it."""
    free = [(u, c) for u, c in terms if u in group and c in (1, -1)]
    if not free:
        return None
    gone, sign = max(free)
    # sum == new, so the unknown that goes is sign * (new - the rest of the sum)
    told = combined(Affine(((new, sign),), 0), Affine(tuple((u, -sign * c) for u, c in terms if u != gone), 0), 1)
    made: dict[Terms, Bounds] = {}
    for row, (low, high) in rows.items():
        form = _put(Affine(row, 0), gone, told)
        assert not isinstance(form, int)
        before = made.get(form.terms, (None, None))
        made[form.terms] = _greater(before[0], low), _less(before[1], high)
    definition = combined(Affine(((gone, 1),), 0), told, -1)
    assert not isinstance(definition, int)
    made[definition.terms] = 0, 0
    return made, [_put_goal(goal, gone, told) for goal in goals]


def _greater(one: int | None, other: int | None) -> int | None:
    return other if one is None else one if other is None else max(one, other)


def _less(one: int | None, other: int | None) -> int | None:
    return other if one is None else one if other is None else min(one, other)


def _put(form: Form, gone: int, told: Form) -> Form:
    """The form with one unknown told by others."""
    if isinstance(form, int):
        return form
    times = dict(form.terms).get(gone, 0)
    return combined(Affine(tuple(t for t in form.terms if t[0] != gone), form.constant), told, times) if times else form


def _put_goal(goal: Goal, gone: int, told: Form) -> Goal:
    match goal:
        case Greatest():
            return Greatest(_put(goal.form, gone, told))
        case Closest():
            return Closest(tuple(_put_line(line, gone, told) for line in goal.lines))
        case Least() | Total():
            return type(goal)(merged([Measure(m.count, tuple((d, _put(f, gone, told)) for d, f in m.bounds)) for m in goal.measures]))
        case _:
            return goal


def _put_line(line: Relation, gone: int, told: Form) -> Relation:
    return between(_put(Affine(line.terms, 0), gone, told), line.low, line.high, line.scale) if line.terms else line
