"""Which playbooks there are: found by name or path like templates; each read once, and again when a file that it hangs on changes."""

from __future__ import annotations

import os
from functools import partial

from layoutkit.shelf.catalogue import Listed, found, is_path, listed, load, located
from layoutkit.shelf.files import Stamp, made_of, rightly_named, spoken, stamp, text_of, unchanged
from layoutkit.shelf.folders import stock
from layoutkit.shelf.opening import parse_book
from layoutkit.shelf.places import places
from layoutkit.shelf.playbook import Playbook
from layoutkit.template import Template

_open: dict[str, tuple[object, dict[str, Stamp], Playbook]] = {}
"""By what was asked for: the places as they were then, the files that were read, and the playbook they make."""


def book_names() -> tuple[str, ...]:
    """The names of the playbooks on the shelf, sorted; no file is read for it."""
    return stock("playbook").names


def open_book(name: str | os.PathLike[str]) -> Playbook:
    """The playbook of that name (`phone-show`), or in that file (`mine/show.yaml`).

    Raises UsageError where there is none or more than one; DocumentError, with every fault, where it is invalid: a row that never
    matches, a case that no row answers, a template that does not serve its row, a setting that it does not have.
    """
    text = spoken(name, "playbook")
    was, stamps, playbook = _open.get(text, (None, {}, None))
    if playbook is not None and was is places() and unchanged(stamps):
        return playbook
    return _opened(text)


def _opened(name: str) -> Playbook:
    """The playbook of a name or path, read; it is remembered with all files that it hangs on."""
    shelved = None if is_path(name) else found(stock("playbook"), name, "playbook")
    path, shown = (shelved.path, shelved.shown) if shelved else (name, name)
    stamps = {path: stamp(path)}
    folder = None if shelved else os.path.dirname(path)
    playbook = parse_book(text_of(path, "playbook"), shown, partial(_used, stamps, folder))
    if shelved:
        rightly_named(playbook, shelved)
    _open[name] = (places(), stamps, playbook)
    return playbook


def _used(stamps: dict[str, Stamp], folder: str | None, name: str) -> Template:
    """A template that a row names: `NAME.yaml` beside a playbook that is not on the shelf itself, else of the shelf."""
    beside = os.path.join(folder, f"{name}.yaml") if folder is not None else ""
    if beside:
        stamps[beside] = stamp(beside)
    template, path = (load(beside), beside) if stamps.get(beside) else located(name)
    stamps |= made_of(path)
    return template


def playbooks() -> tuple[Listed[Playbook], ...]:
    """All playbooks on the shelf, by name; those that are broken with what is wrong with them."""
    return listed(stock("playbook"), open_book)
