"""The runner that the action is tested with does what GitHub's does: else its tests would prove nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.integrations.runner import Command, Done, Runner, commands_in, variables_in

HEAD = """
name: a
inputs:
  x: {default: fine}
outputs:
  y: {value: "${{ steps.s.outputs.y }}"}
runs:
  using: composite
  steps:
"""


def ran(folder: Path, steps: str, **inputs: str) -> Done:
    (folder / "action.yml").write_text(HEAD + steps, encoding="utf-8")
    return Runner(folder, folder, folder / "temp", {}).run(**inputs)


def test_an_expression_in_a_script_is_injected(tmp_path: Path) -> None:
    """The mistake that the action must not make, and that the runner would show."""
    steps = "    - {shell: bash, run: 'echo \"${{ inputs.x }}\"'}\n"
    assert ran(tmp_path, steps, x='"; touch PWNED; echo "').outcome == "success"
    assert (tmp_path / "PWNED").exists()


def test_a_variable_is_not(tmp_path: Path) -> None:
    steps = "    - {shell: bash, env: {X: '${{ inputs.x }}'}, run: 'echo \"$X\"'}\n"
    assert ran(tmp_path, steps, x='"; touch PWNED; echo "').log == '"; touch PWNED; echo "\n'
    assert not (tmp_path / "PWNED").exists()


def test_outputs_of_a_step_that_fails_are_there_and_later_steps_are_not_run(tmp_path: Path) -> None:
    steps = """\
    - {id: s, shell: bash, run: 'echo y=1 >>"$GITHUB_OUTPUT"; echo told; false | true; echo not told'}
    - {shell: bash, run: 'echo not told'}
    - {if: always(), shell: bash, run: 'echo at last'}
"""
    done = ran(tmp_path, steps)
    assert (done.outcome, done.status, done.log) == ("failure", 1, "told\nat last\n")
    assert done.outputs == {"y": "1"}


def test_conditions_variables_and_paths_are_those_of_the_runner(tmp_path: Path) -> None:
    steps = """\
    - {shell: bash, run: 'echo A=b >>"$GITHUB_ENV"; echo /added >>"$GITHUB_PATH"; echo "# s" >>"$GITHUB_STEP_SUMMARY"'}
    - {if: "inputs.x == 'fine'", id: s, shell: bash, run: 'echo "y=$A ${PATH%%:*}" >>"$GITHUB_OUTPUT"'}
    - {if: "inputs.x != 'fine'", shell: bash, run: 'exit 9'}
"""
    done = ran(tmp_path, steps)
    assert (done.outcome, done.outputs, done.summary) == ("success", {"y": "b /added"}, "# s\n")


def test_an_expression_that_is_not_known_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="toJSON"):
        ran(tmp_path, "    - {shell: bash, run: 'echo ${{ toJSON(inputs) }}'}\n")


def test_commands_are_understood_unless_they_are_stopped() -> None:
    log = """\
::error file=a%2Cb.py,line=1,title=T%3A 1::one%0Atwo 100%25
 ::warning::w
text ::error::no command
::stop-commands::1f
::error::stopped
::1f::
::notice::n
"""
    assert commands_in(log) == [
        Command("error", {"file": "a,b.py", "line": "1", "title": "T: 1"}, "one\ntwo 100%"),
        Command("warning", {}, "w"),
        Command("notice", {}, "n"),
    ]


def test_outputs_of_several_lines_end_where_they_say(tmp_path: Path) -> None:
    file = tmp_path / "output"
    file.write_text("a=1\nb<<E\nc=2\n\nE\nd=x<<y\n", encoding="utf-8")
    assert variables_in(file) == {"a": "1", "b": "c=2\n", "d": "x<<y"}
    file.write_text("b<<E\nc=2\n", encoding="utf-8")
    with pytest.raises(ValueError, match="ends"):
        variables_in(file)
