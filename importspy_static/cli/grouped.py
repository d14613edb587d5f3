"""Help with its options in groups: `check` has more of them than anybody reads in a row."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from typer.core import TyperCommand

if TYPE_CHECKING:
    from collections.abc import Iterator

OWN, LAST = "Options", "Settings"
GROUPS = MappingProxyType(
    {
        "What is looked at": (
            *("spymodel", "dist", "stdin-filename", "changed", "deep"),
            *("root", "exclude", "extend-exclude", "force-exclude", "respect-gitignore"),
        ),
        "Where it would run": ("environment", "python", "every-deployment", "show-values"),
        "What counts": ("select", "ignore", "severity", "fail-on", "baseline", "write-baseline", "dry-run"),
        "What is told": (
            *("output-format", "output-file", "report", "color", "no-progress"),
            *("quiet", "verbose", "log-level"),
        ),
        LAST: ("config", "isolated", "show-settings", "show-files", "jobs", "cache-dir", "no-cache", "help"),
    }
)
"""Options by their names; those of no group are the command's own and come first."""
EPILOG = (
    "An option may be set by a variable, too, and in the configuration: --fail-on by IMPORTSPY_STATIC_FAIL_ON and by "
    "fail-on. A flag wins, then the variable."
)


class Grouped(TyperCommand):
    """A command whose help has the options in groups."""

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write the arguments, then each group of options."""
        records = [(each, each.get_help_record(ctx)) for each in self.get_params(ctx)]
        arguments = [record for each, record in records if record and each.param_type_name == "argument"]
        options = {_name(each): record for each, record in records if record and each.param_type_name == "option"}
        if arguments:
            with formatter.section("Arguments"):
                formatter.write_dl(arguments)
        for title, names in _groups(list(options)):
            with formatter.section(title):
                formatter.write_dl([options[name] for name in names])


def _name(option: Any) -> str:
    longest: str = max(option.opts, key=len)
    return longest.removeprefix("--")


def _groups(names: list[str]) -> Iterator[tuple[str, list[str]]]:
    """The groups that have any of these options, with them."""
    grouped = {name for group in GROUPS.values() for name in group}
    for title, group in ((OWN, [name for name in names if name not in grouped]), *GROUPS.items()):
        if found := [name for name in group if name in names]:
            yield title, found
