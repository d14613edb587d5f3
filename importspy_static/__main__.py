"""`python -m importspy_static`, and the entry point of the console script."""

from __future__ import annotations

import sys

if __name__ == "__main__" and not getattr(sys.flags, "safe_path", False):
    # `python -m` looks for modules in the current folder first, where what is to be checked may lie.
    del sys.path[0]

from importspy_static.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
