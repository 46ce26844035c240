"""The command line: `layoutkit solve right-column --secondaries 3`."""

from __future__ import annotations

import os
import sys

import click

import layoutkit
from layoutkit.app.commands import emulating, layouts, machine, mixes, pictures, proofs, templates
from layoutkit.app.options import example
from layoutkit.app.shell import ATLAS, run
from layoutkit.pipeline import use_atlas


@click.group(epilog=example("layoutkit demo", "layoutkit solve right-column --canvas 540x960 --secondaries 3"))
@click.version_option(layoutkit.__version__, prog_name="layoutkit")
def cli() -> None:
    """Live layouts, stated as rules, solved to the pixel, sent as Mix_StreamV2.

    A NAME is a template on the shelf (layoutkit list) or the path of a template file.
    """
    if path := os.environ.get(ATLAS):
        use_atlas(path)


for command in (*templates.ALL, *layouts.ALL, *pictures.ALL, *proofs.ALL, *mixes.ALL, *emulating.ALL, *machine.ALL):
    cli.add_command(command)


def main() -> None:
    """The entry point of the `layoutkit` command."""
    sys.exit(run(cli))
