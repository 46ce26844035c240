"""A document that its schema allows into a Template; all that the schema cannot see is noted with its place."""

from __future__ import annotations

from collections.abc import Container, Iterator
from typing import Any

from layoutkit.origin import Setting, TemplateRef
from layoutkit.template.declaring import box, canvases, names_are_free, promise, setting
from layoutkit.template.digests import digest
from layoutkit.template.extending import Family
from layoutkit.template.language import Counts, Template, Written
from layoutkit.template.lists import Lists
from layoutkit.template.scopes import Scope, elsewhere
from layoutkit.template.source import Source


class Builder(Lists):
    """Turns the data of a document, and of those it extends, into a Template."""

    def __init__(self, family: Family, source: Source, data: dict[str, Any]) -> None:
        super().__init__(source, family.whole)
        self.family = family
        self.data = {"secondaries": 1, "canvases": ["540x960"], "rules": [], **data}

    def template(self) -> Template:
        """The template; what is wrong with it is among the faults."""
        data = self.data
        self.declare()
        lets = tuple(self.lets())
        # A rule may speak of a region wherever the rule that makes it stands: names first.
        self.scope = Scope(tuple(self.family.keys("regions")), elsewhere(self.source, data["rules"]))
        rules = self.rules(data["rules"], ("rules",))
        return Template(
            ref=TemplateRef(data["name"], data.get("version", 1), digest(data)),
            title=data.get("title", data["name"]),
            about=data.get("about", ""),
            file=self.source.file,
            secondaries=self.counts(data["secondaries"], ("secondaries",)),
            canvases=tuple(canvases(self, data["canvases"])),
            primary=data.get("primary", "background"),
            picture=self.shape(data.get("picture", "16:9"), ("picture",)),
            overlap=data.get("overlap") == "allowed",
            roles=tuple((name, self.roles[name]) for name in data.get("roles", {})),
            settings=tuple(self.settings.values()),
            lets=lets,
            regions=tuple(box(self, name, value, ("regions", name)) for name, value in data.get("regions", {}).items()),
            keep_clear=tuple(box(self, name, value, ("keep_clear", name)) for name, value in data.get("keep_clear", {}).items()),
            rules=rules,
            wishes=tuple(self.wish(spec, ("wishes", index)) for index, spec in enumerate(data.get("wishes", ()))),
            promises=tuple(self.promises()),
            snap=data.get("snap", 1),
            overflow=data.get("overflow", "refuse"),
            layers=tuple(self.who(who, ("layers", index)) for index, who in enumerate(data.get("layers", ()))),
            text="\n".join(self.source.lines) + "\n",
            bases=tuple((base.source.file, "\n".join(base.source.lines) + "\n") for base in self.family.documents[1:]),
        )

    def declare(self) -> None:
        """Make the names known: settings, roles, and whose each name is."""
        data = self.data
        self.primary_is_tile = data.get("primary") == "tile"
        self.taken, self.sometimes = names_are_free(self, data), set()
        self.settings = {name: setting(self, name, spec) for name, spec in data.get("settings", {}).items()}
        for spec in self.settings.values():
            self.foreseen.setting(spec)
        self.known += self.family.keys("settings")
        self.roles = {name: self.counts(value, ("roles", name)) for name, value in data.get("roles", {}).items()}
        self.roles |= dict.fromkeys(self.refused("roles", self.roles), Counts(0, None))

    def lets(self) -> Iterator[tuple[str, Written]]:
        """The lets in their order; each knows those before it."""
        lets = self.data.get("let", {})
        self.known += self.refused("let", lets)
        self.later = tuple(lets)
        for name, value in lets.items():
            written = self.written(value, ("let", name), wanted="any")
            self.foreseen.let(name, written.node)
            self.known.append(name)
            yield name, written

    def promises(self) -> Iterator[tuple[tuple[str, Setting], ...]]:
        refused = self.refused("settings", self.settings)
        for index, asked in enumerate(self.data.get("promises", ())):
            yield tuple(promise(self, asked, ("promises", index), refused))

    def refused(self, part: str, kept: Container[str]) -> list[str]:
        """Names under a part whose values are refused: a fault in one is no fault in who speaks of it."""
        return [name for name in self.family.keys(part) if name not in kept]
