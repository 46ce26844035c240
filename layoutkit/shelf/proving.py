"""What keeps a playbook from answering every case of its domain: holes, rows that never match, templates that do not serve.

The domain is finite, and every case of it is looked at: which row takes it, and whether the row's template serves it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice

from layoutkit.documents import Keys
from layoutkit.errors import Fault
from layoutkit.geometry import Size
from layoutkit.shelf.playbook import Domain, Row
from layoutkit.template.source import Source

MOST_PEOPLE = 5000
"""As many counts, with their roles, a domain may have on each canvas."""

MOST_HOLES = 8
"""As many holes are told one by one."""

_People = tuple[int, tuple[tuple[str, int], ...]]


@dataclass(slots=True)
class Proof:
    """The cases of a domain, and who takes them. On each canvas a set of people is the bits of a number, one a count and its roles."""

    source: Source
    domain: Domain
    rows: Sequence[Row]

    def faults(self) -> Iterator[Fault]:
        """All that keeps the rows from answering the whole domain."""
        people = list(islice(self.domain.people(), MOST_PEOPLE + 1))
        if len(people) > MOST_PEOPLE:
            yield self.source.fault(f"the domain has more than {MOST_PEOPLE} cases on each canvas", ("domain",), "fewer roles or counts")
            return
        left = dict.fromkeys(self.domain.canvases, (1 << len(people)) - 1)
        for row in self.rows:
            wanted = sum(1 << bit for bit, (count, roles) in enumerate(people) if row.fits_for(count, dict(roles)))
            taken = {canvas: left[canvas] & wanted for canvas in left if row.fits_on(canvas)}
            left |= {canvas: left[canvas] & ~cases for canvas, cases in taken.items()}
            if not any(taken.values()):
                yield self._never(row, wanted != 0 and bool(taken))
            yield from self._unserved(row, [case for bit, case in enumerate(people) if any(cases >> bit & 1 for cases in taken.values())])
        yield from self._holes(people, left)

    # rows

    def _never(self, row: Row, covered: bool) -> Fault:
        """A row that no case ever reaches: rows above it take all of its own, or there are none in the domain."""
        says = f"row {row.number} can never match: "
        path: Keys = ("rows", row.number - 1)
        if not covered:
            return self.source.fault(says + "no case of the domain is like that", path, f"the domain: {_domain(self.domain)}")
        above = [other.number for other in self.rows[: row.number - 1] if self._meet(other, row)]
        return self.source.fault(f"{says}{_rows(above)} all that it would", path, "move it up, or take it away")

    def _meet(self, one: Row, other: Row) -> bool:
        """Whether both match some case."""
        return any(one.fits_on(c) and other.fits_on(c) for c in self.domain.canvases) and any(
            one.fits_for(count, dict(roles)) and other.fits_for(count, dict(roles)) for count, roles in self.domain.people()
        )

    def _unserved(self, row: Row, people: Sequence[_People]) -> Iterator[Fault]:
        """The cases a row takes that its template does not serve; the primary alone is always served."""
        template, path = row.template, ("rows", row.number - 1, "use")
        people = [case for case in people if case[0]]
        counts = sorted({count for count, _ in people if count not in template.secondaries})
        if counts:
            says = f"{template.ref} serves {template.secondaries} secondaries, and this row takes {ranges(counts)} as well"
            yield self.source.fault(says, path, f"say 'secondaries: {template.secondaries}' in this row, or pick another template")
        for role, served in template.roles:
            held = sorted({dict(roles).get(role, 0) for _, roles in people} - {n for n in range(1000) if n in served})
            if held:
                says = f"{template.ref} serves {served} with the role {role!r}, and this row takes {ranges(held)} as well"
                yield self.source.fault(says, path, f"say 'roles: {{{role}: {served}}}' in this row, or pick another template")

    # holes

    def _holes(self, people: Sequence[_People], left: dict[Size, int]) -> Iterator[Fault]:
        """What no row answers: counts of people with the same roles on the canvases where they are missed alike."""
        holes = list(_missed(people, left))
        for says in holes[:MOST_HOLES]:
            yield self.source.fault(f"no row is for {says}", ("rows",), "a last row of 'use' alone takes all the rest", key=True)
        if len(holes) > MOST_HOLES:
            yield self.source.fault(f"{len(holes) - MOST_HOLES} more holes like these", ("rows",), key=True)


def _missed(people: Sequence[_People], left: dict[Size, int]) -> Iterator[str]:
    """The cases that are left, those together that differ in the canvas only, and counts that follow one another."""
    alike: dict[tuple[tuple[tuple[str, int], ...], tuple[int, ...]], list[Size]] = {}
    for canvas, cases in left.items():
        missed = sorted((roles, count) for bit, (count, roles) in enumerate(people) if cases >> bit & 1)
        for roles, group in groupby(missed, key=lambda case: case[0]):
            alike.setdefault((roles, tuple(count for _, count in group)), []).append(canvas)
    for (roles, counts), canvases in alike.items():
        yield f"{ranges(counts)} secondaries{_with(roles)} on {', '.join(map(str, canvases))}"


def _with(roles: Sequence[tuple[str, int]]) -> str:
    """` with 1 screen and no banner`; nothing where there are no roles."""
    return (" with " + " and ".join(f"{count or 'no'} {role}" for role, count in roles)) if roles else ""


def _rows(numbers: Sequence[int]) -> str:
    words = [str(number) for number in numbers]
    return f"row {words[0]} takes" if len(words) == 1 else f"rows {', '.join(words[:-1])} and {words[-1]} take"


def _domain(domain: Domain) -> str:
    roles = "".join(f", {counts} {role}" for role, counts in domain.roles)
    return f"{domain.secondaries} secondaries{roles}, on {', '.join(map(str, domain.canvases))}"


def ranges(numbers: Sequence[int]) -> str:
    """`0, 2..4`: sorted whole numbers, those in a row together."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(str(low) if low == high else f"{low}..{high}" for low, high in runs)
