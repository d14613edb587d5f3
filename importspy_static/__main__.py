"""`python -m importspy_static`, and the entry point of the console script."""

from __future__ import annotations

import sys

from importspy_static.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
