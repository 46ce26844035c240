"""Text -> Template: the document checked by its schema, then every expression, selector and name in it; all faults at once."""

from __future__ import annotations

import hashlib
import json
from typing import Any, Literal, cast

from layoutkit.documents import Keys
from layoutkit.errors import DocumentError, UsageError, Where
from layoutkit.geometry import Size
from layoutkit.origin import Setting, TemplateRef
from layoutkit.template.language import BoxSpec, RuleSpec, SettingSpec, Template, Written
from layoutkit.template.reading import Source, read
from layoutkit.template.rules import RULES
from layoutkit.template.selectors import AT_WORDS, LENGTH, WHO_WORDS
from layoutkit.template.values import Values

RESERVED = frozenset(
    (
        *WHO_WORDS,
        *AT_WORDS,
        *["n", "canvas", "count", "has", "but", "free", "rest", "if", "else", "and", "or", "not", "true", "false", "yes", "no"],
    )
)


def parse(source: bytes, file: str) -> Template:
    """A template from its text; raises DocumentError with every fault and its place."""
    text = _with_canvases(read(source, file))
    wrong, paths = text.schema_faults("template")
    builder = _Builder(text, _sound(text, paths) if wrong else text.data)
    template = builder.template() if builder.data is not None else None
    faults = [*text.faults, *wrong, *builder.faults]
    if faults or template is None:
        raise DocumentError(sorted(dict.fromkeys(faults), key=lambda f: f.where or Where(file)))
    return template


def _with_canvases(text: Source) -> Source:
    """A canvas is text, also where YAML takes it for a number: 0x0."""
    if isinstance(text.data, dict) and isinstance(canvases := text.data.get("canvases"), list):
        return text.holding({**text.data, "canvases": [text.raw.get(("canvases", i), canvas) for i, canvas in enumerate(canvases)]})
    return text


def _sound(text: Source, paths: list[Keys]) -> Any:
    """The document without the parts that its schema refuses, so that the rest can be judged too; None where nothing is left to judge."""
    if not isinstance(text.data, dict):
        return None
    for depth in (99, 2, 1):
        data = json.loads(json.dumps(text.data))
        for path in sorted(set(paths), key=len, reverse=True):
            _take_out(data, path[:depth])
        kept = {"name": "unnamed", "secondaries": 1, "canvases": ["540x960"], "rules": [], **data}
        if not text.holding(kept).schema_faults("template")[0]:
            return kept
    return None


def _take_out(data: Any, path: Keys) -> None:
    """Take a part out of a document; of a list, the whole of it goes, but rules and canvases keep their places."""
    holder = data
    for index, step in enumerate(path):
        held = isinstance(holder, dict) and step in holder
        if isinstance(holder, list) and isinstance(step, int) and index == 1 and path[0] in ("rules", "canvases") and len(path) == 2:
            holder[step] = _harmless(str(path[0]), step)
        elif held and (index == len(path) - 1 or (isinstance(holder[step], list) and path[0] != step)):
            del holder[step]
            return
        holder = holder[step] if held or (isinstance(holder, list) and isinstance(step, int) and step < len(holder)) else None


def digest(data: Any) -> str:
    """The digest of a template: SHA-256 over its data as canonical JSON, so that comments and order of keys do not matter."""
    canonical = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return "sha256:" + hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()


def _harmless(part: str, index: int) -> Any:
    """What stands in for an item of a list that its schema refuses, so that the others keep their places."""
    return {"size": {}} if part == "rules" else f"{index + 1}x1"


FLAGS = {"yes": True, "true": True, "no": False, "false": False}


class _Builder(Values):
    """Turns a document that its schema allows into a Template, collecting what the schema cannot see."""

    def __init__(self, source: Source, data: Any) -> None:
        super().__init__(source)
        self.data = data

    def template(self) -> Template:
        data = self.data
        self.names_are_free()
        settings = tuple(self.setting(name, spec) for name, spec in data.get("settings", {}).items())
        self.settings = {s.name: s for s in settings}
        self.known += [name for name in source_keys(self.source, "settings") if name not in self.known]
        self.roles = {name: self.counts(value, ("roles", name)) for name, value in data.get("roles", {}).items()}
        self.later = tuple(data.get("let", {}))
        lets = tuple(self.let(name, value) for name, value in data.get("let", {}).items())
        regions = tuple(self.box(name, value, ("regions", name)) for name, value in data.get("regions", {}).items())
        self.regions = source_keys(self.source, "regions")
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
            regions=regions,
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

    def canvases(self) -> list[Size]:
        sizes = []
        for index, text in enumerate(self.data["canvases"]):
            try:
                sizes.append(Size.parse(str(text)))
            except UsageError as error:
                self.fault(error.faults[0].says, ("canvases", index), error.faults[0].hint)
        return sizes

    # settings, lets, areas

    def setting(self, name: str, spec: dict[str, Any]) -> SettingSpec:
        path = ("settings", name)
        default, choice = spec["default"], tuple(spec.get("choice", ()))
        if not choice and isinstance(default, str) and default in FLAGS:
            default = FLAGS[default]
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
        if kind == "length" and not LENGTH.fullmatch(str(default)):
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
        self.later = tuple(later for later in self.later if later != name)
        self.known.append(name)
        return name, written

    def box(self, name: str, value: Any, path: Keys) -> BoxSpec:
        sides, inner = (value, path) if isinstance(value, list) else (value["box"], (*path, "box"))
        lengths = tuple(self.written(side, (*inner, i)) for i, side in enumerate(sides))
        when = self.written(value["when"], (*path, "when")) if isinstance(value, dict) and "when" in value else None
        return BoxSpec(name, cast("tuple[Written, Written, Written, Written]", lengths), when, self.source.where(path, True))

    # rules

    def rule(self, index: int, spec: dict[str, Any]) -> RuleSpec:
        word = next(key for key in spec if key in RULES)
        path: Keys = ("rules", index, word)
        when = self.written(spec["when"], ("rules", index, "when")) if "when" in spec else None
        made = RULES[word](self, spec[word] or {}, path)
        return RuleSpec(word, made, spec.get("name", ""), when, self.source.where(path, True))


def source_keys(source: Source, part: str) -> list[str]:
    """The names under a part of a document, also those of parts that are refused: a fault in one is no fault in who speaks of it."""
    found = source.data.get(part) if isinstance(source.data, dict) else None
    return list(found) if isinstance(found, dict) else []


def _kind(default: Setting, choice: tuple[Setting, ...]) -> Literal["number", "length", "choice", "flag"]:
    if choice:
        return "choice"
    if isinstance(default, bool):
        return "flag"
    return "number" if isinstance(default, int) else "length"


def within(spec: SettingSpec, value: object) -> bool:
    """Whether a number lies in its setting's range."""
    return type(value) is int and (spec.low is None or spec.low <= value) and (spec.high is None or value <= spec.high)
