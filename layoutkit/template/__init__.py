"""text -> Template -> Problem: reading, expressions, words, posing."""

from layoutkit.template.language import Template
from layoutkit.template.parsing import parse
from layoutkit.template.posing import pose, served
from layoutkit.template.settings import settled

__all__ = ["Template", "parse", "pose", "served", "settled"]
