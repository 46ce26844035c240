"""A recipe in the making: the steps so far, and which of the numbers that they decide stands for which unknown."""

from __future__ import annotations

from dataclasses import dataclass, field

from layoutkit.forms import Form, Terms
from layoutkit.solve.following import Definition
from layoutkit.solve.steps import Cut, Row, Step, Sum
from layoutkit.solve.thinning import Bounds


class NoRecipe(Exception):
    """What is best cannot be told from the signs alone."""


@dataclass(slots=True)
class Plan:
    """The steps so far, and the slot of each unknown that they decide, with its sign in it."""

    slots: dict[int, tuple[int, int]] = field(default_factory=lambda: {0: (0, 1), 1: (1, 1)})
    steps: list[Step] = field(default_factory=list)
    sure: bool = True
    """Whether all that was decided so far leaves the rest a value; if it may not, a clash further on tells nothing."""

    def further(self) -> Plan:
        """A plan that goes on from this one."""
        return Plan(dict(self.slots), [], self.sure)

    def sum(self, form: Form, times: int = 1) -> Sum:
        """A form over slots. Raises NoRecipe where it speaks of what is not decided."""
        if isinstance(form, int):
            return Sum(form * times, ())
        if any(unknown not in self.slots for unknown, _ in form.terms):
            raise NoRecipe
        return Sum(form.constant * times, self.over(form.terms, times))

    def over(self, terms: Terms, times: int = 1) -> tuple[tuple[int, int], ...]:
        """Terms over slots."""
        return tuple((self.slots[u][0], c * self.slots[u][1] * times) for u, c in terms)

    def row(self, terms: Terms, bounds: Bounds) -> Row:
        return Row(Sum(0, self.over(terms)), *bounds)

    def add_up(self, total: Sum) -> int:
        """The slot of a sum that many others would spell out."""
        self.steps.append(Cut(total, 1))
        self.slots[-len(self.slots)] = (len(self.slots), 1)
        return len(self.slots) - 1

    def define(self, found: Definition) -> Cut:
        """The step that decides an unknown by its definition."""
        cut = Cut(Sum(found.high, self.over(found.terms, -1)), found.times)
        self.slots[found.unknown] = (len(self.slots), 1)
        return cut
