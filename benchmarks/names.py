"""What is timed, by the names that aims and report compare."""

from __future__ import annotations

NEW, FIRST, SEEN, HOT = "arrange, new scene", "arrange, new template", "arrange, seen before", "arrange, seen before, hot"
DICT, DICT_HOT = "dict lookup", "dict lookup, hot"
KIWI, MANUAL = "kiwisolver", "CP-SAT as in its manual"

NAMED, CURED, CORE = "clash named", "clash named, with cures", "z3 core.minimize"
RESEATED, WEIGHTED, BEFORE = "seats taken anew", "CP-SAT weighted assignment", "arrange, with the layout before"
READ, LISTED = "read 2 KB", "list a shelf of thirty"

CLOSED, EQUAL_TILES, GROWN = "closed form", "opentok-layout-js, tiles alike", "opentok-layout-js, last row grown beyond the rest"
