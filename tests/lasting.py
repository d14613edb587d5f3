"""Many small checks with one process that reads sources: starting it costs more than all that it reads."""

from __future__ import annotations

import os
from collections.abc import Sequence

from importspy_static import Contract, Environment, Report
from importspy_static.checking.contracts import Terms, read_terms
from importspy_static.checking.extractors import Extractors
from importspy_static.checking.gathering import Wanted
from importspy_static.checking.run import Run
from importspy_static.checking.where import Where
from importspy_static.model.policy import Policy


class Lasting(Extractors):
    """Extractors that serve one run after the other."""

    def __init__(self) -> None:
        super().__init__(1)

    def close(self) -> None:
        """Not yet."""

    def end(self) -> None:
        super().close()

    def check(
        self,
        paths: str | os.PathLike[str] | Sequence[os.PathLike[str]],
        contract: Contract | os.PathLike[str],
        *,
        environment: Environment | None,
    ) -> Report:
        """As `importspy_static.check`."""
        asked = [paths] if isinstance(paths, (str, os.PathLike)) else paths
        terms = read_terms(contract)
        with Run(Where(environment), Policy(), self) as run:
            plan = run.plan(Wanted([os.fspath(each) for each in asked]), Terms(lambda _path, _is_foreign: (terms,)))
            return run.report(plan)
