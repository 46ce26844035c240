"""Which profiles can carry a layout, or what a template promises; of a template it is read off its rules."""

from __future__ import annotations

from collections.abc import Iterator
from typing import overload

from layoutkit import shelf
from layoutkit.layout import Layout
from layoutkit.targets import Asks, Carriage, Carrier, carriages
from layoutkit.targets import carriers as layout_carriers
from layoutkit.template import Template
from layoutkit.template.language import EitherWord, FitWord, RuleSpec, Word


@overload
def carriers(what: Layout) -> tuple[Carrier, ...]: ...
@overload
def carriers(what: Template | str) -> tuple[Carriage, ...]: ...
def carriers(what: Layout | Template | str) -> tuple[Carrier, ...] | tuple[Carriage, ...]:
    """Each profile of `mix_streamv2`: whether it carries a layout or a template (also by its name), and every reason why not.

    Of a template, also how many of the promised secondaries it carries, and what the scene must tell; no layout is solved: a rule
    that crops under some condition counts as one that crops.
    """
    if isinstance(what, Layout):
        return layout_carriers(what)
    template = what if isinstance(what, Template) else shelf.load(what)
    fits = list(_fits(template.rules))
    longest = max((max(canvas.width, canvas.height) for canvas in template.canvases), default=0)
    crops, stretches = (_first(template, fits, how) for how in ("crop", "stretch"))
    counts = template.secondaries
    return carriages(Asks(counts.low, counts.high, template.primary == "tile", crops, stretches, longest))


def _fits(rules: tuple[RuleSpec, ...]) -> Iterator[tuple[RuleSpec, FitWord]]:
    """Every `fit` of the rules, those of each list of an `either` too."""
    for spec in rules:
        match spec.rule:
            case FitWord():
                yield spec, spec.rule
            case EitherWord():
                for _, inner in spec.rule.lists:
                    yield from _fits(inner)
            case _:
                pass


def _first(template: Template, fits: list[tuple[RuleSpec, FitWord]], how: str) -> str:
    """Where a source may first be filled so; empty where none is."""
    return next((str(spec.where) for spec, fit in fits if how in _ways(template, fit.how)), "")


def _ways(template: Template, word: Word) -> tuple[object, ...]:
    """What a word may be: itself, or each choice of the setting that it names."""
    if not word.setting:
        return (word.text,)
    return next((setting.choice for setting in template.settings if setting.name == word.text), ())
