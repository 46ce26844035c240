"""`check`: templates proved over several processes, what was proved before not again."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from multiprocessing import active_children, get_context

from layoutkit import pipeline, shelf, targets
from layoutkit.app.remembering import Document, Memory
from layoutkit.carriage import carriers
from layoutkit.errors import Fault, LayoutkitError, UsageError
from layoutkit.layout import Layout
from layoutkit.origin import Setting
from layoutkit.prove.cases import OPEN_ENDED, promised
from layoutkit.prove.judging import Ways
from layoutkit.prove.report import report
from layoutkit.scene import Scene
from layoutkit.template import Template

QUICK = 0.3
"""The work, in seconds, after which a template that is less one rule is taken to be another."""

APP_ID, NOW = 1250000000, 1490858287
"""The account and second of the payloads that are judged: the page's own."""


@dataclass(frozen=True, slots=True)
class Proved:
    """The report of one template as JSON, and the layouts of its promises, where an atlas is wanted."""

    document: Document
    layouts: tuple[tuple[Scene, Layout], ...] = ()


def document(reports: Sequence[Document]) -> Document:
    """All reports as one document (schema `check`)."""
    return {"check": 1, "kept": all(one["kept"] for one in reports), "templates": list(reports)}


def ways() -> Ways:
    """The main path, as a proof takes it."""

    def arrange(limit: float | None, template: Template, scene: Scene, settings: Mapping[str, Setting]) -> Layout:
        return pipeline.arrange(template, scene, settings=settings, limit=limit)

    def render(layout: Layout, profile: str) -> object:
        return pipeline.render(layout, app_id=APP_ID, now=NOW, profile=profile)

    return Ways(partial(arrange, None), partial(arrange, QUICK), render, targets.PROFILES, _claims)


def _claims(template: Template) -> dict[str, range]:
    """The counts that each profile says it carries."""
    found = [carriage for carriage in carriers(template) if carriage.carries]
    return {c.profile: range(c.low, (c.low + OPEN_ENDED if c.high is None else c.high) + 1) for c in found}


def proved(name: str, known: Document | None, atlas: bool) -> Proved:
    """One template on trial; `known` is its report, where it was proved before. One that cannot be read has an error for its report."""
    try:
        template = shelf.load(name)
        with pipeline.unaided():
            document = known or report(template, ways()).document()
            return Proved(document, tuple(_layouts(template)) if atlas else ())
    except LayoutkitError as error:
        return Proved({"name": name, "kept": False, "error": error.document()})


def _layouts(template: Template) -> Iterator[tuple[Scene, Layout]]:
    """The layouts at the default settings, which an atlas keeps."""
    for case in promised(template):
        if not case.settings:
            try:
                yield case.scene, pipeline.arrange(template, case.scene)
            except LayoutkitError:
                continue


def known_names(names: Sequence[str]) -> tuple[str, ...]:
    """The templates to prove, each once; the whole shelf if none is named. Raises UsageError, with all faults, for names of none."""
    faults: list[Fault] = []
    for name in dict.fromkeys(names):
        try:
            shelf.load(name)
        except UsageError as error:
            faults += error.faults
        except LayoutkitError:
            continue
    if faults:
        raise UsageError(faults)
    return tuple(dict.fromkeys(names)) or shelf.names()


def every(names: Sequence[str], memory: Memory, *, atlas: bool = False, jobs: int | None = None) -> Iterator[Proved]:
    """The templates of these names, in their order, over so many processes; as many as there are cores if None."""
    known = [memory.get(name) for name in names]
    workers = min(jobs or os.cpu_count() or 1, sum(one is None for one in known) or 1, len(names) or 1)
    found: Iterable[Proved]
    if workers == 1:
        found = (proved(name, one, atlas) for name, one in zip(names, known, strict=True))
        yield from (_kept(one, memory) for one in found)
        return
    # Started anew, not forked: a solver that has run here already holds locks that a copy of this process would never see released.
    pool = ProcessPoolExecutor(workers, get_context("spawn"))
    try:
        with _unheard():
            futures = [pool.submit(proved, name, one, atlas) for name, one in zip(names, known, strict=True)]
        for future in futures:
            yield _kept(future.result(), memory)
    except BaseException:  # Ctrl-C, above all: nobody waits for what is being proved
        for child in active_children():
            child.terminate()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def _unheard() -> Iterator[None]:
    """Processes that begin meanwhile do not hear Ctrl-C, which their parent does; a signal is ignored by who begins ignoring it."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _kept(found: Proved, memory: Memory) -> Proved:
    memory.keep(found.document)
    return found
