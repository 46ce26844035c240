"""What can be told of a branch without a search: what its goals reach, and how far an unknown that stands alone can go."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from layoutkit.forms import Affine, Box, Form, Relation, Terms, between
from layoutkit.geometry import Rect
from layoutkit.problem import Stay
from layoutkit.solve.branches import Branch
from layoutkit.solve.eliminate import Contradiction
from layoutkit.solve.goals import Closest, Goal, Greatest, Least, Measure, Rank, Staying, Total, measures
from layoutkit.solve.moving import Assignment, reseated

MOST_VALUES = 2000
"""As many values of one open unknown are tried one by one; where there are more, a search has to do it."""

Value = Callable[[Form], int]
"""What a form comes to in a finished answer."""

Reached = tuple[int, ...]
"""What a goal reaches: greater is better."""


def reached(goal: Goal, branch: Branch, value: Value | None = None) -> Reached:
    """What a goal reaches in a branch that leaves nothing open, or where `value` knows what was found for the rest."""
    value = value or branch.system.whole
    match goal:
        case Rank():
            return tuple(-r for ranks in branch.rank for r in ranks)
        case Least():
            return (min(_measured(value, m) for m in goal.measures),)
        case Total():
            return (sum(m.count * _measured(value, m) for m in goal.measures),)
        case Greatest():
            return (value(goal.form),)
        case Closest():
            return (-sum(_failing(line, value(Affine(line.terms, 0)) if line.terms else 0) for line in goal.lines),)
        case Staying():
            found = seating(goal.stay, goal.boxes, value)
            return (-found.distance if goal.far else -found.moved,)


def _measured(value: Value, measure: Measure) -> int:
    return min(value(form) // divisor for divisor, form in measure.bounds)


def _failing(line: Relation, value: int) -> int:
    """The pixels by which a line fails."""
    below = 0 if line.low is None else line.low - value
    above = 0 if line.high is None else value - line.high
    return -(-max(0, below, above) // line.scale)


def seating(stay: Stay, boxes: Sequence[Box], value: Value) -> Assignment:
    """Who sits where, with the boxes where they were found."""
    rects = [Rect(value(a.start), value(d.start), value(a.size), value(d.size)) for a, d in (box.spans for box in boxes)]
    return reseated(stay.before, rects, stay.classes)


# --- as far as can be ------------------------------------------------------------------------------------------------


def settled(branch: Branch, goal: Goal) -> tuple[Reached, list[Relation]] | None:
    """The most that a goal can reach in a branch, and the relations that then hold; None where only a search can tell."""
    if branch.decided or isinstance(goal, Rank):
        return reached(goal, branch), []
    match goal:
        case Least() | Total():
            return _grown(branch, goal)
        case Greatest():
            return _to_the_end(branch, goal.form)
        case Closest():
            return _held(branch, goal)
        case _:
            return None


def _grown(branch: Branch, goal: Least | Total) -> tuple[Reached, list[Relation]] | None:
    """Where a goal grows with every unknown, it is greatest with all of them at their upper ends; then no measure may be less."""
    grown = at_upper_ends(branch, (goal,))
    if grown is None:
        return None
    value, most = grown.system.whole, reached(goal, grown)
    least = [most[0] if isinstance(goal, Least) else _measured(value, measure) for measure in goal.measures]
    pairs = zip(goal.measures, least, strict=True)
    return most, [between(form, divisor * k, None) for measure, k in pairs for divisor, form in measure.bounds]


def _to_the_end(branch: Branch, wanted: Form) -> tuple[Reached, list[Relation]] | None:
    """A sum is greatest with each of its unknowns at the end of its range: where they stand alone, or some answer has them there."""
    form = branch.system.form(wanted)
    if isinstance(form, int):
        return (form,), []
    if branch.apart:
        return None
    rows, total = branch.system.rows, form.constant
    shared = {u for terms in rows if len(terms) > 1 for u, _ in terms}
    ends: dict[int, int] = {}
    for unknown, coefficient in form.terms:
        low, high = rows.get(((unknown, 1),), (None, None))
        end = high if coefficient > 0 else low
        if end is None:
            return None
        total += coefficient * end
        ends[unknown] = end
    if shared & set(ends) and not _has_answer(_with_values(branch, ends)):
        return None
    return (total,), [between(Affine(((unknown, 1),), 0), end, end) for unknown, end in ends.items()]


def _held(branch: Branch, goal: Closest) -> tuple[Reached, list[Relation]] | None:
    """Lines that can all hold fail by nothing; one line over one unknown fails by what is missing to the end of its range."""
    if branch.apart:
        return None
    if _has_answer(_with(branch, goal.lines)):
        return (0,), list(goal.lines)
    forms = [(line, branch.system.form(Affine(line.terms, 0)) if line.terms else 0) for line in goal.lines]
    missed = [(line, form) for line, form in forms if isinstance(form, int) or not _has_answer(_with(branch, (line,)))]
    if len(missed) != 1:
        return None
    line, form = missed[0]
    least = _least_failing(branch, line, form)
    if not least:
        return None
    low = None if line.low is None else line.low - least * line.scale
    high = None if line.high is None else line.high + least * line.scale
    kept = [replace(line, low=low, high=high), *(other for other, _ in forms if other is not line)]
    return ((-least,), kept) if _has_answer(_with(branch, kept)) else None


def _least_failing(branch: Branch, line: Relation, form: Form) -> int:
    """The fewest pixels by which a line can fail, as far as the range of its one unknown tells; nought where that does not tell."""
    if isinstance(form, int):
        return _failing(line, form)
    if len(form.terms) != 1:
        return 0
    (unknown, coefficient), rows = form.terms[0], branch.system.rows
    ends = [form.constant + coefficient * end for end in rows.get(((unknown, 1),), (None, None)) if end is not None]
    below = len(ends) == 2 and line.low is not None and max(ends) < line.low
    above = len(ends) == 2 and line.high is not None and min(ends) > line.high
    return min(_failing(line, end) for end in ends) if below or above else 0


def _with(branch: Branch, relations: Iterable[Relation]) -> Branch | None:
    """The branch with further relations; None where they contradict it."""
    made = branch.system.copy()
    try:
        made.add(relations)
        if made.rows:
            made.tighten()
    except Contradiction:
        return None
    return replace(branch, system=made)


def _has_answer(branch: Branch | None) -> bool:
    """Whether some answer is at hand: nothing is shared between unknowns, or all can be at their lower or all at their upper ends."""
    if branch is None:
        return False
    system = branch.system
    if not any(len(terms) > 1 for terms in system.rows):
        return True
    bounds = {unknown: system.rows.get(((unknown, 1),), (None, None)) for unknown in system.open}
    for end in (0, 1):
        values = {unknown: ends[end] if ends[end] is not None else ends[1 - end] for unknown, ends in bounds.items()}
        whole = {unknown: value for unknown, value in values.items() if value is not None}
        if len(whole) == len(values) and _keeps(system.rows, whole):
            return True
    return False


def _keeps(rows: Mapping[Terms, tuple[int | None, int | None]], values: Mapping[int, int]) -> bool:
    """Whether these values keep all rows."""
    for terms, (low, high) in rows.items():
        total = sum(coefficient * values[unknown] for unknown, coefficient in terms)
        if (low is not None and total < low) or (high is not None and total > high):
            return False
    return True


def at_upper_ends(branch: Branch, goals: Sequence[Goal]) -> Branch | None:
    """The branch with every unknown of the goals at its upper end; None where that breaks a row, or a goal might be better served by less.

    It beats every other choice in every such unknown, so a goal that grows with all of them is best there: a grid's cells are read off.
    """
    system = branch.system
    forms = [system.form(form) for goal in goals for measure in measures(goal) for _, form in measure.bounds]
    terms = [term for form in forms if not isinstance(form, int) for term in form.terms]
    if branch.apart or any(coefficient < 0 for _, coefficient in terms):
        return None
    wanted = sorted({unknown for unknown, _ in terms})
    ends = {unknown: system.rows.get(((unknown, 1),), (None, None))[1] for unknown in wanted}
    highest = {unknown: end for unknown, end in ends.items() if end is not None}
    if len(highest) < len(ends):
        return None
    for below in range(STEPS_DOWN if len(highest) == 1 else 1):
        found = _with_values(branch, {unknown: end - below for unknown, end in highest.items()})
        if found and _has_answer(found):
            return found
    return None


STEPS_DOWN = 4
"""A rounding may forbid the upper end of a range that was carried over through it; the first value below that holds is the greatest."""


def _with_values(branch: Branch, values: Mapping[int, int]) -> Branch | None:
    """The branch with these unknowns decided; None where that breaks a row."""
    return _with(branch, [between(Affine(((unknown, 1),), 0), value, value) for unknown, value in values.items()])


# --- staying ---------------------------------------------------------------------------------------------------------


def stayed(left: Sequence[Branch], column: Sequence[Goal]) -> tuple[list[Branch], list[int]] | None:
    """The branches in which fewest move, where one number decides each; None where only a search can tell.

    Who stays has the size of before, so the numbers that give some box such a size are tried first. Where with none of them anybody
    stays, all move whatever the number, and every number is left to the goals that follow.
    """
    scales = [_scale(branch) for branch in left]
    if any(scale is None for scale in scales):
        return None
    tried: list[tuple[Reached, Branch, int]] = []
    for index, (branch, goal, scale) in enumerate(zip(left, column, scales, strict=True)):
        assert isinstance(goal, Staying)
        for made in _each(branch, scale, _as_before(branch, goal, scale)):
            if _some_stay(made, goal):
                tried.append((reached(goal, made), made, index))
    if tried:
        most = max(value for value, _, _ in tried)
        return [made for value, made, _ in tried if value == most], [index for value, _, index in tried if value == most]
    if sum(len(scale[1]) for scale in scales if scale) > MOST_VALUES:
        return None
    every = [(made, i) for i, branch in enumerate(left) for made in _each(branch, scales[i], scales[i][1])]  # type: ignore[index]
    return [made for made, _ in every], [index for _, index in every]


Scale = tuple[int | None, range]
"""The unknown that decides all of a branch, and what it can be; None where nothing is open."""


def _scale(branch: Branch) -> Scale | None:
    """The one unknown with which all is decided."""
    if branch.apart:
        return None
    if branch.decided:
        return None, range(1)
    for unknown in branch.system.open:
        low, high = branch.system.rows.get(((unknown, 1),), (None, None))
        if low is not None and high is not None and high - low < MOST_VALUES:
            made = _with_values(branch, {unknown: low}) or _with_values(branch, {unknown: high})
            if made and made.decided:
                return unknown, range(low, high + 1)
    return None


def _each(branch: Branch, scale: Scale | None, values: Iterable[int]) -> Iterator[Branch]:
    """The branch with each of the values that no row forbids."""
    unknown = scale[0] if scale else None
    if unknown is None:
        yield branch
        return
    yield from (made for value in values if (made := _with_values(branch, {unknown: value})) and made.decided)


def _as_before(branch: Branch, goal: Staying, scale: Scale | None) -> list[int]:
    """The values with which some box is as wide or as high as somebody was; a side that hangs on them by a rounding is tried with both."""
    unknown, values = scale or (None, range(0))
    forms = {branch.system.form(span.size) for box in goal.boxes for span in box.spans}
    was = {side for rect in goal.stay.before if rect for side in (rect.width, rect.height)}
    open_ = [form for form in forms if not isinstance(form, int) and any(u == unknown for u, _ in form.terms)]
    if not open_ or any(len(form.terms) > 1 for form in open_) or any(form in was for form in forms if isinstance(form, int)):
        return list(values)
    sides = [(side - form.constant, form.terms[0][1]) for form in open_ for side in was]
    found = {side // times for side, times in sides if side % times == 0}
    return [value for value in values if value in found]


def _some_stay(branch: Branch, goal: Staying) -> bool:
    """Whether some box is where and as large as somebody was."""
    value = branch.system.whole
    was = {(rect.x, rect.width, rect.y, rect.height) for rect in goal.stay.before if rect}
    return any((value(a.start), value(a.size), value(d.start), value(d.size)) in was for a, d in (box.spans for box in goal.boxes))
