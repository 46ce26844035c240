"""The options that commands share, and what belongs to their help."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from layoutkit import targets
from layoutkit.work import LIMIT, LONGEST

F = TypeVar("F", bound=Callable[..., Any])


def with_forms(
    *forms: str, default: str = "text", help: str = "For people, for programs, or faults as GitHub's annotations."
) -> Callable[[F], F]:
    """`--format`: the command gets it as `form`. Whatever it is, faults told as `github` are annotations."""
    return click.option("--format", "form", type=click.Choice([*forms, "github"]), default=default, show_default=True, help=help)


with_format = with_forms("text", "json")
with_output = click.option("-o", "--output", "output", metavar="FILE", help="Write there instead of to the terminal.")
with_now = click.option("--now", type=click.IntRange(1, 2**40), metavar="SECONDS", help="Take this as the current UNIX time.")
with_target = click.option(
    "--target", type=click.Choice(["mix_streamv2"]), default="mix_streamv2", show_default=True, help="In whose words."
)
with_profile = click.option(
    "--profile", type=click.Choice(targets.PROFILES), default="2017", show_default=True, help="Which generation of the target."
)
with_app_id = click.option(
    "--app-id", type=click.IntRange(1, 2**31 - 1), metavar="N", help="The LVB APPID. Default: TENCENTCLOUD_LIVE_APPID."
)
with_layout = click.option(
    "--layout", metavar="FILE|-", help="A layout document; NAME is then the template that it must keep the rules of."
)
with_settings = click.option("--set", "settings", metavar="NAME=VALUE", multiple=True, help="A setting of the template: gap=8.")
with_roles = click.option("--role", metavar="ROLE=ID|INDEX", multiple=True, help="Who is what: screen=8888_rex, or screen=1.")
with_keep_clear = click.option(
    "--keep-clear", metavar="NAME=x,y,w,h", multiple=True, help="An area in pixels that no tile may touch; repeat it."
)
with_limit = click.option(
    "--limit",
    type=click.FloatRange(0, LONGEST, min_open=True),
    metavar="SECONDS",
    help=f"How much work the search may take: --limit 30. The same on every machine, so not quite seconds. Default: {LIMIT:g}.",
)
with_best = click.option(
    "--best", is_flag=True, help="If the limit comes first, the best layout by then, marked as not proved: --limit 2 --best."
)


def example(*lines: str) -> str:
    """The examples at the end of a command's help, each on a line of its own."""
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)
