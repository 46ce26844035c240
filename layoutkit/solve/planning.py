"""How a recipe comes about: which numbers follow from which, and which of them goes as far as it can, told from the signs alone.

A number that its row leaves exactly one value for is cut down to it. Of what is then open one number after the other is decided: one that
every goal, up to the one that decides it, wants in the same direction, before any goal asks for those beside it. Its end is best then, or
what comes nearest to a wished value, whatever the canvas is. Where that cannot be told there is no recipe, and each scene is solved alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from layoutkit.forms import Terms
from layoutkit.solve.eliminate import System
from layoutkit.solve.following import following, groups
from layoutkit.solve.goals import Goal
from layoutkit.solve.leading import led
from layoutkit.solve.plan import NoRecipe, Plan
from layoutkit.solve.rebasing import asked_sum, rebased
from layoutkit.solve.steps import Held
from layoutkit.solve.thinning import Bounds, Rows


def planned(system: System, wanted: Callable[[], Sequence[Goal]], start: Plan) -> Plan:
    """All that is open in a system, step by step, each goal as good as can be; asked for where something is open. Raises NoRecipe."""
    plan, rows = start.further(), dict(system.rows)
    goals: Sequence[Goal] = ()
    seen = _follow(plan, rows)
    seen |= _hold(plan, rows, seen, sure=True)
    while open_ := groups(rows, plan.slots):
        goals = goals or wanted()
        try:
            step, kept = led(plan, open_[0], _speaking(rows, open_[0]), goals)
        except NoRecipe:
            rows, goals = _turned(rows, goals, open_[0], plan)
            continue
        plan.steps.append(step)
        seen |= kept | _follow(plan, rows)
    _hold(plan, rows, seen, sure=False)
    return plan


def _speaking(rows: Rows, group: set[int]) -> dict[Terms, Bounds]:
    return {terms: bounds for terms, bounds in rows.items() if group & {u for u, _ in terms}}


def _turned(rows: Rows, goals: Sequence[Goal], group: set[int], plan: Plan) -> tuple[dict[Terms, Bounds], Sequence[Goal]]:
    """Rows and goals in which the sum that is asked for next is a number of its own. Raises NoRecipe where that is no help."""
    asked = asked_sum(goals, group)
    named = max(max(plan.slots), *(u for terms in rows for u, _ in terms)) + 1
    made = rebased(rows, goals, asked, group, named) if asked else None
    if made is None:
        raise NoRecipe
    return made


def _follow(plan: Plan, rows: Rows) -> set[Terms]:
    """Cut down all that follows from what is known; the rows that such a cut always keeps."""
    exact: set[Terms] = set()
    for terms, found in following(rows, set(plan.slots)):
        plan.steps.append(plan.define(found))
        if found.exact:
            exact.add(terms)
    return exact


def _hold(plan: Plan, rows: Rows, seen: set[Terms], *, sure: bool) -> set[Terms]:
    """A step that judges the rows of which all is known and that were not judged yet; these rows."""
    held = {terms for terms in rows if terms not in seen and all(u in plan.slots for u, _ in terms)}
    if held:
        plan.steps.append(Held(tuple(plan.row(terms, bounds) for terms, bounds in rows.items() if terms in held), sure))
    return held
