"""`python -m importspy_static`, and the entry point of the console script."""

from __future__ import annotations

import sys

if __name__ == "__main__" and not getattr(sys.flags, "safe_path", False):
    # `python -m` looks for modules in the current folder first, where what is to be checked may lie.
    del sys.path[0]

import gc

from importspy_static.cli import main as program


def main() -> int:
    """The exit status of the program, which ends behind this."""
    status = program.main()
    gc.freeze()  # else Python looks through all of it for cycles before it goes
    return status


if __name__ == "__main__":
    sys.exit(main())
