"""Text -> Template: the document and those it extends checked by their schema, then every expression, who and name; all faults at once."""

from __future__ import annotations

from layoutkit.errors import DocumentError, Fault, Where
from layoutkit.template.building import Builder
from layoutkit.template.extending import Family, Find, gathered
from layoutkit.template.joining import joined
from layoutkit.template.language import Template


def parse(source: bytes, file: str, find: Find | None = None) -> Template:
    """A template from its text; `find` brings the text and file of a template by its name, for one that extends it.

    Raises DocumentError with every fault and its place, those of the document first, then those of what it extends.
    """
    family = gathered(source, file, find)
    template, faults = None, [fault for document in family.documents for fault in document.faults]
    if family.documents[0].data is not None:
        builder = Builder(family, *joined(family))
        template = builder.template()
        faults += builder.faults
    faults += family.faults
    if faults or template is None:
        raise DocumentError(_in_order(family, faults))
    return template


def _in_order(family: Family, faults: list[Fault]) -> list[Fault]:
    """Each fault once, in the order of the texts."""
    files = [document.source.file for document in family.documents]

    def place(fault: Fault) -> tuple[int, Where]:
        where = fault.where or Where(files[0])
        return files.index(where.file) if where.file in files else len(files), where

    return sorted(dict.fromkeys(faults), key=place)
