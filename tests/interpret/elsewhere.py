"""What modules come out as in any Python 3. Run as a process of its own by the interpreter that is asked:

    python elsewhere.py FOLDER MODULE...

imports each module from FOLDER, in a process of its own where the system can fork, and writes, as JSON, the facts of
this interpreter and of each module what its import raises, or which names it binds, those that are constants with
their text.
"""

import importlib
import json
import os
import platform
import sys
import warnings
from typing import Any, Dict  # noqa: UP035  (for Pythons before 3.9)

Answer = Dict[str, Any]  # noqa: UP006

CONSTANTS = (type(None), bool, int, str, tuple)


def facts() -> Answer:
    return {
        "version": list(sys.version_info),
        "platform": sys.platform,
        "os_name": os.name,
        "system": platform.system(),
        "machine": platform.machine(),
        "implementation": sys.implementation.name,
        "python_implementation": platform.python_implementation(),
        "pointer_width": sys.maxsize.bit_length() + 1,
        "byte_order": sys.byteorder,
    }


def of_module(name: str) -> Answer:
    try:
        module = importlib.import_module(name)
    except BaseException as error:  # noqa: BLE001  (what a module raises is the answer)
        return {"raises": type(error).__name__, "text": str(error)}
    names = {key: each for key, each in vars(module).items() if not key.startswith("__")}
    return {"names": {key: repr(each) if type(each) in CONSTANTS else None for key, each in names.items()}}


def alone(name: str) -> Answer:
    """What one module changes, the next must not see."""
    if not hasattr(os, "fork"):
        return of_module(name)
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        with os.fdopen(writing, "w") as answer:
            json.dump(of_module(name), answer)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as answer:
        told: Answer = json.load(answer)
    os.waitpid(child, 0)
    return told


def main(folder: str, *names: str) -> None:
    warnings.simplefilter("ignore")
    sys.path[:] = [folder] + [each for each in sys.path[1:] if each]
    sys.dont_write_bytecode = True
    output, sys.stdout = sys.stdout, sys.stderr
    json.dump({"facts": facts(), "modules": {name: alone(name) for name in names}}, output)


if __name__ == "__main__":
    main(*sys.argv[1:])
