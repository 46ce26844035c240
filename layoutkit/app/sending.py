"""`layoutkit send`: what goes out, to where, and what is said while it is retried."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import click

from layoutkit import targets
from layoutkit.app.asking import Asked
from layoutkit.app.shell import app_id_of
from layoutkit.app.telling import reading
from layoutkit.documents import read_json
from layoutkit.errors import DocumentError, UsageError
from layoutkit.layout import Layout
from layoutkit.pipeline import Client
from layoutkit.tencent import ENDPOINT, Reply


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A mix that is to be sent: how to ask for its payload at each attempt, whose session it is, and the account's id."""

    ask: Callable[[], Mapping[str, Any]]
    session: str
    app_id: int


@dataclass(frozen=True, slots=True)
class Mission:
    """How to send: whether it ends the mix, where to, in which profile, for whom, by which clock."""

    end: bool
    endpoint: str | None
    profile: str
    app_id: int | None
    now: Callable[[], float]
    mixing: targets.Mixing = targets.PLAIN

    def from_layout(self, layout: Layout) -> Outgoing:
        """The mix of a layout; where the primary is alone in it, or the end was asked for, its end."""
        if self.end or targets.ends(layout, self.profile, self.mixing):
            return self.ending(layout.primary.stream.id)
        app_id = app_id_of(self.app_id)
        return Outgoing(
            lambda: targets.render(layout, app_id=app_id, profile=self.profile, now=int(self.now()), mixing=self.mixing),
            targets.session_of(layout, self.mixing),
            app_id,
        )

    def ending(self, primary: str) -> Outgoing:
        """The end of a primary's mix."""
        app_id = app_id_of(self.app_id)
        return Outgoing(
            lambda: targets.render_end(primary, app_id=app_id, now=int(self.now()), profile=self.profile, mixing=self.mixing),
            self.mixing.session or primary,
            app_id,
        )

    def from_payload(self, source: bytes, file: str) -> Outgoing:
        """A payload that somebody wrote, if it is valid; its timestamps are renewed at each attempt."""
        with reading("payload"):
            document, locate = read_json(source, file)
            faults = targets.faults(document, profile=self.profile, locate=locate)
            if faults:
                raise DocumentError(faults)
        app_id = int(document["interface"]["para"]["app_id"])
        if self.app_id is not None and self.app_id != app_id:
            raise DocumentError(
                f"{file}: the payload's app_id is {app_id}, not {self.app_id}",
                "give the app id of the payload, or none",
            )
        return Outgoing(lambda: targets.renewed(document, int(self.now())), targets.of_primary(document), app_id)


def alone(payload_file: str, name: str | None, layout: str | None, asked: Asked, mission: Mission) -> None:
    """A payload says all; nothing may stand beside it."""
    if name or layout or asked.any or mission.end or mission.mixing != targets.PLAIN:
        raise UsageError(
            f"--payload {payload_file[:80]} says all of the mix",
            "leave out the template, the layout, the scene, --end and what a mix says beside them",
        )


def sent(outgoing: Outgoing, mission: Mission, key: str) -> Reply:
    """Send it and wait for the reply; on a terminal, say when it is tried again."""
    client = Client(
        outgoing.app_id,
        key,
        endpoint=ENDPOINT if mission.endpoint is None else mission.endpoint,
        profile=mission.profile,
        now=mission.now,
        sleep=waited,
    )
    return client.send(outgoing.ask, session=outgoing.session)


def waited(seconds: float) -> None:
    """Wait before the next attempt, and say so where somebody looks on."""
    if sys.stderr.isatty():
        click.echo(f"not yet; asking again in {seconds:g} s", err=True)
    time.sleep(seconds)
