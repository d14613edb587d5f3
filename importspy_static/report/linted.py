"""What `contract lint` found: for programs, and in one line."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from importspy_static.model.violation import SEVERITIES, Violation

Problems = Mapping[str, Sequence[Violation]]
"""What is wrong with files, by path, in the order in which they are told."""


def as_json(found: Problems, tool_version: str) -> str:
    """Versioned, the same from run to run, ASCII only; one newline at the end."""
    every = [problem for problems in found.values() for problem in problems]
    told = {
        "schema_version": 1,
        "tool": {"name": "importspy-static", "version": tool_version},
        "summary": {
            "files": len(found),
            "sound": sum(not problems for problems in found.values()),
            **{f"{severity}s": _count(every, severity) for severity in reversed(SEVERITIES)},
        },
        "files": [
            {"path": path, "problems": [problem.to_dict() for problem in problems]} for path, problems in found.items()
        ],
    }
    return json.dumps(told, indent=2, ensure_ascii=True, allow_nan=False) + "\n"


def summary(found: Problems) -> str:
    """One line, ended: how many files, and what is wrong with them."""
    every = [problem for problems in found.values() for problem in problems]
    files = f"{len(found)} {'file' if len(found) == 1 else 'files'}"
    counts = [(_count(every, severity), severity) for severity in reversed(SEVERITIES)]
    told = [f"{count} {severity if count == 1 else severity + 's'}" for count, severity in counts if count]
    return f"{files}: {', '.join(told) or 'nothing is wrong'}\n"


def _count(problems: Sequence[Violation], severity: str) -> int:
    return sum(problem.severity == severity for problem in problems)
