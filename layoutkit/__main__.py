"""`python -m layoutkit`: the command line."""

from layoutkit.app.cli import main

main()
