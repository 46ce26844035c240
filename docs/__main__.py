"""`python -m docs`: write the reference page of the template language and its pictures anew; `--check` only tells what is not current."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from docs.reference import DOCS, pages


def main(arguments: Sequence[str]) -> int:
    """Write all that is generated, and take away pictures that nothing shows; 1 if --check finds anything to do."""
    made = pages()
    stale = [path for path, text in made.items() if not path.exists() or path.read_bytes() != text.encode()]
    left = [path for path in sorted((DOCS / "images" / "reference").glob("*")) if path not in made]
    for path in (*stale, *left):
        print(f"{path.relative_to(DOCS.parent)} {'is shown by nothing' if path in left else 'is not current'}")  # noqa: T201 - it is a command
    if "--check" in arguments:
        return 1 if stale or left else 0
    for path in stale:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(made[path].encode())
    for path in left:
        path.unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
