"""text -> Template -> Problem: reading, expressions, words, posing."""

from layoutkit.template.clearing import kept_clear
from layoutkit.template.language import Template
from layoutkit.template.parsing import parse
from layoutkit.template.posing import pose, pose_openly, served
from layoutkit.template.settings import settled

__all__ = ["Template", "kept_clear", "parse", "pose", "pose_openly", "served", "settled"]
