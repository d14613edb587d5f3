"""The command line under an audit hook, in this process and in the worker.

    python -I -B tests/audited_run.py JSON ARGUMENT…

JSON: {"root", "site", "log", "mark", "checked", "mode"}. Mode `worker`: as ever, with the hook in the worker, too;
`alone`: no process can be started, so that all happens here; `control`: checked code is imported, to be caught;
`api`: as `worker`, but the arguments are a module and a contract for the functions of the package.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
from pathlib import Path
from typing import Any

LIBRARIES = ("libcst", "packaging", "rich", "ruamel.yaml", "typer", "typeshed_client")


def allowed(root: str) -> tuple[str, ...]:
    """The folders of this program, of the libraries that it uses, and of the standard library."""
    homes = [Path(importlib.import_module(name).__file__ or "").parents[name.count(".") + 1] for name in LIBRARIES]
    places = [str(Path(root, "importspy_static")), str(Path(os.__file__).parent), str(Path(__file__).parent)]
    places += map(str, homes)
    return tuple(dict.fromkeys(form + os.sep for each in places for form in (each, os.path.realpath(each))))


def main(told: dict[str, Any], arguments: list[str]) -> int:
    sys.path[:0] = [told["root"]]
    sys.path.append(told["site"])
    terms = (told["log"], allowed(told["root"]), told["mark"], tuple(told["checked"]))
    from importspy_static.cli.main import main as program
    from importspy_static.extract import isolation
    from tests.audit import watch

    if told["mode"] in ("worker", "api"):
        hook = Path(told["root"], "tests", "audit.py").read_text(encoding="utf-8")
        isolation._START = f"{hook}\nwatch(*{terms!r})\n{isolation._START}"
    else:
        vars(isolation)["_Worker"] = refused
    watch(*terms)
    if told["mode"] == "control":
        sys.path.insert(0, "src")
        importlib.import_module(told["checked"][0])
    return asked_of_the_package(*arguments) if told["mode"] == "api" else program(arguments)


def asked_of_the_package(module: str, contract: str) -> int:
    """What the functions of the package tell: a verdict, and a contract."""
    from importspy_static import check, generate

    (report,) = check(module, contract).modules
    required = [each.name for each in generate(module).module.functions]
    sys.stdout.write(f"{report.verdict} {required}\n")
    return 0


def refused(seconds: float, depth: object) -> None:
    raise OSError("no process can be started")


if __name__ == "__main__":
    sys.exit(main(json.loads(sys.argv[1]), sys.argv[2:]))
