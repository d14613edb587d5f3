"""Records what ImportSpy 0.5.0 decides of the cases of `dependency_cases`, into `importspy-0.5.0.json`.

    python -m venv peer && peer/bin/pip install importspy==0.5.0
    peer/bin/python -m tests.fidelity.record_importspy

It is run by hand, and again when cases are added. ImportSpy is read and asked as a library; no module is run.
"""

from __future__ import annotations

import json
import platform
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

from tests.fidelity.dependency_cases import CASES, fill, lay_out, write

RECORD = Path(__file__).with_name("importspy-0.5.0.json")


def main() -> None:
    from importspy.domain import AdmissionRequest  # type: ignore[import-not-found]
    from importspy.engine import AdmissionEngine  # type: ignore[import-not-found]

    told: dict[str, object] = {}
    with tempfile.TemporaryDirectory() as temporary:
        site = Path(temporary) / "site-packages"
        fill(site, Path(temporary) / "in_place")
        write(site, "stray.py")
        sys.path.insert(0, str(site))
        for number, (name, case) in enumerate(CASES.items()):
            subject, contract = lay_out(Path(temporary) / f"project{number}", case)
            decision = AdmissionEngine().check(AdmissionRequest(subject=subject, contract=contract))
            told[name] = {"decision": decision.decision, "codes": sorted({each.code for each in decision.violations})}
    about = {name: version(name) for name in ("importspy", "packaging")} | {"python": platform.python_version()}
    RECORD.write_text(json.dumps({"with": about, "cases": told}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
