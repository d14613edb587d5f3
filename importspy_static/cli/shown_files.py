"""`check --show-files`: which files would be checked, and against which contracts. Nothing is checked."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from importspy_static._version import VERSION
from importspy_static.report.visible import visible

if TYPE_CHECKING:
    from importspy_static.checking.planning import Plan

UNKNOWN = "asks of its importers what only a run would tell"


class ShownFile(NamedTuple):
    """A file, with one contract of those that it is checked against."""

    path: str
    contract: str | None
    """None: it is under no contract, or under one that nobody can tell."""
    importer_of: tuple[str, ...] = ()
    """The modules that hold it to this contract, as it imports them."""
    is_unknown: bool = False


def shown_files(plan: Plan) -> list[ShownFile]:
    """The files, in the order of their paths, each as often as it has contracts."""
    from importspy_static.checking.planning import in_order

    return sorted(_files(plan), key=lambda each: in_order(each.path))


def _files(plan: Plan) -> Iterator[ShownFile]:
    for task in plan.tasks:
        yield ShownFile(task.path, task.held.contract.path, tuple(each.path for each in task.importer_of))
    for unknown in plan.unknown_contracts:
        yield ShownFile(unknown.source.path, unknown.path or None, is_unknown=not unknown.path)
    asking = {unknown.source.path for unknown in plan.unknown_contracts}
    for path in (path for path in plan.uncovered if path not in asking):
        yield ShownFile(path, None)


def as_text(plan: Plan) -> str:
    """A line for each file and contract."""
    return "".join(f"{_line(each)}\n" for each in shown_files(plan))


def _line(file: ShownFile) -> str:
    path = visible(file.path)
    if file.is_unknown:
        return f"{path} ({UNKNOWN})"
    if file.contract is None:
        return f"{path} (under no contract)"
    how = f" (imports {', '.join(map(visible, file.importer_of))})" if file.importer_of else ""
    return f"{path} -> {visible(file.contract)}{how}"


def as_json(plan: Plan) -> str:
    """The files for programs, each once; ASCII only, the same from run to run."""
    files: dict[str, list[dict[str, object]]] = {}
    for each in shown_files(plan):
        contracts = files.setdefault(each.path, [])
        if each.contract is not None or each.is_unknown:
            contracts.append({"path": each.contract, "importer_of": list(each.importer_of)})
    document = {
        "schema_version": 1,
        "tool": {"name": "importspy-static", "version": VERSION},
        "files": [{"path": path, "contracts": contracts} for path, contracts in files.items()],
    }
    return json.dumps(document, indent=2, ensure_ascii=True, allow_nan=False) + "\n"
