"""Text -> Playbook: checked by its schema, each row with its template and settings, then the whole domain; all faults at once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from layoutkit.documents import Keys, nearest, sound
from layoutkit.errors import DocumentError, Fault, UsageError, Where
from layoutkit.geometry import Size
from layoutkit.origin import Setting, TemplateRef
from layoutkit.shelf.playbook import Domain, Playbook, Row
from layoutkit.shelf.proving import Proof
from layoutkit.template import Template
from layoutkit.template.language import Counts
from layoutkit.template.reading import read
from layoutkit.template.settings import admissible, admitted, refusal
from layoutkit.template.source import Source
from layoutkit.template.values import read_counts

Find = Callable[[str], Template]
"""The template of a name; UsageError where there is none, DocumentError where it is invalid."""


def parse_book(text: bytes, file: str, find: Find) -> Playbook:
    """A playbook from its text; raises DocumentError with every fault and its place."""
    source = read(text, file)
    schema_faults, refused = source.schema_faults("playbook")
    opening = _Opening(source, find, refused, [*source.faults, *schema_faults])
    playbook = opening.playbook() if isinstance(source.data, dict) else None
    if opening.faults or playbook is None:
        raise DocumentError(sorted(dict.fromkeys(opening.faults), key=lambda fault: fault.where or Where(file)))
    return playbook


@dataclass(slots=True)
class _Opening:
    """Makes what can be made of a playbook's parts; what its schema refuses is left out, since that is told already."""

    source: Source
    find: Find
    refused: list[Keys]
    faults: list[Fault] = field(default_factory=list)

    def playbook(self) -> Playbook | None:
        """The playbook; None where a part of it cannot be made."""
        data, domain = self.source.data, self.domain()
        written = data.get("rows")
        tried = [self.row(index, spec) for index, spec in enumerate(written)] if isinstance(written, list) else []
        rows = [row for row in tried if row is not None]
        if domain is None or len(rows) < len(tried) or not rows:
            return None
        self.faults += Proof(self.source, domain, rows).faults()
        if self.faults:
            return None
        ref = TemplateRef(data["name"], data.get("version", 1), _digest(data, rows))
        text = "\n".join(self.source.lines) + "\n"
        return Playbook(ref, data.get("title", data["name"]), data.get("about", ""), self.source.file, domain, tuple(rows), text)

    # the domain

    def domain(self) -> Domain | None:
        """The domain, where all of it can be read."""
        spec, path = self.source.data.get("domain"), ("domain",)
        if not self.whole(path) or spec is None:
            return None
        counts, roles = self.counts(spec["secondaries"], (*path, "secondaries")), self.roles(spec, path)
        canvases = self.canvases(spec["canvases"], (*path, "canvases"))
        return Domain(counts, canvases, roles) if counts else None

    def whole(self, path: Keys) -> bool:
        """Whether nothing in a part is refused; what is wrong around it, such as a key too many, is no matter."""
        return sound(path, [other for other in self.refused if len(other) >= len(path)])

    def counts(self, value: object, path: Keys) -> Counts | None:
        counts = read_counts(value)
        if counts is not None and counts.high is not None and counts.high < counts.low:
            self.faults.append(self.source.fault(f"{value!r} begins above its end", path))
            return None
        return counts

    def roles(self, spec: Mapping[str, Any], path: Keys) -> tuple[tuple[str, Counts], ...]:
        given = {name: self.counts(value, (*path, "roles", name)) for name, value in spec.get("roles", {}).items()}
        return tuple((name, counts) for name, counts in given.items() if counts)

    def canvases(self, texts: Any, path: Keys) -> tuple[Size, ...]:
        """Canvases, each once; one is a list of one."""
        found: list[Size] = []
        for inner in [(*path, index) for index in range(len(texts))] if isinstance(texts, list) else [path]:
            try:
                found.append(Size.parse(str(self.source.at(inner))))
            except UsageError as error:
                self.faults.append(self.source.fault(error.faults[0].says, inner, error.faults[0].hint))
        return tuple(dict.fromkeys(found))

    # the rows

    def row(self, index: int, spec: Any) -> Row | None:
        """A row with its template; None where that cannot be had or its conditions cannot be read."""
        path, before = ("rows", index), len(self.faults)
        if not self.whole(path):
            return None
        orientations = spec.get("orientation", ())
        row = partial(
            Row,
            number=index + 1,
            use=spec["use"],
            where=self.source.where(path),
            name=spec.get("name", ""),
            secondaries=self.counts(spec["secondaries"], (*path, "secondaries")) if "secondaries" in spec else None,
            orientations=(orientations,) if isinstance(orientations, str) else tuple(orientations),
            canvases=self.canvases(spec["canvas"], (*path, "canvas")) if "canvas" in spec else (),
            roles=self.roles(spec, path),
        )
        self.known_to_domain(spec, path)
        template = self.template(spec["use"], (*path, "use"))
        settings = tuple(self.settings(template, spec, (*path, "settings"))) if template else ()
        return row(template=template, settings=settings) if template and len(self.faults) == before else None

    def known_to_domain(self, spec: Mapping[str, Any], path: Keys) -> None:
        """A role or canvas that the domain does not know is a slip: such a row would never match as it is meant."""
        if not self.whole(("domain",)) or "domain" not in self.source.data:
            return
        domain = self.source.data["domain"]
        for kind, here in (("roles", list(spec.get("roles", {}))), ("canvas", spec.get("canvas", []))):
            known = list(domain.get(kind if kind == "roles" else "canvases", ()))
            for index, name in enumerate([here] if isinstance(here, str) else here):
                if name not in known:
                    inner = (*path, kind, name) if kind == "roles" else (*path, kind, index) if isinstance(here, list) else (*path, kind)
                    what = "role" if kind == "roles" else "canvas"
                    hint = nearest(str(name), known) or f"known there: {', '.join(known) or 'none'}"
                    self.faults.append(self.source.fault(f"the domain has no {what} {name!r}", inner, hint, key=kind == "roles"))

    def template(self, use: str, path: Keys) -> Template | None:
        try:
            return self.find(use)
        except UsageError as error:
            hint = error.faults[0].hint if len(error.faults) == 1 else ", ".join(str(fault.where) for fault in error.faults)
            self.faults.append(self.source.fault(error.faults[0].says.partition(":")[0], path, hint))
        except DocumentError as error:
            more = f"; and {len(error.faults) - 1} more, which 'layoutkit show {use}' tells" if len(error.faults) > 1 else ""
            self.faults.append(self.source.fault(f"the template {use!r} is invalid", path, f"{error.faults[0]}{more}"))
        return None

    def settings(self, template: Template, spec: Mapping[str, Any], path: Keys) -> Iterator[tuple[str, Setting]]:
        """The settings of a row, as its template takes them."""
        known = {setting.name: setting for setting in template.settings}
        for name, given in spec.get("settings", {}).items():
            if name not in known:
                hint = nearest(name, list(known)) or ("there are " + ", ".join(known) if known else "it has none")
                self.faults.append(self.source.fault(f"{template.ref} has no setting {name!r}", (*path, name), hint, key=True))
            elif (value := admissible(known[name], given)) is None:
                self.faults.append(self.source.fault(refusal(known[name], given), (*path, name), admitted(known[name])))
            else:
                yield name, value


def _digest(data: Mapping[str, Any], rows: list[Row]) -> str:
    """Of what the playbook says and of the templates that it picks; how its text is set does not matter."""
    said = [data, [row.template.ref.digest for row in rows]]
    text = json.dumps(said, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()
