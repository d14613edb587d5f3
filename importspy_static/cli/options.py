"""Options that several commands share. What is left out is None: then the configuration holds, else the default."""

from __future__ import annotations

from typing import Annotated, TypeAlias

import typer

from importspy_static.cli import hosts, log, terminal
from importspy_static.model.violation import SEVERITIES

# What is asked about
Paths: TypeAlias = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[PATH]...",
        help="Files, packages and other folders, globs, wheels, source distributions, zip files; - for standard input. "
        "Without any: the paths of the configuration.",
        show_default=False,
    ),
]
Spymodel: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--spymodel",
        "-s",
        metavar="FILE",
        help="The contract. Else those that the configuration maps to the path, else NAME.spymodel.yml or "
        "NAME.importspy.yml beside the module, else spymodel.yml in the current folder.",
    ),
]
Distributions: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--dist", metavar="NAME", help="An installed distribution, found without importing it; repeatable."),
]
StandardInputName: TypeAlias = Annotated[
    str | None, typer.Option("--stdin-filename", metavar="PATH", help="The file that standard input stands for.")
]
Roots: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--root", metavar="FOLDER", help="Where imports start, in place of what is found; repeatable."),
]
Exclude: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--exclude", metavar="PATTERN", help="Left out of folders, in place of the default; repeatable."),
]
ExtendExclude: TypeAlias = Annotated[
    list[str] | None, typer.Option("--extend-exclude", metavar="PATTERN", help="Left out, too; repeatable.")
]
ForceExclude: TypeAlias = Annotated[
    bool | None,
    typer.Option(
        "--force-exclude/--no-force-exclude",
        help="Leave out excluded files even if they are named, and call it no error if nothing is left.",
        show_default=False,
    ),
]
RespectGitignore: TypeAlias = Annotated[
    bool | None,
    typer.Option(
        "--respect-gitignore/--no-respect-gitignore", help="Leave out what git ignores (default).", show_default=False
    ),
]
Config: TypeAlias = Annotated[
    str | None,
    typer.Option(
        metavar="FILE", help="This configuration, in place of the nearest importspy-static.toml or pyproject.toml."
    ),
]
Isolated: TypeAlias = Annotated[
    bool | None, typer.Option("--isolated/--no-isolated", help="No configuration.", show_default=False)
]

# Where it would run
EnvironmentOption: TypeAlias = Annotated[
    str | None,
    typer.Option(
        metavar="host|FILE|none",
        help="Where the modules would run: this host (default), a snapshot that probe wrote, or leave it out.",
        autocompletion=lambda: list(hosts.WORDS),
    ),
]
PythonOption: TypeAlias = Annotated[
    str | None, typer.Option(metavar="EXE", help="This interpreter in place of the one that runs the program.")
]
EveryDeploymentOption: TypeAlias = Annotated[
    bool | None,
    typer.Option(
        "--every-deployment/--no-every-deployment",
        help="No host: each deployment that the contract declares, in turn.",
        show_default=False,
    ),
]
ShowValues: TypeAlias = Annotated[
    bool | None,
    typer.Option(
        "--show-values/--no-show-values",
        help="Tell the texts of environment variables, though never of secrets.",
        show_default=False,
    ),
]
Deep: TypeAlias = Annotated[
    bool | None,
    typer.Option(
        "--deep/--no-deep",
        help="A module is compliant only if the modules under contract that it imports are.",
        show_default=False,
    ),
]
DryRun: TypeAlias = Annotated[
    bool | None, typer.Option("--dry-run/--no-dry-run", help="Report as ever, but exit with 0.", show_default=False)
]

# What counts
Select: TypeAlias = Annotated[
    list[str] | None, typer.Option(metavar="CODES", help="Only these codes, families (SPY3) or names; repeatable.")
]
Ignore: TypeAlias = Annotated[list[str] | None, typer.Option(metavar="CODES", help="Not these; the closest fit wins.")]
SeverityOption: TypeAlias = Annotated[
    list[str] | None, typer.Option(metavar="CODE=LEVEL", help="error, warning, note or off; repeatable.")
]
FailOn: TypeAlias = Annotated[
    str | None,
    typer.Option(
        metavar="|".join(reversed(SEVERITIES)),
        help="The least severity that fails (default: error).",
        autocompletion=lambda: list(SEVERITIES),
    ),
]

Baseline: TypeAlias = Annotated[
    str | None, typer.Option(metavar="FILE", help="Violations that are known, and fail nothing.")
]
WriteBaseline: TypeAlias = Annotated[
    str | None,
    typer.Option(
        metavar="FILE", help="Make all that is found now known: write it here. What is not looked at stays as it is."
    ),
]
Changed: TypeAlias = Annotated[
    str | None,
    typer.Option(
        metavar="[BASE]",
        help="Only modules that differ from this revision (default: HEAD; in CI of a pull request, what it is to be "
        "merged into), and those whose contract or imports do.",
    ),
]

# How it is told
OutputFile: TypeAlias = Annotated[
    str | None,
    typer.Option("--output-file", "-o", metavar="FILE", help="Write the report here, whole or not at all."),
]
Color: TypeAlias = Annotated[
    str | None,
    typer.Option(
        metavar="auto|always|never",
        help="Colours (default: auto, which heeds NO_COLOR and FORCE_COLOR).",
        autocompletion=lambda: list(terminal.COLOR_CHOICES),
    ),
]
NoProgress: TypeAlias = Annotated[
    bool | None,
    typer.Option("--no-progress/--progress", help="Do not tell how far a long run is.", show_default=False),
]
Quiet: TypeAlias = Annotated[
    bool | None, typer.Option("--quiet/--no-quiet", "-q", help="No closing summary.", show_default=False)
]
Verbose: TypeAlias = Annotated[
    bool | None,
    typer.Option(
        "--verbose/--no-verbose",
        "-v",
        help="Tell each module's verdict and contract, and what was left out.",
        show_default=False,
    ),
]
LogLevel: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--log-level",
        "-l",
        metavar="LEVEL",
        help=f"{', '.join(log.LEVELS)} (default: warning).",
        autocompletion=lambda: list(log.LEVELS),
    ),
]

# How it is done
Jobs: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--jobs", "-j", metavar="N", help="Processes that read files side by side (default: one for each processor)."
    ),
]
CacheFolder: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--cache-dir",
        metavar="FOLDER",
        help="Where facts about files are kept (default: the user's folder for caches).",
    ),
]
NoCache: TypeAlias = Annotated[
    bool | None, typer.Option("--no-cache/--cache", help="Keep no facts, and use none.", show_default=False)
]

# What is shown in place of a check
ShowSettings: TypeAlias = Annotated[
    bool, typer.Option("--show-settings", help="Check nothing; tell what each setting is, and where it is from.")
]
ShowFiles: TypeAlias = Annotated[
    bool,
    typer.Option("--show-files", help="Check nothing; tell which files would be checked, and the contracts of each."),
]
