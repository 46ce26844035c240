"""What the environment says: the account, where to send, where templates stand. Of a key it is only told whether there is one."""

from __future__ import annotations

import os
import re

from layoutkit.app.doctor.machine import Machine
from layoutkit.app.doctor.part import Look, Part, State
from layoutkit.app.shell import APP_ID, ATLAS, ENDPOINT, KEY, app_id_fault
from layoutkit.errors import UsageError
from layoutkit.tencent import sign


def _app_id(machine: Machine) -> Part:
    text = machine.environment.get(APP_ID, "")
    fault = app_id_fault(text) if text else None
    says = "not set" if not text else "set, and it is no app id" if fault else "set"
    return Part("environment", APP_ID, _state(text, fault), says, "sending (the account)", f"export {APP_ID}=1250000000")


def _key(machine: Machine) -> Part:
    """Whether there is a key; nothing of it is told, not even how long it is."""
    key, fault = machine.environment.get(KEY, ""), False
    try:
        sign(key or "none", 1)
    except UsageError:
        fault = True
    says = "not set" if not key else "set, and it cannot be a key" if fault else "set"
    return Part("environment", KEY, _state(key, fault), says, "sending (what signs)", f"export {KEY}=…, from the live console")


def _endpoint(machine: Machine) -> Part:
    text = machine.environment.get(ENDPOINT, "")
    private = re.search(r"[@?#]", text)
    says = re.split(r"[?#]", text)[0][:200] if "@" not in text else "set, with a user or password, which is not shown"
    hint = "an address without query, user or password" if private else f"export {ENDPOINT}=http://127.0.0.1:8088/common_access"
    use = "sending (where to, if not to Tencent's own)"
    return Part("environment", ENDPOINT, _state(text, private), says or "not set", use, hint)


def _folders(machine: Machine) -> Part:
    name = "LAYOUTKIT_TEMPLATES"
    folders = [folder for folder in machine.environment.get(name, "").split(os.pathsep) if folder]
    shut = [folder for folder in folders if not (os.path.isdir(folder) and os.access(folder, os.R_OK | os.X_OK))]
    says = "not set" if not folders else f"cannot be read: {', '.join(map(shown, shut))}" if shut else ", ".join(map(shown, folders))
    return Part(
        "environment", name, _state(folders, shut), says, "folders of templates of your own", "folders that can be read, a colon apart"
    )


def _atlas(machine: Machine) -> Part:
    path = machine.environment.get(ATLAS, "")
    shut = path and not (os.path.isfile(path) and os.access(path, os.R_OK))
    says = "not set" if not path else f"cannot be read: {shown(path)}" if shut else shown(path)
    return Part("environment", ATLAS, _state(path, shut), says, "layouts that need no solver", "layoutkit check --atlas FILE writes one")


def _state(there: object, fault: object) -> State:
    return "missing" if not there else "broken" if fault else "fine"


def shown(path: str) -> str:
    """A path, cut, as any terminal can show it."""
    return ascii(path)[1:-1][:120]


ENVIRONMENT: tuple[Look, ...] = (_app_id, _key, _endpoint, _folders, _atlas)
