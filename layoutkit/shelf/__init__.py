"""Which templates there are, and which of them to pick: the catalogue, folders and packs of others, playbooks."""

from layoutkit.shelf.books import book_names, open_book, playbooks
from layoutkit.shelf.catalogue import Listed, every, listing, load, names
from layoutkit.shelf.picking import pick
from layoutkit.shelf.places import forget
from layoutkit.shelf.playbook import Case, Pick, Playbook, Row
from layoutkit.shelf.proving import ranges

__all__ = [
    "Case",
    "Listed",
    "Pick",
    "Playbook",
    "Row",
    "book_names",
    "every",
    "forget",
    "listing",
    "load",
    "names",
    "open_book",
    "pick",
    "playbooks",
    "ranges",
]
