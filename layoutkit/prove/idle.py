"""What a template says in vain: rules without which every layout is the same, settings that change none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from layoutkit.errors import LayoutkitError, Unproved
from layoutkit.layout import Layout
from layoutkit.origin import Setting
from layoutkit.prove.cases import Case, values
from layoutkit.prove.judging import Verdict, Ways
from layoutkit.prove.limits import beyond
from layoutkit.template import Template

Same = tuple[object, ...]


def idle_rules(template: Template, verdicts: Sequence[Verdict], ways: Ways) -> Iterator[str]:
    """The rules without which no layout is another one, with no settings that were tried: `stack at column.yaml:12:5`."""
    for index, spec in enumerate(template.rules):
        without = replace(template, ref=replace(template.ref, digest=f"{template.ref.digest} without {index}"))
        without = replace(without, rules=template.rules[:index] + template.rules[index + 1 :])
        promised = (_changed(without, verdict, {}, ways) for verdict in _few_first(verdicts))
        if not any(promised) and not any(_differ(template, without, case, ways) for case in beyond(template)):
            yield f"{spec.name or spec.word} at {spec.where}"


def idle_settings(template: Template, verdicts: Sequence[Verdict], ways: Ways) -> Iterator[str]:
    """The settings of which no end makes any layout another one."""
    for spec in template.settings:
        ends = [{spec.name: value} for value in values(spec)]
        if ends and not any(_changed(template, verdict, end, ways) for end in ends for verdict in _few_first(verdicts)):
            yield spec.name


def _few_first(verdicts: Sequence[Verdict]) -> list[Verdict]:
    """Cases of few people first: they are solved soonest."""
    return sorted((v for v in verdicts if v.layout), key=lambda verdict: len(verdict.case.scene.secondaries))


def _changed(template: Template, verdict: Verdict, asked: Mapping[str, Setting], ways: Ways) -> bool:
    """Whether a case has another layout now, or none; where that is too hard to tell, it is taken to have."""
    try:
        found = ways.quickly(template, verdict.case.scene, {**verdict.case.asked, **asked})
    except (LayoutkitError, Unproved):
        return True
    assert verdict.layout is not None
    return _places(found) != _places(verdict.layout)


def _differ(template: Template, without: Template, case: Case, ways: Ways) -> bool:
    """Whether two templates differ in a case beyond the promises, as a rule may matter with other settings only."""
    return _outcome(template, case, ways) != _outcome(without, case, ways)


def _outcome(template: Template, case: Case, ways: Ways) -> Same | None:
    """Where everybody is; None where there is no layout."""
    try:
        return _places(ways.quickly(template, case.scene, case.asked))
    except LayoutkitError:
        return None


def _places(layout: Layout) -> Same:
    return tuple((t.stream.id, t.rect, t.layer, t.fit, t.crop) for t in layout.tiles)
