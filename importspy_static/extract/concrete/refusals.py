"""What libcst raises where it does not read a source."""

from __future__ import annotations

from typing import Final

import libcst as cst

REFUSALS: Final[tuple[type[Exception], ...]] = (
    cst.ParserSyntaxError,
    cst.CSTValidationError,
    # libcst 1.8.0 has it under no public name.
    getattr(cst, "CSTLogicError", cst.CSTValidationError),
)
