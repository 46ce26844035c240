"""A page looked at by a real browser, where there is one: what a script found out in it."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--no-first-run", "--virtual-time-budget=5000", "--dump-dom",
)  # fmt: skip

needs_browser = pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium on this machine")


SCRIPTS = Path(__file__).parent / "scripts"


def asked(page: str, script: str, folder: Path, *flags: str) -> Any:
    """What a script of `scripts/` returns in the page, as JSON; the page is a file, as it is when somebody is sent it."""
    body = (SCRIPTS / f"{script}.js").read_text("utf-8")
    tell = f"(async () => {{{body}}})().then((found) => {{ document.documentElement.dataset.result = JSON.stringify(found); }})"
    file = folder / "page.html"
    file.write_text(
        page.replace("</body>", f"<script>{tell}</script></body>") if "</body>" in page else f"{page}<script>{tell}</script>", "utf-8"
    )
    command = [str(CHROMIUM), *FLAGS, *flags, f"--user-data-dir={folder / 'profile'}", file.as_uri()]
    told = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True).stdout
    found = re.search(r'data-result="([^"]*)"', told)
    assert found, "the page's scripts ended early"
    return json.loads(html.unescape(found[1]))
