"""How far long work has come: on standard error, and only where that is a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")


def told(items: Sequence[T], what: str) -> Iterator[T]:
    """The items, one after the other; a terminal shows how many are done."""
    return _shown(items, len(items), what) if _is_terminal() else iter(items)


def _is_terminal() -> bool:
    return sys.stderr.isatty()


def _shown(items: Iterable[T], total: int, what: str) -> Iterator[T]:
    try:
        for done, item in enumerate(items):
            sys.stderr.write(f"\r\x1b[K{what} {done}/{total}")
            sys.stderr.flush()
            yield item
    finally:
        sys.stderr.write("\r\x1b[K")
        sys.stderr.flush()
