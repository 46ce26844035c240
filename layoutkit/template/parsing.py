"""Text -> Template: the document checked by its schema, then every expression, selector and name in it; all faults at once."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Sequence
from typing import Any, Literal, cast

from layoutkit.documents import Keys, nearest
from layoutkit.errors import DocumentError, Fault, UsageError, Where
from layoutkit.geometry import Size
from layoutkit.origin import Setting, TemplateRef
from layoutkit.template import expressions as ex
from layoutkit.template.language import (
    BoxSpec,
    Counts,
    GridWord,
    Pair,
    PlaceWord,
    Range,
    RuleSpec,
    RuleWord,
    SettingSpec,
    SizeWord,
    StackWord,
    Template,
    Who,
    Word,
    Written,
)  # fmt: skip
from layoutkit.template.reading import Source, read
from layoutkit.template.selectors import AT_WORDS, WHO_WORDS, Parts, at_axes, read_who

KNOWN_NAMES = ("n", "canvas.width", "canvas.height", "canvas.portrait", "canvas.landscape")
RESERVED = frozenset(
    (
        *WHO_WORDS,
        *AT_WORDS,
        "n",
        "canvas",
        "count",
        "has",
        "but",
        "free",
        "rest",
        "if",
        "else",
        "and",
        "or",
        "not",
        "true",
        "false",
        "yes",
        "no",
    )
)

_ASPECT = re.compile(r"([1-9][0-9]{0,4}):([1-9][0-9]{0,4})", re.ASCII)
_LENGTH = re.compile(r"[0-9]{1,3}(\.[0-9]{1,6})?%|[1-9][0-9]{0,4}/[1-9][0-9]{0,4}", re.ASCII)
_COUNTS = re.compile(r"([0-9]{1,4})(?:(\.\.)([0-9]{1,4})?)?", re.ASCII)


def parse(source: bytes, file: str) -> Template:
    """A template from its text; raises DocumentError with every fault and its place."""
    read_ = read(source, file)
    faults = [*read_.faults, *read_.schema_faults("template")]
    if faults:
        raise DocumentError(sorted(set(faults), key=lambda f: f.where or Where(file)))
    builder = _Builder(read_)
    template = builder.template()
    if builder.faults:
        raise DocumentError(sorted(dict.fromkeys(builder.faults), key=lambda f: f.where or Where(file)))
    return template


def digest(data: Any) -> str:
    """The digest of a template: SHA-256 over its data as canonical JSON, so that comments and order of keys do not matter."""
    canonical = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return "sha256:" + hashlib.sha256(canonical.encode()).hexdigest()


class _Builder:
    """Turns a document that its schema allows into a Template, collecting what the schema cannot see."""

    def __init__(self, source: Source) -> None:
        self.source, self.data = source, source.data
        self.faults: list[Fault] = []
        self.settings: dict[str, SettingSpec] = {}
        self.roles: dict[str, Counts] = {}
        self.regions: dict[str, BoxSpec] = {}
        self.known: list[str] = list(KNOWN_NAMES)

    def template(self) -> Template:
        data = self.data
        self.names_are_free()
        settings = tuple(self.setting(name, spec) for name, spec in data.get("settings", {}).items())
        self.settings = {s.name: s for s in settings}
        self.known += self.settings
        self.roles = {name: self.counts(value, ("roles", name)) for name, value in data.get("roles", {}).items()}
        lets = tuple(self.let(name, value) for name, value in data.get("let", {}).items())
        self.regions = {name: self.box(name, value, ("regions", name)) for name, value in data.get("regions", {}).items()}
        return Template(
            ref=TemplateRef(data["name"], data.get("version", 1), digest(data)),
            title=data.get("title", data["name"]),
            about=data.get("about", ""),
            file=self.source.file,
            secondaries=self.counts(data["secondaries"], ("secondaries",)),
            canvases=tuple(self.canvases()),
            primary=data.get("primary", "background"),
            picture=self.aspect_of(data.get("picture", "16:9"), ("picture",)),
            overlap=data.get("overlap") == "allowed",
            roles=tuple(self.roles.items()),
            settings=settings,
            lets=lets,
            regions=tuple(self.regions.values()),
            keep_clear=tuple(self.box(name, value, ("keep_clear", name)) for name, value in data.get("keep_clear", {}).items()),
            rules=tuple(self.rule(index, spec) for index, spec in enumerate(data["rules"])),
            text="\n".join(self.source.lines) + "\n",
        )

    # names

    def names_are_free(self) -> None:
        """Regions, lets, settings, roles: none may be a word of the language, and none may be another's."""
        taken: dict[str, str] = {}
        for kind in ("settings", "let", "roles", "regions"):
            for name in self.data.get(kind, {}):
                if name in RESERVED:
                    self.fault(f"{name!r} is a word of the language and cannot be a name", (kind, name), key=True)
                elif name in taken:
                    self.fault(f"{name!r} is already a name under '{taken[name]}'", (kind, name), key=True)
                taken.setdefault(name, kind)

    def fault(self, says: str, path: Keys, hint: str = "", *, key: bool = False, offset: int = 0) -> None:
        self.faults.append(self.source.fault(says, path, hint, key=key, offset=offset))

    # values

    def written(self, value: Any, path: Keys, offset: int = 0) -> Written:
        """A length, number or condition; faults in it are noted, with their place in the text."""
        text = str(value).lower() if isinstance(value, bool) else str(value)
        try:
            node = ex.parse(text)
        except ex.ExpressionError as error:
            self.fault(error.says, path, error.hint, offset=error.at + offset)
            node = ex.Number(1, 0)
        for part in ex.walk(node):
            self.check_node(part, path, offset)
        return Written(node, text, self.source.where(path))

    def check_node(self, node: ex.Node, path: Keys, offset: int) -> None:
        if isinstance(node, ex.Name) and node.name not in self.known and node.name not in ("true", "false", "yes", "no"):
            self.fault(f"unknown name {node.name!r}", path, nearest(node.name, self.known), offset=node.at + offset)
        if isinstance(node, ex.Call):
            self.who(node.who, path, node.at + offset)

    def range(self, value: Any, path: Keys) -> Range | None:
        if value is None:
            return None
        text = str(value)
        low, dots, high = text.partition("..")
        if not dots:
            single = self.written(value, path)
            return Range(single, single)
        if not low.strip() and not high.strip():
            self.fault("'..' bounds nothing", path, "80..320, 64.. or ..30%")
        start = self.written(low, path) if low.strip() else None
        return Range(start, self.written(high, path, len(low) + 2) if high.strip() else None)

    def pair(self, value: Any, path: Keys) -> Pair:
        if isinstance(value, list):
            return Pair(self.written(value[0], (*path, 0)), self.written(value[1], (*path, 1)))
        both = self.written(value, path)
        return Pair(both, both)

    def aspect_of(self, value: str, path: Keys) -> tuple[int, int]:
        found = _ASPECT.fullmatch(str(value))
        if not found:
            self.fault(f"{value!r} is not an aspect", path, "two whole numbers: 16:9")
            return 16, 9
        return int(found[1]), int(found[2])

    def counts(self, value: Any, path: Keys) -> Counts:
        found = _COUNTS.fullmatch(str(value))
        if not found:
            self.fault(f"{value!r} is not a count", path, "3, 1..3 or 2..")
            return Counts(0, None)
        low = int(found[1])
        high = None if found[2] and not found[3] else int(found[3] or found[1])
        if high is not None and high < low:
            self.fault(f"{value!r} begins above its end", path)
        return Counts(low, high)

    def canvases(self) -> list[Size]:
        sizes = []
        for index, text in enumerate(self.data["canvases"]):
            try:
                sizes.append(Size.parse(str(text)))
            except UsageError as error:
                self.fault(error.faults[0].says, ("canvases", index), error.faults[0].hint)
        return sizes

    def word(self, value: Any, path: Keys, allowed: Callable[[str], bool], what: str, known: Sequence[str]) -> Word:
        """One of the known words, or a setting whose every choice is one."""
        text = ("yes" if value else "no") if isinstance(value, bool) else str(value)
        where = self.source.where(path)
        if allowed(text):
            return Word(text, where)
        setting = self.settings.get(text)
        if setting is None:
            self.fault(f"{text!r} is not {what}", path, nearest(text, [*known, *self.settings]) or "one of " + ", ".join(known))
        else:
            for choice in setting.choice or (setting.default,):
                spoken = ("yes" if choice else "no") if isinstance(choice, bool) else str(choice)
                if not allowed(spoken):
                    self.fault(f"{spoken!r}, which setting {text!r} can be, is not {what}", path, "one of " + ", ".join(known))
        return Word(text, where, setting=True)

    def one_of(self, value: Any, path: Keys, *known: str) -> Word:
        return self.word(value, path, lambda text: text in known, "known here", known)

    def flag(self, value: Any, path: Keys) -> Word:
        return self.word(value, path, lambda text: text in ("yes", "no", "true", "false"), "yes or no", ("yes", "no"))

    def at(self, value: Any, path: Keys, *more: str) -> Word:
        known = (*AT_WORDS, *more)
        return self.word(value, path, lambda text: at_axes(text, more) is not None, "a place", known)

    def aspect(self, value: Any, path: Keys) -> Word | None:
        if value is None:
            return None
        return self.word(value, path, lambda text: _ASPECT.fullmatch(text) is not None, "an aspect", ("16:9", "4:3", "1:1"))

    def within(self, value: Any, path: Keys) -> Word:
        return self.one_of(value, path, "canvas", "primary", *self.regions)

    # who

    def who(self, value: Any, path: Keys, offset: int = 0) -> Who:
        where = self.source.where(path)
        if not isinstance(value, list):
            return Who(*self.picks(str(value), path, offset), str(value), where)
        items = [self.picks(str(item), (*path, index), 0) for index, item in enumerate(value)]
        return Who(
            tuple(part for parts, _ in items for part in parts),
            tuple(part for _, but in items for part in but),
            ", ".join(map(str, value)),
            where,
        )

    def picks(self, text: str, path: Keys, offset: int) -> Parts:
        def unknown(word: str, at: int) -> None:
            known = [*WHO_WORDS, *self.roles]
            hint = nearest(word, known) or "there are " + ", ".join(known)
            self.fault(f"{word!r} is nobody" if word else "nobody is named", path, hint, offset=offset + at)

        return read_who(text, lambda number, at: self.written(number, path, offset + at), unknown, list(self.roles))

    # settings, lets, areas

    def setting(self, name: str, spec: dict[str, Any]) -> SettingSpec:
        path = ("settings", name)
        default, choice = spec["default"], tuple(spec.get("choice", ()))
        kind = _kind(default, choice)
        made = SettingSpec(
            name,
            kind,
            default,
            spec.get("min"),
            spec.get("max"),
            choice,
            spec.get("about", ""),
            self.source.where(path, True),
        )
        if kind == "length" and not _LENGTH.fullmatch(str(default)):
            self.fault(
                f"{default!r} is no setting's value",
                (*path, "default"),
                "a number, a share like 25% or 1/4, yes or no; or list the words under 'choice'",
            )
        for key in ("min", "max"):
            if key in spec and kind != "number":
                self.fault(f"{key!r} bounds numbers; {name!r} is a {kind}", (*path, key), key=True)
        if kind == "number" and not within(made, default):
            self.fault(f"the default {default} is outside {made.low}..{made.high}", (*path, "default"))
        if choice and default not in choice:
            self.fault(
                f"the default {default!r} is not among the choices",
                (*path, "default"),
                "one of " + ", ".join(map(str, choice)),
            )
        return made

    def let(self, name: str, value: Any) -> tuple[str, Written]:
        written = self.written(value, ("let", name))
        self.known.append(name)
        return name, written

    def box(self, name: str, value: Any, path: Keys) -> BoxSpec:
        sides, inner = (value, path) if isinstance(value, list) else (value["box"], (*path, "box"))
        lengths = tuple(self.written(side, (*inner, i)) for i, side in enumerate(sides))
        when = self.written(value["when"], (*path, "when")) if isinstance(value, dict) and "when" in value else None
        return BoxSpec(name, cast("tuple[Written, Written, Written, Written]", lengths), when, self.source.where(path, True))

    # rules

    def rule(self, index: int, spec: dict[str, Any]) -> RuleSpec:
        word = next(key for key in spec if key in WORDS)
        path: Keys = ("rules", index, word)
        when = self.written(spec["when"], ("rules", index, "when")) if "when" in spec else None
        made = WORDS[word](self, spec[word] or {}, path)
        return RuleSpec(word, made, spec.get("name", ""), when, self.source.where(path, True))

    def size(self, given: dict[str, Any], path: Keys) -> RuleWord:
        return SizeWord(
            self.who(given.get("tiles", "all"), (*path, "tiles")),
            self.range(given.get("width"), (*path, "width")),
            self.range(given.get("height"), (*path, "height")),
            self.aspect(given.get("aspect"), (*path, "aspect")),
            self.within(given.get("in", "canvas"), (*path, "in")),
            self.flag(given.get("alike", "yes"), (*path, "alike")),
        )

    def place(self, given: dict[str, Any], path: Keys) -> RuleWord:
        return PlaceWord(
            self.who(given.get("tiles", "all"), (*path, "tiles")),
            self.within(given.get("in", "canvas"), (*path, "in")),
            self.at(given["at"], (*path, "at")) if "at" in given else None,
            self.pair(given.get("inset", 0), (*path, "inset")),
        )

    def stack(self, given: dict[str, Any], path: Keys) -> RuleWord:
        return StackWord(
            self.who(given.get("tiles", "all"), (*path, "tiles")),
            self.one_of(given.get("direction", "down"), (*path, "direction"), "down", "up", "right", "left"),
            self.pair(given.get("gap", 0), (*path, "gap")),
            self.within(given.get("in", "canvas"), (*path, "in")),
            self.at(given.get("at", "center"), (*path, "at"), "free"),
            self.pair(given.get("inset", 0), (*path, "inset")),
        )

    def grid(self, given: dict[str, Any], path: Keys) -> RuleWord:
        def optional(key: str) -> Written | None:
            return self.written(given[key], (*path, key)) if key in given else None

        return GridWord(
            self.who(given.get("tiles", "all"), (*path, "tiles")),
            optional("columns"),
            optional("rows"),
            self.within(given.get("in", "canvas"), (*path, "in")),
            self.at(given.get("at", "center"), (*path, "at")),
            self.pair(given.get("inset", 0), (*path, "inset")),
            self.pair(given.get("gap", 0), (*path, "gap")),
            self.range(given.get("width"), (*path, "width")),
            self.range(given.get("height"), (*path, "height")),
            self.aspect(given.get("aspect"), (*path, "aspect")),
            self.one_of(given.get("from", "top left"), (*path, "from"), *CORNERS),
            self.one_of(given.get("by", "row"), (*path, "by"), "row", "column"),
            self.flag(given.get("balance", "no"), (*path, "balance")),
            self.one_of(given.get("short", "center"), (*path, "short"), "start", "center", "stretch"),
            self.one_of(given.get("remainder", "spread"), (*path, "remainder"), "spread", "margin", "last"),
        )


CORNERS = (
    "top left",
    "top right",
    "bottom left",
    "bottom right",
    "left top",
    "right top",
    "left bottom",
    "right bottom",
)
WORDS: dict[str, Callable[[_Builder, dict[str, Any], Keys], RuleWord]] = {
    "size": _Builder.size,
    "place": _Builder.place,
    "stack": _Builder.stack,
    "grid": _Builder.grid,
}


def _kind(default: Setting, choice: Sequence[Setting]) -> Literal["number", "length", "choice", "flag"]:
    if choice:
        return "choice"
    if isinstance(default, bool):
        return "flag"
    return "number" if isinstance(default, int) else "length"


def within(spec: SettingSpec, value: object) -> bool:
    """Whether a number lies in its setting's range."""
    return type(value) is int and (spec.low is None or spec.low <= value) and (spec.high is None or value <= spec.high)
