"""The graph for programs, and its schema."""

from __future__ import annotations

import json
from pathlib import Path

from importspy_static.model.graph import Edge, GraphModule, ImportGraph, Outside, Unresolved
from importspy_static.model.place import Place
from importspy_static.model.violation import location_dict
from importspy_static.report.look import PLAIN, Look

SCHEMA = Path(__file__).with_name("graph.schema.json")
"""JSON Schema (draft 2020-12) of what `render` writes."""


def render(graph: ImportGraph, look: Look = PLAIN) -> str:
    """JSON, indented by 2, keys in their own order, ASCII only, one newline at the end."""
    return json.dumps(as_dict(graph), indent=2, ensure_ascii=True, allow_nan=False) + "\n"


def as_dict(graph: ImportGraph) -> dict[str, object]:
    """The versioned form: no time stamps, stable order."""
    cyclic = graph.cyclic()
    return {
        "schema_version": 1,
        "tool": {"name": "importspy-static", "version": graph.tool_version},
        "summary": {
            "modules": len(graph.modules),
            "imports": len(graph.edges),
            "cycles": len(graph.cycles),
            "not_found": len(graph.unresolved),
        },
        "modules": [_module(each) for each in graph.modules],
        "imports": [_import(each, in_cycle=(each.importer, each.imported) in cyclic) for each in graph.edges],
        "cycles": [[*each] for each in graph.cycles],
        "not_found": [_not_found(each) for each in graph.unresolved],
        "outside": [_outside(each) for each in graph.outside],
    }


def _module(module: GraphModule) -> dict[str, object]:
    return {
        "path": module.path,
        "module": module.module,
        "read": module.is_read,
        "verdict": module.verdict,
        "contracts": [{"path": path, "verdict": verdict} for path, verdict in module.contracts],
    }


def _import(edge: Edge, *, in_cycle: bool) -> dict[str, object]:
    return {
        "importer": edge.importer,
        "imported": edge.imported,
        "names": [*edge.names],
        "circumstances": [*edge.circumstances],
        "implied": edge.implied,
        "in_cycle": in_cycle,
        "location": location_dict(Place(edge.importer, edge.span)),
    }


def _not_found(problem: Unresolved) -> dict[str, object]:
    return {
        "importer": problem.importer,
        "name": problem.name,
        "circumstances": [*problem.circumstances],
        "location": location_dict(Place(problem.importer, problem.span)),
    }


def _outside(outside: Outside) -> dict[str, object]:
    return {"name": outside.name, "owner": outside.owner, "importers": [*outside.importers]}
