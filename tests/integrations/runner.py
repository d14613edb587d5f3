"""The steps of a composite action, run here as GitHub's runner would: there is no container and no network in it.

What the runner does is told by "Metadata syntax for GitHub Actions", "Workflow commands for GitHub Actions" and, for
the words of a shell and the parsing of commands, by `actions/runner` (`ScriptHandlerHelpers`, `ActionCommand`).
Only as much of expressions is known as actions here use; anything else is an error, so that nothing is passed over.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from tests.integrations.repositories import environment

SHELLS = {"bash": ["bash", "--noprofile", "--norc", "-eo", "pipefail"]}
_EXPRESSION = re.compile(r"\$\{\{(.*?)\}\}")
_COMMAND = re.compile(r"::(?P<name>[\w-]+)(?: (?P<properties>.*?))?::(?P<message>.*)")
_CONTEXT = re.compile(r"(inputs|steps|github|runner)((?:\.[A-Za-z_][\w-]*)+)")
_LITERAL = re.compile(r"'((?:[^']|'')*)'")

Uses = Callable[[Mapping[str, str]], Mapping[str, str]]
"""What stands for an action that is used: from what it is given to its outputs."""


@dataclass(frozen=True)
class Command:
    """A workflow command that the runner has understood."""

    name: str
    properties: Mapping[str, str]
    message: str


@dataclass
class Done:
    """What came of an action."""

    outcome: str = "success"
    status: int = 0
    """Of the step that failed."""
    log: str = ""
    commands: list[Command] = field(default_factory=list)
    summary: str = ""
    outputs: dict[str, str] = field(default_factory=dict)
    env: dict[str, str] = field(default_factory=dict)
    path: list[str] = field(default_factory=list)
    given: dict[str, dict[str, str]] = field(default_factory=dict)
    """What actions that are used were given, by the name before `@`."""

    def annotations(self, name: str) -> list[Command]:
        """Those of `error`, `warning` or `notice`."""
        return [each for each in self.commands if each.name == name]


class Runner:
    """Runs one action.

    Args:
        action: the folder of its `action.yml`.
        workspace: the current folder of steps.
        temp: for files of its own.
        uses: stand-ins, by the name before `@`.
        ran: outputs of steps that are not run again, by id.
    """

    def __init__(
        self,
        action: Path,
        workspace: Path,
        temp: Path,
        uses: Mapping[str, Uses],
        ran: Mapping[str, Mapping[str, str]] | None = None,
    ) -> None:
        self.action, self.workspace, self.temp, self.uses, self.ran = action, workspace, temp, uses, ran or {}
        self.contexts: dict[str, Any] = {}
        temp.mkdir(exist_ok=True)

    def run(self, **inputs: str) -> Done:
        """Run all steps. Inputs are named with `_` for `-`."""
        told = YAML(typ="safe").load((self.action / "action.yml").read_text(encoding="utf-8"))
        assert told["runs"]["using"] == "composite"
        given = {name.replace("_", "-"): text for name, text in inputs.items()}
        assert given.keys() <= told["inputs"].keys(), "GitHub warns of an input that there is not"
        self.contexts = {
            "inputs": {name: given.get(name, each.get("default", "")) for name, each in told["inputs"].items()},
            "steps": {},
            "github": {"action_path": str(self.action), "workspace": str(self.workspace)},
            "runner": {"temp": str(self.temp)},
        }
        done = Done()
        for number, step in enumerate(told["runs"]["steps"]):
            self._step(number, step, done)
        done.outputs = {name: self.expanded(each["value"]) for name, each in told["outputs"].items()}
        return done

    def _step(self, number: int, step: Mapping[str, Any], done: Done) -> None:
        if step.get("id") in self.ran:
            self.contexts["steps"][step["id"]] = {"outputs": self.ran[step["id"]]}
            return
        unknown = step.keys() - {"name", "id", "if", "uses", "with", "env", "run", "shell", "working-directory"}
        assert not unknown, unknown
        outputs: dict[str, str] = {}
        condition = str(step.get("if", "")).strip()
        status_functions = {"always()": True, "failure()": done.outcome == "failure", "success()": True, "": True}
        if condition in status_functions:
            is_due = status_functions[condition] and (
                done.outcome == "success" or condition in {"always()", "failure()"}
            )
        else:
            is_due = done.outcome == "success" and self._truth(_EXPRESSION.sub(r"\1", condition))
        if is_due and "uses" in step:
            name, _, revision = step["uses"].partition("@")
            assert re.fullmatch("[0-9a-f]{40}", revision), step["uses"]
            done.given[name] = {key: self.expanded(str(text)) for key, text in step.get("with", {}).items()}
            outputs = dict(self.uses[name](done.given[name]))
        elif is_due:
            outputs = self._script(number, step, done)
        if "id" in step:
            self.contexts["steps"][step["id"]] = {"outputs": outputs}

    def _script(self, number: int, step: Mapping[str, Any], done: Done) -> dict[str, str]:
        files = {name: self.temp / f"{number}-{name.lower()}" for name in ("OUTPUT", "STEP_SUMMARY", "ENV", "PATH")}
        for file in files.values():
            file.touch()
        script = self.temp / f"{number}.sh"
        # An expression in a script is put in as it is, before any shell reads it: that is how scripts are injected.
        script.write_text(self.expanded(step["run"]), encoding="utf-8", newline="\n")
        variables = {key: self.expanded(str(text)) for key, text in step.get("env", {}).items()}
        ran = subprocess.run(
            [*SHELLS[step["shell"]], str(script)],
            cwd=self.workspace / self.expanded(step.get("working-directory", ".")),
            env=environment(
                **{
                    "CI": "true",
                    "GITHUB_ACTIONS": "true",
                    "GITHUB_WORKSPACE": str(self.workspace),
                    "GITHUB_ACTION_PATH": str(self.action),
                    "RUNNER_TEMP": str(self.temp),
                    "PATH": os.pathsep.join([*reversed(done.path), os.environ["PATH"]]),
                    **done.env,
                    **variables,
                    **{f"GITHUB_{name}": str(file) for name, file in files.items()},
                }
            ),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=600,
            check=False,
        )
        log = ran.stdout.decode("utf-8", "replace")
        done.log += log
        done.commands += commands_in(log)
        done.summary += files["STEP_SUMMARY"].read_text(encoding="utf-8")
        done.env.update(variables_in(files["ENV"]))
        done.path += files["PATH"].read_text(encoding="utf-8").splitlines()
        if ran.returncode != 0:
            done.outcome, done.status = "failure", ran.returncode
        return variables_in(files["OUTPUT"])

    # --- expressions ------------------------------------------------------------------------------------------------

    def expanded(self, text: str) -> str:
        """A text with the values of its expressions."""
        return _EXPRESSION.sub(lambda found: self._value(found[1].strip()), text)

    def _value(self, expression: str) -> str:
        for alternative in expression.split("||"):
            if value := self._operand(alternative.strip()):
                return value
        return ""

    def _truth(self, expression: str) -> bool:
        compared = re.fullmatch(r"(.+?)\s*(==|!=)\s*(.+)", expression.strip())
        if compared is None:
            return self._value(expression.strip()) not in {"", "false"}
        left, operator, right = self._operand(compared[1]), compared[2], self._operand(compared[3])
        return (left.casefold() == right.casefold()) == (operator == "==")

    def _operand(self, operand: str) -> str:
        if literal := _LITERAL.fullmatch(operand):
            return literal[1].replace("''", "'")
        named = _CONTEXT.fullmatch(operand)
        assert named, f"not an expression that is known here: {operand}"
        value: Any = self.contexts[named[1]]
        for key in named[2].split(".")[1:]:
            value = value.get(key, {})
        return value if isinstance(value, str) else ""


def variables_in(file: Path) -> dict[str, str]:
    """What a file of `NAME=value` and `NAME<<END`, lines, `END` says.

    Raises:
        ValueError: the runner would refuse it.
    """
    found: dict[str, str] = {}
    lines = iter(file.read_text(encoding="utf-8").splitlines())
    for line in lines:
        if not line:
            continue
        name, equals, text = line.partition("=")
        heading, many, end = line.partition("<<")
        if many and (not equals or len(heading) < len(name)):
            held = []
            for each in lines:
                if each == end:
                    break
                held.append(each)
            else:
                raise ValueError(f"no {end!r} ends {heading!r}")
            found[heading] = "\n".join(held)
        elif equals:
            found[name] = text
        else:
            raise ValueError(f"invalid format: {line!r}")
    return found


def commands_in(log: str) -> list[Command]:
    """The commands of a log, without those that are told while commands are stopped."""
    found: list[Command] = []
    end = None
    for line in log.splitlines():
        command = _COMMAND.match(line.lstrip())
        if command is None:
            continue
        if end is not None:
            end = None if command["name"] == end else end
        elif command["name"] == "stop-commands":
            end = command["message"]
        else:
            properties = dict(each.partition("=")[::2] for each in (command["properties"] or "").split(",") if each)
            unescaped = {key: _plain(text, "%3A:", "%2C,") for key, text in properties.items()}
            found.append(Command(command["name"], unescaped, _plain(command["message"])))
    return found


def _plain(text: str, *more: str) -> str:
    for each in (*more, "%0D\r", "%0A\n", "%25%"):
        text = text.replace(each[:3], each[3:])
    return text


def setup_python(given: Mapping[str, str]) -> Mapping[str, str]:
    """Stands for `actions/setup-python`: the Python of the tests, whichever is asked for."""
    assert given["python-version"]
    return {"python-path": sys.executable, "python-version": "{}.{}.{}".format(*sys.version_info)}
