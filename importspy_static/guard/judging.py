"""The judgement on one module, with all that it asked of the files around. Runs where the modules do not."""

from __future__ import annotations

import os
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

from importspy_static.checking.contracts import RefusedContractsError, Terms
from importspy_static.checking.extractors import Extractors
from importspy_static.checking.gathering import StandardInput, Wanted
from importspy_static.checking.run import Run
from importspy_static.checking.where import Where
from importspy_static.configuration import ConfigurationError
from importspy_static.contract.problems import ContractError
from importspy_static.guard.documents import encoded
from importspy_static.lazy_dataclasses import replace
from importspy_static.model.environment import HOST
from importspy_static.model.policy import Policy
from importspy_static.model.source import SourceFile
from importspy_static.questions import observed

if TYPE_CHECKING:
    from importspy_static.checking.planning import Plan
    from importspy_static.model.report import Report

_HOME = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


class _Lasting(Extractors):
    """Extractors that serve one run after the other."""

    def close(self) -> None:
        """Not yet."""

    def end(self) -> None:
        super().close()


class Judging:
    """Judges one module after the other; what is read for one is read again for the next, but for facts by content.

    Args:
        is_alone: whether this process does nothing else, so that what it asks of files can be told.
    """

    def __init__(self, *, is_alone: bool = True) -> None:
        self._is_alone = is_alone
        self._extractors: _Lasting | None = None
        self._is_prepared = False
        self._asked_once: dict[str, Any] | None = None
        """What this process asks once and remembers, with the answers; None until it is asked, and if that failed."""

    def close(self) -> None:
        """End the process that reads."""
        if self._extractors is not None:
            self._extractors.end()

    def answer(self, question: dict[str, Any], source: bytes) -> dict[str, Any]:
        """The verdict on these bytes: `ok`, `lines`, `report`, `questions`, and `environment`, whether that decides."""
        folder = question["cache"]
        if self._extractors is None:
            from importspy_static.cache import Cache

            self._extractors = _Lasting(1, None if folder is None else Cache(folder))
        if self._is_alone:
            os.chdir(question["folder"])
            os.environ.clear()
            os.environ.update(question["variables"])
        if self._is_alone and not self._is_prepared:
            self._is_prepared = True
            with observed(_aside(folder), _is_ours) as asked:
                _ask_once()
            self._asked_once = asked.answers()
        with observed(_aside(folder), _is_ours) if self._is_alone else nullcontext() as questions:
            told = self._judged(question, source)
        answers = None if questions is None or self._extractors.gave_up else questions.answers()
        self._extractors.gave_up = False
        if answers is not None and self._asked_once is not None:
            told["questions"] = {**self._asked_once, **answers}
        return told

    def _judged(self, question: dict[str, Any], source: bytes) -> dict[str, Any]:
        environment = True
        try:
            policy = _policy(question["configuration"])
            assert self._extractors is not None
            where = Where(HOST, searched=tuple(question["search_path"]))
            with Run(where, policy, self._extractors) as run:
                plan = _planned(run, question, source)
                report = run.report(plan)
                held = [each.held.contract for each in plan.tasks]
                environment = any(each.deployments or each.runtime is not None for each in held)
        except RefusedContractsError as refusal:
            lines = [str(each) for error in refusal.refused.values() for each in _problems(error)]
        except ContractError as refusal:
            lines = [str(each) for each in _problems(refusal)]
        except ConfigurationError as refusal:
            lines = [str(each) for each in refusal.problems]
        except Exception as error:  # noqa: BLE001 - a bug of ours lets no module pass, and ends no host
            lines = [f"internal error: {type(error).__name__}: {error}"]
        else:
            if not report.modules:
                return _told(False, ["the contract says nothing of this module"], None, environment)
            return _told(report.ok, _concise(report), encoded(report), environment)
        return _told(False, lines, None, environment)


def _told(ok: bool, lines: list[str], report: str | None, environment: bool) -> dict[str, Any]:
    return {"ok": ok, "lines": lines, "report": report, "questions": None, "environment": environment}


def _planned(run: Run, question: dict[str, Any], source: bytes) -> Plan:
    """The plan for this module alone: other files of a bundle are judged when they are imported."""
    given = StandardInput(question["path"], source)
    roots = (question["root"] or os.path.dirname(given.path),)
    contracts = tuple(question["contracts"])
    plan = run.plan(Wanted(given=given, roots=roots, seeks_projects=False), Terms(lambda _path, _is_foreign: contracts))
    tasks = tuple(each for each in plan.tasks if isinstance(each.source, SourceFile) and each.path == given.path)
    unknown = tuple(each for each in plan.unknown_contracts if each.source.path == given.path)
    return replace(plan, tasks=tasks, unknown_contracts=unknown)


def _policy(configuration: str | None) -> Policy:
    """What counts.

    Raises:
        ConfigurationError: the configuration cannot be used.
    """
    if configuration is None:
        return Policy()
    from importspy_static.configuration.policies import policy_of
    from importspy_static.guard.configured import read

    return policy_of(read(configuration))


def _concise(report: Report) -> list[str]:
    from importspy_static.report.formats import render

    return render(report, "concise").splitlines()


def _problems(error: ContractError) -> list[str]:
    from importspy_static.report.concise import render_problems

    return render_problems(error.problems).splitlines()


def _ask_once() -> None:
    """Ask what is remembered as long as this process lives."""
    from importspy_static.extract.edition import edition
    from importspy_static.probes.host import host_target
    from importspy_static.project.standard import Typeshed

    edition()
    target = host_target()
    Typeshed(target.version[:2], target.platform).find("json")


def _aside(folder: str | None) -> tuple[str, ...]:
    """Folders that no verdict depends on but by what it is known under: the version of this program and its stubs."""
    from importspy_static.project.standard import folder_of_stubs

    stubs = folder_of_stubs()
    places = (folder, _HOME, None if stubs is None else stubs.place)
    return tuple(each for each in places if each is not None)


def _is_ours(arguments: Any) -> bool:
    """Whether a process is one of those that extract: `extract/isolation.py`."""
    return any("importspy_static.extract" in str(each) for each in arguments)
